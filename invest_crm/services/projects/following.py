"""Milestones that follow from what was entered elsewhere, so that nobody types a day twice.

An approval that is granted, or a task of the schedule that is finished, may be what a milestone
says. It is then recorded in the same ChangeSet, unless its gate still asks for something: the
gate is for a person, who sees there what is missing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.partial_date import exact
from invest_crm.domain.schedule_templates import milestone_of_approval
from invest_crm.services.evidence import evidence_of
from invest_crm.services.projects.edit import stored_project
from invest_crm.services.projects.missing import missing_to_enter
from invest_crm.services.projects.write import ProjectWriter

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.stages import MilestoneKind
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import Work


def follow_approval(work: Work, project_id: str, code: str, day: date) -> None:
    """An approval was granted on a day: the milestone it stands for is reached."""
    kind = milestone_of_approval(code)
    if kind is not None:
        follow_milestone(work, project_id, kind, day)


def follow_milestone(work: Work, project_id: str, kind: MilestoneKind, day: date) -> None:
    """Record a milestone on a day unless it stands there already or its gate is not met."""
    record = stored_project(work, project_id)
    if record[kind.field] is not None or not _may_enter(work, record, kind):
        return
    writer = ProjectWriter(work, source="hand", cut_off=work.today)
    writer.change(record, {kind.field: exact(day)})
    writer.flush()


def _may_enter(work: Work, record: ProjectRecord, kind: MilestoneKind) -> bool:
    if kind.stage is None:
        return True
    papers = evidence_of(work, [record.id]).get(record.id, frozenset())
    return not any(need.required for need in missing_to_enter(record.values, kind.stage, papers))
