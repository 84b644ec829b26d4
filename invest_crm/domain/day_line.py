"""A stretch of days laid out for arithmetic: how far a number of working or calendar days leads.

Days are handled as *boundaries*, the proleptic Gregorian ordinal of the day that begins there. A
period of days lies between two boundaries.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invest_crm.domain.workdays import Calendar


class Unit(StrEnum):
    """Which days are counted."""

    WORK = "work"
    CALENDAR = "calendar"


_CALENDAR = Unit.CALENDAR
_from_ordinal = date.fromordinal


class DayLine:
    """The days from ``first`` to ``last``; what leads beyond them raises OverflowError."""

    def __init__(self, calendar: Calendar, first: date, last: date) -> None:
        self._first = first.toordinal()
        self._before = [0]
        """Working days before each boundary of the line."""
        self._worked: list[int] = []
        """The boundaries at which working days begin."""
        for offset in range((last - first).days + 1):
            if calendar.is_workday(first + timedelta(days=offset)):
                self._worked.append(self._first + offset)
            self._before.append(len(self._worked))

    @staticmethod
    def start(day: date) -> int:
        """The boundary at which a day begins."""
        return day.toordinal()

    @staticmethod
    def end(day: date) -> int:
        """The boundary at which a day ends."""
        return day.toordinal() + 1

    @staticmethod
    def last_day(boundary: int) -> date:
        """The day that ends at a boundary."""
        return date.fromordinal(boundary - 1)

    def later(self, boundary: int, days: int, unit: Unit) -> int:
        """The first boundary by which ``days`` have passed."""
        if not days or unit is _CALENDAR:
            return boundary + days
        place = boundary - self._first
        try:
            return self._worked[self._before[place] + days - 1] + 1 if place >= 0 else _outside()
        except IndexError:
            return _outside()

    def earlier(self, boundary: int, days: int, unit: Unit) -> int:
        """The last boundary from which ``days`` pass before this one."""
        if not days or unit is _CALENDAR:
            return boundary - days
        place = boundary - self._first
        try:
            number = self._before[place] - days
        except IndexError:
            return _outside()
        return self._worked[number] if place >= 0 and number >= 0 else _outside()

    def between(self, begin: int, end: int, unit: Unit) -> int:
        """The days from one boundary to another, negative backwards."""
        if unit is _CALENDAR:
            return end - begin
        return self._count(end) - self._count(begin)

    def days(self, begin: int, end: int, length: int, unit: Unit) -> tuple[date, date]:
        """First and last day of a task between two boundaries, as people say them.

        A task in working days begins and ends on one; an event (``length`` 0) has one day.
        """
        if not length:
            day = _from_ordinal(end - 1)
            return day, day
        if unit is _CALENDAR:
            return _from_ordinal(begin), _from_ordinal(end - 1)
        start, stop = begin - self._first, end - self._first
        if start < 0 or stop <= 0:
            _outside()
        try:
            first, last = self._before[start], self._before[stop] - 1
            if last < 0:
                _outside()
            return _from_ordinal(self._worked[first]), _from_ordinal(self._worked[last])
        except IndexError:
            _outside()
            raise

    def _count(self, boundary: int) -> int:
        place = boundary - self._first
        try:
            return self._before[place] if place >= 0 else _outside()
        except IndexError:
            return _outside()


def _outside() -> int:
    raise OverflowError("the day lies outside the calendar laid out")
