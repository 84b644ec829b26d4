"""Moving on: refused while something required is missing, saved with it, or with a reason."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace

from invest_crm.domain.project_fields import BY_KEY
from invest_crm.domain.stages import Stage
from invest_crm.errors import UserError
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files, archive_files, files_of
from invest_crm.services.history import record_history
from invest_crm.services.projects.gates import gate
from invest_crm.services.projects.missing import lacking, missing_counts
from invest_crm.services.projects.moving import MoveProject, move_project, move_with_files
from tests.support.factories import images, person, wan

if TYPE_CHECKING:
    from tests.support.factories import Bureau

DAY = date(2025, 8, 1)
WHOLE = {
    "total_investment": wan(12000),
    "leader": "王县长",
    "lead_unit": "县投促局",
    "task_force": "肉羊专班",
}
PAPERS = (Offered("投资协议.pdf", b"signed"), Offered("联审意见.pdf", b"agreed"))


def _sign(office: Bureau, project: str, **more: object) -> None:
    command = replace(MoveProject(project, Stage.SIGNED, DAY, WHOLE), **more)
    move_with_files(office.app, command, PAPERS)


def test_signing_without_the_five_ones_is_refused_and_says_what_is_missing(
    any_office: Bureau,
) -> None:
    project = any_office.take_up(name="某肉羊项目", investor="甲公司")
    before = any_office.record(project).values
    with pytest.raises(UserError) as refused:
        any_office.app.write(move_project, MoveProject(project, Stage.SIGNED, DAY))
    assert refused.value.code == "gate-missing"
    said = str(refused.value)
    assert all(BY_KEY[key].label in said for key in ("leader", "lead_unit", "task_force"))
    assert "Investment contract" in said
    assert any_office.record(project).values == before


def test_fields_alone_do_not_open_a_gate_that_asks_for_papers(any_office: Bureau) -> None:
    project = any_office.take_up(name="某肉羊项目", investor="甲公司")
    command = MoveProject(project, Stage.SIGNED, DAY, WHOLE)
    with pytest.raises(UserError, match="Investment contract") as refused:
        any_office.app.write(move_project, command)
    assert "leader" not in str(refused.value)


def test_stage_fields_and_papers_are_one_action_and_are_undone_together(
    any_office: Bureau,
) -> None:
    project = any_office.take_up(name="某肉羊项目", investor="甲公司")
    before = images(any_office.app)
    _sign(any_office, project)
    after = any_office.record(project)
    assert (after["stage"], after["leader"], after["total_investment"]) == (
        "SIGNED",
        "王县长",
        wan(12000),
    )
    files = any_office.app.read(files_of, Subject("project", project))
    assert {line.kind for line in files} == {"CONTRACT", "REVIEW_OPINION"}
    any_office.undo()
    assert images(any_office.app) == before


def test_a_refused_move_keeps_no_file(any_office: Bureau) -> None:
    project = any_office.take_up(name="某肉羊项目", investor="甲公司")
    command = MoveProject(project, Stage.SIGNED, DAY)
    with pytest.raises(UserError):
        move_with_files(any_office.app, command, PAPERS)
    assert not any_office.app.read(files_of, Subject("project", project))


def test_a_reason_lets_it_through_and_stands_in_the_history_without_numbers(
    any_office: Bureau,
) -> None:
    project = any_office.take_up(name="某肉羊项目", investor="甲公司")
    command = MoveProject(project, Stage.SIGNED, DAY, reason="县长办公会同意，13812345678")
    any_office.app.write(move_project, command)
    assert any_office.record(project)["stage"] == "SIGNED"
    lines = any_office.app.read(lambda view: record_history(view, [project]))
    said = " ".join(line.what for line in lines)
    assert "县长办公会同意" in said
    assert "13812345678" not in said


def test_the_gate_says_what_to_ask_for_in_which_order(any_office: Bureau) -> None:
    project = any_office.take_up(name="某肉羊项目", investor="甲公司")
    found = any_office.app.read(gate, project, Stage.SIGNED)
    assert not found.is_open
    assert found.keys[0] == found.day == "signed_on"
    assert {"total_investment", "leader", "lead_unit", "task_force"} <= set(found.keys)
    assert found.must("leader")
    assert not found.must("township")
    assert [need.papers for need in found.papers if need.required] == [
        ("REVIEW_OPINION",),
        ("CONTRACT",),
    ]
    assert not found.papers[-1].required


def test_evidence_in_the_trash_opens_no_gate(any_office: Bureau) -> None:
    project = any_office.take_up(name="某肉羊项目", investor="甲公司")
    app, subject = any_office.app, Subject("project", project)
    made = add_files(app, subject, [Offered("营业执照.jpg", b"licence")]).value
    assert made is not None
    need = ("LICENCE",)
    assert need not in {one.papers for one in app.read(gate, project, Stage.REGISTERED).missing}
    app.write(archive_files, made.ids)
    assert need in {one.papers for one in app.read(gate, project, Stage.REGISTERED).missing}


def test_the_count_of_a_list_is_that_of_each_project(any_office: Bureau) -> None:
    office = any_office
    for number in range(4):
        office.take_up(name=f"线索{number}", investor="甲" if number % 2 else None)
    office.take_up(name="意向", contacts=(person("张三"),), content="屠宰", township="城关镇")
    signed = office.take_up(name="已签", investor="乙")
    _sign(office, signed)
    modes = ("GRANT", "FARM_LAND", "LEASED_PLANT", None)
    office.ledger(
        "2025-08-31",
        *(
            {"signed_on": "2025-03-01", "land_on": day, "site_mode": mode, "leader": "王县长"}
            for mode in modes
            for day in ("2025-06", None)
        ),
    )
    counts = office.app.read(missing_counts)
    assert len(counts) == 14
    for project, count in counts.items():
        record = office.record(project)
        found = office.app.read(lambda view, record=record: lacking(view, record))
        assert count == len(found.required), record["name"]
    assert len(set(counts.values())) > 2
    assert office.app.read(missing_counts, [signed]) == {signed: counts[signed]}


def test_the_end_of_the_ladder_lacks_nothing(any_office: Bureau) -> None:
    (project,) = any_office.ledger("2025-08-31", {"signed_on": "2020"})
    from invest_crm.domain.stages import MilestoneKind

    any_office.reach(project, MilestoneKind.AT_CAPACITY, "2025-01")
    record = any_office.record(project)
    assert any_office.app.read(lambda view: lacking(view, record)).stage is None
    assert any_office.app.read(missing_counts)[project] == 0
