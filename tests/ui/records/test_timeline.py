"""The activity tab: the line and its chips, tasks in place, the stream; half-typed lines stay."""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from invest_crm import words
from invest_crm.domain.quick_entry import PROJECT, Subject
from invest_crm.services import tasks
from invest_crm.services.interactions import list_interactions
from invest_crm.services.quick_entry import LogLine, log_line
from invest_crm.settings import user
from invest_crm.ui import theme
from invest_crm.ui.records.quick_line import QuickLine
from invest_crm.ui.records.timeline_place import TAB
from tests.support.factories import person
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from invest_crm.ui.records.timeline import TimelineTab
    from tests.ui.records.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.fixture
def project(desk: Desk) -> str:
    """A project in the panel, its activity tab in front."""
    made = desk.office.take_up("甲甲项目", contacts=(person("王总"),))
    desk.settle()
    desk.page.grid.select_id(made)
    desk.page.follow(made)
    desk.page.panel.set_current_tab(TAB)
    desk.settle()
    return made


def tab(desk: Desk) -> TimelineTab:
    found: TimelineTab = desk.page.timeline  # type: ignore[attr-defined]
    return found


def write(desk: Desk, text: str) -> QuickLine:
    """Type a line, and wait for what is understood."""
    quick = tab(desk).quick
    quick.line.setText(text)
    quick.line.textEdited.emit(text)
    desk.qtbot.wait(200)
    desk.settle()
    return quick


def chips(desk: Desk) -> list[str]:
    return [chip.text() for chip in tab(desk).quick.chips()]


def chip(desk: Desk, text: str) -> Any:
    return next(item for item in tab(desk).quick.chips() if item.text() == text)


def enter(desk: Desk, text: str) -> None:
    write(desk, text).enter()
    desk.settle()


def stored(desk: Desk) -> list[dict[str, Any]]:
    return desk.context.app.read(list_interactions)


# ---- the line --------------------------------------------------------------------------------


def test_what_was_understood_stands_below_while_typing(desk: Desk, project: str) -> None:
    write(desk, "8/30 拜访 @张三 @王总 下周三回访")
    assert chips(desk) == [
        "8月30日", "拜访", "甲甲项目", "张三", "王总（对方）", "下一步：回访，9月10日", "承办 wang",
    ]  # fmt: skip
    write(desk, "谈了用地")
    assert chips(desk) == ["今天（未写日期）", "其他（未写方式）", "甲甲项目"]
    write(desk, "")
    assert chips(desk) == []


def test_a_chip_is_taken_away_by_its_cross_and_its_words_stay_in_the_text(
    desk: Desk, project: str
) -> None:
    write(desk, "8/30 拜访 下周三回访")
    chip(desk, "下一步：回访，9月10日").removed.emit()
    desk.settle()
    assert chips(desk) == ["8月30日", "拜访", "甲甲项目"]
    tab(desk).quick.enter()
    desk.settle()
    assert stored(desk)[0]["text"] == "拜访 下周三回访"
    assert desk.context.app.read(tasks.list_tasks) == []


def test_a_chip_offers_its_corrections(desk: Desk, project: str) -> None:
    write(desk, "8/30 拜访 @王总")
    chip(desk, "王总（对方）").clicked.emit()
    desk.settle()
    assert "王总" in chips(desk)
    chip(desk, "拜访").clicked.emit()
    menu = next(item for item in tab(desk).quick.findChildren(type(desk.page.grid.menu())))
    next(action for action in menu.actions() if action.text() == "会议").trigger()
    menu.close()
    desk.settle()
    assert "会议" in chips(desk)
    tab(desk).quick.enter()
    desk.settle()
    (visit,) = stored(desk)
    assert (visit["kind"], visit["ours"], visit["theirs"]) == ("MEETING", ["王总"], [])


def test_of_two_records_one_is_chosen_by_a_click(desk: Desk, project: str) -> None:
    for name in ("乙乙有限公司", "丙丙有限公司"):
        desk.office.firm(name, short_name="恒丰")
    write(desk, "昨天拜访恒丰")
    assert {"乙乙有限公司？", "丙丙有限公司？"} <= set(chips(desk))
    chip(desk, "丙丙有限公司？").clicked.emit()
    desk.settle()
    assert "丙丙有限公司" in chips(desk)
    assert "乙乙有限公司？" not in chips(desk)


