"""Ctrl+K: what is found, what Enter does, and that nothing typed elsewhere is lost."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QItemSelectionModel, QPoint, Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QPushButton

from invest_crm import words
from invest_crm.settings import user
from invest_crm.ui import theme
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.projects.page import ProjectsPage
from invest_crm.ui.views.jobs import infos
from tests.ui.commands.conftest import CTRL
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.factories import Bureau
    from tests.ui.commands.conftest import Desk

KEY = Qt.Key


def projects(desk: Desk) -> ProjectsPage:
    page = desk.window.pages.current()
    assert isinstance(page, ProjectsPage)
    return page


def current(desk: Desk) -> str:
    hit = desk.palette.lines.current()
    return "" if hit is None else hit.entry.title


# ---- finding -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("typed", "title"),
    [
        ("chongqing", "重庆长安汽车项目"),
        ("cqca", "重庆长安汽车项目"),
        ("huazhong", "华中新能源项目"),
        ("hz新能源", "华中新能源项目"),
        ("luan", "六安瓜片加工"),
        ("zengshi", "曾氏蜂业有限公司"),
        ("xmwuye", "厦门钨业股份有限公司"),
        ("厦门", "厦门钨业股份有限公司"),
    ],
)
def test_records_are_found_in_full_pinyin_by_initials_and_mixed(
    desk: Desk, typed: str, title: str
) -> None:
    desk.open(typed)
    assert title in desk.titles()


def test_the_letters_found_are_marked(desk: Desk) -> None:
    desk.open("cqca")
    marks = {hit.entry.title: hit.marks for hit in desk.palette.hits()}
    assert marks["重庆长安汽车项目"] == (0, 1, 2, 3)


def test_enter_opens_a_record_and_ctrl_enter_its_form(desk: Desk) -> None:
    desk.open("cqca")
    desk.press(KEY.Key_Return)
    desk.settle()
    record = projects(desk).panel.record()
    assert record is not None
    assert record.title == "重庆长安汽车项目"
    assert projects(desk).side.editor() is None
    desk.open("luan")
    desk.press(KEY.Key_Return, CTRL)
    desk.settle()
    editor = projects(desk).side.editor()
    assert editor is not None
    assert editor.form.texts()["name"] == "六安瓜片加工"


def test_enter_pressed_before_the_records_came_waits_for_them(desk: Desk) -> None:
    desk.open()
    desk.type("cqca")
    desk.press(KEY.Key_Return)
    desk.settle()
    assert not desk.palette.isVisible()
    assert projects(desk).panel.record().title == "重庆长安汽车项目"


def test_a_page_named_outright_is_opened_without_waiting(desk: Desk) -> None:
    desk.open()
    desk.type("项目")
    desk.press(KEY.Key_Return)
    assert desk.window.pages.current_id() == "projects"
    desk.settle()


def test_the_line_chosen_by_hand_stays_when_records_arrive(desk: Desk) -> None:
    desk.open()
    desk.type("x")
    desk.press(KEY.Key_Down)
    chosen = current(desk)
    desk.settle()
    assert len(desk.palette.lines.headings()) > 1
    assert current(desk) == chosen


def test_nothing_found_is_said_and_enter_does_nothing(desk: Desk) -> None:
    desk.open("qqqqzz")
    assert desk.titles() == []
    assert desk.palette.lines.headings() == ["没有找到"]
    desk.press(KEY.Key_Return)
    assert desk.palette.isVisible()


def test_more_than_fit_lead_to_the_list(desk: Desk, office: Bureau) -> None:
    for number in range(12):
        office.take_up(f"恒丰食品{number}期")
    desk.open("hfsp")
    for _line in range(desk.titles().index("在列表中查看全部“hfsp”")):
        desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    desk.settle()
    assert len(projects(desk).grid.model.ids()) == 12


# ---- commands ----------------------------------------------------------------------------------


def test_a_command_acts_on_what_is_selected_and_says_on_how_many(desk: Desk) -> None:
    desk.go("projects")
    grid = projects(desk).grid
    flag = QItemSelectionModel.SelectionFlag.Select
    for row in range(3):
        grid.view.selectionModel().select(grid.model.index(row, 0), flag)
    grid.view.setFocus()
    desk.open("hsz")
    (hit,) = [hit for hit in desk.palette.hits() if hit.entry.key == "record.trash"]
    assert (hit.entry.title, hit.entry.note) == ("移入回收站", "选定的 3 个项目")
    assert current(desk) == "移入回收站"
    desk.press(KEY.Key_Return)
    desk.settle()
    assert len(grid.model.ids()) == 1
    desk.open("撤销上一步")
    desk.press(KEY.Key_Return)
    desk.settle()
    assert len(grid.model.ids()) == 4


def test_what_cannot_be_done_is_listed_with_its_reason_and_does_nothing(desk: Desk) -> None:
    desk.open("后退")
    (hit,) = [hit for hit in desk.palette.hits() if hit.entry.key == "forward" or
              hit.entry.key == "back"]  # fmt: skip
    assert hit.entry.reason == "那边没有页面了。"
    desk.press(KEY.Key_Return)
    assert desk.palette.isVisible()


def test_a_shortcut_that_cannot_act_says_why(desk: Desk) -> None:
    desk.press(KEY.Key_Right, Qt.KeyboardModifier.AltModifier)
    assert desk.window.status.action() == "那边没有页面了。"


@pytest.mark.parametrize("typed", ["深色", "shense", "dark", "ztss"])
def test_a_setting_is_taken_up_at_once(desk: Desk, typed: str) -> None:
    desk.open(typed)
    assert "主题：深色" in desk.titles()
    entry = next(hit.entry for hit in desk.palette.hits() if hit.entry.title == "主题：深色")
    try:
        entry.do()
        assert user.read("ui.theme") == "dark"
        assert theme.current().mode == "dark"
    finally:
        theme.install("light", text_scale=1.0)


def test_a_setting_of_the_unit_opens_in_its_place_with_the_cursor_in_it(desk: Desk) -> None:
    desk.open("填报单位")
    desk.press(KEY.Key_Return)
    desk.settle()
    page = desk.window.pages.current()
    assert desk.window.pages.current_id() == "preferences"
    assert QApplication.focusWidget() is page.county.form.editor("county.bureau")


def test_a_backup_is_made_from_anywhere(desk: Desk) -> None:
    desk.open("lijibeifen")
    desk.press(KEY.Key_Return)
    desk.settle()
    page = desk.window.pages.current()
    assert desk.window.pages.current_id() == "backups"
    assert "已验证" in page.panel.record().state


def test_a_saved_view_is_found_and_opened_on_its_list(desk: Desk) -> None:
    view = next(info for info in infos(desk.context.app, "projects") if info.ready and
                info.id != infos(desk.context.app, "projects")[0].id)  # fmt: skip
    desk.open(view.name)
    index = [hit.entry.key for hit in desk.palette.hits()].index(f"view:{view.id}")
    for _step in range(index):
        desk.press(KEY.Key_Down)
    desk.press(KEY.Key_Return)
    desk.settle()
    assert projects(desk).views.id() == view.id
    desk.go("firms")
    desk.press(KEY.Key_E, CTRL)
    desk.settle()
    assert view.name in desk.titles()
    desk.press(KEY.Key_Escape)


def test_a_link_leads_where_it_says(desk: Desk, office: Bureau) -> None:
    record = office.take_up("坤牧生猪项目")
    desk.open(f"crm://projects/{record}")
    assert current(desk) == "打开链接"
    desk.press(KEY.Key_Return)
    desk.settle()
    assert projects(desk).shown_id == record
    desk.open("crm://view/nothing")
    assert [hit.entry.reason for hit in desk.palette.hits() if hit.entry.key == "link"] != [""]
    desk.press(KEY.Key_Escape)


# ---- focus and keys ----------------------------------------------------------------------------


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_esc_gives_cursor_and_selection_back_exactly(
    desk: Desk, kind: type[QLineEdit | QPlainTextEdit]
) -> None:
    page = desk.window.pages.current()
    line = kind("华中新能源项目", page)
    line.resize(200, 60)
    line.show()
    line.setFocus()
    desk.qtbot.keyClicks(line, "a")
    desk.press(KEY.Key_Home)
    for _letter in range(2):
        desk.press(KEY.Key_Right)
    desk.press(KEY.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    before, text = _selected(line), _text(line)
    assert before[1]
    desk.open("hz")
    desk.press(KEY.Key_Escape)
    assert QApplication.focusWidget() is line
    assert _selected(line) == before
    assert _text(line) == text


def _text(line: QLineEdit | QPlainTextEdit) -> str:
    return line.text() if isinstance(line, QLineEdit) else line.toPlainText()


def _selected(line: QLineEdit | QPlainTextEdit) -> tuple[int, str]:
    if isinstance(line, QLineEdit):
        return line.cursorPosition(), line.selectedText()
    cursor = line.textCursor()
    return cursor.position(), cursor.selectedText()


def test_it_opens_from_a_form_and_what_was_typed_stays(desk: Desk) -> None:
    desk.go("projects")
    projects(desk).new_record()
    desk.settle()
    editor = projects(desk).side.editor()
    assert editor is not None
    name = editor.form.editor("name")
    name.setFocus()
    desk.qtbot.keyClicks(name, "abc")
    desk.open()
    desk.press(KEY.Key_Escape)
    assert projects(desk).side.editor() is editor
    assert QApplication.focusWidget() is name
    desk.qtbot.keyClicks(name, "d")
    assert editor.form.texts()["name"] == "abcd"


def test_another_form_opened_from_it_does_not_lose_what_was_typed(desk: Desk) -> None:
    desk.go("projects")
    projects(desk).edit("")
    desk.settle()
    editor = projects(desk).side.editor()
    assert editor is not None
    editor.form.retype({"name": "半句话"})
    desk.open("cqca")
    desk.press(KEY.Key_Return, CTRL)
    desk.settle()
    other = projects(desk).side.editor()
    assert other is not None
    assert other.form.texts()["name"] == "重庆长安汽车项目"
    (bar,) = [bar for bar in projects(desk).findChildren(NoticeBar) if "半句话" in bar.text()]
    bar.findChild(QPushButton).click()
    desk.settle()
    again = projects(desk).side.editor()
    assert again is not None
    assert again.form.texts()["name"] == "半句话"


def test_a_click_elsewhere_closes_it_and_keeps_the_new_focus(desk: Desk) -> None:
    desk.go("projects")
    desk.open("x")
    grid = projects(desk).grid
    desk.qtbot.mouseClick(grid.view.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(20, 600))
    grid.view.setFocus()
    assert not desk.palette.isVisible()
    assert QApplication.focusWidget() is grid.view


def test_the_first_key_of_a_composition_is_not_lost(desk: Desk) -> None:
    desk.open()
    line = desk.palette.edit
    assert line.testAttribute(Qt.WidgetAttribute.WA_InputMethodEnabled)
    assert not desk.palette.isWindow()
    QApplication.sendEvent(line, QInputMethodEvent("h", []))
    assert line.text() == ""
    assert line.hasFocus()
    done = QInputMethodEvent("", [])
    done.setCommitString("华中")
    QApplication.sendEvent(line, done)
    desk.settle()
    assert line.text() == "华中"
    assert current(desk) == "华中新能源项目"


def test_arrows_pages_and_tab_walk_over_headings(desk: Desk) -> None:
    desk.open()
    desk.settle()
    rows = desk.titles()
    desk.press(KEY.Key_Down)
    assert current(desk) == rows[1]
    desk.press(KEY.Key_Tab)
    assert current(desk) == rows[2]
    desk.press(KEY.Key_Backtab)
    desk.press(KEY.Key_Up)
    desk.press(KEY.Key_Up)
    assert current(desk) == rows[-1]
    desk.press(KEY.Key_PageUp)
    assert rows.index(current(desk)) < len(rows) - 3
    for _page in range(20):
        desk.press(KEY.Key_PageUp)
    assert current(desk) == rows[0]
    assert desk.palette.edit.hasFocus()


def test_a_click_does_what_the_line_says(desk: Desk) -> None:
    desk.open("企业")
    lines = desk.palette.lines
    index = next(
        lines.model().index(row, 0)
        for row in range(lines.model().rowCount())
        if lines.model().index(row, 0).data() == "企业" and
        lines.model().flags(lines.model().index(row, 0)) & Qt.ItemFlag.ItemIsSelectable
    )  # fmt: skip
    at = lines.visualRect(index).center()
    desk.qtbot.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=at)
    desk.settle()
    assert desk.window.pages.current_id() == "firms"


def test_the_button_at_the_top_opens_it(desk: Desk) -> None:
    desk.qtbot.mouseClick(desk.window.search_button, Qt.MouseButton.LeftButton)
    assert desk.palette.edit.hasFocus()
    desk.press(KEY.Key_Escape)


def test_a_screen_reader_hears_what_is_chosen(desk: Desk) -> None:
    desk.open("深色")
    assert desk.palette.edit.accessibleName() == "查找与操作"
    assert desk.palette.edit.accessibleDescription().startswith("主题：深色")
    index = desk.palette.lines.currentIndex()
    assert "主题：深色" in index.data(int(Qt.ItemDataRole.AccessibleTextRole))


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
@pytest.mark.parametrize("size", [(1024, 600), (1366, 768), (2560, 1440)])
def test_it_lies_inside_the_window_and_nothing_is_cut(
    open_desk: Callable[[], Desk], size: tuple[int, int], scale: float
) -> None:
    theme.current().apply("light", text_scale=scale)
    try:
        desk = open_desk()
        desk.window.resize(*size)
        desk.open("x")
        for language in words.LANGUAGES:
            words.use(language)
            palette = desk.palette
            assert desk.window.rect().contains(palette.geometry())
            middle = palette.geometry().center().x() - desk.window.rect().center().x()
            assert abs(middle) <= 1
            assert palette.lines.viewport().height() >= 3 * theme.px(34)
            assert find_clipped(palette) == []
            assert find_nameless(palette) == []
        desk.press(KEY.Key_Escape)
    finally:
        theme.current().apply("light", text_scale=1.0)


def test_it_stays_in_the_middle_when_the_window_changes(desk: Desk) -> None:
    desk.open("x")
    desk.window.resize(1100, 640)
    desk.qtbot.wait(5)
    assert desk.window.rect().contains(desk.palette.geometry())


# ---- what was last -----------------------------------------------------------------------------


def test_what_was_opened_last_comes_first_and_survives_a_restart(
    open_desk: Callable[[], Desk],
) -> None:
    desk = open_desk()
    desk.open("cqca")
    desk.press(KEY.Key_Return)
    desk.settle()
    desk.go("firms")
    desk.window.close()
    again = open_desk()
    again.press(KEY.Key_E, CTRL)
    again.settle()
    assert again.palette.edit.hasFocus()
    assert again.titles()[:3] == ["企业", "项目", "重庆长安汽车项目"]
    again.type("cq")
    assert again.titles() == ["重庆长安汽车项目"]
    again.press(KEY.Key_Return)
    again.settle()
    assert projects(again).panel.record().title == "重庆长安汽车项目"


def test_a_record_in_the_trash_is_no_more_among_the_last(desk: Desk) -> None:
    desk.open("cqca")
    desk.press(KEY.Key_Return)
    desk.settle()
    page = projects(desk)
    page.archive([page.shown_id])
    desk.settle()
    desk.press(KEY.Key_E, CTRL)
    desk.settle()
    assert "重庆长安汽车项目" not in desk.titles()


def test_names_are_not_written_into_the_file_of_the_user(desk: Desk) -> None:
    desk.open("cqca")
    desk.press(KEY.Key_Return)
    desk.settle()
    stored = user.read_state("recent")
    assert any(key.startswith("project:") for key in stored)
    assert "重庆" not in str(stored)
