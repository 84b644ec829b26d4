"""The list of applications for connection."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from invest_crm.domain.utility_cases import CaseState
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.lines import LinesSource
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.ui.money.words import day_words
from invest_crm.ui.utilities import jobs
from invest_crm.ui.utilities.words import TONES, due_words, time_words
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.ui.context import Context

_HEADS: Final = {
    "project": (N_("Project"), 190, "text"),
    "utility": (N_("Utility"), 72, "text"),
    "name": (N_("Connection"), 190, "text"),
    "state": (N_("State"), 104, "chip"),
    "step": (N_("Next step"), 150, "text"),
    "time": (N_("Time left"), 150, "text"),
    "due": (N_("Promised by"), 96, "date"),
    "applied": (N_("Applied on"), 96, "date"),
    "person": (N_("Who looks after it"), 96, "text"),
}
ONLY: Final = "only"
TESTS: Final[Mapping[str, Callable[[CaseLine], bool]]] = {
    "running": lambda line: line.course.state in (CaseState.RUNNING, CaseState.STOPPED),
    "late": lambda line: line.late,
    "stopped": lambda line: line.course.state is CaseState.STOPPED,
    "connected": lambda line: line.course.state is CaseState.CONNECTED,
}
"""What each switch leaves."""


class CaseSource(LinesSource["CaseLine"]):
    """A ``GridSource`` over all applications."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._today = date.min

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return tuple(
            Column(
                key,
                _(title),
                width=max(width, heading_width(_(title), "")),
                kind=kind,  # type: ignore[arg-type]  # one of the literals
                frozen=key == "project",
            )
            for key, (title, width, kind) in _HEADS.items()
        )

    def load(self) -> Mapping[str, CaseLine]:
        """Those in hand first, by the day they are promised."""
        self._today = self._context.app.today
        return {line.id: line for line in jobs.lines(self._context.app)}

    def cells(self, line: CaseLine) -> tuple[Cell | str, ...]:
        """A line in the order of the columns."""
        return (
            line.project,
            line.procedure.utility.label,
            line.procedure.name,
            Cell(line.course.state.label, TONES[line.course.state]),
            line.current,
            Cell(*time_words(line)),
            due_words(line, self._today),
            day_words(line.course.applied, self._today),
            line.person,
        )

    def rank(self, line: CaseLine, key: str) -> Any:
        """What a column is ordered by."""
        due = line.clock.due if line.clock is not None else None
        ranks: dict[str, Any] = {
            "utility": line.procedure.utility.value,
            "name": line.procedure.name,
            "state": list(CaseState).index(line.course.state),
            "step": line.current,
            "time": due or date.max,
            "due": due or date.max,
            "applied": line.course.applied,
        }
        return ranks[key] if key in ranks else getattr(line, key)

    def keeps(self, line: CaseLine, filters: Mapping[str, object]) -> bool:
        """What the switches and a link leave."""
        only, ids = filters.get(ONLY), filters.get("ids")
        if ids is not None:
            return line.id in ids  # type: ignore[operator]  # a list of ids
        return not only or TESTS[str(only)](line)
