"""Everything about the money and progress of one project, for its tab."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.month_reports import Missing, Subject, Sums
from invest_crm.services.money.books import deadline, kept_since, owners
from invest_crm.services.money.figures import ProjectSets, sets_of
from invest_crm.services.money.progress import Progress, progress_of
from invest_crm.services.month_locks import closed_months

if TYPE_CHECKING:
    from invest_crm.domain.month_warnings import Warned
    from invest_crm.services.money.books import Owner
    from invest_crm.services.work import View


class MonthLine(Struct, frozen=True):
    """A month with its corrections and the sums up to it, by subject; amounts in 分."""

    month: str
    reported: bool
    corrections: int
    sums: dict[Subject, Sums]
    closed: bool = False


class ProjectMoney(Struct, frozen=True):
    """What the tab shows; months newest first."""

    id: str
    name: str
    months: tuple[MonthLine, ...]
    warnings: tuple[Warned, ...]
    missing: tuple[Missing, ...]
    sets: ProjectSets
    progress: Progress
    today: date


def project_money(view: View, project_id: str) -> ProjectMoney | None:
    """The money of a project; None if it is gone or in the trash."""
    found = owners(view, [project_id])
    if not found:
        return None
    owner = found[0]
    return ProjectMoney(
        id=owner.id,
        name=owner.name,
        months=month_lines(view, owner),
        warnings=owner.warnings(),
        missing=owner.missing(kept_since(view), deadline(view), view.today),
        sets=sets_of(view, found)[0],
        progress=progress_of(view, project_id),
        today=view.today,
    )


def month_lines(view: View, owner: Owner) -> tuple[MonthLine, ...]:
    """The months of a project with a report or a correction, newest first."""
    book, closed = owner.book, closed_months(view)
    known = book.months | {one.month for one in book.corrections}
    return tuple(
        MonthLine(
            month,
            month in book.months,
            sum(one.month == month for one in book.corrections),
            {subject: book.sums(subject, month) for subject in Subject},
            month in closed,
        )
        for month in sorted(known, reverse=True)
    )
