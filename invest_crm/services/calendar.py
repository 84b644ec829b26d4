"""The working-day calendar in force: the shipped one with the bureau's own days over it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.calendar import calendar_day
from invest_crm.domain.workdays import Calendar, DayKind, load_calendar

if TYPE_CHECKING:
    from invest_crm.services.work import View


def calendar_in_force(view: View) -> Calendar:
    """Shipped holidays and make-up days, overridden by the days entered in this database."""
    own = {
        date.fromisoformat(row.day): DayKind(row.kind) for row in view.rows(select(calendar_day))
    }
    return load_calendar().with_overrides(own) if own else load_calendar()
