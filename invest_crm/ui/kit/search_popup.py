"""The list of hits under the search box. Loaded with the first search, after the first window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QFrame,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import icons, theme
from invest_crm.ui.kit.search_box import SearchHit
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.ui.kit.search_box import SearchGroup

_HIT = int(Qt.ItemDataRole.UserRole)
_MOST_HIGH = 420


class SearchPopup(QFrame):
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
        column.setContentsMargins(theme.margins(4, 6, 4, 6))
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
        height = sum(self._list.sizeHintForRow(row) for row in rows) + theme.MARGIN
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
            painter.drawText(box.adjusted(look.px(10), 2, 0, 0), left, str(index.data()))
            painter.restore()
            return
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft"))
            painter.drawRoundedRect(box.adjusted(2, 0, -2, 0), 6, 6)
        if hit.icon:
            side = look.px(16)
            top = box.y() + (box.height() - side) // 2
            icons.paint(painter, hit.icon, QRect(box.x() + look.px(12), top, side, side))
        self._words(painter, hit, box.adjusted(look.px(38), 0, -look.px(12), 0))
        painter.restore()

    def _words(self, painter: QPainter, hit: SearchHit, box: QRect) -> None:
        look = theme.current()
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_2"))
        hint = painter.fontMetrics().horizontalAdvance(hit.hint)
        painter.drawText(box, Qt.AlignmentFlag.AlignRight | middle, hit.hint)
        room = box.adjusted(0, 0, -hint - (theme.GAP if hint else 0), 0)
        painter.setFont(look.font())
        painter.setPen(look.color("ink"))
        cut = Qt.TextElideMode.ElideRight
        title = painter.fontMetrics().elidedText(hit.title, cut, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | middle, title)
        used = painter.fontMetrics().horizontalAdvance(title) + theme.GAP
        rest = room.adjusted(used, 0, 0, 0)
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_2"))
        words = painter.fontMetrics().elidedText(hit.subtitle, cut, max(rest.width(), 0))
        painter.drawText(rest, Qt.AlignmentFlag.AlignLeft | middle, words)
