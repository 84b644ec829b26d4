"""What the metric 入统率 asks of a project's firm: its section, and whether it is large enough.

Only for projects in production: no other counts in its base. A figure that was reported after the
moment of knowledge, or speaks for months after the as-of day, is not known yet. The industry and
the qualification of a firm are those of today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.statistics import stat_case
from invest_crm.domain.stages import MilestoneKind

if TYPE_CHECKING:
    from collections.abc import Sequence
    from typing import Any

    from sqlalchemy import Row

    from invest_crm.domain.facts import ProjectFacts
    from invest_crm.services.snapshot import Question
    from invest_crm.services.work import View

_IN = frozenset({"should", "registered"})


def sized(view: View, question: Question, facts: Sequence[ProjectFacts]) -> list[ProjectFacts]:
    """The same facts, those in production with the section and the threshold of their firm."""
    producing = [fact.id for fact in facts if fact.has(MilestoneKind.IN_PRODUCTION)]
    rows = _rows(view, producing)
    if not rows:
        return list(facts)
    from invest_crm.domain.industry import section_of

    over = _over(view, question, rows)
    return [
        replace(
            fact,
            section=section_of(rows[fact.id].industry or ""),
            above_threshold=rows[fact.id].id in over,
        )
        if fact.id in rows
        else fact
        for fact in facts
    ]


def _rows(view: View, ids: Sequence[str]) -> dict[str, Row[Any]]:
    """The firms of projects, with their qualification, by project."""
    found: dict[str, Row[Any]] = {}
    columns = (project.c.id.label("project_id"), firm.c.id, firm.c.industry, firm.c.in_size)
    for part in chunks(list(ids)):
        query = (
            select(*columns, stat_case.c.qualified)
            .join(firm, firm.c.id == project.c.investor_firm_id)
            .outerjoin(stat_case, stat_case.c.firm_id == firm.c.id)
            .where(project.c.id.in_(part), firm.c.industry.is_not(None))
        )
        found.update({row.project_id: row for row in view.rows(query)})
    return found


def _over(view: View, question: Question, rows: dict[str, Row[Any]]) -> frozenset[str]:
    """The firms over their threshold by the day."""
    from invest_crm.services.statistics.firms import best_standing
    from invest_crm.services.statistics.revenue import entries_of

    day = question.as_of
    firms = {row.id: row for row in rows.values()}
    entries = entries_of(view, list(firms), known_at=question.known_at)
    month = f"{day:%Y-%m}"
    return frozenset(
        key
        for key, row in firms.items()
        if best_standing(
            row.industry,
            [one for one in entries.get(key, ()) if one.last <= month],
            day,
            registered=bool(row.in_size),
            qualified=row.qualified == "yes",
        )[0]
        in _IN
    )
