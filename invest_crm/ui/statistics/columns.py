"""The columns of the two lists of the statistics, and their lines as cells."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

from invest_crm.domain.above_size import STANDINGS
from invest_crm.domain.statistics.state import State
from invest_crm.services.statistics.lists import FIRM_TESTS, PROJECT_TESTS, STANDS
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.lines import LinesSource
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.ui.statistics import jobs
from invest_crm.ui.statistics.words import (
    class_words,
    day_words,
    holder_words,
    missing_words,
    months_words,
    planned_words,
    revenue_words,
    share_words,
    stands_tone,
    stands_words,
    state_tone,
    window_words,
)
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from invest_crm.services.statistics.firms import FirmLine
    from invest_crm.services.statistics.projects import ProjectLine
    from invest_crm.ui.context import Context

ONLY: Final = "only"
"""The filter: a key of the tests of ``services.statistics.lists``."""
Heads = dict[str, tuple[str, int, str]]

_PROJECTS: Final[Heads] = {
    "name": (N_("Project"), 210, "text"),
    "stands": (N_("Standing"), 104, "chip"),
    "state": (N_("Application"), 120, "chip"),
    "missing": (N_("Missing papers"), 190, "text"),
    "holder": (N_("Now with"), 140, "text"),
    "held": (N_("Days held"), 84, "number"),
    "days": (N_("Days since the start"), 92, "number"),
    "planned": (N_("Planned total"), 130, "number"),
    "round": (N_("Next hand-over"), 104, "date"),
    "started": (N_("Started on"), 96, "date"),
    "kind": (N_("Kind"), 130, "text"),
    "month": (N_("Month of entry"), 96, "date"),
    "code": (N_("Statistical code"), 130, "text"),
    "reason": (N_("Returned because"), 180, "text"),
}
_FIRMS: Final[Heads] = {
    "name": (N_("Firm"), 210, "text"),
    "stands": (N_("Standing"), 120, "chip"),
    "revenue": (N_("Revenue reported"), 110, "number"),
    "months": (N_("Months covered"), 112, "text"),
    "share": (N_("Of the threshold"), 84, "number"),
    "state": (N_("Application"), 120, "chip"),
    "missing": (N_("Missing papers"), 180, "text"),
    "holder": (N_("Now with"), 140, "text"),
    "held": (N_("Days held"), 84, "number"),
    "window": (N_("Window"), 160, "text"),
    "class": (N_("Class"), 150, "text"),
    "days": (N_("Days above"), 84, "number"),
    "reason": (N_("Returned because"), 180, "text"),
    "credit": (N_("Credit code"), 168, "text"),
}


class ProjectSource(LinesSource["ProjectLine"]):
    """A ``GridSource`` over the projects on their way into the statistics."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.counts: dict[str, int] = {}
        """How many projects each switch leaves."""

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return _columns(_PROJECTS, STANDS.values())

    def load(self) -> Mapping[str, ProjectLine]:
        """Those to be entered first, the longest wait first."""
        found = jobs.projects(self._context.app)
        self.counts = _counted(found, PROJECT_TESTS)
        return {line.id: line for line in found}

    def all_lines(self) -> list[ProjectLine]:
        """The lines of the last answer."""
        return list(self._lines.values())

    def cells(self, line: ProjectLine) -> tuple[Cell | str, ...]:
        """A line in the order of the columns."""
        seen = line.seen
        return (
            line.name,
            Cell(stands_words(line), stands_tone(line)),
            Cell(line.course.state.label, state_tone(line.course.state)),
            missing_words(line),
            holder_words(line),
            _number(line.held),
            _number(line.days),
            planned_words(line),
            "" if line.stands == "in" else day_words(line.round.hand, seen),
            day_words(line.started, seen),
            line.checklist.label,
            line.month,
            line.code,
            line.course.reason,
        )

    def rank(self, line: ProjectLine, key: str) -> Any:
        """What a column is ordered by."""
        ranks: dict[str, Any] = {
            "stands": stands_words(line),
            "state": list(State).index(line.course.state),
            "missing": missing_words(line),
            "holder": holder_words(line),
            "held": -1 if line.held is None else line.held,
            "days": -1 if line.days is None else line.days,
            "planned": line.planned if line.planned is not None else line.total or 0,
            "round": line.round.hand,
            "started": line.started or date.max,
            "kind": line.checklist.label,
            "reason": line.course.reason,
        }
        return ranks[key] if key in ranks else getattr(line, key)

    def keeps(self, line: ProjectLine, filters: Mapping[str, object]) -> bool:
        """What the switches and a link leave."""
        ids, only = filters.get("ids"), filters.get(ONLY)
        if ids is not None:
            return line.id in ids  # type: ignore[operator]  # a list of ids
        return not only or PROJECT_TESTS[str(only)](line)


