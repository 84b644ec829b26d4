"""Which records of the statistics belong to a project or a firm; loads at once, knows no rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.statistics import (
    firm_revenue,
    stat_answer,
    stat_case,
    stat_paper,
    stat_step,
)

if TYPE_CHECKING:
    from invest_crm.services.work import View

_OWNED = (stat_case, stat_paper, stat_answer)


def any_application(view: View) -> bool:
    """Whether applications to the statistics are kept at all."""
    return view.first(select(stat_case.c.id).limit(1)) is not None


def ids_of_project(view: View, project_id: str) -> list[str]:
    """The application of a project, its steps, papers and answers: its history."""
    return _ids(view, "project_id", project_id)


def ids_of_firm(view: View, firm_id: str) -> list[str]:
    """The same of a firm, with the revenue it reported."""
    own = view.values(select(firm_revenue.c.id).where(firm_revenue.c.firm_id == firm_id))
    return [*_ids(view, "firm_id", firm_id), *own]


def _ids(view: View, column: str, record: str) -> list[str]:
    found: list[str] = []
    for table in _OWNED:
        found += view.values(select(table.c.id).where(table.c[column] == record))
    mine = select(stat_case.c.id).where(stat_case.c[column] == record)
    return [*found, *view.values(select(stat_step.c.id).where(stat_step.c.stat_case_id.in_(mine)))]
