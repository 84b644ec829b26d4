"""容缺受理: when it is possible, and by when what is missing must be handed in (rule 4.4)."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.approvals.clock import due_day
from invest_crm.domain.approvals.items import MaterialKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invest_crm.domain.approvals.items import Limit
    from invest_crm.domain.workdays import Calendar

MOST_DAYS = 20
"""Working days at most between acceptance with gaps and the promised day."""
BEFORE_LIMIT = 2
"""Working days at least between the promised day and the limit of the item."""


class Paper(Struct, frozen=True):
    """One material of an application: received on a day, or promised by one."""

    name: str
    kind: MaterialKind
    received_on: date | None = None
    promised_by: date | None = None
    id: str = ""

    @property
    def missing(self) -> bool:
        """Whether it has not come yet."""
        return self.received_on is None

    def late(self, today: date) -> bool:
        """Whether its promise is broken."""
        return self.missing and self.promised_by is not None and self.promised_by < today


def missing_main(papers: Iterable[Paper]) -> list[str]:
    """The main materials that are not there: with any of them nothing can be accepted."""
    return [paper.name for paper in papers if paper.kind is MaterialKind.MAIN and paper.missing]


def latest_promise(calendar: Calendar, accepted: date, limit: Limit | None) -> date:
    """The last day that can be promised: 2 working days before the limit, 20 at most."""
    most = calendar.add_workdays(accepted, MOST_DAYS).day
    due = None if limit is None else due_day(calendar, accepted, limit, ())
    return most if due is None else min(most, calendar.add_workdays(due, -BEFORE_LIMIT).day)


def wrong_promises(papers: Iterable[Paper], accepted: date, latest: date) -> list[str]:
    """The missing secondary materials without a promised day in the time allowed."""
    return [
        paper.name
        for paper in papers
        if paper.kind is MaterialKind.SECONDARY
        and paper.missing
        and (paper.promised_by is None or not accepted <= paper.promised_by <= latest)
    ]


def first_missing(papers: Sequence[Paper]) -> date | None:
    """The day by which the next missing material is promised."""
    days = [paper.promised_by for paper in papers if paper.missing and paper.promised_by]
    return min(days, default=None)
