"""Who holds what for how long: a card for each department, overdue ones first.

Every number opens exactly the approvals it counts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from invest_crm.domain.departments import department_label
from invest_crm.ui import theme
from invest_crm.ui.approvals import jobs
from invest_crm.ui.approvals.words import due_tone, time_words
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.figure_card import Figure, FigureRow
from invest_crm.ui.kit.scroll import ScrollBody
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from PySide6.QtGui import QResizeEvent

    from invest_crm.services.approvals.holding import Holder
    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.ui.context import Context

_ROWS = 5
"""Approvals shown on a card; the number above opens all."""
_TWO_FROM = 900
"""Width (px) from which the cards stand in two columns."""


class HoldersView(ScrollBody):
    """``opened(ids, reason)``: the rows behind a number or a row are asked for."""

    opened = Signal(list, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.cards: list[HolderCard] = []
        self._empty = EmptyState(
            "done", _("Nobody holds an approval"), _("Every approval that was begun is decided.")
        )
        self._across = QHBoxLayout()
        self._across.setSpacing(theme.GAP)
        self._columns = (QVBoxLayout(), QVBoxLayout())
        for column in self._columns:
            column.setSpacing(theme.GAP)
            self._across.addLayout(column, 1)
        self._two = True
        self.column.addLayout(self._across)
        self.column.addWidget(self._empty, 1)
        self.column.addStretch(1)

    def refresh(self) -> None:
        """Ask what is held."""
        self._context.read(self, jobs.in_hand, self.show_lines, key="holders")

    def show_lines(self, lines: Sequence[ApprovalLine]) -> None:
        """The departments that hold some of these approvals."""
        from invest_crm.services.approvals.holding import holders

        for column in self._columns:
            empty_layout(column)
        self.cards = [HolderCard(holder) for holder in holders(lines)]
        for card in self.cards:
            card.opened.connect(self.opened)
        self._empty.setVisible(not self.cards)
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: one column where there is no room for two."""
        super().resizeEvent(event)
        two = self.width() >= theme.px(_TWO_FROM)
        if two != self._two:
            self._two = two
            self._arrange()

    def _arrange(self) -> None:
        """Each card to the column that is shorter so far."""
        for column in self._columns:
            while column.takeAt(0) is not None:
                pass
        heights = [0, 0]
        for card in self.cards:
            place = heights.index(min(heights)) if self._two else 0
            heights[place] += card.weight()
            self._columns[place].addWidget(card)
            card.show()
        for column in self._columns:
            column.addStretch(1)
        self._across.setStretch(1, int(self._two))
        self._across.setSpacing(theme.GAP if self._two else 0)


class HolderCard(Card):
    """A department: how much it holds, and what is most overdue. ``opened(ids, reason)``."""

    opened = Signal(list, str)

    def __init__(self, holder: Holder) -> None:
        name = department_label(holder.department)
        super().__init__(name, _longest(holder))
        self.holder = holder
        self._ids = {
            "all": tuple(line.id for line in holder.lines),
            "late": holder.late,
            "soon": holder.soon,
            "stopped": holder.stopped,
        }
        self.figures = FigureRow(_figures(self._ids), size=theme.HEADING)
        self.figures.clicked.connect(self._open)
        self.table = TableMini(_columns(), [_row(line) for line in holder.lines[:_ROWS]], name=name)
        self.table.row_clicked.connect(lambda one: self.opened.emit([one], name))
        self.add(self.figures)
        self.add(self.table)
        self.table.setFixedHeight(self.table.sizeHint().height())

    def weight(self) -> int:
        """About how high it is, in rows."""
        return min(len(self.holder.lines), _ROWS) + 4

    def ids(self, what: str) -> tuple[str, ...]:
        """The approvals a number counts: all, late, soon or stopped."""
        return self._ids[what]

    def _open(self, what: str) -> None:
        name = department_label(self.holder.department)
        reason = _("{name}: {value}").format(name=name, value=_words(what))
        self.opened.emit(list(self._ids[what]), reason)


def _figures(ids: dict[str, tuple[str, ...]]) -> list[Figure]:
    """What is held; then what is overdue, near and stopped, where there is any."""
    tones = {"all": "", "late": "bad", "soon": "slow", "stopped": ""}
    return [
        Figure(str(len(ids[what])), _words(what), what, _words(what), tone)
        for what, tone in tones.items()
        if ids[what]
    ]


def _words(what: str) -> str:
    return {
        "all": _("in hand"),
        "late": _("overdue"),
        "soon": _("due soon"),
        "stopped": _("stopped"),
    }[what]


def _longest(holder: Holder) -> str:
    n = holder.longest
    return ngettext("longest {n} working day", "longest {n} working days", n).format(n=n)


def _columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Project"), 2.2, least=110),
        MiniColumn(_("Approval"), 2, least=100),
        MiniColumn(_("Held, days"), 0, right=True, least=44, rank=1),
        MiniColumn(_("Time left"), 1, least=118),
    )


def _row(line: ApprovalLine) -> MiniRow:
    time = MiniCell(time_words(line), due_tone(line.due), chip=False)
    return MiniRow(line.id, (line.project, line.name, str(line.held or 0), time))
