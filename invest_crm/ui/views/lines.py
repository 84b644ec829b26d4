"""The lines of the drop-down: headings, and views with who made them and a place for the menu."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem

from invest_crm.domain.pinyin import initials
from invest_crm.domain.views import Access
from invest_crm.ui import icons, theme
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.views import ViewInfo

INFO: Final = int(Qt.ItemDataRole.UserRole)
CURRENT: Final = INFO + 1
_HEADING, _ICON, _MORE = 26, 14, 28


def grouped(infos: Sequence[ViewInfo], search: str) -> list[tuple[str, list[ViewInfo]]]:
    """The views whose name answers a search (its letters or its pinyin initials), by group."""
    wanted = search.strip().casefold()
    found = [info for info in infos if wanted in info.name.casefold() or _begins(info, wanted)]
    pinned = [info for info in found if info.pin is not None]
    rest = [info for info in found if info.pin is None]
    groups = [
        (_("Pinned"), pinned),
        (_("Mine"), [info for info in rest if info.own and info.access is Access.MINE]),
        (_("Shared"), [info for info in rest if not info.ready and info.access is not Access.MINE]),
        (_("Ready-made"), [info for info in rest if info.ready]),
    ]
    return [(title, group) for title, group in groups if group]


def note_of(info: ViewInfo) -> str:
    """The quiet words behind a name: who shared it."""
    if info.ready or info.access is Access.MINE:
        return ""
    return _("Mine") if info.own else info.owner


def more_box(line: QRect) -> QRect:
    """Where the three dots of a line stand."""
    wide = theme.px(_MORE)
    return QRect(line.right() - wide, line.y(), wide, line.height())


class ViewLines(QStyledItemDelegate):
    """Draws the lines."""

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,
    ) -> QSize:
        """Qt: headings are lower."""
        high = _HEADING if index.data(INFO) is None else theme.ROW
        return QSize(100, theme.px(high))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt: draw one line."""
        look, line = theme.current(), QRect(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        info = index.data(INFO)
        if info is None:
            painter.setFont(look.font(theme.NOTE))
            painter.setPen(look.color("ink_3"))
            middle = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
            painter.drawText(line.adjusted(look.px(10), 2, 0, 0), middle, str(index.data()))
        else:
            self._view(painter, option, info, on=bool(index.data(CURRENT)))
        painter.restore()

    def _view(
        self, painter: QPainter, option: QStyleOptionViewItem, info: ViewInfo, *, on: bool
    ) -> None:
        look, line = theme.current(), QRect(option.rect)
        chosen = option.state & QStyle.StateFlag.State_Selected
        if chosen or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("accent_soft" if chosen else "hover"))
            painter.drawRoundedRect(line.adjusted(2, 0, -2, 0), 6, 6)
            side = look.px(16)
            dots = QRect(0, 0, side, side)
            dots.moveCenter(more_box(line).center())
            icons.paint(painter, "more", dots, "ink_2")
        side = look.px(_ICON)
        top = line.y() + (line.height() - side) // 2
        if on:
            icons.paint(painter, "check", QRect(line.x() + look.px(10), top, side, side), "accent")
        inner = line.adjusted(look.px(32), 0, -look.px(_MORE + 4), 0)
        if info.access is Access.LOCKED and not info.ready:
            place = QRect(inner.right() - side, top, side, side)
            icons.paint(painter, "locked", place, "ink_3")
            inner.setRight(place.left() - look.px(4))
        middle = Qt.AlignmentFlag.AlignVCenter
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_2"))
        note = note_of(info)
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, note)
        used = painter.fontMetrics().horizontalAdvance(note)
        inner.setRight(inner.right() - (used + theme.GAP_SMALL if note else 0))
        painter.setFont(look.font(theme.BODY, 500 if on else 400))
        painter.setPen(look.color("accent" if on else "ink"))
        cut = Qt.TextElideMode.ElideRight
        words = painter.fontMetrics().elidedText(info.name, cut, inner.width())
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, words)


def _begins(info: ViewInfo, wanted: str) -> bool:
    return wanted in initials(info.name)
