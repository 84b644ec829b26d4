"""Parts of the day's page: a card with a short table, and cards in one or two columns."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.tab_order import put_in_order
from invest_crm.ui.kit.table_mini import TableMini
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.ui.today.tasks import TaskCard
    from invest_crm.ui.today.words import CardContent, Link

ROWS = 8


class DayCard(Card):
    """The first rows of a list; ``opened(link)`` for a row or for the whole list."""

    opened = Signal(object)

    def __init__(self, content: CardContent) -> None:
        super().__init__(f"{content.title} {content.count}", content.note or " ")
        self.content = content
        self._table = TableMini(content.columns, content.rows[:ROWS], name=content.title)
        self._table.row_clicked.connect(self._open_row)
        self.add(self._table)
        self._more = QPushButton(_("All {n}").format(n=len(content.rows)), self)
        theme.set_role(self._more, "link")
        self._more.clicked.connect(lambda _on=False: self._open_all())
        self._more.setVisible(len(content.rows) > ROWS)
        if len(content.rows) > ROWS:
            row = QHBoxLayout()
            row.setContentsMargins(theme.margins(-4, 0, 0, 0))  # words begin where columns do
            row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)
            self.body.addLayout(row)
        self._fit()

    def rows_shown(self) -> int:
        """How many rows stand in the table."""
        return self._table.rows_that_fit()

    def open_row(self, place: int) -> None:
        """Open a row (as a click does)."""
        self._open_row(str(place))

    def open_all(self) -> None:
        """Open the whole list (as a click on the link does)."""
        self._more.click()

    def weight(self) -> int:
        """About how high it is, in rows."""
        return min(len(self.content.rows), ROWS) + 3

    def _open_row(self, place: str) -> None:
        self.opened.emit(self.content.links[int(place)])

    def _open_all(self) -> None:
        link: Link | None = self.content.all
        if link is not None:
            self.opened.emit(link)
            return
        self._table.set_rows(self.content.rows)
        self._more.hide()
        self._fit()

    def _fit(self) -> None:
        self._table.setFixedHeight(self._table.sizeHint().height())


class Columns(QWidget):
    """Cards one below another, in two columns where there is room; none is higher than needed."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self._cards: tuple[DayCard | TaskCard, ...] = ()
        self._count = 2
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(theme.GAP)
        self._columns = [QVBoxLayout(), QVBoxLayout()]
        for column in self._columns:
            column.setSpacing(theme.GAP)
            across.addLayout(column, 1)

    def count(self) -> int:
        """How many columns are in use."""
        return self._count

    def cards(self) -> tuple[DayCard | TaskCard, ...]:
        """The cards, most urgent first."""
        return self._cards

    def set_cards(self, cards: Sequence[DayCard | TaskCard]) -> None:
        """Show other cards; one that is shown again is kept as it is."""
        for card in self._cards:
            if card not in cards:
                card.hide()
                card.deleteLater()
        self._cards = tuple(cards)
        self._arrange()

    def set_count(self, count: int) -> None:
        """One column or two."""
        if count != self._count:
            self._count = count
            self._arrange()

    def event(self, event: QEvent) -> bool:
        """Qt: cards or their rows came or went; Tab goes down one column, then the next."""
        if event.type() == QEvent.Type.LayoutRequest:
            cards = [
                item.widget()
                for column in self._columns
                for place in range(column.count())
                if (item := column.itemAt(place)) is not None
            ]
            put_in_order(self, [card for card in cards if card is not None])
        return super().event(event)

    def _arrange(self) -> None:
        """Each card to the column that is shorter so far, so that both end about level."""
        for column in self._columns:
            while column.takeAt(0) is not None:
                pass
        heights = [0] * self._count
        for card in self._cards:
            place = heights.index(min(heights))
            heights[place] += card.weight()
            self._columns[place].addWidget(card)
            card.show()
        for column in self._columns:
            column.addStretch(1)
        across = self.layout()
        if isinstance(across, QHBoxLayout):
            across.setStretch(1, self._count - 1)
            across.setSpacing(theme.GAP if self._count > 1 else 0)
