"""The page of firms: list, panel, form, over a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu, QToolButton, QWidget
from sqlalchemy import select

from invest_crm.db.schema.chains import chain_node
from invest_crm.services.firm_panel import firm_panel
from invest_crm.services.requests import (
    CloseRequests,
    EditRequest,
    close_requests,
    save_request,
)
from invest_crm.ui.firms.columns import firm_columns
from invest_crm.ui.firms.page import FirmsPage
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.grid.source import Cell
from invest_crm.ui.kit.masked import Masked
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.records import tabs
from tests.support.factories import CANARY, yi
from tests.ui.firms.conftest import GOOD
from tests.ui.kit.filters.hands import names, open_values, press
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent


def cell(page: FirmsPage, firm_id: str, key: str) -> Any:
    place = [column.key for column in firm_columns()].index(key)
    cells = page.grid.model.cells(page.grid.model.row_of(firm_id))
    assert cells is not None
    return cells[place]


def pill(page: FirmsPage, words: str) -> PillButton:
    return next(
        item for item in page.findChildren(PillButton) if item.isVisible() and item.text() == words
    )


def open_firm(page: FirmsPage, firm_id: str) -> None:
    page.restore({"open": firm_id})
    assert settled()


def edit(page: FirmsPage, firm_id: str = "") -> Any:
    page.edit(firm_id)
    assert settled()
    return page.side.editor()


def stored(page: FirmsPage, firm_id: str) -> Any:
    found = page._context.app.read(firm_panel, firm_id)
    assert found is not None
    return found


def a_leaf(page: FirmsPage) -> Any:
    leaves = select(chain_node).where(
        chain_node.c.level == "leaf", chain_node.c.chain_id == "live-pigs"
    )
    return page._context.app.read(lambda view: view.first(leaves))


# ---- the list --------------------------------------------------------------------------------


def test_a_wrong_code_is_marked_beside_the_code_and_copied_without(page, firms) -> None:
    wrong = cell(page, firms["wrong"], "credit_code")
    assert isinstance(wrong, Cell)
    assert [word for word, _tone in wrong.chips] == ["校验不符"]
    assert wrong.text == "91141082MA0TERT08X"
    assert cell(page, firms["good"], "credit_code") == GOOD


def test_phones_are_masked_and_amounts_are_in_wan(page, firms) -> None:
    assert cell(page, firms["good"], "contacts") == "张三 139****5678"
    assert cell(page, firms["good"], "registered_capital") == "8,000"
    assert cell(page, firms["good"], "chain") == "生猪"


def test_chips_narrow_the_list_by_chain_part_and_trash(page, firms) -> None:
    page.set_filter("chain", "live-pigs")
    assert settled()
    assert page.grid.model.ids() == [firms["good"]]
    page.set_filter("chain", "")
    assert settled()
    pill(page, "目标").clicked.emit()
    assert settled()
    assert page.grid.model.ids() == []
    pill(page, "目标").clicked.emit()
    assert settled()
    assert len(page.grid.model.ids()) == 3


def test_a_link_by_node_shows_its_firms_and_the_chip_takes_it_away(page, firms) -> None:
    leaf = a_leaf(page)
    open_firm(page, firms["plain"])
    page.nodes.place_asked.emit(leaf.id, "target")
    assert settled()
    page.restore({"filters": [["node", leaf.id]], "reason": leaf.name})
    assert settled()
    assert page.grid.model.ids() == [firms["plain"]]
    pill(page, leaf.name).removed.emit()
    assert settled()
    assert len(page.grid.model.ids()) == 3


def test_the_state_of_the_page_comes_back(page, firms) -> None:
    page.set_filter("chain", "live-pigs")
    assert settled()
    state = page.state()
    page.restore({"open": firms["plain"]})
    assert settled()
    page.restore(state)
    assert settled()
    assert page.grid.model.ids() == [firms["good"]]


def test_firms_go_to_the_trash_and_come_back_by_the_menu(page, firms) -> None:
    menu = QMenu(page)
    page._fill_menu(menu, [firms["plain"]])
    menu.actions()[-1].trigger()
    assert settled()
    page.refresh()
    assert settled()
    assert firms["plain"] not in page.grid.model.ids()
    pill(page, "回收站").clicked.emit()
    assert settled()
    assert page.grid.model.ids() == [firms["plain"]]
    menu = QMenu(page)
    page._fill_menu(menu, [firms["plain"]])
    menu.actions()[-1].trigger()
    assert settled()
    assert stored(page, firms["plain"]).record.archived_at is None


# ---- the panel -------------------------------------------------------------------------------


def test_the_panel_tells_of_a_wrong_code_before_projects_in_talks(page, firms, office) -> None:
    office.take_up("熟食项目", investor="汾河食品有限公司")
    office.take_up("屠宰项目", investor="晋阳牧业有限公司", total_investment=yi(2))
    open_firm(page, firms["wrong"])
    assert "校验" in page.panel.record().callout[1].text
    open_firm(page, firms["good"])
    assert page.panel.record().callout[0].text == "在谈项目 1 个"
    assert dict(page.panel.record().facts)["项目"] == "1 个 2.00 亿元"


def test_a_project_of_the_firm_is_a_link(page, firms, office) -> None:
    project = office.take_up("屠宰项目", investor="晋阳牧业有限公司")
    open_firm(page, firms["good"])
    page.projects.opened.emit(project)
    assert page.gone == [("projects", {"open": project})]


def test_showing_people_opens_no_window_of_its_own(page, firms, monkeypatch) -> None:
    alone: list[QWidget] = []

    class Watched(Masked):
        def showEvent(self, event: QShowEvent) -> None:  # noqa: N802 - Qt's name
            alone.extend([self] if self.isWindow() else [])
            super().showEvent(event)

    monkeypatch.setattr(tabs, "Masked", Watched)
    open_firm(page, firms["good"])
    page.panel.set_current_tab("people")
    assert page.people.phones() == ["139****5678"]
    assert alone == []


def test_a_number_is_shown_when_asked_and_hides_again(page, firms, qtbot) -> None:
    open_firm(page, firms["good"])
    page.panel.set_current_tab("people")
    assert page.people.phones() == ["139****5678"]
    button = page.people.findChild(QToolButton)
    button.click()
    assert settled()
    assert page.people.phones() == [CANARY]
    button.click()
    assert page.people.phones() == ["139****5678"]
    contact = stored(page, firms["good"]).people[0].id
    page.people.show_phone(contact, CANARY, 30)
    qtbot.waitUntil(lambda: page.people.phones() == ["139****5678"], timeout=2000)


def test_places_are_added_changed_and_taken_off(page, firms) -> None:
    leaf = a_leaf(page)
    open_firm(page, firms["good"])
    page.panel.set_current_tab("nodes")
    page.nodes.choose("live-pigs", leaf.id, "leader")
    page.nodes.put()
    assert settled()
    assert [place.role for place in stored(page, firms["good"]).places] == ["leader"]
    page.refresh()
    assert settled()
    assert page.panel.record().state == "链主"
    page.nodes.place_asked.emit(leaf.id, "")
    assert settled()
    assert stored(page, firms["good"]).places == ()


# ---- the form --------------------------------------------------------------------------------


def test_a_new_firm_is_saved_with_the_code_of_its_region(page) -> None:
    editor = edit(page)
    editor.form.retype(
        {"name": "南湖制造有限公司", "region": "浙江嘉兴南湖", "registered_capital": "1.2亿",
         "local": "yes", "contacts": "李四（总监）13800001111"}
    )  # fmt: skip
    editor.save()
    assert settled()
    record = stored(page, page.grid.current_id()).record
    assert (record["name"], record["region_code"]) == ("南湖制造有限公司", "330402")
    assert (record["registered_capital"], record["local"]) == (12_000_000_000, True)
    assert [(one.name, one.phone) for one in record["contacts"]] == [("李四", "13800001111")]


def test_a_wrong_code_warns_and_does_not_block(page) -> None:
    editor = edit(page)
    editor.form.retype({"name": "丙公司", "credit_code": "91141082ma0tert08x"})
    assert "校验" in editor.form.note("credit_code")
    editor.save()
    assert settled()
    assert stored(page, page.grid.current_id()).record["credit_code"] == "91141082MA0TERT08X"


def test_a_form_without_a_name_says_so_beside_the_field(page) -> None:
    editor = edit(page)
    editor.save()
    assert "name" in editor.form.problems()
    assert page.side.editor() is editor


def test_industry_and_region_are_looked_up_while_typing(page) -> None:
    form = edit(page).form
    form.retype({"industry": "1351", "region": "浙江嘉兴南湖"})
    assert form.note("industry").startswith("1351 牲畜屠宰")
    assert form.note("region") == "浙江省嘉兴市南湖区 330402"
    form.retype({"industry": "没有的行业", "region": "火星"})
    assert form.problems() == {"name": form.problems()["name"]}


def test_masked_phones_that_are_left_alone_keep_their_numbers(page, firms) -> None:
    editor = edit(page, firms["good"])
    assert CANARY not in "".join(editor.form.texts().values())
    editor.form.retype({"contacts": "张三（经理） 139****5678\n王五 13900002222"})
    editor.save()
    assert settled()
    people = stored(page, firms["good"]).record["contacts"]
    assert [one.phone for one in people] == [CANARY, "13900002222"]


def test_a_masked_number_changed_in_part_is_refused(page, firms) -> None:
    editor = edit(page, firms["good"])
    editor.form.retype({"contacts": "张三 139****9999"})
    assert "contacts" in editor.form.problems()


def test_contacts_can_be_emptied(page, firms) -> None:
    editor = edit(page, firms["good"])
    editor.form.retype({"contacts": ""})
    editor.save()
    assert settled()
    assert stored(page, firms["good"]).record["contacts"] == ()


@pytest.mark.parametrize(
    "typed", [{"name": "晋阳牧业（集团）有限公司"}, {"name": "x", "credit_code": GOOD}]
)
def test_a_twin_is_shown_while_typing_and_can_be_looked_at(page, firms, qtbot, typed) -> None:
    typed = {**typed, "name": typed["name"].replace("（集团）", "")}
    editor = edit(page)
    editor.form.retype(typed)
    for key in typed:
        editor.form.changed.emit(key)
    qtbot.waitUntil(lambda: bool(editor.findChildren(NoticeBar)), timeout=3000)
    (bar,) = editor.findChildren(NoticeBar)
    assert "晋阳牧业有限公司" in bar.text()
    editor.open_asked.emit(firms["good"])
    assert page.gone == [("firms", {"open": firms["good"]})]


def test_a_half_typed_form_survives_looking_at_another_firm(page, firms) -> None:
    editor = edit(page)
    editor.form.retype({"name": "新公司", "tags": "龙头"})
    state = page.state()
    open_firm(page, firms["good"])
    assert page.side.editor() is None
    page.restore(state)
    assert settled()
    texts = page.side.editor().form.texts()
    assert (texts["name"], texts["tags"]) == ("新公司", "龙头")


# ---- looks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("tab", ["details", "nodes", "people", "projects", "history"])
def test_nothing_is_clipped_or_nameless(page, firms, tab) -> None:
    open_firm(page, firms["good"])
    page.panel.set_current_tab(tab)
    for width in (1190, 800):
        page.resize(width, 520)
        assert find_clipped(page) == []
        assert find_nameless(page) == []


def test_an_empty_library_offers_the_import(qtbot, context) -> None:
    page = FirmsPage(context)
    qtbot.addWidget(page)
    qtbot.addWidget(page.top_bar)
    page.resize(1000, 600)
    page.show()
    assert settled()
    with qtbot.waitSignal(page.open_page) as asked:
        next(
            b for b in page.grid.findChildren(type(page.nodes._add)) if b.text() == "导入台账"
        ).click()
    assert asked.args == ["ledger", {}]


# ---- filters ---------------------------------------------------------------------------------


def test_firms_are_filtered_like_any_list(page) -> None:
    values = open_values(page, "registered_capital")
    assert values.lines() == [("8,000 万元", 1), ("（空白）", 2)]
    values.tick("（空白）", on=False)
    press(values, Qt.Key.Key_Return)
    assert names(page) == {"晋阳牧业有限公司"}


# ---- requests --------------------------------------------------------------------------------


def test_open_requests_stand_above_the_details_and_lead_to_themselves(page, firms, office) -> None:
    open_firm(page, firms["good"])
    assert not page.requests.isVisible()
    values = {"name": "晋阳牧业有限公司", "content": "用电增容"}
    request = office.app.write(save_request, EditRequest(None, values)).value
    assert settled()
    assert page.requests.isVisible()
    page.requests.table.row_clicked.emit(request)
    assert page.gone == [("requests", {"open": request})]
    office.app.write(close_requests, CloseRequests((request,), office.app.today))
    assert settled()
    assert not page.requests.isVisible()
