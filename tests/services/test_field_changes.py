"""The history of a record tells field by field what stood there and what stands there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from invest_crm import words
from invest_crm.domain.stages import SideState
from invest_crm.services.firm_panel import firm_panel
from invest_crm.services.firms import EditFirm, save_firm
from invest_crm.services.projects.edit import archive_projects, restore_projects
from invest_crm.services.projects.facts import SetSideState, set_side_state
from invest_crm.services.projects.panel import project_panel
from tests.support.factories import CANARY, person, when, yi

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.support.factories import Bureau

Story = list[tuple[str, str, str]]


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with words.using("zh_CN"):
        yield


def told(office: Bureau, project: str, place: int = 0) -> Story:
    """What the line at this place of the project's history changed."""
    panel = office.app.read(project_panel, project)
    assert panel is not None
    return [(one.title, one.before, one.after) for one in panel.history[place].changes]


def test_amounts_and_texts_are_told_as_an_office_writes_them(any_office: Bureau) -> None:
    project = any_office.take_up("甲", total_investment=yi(1), leader="张三")
    any_office.edit(project, total_investment=yi(2), leader="李四", remark="重点")
    assert set(told(any_office, project)) == {
        ("总投资", "1.00 亿元", "2.00 亿元"),
        ("包联领导", "张三", "李四"),
        ("备注", "", "重点"),
    }


def test_what_a_record_was_made_with_is_not_listed(office: Bureau) -> None:
    project = office.take_up("甲", total_investment=yi(1), signed_on=when("2025-03-01"))
    assert told(office, project, -1) == []


def test_a_corrected_date_is_one_change_of_its_field(any_office: Bureau) -> None:
    project = any_office.take_up("甲", signed_on=when("2025-03-01"))
    any_office.edit(project, started_on=when("2025-05"))
    any_office.edit(project, started_on=when("2025-06-20"))
    assert told(any_office, project, 0) == [("开工时间", "2025年5月", "2025年6月20日")]
    assert told(any_office, project, 1) == [("开工时间", "", "2025年5月")]
    any_office.undo()
    assert told(any_office, project, 0) == [("开工时间", "2025年6月20日", "2025年5月")]


def test_a_state_is_told_with_its_reason(office: Bureau) -> None:
    project = office.take_up("甲", signed_on=when("2025-03-01"))
    command = SetSideState(project, SideState.TERMINATED, date(2025, 8, 1), "协商解除")
    office.app.write(set_side_state, command)
    ((title, before, after),) = told(office, project)
    assert (title, before, after) == ("状态", "", "终止 · 2025-08-01 · 协商解除")


def test_the_trash_is_a_change_too(office: Bureau) -> None:
    project = office.take_up("甲")
    office.app.write(archive_projects, (project,))
    assert told(office, project) == [("回收站", "", "在回收站")]
    office.app.write(restore_projects, (project,))
    assert told(office, project) == [("回收站", "在回收站", "")]


def test_people_are_named_and_their_telephones_are_not_shown(any_office: Bureau) -> None:
    firm = any_office.firm("乙公司", contacts=(person("王五", CANARY, "经理"),))
    app = any_office.app
    record = app.read(firm_panel, firm).record
    command = EditFirm(firm, {"contacts": (person("赵六", CANARY, "主任"),)}, dict(record.values))
    app.write(save_firm, command)
    panel = app.read(firm_panel, firm)
    changes = [one for line in panel.history for one in line.changes]
    assert any("赵六 主任" in one.after for one in changes)
    assert CANARY not in repr(panel.history)
