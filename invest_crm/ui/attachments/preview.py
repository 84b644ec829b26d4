"""The preview below the list: a picture, a page, a text, or why there is nothing to see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import icons, theme
from invest_crm.ui.attachments.acts import OPEN, SAVE
from invest_crm.ui.attachments.words import breakable, version_words
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.masked import Masked
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QImage, QMouseEvent

    from invest_crm.services.attachments import AttachmentLine
    from invest_crm.ui.attachments.jobs import Seen

_TEXT_HEIGHT = 260
_TAB_STOP = 12


class Preview(QWidget):
    """``page_asked(page)``, ``acted(action)``, ``version_asked(line)``, ``noted(text)``;
    ``place.asked``: where a photo was taken.
    """

    page_asked = Signal(int)
    acted = Signal(str)
    version_asked = Signal(object)
    noted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._line: AttachmentLine | None = None
        self._page, self._pages = 0, 0
        self.picture = _Picture()
        self.picture.opened.connect(lambda: self.acted.emit(OPEN))
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName(_("Text of the file"))
        self.words = label("", "hint", wrap=True)
        self.note = QLineEdit()
        self.note.setPlaceholderText(_("Note"))
        self.note.setAccessibleName(_("Note"))
        self.note.setMaxLength(500)
        for part in (self.note, self.text):
            part.setAcceptDrops(False)  # a file dropped here is meant for the record
        self.note.editingFinished.connect(self._note)
        self.place = Masked(
            _("Where the photo was taken"),
            _("Show where it was taken for 30 seconds (this is logged)"),
            _("Hide where it was taken"),
        )
        self._name = ElidedLabel(weight=600)
        self.open = _tool("open_external", _("Open a copy"), lambda: self.acted.emit(OPEN))
        self.save = _tool("save", _("Save as…"), lambda: self.acted.emit(SAVE))
        self._versions = FlowLayout(gap=theme.px(6))
        self._pager = QWidget()
        self._where = label("", "note")
        self._build()
        self.hide()

    def line(self) -> AttachmentLine | None:
        """The file shown."""
        return self._line

    def page(self) -> int:
        """The page shown, from 0."""
        return self._page

    def begin(self, line: AttachmentLine, versions: Sequence[AttachmentLine]) -> None:
        """Another file, whose content is being read."""
        same = self._line is not None and self._line.id == line.id
        self._line, self._page, self._pages = line, self._page if same else 0, 0
        self._name.set_text(line.name)
        if not self.note.hasFocus() or not same:
            self.note.setText(line.note)
        for button in (self.open, self.save):
            button.setEnabled(line.present)
        self.place.setVisible(line.located)
        if not same:
            self.place.set_masked(_("Taken at: •••"))
        self._versions.clear()
        for other in versions if len(versions) > 1 else ():
            pill = PillButton(version_words(other), checked=other.id == line.id, small=True)
            pill.clicked.connect(lambda other=other: self.version_asked.emit(other))
            self._versions.addWidget(pill)
        if not same:
            self._put(self.words)
            self.words.setText(_("Reading…"))
        if not line.present:
            self._put(self.words)
            self.words.setText(
                _("The content is missing. It should be here: {place}").format(
                    place=breakable(line.place)
                )
                + "\n"
                + _("Add the same file again, or bring its folder back from a copy.")
            )
        self.show()

    def forget(self) -> None:
        """No file."""
        self._line = None
        self.hide()

    def show_seen(self, seen: Seen) -> None:
        """What was found in the file."""
        peek = seen.peek
        self._pages = peek.pages
        self._pager.setVisible(peek.pages > 1)
        self._where.setText(_("Page {n} of {all}").format(n=self._page + 1, all=peek.pages))
        if seen.image is not None:
            self.picture.set_image(seen.image)
            self._put(self.picture)
        elif peek.kind == "text":
            self._show_text(peek.text, more=peek.more)
        else:
            self._put(self.words)
            self.words.setText(_NOTHING.get(peek.kind, _NOTHING["damaged"])())

    def tell(self, words: str) -> None:
        """A sentence in place of the content."""
        self._put(self.words)
        self.words.setText(words)

    def turn(self, by: int) -> None:
        """Another page."""
        page = min(max(self._page + by, 0), max(self._pages - 1, 0))
        if page != self._page:
            self._page = page
            self.page_asked.emit(page)

    def _show_text(self, text: str, *, more: bool) -> None:
        columns = "\t" in text
        mode = QPlainTextEdit.LineWrapMode
        self.text.setLineWrapMode(mode.NoWrap if columns else mode.WidgetWidth)
        metrics = QFontMetricsF(self.text.font())
        self.text.setTabStopDistance(metrics.horizontalAdvance("国") * _TAB_STOP / 2)
        end = "\n" + _("… The rest is in the file itself.") if more else ""
        self.text.setPlainText(text + end)
        self._fit_text(text, metrics, columns=columns)
        self._put(self.text)

    def _fit_text(self, text: str, metrics: QFontMetricsF, *, columns: bool) -> None:
        """As high as the text needs, within reason."""
        across = 1 if columns else max(self.width() / metrics.horizontalAdvance("国"), 1)
        lines = sum(1 if columns else 1 + len(line) // across for line in text.split("\n"))
        self.text.setFixedHeight(
            min(round((lines + 1.5) * metrics.lineSpacing()) + theme.px(12), theme.px(_TEXT_HEIGHT))
        )

    def _put(self, part: QWidget) -> None:
        for other in (self.picture, self.text, self.words):
            other.setVisible(other is part)
        if part is self.words:
            self._pager.hide()

    def _note(self) -> None:
        if self._line is not None and self.note.text().strip() != self._line.note:
            self.noted.emit(self.note.text())

    def _build(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_TINY)
        head.addWidget(self._name, 1)
        head.addWidget(self.open)
        head.addWidget(self.save)
        turns = QHBoxLayout(self._pager)
        turns.setContentsMargins(0, 0, 0, 0)
        turns.addStretch(1)
        turns.addWidget(_tool("chevron_left", _("Page before"), lambda: self.turn(-1)))
        turns.addWidget(self._where)
        turns.addWidget(_tool("chevron_right", _("Next page"), lambda: self.turn(1)))
        turns.addStretch(1)
        self._pager.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(0, 8, 0, 0))
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(head)
        column.addLayout(self._versions)
        for part in (self.picture, self.text, self.words, self._pager):
            column.addWidget(part)
        column.addWidget(self.place)
        column.addWidget(self.note)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the line above."""
        QPainter(self).fillRect(0, 0, self.width(), 1, theme.current().color("line"))


