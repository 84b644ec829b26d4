"""The picture of one project: a lane from each subject that has something to say of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.money import show_amount
from invest_crm.domain.project_fields import site_mode_label
from invest_crm.domain.stages import SideState, Stage
from invest_crm.domain.whole_path import WholePath, phase_of
from invest_crm.services.projects.panel import holding_step
from invest_crm.services.projects.records import load_one
from invest_crm.services.whole_path import (
    approvals,
    gaps,
    ladder,
    land,
    pacts,
    schedule,
    statistics,
    tasks,
    utilities,
)
from invest_crm.services.whole_path.asked import Asked, planned_approvals
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View

_LANES = (
    *(ladder.lane, gaps.lane, pacts.reviews, pacts.promises, land.lane, approvals.lane),
    *(utilities.lane, schedule.lane, statistics.lane, tasks.lane),
)


def whole_path(view: View, project_id: str) -> WholePath | None:
    """The picture of a project, None if it is gone."""
    record = load_one(view, project_id)
    return None if record is None else path_of_record(view, record)


def path_of_record(view: View, record: ProjectRecord) -> WholePath:
    """The picture of a project; lanes without a part are left out."""
    held = holding_step(view, record.id)
    phase = phase_of(Stage(record["stage"]))
    asked = Asked(record, phase, held, planned_approvals(view, record.id))
    lanes = (make(view, asked) for make in _LANES)
    return WholePath(
        id=record.id,
        name=record["name"],
        facts=_facts(record),
        phase=asked.phase,
        lanes=tuple(lane for lane in lanes if lane.parts),
        today=view.today,
        callout=_callout(asked),
    )


def _facts(record: ProjectRecord) -> str:
    """Investor, amount, site, the ones who answer for it."""
    total = record["total_investment"]
    people = (("leader", _("Leader: {name}")), ("lead_unit", _("Unit: {name}")))
    parts = [
        record["investor"] or "",
        _("Total investment {amount}").format(amount=show_amount(total)) if total else "",
        site_mode_label(record["site_mode"]),
        *(words.format(name=record[key]) for key, words in people if record[key]),
    ]
    return " · ".join(part for part in parts if part)


def _callout(asked: Asked) -> str:
    side = asked.record["side_state"]
    if side and side != SideState.ACTIVE.value:
        return SideState(side).label
    held = asked.held
    if held is None:
        return ""
    return ngettext(
        "Waits at {step}; the ball is with {holder}, for {n} day.",
        "Waits at {step}; the ball is with {holder}, for {n} days.",
        held.days,
    ).format(step=held.step_label, holder=held.holder, n=held.days)
