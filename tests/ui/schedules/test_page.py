"""The wall over a real database: making, reading, drawing on handles, keys, planning anew."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QApplication, QPushButton

from invest_crm import words
from invest_crm.domain.schedule_plan import Light
from invest_crm.domain.workdays import load_calendar
from invest_crm.services.history import record_history
from invest_crm.services.schedules import commands, edit
from invest_crm.services.schedules.records import plan_of
from invest_crm.ui import theme
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.records.occasion import Occasion
from invest_crm.ui.schedules.make_panel import MakePanel
from invest_crm.ui.schedules.replan_panel import ReplanPanel
from invest_crm.ui.schedules.task_panel import NewTaskPanel, TaskPanel
from tests.support.factories import colleague
from tests.ui.schedules.conftest import CTRL, SHIFT, SIGNED, TARGET, Key, open_desk
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau
    from tests.ui.schedules.conftest import Desk

FIT, EIA = "装修、改造施工", "环评审批"


def part(desk: Desk) -> Occasion:
    """The form beside the wall."""
    found = desk.page.side.part()
    assert isinstance(found, Occasion)
    assert found.isVisible()
    return found


def fill(panel: Occasion, key: str, text: str) -> None:
    panel.form.retype({key: text})  # type: ignore[attr-defined]


# ---- making ----------------------------------------------------------------------------------


def test_an_empty_wall_says_what_belongs_there_and_begins_with_one_button(
    desk: Desk, project: str
) -> None:
    desk.settle()
    (empty,) = [e for e in desk.page.findChildren(EmptyState) if e.isVisible()]
    (button,) = empty.findChildren(QPushButton)
    button.click()
    desk.settle()
    panel = part(desk)
    assert isinstance(panel, MakePanel)
    panel.accept()
    assert "至少勾选一个" in panel._tell.text()
    panel.tick(project)
    fill(panel, "target", "2020-1-1")
    panel.accept()
    assert panel.form.editor("target").accessibleDescription() == "这一天已经过去。"
    fill(panel, "target", "2027-6-30")
    panel.accept()
    desk.settle()
    assert not desk.page.side.isVisible()
    assert desk.names()[0] == "金穗肉羊屠宰"
    assert len(desk.rows()) == 18
    assert desk.row("金穗肉羊屠宰").due == "2027年6月30日"
    desk.undo()
    assert desk.context.app.read(plan_of, project) is None


def test_projects_chosen_elsewhere_come_ticked(desk: Desk, project: str) -> None:
    desk.page.restore({"make": [project]})
    desk.settle()
    panel = part(desk)
    assert isinstance(panel, MakePanel)
    assert panel.chosen() == [project]
    panel.finder.setText("jsry")
    assert [item.isHidden() for item in panel._items()] == [False]
    panel.finder.setText("zzz")
    assert [item.isHidden() for item in panel._items()] == [True]


# ---- reading ---------------------------------------------------------------------------------


def test_a_schedule_stands_with_every_task_its_days_and_who_must_act(
    desk: Desk, scheduled: str
) -> None:
    seen = desk.outlook(scheduled)
    for row in seen.rows:
        line = desk.row(row.task.name)
        assert line.bar is not None
        assert line.bar.days == row.days
        assert line.bar.plan == row.task.planned
    assert desk.row(EIA).owner == "市生态环境局县分局"
    assert "目标2027年6月30日投产" in desk.said()
    assert "最晚须于" in desk.said()
    assert desk.row("设备采购到货").state == "关键"


def test_what_a_colleague_writes_is_drawn_at_once(desk: Desk, scheduled: str) -> None:
    other = colleague(desk.context.app, "li")
    task = desk.task(scheduled, "FIT")
    other.listeners = desk.context.app.listeners
    other.write(edit.edit_task, commands.EditTask(task.id, {"days": 55}))
    desk.settle()
    assert desk.row(FIT).beside == "晚 10 天"


def test_many_projects_are_folded_grouped_and_narrowed_by_their_lights(
    desk: Desk, project: str, office: Bureau
) -> None:
    others = [
        office.take_up(name=f"项目{n}", leader="李县长", park="西园", **SIGNED) for n in range(4)
    ]
    desk.make(project, *others[:3])
    desk.make(others[3], target=date(2025, 10, 1))
    assert len(desk.rows()) == 5
    desk.page.take_grouping("leader")
    assert [row.name for row in desk.rows() if row.kind == "group"] == [
        "李县长：4 个项目（目标已来不及 1、正常推进 3）",
        "王县长：1 个项目（正常推进 1）",
    ]
    desk.page.take_light(Light.RED.value)
    assert [row.name for row in desk.rows() if row.kind == "project"] == ["项目3"]
    desk.page.take_light(Light.RED.value)
    desk.choose("项目1")
    desk.press(Key.Key_Right)
    assert FIT in desk.names()
    desk.press(Key.Key_Left)
    assert FIT not in desk.names()
    desk.page.show_only()
    assert desk.page.title() == "项目1"
    assert FIT in desk.names()
    desk.page.show_only()
    assert desk.page.title() == "挂图作战"


def test_an_impossible_target_says_where_it_breaks_and_what_would_fit(
    desk: Desk, project: str
) -> None:
    desk.make(project, target=date(2025, 10, 1))
    said, seen = desk.said(), desk.outlook(project)
    name = seen.row(seen.breaks[0][0]).task.name
    assert "已来不及" in said
    assert f"“{name}”已晚了" in said
    assert "目标改为2026年" in said


# ---- edits -----------------------------------------------------------------------------------


def test_drawing_the_end_shows_what_it_moves_before_it_is_let_go(
    desk: Desk, scheduled: str
) -> None:
    desk.page.take_level("day")
    before = desk.task(scheduled, "FIT").days
    wide = round(desk.view.geometry_of_wall().scale.day)
    start = desk.grip(FIT) - QPoint(2, 0)
    desk.drag(start, 5 * wide, release=False)
    draft = desk.view.draft()
    assert draft is not None
    assert draft.values == {"days": before + 5}
    assert desk.row(FIT).beside == "晚 5 天"
    assert "影响" in desk.said()
    assert "全程晚 5 天" in desk.said()
    assert desk.task(scheduled, "FIT").days == before, "nothing is written while it is held"
    port = desk.view.viewport()
    desk.qtbot.mouseRelease(port, Qt.MouseButton.LeftButton, pos=start + QPoint(5 * wide, 0))
    desk.settle()
    assert desk.task(scheduled, "FIT").days == before + 5
    assert desk.view.draft() is None
    desk.undo()
    assert desk.task(scheduled, "FIT").days == before
    assert desk.row(FIT).beside == ""


def test_drawing_the_beginning_sets_the_day_before_which_it_does_not_begin(
    desk: Desk, scheduled: str
) -> None:
    desk.page.take_level("day")
    first = desk.outlook(scheduled).row(desk.task(scheduled, "FIT").id).days[0]
    wide = round(desk.view.geometry_of_wall().scale.day)
    desk.drag(desk.grip(FIT, end=False) + QPoint(2, 0), 3 * wide)
    assert desk.task(scheduled, "FIT").not_before == first + timedelta(days=3)
    assert desk.row(FIT).bar.days[0] == first + timedelta(days=3)  # type: ignore[union-attr]


def test_a_drag_on_the_body_of_a_bar_pans_and_changes_nothing(desk: Desk, scheduled: str) -> None:
    desk.page.take_level("day")
    before = desk.context.app.read(plan_of, scheduled)
    start = desk.grip(FIT) - QPoint(120, 0)
    at = desk.view.horizontalScrollBar().value()
    desk.drag(start, -80)
    assert desk.view.horizontalScrollBar().value() == at + 80
    assert desk.context.app.read(plan_of, scheduled) == before


def test_keys_edit_with_a_preview_and_enter_writes(desk: Desk, scheduled: str) -> None:
    days = desk.task(scheduled, "EIA").days
    desk.choose(EIA)
    desk.press(Key.Key_Right, CTRL, 10)
    assert desk.task(scheduled, "EIA").days == days
    assert desk.view.draft() is not None
    desk.press(Key.Key_Escape)
    assert desk.view.draft() is None
    assert desk.row(EIA).beside == ""
    desk.press(Key.Key_Right, CTRL, 10)
    desk.press(Key.Key_Return)
    assert desk.task(scheduled, "EIA").days == days + 10
    desk.press(Key.Key_Left, CTRL)
    desk.press(Key.Key_Down)
    assert desk.task(scheduled, "EIA").days == days + 9, "leaving the row writes it"
    desk.choose(EIA)
    desk.press(Key.Key_Right, CTRL | SHIFT, 2)
    desk.press(Key.Key_Return)
    assert desk.task(scheduled, "EIA").not_before is not None


def test_ten_working_days_more_end_ten_working_days_later(desk: Desk, scheduled: str) -> None:
    task = desk.task(scheduled, "EIA")
    was = desk.outlook(scheduled).row(task.id).days
    desk.choose(EIA)
    desk.press(Key.Key_Right, CTRL, 10)
    desk.press(Key.Key_Return)
    now = desk.outlook(scheduled).row(task.id).days
    assert now[0] == was[0]
    assert load_calendar().workdays_between(was[1], now[1]) == 10


def test_a_done_task_has_no_handle_and_takes_no_key(desk: Desk, scheduled: str) -> None:
    task = desk.task(scheduled, "REG")
    report = commands.ReportTask(task.id, {"finished": date(2025, 8, 20)})
    desk.context.app.write(edit.report_task, report)
    desk.settle()
    desk.choose(task.name)
    desk.press(Key.Key_Right, CTRL, 3)
    assert desk.view.draft() is None
    assert desk.row(task.name).state == "已完成"


def test_the_form_writes_everything_in_one_action(desk: Desk, scheduled: str) -> None:
    desk.choose(EIA)
    desk.press(Key.Key_Return)
    panel = part(desk)
    assert isinstance(panel, TaskPanel)
    fill(panel, "days", "12")
    fill(panel, "owner", "县发改局")
    fill(panel, "started", "2025-8-25")
    fill(panel, "percent", "30")
    fill(panel, "note", "已受理")
    panel.links.add(None)
    panel.links._lines[-1].other.set_current(desk.task(scheduled, "REG").id)
    panel.accept()
    desk.settle()
    task = desk.task(scheduled, "EIA")
    assert (task.days, task.owner, task.percent, task.note) == (12, "reform", 30, "已受理")
    assert task.started == date(2025, 8, 25)
    found = desk.context.app.read(plan_of, scheduled)
    assert found is not None
    assert len(found.plan.before(task.id)) == 2
    assert not desk.page.side.isVisible()
    desk.undo()
    assert desk.task(scheduled, "EIA").percent is None


def test_a_refusal_stays_in_the_form_with_what_was_typed(desk: Desk, scheduled: str) -> None:
    desk.choose("注册公司")
    desk.press(Key.Key_Return)
    panel = part(desk)
    assert isinstance(panel, TaskPanel)
    fill(panel, "days", "多")
    panel.accept()
    assert "整数" in panel.form.editor("days").accessibleDescription()
    fill(panel, "days", "5")
    panel.links.add(None)
    panel.links._lines[-1].other.set_current(desk.task(scheduled, "FIT").id)
    panel.accept()
    desk.settle()
    assert panel.isVisible()
    assert panel._told is not None
    assert "互相等待" in panel._told.accessibleName() or "互相等待" in str(
        [child.text() for child in panel._told.findChildren(type(panel.body.itemAt(1).widget()))]
    )
    assert desk.task(scheduled, "REG").days == 3


def test_tasks_are_added_and_taken_out_by_keys(desk: Desk, scheduled: str) -> None:
    desk.choose("注册公司")
    desk.press(Key.Key_Insert)
    panel = part(desk)
    assert isinstance(panel, NewTaskPanel)
    fill(panel, "name", "协议公证")
    fill(panel, "days", "4")
    panel.accept()
    desk.settle()
    row = desk.view.current_row()
    assert row is not None
    assert row.name == "协议公证"
    desk.press(Key.Key_Delete)
    assert "协议公证" not in desk.names()
    desk.undo()
    assert "协议公证" in desk.names()


def test_begun_and_done_today_are_one_key_or_button(desk: Desk, scheduled: str) -> None:
    desk.choose("注册公司")
    desk.page.run("task.begun")
    desk.settle()
    assert desk.task(scheduled, "REG").started == desk.context.today
    desk.page.run("task.done")
    desk.settle()
    assert desk.task(scheduled, "REG").finished == desk.context.today
    assert desk.row("注册公司").state.startswith("已完成")


def test_the_menu_of_a_task_has_its_actions_and_that_of_a_project_those_of_the_schedule(
    desk: Desk, scheduled: str
) -> None:
    desk.choose(EIA)
    menu = desk.page.menu()
    assert any("今天完成" in action.text() for action in menu.actions())
    desk.choose("金穗肉羊屠宰")
    other = desk.page.menu()
    said = [action.text() for action in other.actions()]
    assert any("整体顺延未完成" in text for text in said)
    assert not any("今天完成" in text for text in said)
    for one in (menu, other):
        one.deleteLater()


def test_where_nothing_can_be_written_handles_keys_and_form_are_off(
    desk: Desk, scheduled: str
) -> None:
    desk.context.read_only = True
    desk.page.why_not_write = desk.context.why_not_write
    desk.page.refresh()
    desk.settle()
    before = desk.context.app.read(plan_of, scheduled)
    desk.choose(EIA)
    desk.press(Key.Key_Right, CTRL, 3)
    assert desk.view.draft() is None
    desk.press(Key.Key_Return)
    assert not desk.page.side.isVisible()
    desk.press(Key.Key_Delete)
    assert desk.context.app.read(plan_of, scheduled) == before
    desk.context.read_only = False


def test_planning_anew_keeps_the_versions_and_putting_off_is_one_click(
    desk: Desk, scheduled: str
) -> None:
    desk.choose(FIT)
    desk.press(Key.Key_Right, CTRL, 6)
    desk.press(Key.Key_Return)
    assert desk.row(FIT).beside == "晚 6 天"
    desk.page.run("schedule.follow")
    desk.settle()
    assert desk.row(FIT).beside == ""
    assert desk.outlook(scheduled).plan.target == TARGET + timedelta(days=6)
    desk.page.run("schedule.replan")
    panel = part(desk)
    assert isinstance(panel, ReplanPanel)
    fill(panel, "target", "2027-9-30")
    fill(panel, "reason", "用电外线晚批")
    panel.accept()
    desk.settle()
    found = desk.context.app.read(plan_of, scheduled)
    assert found is not None
    assert [one.version for one in found.baselines] == [1, 2, 3]
    assert found.plan.target == date(2027, 9, 30)
    told = [line.what for line in desk.context.app.read(record_history, [found.plan.id])]
    assert any("整体顺延" in what for what in told)


def test_a_schedule_is_given_up_and_undone(desk: Desk, scheduled: str) -> None:
    desk.page.run("schedule.delete")
    desk.settle()
    assert desk.context.app.read(plan_of, scheduled) is None
    desk.undo()
    assert FIT in desk.names()


# ---- looking ---------------------------------------------------------------------------------


def test_the_scale_goes_from_days_to_quarters_by_keys_wheel_and_switch(
    desk: Desk, scheduled: str
) -> None:
    for name in ("day", "week", "month", "quarter"):
        desk.page.take_level(name)
        assert desk.view.zoom_level() == name
        assert desk.page.levels.current() == name
    for _step in range(20):
        desk.press(Key.Key_Plus)
    assert desk.view.zoom_level() == "day"
    here = QPointF(desk.view.width() - 60, 200)
    x = desk.view.field_x(here.x())
    day = desk.view.geometry_of_wall().scale.at(x)
    turn = QWheelEvent(
        here, desk.view.viewport().mapToGlobal(here), QPoint(), QPoint(0, -120),
        Qt.MouseButton.NoButton, CTRL, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(desk.view.viewport(), turn)
    after = desk.view.geometry_of_wall().scale.at(desk.view.field_x(here.x()))
    assert abs((after - day).days) <= 1, "the day below the pointer stays"


def test_a_row_is_read_out_with_everything_it_says(desk: Desk, scheduled: str) -> None:
    desk.choose(EIA)
    said = desk.view.accessibleDescription()
    row = desk.row(EIA)
    for text in (row.name, row.owner, row.due, row.state):
        assert text in said


def test_state_and_link_bring_the_row_back(desk: Desk, scheduled: str) -> None:
    desk.page.take_level("week")
    desk.choose(FIT)
    state = desk.page.state()
    desk.page.fold_all(folded=True)
    assert FIT not in desk.names()
    desk.page.restore(state)
    desk.settle()
    row = desk.view.current_row()
    assert row is not None
    assert row.name == FIT


def test_holidays_that_are_not_announced_are_said(desk: Desk, scheduled: str) -> None:
    assert "2027年节假日安排未公布" in desk.page.head.note.text()


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_cut_or_nameless(
    qtbot: QtBot, context: Context, project: str, language: str, mode: str, scale: float
) -> None:
    words.use(language)
    theme.install(mode, text_scale=scale)  # type: ignore[arg-type]
    desk = open_desk(qtbot, context)
    desk.make(project)
    for command in ("schedule.make", "schedule.replan", "task.add"):
        desk.page.run(command)
        desk.settle()
        assert find_clipped(desk.window) == []
        assert find_nameless(desk.window) == []
    desk.view.choose_place(5)
    desk.page.run("task.edit")
    desk.settle()
    assert find_clipped(desk.window) == []
    assert find_nameless(desk.window) == []
