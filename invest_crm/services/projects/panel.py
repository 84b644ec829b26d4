"""One project for the record panel: facts, the path with who holds what, the five ones, history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field
from sqlalchemy import select

from invest_crm.db.schema.firms import contact
from invest_crm.db.schema.gates import confirmation, gate_answer
from invest_crm.db.schema.land import land_indicator, land_need, land_step, parcel_use
from invest_crm.db.schema.money import money_figure, progress_entry
from invest_crm.db.schema.monthly import month_correction, monthly_report
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project_amount,
    side_state,
)
from invest_crm.db.schema.schedules import schedule
from invest_crm.db.schema.utilities import utility_case, utility_need
from invest_crm.domain.not_started import STEPS, Waiting, is_on_path, waiting
from invest_crm.domain.stages import MilestoneKind, with_implied
from invest_crm.services.agreements.owned import ids_of_project as agreements_of_project
from invest_crm.services.approvals.owned import ids_of_project
from invest_crm.services.attachment_owners import Subject, every_id
from invest_crm.services.contacts import ContactLine, contact_lines
from invest_crm.services.field_changes import with_fields
from invest_crm.services.history import HistoryLine, record_history
from invest_crm.services.projects import records
from invest_crm.services.projects.confirming import PENDING, latest_confirmations, may_confirm
from invest_crm.services.projects.facts import SideLine, side_in_force
from invest_crm.services.projects.listing import chain_names
from invest_crm.services.projects.missing import Lacking, lacking
from invest_crm.services.projects.months import MonthLine, months_of
from invest_crm.services.reviews.owned import ids_of_project as reviews_of_project
from invest_crm.services.snapshot import Question, settled, snapshot
from invest_crm.services.statistics.owned import ids_of_project as statistics_of_project
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.domain.stages import Stage
    from invest_crm.services.projects.confirming import Confirmation
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View

PATH = (
    MilestoneKind.REGISTERED,
    MilestoneKind.FILED,
    MilestoneKind.LAND,
    MilestoneKind.PERMIT,
    MilestoneKind.STARTED,
    MilestoneKind.IN_STATS,
    MilestoneKind.COMPLETED,
    MilestoneKind.IN_PRODUCTION,
    MilestoneKind.IN_SIZE,
)
_OWNED = (
    confirmation,
    gate_answer,
    agreement,
    milestone,
    project_amount,
    side_state,
    funds_statement,
    monthly_report,
    month_correction,
    money_figure,
    progress_entry,
    utility_need,
    utility_case,
    contact,
    parcel_use,
    land_step,
    land_need,
    land_indicator,
)


class PathStep(Struct, frozen=True):
    """A step of the path. ``state``: done, implied, held (here it waits) or todo.

    ``planned``: the day the schedule gives it, while it is not reached.
    """

    kind: MilestoneKind | None
    when: PartialDate | None
    state: str
    holder: str = ""
    planned: date | None = None


class ProjectPanel(Struct, frozen=True):
    """Everything the panel shows.

    ``lacking``: what the next stage asks for. ``steps``: what became of the steps that a second
    person looks at; ``mine``: those that whoever looks may confirm now.
    """

    record: ProjectRecord
    chain: str
    node: str
    waiting: Waiting | None
    path: tuple[PathStep, ...]
    people: tuple[ContactLine, ...]
    history: tuple[HistoryLine, ...]
    today: date
    months: tuple[MonthLine, ...] = ()
    lacking: Lacking = Lacking(None)
    steps: Mapping[Stage, Confirmation] = field(default_factory=dict)
    mine: frozenset[Stage] = frozenset()
    side: SideLine | None = None


def project_panel(view: View, project_id: str) -> ProjectPanel | None:
    """The panel of a project, None if it is gone."""
    record = records.load_one(view, project_id)
    if record is None:
        return None
    names, ids = chain_names(view), _own_ids(view, project_id)
    held, steps = holding_step(view, project_id), latest_confirmations(view, project_id)
    return ProjectPanel(
        record=record,
        chain=names.get(record["chain"] or "", ""),
        node=names.get(record["node"] or "", ""),
        waiting=held,
        path=path_steps(view, record, held),
        people=contact_lines(view, "project_id", project_id),
        history=with_fields(view, record_history(view, ids), ids),
        today=view.today,
        months=months_of(view, project_id),
        lacking=lacking(view, record),
        steps=steps,
        mine=frozenset(
            stage
            for stage, step in steps.items()
            if step.state == PENDING and may_confirm(view, view.app.actor, step.asked_by)
        ),
        side=side_in_force(view, project_id),
    )


def _own_ids(view: View, project_id: str) -> list[str]:
    """The project with its facts, people and files: what happens to them is its history."""
    ids = [project_id]
    for table in _OWNED:
        ids += view.values(select(table.c.id).where(table.c.project_id == project_id))
    from invest_crm.services.schedules.records import every_schedule_id

    ids += every_schedule_id(view, project_id)
    ids += ids_of_project(view, project_id)
    ids += reviews_of_project(view, project_id)
    ids += agreements_of_project(view, project_id)
    ids += statistics_of_project(view, project_id)
    return [*ids, *every_id(view, Subject("project", project_id))]


def holding_step(view: View, project_id: str) -> Waiting | None:
    """Where a signed project waits, None for one that is not signed, or has started."""
    question = settled(view, Question(as_of=view.today, only=frozenset({project_id})))
    found = waiting(snapshot(view, question), view.today, question.calibre)
    return found[0] if found else None


def path_steps(view: View, record: ProjectRecord, held: Waiting | None) -> tuple[PathStep, ...]:
    """Its milestones in order; ``held``: what ``holding_step`` says of it."""
    kinds = view.values(
        select(milestone.c.kind).where(
            milestone.c.project_id == record.id, milestone.c.voided_at.is_(None)
        )
    )
    recorded = frozenset(MilestoneKind(kind) for kind in kinds)
    reached = with_implied(recorded)
    holders = {kind: _(holder) for kind, _label, holder in STEPS}
    signed = record["signed_on"]
    signed_state = "done" if signed is not None or record["agreement_type"] else "todo"
    steps = [PathStep(None, signed, signed_state)]
    planned = _planned(view, record.id)
    on_path = [kind for kind in PATH if kind in recorded or is_on_path(kind, record["site_mode"])]
    for kind in on_path:
        when = record.values.get(kind.field)
        state = "done" if kind in recorded else "implied" if kind in reached else "todo"
        if held is not None and held.step is kind:
            state = "held"
        due = None if kind in reached else planned.get(kind)
        steps.append(PathStep(kind, when, state, holders.get(kind, ""), due))
    return tuple(steps)


def _planned(view: View, project_id: str) -> Mapping[MilestoneKind, date]:
    """What its schedule gives; nothing of schedules is loaded for a project without one."""
    if view.first(select(schedule.c.id).where(schedule.c.project_id == project_id)) is None:
        return {}
    from invest_crm.services.schedules.records import planned_milestones

    return planned_milestones(view, project_id)
