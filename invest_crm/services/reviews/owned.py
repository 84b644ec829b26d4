"""Which records reviews consist of, and which projects passed; knows little, to load at once."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from sqlalchemy import case, func, select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.reviews import review, review_condition, review_opinion

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.work import View


def any_review(view: View) -> bool:
    """Whether reviews are kept at all."""
    return view.first(select(review.c.id).limit(1)) is not None


def ids_of_project(view: View, project_id: str) -> list[str]:
    """The reviews of a project, their opinions and conditions: what happens to them is history."""
    sheets = view.values(select(review.c.id).where(review.c.project_id == project_id))
    if not sheets:
        return []
    said = view.values(select(review_opinion.c.id).where(review_opinion.c.review_id.in_(sheets)))
    held = select(review_condition.c.id).where(review_condition.c.opinion_id.in_(said))
    return [*sheets, *said, *view.values(held)]


def passed_projects(view: View, ids: Sequence[str] | None = None) -> frozenset[str]:
    """Projects whose latest round every department asked has answered, none with a refusal.

    Open conditions are tasks and hold nothing up. ``ids`` None: of all projects.
    """
    query = (
        select(
            review.c.project_id,
            review.c.round,
            func.count().label("asked"),
            func.count(review_opinion.c.verdict).label("answered"),
            func.sum(case((review_opinion.c.verdict == "REFUSE", 1), else_=0)).label("refused"),
        )
        .join(review_opinion, review_opinion.c.review_id == review.c.id)
        .group_by(review.c.id, review.c.project_id, review.c.round)
    )
    parts = [query] if ids is None else [
        query.where(review.c.project_id.in_(part)) for part in chunks(list(ids))
    ]  # fmt: skip
    latest: defaultdict[str, tuple[int, bool]] = defaultdict(lambda: (0, False))
    for part in parts:
        for row in view.rows(part):
            passed = row.asked == row.answered and not row.refused
            latest[row.project_id] = max(latest[row.project_id], (row.round, passed))
    return frozenset(key for key, (_round, passed) in latest.items() if passed)
