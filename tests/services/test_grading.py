"""What a recorded start is worth follows its evidence, and earlier figures stay what they were."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlalchemy import select

from invest_crm.db.schema.derived import project_state
from invest_crm.domain.quick_entry import Subject as Here
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import (
    Classify,
    add_files,
    archive_files,
    classify_file,
    load_file,
    restore_files,
)
from invest_crm.services.field_changes import with_fields
from invest_crm.services.history import record_history
from invest_crm.services.interactions import void_interaction
from invest_crm.services.quick_entry import LogLine, enter_line
from tests.support.factories import images

if TYPE_CHECKING:
    from tests.support.factories import Bureau


@pytest.fixture
def started(any_office: Bureau) -> str:
    row = {"signed_on": "2025-03-01", "started_on": "2025-06-01", "site_mode": "GRANT"}
    return any_office.ledger("2025-08-31", row)[0]


def _add(office: Bureau, project: str, name: str) -> str:
    offered = [Offered(name, name.encode())]
    found = add_files(office.app, Subject("project", project), offered).value
    assert found is not None
    return found.ids[0]


def _grade(office: Bureau, project: str) -> int:
    query = select(project_state.c.start_grade).where(project_state.c.project_id == project)
    return int(office.app.read(lambda view: view.values(query))[0])


def test_a_photo_then_a_permit_raise_the_grade_and_the_trash_lowers_it(
    any_office: Bureau, started: str
) -> None:
    assert _grade(any_office, started) == 1
    _add(any_office, started, "现场照片.jpg")
    assert _grade(any_office, started) == 2
    permit = _add(any_office, started, "施工许可证.pdf")
    assert _grade(any_office, started) == 3
    assert any_office.value("started.g3.count", "2025-09-01") == 1
    any_office.app.write(archive_files, (permit,))
    assert _grade(any_office, started) == 2
    any_office.app.write(restore_files, (permit,))
    assert _grade(any_office, started) == 3


def test_undo_gives_the_former_grade_back(any_office: Bureau, started: str) -> None:
    before = images(any_office.app)
    _add(any_office, started, "现场照片.jpg")
    any_office.undo()
    assert images(any_office.app) == before
    assert _grade(any_office, started) == 1


def test_figures_known_at_an_earlier_moment_keep_their_grade(
    any_office: Bureau, started: str
) -> None:
    moment = any_office.app.clock().astimezone().isoformat()
    from invest_crm.services.figures import moment as read_moment

    known = read_moment(moment)
    _add(any_office, started, "施工许可证.pdf")
    assert any_office.value("started.g3.count", "2025-09-01") == 1
    assert any_office.value("started.g3.count", "2025-09-01", known_at=known) == 0


def test_a_photo_of_a_visit_counts_while_the_visit_stands(any_office: Bureau, started: str) -> None:
    app, here = any_office.app, Here("project", started, "甲")
    made = enter_line(app, LogLine("8/30 到现场查看", here), [Offered("现场.jpg", b"photo")])
    assert made.value is not None
    assert _grade(any_office, started) == 2
    app.write(void_interaction, made.value.interaction_id)
    assert _grade(any_office, started) == 1


def test_a_start_recorded_after_its_papers_has_their_grade(any_office: Bureau) -> None:
    (project,) = any_office.ledger("2025-08-31", {"signed_on": "2025-03-01"})
    _add(any_office, project, "施工合同.pdf")
    any_office.edit(project, started_on="2025-08-01")
    assert _grade(any_office, project) == 3
    any_office.edit(project, started_on="2025-08-02")
    assert _grade(any_office, project) == 3


def test_a_grade_of_another_source_is_not_lowered_by_weaker_evidence(any_office: Bureau) -> None:
    from invest_crm.domain.stages import MilestoneKind

    (project,) = any_office.ledger("2025-08-31", {"signed_on": "2025-03-01"})
    any_office.reach(project, MilestoneKind.STARTED, "2025-06-01", grade=3)
    _add(any_office, project, "现场照片.jpg")
    assert _grade(any_office, project) == 3


def test_a_kind_can_be_corrected_and_the_history_says_so(any_office: Bureau, started: str) -> None:
    wrong = _add(any_office, started, "扫描件001.pdf")
    assert any_office.app.read(load_file, wrong).kind == ""
    any_office.app.write(classify_file, Classify(wrong, "CONSTRUCTION_PERMIT"))
    assert any_office.app.read(load_file, wrong).kind == "CONSTRUCTION_PERMIT"
    assert _grade(any_office, started) == 3

    def told(view: object) -> str:
        ids = [wrong]
        lines = with_fields(view, record_history(view, ids), ids)  # type: ignore[arg-type]
        return " ".join(change.after for line in lines for change in line.changes)

    assert "Construction permit" in any_office.app.read(told)
    any_office.undo()
    assert any_office.app.read(load_file, wrong).kind == ""
    assert _grade(any_office, started) == 1


def test_a_further_version_keeps_the_kind(any_office: Bureau, started: str) -> None:
    first = _add(any_office, started, "扫描件.pdf")
    any_office.app.write(classify_file, Classify(first, "CONTRACT"))
    offered = [Offered("扫描件.pdf", b"second")]
    again = add_files(any_office.app, Subject("project", started), offered).value
    assert again is not None
    assert any_office.app.read(load_file, again.ids[0]).kind == "CONTRACT"
