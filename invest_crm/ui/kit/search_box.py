"""The box at the top that finds everything: types a query, shows groups of hits, opens one.

What is found comes from a provider that runs in the background; a newer query overtakes an older
one. Focus stays in the box; Up and Down choose, Enter opens, Esc gives focus back.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import (
    QApplication,
    QFrame,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import icons, theme
from invest_crm.ui.operations import run_query
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_DEBOUNCE_MS = 60
_HIT = int(Qt.ItemDataRole.UserRole)
_MOST_HIGH = 420


@dataclass(frozen=True, slots=True)
class SearchHit:
    """One thing found: ``kind`` and ``id`` say what to open; ``hint`` stands at the right."""

    kind: str
    id: str
    title: str
    subtitle: str = ""
    icon: str = ""
    hint: str = ""


@dataclass(frozen=True, slots=True)
class SearchGroup:
    """Hits of one kind under a heading."""

    title: str
    hits: tuple[SearchHit, ...]


class SearchBox(QLineEdit):
    """``provider(query)`` is called in the background; ``chosen(hit)`` when one is opened."""

    chosen = Signal(object)

    def __init__(self, provider: Callable[[str], Sequence[SearchGroup]] | None = None) -> None:
        super().__init__()
        self._provider = provider
        self._came_from: QWidget | None = None
        self._popup: _Popup | None = None
        self.setPlaceholderText(_("Search projects, firms, commands"))
        self.setAccessibleName(_("Search"))
        self.addAction(icons.icon("search", "ink_3"), QLineEdit.ActionPosition.LeadingPosition)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_DEBOUNCE_MS)
        self._clock.timeout.connect(self._ask)
        self.textEdited.connect(lambda _text: self._clock.start())
        self.installEventFilter(self)

    def set_provider(self, provider: Callable[[str], Sequence[SearchGroup]]) -> None:
        """Who answers queries; called off the main thread."""
        self._provider = provider

    def begin(self) -> None:
        """Take the focus (Ctrl+K) and remember where to give it back."""
        focused = QApplication.focusWidget()
        if focused is not self:
            self._came_from = focused
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()
        self._ask()

    def leave(self) -> None:
        """Close the list, clear, give the focus back exactly."""
        self._close()
        self.clear()
        if self._came_from is not None and self._came_from.isVisible():
            self._came_from.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.clearFocus()

    def hits(self) -> list[SearchHit]:
        """The hits on screen, in order."""
        return self._popup.hits() if self._popup is not None else []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: keys that steer the list."""
        if (
            watched is self
            and isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
        ):
            return self._key(event.key())
        return super().eventFilter(watched, event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Qt: the key that leads here, while the box is empty."""
        super().paintEvent(event)
        if self.text() or self.hasFocus():
            return
        look = theme.current()
        painter = QPainter(self)
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_3"))
        side = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(self.rect().adjusted(0, 0, -11, 0), side, "Ctrl K")

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Qt: close the list."""
        super().focusOutEvent(event)
        self._close()

    def _key(self, key: int) -> bool:
        if key == Qt.Key.Key_Escape:
            self.leave()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._popup is not None:
            self._popup.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._popup is not None:
            self._open(self._popup.current())
        else:
            return False
        return True

    def _ask(self) -> None:
        provider, query = self._provider, self.text().strip()
        if provider is not None:
            run_query(self, lambda: provider(query), self._show, key="search")

    def _show(self, groups: Sequence[SearchGroup]) -> None:
        if not self.hasFocus():
            return
        if self._popup is None:
            self._popup = _Popup(self.window())
            self._popup.opened.connect(self._open)
        self._popup.fill(groups)
        corner = self.mapTo(self.window(), self.rect().bottomLeft())
        width = max(self.width(), theme.current().px(460))
        height = min(self._popup.wanted_height(), self.window().height() - corner.y() - 24)
        self._popup.setGeometry(corner.x(), corner.y() + 5, width, height)
        self._popup.setVisible(self._popup.wanted_height() > 0 and bool(self.text() or groups))
        self._popup.raise_()

    def _open(self, hit: SearchHit | None) -> None:
        if hit is not None:
            self.leave()
            self.chosen.emit(hit)

    def _close(self) -> None:
        self._clock.stop()
        if self._popup is not None:
            self._popup.hide()


class _Popup(QFrame):
    """The list under the box, inside the window."""

    opened = Signal(object)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        theme.set_role(self, "popup")
        self._list = QListWidget()
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(_("Search results"))
        self._list.setItemDelegate(_HitDelegate(self._list))
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setUniformItemSizes(False)
        self._list.itemClicked.connect(self._clicked)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 6)
        column.addWidget(self._list)
        self.hide()

    def fill(self, groups: Sequence[SearchGroup]) -> None:
        """Show hits; the first is chosen."""
        self._list.clear()
        for group in groups:
            if group.hits:
                self._add(group.title, None)
            for hit in group.hits:
                self._add(hit.title, hit)
        if not self._list.count():
            self._add(_("Nothing found"), None)
        self.move_by(1)

    def hits(self) -> list[SearchHit]:
        """The hits listed."""
        rows = range(self._list.count())
        found = [self._list.item(row).data(_HIT) for row in rows]
        return [hit for hit in found if isinstance(hit, SearchHit)]

    def current(self) -> SearchHit | None:
        """The hit chosen."""
        item = self._list.currentItem()
        hit = item.data(_HIT) if item is not None else None
        return hit if isinstance(hit, SearchHit) else None

    def move_by(self, step: int) -> None:
        """Choose the next hit up or down, over headings."""
        row = self._list.currentRow() + step
        while 0 <= row < self._list.count():
            if isinstance(self._list.item(row).data(_HIT), SearchHit):
                self._list.setCurrentRow(row)
                return
            row += step

    def wanted_height(self) -> int:
        """The height that shows everything, within reason."""
        rows = range(self._list.count())
        height = sum(self._list.sizeHintForRow(row) for row in rows) + 16
        return min(height, theme.current().px(_MOST_HIGH))

    def _add(self, text: str, hit: SearchHit | None) -> None:
        item = QListWidgetItem(text)
        item.setData(_HIT, hit)
        if hit is None:
            item.setFlags(Qt.ItemFlag.NoItemFlags)
        else:
            item.setData(
                int(Qt.ItemDataRole.AccessibleTextRole), f"{hit.title} {hit.subtitle}".strip()
            )
        self._list.addItem(item)

    def _clicked(self, item: QListWidgetItem) -> None:
        self.opened.emit(item.data(_HIT))


