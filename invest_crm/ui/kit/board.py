"""A board of stages: a column each, with count and amount in its head, and cards to move.

Moving a card only asks (``move_asked``): the card stays, marked as pending, until the page moves
it or takes the mark away, because a stage may refuse or want more facts first. Columns paint only
the cards in sight. Keys: arrows choose, Space lifts and drops, Esc puts back, Enter opens.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from PySide6.QtCore import (
    QAbstractListModel,
    QByteArray,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QDrag,
    QDragEnterEvent,
    QDragLeaveEvent,
    QDragMoveEvent,
    QDropEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QListView,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import theme
from invest_crm.ui.kit.board_card import BoardCard, CardDelegate
from invest_crm.ui.kit.chip import Chip
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    Index = QModelIndex | QPersistentModelIndex

_MIME = "application/x-invest-crm-card"
_CARD = int(Qt.ItemDataRole.UserRole)
_WIDTH = 232


class BoardColumn(Struct, frozen=True):
    """A stage: its words, its tone, and its sum in words."""

    id: str
    title: str
    tone: str = "talk"
    amount: str = ""


class Board(QScrollArea):
    """``move_asked(card id, from column, to column)``, ``activated`` and ``current_changed``."""

    move_asked = Signal(str, str, str)
    activated = Signal(str)
    enlarged = Signal(str)
    current_changed = Signal(str)

    def __init__(self, columns: Sequence[BoardColumn] = (), name: str = "") -> None:
        super().__init__()
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(name or _("Board"))
        self._columns: dict[str, _Column] = {}
        self._holder = QWidget()
        theme.set_role(self._holder, "clear")
        self._row = QHBoxLayout(self._holder)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.GAP)
        self.setWidget(self._holder)
        self.set_columns(columns)

    def set_columns(self, columns: Sequence[BoardColumn]) -> None:
        """Show other stages, without cards."""
        for old in self._columns.values():
            old.setParent(None)
            old.deleteLater()
        self._columns = {}
        for declared in columns:
            column = _Column(declared, self)
            self._columns[declared.id] = column
            self._row.addWidget(column, 1)
            column.cards.dropped.connect(self.ask)
            column.cards.opened.connect(self.activated)
            column.cards.enlarged.connect(self.enlarged)
            column.cards.chosen.connect(self.current_changed)
            column.cards.carried.connect(self._carry)

    def set_cards(
        self, cards: Mapping[str, Sequence[BoardCard]], amounts: Mapping[str, str]
    ) -> None:
        """Fill the columns: cards and the sum in words by column id."""
        for name, column in self._columns.items():
            column.model.set_cards(cards.get(name, ()))
            column.set_amount(amounts.get(name, ""))

    def cards(self, column: str) -> tuple[BoardCard, ...]:
        """The cards of a column."""
        return self._columns[column].model.cards()

    def set_pending(self, card: str, *, pending: bool) -> None:
        """Mark a card as on its way, or take the mark away (the move was refused)."""
        for column in self._columns.values():
            column.model.set_pending(card, pending=pending)

    def column_of(self, card: str) -> str:
        """The column a card is in, empty if none."""
        return next((n for n, c in self._columns.items() if c.model.row_of(card) >= 0), "")

    def move_card(self, card: str, to: str) -> None:
        """Move a card to the top of a column, now that it is saved."""
        origin = self.column_of(card)
        if not origin or origin == to:
            self.set_pending(card, pending=False)
            return
        taken = self._columns[origin].model.take(card)
        self._columns[to].model.put(taken)
        for name in (origin, to):
            self._columns[name].count()

    def ask(self, card: str, to: str) -> None:
        """Ask to move a card, as a drop does."""
        origin = self.column_of(card)
        if origin and origin != to:
            self.set_pending(card, pending=True)
            self.move_asked.emit(card, origin, to)

    def neighbour(self, column: str, step: int) -> str:
        """The column so many steps to the right of another, or the last one that way."""
        names = list(self._columns)
        return names[min(max(names.index(column) + step, 0), len(names) - 1)]

    def _carry(self, name: str, step: int) -> None:
        """A lifted card goes sideways by keys: mark the column it would fall into."""
        target = self.neighbour(name, step) if step else ""
        for other, column in self._columns.items():
            column.set_target(target=other == target)


class _Column(QFrame):
    """The head and the cards of one stage."""

    def __init__(self, declared: BoardColumn, board: Board) -> None:
        super().__init__()
        self._target = False
        self.setMinimumWidth(theme.current().px(_WIDTH))
        self.setAccessibleName(declared.title)
        self.model = _Cards(self)
        self.cards = _List(declared.id, self.model, board)
        self.cards.setAccessibleName(declared.title)
        self.cards.hovered.connect(lambda on: self.set_target(target=on))
        self._count = label("", "label")
        self._amount = ElidedLabel(
            declared.amount,
            size=theme.NOTE,
            color="ink_2",
            align=Qt.AlignmentFlag.AlignRight,
        )
        head = QHBoxLayout()
        head.setContentsMargins(theme.margins(4, 0, 12, 0))
        head.setSpacing(theme.GAP_SMALL)
        head.addWidget(Chip(declared.title, declared.tone))
        head.addWidget(self._count)
        head.addWidget(self._amount, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(8, 10, 0, 8))
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(head)
        column.addWidget(self.cards, 1)
        self.model.modelReset.connect(self.count)

    def set_amount(self, amount: str) -> None:
        """The sum in words."""
        self._amount.set_text(amount)

    def count(self) -> None:
        """Write how many cards there are."""
        self._count.setText(f"{len(self.model.cards()):,}")

    def set_target(self, *, target: bool) -> None:
        """Whether a card would fall into this column."""
        self._target = target
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: the tinted band, framed while a card is over it."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ring = QPen(look.color("accent"), theme.FOCUS) if self._target else Qt.PenStyle.NoPen
        painter.setPen(ring)
        painter.setBrush(look.color("band"))
        painter.drawRoundedRect(self.rect().adjusted(1, 1, -1, -1), 8, 8)


class _Cards(QAbstractListModel):
    """The cards of one column."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._cards: list[BoardCard] = []
        self._pending: set[str] = set()

    def set_cards(self, cards: Sequence[BoardCard]) -> None:
        """Show other cards."""
        self.beginResetModel()
        self._cards = list(cards)
        self._pending.clear()
        self.endResetModel()

    def cards(self) -> tuple[BoardCard, ...]:
        """All cards, in order."""
        return tuple(self._cards)

    def row_of(self, card: str) -> int:
        """The place of a card, -1 if it is not here."""
        return next((row for row, one in enumerate(self._cards) if one.id == card), -1)

    def is_pending(self, card: str) -> bool:
        """Whether a card is on its way."""
        return card in self._pending

    def set_pending(self, card: str, *, pending: bool) -> None:
        """Mark or unmark a card."""
        row = self.row_of(card)
        if row < 0:
            return
        (self._pending.add if pending else self._pending.discard)(card)
        index = self.index(row)
        self.dataChanged.emit(index, index)

    def take(self, card: str) -> BoardCard:
        """Remove a card and return it; raises KeyError if it is not here."""
        row = self.row_of(card)
        if row < 0:
            raise KeyError(card)
        self.beginRemoveRows(QModelIndex(), row, row)
        taken = self._cards.pop(row)
        self._pending.discard(card)
        self.endRemoveRows()
        return taken

    def put(self, card: BoardCard) -> None:
        """Put a card on top."""
        self.beginInsertRows(QModelIndex(), 0, 0)
        self._cards.insert(0, card)
        self.endInsertRows()

    def rowCount(self, parent: Index | None = None) -> int:
        """Qt: how many."""
        return 0 if parent is not None and parent.isValid() else len(self._cards)

    def data(self, index: Index, role: int = int(Qt.ItemDataRole.DisplayRole)) -> Any:
        """Qt: title, all words for screen readers, the card itself."""
        if not index.isValid():
            return None
        card = self._cards[index.row()]
        if role == _CARD:
            return card
        if role == Qt.ItemDataRole.DisplayRole:
            return card.title
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return card.spoken()
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Qt: can be chosen and dragged, unless on its way."""
        if not index.isValid():
            return Qt.ItemFlag.NoItemFlags
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        if self._cards[index.row()].id in self._pending:
            return flags
        return flags | Qt.ItemFlag.ItemIsDragEnabled


class _List(QListView):
    """The cards of a column: drags, drops and keys."""

    dropped = Signal(str, str)
    opened = Signal(str)
    enlarged = Signal(str)
    chosen = Signal(str)
    carried = Signal(str, int)
    hovered = Signal(bool)

    def __init__(self, column: str, model: _Cards, board: Board) -> None:
        super().__init__()
        self._column, self._cards, self._board = column, model, board
        self._lifted, self._step = "", 0
        self.setModel(model)
        self.setItemDelegate(CardDelegate(self, model.is_pending))
        self.setStyleSheet("background: transparent;")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setMinimumHeight(120)
        self.doubleClicked.connect(lambda index: self.opened.emit(index.data(_CARD).id))
        self.verticalScrollBar().rangeChanged.connect(self._keep_width)
        self._keep_width(0, 0)
        self.selectionModel().currentChanged.connect(self._chosen)

    def startDrag(self, supported: Qt.DropAction) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: carry the id of the card and its picture."""
        index = self.currentIndex()
        if not index.isValid() or not self._cards.flags(index) & Qt.ItemFlag.ItemIsDragEnabled:
            return
        mime = QMimeData()
        mime.setData(_MIME, QByteArray(index.data(_CARD).id.encode()))
        drag = QDrag(self)
        drag.setMimeData(mime)
        rect = self.visualRect(index)
        drag.setPixmap(self.viewport().grab(rect))
        drag.setHotSpot(QPoint(rect.width() // 2, 20))
        drag.exec(Qt.DropAction.MoveAction)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: cards only."""
        if event.mimeData().hasFormat(_MIME):
            self.hovered.emit(True)  # noqa: FBT003 - a signal
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Qt: cards only."""
        if event.mimeData().hasFormat(_MIME):
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Qt: the card went on."""
        super().dragLeaveEvent(event)
        self.hovered.emit(False)  # noqa: FBT003 - a signal

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: ask to move the card here."""
        self.hovered.emit(False)  # noqa: FBT003 - a signal
        card = bytes(event.mimeData().data(_MIME).data()).decode()
        event.acceptProposedAction()
        if card:
            self.dropped.emit(card, self._column)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: lift, carry, drop, put back, open."""
        key, index = event.key(), self.currentIndex()
        card = index.data(_CARD).id if index.isValid() else ""
        if key == Qt.Key.Key_Space and card:
            self._lift_or_drop(card)
        elif self._lifted and key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._step += 1 if key == Qt.Key.Key_Right else -1
            self.carried.emit(self._column, self._step)
        elif self._lifted and key == Qt.Key.Key_Escape:
            self._end()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and card:
            control = event.modifiers() & Qt.KeyboardModifier.ControlModifier
            (self.enlarged if control else self.opened).emit(card)
        else:
            super().keyPressEvent(event)

    def _keep_width(self, _least: int, most: int) -> None:
        """Cards are as wide with a scroll bar as without."""
        self.setViewportMargins(0, 0, 0 if most else self.verticalScrollBar().sizeHint().width(), 0)

    def _lift_or_drop(self, card: str) -> None:
        if not self._lifted:
            self._lifted, self._step = card, 0
            return
        target = self._board.neighbour(self._column, self._step)
        lifted = self._lifted
        self._end()
        self.dropped.emit(lifted, target)

    def _end(self) -> None:
        self._lifted, self._step = "", 0
        self.carried.emit(self._column, 0)

    def _chosen(self, current: QModelIndex, _previous: QModelIndex) -> None:
        if current.isValid():
            self.chosen.emit(current.data(_CARD).id)