class FirmSource(LinesSource["FirmLine"]):
    """A ``GridSource`` over the firms on their way into the statistics."""

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self.counts: dict[str, int] = {}
        """How many firms each switch leaves."""

    def columns(self) -> tuple[Column, ...]:
        """The columns."""
        return _columns(_FIRMS, STANDINGS.values())

    def load(self) -> Mapping[str, FirmLine]:
        """Those that should be in first, the longest wait first."""
        found = jobs.firms(self._context.app)
        self.counts = _counted(found, FIRM_TESTS)
        return {line.id: line for line in found}

    def all_lines(self) -> list[FirmLine]:
        """The lines of the last answer."""
        return list(self._lines.values())

    def cells(self, line: FirmLine) -> tuple[Cell | str, ...]:
        """A line in the order of the columns."""
        return (
            line.name,
            Cell(stands_words(line), stands_tone(line)),
            revenue_words(line),
            months_words(line),
            share_words(line),
            Cell(line.course.state.label, state_tone(line.course.state)),
            missing_words(line),
            holder_words(line),
            _number(line.held),
            window_words(line),
            class_words(line),
            _number(line.days),
            line.course.reason,
            line.credit_code,
        )

    def rank(self, line: FirmLine, key: str) -> Any:
        """What a column is ordered by."""
        revenue = line.revenue.amount if line.revenue else -1
        ranks: dict[str, Any] = {
            "name": line.name,
            "stands": stands_words(line),
            "revenue": revenue,
            "months": months_words(line),
            "share": revenue / line.threshold if line.threshold else -1,
            "state": list(State).index(line.course.state),
            "missing": missing_words(line),
            "holder": holder_words(line),
            "held": -1 if line.held is None else line.held,
            "window": line.window.closes if line.window else date.max,
            "class": class_words(line),
            "days": -1 if line.days is None else line.days,
            "reason": line.course.reason,
            "credit": line.credit_code,
        }
        return ranks[key]

    def keeps(self, line: FirmLine, filters: Mapping[str, object]) -> bool:
        """What the switches and a link leave."""
        ids, only = filters.get("ids"), filters.get(ONLY)
        if ids is not None:
            return line.id in ids  # type: ignore[operator]  # a list of ids
        return not only or FIRM_TESTS[str(only)](line)


def _columns(heads: Heads, stands: Iterable[str]) -> tuple[Column, ...]:
    return tuple(
        Column(
            key,
            _(title),
            width=max(
                width, *(heading_width(words, "") for words in _widest(key, _(title), stands))
            ),
            kind=kind,  # type: ignore[arg-type]  # one of the literals
            frozen=key == "name",
        )
        for key, (title, width, kind) in heads.items()
    )


def _widest(key: str, title: str, words: Iterable[str]) -> list[str]:
    """What a column must have room for: its title, and every word of a chip."""
    chips = {"state": [state.label for state in State], "stands": [_(one) for one in words]}
    return [title, *chips.get(key, ())]


def _counted(lines: Any, tests: Mapping[str, Callable[[Any], bool]]) -> dict[str, int]:
    return {only: sum(test(line) for line in lines) for only, test in tests.items()}


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
