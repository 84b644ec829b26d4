"""Approvals as JSON shapes, narrowed by state, department, project or what presses."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.db.schema.approvals import approval
from invest_crm.domain.approvals.ledger import find_items
from invest_crm.domain.approvals.state import State
from invest_crm.domain.departments import department_label
from invest_crm.services.approvals.catalogue import items_in_force
from invest_crm.services.approvals.reading import approval_lines

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.work import View


class AskApprovals(Struct, frozen=True):
    """What is wanted; empty for all. ``project`` by id, ``department`` by code or name.

    ``only``: ``running``, ``late``, ``due`` (late or near), ``ready`` (may begin now) or ``gap``.
    ``item``: by code or usual name.
    """

    project: str = ""
    department: str = ""
    state: str = ""
    only: str = ""
    person: str = ""
    item: str = ""


def list_approvals(view: View, asked: AskApprovals | None = None) -> list[dict[str, object]]:
    """Approvals in the order of projects and their paths."""
    wanted = asked or AskApprovals()
    about = [approval.c.project_id == wanted.project] if wanted.project else []
    codes = find_items(wanted.item, items_in_force(view)) if wanted.item else None
    return [
        as_json(line)
        for line in approval_lines(view, *about)
        if _meets(line, wanted) and (codes is None or line.item.code in codes)
    ]


def as_json(line: ApprovalLine) -> dict[str, object]:
    """One approval; ``days_left`` and ``days_used`` are in its ``unit``."""
    clock, due = line.clock, line.due
    return {
        "id": line.id,
        "project": line.project_id,
        "project_name": line.project,
        "code": line.item.code,
        "name": line.name,
        "stage": line.stage.value,
        "stage_label": line.stage.label,
        "state": line.state.value,
        "state_label": line.state.label,
        "department": line.department,
        "department_label": department_label(line.department),
        "person": line.person or None,
        "accepted_on": _text(line.course.began),
        "decided_on": _text(line.course.decided),
        "stopped_for": line.course.stop or None,
        "unit": None if clock is None else clock.limit.unit.value,
        "limit": None if clock is None else clock.limit.days,
        "days_used": None if clock is None else clock.used,
        "limit_on": None if clock is None else _text(clock.due),
        "legal_limit_on": None if line.legal is None else _text(line.legal.due),
        "due_on": None if due is None else _text(due.day),
        "due_what": None if due is None else due.matter,
        "days_left": None if due is None else due.left,
        "late": line.late,
        "waits_for": list(line.waits),
        "may_begin": line.may_begin,
        "missing": [
            {"name": paper.name, "promised_by": _text(paper.promised_by)} for paper in line.missing
        ],
        "assumed_years": [] if clock is None else sorted(clock.assumed_years),
    }


def _meets(line: ApprovalLine, wanted: AskApprovals) -> bool:
    only = {
        "": True,
        "running": line.state.running,
        "late": line.late,
        "due": line.due is not None and line.due.presses,
        "ready": line.may_begin,
        "gap": line.state is State.GAP,
    }[wanted.only]
    return (
        only
        and wanted.state in ("", line.state.value)
        and wanted.person in ("", line.person)
        and wanted.department in ("", line.department, department_label(line.department))
    )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
