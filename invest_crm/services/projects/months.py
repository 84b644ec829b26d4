"""The monthly rows of a project as they were reported, for its panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.monthly import monthly_report

if TYPE_CHECKING:
    from invest_crm.services.work import View


class MonthLine(Struct, frozen=True):
    """One month (``YYYY-MM``): amounts in 分 as reported, None where nothing was."""

    month: str
    completed_month: int | None
    completed_year: int | None
    funds_month: int | None
    funds_year: int | None


def months_of(view: View, project_id: str) -> tuple[MonthLine, ...]:
    """The rows in force of a project, newest month first."""
    columns = monthly_report.c
    query = (
        select(
            columns.month,
            columns.completed_month,
            columns.completed_year,
            columns.funds_month,
            columns.funds_year,
        )
        .where(columns.project_id == project_id, columns.voided_at.is_(None))
        .order_by(columns.month.desc(), columns.id.desc())
    )
    return tuple(MonthLine(**row._mapping) for row in view.rows(query))  # noqa: SLF001 - SQLAlchemy's name
