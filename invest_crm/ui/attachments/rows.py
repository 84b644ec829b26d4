"""A file in the list of attachments: icon, name, size, who, when, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QVBoxLayout, QWidget

from invest_crm.ui import icons, theme
from invest_crm.ui.attachments.words import added_words, icon_of, version_words
from invest_crm.ui.kit.chip import Chip
from invest_crm.ui.kit.text import ElidedLabel
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QContextMenuEvent, QFocusEvent

    from invest_crm.services.attachments import AttachmentLine

_ICON = 20

OPEN, SAVE, CHECK, TRASH, RESTORE = "open", "save", "check", "trash", "restore"


class FileRow(QWidget):
    """``chosen(line)`` by click, Enter or Space; ``acted(line, action)`` from its menu or keys."""

    chosen = Signal(object)
    acted = Signal(object, str)

    def __init__(self, line: AttachmentLine) -> None:
        super().__init__()
        self.line = line
        self._on = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(line.name)
        self.setAccessibleDescription(added_words(line))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        name = ElidedLabel(line.name, weight=500, color="ink_2" if line.archived else "ink")
        below = added_words(line)
        note = ElidedLabel(below, size=theme.NOTE, color="ink_3")
        if not line.present:
            note.set_text(_("Content missing · {words}").format(words=below), "bad_ink")
        words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(name)
        words.addWidget(note)
        more = QToolButton()
        more.setIcon(icons.icon("more", "ink_3"))
        said = _("More about {name}").format(name=line.name)
        more.setToolTip(said)
        more.setAccessibleName(said)
        more.clicked.connect(lambda _on=False: self._show_menu(more))
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.margins(10 + _ICON, 5, 2, 5))
        row.setSpacing(theme.GAP_TINY)
        row.addSpacing(theme.px(6))
        row.addLayout(words, 1)
        if line.version > 1:
            row.addWidget(Chip(version_words(line), "talk"))
        row.addWidget(more)

    def set_on(self, on: bool) -> None:  # noqa: FBT001 - a setter
        """Whether it is the one in the preview."""
        self._on = on
        self.update()

    def menu(self) -> QMenu:
        """What can be done with it."""
        menu = QMenu(self)
        offers = [(OPEN, _("Open a copy")), (SAVE, _("Save as…")), (CHECK, _("Check the content"))]
        offers.append((RESTORE, _("Restore")) if self.line.archived
                      else (TRASH, _("Move to the trash")))  # fmt: skip
        for action, words in offers:
            entry = menu.addAction(words)
            entry.setEnabled(self.line.present or action in (TRASH, RESTORE))
            entry.triggered.connect(lambda _on=False, name=action: self.acted.emit(self.line, name))
        return menu

    def _show_menu(self, button: QToolButton) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu under the mouse."""
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click chooses."""
        super().mousePressEvent(event)
        self.chosen.emit(self.line)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: a double click opens a copy."""
        if self.line.present:
            self.acted.emit(self.line, OPEN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter and Space choose, Delete moves to the trash, arrows go along the list."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.line)
        elif key == Qt.Key.Key_Delete and not self.line.archived:
            self.acted.emit(self.line, TRASH)
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Qt: show the ring."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: hide the ring."""
        super().focusOutEvent(event)
        self.update()

    def sizeHint(self) -> QSize:
        """Qt: two lines."""
        return QSize(theme.px(300), theme.px(46))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the ground, the ring and the icon."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.setPen(Qt.PenStyle.NoPen)
        if self._on or self.underMouse():
            painter.setBrush(look.color("accent_soft" if self._on else "hover"))
            painter.drawRoundedRect(box, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        if self.hasFocus():
            painter.setPen(QPen(look.color("accent"), theme.FOCUS))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box, theme.RADIUS_CONTROL, theme.RADIUS_CONTROL)
        side = look.px(_ICON)
        place = QRect(look.px(8), (self.height() - side) // 2, side, side)
        lost = not self.line.present
        role = "warning" if lost else icon_of(self.line.media_type)
        icons.paint(painter, role, place, "bad" if lost else "ink_2")

    def _step(self, by: int) -> None:
        parent = self.parentWidget()
        rows = [] if parent is None else parent.findChildren(FileRow)
        place = rows.index(self) + by if self in rows else -1
        if 0 <= place < len(rows):
            rows[place].setFocus(Qt.FocusReason.TabFocusReason)
            self.chosen.emit(rows[place].line)