class _Picture(QWidget):
    """A picture as wide as the panel at most; a double click opens a copy."""

    opened = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._image = QPixmap()
        self.setAccessibleName(_("Picture of the file"))
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set_image(self, image: QImage) -> None:
        """Show another picture."""
        self._image = QPixmap.fromImage(image)
        self.updateGeometry()
        self.update()

    def is_empty(self) -> bool:
        """Whether there is nothing to see."""
        return self._image.isNull()

    def heightForWidth(self, width: int) -> int:
        """Qt: in proportion, at most one and a half times as high as wide."""
        if self._image.isNull() or not self._image.width():
            return theme.px(80)
        drawn = min(width, round(self._image.width() / self.devicePixelRatioF()))
        return min(round(drawn * self._image.height() / self._image.width()), width * 3 // 2)

    def sizeHint(self) -> QSize:
        """Qt: a usual width of the panel."""
        width = self.width() or theme.px(340)
        return QSize(width, self.heightForWidth(width))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: open a copy."""
        self.opened.emit()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the picture in its frame."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        room = self.size()
        size = self._image.size().scaled(room, Qt.AspectRatioMode.KeepAspectRatio)
        box = QRectF((room.width() - size.width()) / 2, 0, size.width(), size.height())
        painter.drawPixmap(box, self._image, QRectF(self._image.rect()))
        painter.setPen(QPen(theme.current().color("line"), 1))
        painter.drawRect(box.adjusted(0.5, 0.5, -0.5, -0.5))


def _tool(icon: str, words: str, do: Callable[[], object]) -> QToolButton:
    button = QToolButton()
    button.setIcon(icons.icon(icon))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(lambda _on=False: do())
    return button


_NOTHING = {
    "encrypted": lambda: _("This file is protected by a password; open a copy to enter it."),
    "none": lambda: _("There is no preview of files of this kind."),
    "picture": lambda: _("This picture cannot be shown: damaged, unusual or too large."),
    "damaged": lambda: _("Nothing can be shown of this file: it is damaged or unusual."),
}
