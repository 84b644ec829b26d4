"""What the wall asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from invest_crm.domain.stages import MilestoneKind
    from invest_crm.services.schedules.wall import Candidate, Schedules
    from invest_crm.services.work import App, Outcome, View

    Edit = Callable[[App], Outcome[Any]]


class Loaded(Struct, frozen=True):
    """Every schedule, and how many projects could have one and have none."""

    found: Schedules
    open: int


def load(app: App) -> Loaded:
    """Everything the wall shows."""

    def read(view: View) -> Loaded:
        from invest_crm.services.schedules.wall import candidates, schedules

        return Loaded(schedules(view), len(candidates(view)))

    return app.read(read)


def load_one(app: App, project: str) -> Schedules:
    """The schedule of one project, empty where it has none."""
    from invest_crm.services.schedules.wall import schedules

    return app.read(schedules, [project])


def load_candidates(app: App) -> tuple[Candidate, ...]:
    """The projects that could have a schedule."""
    from invest_crm.services.schedules.wall import candidates

    return tuple(app.read(candidates))


def make(projects: Sequence[str], target: date, goal: MilestoneKind) -> Edit:
    """Back-schedule projects."""

    def run(app: App) -> Outcome[tuple[str, ...]]:
        from invest_crm.services.schedules.commands import MakeSchedules
        from invest_crm.services.schedules.planning import make_schedules

        return app.write(make_schedules, MakeSchedules(tuple(projects), target, goal))

    return run


def edit_task(task: str, values: dict[str, Any], seen: dict[str, Any]) -> Edit:
    """Other values of a task."""

    def run(app: App) -> Outcome[None]:
        from invest_crm.services.schedules.commands import EditTask
        from invest_crm.services.schedules.edit import edit_task

        return app.write(edit_task, EditTask(task, values, seen))

    return run


def save_task(task: str, whole: TaskForm) -> Edit:
    """Everything of a task's form in one action."""

    def run(app: App) -> Outcome[None]:
        from invest_crm.services.schedules.form import SaveTask, save_task

        return app.write(
            save_task, SaveTask(task, whole.values, whole.seen, whole.report, whole.links)
        )

    return run


def add_task(schedule: str, values: dict[str, Any], after: Sequence[str]) -> Edit:
    """A further task after others."""

    def run(app: App) -> Outcome[str]:
        from invest_crm.services.schedules.commands import AddTask
        from invest_crm.services.schedules.edit import add_task

        return app.write(add_task, AddTask(schedule=schedule, after=tuple(after), **values))

    return run


def remove_task(task: str) -> Edit:
    """A task less."""

    def run(app: App) -> Outcome[None]:
        from invest_crm.services.schedules.commands import RemoveTask
        from invest_crm.services.schedules.edit import remove_task

        return app.write(remove_task, RemoveTask(task))

    return run


def report(task: str, values: dict[str, Any]) -> Edit:
    """What happened with a task."""

    def run(app: App) -> Outcome[None]:
        from invest_crm.services.schedules.commands import ReportTask
        from invest_crm.services.schedules.edit import report_task

        return app.write(report_task, ReportTask(task, values))

    return run


def replan(schedule: str, target: date | None, reason: str, *, follow: bool) -> Edit:
    """A new version of the plan."""

    def run(app: App) -> Outcome[int]:
        from invest_crm.services.schedules.commands import Replan
        from invest_crm.services.schedules.planning import replan

        return app.write(replan, Replan(schedule, target, reason, follow))

    return run


def remove(schedule: str) -> Edit:
    """Give a schedule up."""

    def run(app: App) -> Outcome[None]:
        from invest_crm.services.schedules.commands import RemoveSchedule
        from invest_crm.services.schedules.planning import remove_schedule

        return app.write(remove_schedule, RemoveSchedule(schedule))

    return run


class TaskForm(Struct, frozen=True):
    """What the form of a task wants: fields, what stood there, what happened, what holds it."""

    values: dict[str, Any]
    seen: dict[str, Any]
    report: dict[str, Any]
    links: tuple[Any, ...] | None = None
