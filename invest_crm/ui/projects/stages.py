"""The stage board: five columns of cards; a drop records the step as reached today."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from invest_crm.domain.money import show_amount
from invest_crm.domain.stages import SideState, Stage, Step
from invest_crm.ui.kit.board import Board, BoardColumn
from invest_crm.ui.kit.board_card import BoardCard
from invest_crm.ui.tones import STEP_TONES, side_tone
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from invest_crm.services.listing import ListQuery
    from invest_crm.services.projects.grid import BoardEntry
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context

COLUMNS = (
    Stage.CONTACT,
    Stage.SIGNED,
    Stage.REGISTERED,
    Stage.FILED,
    Stage.LAND,
    Stage.STARTED,
    Stage.COMPLETED,
    Stage.IN_PRODUCTION,
)
"""The columns: what a drop writes. Earlier and later stages share the nearest column."""


class StageBoard(QWidget):
    """Loads the cards of a list; ``current_changed`` and ``activated`` as the grid's.

    ``move_asked(project id, stage)``: a card was dropped; ``settle`` says what came of it.
    """

    current_changed = Signal(str)
    activated = Signal(str)
    enlarged = Signal(str)
    move_asked = Signal(str, str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._query: ListQuery | None = None
        self.board = Board(
            [BoardColumn(stage.value, stage.label, STEP_TONES[stage.step]) for stage in COLUMNS],
            name=_("Stage board"),
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.board)
        self.board.current_changed.connect(self.current_changed)
        self.board.activated.connect(self.activated)
        self.board.enlarged.connect(self.enlarged)
        self.board.move_asked.connect(lambda card, _origin, to: self.move_asked.emit(card, to))

    def load(self, query: ListQuery) -> None:
        """Show the projects a list shows."""
        self._query = query

        def job(app: App) -> list[BoardEntry]:
            from invest_crm.services.projects.grid import board_entries

            return app.read(board_entries, query)

        self._context.read(self, job, self._show, key="board")

    def _show(self, entries: list[BoardEntry]) -> None:
        cards: dict[str, list[BoardCard]] = defaultdict(list)
        sums: dict[str, int] = defaultdict(int)
        today = self._context.today
        for entry in entries:
            place = column_of(entry.stage).value
            cards[place].append(_card(entry, today))
            sums[place] += entry.total or 0
        self.board.set_cards(cards, {name: show_amount(total) for name, total in sums.items()})

    def settle(self, card: str, to: str, *, moved: bool) -> None:
        """The card stands in its new column, or where it was."""
        if moved:
            self.board.move_card(card, to)
        else:
            self.board.set_pending(card, pending=False)


def column_of(stage: Stage) -> Stage:
    """The column a stage stands in."""
    at_or_before = [column for column in COLUMNS if column.rank <= stage.rank]
    return at_or_before[-1] if at_or_before else COLUMNS[0]


def _card(entry: BoardEntry, today: date) -> BoardCard:
    age = ""
    if entry.since:
        days = (today - date.fromisoformat(entry.since)).days
        age = ngettext("{n} day", "{n} days", days).format(n=days) if days >= 0 else ""
    chip, tone = "", "talk"
    if entry.side_state:
        chip, tone = SideState(entry.side_state).label, side_tone(entry.side_state)
    elif entry.unconfirmed:
        chip, tone = _("to be confirmed"), "slow"
    elif entry.gaps and entry.stage.step is not Step.TALKS:
        chip, tone = (
            ngettext("{n} role missing", "{n} roles missing", entry.gaps).format(n=entry.gaps),
            "bad",
        )
    elif entry.missing:
        chip = _("{n} missing").format(n=entry.missing)
    return BoardCard(
        entry.id,
        entry.name,
        " · ".join(part for part in (entry.chain, entry.unit) if part),
        show_amount(entry.total),
        age,
        "",
        chip,
        tone,
    )
