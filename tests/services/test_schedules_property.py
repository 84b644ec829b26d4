"""Any sequence of work on schedules, undone to the end, is as if nothing had happened."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.day_line import Unit
from invest_crm.domain.schedule import Link, LinkKind
from invest_crm.errors import UserError
from invest_crm.services import undo, upkeep
from invest_crm.services.schedules import commands, edit, planning
from invest_crm.services.schedules.records import plan_of
from tests.support.factories import Bureau, bounded, images

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.domain.schedule_plan import Plan
    from invest_crm.services.work import App

TODAY = date(2025, 9, 1)
_PICK, _DAYS = st.integers(0, 11), st.integers(0, 400)
_VALUES = st.fixed_dictionaries(
    {},
    optional={
        "name": st.sampled_from(["甲", "乙", " "]),
        "days": st.sampled_from([0, 3, 40, 4000]),
        "unit": st.sampled_from(Unit),
        "owner": st.sampled_from(["", "reform", "王五"]),
        "not_before": st.sampled_from([None, date(2025, 12, 1), date(2026, 5, 1)]),
    },
)
_REPORT = st.fixed_dictionaries(
    {},
    optional={
        "started": st.sampled_from([None, date(2025, 8, 1), date(2025, 9, 3)]),
        "finished": st.sampled_from([None, date(2025, 8, 20)]),
        "percent": st.sampled_from([None, 10, 90]),
        "note": st.sampled_from(["", "已报件", "联系13912345678"]),
    },
)
_STEPS = st.one_of(
    st.tuples(st.just("make"), _DAYS),
    st.tuples(st.just("edit"), _PICK, _VALUES),
    st.tuples(st.just("report"), _PICK, _REPORT),
    st.tuples(st.just("add"), _PICK, _PICK),
    st.tuples(st.just("remove"), _PICK),
    st.tuples(st.just("link"), _PICK, _PICK, st.sampled_from(LinkKind)),
    st.tuples(st.just("replan"), _DAYS, st.booleans()),
    st.tuples(st.just("give_up")),
    st.tuples(st.just("undo")),
    st.tuples(st.just("redo")),
)


class Day:
    """Applies steps to a database; a step that has no object or is refused does nothing."""

    def __init__(self, app: App) -> None:
        self.app, self.office = app, Bureau(app)
        self.project = self.office.take_up(name="肉羊屠宰", site_mode="OPERATION")

    def do(self, step: tuple[Any, ...]) -> None:
        with suppress(UserError):
            getattr(self, step[0])(*step[1:])

    def make(self, days: int) -> None:
        target = TODAY + timedelta(days=days)
        self.app.write(planning.make_schedules, commands.MakeSchedules((self.project,), target))

    def edit(self, pick: int, values: dict[str, Any]) -> None:
        for task in self._pick(pick):
            self.app.write(edit.edit_task, commands.EditTask(task, values))

    def report(self, pick: int, values: dict[str, Any]) -> None:
        for task in self._pick(pick):
            self.app.write(edit.report_task, commands.ReportTask(task, values))

    def add(self, after: int, before: int) -> None:
        for plan in self._plans():
            new = commands.AddTask(
                plan.id, "丙", 4, after=self._pick(after), before=self._pick(before)
            )
            self.app.write(edit.add_task, new)

    def remove(self, pick: int) -> None:
        for task in self._pick(pick):
            self.app.write(edit.remove_task, commands.RemoveTask(task))

    def link(self, before: int, after: int, kind: LinkKind) -> None:
        for source in self._pick(before):
            for task in self._pick(after):
                wanted = (Link(source, task, kind, 2),)
                self.app.write(edit.set_links, commands.SetLinks(task, wanted))

    def replan(self, days: int, follow: bool) -> None:
        for plan in self._plans():
            target = TODAY + timedelta(days=days)
            self.app.write(planning.replan, commands.Replan(plan.id, target, "", follow))

    def give_up(self) -> None:
        for plan in self._plans():
            self.app.write(planning.remove_schedule, commands.RemoveSchedule(plan.id))

    def undo(self) -> None:
        self.office.undo()

    def redo(self) -> None:
        self.office.redo()

    def _plans(self) -> list[Plan]:
        found = self.app.read(plan_of, self.project)
        return [] if found is None else [found.plan]

    def _pick(self, place: int) -> tuple[str, ...]:
        return tuple(item.id for plan in self._plans() for item in plan.tasks[place : place + 1])


@bounded
@given(st.lists(_STEPS, min_size=1, max_size=9))
def test_undoing_everything_is_as_if_nothing_had_happened(
    new_app: Callable[[], App], steps: list[tuple[Any, ...]]
) -> None:
    app = new_app()
    day = Day(app)
    start = images(app)
    first = app.read(undo.next_undo, "wang")
    assert first is not None
    for step in (("make", 300), *steps):
        day.do(step)
    end = images(app)
    undone = 0
    while (last := app.read(undo.next_undo, "wang")) is not None and last.id != first.id:
        day.office.undo()
        undone += 1
    assert images(app) == start
    for _again in range(undone):
        day.office.redo()
    assert images(app) == end
    assert all(finding.ok for finding in app.read(upkeep.check))