def test_a_refused_line_stays_with_the_reason_below(desk: Desk, project: str) -> None:
    enter(desk, "昨天 @张三")
    quick = tab(desk).quick
    assert "对接内容" in quick.problem()
    assert quick.line.text() == "昨天 @张三"
    assert stored(desk) == []
    enter(desk, "昨天 @张三 谈用地")
    assert quick.problem() == ""
    assert quick.line.text() == ""


def test_enter_pressed_twice_notes_once(desk: Desk, project: str) -> None:
    quick = write(desk, "昨天拜访谈用地")
    quick.enter()
    quick.enter()
    desk.settle()
    assert len(stored(desk)) == 1


def test_ctrl_m_leads_to_the_line_from_the_list_and_esc_back(desk: Desk, project: str) -> None:
    desk.page.panel.set_current_tab("details")
    desk.page.grid.view.setFocus()
    desk.qtbot.keyClick(desk.page.grid.view, Qt.Key.Key_M, CTRL)
    assert desk.page.panel.current_tab() == TAB
    line = tab(desk).quick.line
    assert desk.page.focusWidget() is line
    desk.qtbot.keyClick(line, Qt.Key.Key_Escape)
    assert desk.page.focusWidget() is not line


def test_ctrl_m_leaves_a_form_with_something_typed_alone(desk: Desk, project: str) -> None:
    editor = desk.edit(project, remark="半句话")
    desk.qtbot.keyClick(editor.form.editor("remark"), Qt.Key.Key_M, CTRL)
    desk.settle()
    assert desk.page.side.editor() is editor
    assert editor.form.texts()["remark"] == "半句话"


# ---- a half-typed line -----------------------------------------------------------------------


def test_a_half_typed_line_belongs_to_its_record(desk: Desk, project: str) -> None:
    other = desk.office.take_up("乙乙项目")
    desk.settle()
    write(desk, "昨天拜访谈")
    desk.page.follow(other)
    desk.settle()
    assert tab(desk).quick.line.text() == ""
    desk.page.follow(project)
    desk.settle()
    assert tab(desk).quick.line.text() == "昨天拜访谈"


def test_a_half_typed_line_is_kept_within_two_seconds(desk: Desk, project: str) -> None:
    write(desk, "昨天拜访谈了很久")
    desk.qtbot.waitUntil(lambda: project in (user.read_state("notes") or {}), timeout=2000)
    # What another process reads after this one was killed is the file.
    code = "from invest_crm.settings import user; print(user.read_state('notes'))"
    found = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, check=True, encoding="utf-8"
    )
    assert "昨天拜访谈了很久" in found.stdout
    again = QuickLine(desk.context)
    desk.qtbot.addWidget(again)
    again.set_here(Subject(PROJECT, project, "甲甲项目"))
    assert again.line.text() == "昨天拜访谈了很久"
    enter(desk, "昨天拜访谈完了")
    assert project not in (user.read_state("notes") or {})


def test_two_lines_do_not_lose_each_other_s_words(desk: Desk, project: str) -> None:
    first, other = tab(desk).quick, QuickLine(desk.context)
    desk.qtbot.addWidget(other)
    other.set_here(Subject("firm", "f1", "乙乙有限公司"))
    for quick, text in ((first, "昨天拜访"), (other, "昨天来访"), (first, "昨天拜访谈")):
        quick.line.setText(text)
        quick.keep()
    assert user.read_state("notes") == {project: "昨天拜访谈", "f1": "昨天来访"}


# ---- tasks and the stream --------------------------------------------------------------------


def test_a_task_is_postponed_handed_over_and_dropped_in_place(desk: Desk, project: str) -> None:
    enter(desk, "昨天拜访 下周三回访")
    (row,) = tab(desk).tasks.rows()
    row.act("postpone")
    row.answer("随便")
    desk.settle()
    assert "不是今天及以后的日期" in row.findChildren(type(row._problem))[-1].text() or (
        "不是今天及以后的日期" in row._problem.text()
    )
    row.act("postpone")
    row.answer("9月12日")
    desk.settle()
    (row,) = tab(desk).tasks.rows()
    assert str(row.line.due) == "2025-09-12"
    row.act("hand_over")
    row.answer("李四")
    desk.settle()
    (row,) = tab(desk).tasks.rows()
    assert row.line.assignee == "李四"
    menu = row.menu()
    next(item for item in menu.actions() if item.text() == "明天再提醒").trigger()
    menu.deleteLater()
    desk.settle()
    (row,) = tab(desk).tasks.rows()
    assert str(row.line.snoozed) == "2025-09-02"
    row.act("drop")
    row.answer("")
    desk.settle()
    assert tab(desk).tasks.rows() == []
    (item,) = [item for item in tab(desk).rows() if item.item.kind == "task"]
    reopen = item.menu()
    assert reopen is not None
    reopen.actions()[0].trigger()
    reopen.deleteLater()
    desk.settle()
    assert len(tab(desk).tasks.rows()) == 1


