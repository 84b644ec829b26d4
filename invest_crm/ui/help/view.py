"""The text of the manual on the screen: links stay inside, pictures come from the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QImage, QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser

from invest_crm.paths import resource
from invest_crm.ui import operations, theme
from invest_crm.ui.help import dressing

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QKeyEvent, QResizeEvent

_KINDS = QTextDocument.ResourceType
_SMOOTH = Qt.TransformationMode.SmoothTransformation


class HelpView(QTextBrowser):
    """``asked(address)``: a link was followed (``#anchor``, ``picture:name``, ``do:name``).

    Nothing is ever loaded that was not put in: no file, no address of the network.
    """

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabChangesFocus(False)
        self._markdown = ""
        self._pictures: dict[str, QImage] = {}
        self.anchorClicked.connect(lambda url: self.asked.emit(url.toString()))
        theme.current().changed.connect(self._again)

    def show_text(self, markdown: str) -> None:
        """Show another text from its beginning."""
        self._markdown = markdown
        self._again()
        self.verticalScrollBar().setValue(0)

    def picture(self, name: str) -> QImage | None:
        """A picture of the text, once it is loaded."""
        return self._pictures.get(name)

    def loadResource(self, kind: int, name: QUrl | str) -> Any:  # noqa: ARG002 - Qt's signature
        """Qt: nothing; pictures are put into the text once they are read."""
        return QImage() if kind == _KINDS.ImageResource.value else None

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: pictures are as wide as the column."""
        super().resizeEvent(event)
        if event.oldSize().width() != event.size().width():
            self._fit(self.document())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc and Alt+Left belong to whoever holds the text."""
        steps = event.modifiers() & Qt.KeyboardModifier.AltModifier
        if event.key() == Qt.Key.Key_Escape or steps:
            event.ignore()
            return
        super().keyPressEvent(event)

    def _again(self) -> None:
        """Write the text in the colours and sizes in force.

        Into a document nobody looks at yet: each change of one that is shown lays it out anew.
        """
        document = QTextDocument(self)
        dressing.write(document, self._markdown)
        self._fit(document)
        self.setDocument(document)
        missing = [name for name in dressing.pictures(document) if name not in self._pictures]
        if missing:
            operations.run_query(self, lambda: _read(missing), self._take, key="pictures")

    def _take(self, found: Sequence[tuple[str, QImage]]) -> None:
        self._pictures.update(found)
        place = self.verticalScrollBar().value()
        self._again()
        self.verticalScrollBar().setValue(place)

    def _fit(self, document: QTextDocument) -> None:
        """Pictures as wide as the column, made small smoothly (the text would cut corners)."""
        ratio = self.devicePixelRatioF()
        room = self.viewport().width() - 2 * document.documentMargin()
        for name in dressing.pictures(document):
            image = self._pictures.get(name, QImage())
            if image.width() > room * ratio:
                image = image.scaledToWidth(round(room * ratio), _SMOOTH)
                image.setDevicePixelRatio(ratio)
            document.addResource(_KINDS.ImageResource.value, QUrl(name), image)
        dressing.fit_pictures(document, room, self._pictures)


def _read(names: Sequence[str]) -> list[tuple[str, QImage]]:
    """Pictures of the manual from the disk; one that is missing stays empty."""
    return [(name, QImage(str(resource(f"docs/{name}")))) for name in names]
