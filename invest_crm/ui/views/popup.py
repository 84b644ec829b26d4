"""The drop-down of views: find one, take it; name, share, lock, pin and delete in place.

Nothing here is a dialog: naming and the question before a shared view goes stand in the foot.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QHideEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from invest_crm.domain.views import Access
from invest_crm.ui import theme
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.kit.search_edit import SearchEdit
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import label
from invest_crm.ui.views.lines import CURRENT, INFO, ViewLines, grouped, more_box, note_of
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.services.views import ViewInfo

_WIDE: Final = 320
_MOST_HIGH: Final = 420
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_STEPS = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


class ViewPopup(QFrame):
    """``chosen(id)``; ``named(id or empty for a new one, name, access)``; ``left`` when it closes.

    ``pin_asked(id, before)``, ``unpin_asked(id)``, ``access_asked(id, access)``,
    ``link_asked(id)`` and ``delete_asked(id)``: what the menu of a line asks for;
    ``delete_agreed(id)``: the answer to the question. ``refusal``: why nothing can be written
    here; then views are found and taken, and nothing else.
    """

    chosen = Signal(str)
    named = Signal(str, str, str)
    pin_asked = Signal(str, str)
    unpin_asked = Signal(str)
    access_asked = Signal(str, str)
    link_asked = Signal(str)
    delete_asked = Signal(str)
    delete_agreed = Signal(str)
    left = Signal()

    def __init__(self, parent: QWidget, refusal: str = "") -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._refusal = refusal
        theme.set_role(self, "popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAccessibleName(_("Views"))
        self._infos: tuple[ViewInfo, ...] = ()
        self._current = ""
        self.search = SearchEdit(_("Find a view"))
        self.search.setAccessibleName(_("Find a view"))
        self.search.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        self.search.textChanged.connect(lambda _text: self._fill())
        self.list = QListWidget()
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setAccessibleName(_("Views"))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setItemDelegate(ViewLines(self.list))
        self.list.viewport().installEventFilter(self)
        self.naming = NameFoot()
        self.naming.agreed.connect(self.named)
        self.naming.left.connect(self.begin)
        self.question = QuestionFoot()
        self.question.agreed.connect(self.delete_agreed)
        self.question.left.connect(self.begin)
        self.add = QPushButton(_("Save as a new view…"))
        theme.set_role(self.add, "link")
        self.add.clicked.connect(lambda _on=False: self.ask_name())
        refuse(self.add, refusal)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(8, 8, 8, 8))
        column.setSpacing(theme.GAP_SMALL)
        for part in (self.search, self.list, self.naming, self.question):
            column.addWidget(part)
        column.addWidget(self.add, 0, Qt.AlignmentFlag.AlignLeft)
        self.setFixedWidth(theme.px(_WIDE))

    # ---- what is shown -----------------------------------------------------------------------

    def show_views(self, infos: Sequence[ViewInfo], current: str) -> None:
        """List views; ``current`` is the one seen on the page."""
        self._infos, self._current = tuple(infos), current
        self._fill()

    def open_below(self, anchor: QWidget) -> None:
        """Show it below a widget, inside the screen."""
        self._settle()
        corner = anchor.mapToGlobal(QPoint(0, anchor.height() + theme.GAP_TINY))
        screen = anchor.screen().availableGeometry()
        x = max(min(corner.x(), screen.right() - self.width()), screen.left())
        y = max(min(corner.y(), screen.bottom() - self.height()), screen.top())
        self.move(x, y)
        self.show()
        self.begin()

    def names(self) -> list[str]:
        """The names listed, in order."""
        found = [self.list.item(row).data(INFO) for row in range(self.list.count())]
        return [info.name for info in found if info is not None]

    def line(self) -> ViewInfo | None:
        """The view that is marked."""
        item = self.list.currentItem()
        info: ViewInfo | None = None if item is None else item.data(INFO)
        return info

    def ask_name(self, info: ViewInfo | None = None) -> None:
        """Let a view be renamed, or the present one be saved under a new name."""
        self._show_foot(self.naming)
        self.naming.begin(info)

    def ask_delete(self, info: ViewInfo, users: Sequence[str]) -> None:
        """Ask before a view goes that others use."""
        self._show_foot(self.question)
        self.question.begin(info, users)

    def refuse(self, words: str) -> None:
        """Say below the name why it was not taken."""
        self.naming.refuse(words)
        self._settle()

    # ---- hands -------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: arrows mark, Enter takes, F2 renames, Esc leaves."""
        key = Qt.Key(event.key())
        if key in _STEPS:
            self._step(_STEPS[key])
        elif key in _ENTER and self.search.hasFocus():
            self._take()
        elif key == Qt.Key.Key_F2 and self._may_change():
            self.ask_name(self.line())
        elif key == Qt.Key.Key_Escape:
            self.close()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Qt: the menu key opens the menu of the line that is marked."""
        if event.reason() is QContextMenuEvent.Reason.Keyboard and self.line() is not None:
            rect = self.list.visualItemRect(self.list.currentItem())
            self._open_menu(self.list.viewport().mapToGlobal(more_box(rect).bottomLeft()))

    def eventFilter(self, watched: object, event: QEvent) -> bool:  # noqa: ARG002 - Qt's signature
        """Qt: a click on a line takes it, on its dots or with the right button opens its menu."""
        released = event.type() == QEvent.Type.MouseButtonRelease
        if not released or not isinstance(event, QMouseEvent):
            return False
        place = event.position().toPoint()
        item = self.list.itemAt(place)
        if item is None or item.data(INFO) is None:
            return False
        self.list.setCurrentItem(item)
        box = more_box(self.list.visualItemRect(item))
        if event.button() == Qt.MouseButton.RightButton or box.contains(place):
            point = event.globalPosition().toPoint()
            QTimer.singleShot(0, self, lambda: self._open_menu(point))
        else:
            QTimer.singleShot(0, self, self._take)
        return False

    def hideEvent(self, event: QHideEvent) -> None:
        """Qt: tell that it is gone."""
        super().hideEvent(event)
        self.left.emit()

    def menu(self) -> QMenu:
        """What can be done with the view that is marked."""
        menu, info = QMenu(self), self.line()
        if info is None:
            return menu
        menu.setToolTipsVisible(True)
        add = partial(_add, menu, self._refusal)
        view_id = info.id
        if info.pin is None:
            add(_("Pin"), lambda: self.pin_asked.emit(view_id, ""))
        else:
            add(_("Unpin"), lambda: self.unpin_asked.emit(view_id))
            self._add_moves(add, info)
        if info.changes:
            add(_("Rename") + "\tF2", lambda: self.ask_name(info))
        if info.own:
            for access, words in _accesses():
                if access is not info.access:
                    add(words, partial(self.access_asked.emit, view_id, access.value))
        _add(menu, "", _("Copy link"), lambda: self.link_asked.emit(view_id))
        if info.changes:
            menu.addSeparator()
            add(_("Delete"), lambda: self.delete_asked.emit(view_id))
        return menu

    def _add_moves(self, add: Callable[[str, Callable[[], object]], None], info: ViewInfo) -> None:
        pinned = [item.id for item in self._infos if item.pin is not None]
        place = pinned.index(info.id)
        if place > 0:
            add(_("Move up"), lambda: self.pin_asked.emit(info.id, pinned[place - 1]))
        if place + 1 < len(pinned):
            after = pinned[place + 2] if place + 2 < len(pinned) else ""
            add(_("Move down"), lambda: self.pin_asked.emit(info.id, after))

    def _open_menu(self, place: QPoint) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(place)

    def _may_change(self) -> bool:
        info = self.line()
        return info is not None and info.changes and not self._refusal

    def _take(self) -> None:
        info = self.line()
        if info is not None:
            self.close()
            self.chosen.emit(info.id)

    # ---- inside ------------------------------------------------------------------------------

    def _fill(self) -> None:
        kept = self.line()
        self.list.clear()
        for title, group in grouped(self._infos, self.search.text()):
            self._add_line(title, None)
            for info in group:
                self._add_line(info.name, info)
        if not self.list.count():
            self._add_line(_("No view with this name"), None)
        self._mark(kept.id if kept is not None else self._current)
        self._settle()

    def _add_line(self, words: str, info: ViewInfo | None) -> None:
        item = QListWidgetItem(words)
        item.setData(INFO, info)
        if info is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        else:
            item.setData(CURRENT, info.id == self._current)
            item.setToolTip(words)
            said = f"{words} {note_of(info)}".strip()
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
        self.list.addItem(item)

    def _mark(self, view_id: str) -> None:
        rows = range(self.list.count())
        lines = [row for row in rows if self.list.item(row).data(INFO) is not None]
        wanted = [row for row in lines if self.list.item(row).data(INFO).id == view_id]
        self.list.setCurrentRow((wanted or lines or [-1])[0])

    def _step(self, step: int) -> None:
        row = self.list.currentRow() + step
        while 0 <= row < self.list.count():
            if self.list.item(row).data(INFO) is not None:
                self.list.setCurrentRow(row)
                return
            row += step

    def begin(self) -> None:
        """Back to the search."""
        self._show_foot(None)
        self.search.setFocus()

    def _show_foot(self, foot: QWidget | None) -> None:
        for part in (self.naming, self.question):
            part.setVisible(part is foot)
        self.add.setVisible(foot is None)
        self._settle()

    def _settle(self) -> None:
        """As high as its lines need, within reason."""
        rows = range(self.list.count())
        lines = sum(self.list.sizeHintForRow(row) for row in rows) + 4
        most = min(theme.px(_MOST_HIGH), self.screen().availableGeometry().height() // 2)
        self.list.setFixedHeight(min(lines, most))
        self.adjustSize()


class NameFoot(QFrame):
    """A name and who is to see the view. ``agreed(id, name, access)``, ``left`` on Esc."""

    agreed = Signal(str, str, str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view = ""
        self.edit = QLineEdit()
        self.edit.setPlaceholderText(_("Name of the view"))
        self.edit.setAccessibleName(_("Name of the view"))
        self.edit.returnPressed.connect(self._agree)
        self.access = Segmented(
            [(access.value, access.label) for access in Access], name=_("Who sees it")
        )
        self.save = QPushButton(_("Save"))
        theme.set_role(self.save, "primary")
        self.save.clicked.connect(lambda _on=False: self._agree())
        self.problem = label("", "problem", wrap=True)
        self.problem.hide()
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP_SMALL)
        foot.addWidget(self.access)
        foot.addStretch(1)
        foot.addWidget(self.save)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self.edit)
        column.addWidget(self.problem)
        column.addLayout(foot)
        self.hide()

    def begin(self, info: ViewInfo | None) -> None:
        """Name a view anew; None: a new one."""
        self._view = "" if info is None else info.id
        self.access.setVisible(info is None)
        self.refuse("")
        self.edit.setText("" if info is None else info.name)
        self.edit.selectAll()
        self.edit.setFocus()

    def refuse(self, words: str) -> None:
        """Say why the name was not taken."""
        self.problem.setText(words)
        self.problem.setVisible(bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc gives up the name, not the list."""
        if event.key() == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            super().keyPressEvent(event)

    def _agree(self) -> None:
        self.agreed.emit(self._view, self.edit.text(), self.access.current())


