"""Invented approvals as rows, every one marked by its source."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from invest_crm.db.schema.approvals import approval, approval_case, approval_paper, approval_step
from invest_crm.domain.ids import new_id

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Table

    from invest_crm.services.demo.approvals import DemoApproval, DemoCase

    Row = tuple[Table, dict[str, object]]

_HELPED = ("entrusted_on", "analysed_on", "planned_on")


def case_rows(
    cases: Sequence[DemoCase], project_ids: Sequence[str], facts: Mapping[str, object]
) -> Iterator[Row]:
    """Rows of the cases; ``facts`` say who recorded them, when, and from which source."""
    for case in cases:
        project = project_ids[case.project]
        helped = dict(zip(_HELPED, map(_text, case.helped), strict=False))
        yield (
            approval_case,
            {
                "project_id": project,
                "flags": json.dumps(["assessed"]),
                "earthwork": 0,
                "tce": case.tce,
                "kwh": case.kwh,
                "deal_on": _text(case.deal),
                "our_agent": case.agents[0] or None,
                "their_agent": case.agents[1] or None,
                **dict.fromkeys(_HELPED),
                **helped,
            },
        )
        for made in case.approvals:
            yield from _approval(made, project, facts)


def _approval(made: DemoApproval, project: str, facts: Mapping[str, object]) -> Iterator[Row]:
    key = new_id()
    yield (
        approval,
        {
            "id": key,
            "project_id": project,
            "code": made.item.code,
            "person": made.person,
            "note": "缺件已一次性告知" if made.papers else None,
            "recorded_at": facts["recorded_at"],
            "recorded_by": facts["recorded_by"],
        },
    )
    for step in made.steps:
        row = {"kind": step.kind.value, "happened_on": step.on.isoformat()}
        more = {"reason": step.reason or None, "note": step.note or None}
        yield approval_step, {"approval_id": key, **row, **more, **facts}
    for paper in made.papers:
        yield (
            approval_paper,
            {
                "approval_id": key,
                "name": paper.name,
                "kind": paper.kind.value,
                "received_on": _text(paper.received),
                "promised_by": _text(paper.promised),
            },
        )


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
