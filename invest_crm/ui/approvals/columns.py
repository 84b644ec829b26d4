"""The columns of the list of approvals, and an approval as cells."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from invest_crm.domain.approvals.state import State
from invest_crm.domain.departments import department_label
from invest_crm.ui.approvals import jobs
from invest_crm.ui.approvals.words import (
    day_words,
    due_tone,
    state_tone,
    time_words,
    waits_words,
)
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.lines import LinesSource
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.ui.context import Context

_HEADS: Final = {
    "project": (N_("Project"), 172, "text"),
    "name": (N_("Approval"), 150, "text"),
    "state": (N_("State"), 104, "chip"),
    "time": (N_("Time left"), 146, "text"),
    "department": (N_("Handled by"), 122, "text"),
    "due": (N_("Due day"), 88, "date"),
    "person": (N_("Person"), 76, "text"),
    "held": (N_("Held, working days"), 92, "number"),
    "began": (N_("Accepted on"), 96, "date"),
    "waits": (N_("Waits for, missing"), 210, "text"),
    "stage": (N_("Stage"), 130, "text"),
}
ONLY: Final = "only"
"""The filter: running, late, soon, gap, ready."""


class ApprovalSource(LinesSource["ApprovalLine"]):
    """A ``GridSource`` over the approvals of all projects."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._today = date.min
        self.counts: dict[str, int] = {}
        """How many approvals each switch leaves."""

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return tuple(
            Column(
                key,
                _(title),
                width=max(width, *(heading_width(words, "") for words in _widest(key, _(title)))),
                kind=kind,  # type: ignore[arg-type]  # one of the literals
                frozen=key == "project",
            )
            for key, (title, width, kind) in _HEADS.items()
        )

    def load(self) -> Mapping[str, ApprovalLine]:
        """Overdue ones first, then by the day that is due, then in the order of the paths."""
        self._today = self._context.app.today
        found = jobs.lines(self._context.app)
        self.counts = {only: sum(test(line) for line in found) for only, test in TESTS.items()}
        found.sort(key=lambda line: line.due.day if line.due else date.max)
        return {line.id: line for line in found}

    def all_lines(self) -> list[ApprovalLine]:
        """The lines of the last answer."""
        return list(self._lines.values())

    def cells(self, line: ApprovalLine) -> tuple[Cell | str, ...]:
        """A line in the order of the columns."""
        return (
            line.project,
            line.name,
            Cell(line.state.label, state_tone(line.state)),
            Cell(time_words(line), due_tone(line.due)),
            department_label(line.department),
            day_words(line.due.day if line.due else None, self._today),
            line.person,
            "" if line.held is None else str(line.held),
            day_words(line.course.began, self._today),
            waits_words(line),
            line.stage.label,
        )

    def rank(self, line: ApprovalLine, key: str) -> Any:
        """What a column is ordered by."""
        ranks: dict[str, Any] = {
            "state": list(State).index(line.state),
            "time": line.due.day if line.due else date.max,
            "due": line.due.day if line.due else date.max,
            "department": department_label(line.department),
            "held": -1 if line.held is None else line.held,
            "began": line.course.began or date.max,
            "waits": waits_words(line),
            "stage": line.stage.rank,
        }
        return ranks[key] if key in ranks else getattr(line, key)

    def keeps(self, line: ApprovalLine, filters: Mapping[str, object]) -> bool:
        """What the switches and a link leave."""
        only, ids = filters.get(ONLY), filters.get("ids")
        if ids is not None:
            return line.id in ids  # type: ignore[operator]  # a list of ids
        return not only or TESTS[str(only)](line)


def _widest(key: str, title: str) -> list[str]:
    """What a column must have room for: its title; that of states also every state."""
    return [title, *(state.label for state in State if key == "state")]


TESTS: Final[Mapping[str, Callable[[ApprovalLine], bool]]] = {
    "running": lambda line: line.state.running,
    "late": lambda line: line.late,
    "soon": lambda line: line.due is not None and line.due.presses and not line.late,
    "gap": lambda line: line.state is State.GAP,
    "ready": lambda line: line.may_begin,
}
"""What each switch leaves."""