def test_words_half_typed_for_a_task_survive_a_refresh(desk: Desk, project: str) -> None:
    enter(desk, "昨天拜访 下周三回访")
    (row,) = tab(desk).tasks.rows()
    row.ask("done", "企业表示")
    desk.page.refresh()
    desk.settle()
    (row,) = tab(desk).tasks.rows()
    assert row.asked() == ("done", "企业表示")


def test_a_note_is_corrected_in_the_line_and_taken_back(desk: Desk, project: str) -> None:
    enter(desk, "8/30 拜访 @张三")
    (item,) = [item for item in tab(desk).rows() if item.item.kind == "interaction"]
    write(desk, "今天电话，还没写完")
    item.correcting.emit(item.item.id)
    desk.settle()
    quick = tab(desk).quick
    assert quick.line.text() == "拜访 @张三"
    assert "8月30日" in chips(desk)
    quick.line.setText("拜访 @李四 谈用地")
    quick.enter()
    desk.settle()
    (visit,) = stored(desk)
    assert (visit["text"], visit["ours"]) == ("拜访 谈用地", ["李四"])
    assert visit["held_on"]["value"] == "2025-08-30"
    assert quick.line.text() == "今天电话，还没写完", "what was half typed before is there again"
    (item,) = [item for item in tab(desk).rows() if item.item.kind == "interaction"]
    menu = item.menu()
    assert menu is not None
    next(action for action in menu.actions() if action.text() == "撤回这条记录").trigger()
    menu.deleteLater()
    desk.settle()
    assert stored(desk) == []


def test_the_stream_is_narrowed_and_goes_further_back(desk: Desk, project: str) -> None:
    here = Subject(PROJECT, project, "甲甲项目")
    for day in range(1, 32):
        desk.context.app.write(log_line, LogLine(f"8/{day} 电话 @张三", here))
    desk.settle()
    found = tab(desk)
    found.narrow("interaction")
    desk.settle()
    assert len(found.rows()) == 30
    found.show_more()
    desk.settle()
    assert len(found.rows()) == 31
    found.narrow("interaction", "张三")
    desk.settle()
    assert {row.item.kind for row in found.rows()} == {"interaction"}
    found.narrow("amount")
    desk.settle()
    assert found.rows() == []


def test_the_stream_is_written_as_a_document(desk: Desk, project: str, tmp_path: Any) -> None:
    enter(desk, "8/30 拜访 @张三 下周三回访")
    path = tmp_path / "跟踪记录.pdf"
    tab(desk).write_document(path)
    desk.settle()
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize(("width", "scale"), [(1190, 1.0), (968, 1.0), (1190, 2.0)])
def test_nothing_is_clipped_or_nameless(
    desk: Desk, project: str, language: str, width: int, scale: float
) -> None:
    enter(desk, "8/30 赴宁波拜访很长很长的一段话，谈了用地、用电、用工和融资 @张三 下周三回访")
    words.use(language)
    theme.install("light", text_scale=scale)
    from invest_crm.ui.projects.page import ProjectsPage
    from tests.ui.records.conftest import Desk as Again

    again = Again(desk.qtbot, desk.context, ProjectsPage(desk.context))
    again.page.resize(width, 600)
    again.page.follow(project)
    again.page.panel.set_current_tab(TAB)
    again.settle()
    write(again, "8/30 拜访 @张三 下周三回访")
    (row,) = tab(again).tasks.rows()
    row.act("postpone")
    again.settle()
    assert find_clipped(tab(again)) == []
    assert find_nameless(tab(again)) == []
    theme.install("light", text_scale=1.0)
