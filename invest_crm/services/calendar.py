"""The working-day calendar in force: the shipped one with the bureau's own days over it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db import in_force
from invest_crm.db.schema.calendar import calendar_day

if TYPE_CHECKING:
    from invest_crm.domain.workdays import Calendar, DayKind
    from invest_crm.services.work import View, Work


class SetDay(Struct, frozen=True):
    """A day the bureau knows better: off or worked; ``kind`` None goes back to what is shipped."""

    day: date
    kind: DayKind | None
    name: str = ""


class YearOfDays(Struct, frozen=True):
    """A year of the calendar in force, with the days entered in this database."""

    year: int
    calendar: Calendar
    own: frozenset[date]

    @property
    def announced(self) -> bool:
        """Whether the holidays of the year are known."""
        return self.year in self.calendar.years


def year_of_days(view: View, year: int) -> YearOfDays:
    """The calendar of one year, for looking at and correcting."""
    own = view.values(
        select(calendar_day.c.day).where(calendar_day.c.day.startswith(f"{year:04d}-"))
    )
    return YearOfDays(
        year, calendar_in_force(view), frozenset(date.fromisoformat(day) for day in own)
    )


def set_day(work: Work, command: SetDay) -> None:
    """Enter, change or take back one day of the bureau's own."""
    work.name("calendar.edit")
    day = command.day.isoformat()
    stored = work.first(select(calendar_day.c.id).where(calendar_day.c.day == day))
    if command.kind is None:
        if stored is not None:
            work.delete(calendar_day, stored.id)
        return
    values = {"kind": command.kind.value, "name": command.name or None}
    if stored is None:
        work.insert(calendar_day, day=day, **values)
    else:
        work.update(calendar_day, stored.id, **values)


def calendar_in_force(view: View) -> Calendar:
    """Shipped holidays and make-up days, overridden by the days entered in this database."""
    return in_force.calendar_in_force(view.connection)
