"""An approval as a row of the county's ledger; reading the rows gives the same approvals."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.approvals import approval
from invest_crm.db.schema.projects import project
from invest_crm.domain.approvals.state import State, StepKind
from invest_crm.domain.departments import ledger_label
from invest_crm.services.approvals.reading import approval_lines

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invest_crm.domain.approvals.items import Limit
    from invest_crm.exchange.writing.cells import Value
    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.work import View

STATE_WORDS: Mapping[State, str] = {
    State.NOT_BEGUN: "未办理",
    State.ACCEPTED: "办理中",
    State.GAP: "容缺受理",
    State.STOPPED: "暂停计时",
    State.CORRECTING: "补正",
    State.GRANTED: "已办结",
    State.REFUSED: "不予许可",
    State.ENDED: "已终止",
    State.NOT_NEEDED: "不涉及",
}
"""What the ledger calls the states; ``domain.approvals.ledger`` reads them."""
_UNITS = {"work": "个工作日", "calendar": "日"}


def ledger_rows(view: View) -> Iterator[tuple[tuple[Value, ...], dict[str, str]]]:
    """The cells of ``lists.APPROVALS``, project by project, and what else is kept of each."""
    columns = (approval.c.id, approval.c.note, approval.c.extra, project.c.project_code)
    query = select(*columns).join(project, project.c.id == approval.c.project_id)
    own = {row.id: row for row in view.rows(query)}
    for line in approval_lines(view):
        row = own[line.id]
        yield _cells(line, row.project_code, row.note), json.loads(row.extra or "{}")


def _cells(line: ApprovalLine, project_code: str | None, note: str | None) -> tuple[Value, ...]:
    course = line.course
    named = line.name if line.name != line.item.name else line.item.zh
    promised = course.mode is StepKind.PROMISED and course.state is State.GRANTED
    return (
        line.project,
        project_code,
        named,
        line.item.code,
        ledger_label(line.department) or None,
        course.began,
        _limit(line.item.binding),
        line.clock.due if line.clock is not None else None,
        course.decided,
        "告知承诺" if promised else STATE_WORDS[course.state],
        line.person or None,
        note,
    )


def _limit(limit: Limit | None) -> str | None:
    if limit is None:
        return None
    return f"{limit.days}{_UNITS[limit.unit.value]}" if limit.days else "即办"
