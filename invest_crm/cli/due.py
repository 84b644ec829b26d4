"""``due``: what is due, overdue or silent on a day; the lists of the page 今日."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from invest_crm.cli.approvals import due_items, due_rows
from invest_crm.cli.commitments import promise_items, promise_rows
from invest_crm.cli.common import day, emit, json_option, opened, say, table
from invest_crm.cli.reviews import opinion_items, opinion_rows
from invest_crm.cli.statistics import due_items as statistics_items
from invest_crm.cli.statistics import due_rows as statistics_rows
from invest_crm.domain.land import Alarm
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from invest_crm.services.money.due import LateReport
    from invest_crm.services.schedules.due import DueTask
    from invest_crm.services.tasks import TaskLine
    from invest_crm.services.today import Today, TodayRow
    from invest_crm.services.today_gates import AskAgain, ToConfirm
    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.utilities.outlooks import Shortage


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--on", type=day, metavar="DATE", help=_("the day (today)"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.today import today

    with opened(args) as app:
        found = app.read(lambda view: today(view, args.on))
    if args.json:
        emit(_json(found))
        return 0
    lists = _lists(found)
    for title, rows in lists:
        say(_("{title}: {n}").format(title=title, n=len(rows)))
        table(rows)
        say("")
    if not lists:
        say(_("Nothing is due."))
    return 0


def _lists(found: Today) -> list[tuple[str, list[list[str]]]]:
    """The lists that are not empty, with their rows."""
    lists = [
        (_("Tasks"), [_task_row(line) for line in found.awake]),
        (_("Tasks of schedules"), [_schedule_row(item) for item in found.schedule]),
        (_("Requests"), _rows(found.requests)),
        (_("Steps to confirm"), [_step_row(step) for step in found.to_confirm]),
        (_("To be asked again"), [_answer_row(answer) for answer in found.ask_again]),
        (_("Opinions awaited"), opinion_rows(found)),
        (_("Promises due"), promise_rows(found)),
        (_("Approvals"), due_rows(found.approvals)),
        (_("Statistics"), statistics_rows(found.statistics)),
        (_("Land alarms"), _rows([_in_words(row) for row in found.land])),
        (_("Monthly reports missing"), [_report_row(one) for one in found.months]),
        (_("Applications for utilities"), [_case_row(line) for line in found.utilities]),
        (_("Utilities running short"), [_short_row(one) for one in found.shortages]),
        (_("Pauses that end"), _rows(found.resume)),
        (_("Signed, not started"), _rows(found.not_started)),
        (_("Should be in the investment database"), _rows(found.should_be_in_stats)),
        (_("Silent projects"), _rows(found.silent)),
    ]
    return [(title, rows) for title, rows in lists if rows]


def _in_words(row: TodayRow) -> TodayRow:
    """An alarm of land by its word."""
    return replace(row, what=Alarm(row.what).label)


def _rows(rows: Sequence[TodayRow]) -> list[list[str]]:
    return [
        ["", row.day.isoformat() if row.day else "", str(row.number), row.who, row.name, row.what]
        for row in rows
    ]


def _task_row(line: TaskLine) -> list[str]:
    due = line.due.isoformat() if line.due else ""
    return ["", due, line.assignee, line.subject, line.text]


def _case_row(line: CaseLine) -> list[str]:
    due = line.clock.due if line.clock is not None else None
    left = str(line.clock.left) if line.clock is not None else ""
    day = due.isoformat() if due is not None else ""
    return ["", day, left, line.person, line.project, line.procedure.name]


def _short_row(one: Shortage) -> list[str]:
    return ["", one.month, "", one.park, one.utility.label, _(", ").join(one.names)]


def _report_row(one: LateReport) -> list[str]:
    return ["", one.due.isoformat(), str(one.late), one.unit, one.name, _(", ").join(one.months)]


def _step_row(step: ToConfirm) -> list[str]:
    return ["", step.day.isoformat(), step.asked_by, step.name, step.stage.label]


def _answer_row(answer: AskAgain) -> list[str]:
    return ["", answer.day.isoformat(), answer.said_by, answer.name, answer.what]


def _schedule_row(item: DueTask) -> list[str]:
    from invest_crm.domain.departments import department_label

    owner = department_label(item.owner)
    day, left = item.finish.isoformat(), str(item.left)
    return ["", day, left, owner, item.project_name, item.name]


def _json(found: Today) -> dict[str, Any]:
    from invest_crm.services.utilities.shapes import case_json, shortage_json

    return {
        "on": found.day.isoformat(),
        "workday": found.workday,
        "tasks": [_task(line) for line in found.awake],
        "schedule": [_schedule(item) for item in found.schedule],
        "requests": _items(found.requests, "days_left"),
        "to_confirm": [
            {
                "id": step.id,
                "name": step.name,
                "stage": step.stage.value,
                "asked_by": step.asked_by,
                "day": step.day.isoformat(),
            }
            for step in found.to_confirm
        ],
        "ask_again": [
            {
                "id": answer.id,
                "name": answer.name,
                "what": answer.what,
                "day": answer.day.isoformat(),
                "days": answer.days,
            }
            for answer in found.ask_again
        ],
        "opinions": opinion_items(found),
        "promises": promise_items(found),
        "approvals": due_items(found.approvals),
        "monthly": [
            {
                "id": one.project,
                "name": one.name,
                "holder": one.unit,
                "months": list(one.months),
                "day": one.due.isoformat(),
                "days": one.late,
            }
            for one in found.months
        ],
        "utilities": [case_json(line) for line in found.utilities],
        "shortages": [shortage_json(one) for one in found.shortages],
        "statistics": statistics_items(found.statistics),
        "resume": _items(found.resume, "days"),
        "land": _items(found.land, "days"),
        "not_started": _items(found.not_started, "months"),
        "should_be_in_stats": _items(found.should_be_in_stats, "days"),
        "silent": _items(found.silent, "days"),
        "data": [
            {"kind": heap.kind, "count": heap.count, "name": heap.name or None}
            for heap in found.data
        ],
    }


def _items(rows: Sequence[TodayRow], number: str) -> list[dict[str, Any]]:
    return [
        {
            "id": row.id,
            "name": row.name,
            "holder": row.who,
            "day": row.day.isoformat() if row.day else None,
            number: row.number,
            "what": row.what,
        }
        for row in rows
    ]


def _task(line: TaskLine) -> dict[str, Any]:
    return {
        "id": line.id,
        "text": line.text,
        "assignee": line.assignee,
        "due": line.due.isoformat() if line.due else None,
        "urgency": line.urgency.value if line.urgency else None,
        "project": line.project_id or None,
        "firm": line.firm_id or None,
        "subject": line.subject,
    }


def _schedule(item: DueTask) -> dict[str, Any]:
    from invest_crm.domain.departments import department_label

    return {
        "id": item.id,
        "project": item.project,
        "name": item.project_name,
        "task": item.name,
        "department": item.owner or None,
        "department_label": department_label(item.owner) or None,
        "planned_start": item.start.isoformat(),
        "planned_finish": item.finish.isoformat(),
        "days_left": item.left,
        "overdue": item.left < 0,
        "begun": item.begun,
    }