class QuestionFoot(QFrame):
    """Whether a view that others use may go. ``agreed(id)``, ``left`` if not."""

    agreed = Signal(str)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._view = ""
        self.words = label("", "doubt", wrap=True)
        self.keep = QPushButton(_("Keep it"))
        self.delete = QPushButton(_("Delete"))
        self.keep.clicked.connect(lambda _on=False: self.left.emit())
        self.delete.clicked.connect(lambda _on=False: self.agreed.emit(self._view))
        foot = QHBoxLayout()
        foot.setSpacing(theme.GAP_SMALL)
        foot.addWidget(self.delete)
        foot.addWidget(self.keep)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self.words)
        column.addLayout(foot)
        self.hide()

    def begin(self, info: ViewInfo, users: Sequence[str]) -> None:
        """Ask about one view."""
        self._view = info.id
        who = _(", ").join(users)
        self.words.setText(
            _("“{name}” is pinned by {who}. Delete it for everyone?").format(
                name=info.name, who=who
            )
        )
        self.keep.setFocus()


def _accesses() -> list[tuple[Access, str]]:
    return [
        (Access.SHARED, _("Share with everyone")),
        (Access.LOCKED, _("Share and lock")),
        (Access.MINE, _("Only for me")),
    ]


def _add(menu: QMenu, refusal: str, words: str, do: Callable[[], object]) -> None:
    action = menu.addAction(words)
    action.triggered.connect(lambda _on=False: do())
    action.setEnabled(not refusal)
    action.setToolTip(refusal)
