"""What follows from the course of an approval whatever the day of the question is.

The same functions serve the line of one approval and the derived table a list is asked in.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.approvals.clock import days_between
from invest_crm.domain.approvals.gaps import first_missing
from invest_crm.domain.approvals.items import Item, ItemStage
from invest_crm.domain.approvals.state import DONE, Course, State, StepKind
from invest_crm.domain.day_line import Unit
from invest_crm.domain.months import add_months

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

    from invest_crm.domain.approvals.gaps import Paper
    from invest_crm.domain.approvals.items import Limit
    from invest_crm.domain.workdays import Calendar

SOON_DAYS = 3
"""From so many days (of the limit's unit) before the due day on it presses."""

LIMIT, PAPERS, CHECK, START = "limit", "papers", "check", "start"
"""What is due: the limit, a promised paper, the check of a promise, the start of the works."""


class Matter(Struct, frozen=True):
    """What is due on which day, and in which unit the days until then are counted."""

    matter: str
    day: date
    unit: Unit


def is_timed(course: Course, limit: Limit | None) -> bool:
    """Whether a clock runs, or ran, for an approval: never for a grant on promise."""
    if limit is None or course.began is None or not (limit.days or course.state.running):
        return False
    decided = course.state.running or course.decided is not None
    return decided and course.mode is not StepKind.PROMISED


def next_due(
    item: Item, course: Course, papers: Sequence[Paper], limit: date | None, *, started: bool
) -> Matter | None:
    """The first of what is due. ``limit``: the last day of the limit, None while it stands still.

    ``started``: the works of the project have begun.
    """
    found: list[Matter] = []
    if course.state.running:
        if limit is not None and item.binding is not None:
            found.append(Matter(LIMIT, limit, item.binding.unit))
        promised = first_missing(papers)
        if promised is not None:
            found.append(Matter(PAPERS, promised, Unit.WORK))
    elif course.state is State.GRANTED:
        if course.check_due is not None:
            found.append(Matter(CHECK, course.check_due, Unit.CALENDAR))
        void = void_day(item, course)
        if void is not None and not started:
            found.append(Matter(START, void, Unit.CALENDAR))
    return min(found, key=lambda due: due.day, default=None)


def days_left(calendar: Calendar, due: Matter, today: date) -> int:
    """Days of its unit until it is due, negative once it is late."""
    if due.day >= today:
        return days_between(calendar, today, due.day, due.unit)
    return -max(days_between(calendar, due.day, today, due.unit), 1)


def waited_for(item: Item, course: Course, open_codes: Collection[str]) -> tuple[str, ...]:
    """The codes of what must be granted first, of those of its project that are not."""
    if course.state is not State.NOT_BEGUN:
        return ()
    return tuple(code for code in item.needs if code in open_codes)


def keeps_waiting(state: State) -> bool:
    """Whether an approval holds back those that need it."""
    return state not in DONE


def void_day(item: Item, course: Course) -> date | None:
    """The last day on which the works can start before a grant is void; None without such a rule.

    >>> from datetime import date
    >>> from invest_crm.domain.approvals.items import shipped
    >>> void_day(shipped()["CONP"], Course(State.GRANTED, decided=date(2026, 3, 31), extensions=1))
    datetime.date(2026, 9, 30)
    """
    rule = item.validity
    if rule is None or course.decided is None or course.state is not State.GRANTED:
        return None
    return add_months(course.decided, rule.months + rule.each * course.extensions)


def unknown_item(code: str) -> Item:
    """What stands in for an item whose code is no longer in the catalogue."""
    return Item(code, code, code, "", ItemStage.BEFORE_PRODUCTION)
