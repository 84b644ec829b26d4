"""States and agreements recorded from the list of projects, through the real page."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit, QPushButton

from invest_crm.domain.stages import AgreementType, SideState
from invest_crm.services.projects.facts import agreements
from invest_crm.ui.kit.notice import NoticeBar
from invest_crm.ui.projects.agreement_panel import AgreementPanel
from invest_crm.ui.projects.state_panel import StatePanel, offered
from tests.support.factories import when, yi

if TYPE_CHECKING:
    from tests.ui.records.conftest import Desk

CTRL = Qt.KeyboardModifier.ControlModifier


def open_panel(desk: Desk, project: str, command: str) -> StatePanel | AgreementPanel:
    """Select a project and choose a command of its row."""
    desk.page.grid.refresh()
    desk.settle()
    desk.page.grid.select_id(project)
    desk.settle()
    next(one for one in desk.page.commands() if one.id == command).run()
    desk.settle()
    panel = desk.page.side.part()
    assert isinstance(panel, StatePanel | AgreementPanel)
    return panel


def test_a_project_is_terminated_with_day_and_reason_by_keyboard(desk: Desk) -> None:
    project = desk.office.take_up("甲", signed_on=when("2025-03-01"))
    panel = open_panel(desk, project, "project.state")
    panel.form.retype({"state": "TERMINATED", "on": "2025.8.5", "reason": "协商解除"})
    panel.reasons.pills["FUNDS"].setFocus()
    QTest.keyClick(panel.reasons.pills["FUNDS"], Qt.Key.Key_Space)
    QTest.keyClick(panel.form.editor("reason"), Qt.Key.Key_Return, CTRL)
    desk.settle()
    assert desk.office.record(project)["side_state"] == "TERMINATED"
    assert not desk.page.side.busy()
    assert desk.page.side.part() is desk.page.panel


def test_what_is_missing_is_said_and_what_was_typed_stays(desk: Desk) -> None:
    project = desk.office.take_up("甲", signed_on=when("2025-03-01"))
    panel = open_panel(desk, project, "project.state")
    panel.form.retype({"state": "PAUSED", "on": "2025.8.5", "reason": "等用地指标"})
    panel.accept()
    desk.settle()
    (notice,) = panel.findChildren(NoticeBar)
    assert "恢复" in notice.text()
    panel.form.retype({"until": "2026.3.1"})
    panel.accept()
    desk.settle()
    assert desk.office.record(project)["side_state"] == "PAUSED"


def test_only_states_that_fit_are_offered(desk: Desk) -> None:
    lead = desk.office.record(desk.office.take_up("在谈"))
    signed = desk.office.record(desk.office.take_up("签约", signed_on=when("2025-03-01")))
    assert SideState.TERMINATED not in offered(lead)
    assert SideState.LOST not in offered(signed)
    assert SideState.ACTIVE not in offered(lead)


def test_a_capital_increase_is_added_and_voided_again(desk: Desk) -> None:
    project = desk.office.take_up("甲", signed_on=when("2025-03-01"), total_investment=yi(1))
    panel = open_panel(desk, project, "project.agreements")
    panel.form.retype({"type": "INCREASE", "on": "2025-06-01", "amount": "5000"})
    panel.accept()
    desk.settle()
    found = desk.office.app.read(agreements, project)
    assert [line.type for line in found] == [AgreementType.INVESTMENT, AgreementType.INCREASE]
    again = open_panel(desk, project, "project.agreements")
    button = again.findChildren(QPushButton)
    void = [one for one in button if one.text() == "作废"][-1]
    QTest.mouseClick(void, Qt.MouseButton.LeftButton)
    reason = next(line for line in again.findChildren(QLineEdit) if line.hasFocus())
    reason.setText("录入错误")
    QTest.keyClick(reason, Qt.Key.Key_Return)
    desk.settle()
    found = desk.office.app.read(agreements, project)
    assert [line.type for line in found] == [AgreementType.INVESTMENT]


def test_all_dates_of_the_path_can_be_typed(desk: Desk) -> None:
    project = desk.office.take_up("甲")
    editor = desk.edit(project, permit_on="2025.5.6", funds_in_place="300", year_plan="1亿")
    editor.save()
    desk.settle()
    record = desk.office.record(project)
    assert record["permit_on"].first_day() == date(2025, 5, 6)
    assert (record["funds_in_place"], record["year_plan"]) == (300_000_000, yi(1))


# ---- what looks wrong while one types --------------------------------------------------------


def told(desk: Desk) -> list[str]:
    editor = desk.page.side.editor()
    assert editor is not None
    return [bar.text() for bar in editor.findChildren(NoticeBar) if bar.isVisibleTo(editor)]


def test_a_project_that_is_there_already_is_named_while_it_is_typed(desk: Desk) -> None:
    desk.office.take_up("肉羊屠宰项目", investor="兰州甲公司")
    desk.edit("", name="肉羊屠宰项目", investor="兰州甲公司").form.changed.emit("name")
    desk.qtbot.waitUntil(lambda: bool(told(desk)))
    desk.settle()
    assert "肉羊屠宰项目" in told(desk)[0]
    desk.edit("", name="生猪屠宰项目").form.changed.emit("name")
    desk.settle()
    desk.qtbot.wait(200)
    desk.settle()
    assert told(desk) == []


def test_a_start_before_the_signing_is_doubted_and_not_refused(desk: Desk) -> None:
    project = desk.office.take_up("甲", signed_on=when("2025-08-01"))
    editor = desk.edit(project, started_on="2020-01-01")
    editor.form.changed.emit("started_on")
    desk.settle()
    assert "早于" in told(desk)[0]
    editor.form.retype({"started_on": "2025年8月"})
    editor.form.changed.emit("started_on")
    desk.settle()
    assert told(desk) == []
