"""The clock of an approval: when it is due, what was used of the limit, how many days are left.

Days are counted from the day after acceptance (民法典201). From a stop to the day it goes on, both
included, the clock stands (补正、专家评审、公示、听证、检测). A calendar period
that ends on a day off ends on the next working day (民法典203).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.day_line import Unit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.domain.approvals.items import Limit
    from invest_crm.domain.workdays import Calendar

_DAY = timedelta(days=1)


class Pause(Struct, frozen=True):
    """The days from ``since`` to ``until``, both included, do not count; None: it still stands."""

    since: date
    until: date | None = None

    def holds(self, day: date) -> bool:
        """Whether a day does not count."""
        return self.since <= day and (self.until is None or day <= self.until)


class Reading(Struct, frozen=True):
    """What the clock says on a day.

    ``due``: None while it stands still. ``used`` and ``left`` in the unit of the limit, ``left``
    negative when overdue. ``assumed_years``: years on the way without announced holidays.
    """

    limit: Limit
    due: date | None
    used: int
    left: int
    assumed_years: frozenset[int]

    @property
    def late(self) -> bool:
        """Whether the limit is passed."""
        return self.left < 0


def read_clock(
    calendar: Calendar, accepted: date, limit: Limit, pauses: Sequence[Pause], today: date
) -> Reading:
    """The clock of an approval on a day; ``today`` is the day it was granted once it was."""
    used = counted(calendar, accepted, today, limit.unit, pauses)
    due = due_day(calendar, accepted, limit, pauses)
    if due is None:
        left = limit.days - used
    elif today <= due:
        left = days_between(calendar, today, due, limit.unit)
    else:
        left = -max(days_between(calendar, due, today, limit.unit), 1)
    assumed = calendar.assumed_years(accepted, max(due or today, today))
    return Reading(limit, due, used, left, assumed)


def due_day(
    calendar: Calendar, accepted: date, limit: Limit, pauses: Sequence[Pause]
) -> date | None:
    """The last day of the limit; None while an open pause keeps it from being reached."""
    start, left = accepted, limit.days
    for pause in _merged(pauses):
        here = max(days_between(calendar, start, pause.since - _DAY, limit.unit), 0)
        if left <= here:
            break
        if pause.until is None:
            return None
        left -= here
        start = max(start, pause.until)
    if limit.unit is Unit.WORK or not limit.days:
        return calendar.add_workdays(start, left).day
    return _worked(calendar, start + left * _DAY, pauses)


def _worked(calendar: Calendar, end: date, pauses: Sequence[Pause]) -> date | None:
    """The end of a calendar period, moved to the next day that is worked and counts."""
    while True:
        standing = next((pause for pause in pauses if pause.holds(end)), None)
        if standing is None and calendar.is_workday(end):
            return end
        if standing is not None and standing.until is None:
            return None
        end += _DAY


def counted(
    calendar: Calendar, accepted: date, end: date, unit: Unit, pauses: Sequence[Pause]
) -> int:
    """The days of a unit after acceptance up to and including ``end``, pauses left out."""
    total = max(days_between(calendar, accepted, end, unit), 0)
    for pause in _merged(pauses):
        begin = max(pause.since - _DAY, accepted)
        stop = end if pause.until is None else min(pause.until, end)
        if stop > begin:
            total -= days_between(calendar, begin, stop, unit)
    return total


def days_between(calendar: Calendar, start: date, end: date, unit: Unit) -> int:
    """Days of a unit after ``start`` up to and including ``end``."""
    return calendar.workdays_between(start, end) if unit is Unit.WORK else (end - start).days


def _merged(pauses: Sequence[Pause]) -> list[Pause]:
    """Pauses in order, those that touch as one."""
    found: list[Pause] = []
    for pause in sorted(pauses, key=lambda one: one.since):
        last = found[-1] if found else None
        if last is None or (last.until is not None and pause.since > last.until):
            found.append(pause)
        elif last.until is not None and (pause.until is None or pause.until > last.until):
            found[-1] = Pause(last.since, pause.until)
    return found
