"""The tab of review and agreements in the panel of a project, over a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.reviews import Verdict
from invest_crm.services.agreements.amounts import amount_changes
from invest_crm.services.projects.facts import agreements
from invest_crm.services.reviews.sheets import project_sheets
from invest_crm.services.tasks import open_tasks
from invest_crm.ui.pacts.agreement_part import AmountForm
from invest_crm.ui.pacts.review_forms import OpinionForm, SheetForm
from invest_crm.ui.projects.neighbours import PACTS_TAB
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from invest_crm.ui.pacts.project_tab import PactsTab
    from invest_crm.ui.projects.page import ProjectsPage


@pytest.fixture
def tab(page: ProjectsPage) -> PactsTab:
    page.restore({"open": page.grid.model.ids()[0]})
    assert settled()
    page.panel.set_current_tab(PACTS_TAB)
    made = page.pacts.tab()
    assert settled()
    return made


def form_of(page: ProjectsPage, kind: type) -> Any:
    part = page.side.part()
    assert isinstance(part, kind)
    return part


def convene(page: ProjectsPage, tab: PactsTab) -> None:
    tab.review.convene.click()
    assert settled()
    form = form_of(page, SheetForm)
    for code, box in form.departments.boxes.items():
        box.setChecked(code in ("reform", "ecology"))
    form.form.retype({"convened_by": "副县长", "others": "县邮政管理局"})
    assert not find_nameless(form)
    form.button.click()
    assert settled()


def test_a_review_is_convened_and_answered_in_the_panel(page, tab) -> None:
    assert "还没有联审" in tab.review.note()
    convene(page, tab)
    assert "已答复 0/3" in tab.review.note()
    (sheet,) = page._context.app.read(project_sheets, page.shown_id)
    assert [one.department for one in sheet.opinions] == ["reform", "ecology", "县邮政管理局"]
    tab.review._open(sheet.opinions[1].id)
    assert settled()
    form = form_of(page, OpinionForm)
    assert form.conditions.isHidden()
    form.form.retype({"verdict": Verdict.CONDITION.value, "person": "吴芳"})
    assert not form.conditions.isHidden()
    what, who, when = form.conditions.rows[0]
    what.setText("补充论证")
    who.setText("张三")
    when.setText("很快")
    form.button.click()
    assert settled()
    assert page.side.part() is form, "a day that cannot be read is said, nothing is written"
    when.setText("2099.1.1")
    assert not find_clipped(form)
    form.button.click()
    assert settled()
    assert "已答复 1/3" in tab.review.note()
    assert [line.assignee for line in page._context.app.read(open_tasks)] == ["张三"]


def test_what_the_service_refuses_is_said_in_the_form(page, tab) -> None:
    convene(page, tab)
    (sheet,) = page._context.app.read(project_sheets, page.shown_id)
    tab.review._open(sheet.opinions[0].id)
    assert settled()
    form = form_of(page, OpinionForm)
    form.form.retype({"verdict": Verdict.REFUSE.value, "person": "吴芳"})
    form.button.click()
    assert settled()
    assert page.side.part() is form
    assert page._context.app.read(project_sheets, page.shown_id)[0].opinions[0].verdict is None


def test_a_round_is_removed_and_comes_back_by_undo(page, tab) -> None:
    convene(page, tab)
    tab.review.remove.click()
    assert settled()
    assert "还没有联审" in tab.review.note()
    page._context.undo()
    assert settled()
    assert "已答复 0/3" in tab.review.note()


def test_a_promise_of_the_project_is_entered_beside_it(page, tab) -> None:
    tab.promises.add.click()
    assert settled()
    form = page.side.part()
    form.form.retype({"side": "GOVERNMENT", "kind": "LAND_REFUND", "wording": "返还出让金",
                      "fair": "PENDING"})  # fmt: skip
    form.button.click()
    assert settled()
    assert "1 条待兑现" in tab.promises.note()


def test_an_amount_of_an_agreement_is_changed_with_a_reason(page, tab) -> None:
    page.occasions.agreements(page.shown_id)
    assert settled()
    panel = page.side.part()
    panel.form.retype({"type": "FORMAL", "on": "2025.8.1", "amount": "8000", "parties": "县政府"})
    panel.button.click()
    assert settled()
    line = page._context.app.read(agreements, page.shown_id)[-1]
    tab.agreements._change_amount(line.id)
    assert settled()
    form = form_of(page, AmountForm)
    form.form.retype({"amount": "6000"})
    form.button.click()
    assert settled()
    assert page.side.part() is form, "a change of an amount says why"
    form.form.retype({"reason": "调减规模"})
    form.button.click()
    assert settled()
    (change,) = page._context.app.read(amount_changes, [line.id])[line.id]
    assert (change.amount, change.reason) == (6_000_000_000, "调减规模")
