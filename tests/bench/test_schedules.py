"""Schedules: back-scheduling a county's worth of projects, and dragging a wall of 2,000 bars."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

from PySide6.QtWidgets import QApplication

from invest_crm.domain.day_line import DayLine, Unit
from invest_crm.domain.schedule import Link, LinkKind, Network, Task
from invest_crm.domain.schedule_plan import (
    Plan,
    PlanTask,
    day_line,
    outlook,
    planned,
    with_planned,
)
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.workdays import load_calendar
from invest_crm.maps.wall import WallProject, wall
from invest_crm.ui import theme
from invest_crm.ui.schedules.view import WallView
from tests.bench.baselines import bare_graphics_scene, bare_longest_paths

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from tests.bench.board import Race

_PROJECTS, _TASKS, _BARS = 1000, 40, 2000
_WIDE, _HIGH, _STEP = 1400, 800, 37
_TODAY, _TARGET = date(2026, 7, 10), date(2028, 6, 30)


def _networks(chance: random.Random) -> list[tuple[list[Task], list[Link]]]:
    """Projects of forty tasks; each task waits for one or two of the few before it."""
    made = []
    for _project in range(_PROJECTS):
        tasks = [
            Task(str(n), chance.randint(1, 30), chance.choice(list(Unit))) for n in range(_TASKS)
        ]
        links = []
        for n in range(1, _TASKS):
            for before in {max(n - chance.randint(1, 6), 0) for _link in range(2)}:
                kind = LinkKind.FS if chance.random() < 0.9 else LinkKind.SS
                links.append(Link(str(before), str(n), kind, chance.choice((0, 0, 0, 5))))
        made.append((tasks, links))
    return made


def test_back_scheduling_1_000_projects(race: Race, chance: random.Random) -> None:
    networks = _networks(chance)
    line = DayLine(load_calendar(), date(2020, 1, 1), date(2036, 12, 31))
    days = [{task.id: task.days for task in tasks} for tasks, _links in networks]
    edges = [[(link.before, link.after) for link in links] for _tasks, links in networks]
    found: list[Any] = []

    def ours() -> None:
        found.append([Network(*network).schedule(line, _TARGET, _TODAY) for network in networks])

    race.run(
        "back-scheduling 1,000 projects of 40 tasks ÷ networkx longest paths",
        ours,
        lambda: bare_longest_paths(days, edges),
        bar=1.5,
        rounds=5,
    )
    assert all(len(made.tasks) == _TASKS for made in found[-1])


def test_pan_frame_of_2_000_bars(race: Race, qtbot: QtBot, chance: random.Random) -> None:
    theme.install("light", text_scale=1.0)
    view = _wall_view(qtbot, chance)
    bare = bare_graphics_scene(_BARS)
    qtbot.addWidget(bare)
    bare.show()
    QApplication.processEvents()
    steps, bare_steps = _there_and_back(), _there_and_back()

    def pan() -> None:
        dx, dy = next(steps)
        view.horizontalScrollBar().setValue(view.horizontalScrollBar().value() - dx)
        view.verticalScrollBar().setValue(view.verticalScrollBar().value() - dy)
        view.viewport().repaint()

    def bare_pan() -> None:
        dx, dy = next(bare_steps)
        bare.horizontalScrollBar().setValue(bare.horizontalScrollBar().value() - dx)
        bare.verticalScrollBar().setValue(bare.verticalScrollBar().value() - dy)
        bare.viewport().repaint()

    race.run(
        "pan frame of a Gantt wall of 2,000 bars",
        pan,
        bare_pan,
        bar=16,
        unit="ms",
        absolute=True,
        rounds=120,
        warm=3,
    )


def _wall_view(qtbot: QtBot, chance: random.Random) -> WallView:
    """A wall of unfolded projects, week by week, with every link drawn."""
    calendar = load_calendar()
    plans = []
    for number, (tasks, links) in enumerate(_networks(chance)[: _BARS // _TASKS]):
        ids = {task.id: f"{number}/{task.id}" for task in tasks}
        plans.append(
            Plan(
                str(number),
                _TARGET,
                MilestoneKind.IN_PRODUCTION,
                tuple(
                    PlanTask(ids[task.id], f"环节{task.id}", task.days, task.unit, "reform")
                    for task in tasks
                ),
                tuple(
                    Link(ids[link.before], ids[link.after], link.kind, link.lag) for link in links
                ),
            )
        )
    line = day_line(calendar, _TODAY, plans)
    projects = {}
    for plan in plans:
        kept = with_planned(plan, plan.target, planned(plan, line, _TODAY))
        seen = outlook(kept, line, _TODAY)
        projects[plan.id] = WallProject(plan.id, f"项目{plan.id}", seen, "", "县投促局")
    made = wall(list(projects.values()), _TODAY, calendar, frozenset(projects))
    assert sum(row.kind == "task" for row in made.rows) == _BARS
    view = WallView()
    qtbot.addWidget(view)
    view.resize(_WIDE, _HIGH)
    view.show()
    view.show_wall(made, projects, line)
    view.set_level("week")
    QApplication.processEvents()
    return view


def _there_and_back() -> Iterator[tuple[int, int]]:
    """Steps of a drag: along a diagonal to new ground, and back over what was seen."""
    while True:
        for sign in (-1, 1):
            for _step in range(60):
                yield sign * _STEP, sign * _STEP // 2
