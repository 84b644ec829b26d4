"""What can be done on the wall: make, edit, report, plan anew, look closer, unfold."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from invest_crm.maps.wall import TASK
from invest_crm.maps.wall_axis import DAY, MONTH, QUARTER, WEEK
from invest_crm.ui.commands.command import Command
from invest_crm.ui.schedules.view import STEP
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from invest_crm.ui.schedules.page import SchedulesPage

LEVEL_WORDS = {
    DAY: N_("Daily"),
    WEEK: N_("Weekly"),
    MONTH: N_("Monthly"),
    QUARTER: N_("Quarterly"),
}
GROUP_WORDS = {
    "": N_("By name"),
    "leader": N_("By leader"),
    "park": N_("By park"),
    "unit": N_("By unit"),
}


def make_command(page: SchedulesPage) -> Command:
    """Back-schedule projects."""
    return Command("schedule.make", N_("Back-schedule…"), page.desk.make, "add", ("Ctrl+N",),
                   writes=True)  # fmt: skip


def wall_commands(page: SchedulesPage) -> list[Command]:
    """Everything, with the state of the moment."""
    return [make_command(page), *_schedule_commands(page), *_task_commands(page), *_looks(page)]


def row_commands(page: SchedulesPage) -> list[Command]:
    """What can be done with the row chosen: its task, and the schedule it is of."""
    row = page.view.current_row()
    on_task = row is not None and row.kind == TASK
    return [*(_task_commands(page) if on_task else ()), *_schedule_commands(page)]


def _schedule_commands(page: SchedulesPage) -> list[Command]:
    def chosen() -> str:
        return "" if page.entry() is not None else _("Choose a project first.")

    return [
        Command("schedule.replan", N_("Plan anew…"), page.desk.replan, "date",
                enabled=chosen, writes=True),
        Command("schedule.follow", N_("Put off what is not finished"), page.desk.follow,
                "arrow_right", enabled=chosen, writes=True),
        Command("schedule.open", N_("Open the project"), page.desk.open_project, "projects",
                enabled=chosen),
        Command("schedule.only", N_("Only this project"), page.show_only, "maximize",
                enabled=chosen),
        Command("schedule.delete", N_("Give up the schedule"), page.desk.remove, "delete",
                enabled=chosen, writes=True),
    ]  # fmt: skip


def _task_commands(page: SchedulesPage) -> list[Command]:
    def on_task() -> str:
        row = page.view.current_row()
        return "" if row is not None and row.kind == TASK else _("Choose a task first.")

    def unfinished() -> str:
        task = page.view.task_of(page.view.current_row())
        done = task is not None and task.finished is not None
        return _("This task is done.") if done else on_task()

    def on_schedule() -> str:
        return "" if page.entry() is not None else _("Choose a project first.")

    view = page.view
    return [
        Command("task.edit", N_("Edit task…"), page.desk.edit_task, "edit", ("Return",), heard=True,
                enabled=on_task, writes=True),
        Command("task.begun", N_("Begun today"), partial(page.desk.report_today, "started"), "play",
                enabled=unfinished, writes=True),
        Command("task.done", N_("Done today"), partial(page.desk.report_today, "finished"), "done",
                ("Ctrl+D",), enabled=unfinished, writes=True),
        Command("task.longer", N_("A day longer"), lambda: view.longer(1), "arrow_right",
                ("Ctrl+Right",), heard=True, enabled=unfinished, writes=True),
        Command("task.shorter", N_("A day shorter"), lambda: view.longer(-1), "arrow_left",
                ("Ctrl+Left",), heard=True, enabled=unfinished, writes=True),
        Command("task.later", N_("Begin a day later"), lambda: view.later(1), "arrow_right",
                ("Ctrl+Shift+Right",), heard=True, enabled=unfinished, writes=True),
        Command("task.earlier", N_("Begin a day earlier"), lambda: view.later(-1), "arrow_left",
                ("Ctrl+Shift+Left",), heard=True, enabled=unfinished, writes=True),
        Command("task.add", N_("New task…"), page.desk.add_task, "add", ("Insert",), heard=True,
                enabled=on_schedule, writes=True),
        Command("task.remove", N_("Take the task out"), page.desk.remove_task, "delete",
                ("Delete",), heard=True, enabled=on_task, writes=True),
    ]  # fmt: skip


def _looks(page: SchedulesPage) -> list[Command]:
    view = page.view
    return [
        Command("wall.today", N_("Go to today"), view.show_today, "today", ("T",), heard=True),
        Command("wall.fit", N_("All days"), view.fit, "maximize", ("0",), heard=True),
        Command("wall.closer", N_("Larger (+)"), lambda: view.zoom_by(STEP), "zoom_in", ("+",),
                heard=True),
        Command("wall.farther", N_("Smaller (-)"), lambda: view.zoom_by(1 / STEP), "zoom_out",
                ("-",), heard=True),
        Command("wall.unfold", N_("Unfold all"), partial(page.fold_all, folded=False), "tree"),
        Command("wall.fold", N_("Fold all"), partial(page.fold_all, folded=True), "tree"),
        *(
            Command(f"wall.level.{name}", N_("Time scale"), partial(page.take_level, name), "date",
                    value=words)
            for name, words in LEVEL_WORDS.items()
        ),
        *(
            Command(f"wall.by.{name or 'name'}", N_("Arranged"), partial(page.take_grouping, name),
                    "sort", value=words)
            for name, words in GROUP_WORDS.items()
        ),
    ]  # fmt: skip
