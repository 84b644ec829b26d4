"""How long there is still time for a request of a firm."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.partial_date import PartialDate

DUE_SOON_DAYS = 7
"""An open request is pressing from so many days before it is due."""


def days_left(due: PartialDate | None, today: date, *, closed: bool) -> int | None:
    """Days until the last day on which it is in time (negative: overdue).

    None if it is closed, or no day is set.
    """
    last = due.last_day() if due is not None else None
    return None if last is None or closed else (last - today).days
