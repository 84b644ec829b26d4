"""The history of a record tells field by field what stood there and what stands there."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest

from invest_crm import words
from invest_crm.domain.stages import SideState
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import (
    Note,
    Rename,
    add_files,
    archive_files,
    files_of,
    note_file,
    rename_file,
    restore_files,
)
from invest_crm.services.firm_panel import firm_panel
from invest_crm.services.firms import EditFirm, save_firm
from invest_crm.services.projects.edit import archive_projects, restore_projects
from invest_crm.services.projects.facts import SetSideState, set_side_state
from invest_crm.services.projects.panel import project_panel
from invest_crm.services.request_panel import request_panel
from invest_crm.services.requests import EditRequest, save_request
from invest_crm.services.undo import undo
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
    command = SetSideState(
        project, SideState.TERMINATED, date(2025, 8, 1), "协商解除", reasons=("FUNDS",)
    )
    office.app.write(set_side_state, command)
    ((title, before, after),) = told(office, project)
    assert (title, before, after) == (
        "状态",
        "",
        "终止 · 2025-08-01 · 资金未到位、融资难、协商解除",
    )


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


# ---- files -----------------------------------------------------------------------------------


def _attach(office: Bureau, project: str, content: bytes) -> str:
    offered = [Offered("协议.pdf", content)]
    made = add_files(office.app, Subject("project", project), offered).value
    assert made is not None
    return made.ids[0]


def whats(office: Bureau, project: str) -> list[str]:
    panel = office.app.read(project_panel, project)
    assert panel is not None
    return [line.what for line in panel.history]


def test_what_was_done_to_files_stands_in_the_history_in_words(any_office: Bureau) -> None:
    app, project = any_office.app, any_office.take_up("甲")
    _attach(any_office, project, b"%PDF one")
    assert told(any_office, project) == [("附件", "", "协议.pdf：投资合同、协议")]
    second = _attach(any_office, project, b"%PDF two")
    assert told(any_office, project) == [("附件", "", "协议.pdf（第 2 版）")]
    app.write(rename_file, Rename(second, "投资协议"))
    assert told(any_office, project) == [("附件", "协议.pdf", "投资协议.pdf")]
    app.write(note_file, Note(second, "已盖章"))
    assert told(any_office, project) == [("附件", "投资协议.pdf", "投资协议.pdf：已盖章")]
    app.write(archive_files, (second,))
    assert told(any_office, project) == [("附件", "投资协议.pdf", "投资协议.pdf（在回收站）")]
    app.write(restore_files, (second,))
    assert told(any_office, project) == [("附件", "投资协议.pdf（在回收站）", "投资协议.pdf")]
    assert whats(any_office, project)[:2] == ["恢复甲的 1 个附件", "将甲的 1 个附件移到回收站"]


def test_a_file_whose_adding_was_undone_stays_in_the_history(any_office: Bureau) -> None:
    app, project = any_office.app, any_office.take_up("甲")
    _attach(any_office, project, b"%PDF one")
    app.write(undo, None)
    assert told(any_office, project) == [("附件", "协议.pdf：投资合同、协议", "")]
    assert told(any_office, project, 1) == [("附件", "", "协议.pdf：投资合同、协议")]


def test_the_history_undoes_what_was_done_to_a_file(office: Bureau) -> None:
    app, project = office.app, office.take_up("甲")
    one = _attach(office, project, b"%PDF one")
    app.write(rename_file, Rename(one, "投资协议"))
    panel = app.read(project_panel, project)
    assert panel is not None
    app.write(undo, panel.history[0].id)
    assert [line.name for line in app.read(files_of, Subject("project", project))] == ["协议.pdf"]


def test_files_of_firms_and_requests_stand_in_their_history(office: Bureau) -> None:
    app = office.app
    firm = office.firm("乙公司")
    request = app.write(
        save_request, EditRequest(None, {"name": "乙公司", "content": "用电"})
    ).value
    assert request is not None
    for kind, record, panel in (
        ("firm", firm, firm_panel),
        ("request", request, request_panel),
    ):
        add_files(app, Subject(kind, record), [Offered("函.pdf", b"%PDF one")])
        found = app.read(panel, record)
        assert found is not None
        assert [(one.title, one.after) for one in found.history[0].changes] == [("附件", "函.pdf")]
