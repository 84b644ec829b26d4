"""A file in the list of attachments: icon, name, size, who, when, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QToolButton, QVBoxLayout, QWidget

from invest_crm.domain.evidence import evidence_kinds, evidence_label, likeliest
from invest_crm.ui import icons, theme
from invest_crm.ui.attachments.acts import CHECK, KIND, OPEN, RENAME, RESTORE, SAVE, TRASH
from invest_crm.ui.attachments.words import added_words, icon_of, version_words
from invest_crm.ui.kit.chip import Chip, PillButton
from invest_crm.ui.kit.text import ElidedLabel
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from PySide6.QtCore import QPoint
    from PySide6.QtGui import QContextMenuEvent

    from invest_crm.services.attachments import AttachmentLine

_ICON = 20
_LONGEST = 200


class FileRow(QWidget):
    """``chosen(line)`` by click, Enter or Space; ``acted(line, action)`` from its menu or keys.

    ``renamed(line, name)``: another name was typed in its place. ``refusal``: why nothing can be
    changed.
    """

    chosen = Signal(object)
    acted = Signal(object, str)
    renamed = Signal(object, str)

    def __init__(self, line: AttachmentLine, refusal: str = "") -> None:
        super().__init__()
        self.line, self._refusal = line, refusal
        self._on = False
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(line.name)
        self.setAccessibleDescription(added_words(line))
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self._edit: _NameEdit | None = None
        self._name = ElidedLabel(line.name, weight=500, color="ink_2" if line.archived else "ink")
        below = added_words(line)
        note = ElidedLabel(below, size=theme.NOTE, color="ink_3")
        if not line.present:
            note.set_text(_("Content missing · {words}").format(words=below), "bad_ink")
        words = self._words = QVBoxLayout()
        words.setSpacing(0)
        words.addWidget(self._name)
        below_name = QHBoxLayout()
        below_name.setSpacing(theme.GAP_TINY)
        self.kind = PillButton(
            evidence_label(line.kind) or _("Kind?"), small=True, interactive=not refusal
        )
        said_kind = _("Kind of evidence: {kind}").format(kind=evidence_label(line.kind) or "—")
        self.kind.tell(said_kind)
        self.kind.setAccessibleName(said_kind)
        self.kind.clicked.connect(self._show_kinds)
        below_name.addWidget(self.kind)
        below_name.addWidget(note, 1)
        words.addLayout(below_name)
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

    def _show_kinds(self) -> None:
        menu = QMenu(self)
        fill_kinds(menu, self.line, self._act)
        pop_up(menu, self.kind.mapToGlobal(self.kind.rect().bottomLeft()))

    def set_on(self, on: bool) -> None:  # noqa: FBT001 - a setter
        """Whether it is the one in the preview."""
        self._on = on
        self.update()

    def menu(self) -> QMenu:
        """What can be done with it."""
        menu = QMenu(self)
        fill_menu(menu, self.line, self._act, rename=True, refusal=self._refusal)
        return menu

    def begin_rename(self) -> None:
        """Type another name in its place: Enter or leaving takes it, Esc does not."""
        if self._edit is not None or self.line.archived or self._refusal:
            return
        self._edit = edit = _NameEdit(self.line.name)
        edit.setAccessibleName(_("Name of the file"))
        edit.setMaxLength(_LONGEST)
        self._words.insertWidget(0, edit)
        self._name.hide()
        edit.editingFinished.connect(self._take_name)
        edit.left.connect(self._leave_name)
        edit.setFocus()
        stem = self.line.name.rpartition(".")[0] or self.line.name
        edit.setSelection(0, len(stem))

    def _take_name(self) -> None:
        if self._edit is not None:
            name = self._edit.text().strip()
            self._leave_name()
            if name and name != self.line.name:
                self.renamed.emit(self.line, name)

    def _leave_name(self) -> None:
        edit, self._edit = self._edit, None
        if edit is not None:
            self._name.show()
            self.setFocus()
            edit.hide()
            edit.deleteLater()

    def _act(self, action: str) -> None:
        if action == RENAME:
            self.begin_rename()
        else:
            self.acted.emit(self.line, action)

    def _show_menu(self, button: QToolButton) -> None:
        pop_up(self.menu(), button.mapToGlobal(button.rect().bottomLeft()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu under the mouse."""
        pop_up(self.menu(), event.globalPos())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: a click chooses."""
        super().mousePressEvent(event)
        self.chosen.emit(self.line)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: a double click opens a copy."""
        if self.line.present:
            self.acted.emit(self.line, OPEN)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Enter and Space choose, F2 renames, Delete moves to the trash, arrows go along."""
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.chosen.emit(self.line)
        elif key == Qt.Key.Key_Delete and not self.line.archived and not self._refusal:
            self.acted.emit(self.line, TRASH)
        elif key == Qt.Key.Key_F2:
            self.begin_rename()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self._step(1 if key == Qt.Key.Key_Down else -1)
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        """Qt: two lines."""
        return QSize(theme.px(300), theme.px(54))

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


class _NameEdit(QLineEdit):
    """``left``: Esc was pressed, whatever else on the page listens to it."""

    left = Signal()

    def event(self, event: QEvent) -> bool:
        """Qt: Esc is meant for this line."""
        mine = isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape
        if mine and event.type() == QEvent.Type.ShortcutOverride:
            event.accept()
            return True
        if mine and event.type() == QEvent.Type.KeyPress:
            self.left.emit()
            return True
        return super().event(event)


def pop_up(menu: QMenu, at: QPoint) -> None:
    """Open a menu that is made for this once, at a place of the screen."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(at)


def fill_menu(
    menu: QMenu,
    line: AttachmentLine,
    do: Callable[[str], object],
    *,
    rename: bool = False,
    refusal: str = "",
) -> None:
    """What can be done with a file, as entries of a menu; ``do(action)`` carries one out.

    ``refusal``: why nothing can be changed.
    """
    menu.setToolTipsVisible(True)
    offers = [(OPEN, _("Open a copy")), (SAVE, _("Save as…")), (CHECK, _("Check the content"))]
    if rename and not line.archived:
        offers.append((RENAME, _("Rename the file")))
    offers.append((RESTORE, _("Restore")) if line.archived else (TRASH, _("Move to the trash")))
    for action, words in offers:
        entry = menu.addAction(words)
        changes = action in (RENAME, TRASH, RESTORE)
        entry.setEnabled(not refusal if changes else line.present)
        entry.setToolTip(refusal if changes else "")
        entry.triggered.connect(lambda _on=False, name=action: do(name))
    if not line.archived:
        kinds = menu.addMenu(_("Kind of evidence"))
        kinds.setEnabled(not refusal)
        fill_kinds(kinds, line, do)


def fill_kinds(menu: QMenu, line: AttachmentLine, do: Callable[[str], object]) -> None:
    """The kinds of evidence as entries, the one that the name tells first; ``do(action)``."""
    told = likeliest(line.name)
    codes = [*([told] if told else []), *(code for code in evidence_kinds() if code != told)]
    for place, code in enumerate(["", *codes]):
        entry = menu.addAction(evidence_label(code) if code else _("No kind"))
        entry.setCheckable(True)
        entry.setChecked(code == line.kind)
        entry.triggered.connect(lambda _on=False, code=code: do(f"{KIND}{code}"))
        if told and place == 1:
            menu.addSeparator()
