"""Working days of China: time limits of approvals are counted in them.

Weekdays, less the days the State Council gives off, plus the weekend days it has worked in return
(调休). The notice for a year comes late in the year before; for a year without one, weekends and
the fixed-date holidays are counted and the result says so, so that nobody mistakes it for final.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property
from typing import TYPE_CHECKING

from msgspec import Struct, field

from invest_crm.domain.reference import read_json
from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

# Statutory days that fall on the same date every year (全国年节及纪念日放假办法, 2024 revision).
FIXED_HOLIDAYS = {
    (1, 1): N_("New Year's Day"),
    (5, 1): N_("Labour Day"),
    (5, 2): N_("Labour Day"),
    (10, 1): N_("National Day"),
    (10, 2): N_("National Day"),
    (10, 3): N_("National Day"),
}
# The other festivals the data names; translated where they are shown.
FESTIVALS = (
    N_("Spring Festival"),
    N_("Tomb-sweeping Day"),
    N_("Dragon Boat Festival"),
    N_("Mid-autumn Festival"),
)
_SATURDAY = 5
_DAY = timedelta(days=1)


class DayKind(StrEnum):
    """What a notice makes of a day against its weekday."""

    OFF = "off"
    WORK = "work"


class WorkdayResult(Struct, frozen=True):
    """A date, and the years on the way whose holidays are not announced (empty: final)."""

    day: date
    assumed_years: frozenset[int]


class Calendar(Struct, frozen=True, dict=True):
    """Days that differ from their weekday, and the years for which they are all known.

    ``names`` gives the festival of a day where one is known.
    """

    days: Mapping[date, DayKind]
    years: frozenset[int]
    names: Mapping[date, str] = field(default_factory=dict)

    @cached_property
    def _lost(self) -> tuple[date, ...]:
        off = (day for day, kind in self.days.items() if kind is DayKind.OFF)
        return tuple(sorted(day for day in off if _is_weekday(day)))

    @cached_property
    def _won(self) -> tuple[date, ...]:
        work = (day for day, kind in self.days.items() if kind is DayKind.WORK)
        return tuple(sorted(day for day in work if not _is_weekday(day)))

    def with_overrides(
        self,
        days: Mapping[date, DayKind],
        years: Iterable[int] = (),
        names: Mapping[date, str] | None = None,
    ) -> Calendar:
        """A calendar with the user's own days on top; ``years`` are complete from now on."""
        return Calendar(
            {**self.days, **days}, self.years | frozenset(years), {**self.names, **(names or {})}
        )

    def is_workday(self, day: date) -> bool:
        """Whether people work on this day, as far as is known."""
        kind = self.days.get(day)
        if kind is not None:
            return kind is DayKind.WORK
        return _is_weekday(day) and not self._is_assumed_holiday(day)

    def add_workdays(self, start: date, n: int) -> WorkdayResult:
        """The day on which ``n`` working days have passed; the start is not counted (民法典201).

        Negative counts backwards; 0 gives the start itself, working day or not.
        """
        step = _DAY if n > 0 else -_DAY
        day, left = start, abs(n)
        while left:
            day += step
            left -= self.is_workday(day)
        return WorkdayResult(day, self.assumed_years(start, day))

    def workdays_between(self, start: date, end: date) -> int:
        """Working days after ``start`` up to and including ``end``; negative if end is earlier.

        ``workdays_between(a, add_workdays(a, n).day) == n``. Going backwards the end is counted
        and the start is not, as in ``add_workdays``.
        """
        if end < start:
            return -self._count(end, start - _DAY)
        return self._count(start + _DAY, end)

    def assumed_years(self, start: date, end: date) -> frozenset[int]:
        """The years touched between two days, both included, whose holidays are not known."""
        return self._unknown(*sorted((start.year, end.year)))

    def _unknown(self, first: int, last: int) -> frozenset[int]:
        return frozenset(year for year in range(first, last + 1) if year not in self.years)

    def day_reason(self, day: date) -> str:
        """Why a day is worked or not, for people: 国庆节、国庆节调休上班、周六、工作日."""
        kind = self.days.get(day)
        name = self.names.get(day)
        if kind is DayKind.WORK and not _is_weekday(day):
            festival = _(name) if name else _("holiday")
            return _("make-up working day for {festival}").format(festival=festival)
        if kind is DayKind.OFF:
            return _(name) if name else _("day off")
        if self._is_assumed_holiday(day):
            return _(FIXED_HOLIDAYS[day.month, day.day])
        if _is_weekday(day) or kind is DayKind.WORK:
            return _("working day")
        return _("Saturday") if day.weekday() == _SATURDAY else _("Sunday")

    def end_of_calendar_period(self, start: date, days: int) -> WorkdayResult:
        """The end of a period of calendar days, the start not counted.

        A period that ends on a day off ends on the next working day (民法典203).
        """
        end = start + timedelta(days=days)
        while not self.is_workday(end):
            end += _DAY
        return WorkdayResult(end, self.assumed_years(start, end))

    def _is_assumed_holiday(self, day: date) -> bool:
        return (
            day.year not in self.years
            and (day.month, day.day) in FIXED_HOLIDAYS
            and day not in self.days
        )

    def _count(self, first: date, last: date) -> int:
        """Working days from first to last, both included, without walking through them."""
        if last < first:
            return 0
        count = _weekdays_through(last) - _weekdays_through(first - _DAY)
        count -= bisect_right(self._lost, last) - bisect_left(self._lost, first)
        count += bisect_right(self._won, last) - bisect_left(self._won, first)
        for year in self.assumed_years(first, last):
            for month, day in FIXED_HOLIDAYS:
                holiday = date(year, month, day)
                if first <= holiday <= last and _is_weekday(holiday):
                    count -= self._is_assumed_holiday(holiday)
        return count


def assumed_notice(years: Iterable[int]) -> str:
    """The sentence that must stand beside a result with assumed years; empty without any."""
    listed = pgettext("between years", ", ").join(str(year) for year in sorted(years))
    if not listed:
        return ""
    return _(
        "Holidays of {years} are not announced yet; weekends and fixed holidays are counted for now"
    ).format(years=listed)


@cache
def load_calendar() -> Calendar:
    """The calendar shipped with the program (2016 to 2026)."""
    days: dict[date, DayKind] = {}
    names: dict[date, str] = {}
    years = read_json("holidays.json")["years"]
    for entry in years:
        for kind in DayKind:
            for text, name in entry[kind.value].items():
                day = date.fromisoformat(text)
                days[day] = kind
                names[day] = name
    return Calendar(days, frozenset(entry["year"] for entry in years), names)


def _is_weekday(day: date) -> bool:
    return day.weekday() < _SATURDAY


def _weekdays_through(day: date) -> int:
    """Mondays to Fridays from 1 January of year 1, a Monday, to this day."""
    weeks, rest = divmod(day.toordinal(), 7)
    return weeks * 5 + min(rest, 5)
