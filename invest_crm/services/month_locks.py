"""The lock of closed months (关账), for whoever writes: the grid, an import, an undo."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.monthly import month_close, monthly_report
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.errors import UserError
from invest_crm.services.history import minute
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from invest_crm.db.log import Logged
    from invest_crm.services.work import View


class Closed(Struct, frozen=True):
    """A month that is closed: by whom, and when (bureau time, to the minute)."""

    id: str
    month: str
    by: str
    at: str


def closed_months(view: View) -> Mapping[str, Closed]:
    """Every closed month."""
    query = select(month_close).where(month_close.c.voided_at.is_(None))
    return {
        row.month: Closed(row.id, row.month, row.recorded_by, minute(row.recorded_at))
        for row in view.rows(query)
    }


def refuse_closed(view: View, months: Iterable[str]) -> None:
    """Refuse to change what was reported of closed months. UserError ``month-locked``."""
    closed = closed_months(view)
    for month in sorted(months):
        if month in closed:
            raise UserError(
                "month-locked",
                _("{month} was closed by {person} on {day}.").format(
                    month=month_words(month), person=closed[month].by, day=closed[month].at
                ),
                safe=_("Nothing was changed."),
                todo=_("Enter a correction with its reason, or open the month again."),
            )


def refuse_undoing(view: View, entries: Sequence[Logged]) -> None:
    """Refuse to take reports back after their month was closed. UserError ``month-locked``.

    An action that reported *and* closed a month may go back as a whole.
    """
    reported = {
        str(image["month"])
        for row in entries
        if row.table_name == monthly_report.name
        for image in (row.before, row.after)
        if image and image.get("month")
    }
    reported |= _months_of(view, entries)
    together = {
        str(row.after["month"])
        for row in entries
        if row.table_name == month_close.name and row.operation == "I"
    }
    if reported - together:
        refuse_closed(view, reported - together)


def _months_of(view: View, entries: Sequence[Logged]) -> set[str]:
    """The months of reports of which only fields were changed."""
    ids = [
        row.record_id
        for row in entries
        if row.table_name == monthly_report.name and row.operation == "U"
    ]
    if not ids:
        return set()
    return set(view.values(select(monthly_report.c.month).where(monthly_report.c.id.in_(ids))))


def month_words(month: str) -> str:
    """A month in words: 2025年8月."""
    return show(PartialDate(month, "month", month))
