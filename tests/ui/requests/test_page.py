"""The page of requests: list, panel, form, settling, over a real database."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from invest_crm.services.requests import EditRequest, load, save_request
from invest_crm.services.undo import undo
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.grid.cells import Patch
from invest_crm.ui.kit.grid.source import Cell
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.records.patch_panel import PatchPanel
from invest_crm.ui.requests.close_panel import ClosePanel
from invest_crm.ui.requests.columns import KEYS
from invest_crm.ui.views.places import place_of
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from invest_crm.ui.requests.page import RequestsPage

CTRL = Qt.KeyboardModifier.ControlModifier


def cell(page: RequestsPage, request: str, key: str) -> Any:
    cells = page.grid.model.cells(page.grid.model.row_of(request))
    assert cells is not None
    return cells[[name for name, _width in KEYS].index(key)]


def pill(page: RequestsPage, words: str) -> PillButton:
    return next(
        item for item in page.findChildren(PillButton) if item.isVisible() and item.text() == words
    )


def press(page: RequestsPage, words: str) -> list[str]:
    """Click a chip; the ids that are shown then."""
    pill(page, words).clicked.emit()
    assert settled()
    return page.grid.model.ids()


def open_request(page: RequestsPage, request: str) -> None:
    page.restore({"open": request})
    assert settled()


def stored(page: RequestsPage, request: str) -> Any:
    return page._context.app.read(load, [request])[request]


def words_of_menu(page: RequestsPage, ids: list[str]) -> list[str]:
    menu = QMenu()
    page._fill_menu(menu, ids)
    return [action.text() for action in menu.actions()]


def closing(page: RequestsPage) -> ClosePanel:
    assert settled()
    panel = page.side.part()
    assert isinstance(panel, ClosePanel)
    return panel


# ---- the list --------------------------------------------------------------------------------


def test_the_time_left_is_said_in_words_and_in_its_colour(page, asked) -> None:
    late, soon = cell(page, asked["late"], "left"), cell(page, asked["soon"], "left")
    assert (late.text, late.tone) == ("逾期 12 天", "bad")
    assert (soon.text, soon.tone) == ("剩 4 天", "slow")
    assert cell(page, asked["open"], "left") == Cell("")
    assert cell(page, asked["done"], "left").text == ""
    assert [cell(page, asked[one], "closed").text for one in ("late", "done")] == [
        "未办结",
        "已办结",
    ]


def test_chips_narrow_to_open_late_and_soon_and_only_one_of_the_last_two(page, asked) -> None:
    assert page.grid.model.ids() == [asked[one] for one in ("late", "soon", "open", "done")]
    assert press(page, "未办结") == [asked[one] for one in ("late", "soon", "open")]
    assert press(page, "已逾期") == [asked["late"]]
    assert press(page, "7 日内到期") == [asked["soon"]]


def test_ready_made_views_show_what_their_names_say(page, asked) -> None:
    page.restore({"as_view": "requests.no-due-day"})
    assert settled()
    assert page.grid.model.ids() == [asked["open"]]


def test_a_request_is_found_by_what_it_asks(page, asked) -> None:
    page.restore({"text": "招聘"})
    assert settled()
    assert page.grid.model.ids() == [asked["soon"]]


# ---- the panel -------------------------------------------------------------------------------


def test_the_panel_says_what_presses_and_leads_to_the_firm(page, asked, office) -> None:
    open_request(page, asked["late"])
    record = page.panel.record()
    assert record.title == "晋阳牧业有限公司"
    assert "".join(span.text for span in record.callout) == "逾期 12 天，责任单位：县供电公司"
    assert record.callout_tone == "bad"
    page.deeds.firm.click()
    ((where, state),) = page.gone
    assert where == "firms"
    assert state["open"] == stored(page, asked["late"])["firm_id"]
    open_request(page, asked["open"])
    assert not page.deeds.firm.isVisible()
    assert page.panel.record().callout == ()


@pytest.mark.parametrize("width", [940, 1190])
def test_nothing_is_clipped_or_nameless(page, asked, width: int) -> None:
    page.resize(width, 560)
    for request in asked.values():
        open_request(page, request)
        assert find_clipped(page) == []
        assert find_nameless(page) == []


def test_a_copied_link_leads_back_to_the_request(page, asked) -> None:
    page.views.copy_links([asked["soon"]])
    text = QGuiApplication.clipboard().text()
    assert text == f"crm://requests/{asked['soon']}"
    assert place_of(page._context.app, text) == ("requests", {"open": asked["soon"]})


# ---- settling --------------------------------------------------------------------------------


def test_a_request_is_settled_with_day_and_result_by_keyboard_and_undone(page, asked) -> None:
    open_request(page, asked["late"])
    page.deeds.close_it.click()
    panel = closing(page)
    assert panel.form.texts()["on"] == "2025-09-01"
    panel.form.retype({"on": "2025.8.31", "result": "已增容"})
    QTest.keyClick(panel.form.editor("result"), Qt.Key.Key_Return, CTRL)
    assert settled()
    assert page.side.part() is page.panel
    record = stored(page, asked["late"])
    assert record["closed"]
    assert record["progress_text"] == "已现场踏勘\n2025年8月31日办结：已增容"
    assert page.deeds.reopen.isVisible()
    assert not page.deeds.close_it.isVisible()
    page._context.app.write(undo, None)
    assert not stored(page, asked["late"])["closed"]


def test_several_are_settled_at_once_from_the_menu_of_the_rows(page, asked) -> None:
    chosen = [asked["late"], asked["soon"], asked["done"]]
    assert {"办结…", "重新办理"} <= set(words_of_menu(page, chosen))
    page.close_chosen(chosen)
    panel = closing(page)
    panel.accept()
    assert settled()
    assert all(stored(page, one)["closed"] for one in chosen)
    assert not stored(page, asked["open"])["closed"]


def test_the_menu_offers_only_what_the_row_needs(page, asked) -> None:
    assert not any("重新办理" in text for text in words_of_menu(page, [asked["late"]]))
    assert not any("办结" in text for text in words_of_menu(page, [asked["done"]]))


def test_a_day_to_come_is_refused_and_what_was_typed_stays(page, asked) -> None:
    page.close_chosen([asked["late"]])
    panel = closing(page)
    panel.form.retype({"on": "2025.9.2", "result": "已增容"})
    panel.accept()
    assert settled()
    (notice,) = panel.findChildren(NoticeBar)
    assert "尚未到来" in notice.text()
    assert panel.form.texts()["result"] == "已增容"
    assert not stored(page, asked["late"])["closed"]


def test_a_settled_request_is_taken_up_again_in_the_panel(page, asked) -> None:
    open_request(page, asked["done"])
    page.deeds.reopen.click()
    assert settled()
    assert not stored(page, asked["done"])["closed"]
    assert page.deeds.close_it.isVisible()


def test_nothing_to_settle_is_said(page, asked) -> None:
    page.close_chosen([asked["done"]])
    assert settled()
    assert page.side.part() is page.panel
    assert [bar.text() for bar in page.findChildren(NoticeBar)] == ["没有待办结的诉求。"]


# ---- the form --------------------------------------------------------------------------------


def test_a_new_request_is_written_and_says_whether_its_firm_is_known(page, office) -> None:
    page.new_record()
    assert settled()
    editor = page.side.editor()
    editor.form.retype({"name": "晋阳牧业", "content": "融资对接", "due_on": "2025年10月"})
    assert "没有同名企业" in editor.form.note("name")
    editor.form.retype({"name": "晋阳牧业有限公司"})
    assert "已关联" in editor.form.note("name")
    assert editor.form.note("due_on") == "= 2025年10月"
    editor.save()
    assert settled()
    record = stored(page, page.shown_id)
    assert (record["name"], record["due_on"].value) == ("晋阳牧业有限公司", "2025-10")
    assert record["firm_id"] is not None


def test_what_is_no_date_is_said_beside_the_field(page, asked) -> None:
    page.edit(asked["late"])
    assert settled()
    editor = page.side.editor()
    editor.form.retype({"due_on": "改天"})
    editor.save()
    assert "不是日期" in editor.form.problems()["due_on"]
    editor.form.retype({"due_on": "今天"})
    editor.save()
    assert settled()
    assert stored(page, asked["late"])["due_on"].first_day() == date(2025, 9, 1)


def test_what_somebody_else_wrote_meanwhile_is_asked_about(page, asked) -> None:
    page.edit(asked["late"])
    assert settled()
    editor = page.side.editor()
    other = EditRequest(asked["late"], {"unit": "县发改局"})
    page._context.app.write(save_request, other)
    editor.form.retype({"unit": "县住建局"})
    editor.save()
    assert settled()
    assert "unit" in editor.choosing.open()
    assert stored(page, asked["late"])["unit"] == "县发改局"


# ---- cells -----------------------------------------------------------------------------------


def test_a_cell_is_typed_and_the_state_says_where_it_is_changed(page, asked) -> None:
    cells = page.cell_desk.cells
    problems: list[str] = []
    cells.texts([asked["soon"]], ["unit"], lambda _texts: None)
    assert settled()
    cells.write(asked["soon"], "unit", "县人社局", problems.append)
    assert settled()
    assert problems == [""]
    assert stored(page, asked["soon"])["unit"] == "县人社局"
    assert cells.field("closed") is None
    assert "右键菜单" in cells.why_not("closed")


def test_a_pasted_block_with_the_headings_of_a_ledger_makes_requests(page, asked) -> None:
    heads = page.cell_desk.cells.headings(["企业名称", "诉求内容", "办结时限", "天气"])
    assert [head.key if head else "" for head in heads] == ["name", "content", "due_on", ""]
    rows = ({"name": "丁公司", "content": "用地", "due_on": "2025.10.8"},)
    page.cell_desk.cells.put(Patch("paste", (), rows))
    assert settled()
    panel = page.side.part()
    assert isinstance(panel, PatchPanel)
    page.cell_desk.cells.carry_out(panel.proposal())
    assert settled()
    made = next(one for one in page.grid.model.ids() if one not in asked.values())
    assert stored(page, made)["due_on"].value == "2025-10-08"
