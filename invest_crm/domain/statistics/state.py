"""How an application to the statistics stands, folded from its dated steps.

The same ladder for a project (入库) and a firm (入统): papers complete, handed over, site verified,
returned with a reason, accepted with its month. A step that does not fit the state before it (left
over when an earlier one was undone) changes nothing.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

STATISTICS = "statistics"
"""The department that holds the ball once the papers are handed over."""


class State(StrEnum):
    """How an application stands."""

    NOT_BEGUN = "not_begun"
    PREPARED = "prepared"
    HANDED = "handed"
    VISITED = "visited"
    RETURNED = "returned"
    ACCEPTED = "accepted"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_STATES[self])


_STATES = {
    State.NOT_BEGUN: N_("Collecting papers"),
    State.PREPARED: N_("Papers complete"),
    State.HANDED: N_("With the statistics bureau"),
    State.VISITED: N_("Site verified"),
    State.RETURNED: N_("Returned"),
    State.ACCEPTED: N_("Accepted into the statistics"),
}


class StepKind(StrEnum):
    """What can happen to an application."""

    PREPARED = "prepared"
    HANDED = "handed"
    VISITED = "visited"
    RETURNED = "returned"
    ACCEPTED = "accepted"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_STEPS[self])


_STEPS = {
    StepKind.PREPARED: N_("papers complete"),
    StepKind.HANDED: N_("handed to the statistics bureau"),
    StepKind.VISITED: N_("site verified"),
    StepKind.RETURNED: N_("returned"),
    StepKind.ACCEPTED: N_("accepted"),
}
_ALLOWED = {
    State.NOT_BEGUN: (StepKind.PREPARED, StepKind.HANDED, StepKind.ACCEPTED),
    State.PREPARED: (StepKind.HANDED, StepKind.VISITED, StepKind.ACCEPTED),
    State.HANDED: (StepKind.VISITED, StepKind.RETURNED, StepKind.ACCEPTED),
    State.VISITED: (StepKind.HANDED, StepKind.RETURNED, StepKind.ACCEPTED),
    State.RETURNED: (StepKind.PREPARED, StepKind.HANDED, StepKind.VISITED, StepKind.ACCEPTED),
    State.ACCEPTED: (),
}


class Step(Struct, frozen=True):
    """One step. ``month`` (YYYY-MM) and ``code`` of an acceptance; ``passed`` of a visit."""

    kind: StepKind
    on: date
    note: str = ""
    month: str = ""
    code: str = ""
    passed: bool | None = None
    id: str = ""
    by: str = ""


class Course(Struct, frozen=True):
    """How an application stands. ``since``: the day of its latest step.

    ``visited``: the last visit and whether the site was found as described; ``reason``: why it was
    returned last; ``returns``: how often; ``handed``: it lies with the statistics bureau since.
    """

    state: State = State.NOT_BEGUN
    since: date | None = None
    handed: date | None = None
    visited: date | None = None
    passed: bool | None = None
    reason: str = ""
    returns: int = 0
    month: str = ""
    code: str = ""

    @property
    def with_statistics(self) -> bool:
        """Whether the statistics bureau holds it."""
        return self.handed is not None and self.state in (State.HANDED, State.VISITED)

    def allows(self) -> tuple[StepKind, ...]:
        """The steps that can come next."""
        return _ALLOWED[self.state]


def fold(steps: Iterable[Step]) -> Course:
    """The course of steps in their order.

    >>> from datetime import date
    >>> fold([Step(StepKind.HANDED, date(2026, 3, 8))]).state.value
    'handed'
    """
    course = Course()
    for step in steps:
        if step.kind in course.allows():
            course = _after(course, step)
    return course


def _after(course: Course, step: Step) -> Course:
    made = replace(course, state=State(step.kind.value), since=step.on)
    if step.kind is StepKind.HANDED:
        return replace(made, handed=step.on)
    if step.kind is StepKind.VISITED:
        return replace(made, visited=step.on, passed=step.passed)
    if step.kind is StepKind.RETURNED:
        return replace(made, handed=None, reason=step.note, returns=course.returns + 1)
    if step.kind is StepKind.ACCEPTED:
        return replace(made, month=step.month, code=step.code)
    return made


class Holder(Struct, frozen=True):
    """Who holds the ball: a department or unit, a person where one is named, since a day."""

    unit: str
    person: str = ""
    since: date | None = None


def holder(course: Course, named: Holder, unit: str, began: date | None) -> Holder | None:
    """Who holds an application: nobody once it is accepted.

    ``named``: who was said to hold it last; that holds until the next step. ``unit``: who holds
    it otherwise while papers are collected, since ``began`` or the latest step.
    """
    if course.state is State.ACCEPTED:
        return None
    later = named.since is not None and (course.since is None or named.since >= course.since)
    if later and (named.unit or named.person):
        return replace(named, unit=named.unit or (STATISTICS if course.with_statistics else unit))
    if course.with_statistics:
        return Holder(STATISTICS, since=course.since)
    return Holder(named.unit or unit, named.person, course.since or began)
