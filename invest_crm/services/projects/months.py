"""The months of a project with their corrections, as they are printed with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.month_reports import Book, Subject
from invest_crm.services.money.books import books

if TYPE_CHECKING:
    from invest_crm.services.work import View


class MonthLine(Struct, frozen=True):
    """One month (``YYYY-MM``): its amounts and those of the year up to it, in 分; None: nothing."""

    month: str
    completed_month: int | None
    completed_year: int | None
    funds_month: int | None
    funds_year: int | None


def months_of(view: View, project_id: str) -> tuple[MonthLine, ...]:
    """The months of a project, newest first."""
    book = books(view, [project_id]).get(project_id, Book())
    known = book.months | {one.month for one in book.corrections}
    return tuple(_line(book, month) for month in sorted(known, reverse=True))


def _line(book: Book, month: str) -> MonthLine:
    done, came = (book.sums(subject, month) for subject in (Subject.COMPLETED, Subject.FUNDS))
    return MonthLine(month, done.month, done.year, came.month, came.year)
