"""``schedule``: back-schedule a project from the day on which it is to produce."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from invest_crm.cli.common import day, emit, json_option, opened, say, table, tell
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from invest_crm.domain.schedule import Dated, Link
    from invest_crm.domain.schedule_plan import Row
    from invest_crm.services.schedules.asked import ProjectSchedule
    from invest_crm.services.work import App

_GOALS = {"started": "STARTED", "completed": "COMPLETED", "production": "IN_PRODUCTION"}


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("project", metavar="PROJECT", help=_("id, project code or name"))
    parser.add_argument(
        "--target",
        type=day,
        metavar="DATE",
        help=_("the day to be met; without it that of the schedule kept for the project"),
    )
    parser.add_argument(
        "--until", choices=tuple(_GOALS), help=_("what is reached on that day (production)")
    )
    parser.add_argument(
        "--keep", action="store_true", help=_("keep it as the project's schedule, or plan anew")
    )
    parser.add_argument("--out", metavar="FILE", help=_("draw the schedule kept as a wall (pdf)"))
    parser.add_argument(
        "--paper",
        choices=("A4", "A3", "A2", "A1", "A0"),
        default="A3",
        help=_("paper size (default: A3)"),
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.domain.stages import MilestoneKind
    from invest_crm.domain.workdays import assumed_notice
    from invest_crm.services.schedules.asked import ScheduleProject, project_schedule
    from invest_crm.services.schedules.keeping import keep_schedule

    goal = MilestoneKind(_GOALS[args.until]) if args.until else None
    asked = ScheduleProject(args.project, args.target, goal)
    with opened(args) as app:
        if args.keep:
            keep_schedule(app, asked)
        found = app.read(lambda view: project_schedule(view, asked))
        if args.out:
            _draw(app, found.id, Path(args.out), args.paper)
    if args.json:
        emit(_json(found))
        return 0
    for line in (*_head(found), *_kept(found)):
        say(line)
    rows = [_cells(found, item) for item in found.schedule.tasks]
    table([_headings(), *rows], right=frozenset({2, 6}), whole=True)
    if found.assumed_years:
        tell(assumed_notice(found.assumed_years))
    return 0


def _draw(app: App, project: str, path: Path, paper: str) -> None:
    from invest_crm.services.schedules.printing import write_wall

    written = app.read(write_wall, project, path, paper)
    tell(_("Written: {path}").format(path=written))


def _head(found: ProjectSchedule) -> list[str]:
    from invest_crm.domain.project_fields import site_mode_label

    made = found.schedule
    way = _("Site mode: {mode}").format(mode=site_mode_label(found.site_mode))
    if found.assumed_mode:
        way += _(" (not known, assumed)")
    template = _("Template {version}").format(version=found.template_version)
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


def _kept(found: ProjectSchedule) -> list[str]:
    """What the schedule kept for the project says: the plan, what would fit, what is late."""
    seen = found.outlook
    if seen is None:
        return []
    newest = found.baselines[-1]
    said = [
        _("Plan {n} of {day} by {who}: {light}").format(
            n=newest.version, day=newest.made_at[:10], who=newest.made_by, light=seen.light.label
        ),
        _("Forecast: {day}").format(day=seen.reached),
    ]
    if seen.missing:
        said.append(
            _("{n} days are missing; it fits with {day} as the target.").format(
                n=seen.missing, day=seen.fitting
            )
        )
    overdue = [row.task.name for row in seen.rows if row.overdue]
    if overdue:
        between = pgettext("between words", ", ")
        said.append(_("Overdue: {tasks}").format(tasks=between.join(overdue)))
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
    made = found.schedule
    return {
        "project": {"id": found.id, "name": found.name},
        "target": made.target.isoformat(),
        "goal": found.goal.value,
        "site_mode": found.site_mode,
        "site_mode_assumed": found.assumed_mode,
        "template": found.template_version,
        "feasible": made.feasible,
        "reached": made.reached.isoformat(),
        "critical_path": list(made.critical),
        "breaks": list(made.breaks),
        "assumed_years": sorted(found.assumed_years),
        "tasks": [_task(found, item) for item in made.tasks],
        **_kept_json(found),
    }


def _kept_json(found: ProjectSchedule) -> dict[str, Any]:
    """The plan that is kept, the forecast, and what is missing to the target."""
    seen = found.outlook
    if seen is None:
        return {"stored": False}
    return {
        "stored": True,
        "schedule": seen.plan.id,
        "light": seen.light.value,
        "forecast": seen.reached.isoformat(),
        "days_late": seen.late,
        "days_missing": seen.missing,
        "fitting_target": seen.fitting.isoformat(),
        "breaks_by": dict(seen.breaks),
        "versions": [
            {
                "version": item.version,
                "target": item.target.isoformat(),
                "reason": item.reason or None,
                "made_at": item.made_at,
                "made_by": item.made_by,
            }
            for item in found.baselines
        ],
    }


def _task(found: ProjectSchedule, item: Dated) -> dict[str, Any]:
    from invest_crm.domain.departments import department_label

    task = found.tasks[item.id].task
    made = {
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
    seen = found.outlook
    if seen is None:
        return made
    return made | _row_json(seen.row(item.id), seen.plan.before(item.id))


def _row_json(row: Row, links: Sequence[Link]) -> dict[str, Any]:
    """What was planned, what is forecast, what happened."""
    task = row.task
    plan = task.planned
    return {
        "planned_start": plan[0].isoformat() if plan else None,
        "planned_finish": plan[1].isoformat() if plan else None,
        "forecast_start": row.days[0].isoformat(),
        "forecast_finish": row.days[1].isoformat(),
        "actual_start": task.started.isoformat() if task.started else None,
        "actual_finish": task.finished.isoformat() if task.finished else None,
        "progress": task.percent,
        "slip": row.slip,
        "overdue": row.overdue,
        "waits_for": [
            {"task": link.before, "kind": link.kind.value, "lag": link.lag, "unit": link.unit.value}
            for link in links
        ],
    }
