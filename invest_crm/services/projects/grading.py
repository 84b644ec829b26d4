"""Which kinds of evidence projects have, and what their recorded starts are worth by them.

A start whose evidence changed is a corrected fact: the milestone is voided and replaced by one of
the same day and another grade, so that figures of an earlier moment stay what they were.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.projects import milestone, project
from invest_crm.domain.evidence import REPORTED, evidence_kinds, start_grade
from invest_crm.domain.stages import MilestoneKind
from invest_crm.services.attachment_owners import owners
from invest_crm.services.evidence import evidence_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from typing import Any

    from sqlalchemy import Row

    from invest_crm.services.attachment_owners import Subject
    from invest_crm.services.work import View, Work

_GRADING = "graded by its evidence"
_NEW = ("id", "row_version", "voided_at", "void_reason")


def regrade(work: Work, ids: Sequence[str]) -> None:
    """Give recorded starts of some projects the grade that their evidence makes of them.

    A grade that came without evidence (of a ledger, of other figures) is never lowered.
    """
    starts = _starts(work, ids)
    if not starts:
        return
    graded = [kind.code for kind in evidence_kinds().values() if kind.grade]
    there = evidence_of(work, [row.project_id for row in starts], graded)
    replaced, made = [], []
    for row in starts:
        codes = sorted(there.get(row.project_id, ()))
        least = REPORTED if row.evidence else row.grade
        grade, evidence = max(least, start_grade(codes, row.site_mode)), "+".join(codes) or None
        if (grade, evidence) == (row.grade, row.evidence):
            continue
        kept = {name: getattr(row, name) for name in milestone.c.keys() if name not in _NEW}  # noqa: SIM118 - not a dict
        by = {"recorded_at": work.now, "recorded_by": work.actor}
        made.append({**kept, **by, "grade": grade, "evidence": evidence})
        replaced.append(row.id)
    if replaced:
        work.void(milestone, _GRADING, *replaced)
        work.insert_many(milestone, made)


def regrade_behind(work: Work, subjects: Iterable[Subject]) -> None:
    """The same for the projects behind some records whose files changed."""
    records = (found.record for found in owners(work, subjects).values())
    regrade(work, sorted({record.id for record in records if record.kind == "project"}))


def _starts(view: View, ids: Sequence[str]) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    for part in chunks(list(ids)):
        query = (
            select(milestone, project.c.site_mode)
            .join(project, project.c.id == milestone.c.project_id)
            .where(
                milestone.c.project_id.in_(part),
                milestone.c.kind == MilestoneKind.STARTED.value,
                milestone.c.voided_at.is_(None),
            )
        )
        rows.extend(view.rows(query))
    return rows