class _HitDelegate(QStyledItemDelegate):
    """Draws headings small and hits with icon, title, quiet words and a hint at the right."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Qt: headings are lower."""
        hit = index.data(_HIT)
        return QSize(100, theme.current().px(34 if isinstance(hit, SearchHit) else 26))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt: draw one line."""
        look = theme.current()
        box: QRect = option.rect
        hit = index.data(_HIT)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if not isinstance(hit, SearchHit):
            painter.setFont(look.font(theme.NOTE))
            painter.setPen(look.color("ink_3"))
            painter.drawText(box.adjusted(10, 2, 0, 0), left, str(index.data()))
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft"))
            painter.drawRoundedRect(box.adjusted(2, 0, -2, 0), 6, 6)
        if hit.icon:
            side = QRect(box.x() + 12, box.y() + (box.height() - 16) // 2, 16, 16)
            icons.paint(painter, hit.icon, side)
        self._words(painter, hit, box.adjusted(38, 0, -12, 0))
        painter.restore()

    def _words(self, painter: QPainter, hit: SearchHit, box: QRect) -> None:
        look = theme.current()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_2"))
        hint = painter.fontMetrics().horizontalAdvance(hit.hint)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, hit.hint)
        room = box.adjusted(0, 0, -hint - (10 if hint else 0), 0)
        painter.setFont(look.font())
        painter.setPen(look.color("ink"))
        cut = Qt.TextElideMode.ElideRight
        title = painter.fontMetrics().elidedText(hit.title, cut, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, title)
        used = painter.fontMetrics().horizontalAdvance(title) + 10
        rest = room.adjusted(used, 0, 0, 0)
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_2"))
        words = painter.fontMetrics().elidedText(hit.subtitle, cut, max(rest.width(), 0))
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | middle, words)
