"""What can be done with an application: the acts, their words, and which are possible now."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invest_crm.domain.above_size import CONSTRUCTION
from invest_crm.domain.statistics.state import State, StepKind
from invest_crm.services.statistics.projects import ProjectLine
from invest_crm.words import N_

if TYPE_CHECKING:
    from invest_crm.services.statistics.firms import FirmLine

HAND, BACK, KIND, BIND = "hand", "back", "kind", "bind"
REVENUE, QUALIFIED = "revenue", "qualified"
"""What can be done beside steps."""

ACTS: Final = {
    StepKind.PREPARED: N_("Papers complete…"),
    StepKind.HANDED: N_("Hand to bureau…"),
    StepKind.VISITED: N_("Site verified…"),
    StepKind.ACCEPTED: N_("Accepted…"),
    StepKind.RETURNED: N_("Returned…"),
    REVENUE: N_("Report revenue…"),
    HAND: N_("Who holds it…"),
    KIND: N_("Kind of project…"),
    QUALIFIED: N_("Qualification…"),
    BIND: N_("Bind the papers…"),
    BACK: N_("Take back the latest step…"),
}
"""Everything that can be done, in the order of the buttons."""
ICONS: Final = {HAND: "person", BACK: "undo", BIND: "attach", REVENUE: "add", KIND: "edit"}
ONE: Final = frozenset({BACK, KIND, BIND, REVENUE, QUALIFIED})
"""Acts that need a single record."""
READS: Final = frozenset({BIND})
"""Acts that write nothing into the database."""


def possible(line: ProjectLine | FirmLine) -> set[str]:
    """What can be done with an application as it stands."""
    acts: set[str] = {BIND}
    done = line.course.state is State.ACCEPTED
    if not done and not _is_out(line):
        acts |= {kind.value for kind in line.course.allows()} | {HAND}
    if line.steps:
        acts.add(BACK)
    if isinstance(line, ProjectLine):
        return acts if done else acts | {KIND}
    acts.add(REVENUE)
    builder = line.kind is not None and line.kind.id == CONSTRUCTION
    return acts | {QUALIFIED} if builder else acts


def _is_out(line: ProjectLine | FirmLine) -> bool:
    """In by other ways, or never to be."""
    if isinstance(line, ProjectLine):
        return line.stands == "in"
    return line.standing in ("registered", "never")
