"""The statistics in a window: two lists, switches, forms, papers, revenue, tabs, documents."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from invest_crm import words
from invest_crm.domain.statistics.state import State, StepKind
from invest_crm.services.access import access_events
from invest_crm.services.statistics.firms import one_firm
from invest_crm.ui import documents, operations, theme
from invest_crm.ui.approvals.forms import ActForm
from invest_crm.ui.firms.page import FirmsPage
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.projects.page import ProjectsPage
from invest_crm.ui.statistics import jobs
from invest_crm.ui.statistics.forms import CannotForm, PaperForm, SheetForm, StepForm
from invest_crm.ui.statistics.page import StatFirmsPage, StatListPage, StatProjectsPage
from tests.support.factories import wan
from tests.support.statistics import (
    bring,
    earned,
    firm_line,
    paper,
    project_line,
    started,
    take,
)
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


@pytest.fixture
def project(office: Bureau) -> str:
    """A started project whose contract is missing, and one that is in."""
    made = started(office, "甲项目", investor="甲公司")
    bring(office, "project", made, "FILING", "SITE_PHOTO")
    paper(office, made, "FILING", name="甲项目", amount=wan(8000))
    inside = started(office, "乙项目")
    take(office, inside, StepKind.ACCEPTED, "09-01", month="2025-08", code="7")
    return made


@pytest.fixture
def firm(office: Bureau) -> str:
    """A slaughterhouse over its threshold, beside a sheep farm."""
    made = office.firm("丙食品公司", industry="1351", local=True)
    earned(office, made, "2025-01", 2100, last="2025-08")
    office.firm("丁羊场", industry="0314", local=True)
    return made


@pytest.fixture
def window(qtbot, context: Context, project: str, firm: str) -> MainWindow:
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.start("statistics")
    assert settled()
    return made


@pytest.fixture
def page(window: MainWindow) -> StatProjectsPage:
    shown = window.pages.current()
    assert isinstance(shown, StatProjectsPage)
    return shown


@pytest.fixture
def firms(window: MainWindow, page: StatProjectsPage) -> StatFirmsPage:
    """The other list, by the switch."""
    page.show_view("firm")
    assert settled()
    shown = window.pages.current()
    assert isinstance(shown, StatFirmsPage)
    return shown


def rows(page: StatListPage) -> list[list[str]]:
    model = page.grid.model
    return [
        [model.text(row, column) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def asked(page: StatListPage, act: str) -> ActForm:
    """The form behind a button of the panel."""
    page.part.buttons[act].click()
    assert settled()
    form = page.side.part()
    assert isinstance(form, ActForm)
    return form


def on_paper(page: StatListPage, material: str) -> PaperForm:
    page.part.paper_asked.emit(material)
    assert settled()
    form = page.side.part()
    assert isinstance(form, PaperForm)
    return form


# ---- projects ----------------------------------------------------------------------------------


def test_what_should_be_in_is_shown_first_with_what_is_missing_and_who_holds_it(page) -> None:
    shown, inside = rows(page)
    assert shown[:8] == [
        "甲项目",
        "应入未入",
        "材料准备中",
        "施工合同",
        "县工信局",
        "—",
        "62",
        "62",
    ]
    assert inside[:2] == ["乙项目", "已入库"]
    record = page.panel.record()
    assert record is not None
    told = "".join(span.text for span in record.callout)
    assert told == "县工信局，已62天；缺：施工合同"


def test_a_switch_leaves_its_kind_and_says_how_many(page) -> None:
    chips = {chip.text() for chip in page.findChildren(PillButton)}
    assert {"应入未入 1", "已入 1", "已退回 0"} <= chips
    page.show_only("in")
    assert settled()
    assert [row[0] for row in rows(page)] == ["乙项目"]
    page.show_only("")
    assert settled()
    assert len(rows(page)) == 2


def test_papers_go_out_with_a_note_and_come_back_with_a_reason(page, office, project) -> None:
    form = asked(page, "handed")
    assert isinstance(form, StepForm)
    form.accept()
    assert settled()
    assert page.side.part() is form  # the contract is missing and nothing says why
    form.form.retype({"note": "合同原件已交"})
    form.accept()
    assert settled()
    assert project_line(office, project).course.state is State.HANDED
    form = asked(page, "returned")
    form.accept()
    assert settled()
    assert project_line(office, project).course.state is State.HANDED
    form.form.retype({"note": "缺签章"})
    form.accept()
    assert settled()
    assert rows(page)[0][2] == "已退回"


def test_an_acceptance_takes_the_row_out_of_the_list_and_undo_brings_it_back(
    page, window, office, project
) -> None:
    page.show_only("due")
    assert settled()
    form = asked(page, "accepted")
    form.form.retype({"month": "2025年9月", "code": "410328-9"})
    form.accept()
    assert settled()
    assert rows(page) == []
    assert office.record(project)["stat_code"] == "410328-9"
    assert window.undo_bar.text() == "甲项目审核通过入库入统"
    window.run("undo")
    assert settled()
    assert [row[0] for row in rows(page)] == ["甲项目"]
    assert office.record(project)["in_stats_on"] is None


def test_enter_asks_for_the_next_step_and_ctrl_enter_saves_it(page, office, project, qtbot) -> None:
    bring(office, "project", project, "CONSTRUCTION_CONTRACT")
    page.grid.select_id(project)
    page.grid.view.setFocus()
    qtbot.keyClick(page.grid.view, Qt.Key.Key_Return)
    assert settled()
    form = page.side.part()
    assert isinstance(form, StepForm)
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert settled()
    assert project_line(office, project).course.state is State.PREPARED
    assert page.side.part() is page.panel


def test_what_stands_on_a_paper_is_typed_once_and_compared(page, office, project) -> None:
    form = on_paper(page, "works_contract")
    form.form.retype({"name": "乙工程", "on": "2025.5.1", "amount": "9000"})
    form.accept()
    assert settled()
    found = page.part.findings()
    assert any("名称不一致：施工合同为“乙工程”" in one for one in found)
    assert any("金额不符：施工合同为9,000 万元" in one for one in found), found
    form = on_paper(page, "works_contract")
    assert form.form.texts()["amount"] == "9000"
    form.form.retype({"name": "甲项目", "amount": "7000"})
    form.accept()
    assert settled()
    assert page.part.findings() == []


def test_what_cannot_be_provided_is_said_from_the_paper(page, office, project) -> None:
    form = on_paper(page, "works_contract")
    assert not form.other.isHidden()
    form.other.click()
    assert settled()
    cannot = page.side.part()
    assert isinstance(cannot, CannotForm)
    cannot.form.retype({"said_by": "王总", "ask_on": "2025-09-10"})
    cannot.accept()
    assert settled()
    assert project_line(office, project).answers["works_contract"].said_by == "王总"
    assert on_paper(page, "filing").other.isHidden()


def test_the_kind_of_project_changes_the_list_of_papers(page, office, project) -> None:
    form = asked(page, "kind")
    form.form.retype({"kind": "purchase"})
    form.accept()
    assert settled()
    assert rows(page)[0][3] == "设备购置合同、付款凭证、设备到位照片"


def test_who_holds_it_is_said_for_several(page, office, project) -> None:
    page.desk.act("project", "hand", [project])
    assert settled()
    form = page.side.part()
    form.form.retype({"person": "李四"})
    form.accept()
    assert settled()
    assert rows(page)[0][4:7] == ["县工信局", "李四", "0"]


# ---- firms -------------------------------------------------------------------------------------


def test_firms_that_should_be_in_are_shown_with_revenue_and_window(firms, firm) -> None:
    page = firms
    shown, _farm = rows(page)
    assert shown[:4] == ["丙食品公司", "应统未统", "2,100 万元", "2025年8个月"]
    page.show_only("never")
    assert settled()
    (farm,) = rows(page)
    assert farm[:2] == ["丁羊场", "行业不纳入"]
    visible = {act for act, button in page.part.buttons.items() if not button.isHidden()}
    assert visible == {"bind", "revenue"}


def test_revenue_is_reported_corrected_and_taken_back(firms, office, firm) -> None:
    page = firms
    form = asked(page, "revenue")
    form.form.retype({"first": "2025-09", "amount": "100"})
    form.accept()
    assert settled()
    assert len(firm_line(office, firm).entries) == 2
    form = asked(page, "revenue")
    form.form.retype({"first": "2025年9月", "amount": "120"})
    form.accept()
    assert settled()
    assert page.side.part() is form
    form.form.retype({"reason": "企业更正"})
    form.accept()
    assert settled()
    last = firm_line(office, firm).entries[-1]
    assert (last.amount, last.reason) == (wan(120), "企业更正")
    page.part.entry_asked.emit(last.id)
    assert settled()
    void = page.side.part()
    void.form.retype({"reason": "重复"})
    void.accept()
    assert settled()
    assert len(firm_line(office, firm).entries) == 1


def test_a_sheet_from_excel_is_pasted(page, office, firm) -> None:
    page.desk.paste()
    assert settled()
    form = page.side.part()
    assert isinstance(form, SheetForm)
    text = "企业名称\t月份\t收入\n丙食品公司\t2025年9月\t88.5\n丁羊场\t七月\t3"
    form.form.retype({"text": text})
    assert "“七月”不是月份" in form.count.text()
    form.accept()
    assert settled()
    assert page.side.part() is form
    form.form.retype({"text": text.rpartition("\n")[0]})
    assert form.count.text() == "收入1条，企业1家"
    form.accept()
    assert settled()
    assert firm_line(office, firm).entries[-1].amount == 88_500_000


def test_the_ledger_of_revenue_is_written_and_who_took_it_is_on_record(
    page, office, tmp_path
) -> None:
    target = tmp_path / "收入.xlsx"
    assert jobs.write_revenue(office.app, target) == target
    assert target.stat().st_size
    (event,) = office.app.read(access_events)
    assert (event.kind, event.subject) == ("export", "revenue")
    assert "statistics.ledger" in {command.id for command in page.commands()}


def test_going_to_the_other_list_and_back_shows_the_record_of_that_list(window, page) -> None:
    for view, title in (("firm", "丙食品公司"), ("project", "甲项目"), ("firm", "丙食品公司")):
        window.pages.current().show_view(view)
        assert settled()
        page = window.pages.current()
        assert page.subject == view
        record = page.panel.record()
        assert record is not None
        assert record.title == title
        assert not page.side.isHidden()


# ---- documents, tabs, the rest -----------------------------------------------------------------


def test_the_papers_are_bound_and_the_list_written(
    page, office, project, tmp_path: Path, monkeypatch
) -> None:
    bound, written = tmp_path / "装订.pdf", tmp_path / "清单.xlsx"
    targets = iter([bound, written])
    monkeypatch.setattr(documents, "ask_target", lambda *_asked: next(targets))
    page.part.buttons["bind"].click()
    assert settled()
    assert bound.read_bytes().startswith(b"%PDF")
    page.desk.write_list("project")
    assert settled()
    assert written.read_bytes().startswith(b"PK")


def test_the_list_is_printed_as_shown_and_that_of_firms_says_who_may_see_it(firms, context) -> None:
    page = firms
    page.show_only("should")
    assert settled()
    found = page.printable()
    assert found is not None
    sheet = found.contents[0].make(context.app, operations.Progress())
    assert "统计法" in sheet.condition
    assert "应统未统" in sheet.condition


def test_the_tab_of_a_project_and_of_a_firm_show_the_same(window, office, project, firm) -> None:
    window.go("projects", {"open": project})
    assert settled()
    projects = window.pages.current()
    assert isinstance(projects, ProjectsPage)
    projects.panel.set_current_tab("statistics")
    assert settled()
    assert projects.statistics.tab().heading() == "应入未入，材料准备中"
    window.go("firms", {"open": firm})
    assert settled()
    firms = window.pages.current()
    assert isinstance(firms, FirmsPage)
    firms.panel.set_current_tab("statistics")
    assert settled()
    tab = firms.statistics.tab()
    assert tab.heading() == "应统未统，材料准备中"
    tab.part.buttons["revenue"].click()
    assert settled()
    form = firms.side.part()
    form.form.retype({"first": "2025-09", "amount": "1"})
    form.accept()
    assert settled()
    found = office.app.read(one_firm, firm)
    assert found is not None
    assert len(found.entries) == 2
    tab.open.click()
    assert settled()
    shown = window.pages.current()
    assert isinstance(shown, StatFirmsPage)
    assert shown.panel.record().id == firm


def test_what_presses_stands_under_today(window, office, project) -> None:
    take(office, project, StepKind.HANDED, "09-01", note="无")
    take(office, project, StepKind.RETURNED, "09-01", note="缺签章")
    window.go("today")
    assert settled()
    cards = {card.content.id: card.content for card in window.pages.current().columns.cards()}
    link = cards["statistics"].links[0]
    assert (link.page, link.state) == ("statistics", {"open": project})


def test_a_window_that_only_reads_changes_nothing_but_binds(page, context) -> None:
    context.read_only = True
    page.why_not_write = context.why_not_write
    page.show_refusal()
    page.desk.act("project", "handed", page.grid.selected_ids())
    assert settled()
    assert page.side.part() is page.panel
    assert not page.part.buttons["handed"].isEnabled()
    assert page.part.buttons["bind"].isEnabled()


def test_an_empty_list_says_how_to_begin(qtbot, context) -> None:
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    made.start("statistics")
    assert settled()
    states = [one for one in made.findChildren(EmptyState) if one.isVisible()]
    assert [state.accessibleName() for state in states] == ["还没有开工项目"]


@pytest.mark.parametrize("view", ["project", "firm"])
@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_text_is_cut(window, view: str, language: str, scale: float, qtbot, context) -> None:
    words.use(language)
    theme.current().apply("light", text_scale=scale)
    try:
        again = MainWindow(context)
        qtbot.addWidget(again)
        again.resize(1366, 768)
        again.show()
        again.start("statistics")
        assert settled()
        again.pages.current().show_view(view)
        assert settled()
        assert find_clipped(again) == []
        assert find_nameless(again) == []
    finally:
        theme.current().apply("light", text_scale=1.0)
