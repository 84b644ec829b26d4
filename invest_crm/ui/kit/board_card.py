"""A card of the board: what it says and how it is painted."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import chip_height, chip_width, ink_of, paint_chip

if TYPE_CHECKING:
    from collections.abc import Callable

_HIGH = 88
_GAP = 6


class BoardCard(Struct, frozen=True):
    """A record on a board: title, a quiet line, an amount, its age, one chip."""

    id: str
    title: str
    sub: str = ""
    amount: str = ""
    age: str = ""
    age_tone: str = ""
    chip: str = ""
    chip_tone: str = "talk"

    def spoken(self) -> str:
        """All its words."""
        words = (self.title, self.sub, self.amount, self.chip, self.age)
        return " · ".join(word for word in words if word)


class CardDelegate(QStyledItemDelegate):
    """Paints cards; one that is on its way is dashed."""

    def __init__(self, view: QListView, pending: Callable[[str], bool]) -> None:
        super().__init__(view)
        self._view, self._pending = view, pending

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002
    ) -> QSize:
        """Qt: all cards are alike."""
        return QSize(160, theme.px(_HIGH) + theme.px(_GAP))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt: one card."""
        card = index.data(int(Qt.ItemDataRole.UserRole))
        if not isinstance(card, BoardCard):
            return
        look = theme.current()
        box = option.rect.adjusted(0, 0, 0, -look.px(_GAP))
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(look.color("accent" if chosen else "line"), 2 if chosen else 1)
        pending = self._pending(card.id)
        if pending:
            pen = QPen(look.color("line_strong"), 1.5)
            pen.setDashPattern([3, 2])
        painter.setPen(pen)
        painter.setBrush(look.color("well" if pending else "card"))
        edge = 1.0 if chosen else 0.5
        painter.drawRoundedRect(QRectF(box).adjusted(edge, edge, -edge, -edge), 6, 6)
        self._paint_words(painter, card, box.marginsRemoved(theme.margins(10, 7, 10, 7)))
        painter.restore()

    def _paint_words(self, painter: QPainter, card: BoardCard, box: QRect) -> None:
        look = theme.current()
        line = look.px(20)
        left = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        rows = [QRect(box.x(), box.y() + i * line, box.width(), line) for i in range(2)]
        painter.setFont(look.font(theme.BODY, 500))
        painter.setPen(look.color("ink"))
        painter.drawText(rows[0], left, _short(painter, card.title, box.width()))
        painter.setFont(look.font(theme.NOTE))
        amount = painter.fontMetrics().horizontalAdvance(card.amount)
        painter.setPen(look.color("ink"))
        painter.drawText(rows[1], right, card.amount)
        painter.setPen(look.color("ink_2"))
        painter.drawText(
            rows[1], left, _short(painter, card.sub, box.width() - amount - theme.GAP_SMALL)
        )
        foot = QRect(box.x(), box.bottom() + 1 - chip_height(), box.width(), chip_height())
        painter.setPen(ink_of(card.age_tone) if card.age_tone else look.color("ink_3"))
        painter.drawText(foot, right, card.age)
        if card.chip:
            age = painter.fontMetrics().horizontalAdvance(card.age)
            wide = min(chip_width(card.chip), box.width() - age - theme.GAP_SMALL)
            paint_chip(
                painter, QRect(foot.x(), foot.y(), wide, foot.height()), card.chip, card.chip_tone
            )


def _short(painter: QPainter, text: str, width: int) -> str:
    return painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, width)
