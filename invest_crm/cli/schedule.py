"""``schedule``: back-schedule a project from the day on which it is to produce."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.cli.common import day, emit, json_option, opened, say, table, tell
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    import argparse

    from invest_crm.domain.schedule import Dated
    from invest_crm.services.schedule import ProjectSchedule

_GOALS = {"started": "STARTED", "completed": "COMPLETED", "production": "IN_PRODUCTION"}


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("project", metavar="PROJECT", help=_("id, project code or name"))
    parser.add_argument(
        "--target", type=day, metavar="DATE", required=True, help=_("the day to be met")
    )
    parser.add_argument(
        "--until",
        choices=tuple(_GOALS),
        default="production",
        help=_("what is reached on that day (production)"),
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.domain.stages import MilestoneKind
    from invest_crm.domain.workdays import assumed_notice
    from invest_crm.services.schedule import ScheduleProject, project_schedule

    asked = ScheduleProject(args.project, args.target, MilestoneKind(_GOALS[args.until]))
    with opened(args) as app:
        found = app.read(lambda view: project_schedule(view, asked))
    if args.json:
        emit(_json(found))
        return 0
    for line in _head(found):
        say(line)
    rows = [_cells(found, item) for item in found.schedule.tasks]
    table([_headings(), *rows], right=frozenset({2, 6}), whole=True)
    if found.assumed_years:
        tell(assumed_notice(found.assumed_years))
    return 0


def _head(found: ProjectSchedule) -> list[str]:
    from invest_crm.domain.project_fields import site_mode_label
    from invest_crm.domain.schedule_templates import edition

    made = found.schedule
    way = _("Site mode: {mode}").format(mode=site_mode_label(found.site_mode))
    if found.assumed_mode:
        way += _(" (not known, assumed)")
    template = _("Template {version}").format(version=edition().version)
    said = [found.name, f"{way}  {template}"]
    goal = found.goal.label
    if made.feasible:
        text = _("{goal} by {day} can be met; at the earliest {reached}.")
    else:
        text = _("{goal} by {day} cannot be met; at the earliest {reached}.")
    said.append(text.format(goal=goal, day=made.target, reached=made.reached))
    between = pgettext("between words", ", ")
    for ids, sentence in (
        (made.breaks, _("It breaks at: {tasks}")),
        (made.critical, _("Critical path: {tasks}")),
    ):
        if ids:
            said.append(
                sentence.format(tasks=between.join(found.tasks[name].title for name in ids))
            )
    return said


def _headings() -> list[str]:
    return [
        _("Task"),
        _("Department"),
        _("Days"),
        _("Latest start"),
        _("Latest finish"),
        _("Earliest finish"),
        _("Slack (days)"),
        _("State"),
    ]


def _cells(found: ProjectSchedule, item: Dated) -> list[str]:
    from invest_crm.domain.day_line import Unit
    from invest_crm.domain.departments import department_label

    task = found.tasks[item.id].task
    unit = _("working days") if task.unit is Unit.WORK else _("calendar days")
    if item.done:
        state, slack = _("done"), ""
    else:
        state = _("critical") if item.critical else ""
        state = _("too late") if item.slack < 0 else state
        slack = str(item.slack)
    return [
        found.tasks[item.id].title,
        department_label(task.owner),
        f"{task.days} {unit}" if task.days else "",
        "" if item.done else item.latest_start.isoformat(),
        "" if item.done else item.latest_finish.isoformat(),
        item.earliest_finish.isoformat(),
        slack,
        state,
    ]


def _json(found: ProjectSchedule) -> dict[str, Any]:
    from invest_crm.domain.schedule_templates import edition

    made = found.schedule
    return {
        "project": {"id": found.id, "name": found.name},
        "target": made.target.isoformat(),
        "goal": found.goal.value,
        "site_mode": found.site_mode,
        "site_mode_assumed": found.assumed_mode,
        "template": edition().version,
        "feasible": made.feasible,
        "reached": made.reached.isoformat(),
        "critical_path": list(made.critical),
        "breaks": list(made.breaks),
        "assumed_years": sorted(found.assumed_years),
        "tasks": [_task(found, item) for item in made.tasks],
    }


def _task(found: ProjectSchedule, item: Dated) -> dict[str, Any]:
    from invest_crm.domain.departments import department_label

    task = found.tasks[item.id].task
    return {
        "id": item.id,
        "title": found.tasks[item.id].title,
        "department": task.owner,
        "department_label": department_label(task.owner),
        "days": task.days,
        "unit": task.unit.value,
        "earliest_start": item.earliest_start.isoformat(),
        "earliest_finish": item.earliest_finish.isoformat(),
        "latest_start": item.latest_start.isoformat(),
        "latest_finish": item.latest_finish.isoformat(),
        "slack": item.slack,
        "critical": item.critical,
        "done": item.done,
    }
