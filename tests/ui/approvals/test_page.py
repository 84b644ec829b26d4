"""Approvals in a window: the list and its switches, forms, holders, indicators, catalogue, tab."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel

from invest_crm import words
from invest_crm.domain.approvals.items import Limit
from invest_crm.domain.approvals.state import State, StepKind
from invest_crm.services.approvals.acts import TakeStep, take_step
from invest_crm.services.approvals.cases import open_case
from invest_crm.services.approvals.catalogue import items_in_force
from invest_crm.services.approvals.reading import one_approval, project_approvals
from invest_crm.services.options import option
from invest_crm.services.work import Silent
from invest_crm.ui import theme
from invest_crm.ui.approvals.case_form import CaseForm
from invest_crm.ui.approvals.catalogue_page import CataloguePage
from invest_crm.ui.approvals.forms import ActForm, StepForm
from invest_crm.ui.approvals.gap_form import GapForm
from invest_crm.ui.approvals.item_form import ItemForm
from invest_crm.ui.approvals.page import ApprovalsPage
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.main_window import MainWindow
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


@pytest.fixture
def project(office: Bureau) -> str:
    """A project on granted land whose environmental form is late, on 15 September 2025."""
    made = office.take_up("甲项目", site_mode="GRANT", industry="1310", investor="甲公司")
    office.app.write(open_case, made)
    step = TakeStep((of(office, made, "EIA-F").id,), StepKind.ACCEPTED, date(2025, 9, 1))
    office.app.write(take_step, step)
    office.app.clock.set("2025-09-15T09:00")  # type: ignore[attr-defined]
    return made


@pytest.fixture
def window(qtbot, context: Context, project: str) -> MainWindow:
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.resize(1366, 768)
    made.show()
    qtbot.waitExposed(made)
    made.start("approvals")
    assert settled()
    return made


@pytest.fixture
def page(window: MainWindow) -> ApprovalsPage:
    shown = window.pages.current()
    assert isinstance(shown, ApprovalsPage)
    return shown


def of(office: Bureau, project: str, code: str) -> ApprovalLine:
    found = office.app.read(project_approvals, project)
    return next(line for line in found if line.item.code == code)


def cells(page: ApprovalsPage, row: int = 0) -> list[str]:
    return [page.grid.model.text(row, column) for column in range(page.grid.model.columnCount())]


def open_one(page: ApprovalsPage, office: Bureau, project: str, code: str) -> ApprovalLine:
    line = of(office, project, code)
    page.restore({"open": line.id})
    assert settled()
    return line


def asked(page: ApprovalsPage, act: str) -> ActForm:
    """The form behind a button of the panel."""
    page.acts.buttons[act].click()
    assert settled()
    form = page.side.part()
    assert isinstance(form, ActForm)
    return form


# ---- the list ----------------------------------------------------------------------------------


def test_what_is_in_hand_is_shown_first_with_its_time_in_words(page) -> None:
    assert page.grid.model.rowCount() > 1
    shown = cells(page)
    assert shown[:5] == [
        "甲项目",
        "环境影响报告表审批",
        "已受理",
        "逾期3个工作日",
        "市生态环境局县分局",
    ]
    record = page.panel.record()
    assert record is not None
    assert (record.title, record.callout_tone) == ("环境影响报告表审批", "bad")
    assert "".join(span.text for span in record.callout).startswith("逾期3个工作日；")


def test_a_switch_leaves_its_kind_and_says_how_many(page) -> None:
    chips = {chip.text(): chip for chip in page.findChildren(PillButton)}
    whole = page.grid.model.rowCount()
    assert {"在办 1", "已逾期 1", "容缺 0"} <= chips.keys()
    page.show_only("ready")
    assert settled()
    states = {cells(page, row)[2] for row in range(page.grid.model.rowCount())}
    assert states == {"未办理"}
    page.show_only("")
    assert settled()
    assert page.grid.model.rowCount() == whole


def test_the_panel_offers_only_what_can_be_done(page, office, project) -> None:
    visible = {act for act, button in page.acts.buttons.items() if not button.isHidden()}
    assert visible == {"granted", "stopped", "refused", "ended", "hand", "back"}
    open_one(page, office, project, "PRE")
    visible = {act for act, button in page.acts.buttons.items() if not button.isHidden()}
    assert visible == {"accepted", "gap_accepted", "promised", "not_needed", "hand"}


def test_enter_asks_for_the_next_step_and_ctrl_enter_saves_it(page, office, project, qtbot) -> None:
    line = open_one(page, office, project, "PRE")
    page.grid.view.setFocus()
    qtbot.keyClick(page.grid.view, Qt.Key.Key_Return)
    assert settled()
    form = page.side.part()
    assert isinstance(form, StepForm)
    form.form.retype({"on": "2025.9.12"})
    qtbot.keyClick(form, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert settled()
    found = office.app.read(one_approval, line.id)
    assert found is not None
    assert (found.state, found.course.began) == (State.ACCEPTED, date(2025, 9, 12))
    assert page.side.part() is page.panel


def test_what_the_service_refuses_stands_in_the_form_and_what_was_typed_stays(page, office) -> None:
    form = asked(page, "stopped")
    form.form.retype({"on": "2025-08-20", "reason": "experts"})
    form.accept()
    assert settled()
    assert page.side.part() is form
    assert form.form.texts()["on"] == "2025-08-20"
    form.form.retype({"on": "2025-09-15"})
    form.accept()
    assert settled()
    line = page.line()
    assert line is not None
    assert line.state is State.STOPPED
    assert cells(page)[2:4] == ["暂停计时", "逾期3个工作日"]  # what is late stays late


def test_a_step_is_undone_from_the_bar(page, window, office, project) -> None:
    form = asked(page, "granted")
    form.form.retype({"note": "先行办结"})
    form.accept()
    assert settled()
    assert window.undo_bar.text() == "甲项目：环境影响报告表审批 办结"
    window.run("undo")
    assert settled()
    assert of(office, project, "EIA-F").state is State.ACCEPTED


def test_gaps_are_accepted_with_promised_days_and_papers_come_later(page, office, project) -> None:
    line = open_one(page, office, project, "PRE")
    form = asked(page, "gap_accepted")
    assert isinstance(form, GapForm)
    form.form.retype({"paper:0": "no", "paper:3": "2025-09-18"})
    form.accept()
    assert settled()
    assert of(office, project, "PRE").state is State.NOT_BEGUN
    form.form.retype({"paper:0": "yes"})
    form.accept()
    assert settled()
    found = of(office, project, "PRE")
    assert found.state is State.GAP
    assert [paper.promised_by for paper in found.missing] == [date(2025, 9, 18)]
    open_one(page, office, project, "PRE")
    asked(page, "papers").accept()
    assert settled()
    assert of(office, project, "PRE").missing == ()
    assert page.line() is not None
    assert page.line().id == line.id


def test_the_notice_of_a_gap_is_copied_with_every_missing_paper(page, office, project) -> None:
    open_one(page, office, project, "PRE")
    form = asked(page, "gap_accepted")
    form.form.retype({"paper:2": "2025-09-17", "paper:3": "2025-09-18"})
    form.accept()
    assert settled()
    open_one(page, office, project, "PRE")
    page.acts.notice.click()
    said = QGuiApplication.clipboard().text()
    assert "项目：甲项目" in said
    assert "· 项目备案证明，2025-09-17前" in said
    assert "· 授权委托书，2025-09-18前" in said


def test_the_list_and_who_holds_what_are_printed(page, context) -> None:
    made = page.printable()
    assert made is not None
    shown, one, held = made.contents
    sheet = shown.read(context.app, Silent())
    assert sheet.parts[0].lines[0].cells[:2] == ("甲项目", "环境影响报告表审批")
    sheet = one.read(context.app, Silent())
    assert sheet.title.startswith("环境影响报告表审批")
    sheet = held.read(context.app, Silent())
    assert [part.heading for part in sheet.parts] == [
        "市生态环境局县分局：在办1件，逾期1件，最长10个工作日"
    ]


def test_who_holds_it_is_changed_for_all_selected_in_one_step(page, office, project) -> None:
    page.show_only("")
    assert settled()
    page.grid.view.selectAll()
    page.run("approval.hand")
    assert settled()
    form = page.side.part()
    assert isinstance(form, ActForm)
    form.form.retype({"department": "permits", "person": "陈静"})
    form.accept()
    assert settled()
    people = {line.person for line in office.app.read(project_approvals, project)}
    assert people == {"陈静"}


# ---- holders and indicators --------------------------------------------------------------------


def test_every_number_of_a_department_opens_its_rows(page, window, office, project) -> None:
    page.show_view("holders")
    assert settled()
    (card,) = page.holders().cards
    assert card.holder.department == "ecology"
    assert len(card.ids("late")) == 1
    card.figures.clicked.emit("late")
    assert settled()
    assert (page.grid.model.rowCount(), page.grid.model.id_at(0)) == (
        1,
        of(office, project, "EIA-F").id,
    )
    words_shown = [chip.text() for chip in page.findChildren(PillButton)]
    assert "市生态环境局县分局：逾期" in words_shown


def test_every_indicator_opens_what_it_counts(page, office, project) -> None:
    step = TakeStep(
        (of(office, project, "EIA-F").id,), StepKind.GRANTED, date(2025, 9, 15), note="x"
    )
    office.app.write(take_step, step)
    page.show_view("figures")
    assert settled()
    view = page.figures()
    assert view.found is not None
    # 30 calendar days from 1 September end on 9 October: 23 working days, 10 of them used
    assert (view.found.saved.whole, view.found.saved.part) == (23, 13)
    view.cards["saved"].metric_clicked.emit("whole")
    assert settled()
    assert page.grid.model.ids() == [of(office, project, "EIA-F").id]


# ---- the catalogue and the project -------------------------------------------------------------


def test_the_bureau_changes_the_days_of_an_item(window, context) -> None:
    window.go("approval_items")
    assert settled()
    page = window.pages.current()
    assert isinstance(page, CataloguePage)
    page.grid.select_id("EIA-F")
    assert settled()
    page.run("item.edit")
    form = page.side.part()
    assert isinstance(form, ItemForm)
    form.form.retype({"promise": "5"})
    form.accept()
    assert settled()
    assert context.app.read(items_in_force)["EIA-F"].promise == Limit(5)
    assert page.line() is not None
    page.panel.set_current_tab("history")
    assert settled()
    told = [part.text() for part in page.history.findChildren(QLabel)]
    assert "编辑审批事项目录 环境影响报告表审批" in told
    page.run("item.reset")
    assert settled()
    assert context.app.read(items_in_force)["EIA-F"].promise == Limit(7)


def test_the_limits_of_the_bureau_are_chosen_above_the_catalogue(window, context) -> None:
    window.go("approval_items")
    assert settled()
    page = window.pages.current()
    choice = page.settings["approvals.permit_limit"]
    choice.set_current("100/500")
    choice.activated.emit(choice.currentIndex())
    assert settled()
    assert context.app.read(option, "approvals.permit_limit") == "100/500"


def test_a_project_shows_its_path_and_follows_its_data(window, office, project) -> None:
    window.pages.go("projects", {"open": project})
    assert settled()
    page = window.pages.current()
    page.panel.set_current_tab("approvals")
    assert settled()
    tab = page.approvals.tab()
    assert "在办1项" in tab.heading()
    assert "按行业推定为环评报告表" in tab.doubts()
    tab.case.click()
    assert settled()
    form = page.side.part()
    assert isinstance(form, CaseForm)
    form.form.retype({"tce": "1.2万", "our_agent": "王敏"})
    form.flags.boxes["hazardous"].setChecked(True)
    form.accept()
    assert settled()
    codes = {line.item.code for line in office.app.read(project_approvals, project)}
    assert {"ENE", "SAF"} <= codes


def test_a_project_without_a_path_has_one_button_that_sets_it_up(window, office) -> None:
    other = office.take_up("乙项目", site_mode="LEASED_PLANT", industry="1310")
    window.pages.go("projects", {"open": other})
    assert settled()
    page = window.pages.current()
    page.panel.set_current_tab("approvals")
    assert settled()
    tab = page.approvals.tab()
    assert not tab.open.isHidden()
    tab.open.click()
    assert settled()
    assert office.app.read(project_approvals, other)
    assert tab.open.isHidden()


def test_an_empty_list_says_what_to_do(qtbot, context) -> None:
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.show()
    made.start("approvals")
    assert settled()
    states = [one for one in made.findChildren(EmptyState) if one.isVisible()]
    assert [state.accessibleName() for state in states] == ["还没有审批事项"]


def test_what_is_late_stands_under_today(window, office, project) -> None:
    window.go("today")
    assert settled()
    cards = {card.content.id: card.content for card in window.pages.current().columns.cards()}
    assert cards["approvals"].links[0].state == {"open": of(office, project, "EIA-F").id}


def test_a_window_that_only_reads_changes_nothing(page, context) -> None:
    context.read_only = True
    page.why_not_write = context.why_not_write
    page.show_refusal()
    page.desk.act("granted", page.grid.selected_ids())
    assert settled()
    assert page.side.part() is page.panel
    assert not page.acts.buttons["granted"].isEnabled()


@pytest.mark.parametrize("view", ["grid", "holders", "figures"])
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
        again.start("approvals")
        assert settled()
        again.pages.current().show_view(view)
        assert settled()
        assert find_clipped(again) == []
        assert find_nameless(again) == []
    finally:
        theme.current().apply("light", text_scale=1.0)


def test_a_link_leads_straight_to_who_holds_what(qtbot, context, project) -> None:
    made = MainWindow(context)
    qtbot.addWidget(made)
    made.show()
    made.start("today")
    assert settled()
    made.pages.go("approvals", {"view": "holders"})
    assert settled()
    page = made.pages.current()
    assert [card.holder.department for card in page.holders().cards] == ["ecology"]
    page.open_rows([page.holders().cards[0].ids("all")[0]], "在办")
    assert settled()
    assert page.grid.isVisible()
    assert made.pages.back()
    assert settled()
    assert page.holders().isVisible()
