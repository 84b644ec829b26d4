"""How a line of the outline looks, and the editor that stands in it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRect,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QPainter, QPolygonF
from PySide6.QtWidgets import (
    QLineEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from invest_crm.maps.scene import Star, star_points
from invest_crm.ui import theme
from invest_crm.ui.chain_map.state_chip import paint_state, state_width
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtCore import QAbstractItemModel, QObject

NODE: Final = int(Qt.ItemDataRole.UserRole)
LEVEL: Final = NODE + 1
STATE: Final = NODE + 2
FIGURE: Final = NODE + 3
NOTE: Final = NODE + 4
"""Data of a row: node id, level, state of a leaf, figure at the right, whether critical."""

_ROW: Final = 28
_STAR: Final = 5.6
_SHORT: Final = {"chain": 600, "tier": 400, "segment": 600, "leaf": 400}


class TreeRow(QStyledItemDelegate):
    """``committed(index, text)``: a name was typed."""

    committed = Signal(object, str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)

    def sizeHint(
        self,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - Qt's signature
    ) -> QSize:
        """Qt: one height."""
        return QSize(80, theme.current().px(_ROW))

    def createEditor(
        self,
        parent: QWidget,
        option: QStyleOptionViewItem,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,
    ) -> QWidget:
        """Qt: a line of text."""
        line = QLineEdit(parent)
        line.setAccessibleName(_("Node name"))
        if not index.data(NODE):
            line.setPlaceholderText(_("Name of the new entry"))
        return line

    def setEditorData(self, editor: QWidget, index: QModelIndex | QPersistentModelIndex) -> None:
        """Qt: the name as it is."""
        if isinstance(editor, QLineEdit):
            editor.setText(str(index.data() or ""))
            editor.selectAll()

    def setModelData(
        self,
        editor: QWidget,
        model: QAbstractItemModel,  # noqa: ARG002 - Qt's signature
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt: say what was typed; the row follows from what is written."""
        if isinstance(editor, QLineEdit):
            self.committed.emit(index, editor.text())

    def updateEditorGeometry(
        self,
        editor: QWidget,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,  # noqa: ARG002 - Qt's signature
    ) -> None:
        """Qt: over the whole row."""
        box: QRect = option.rect
        editor.setGeometry(box.adjusted(0, -1, -6, 1))

    def paint(
        self,
        painter: QPainter,
        option: QStyleOptionViewItem,
        index: QModelIndex | QPersistentModelIndex,
    ) -> None:
        """Qt: state, name, star, figure."""
        look = theme.current()
        box: QRect = option.rect
        level = str(index.data(LEVEL))
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(look.color("accent_soft"))
            focused = bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(look.color("accent") if focused else Qt.PenStyle.NoPen)
            painter.drawRoundedRect(QRectF(box).adjusted(0.5, 1.5, -6.5, -1.5), 5, 5)
        inner = box.adjusted(look.px(6), 0, -look.px(14), 0)
        state = str(index.data(STATE) or "")
        if state:
            wide, high = state_width(), look.px(18)
            chip = QRectF(inner.x(), inner.y() + (inner.height() - high) / 2, wide, high)
            paint_state(painter, chip, state)
            inner.setLeft(inner.left() + wide + theme.GAP_SMALL)
        self._words(painter, index, inner, level)
        painter.restore()

    def _words(
        self,
        painter: QPainter,
        index: QModelIndex | QPersistentModelIndex,
        inner: QRect,
        level: str,
    ) -> None:
        look = theme.current()
        middle = Qt.AlignmentFlag.AlignVCenter
        figure = str(index.data(FIGURE) or "")
        painter.setFont(look.font(theme.NOTE))
        painter.setPen(look.color("ink_2"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | middle, figure)
        if figure:
            inner.setRight(
                inner.right() - painter.fontMetrics().horizontalAdvance(figure) - theme.GAP_SMALL
            )
        star = look.px(18) if index.data(NOTE) else 0
        painter.setFont(look.font(theme.BODY, 600 if _SHORT.get(level) == 600 else 400))
        painter.setPen(look.color("ink_2" if level == "tier" else "ink"))
        cut = Qt.TextElideMode.ElideRight
        name = painter.fontMetrics().elidedText(str(index.data() or ""), cut, inner.width() - star)
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | middle, name)
        if star:
            x = inner.x() + painter.fontMetrics().horizontalAdvance(name) + look.px(11)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("signed"))
            points = star_points(Star(x, inner.y() + inner.height() / 2, _STAR * look.text_scale))
            painter.drawPolygon(QPolygonF([QPointF(*point) for point in points]))
