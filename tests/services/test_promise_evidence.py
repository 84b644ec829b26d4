"""Papers that prove a promise: they are its own, and go with it wherever it goes."""

from __future__ import annotations

import csv
import io
import zipfile
from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.db import files
from invest_crm.domain.commitments import Fair, State
from invest_crm.errors import UserError
from invest_crm.services import upkeep
from invest_crm.services.agreements.commitments import (
    EditCommitment,
    archive_commitments,
    load,
    save_commitment,
)
from invest_crm.services.agreements.outcomes import SetCommitment, set_with_files
from invest_crm.services.agreements.panel import commitment_panel
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject, owner
from invest_crm.services.attachments import (
    add_files,
    archive_files,
    content_of,
    files_of,
    named_files,
    sweep_files,
)
from invest_crm.services.demo.fill import FillDemo, fill
from invest_crm.services.evidence import evidence_of
from invest_crm.services.export import export_records
from invest_crm.services.projects.panel import project_panel
from invest_crm.services.trash import list_trash, restore_trash
from invest_crm.services.trash_details import trash_details
from invest_crm.services.undo import undo
from tests.support.factories import Bureau, images

if TYPE_CHECKING:
    from pathlib import Path

DAY = date(2025, 8, 25)
GRANT = Offered("用地批复.pdf", b"%PDF-1.4 grant")
PAID = Offered("拨付凭证.png", b"\x89PNG\r\n\x1a\npaid")


@pytest.fixture
def bureau(any_office: Bureau) -> tuple[Bureau, str, str]:
    """The bureau, a project, and a promise of land on it."""
    project = any_office.take_up("甲")
    return any_office, project, promise(any_office, project)


def promise(office: Bureau, project: str, **values: Any) -> str:
    said = {"project_id": project, "side": "GOVERNMENT", "kind": "LAND", "fair": "NOT_NEEDED",
            "wording": "乙方完成备案后三个月内组织供地，并保证净地交付", **values}  # fmt: skip
    return str(office.app.write(save_commitment, EditCommitment(None, said)).value)


def names(office: Bureau, one: str) -> list[str]:
    return sorted(line.name for line in office.app.read(files_of, Subject("commitment", one)))


def stored(office: Bureau) -> set[str]:
    with office.app.database.reading() as connection:
        return set(files.store_of(office.app.database).stored(connection))


def test_a_paper_of_a_promise_is_no_evidence_of_its_project(bureau) -> None:
    office, project, one = bureau
    add_files(office.app, Subject("commitment", one), [GRANT, PAID])
    assert names(office, one) == ["拨付凭证.png", "用地批复.pdf"]
    assert office.app.read(files_of, Subject("project", project)) == []
    assert office.app.read(evidence_of, [project]) == {}
    found = office.app.read(owner, Subject("commitment", one))
    assert (found.name, found.away) == ("乙方完成备案后三个月内组织供地…", False)


def test_what_became_of_promises_and_its_papers_are_one_action(bureau) -> None:
    office, project, one = bureau
    two = promise(office, project)
    before = images(office.app)
    kept = SetCommitment((one, two), State.KEPT, DAY, "已供地")
    set_with_files(office.app, kept, [GRANT])
    assert names(office, one) == names(office, two) == ["用地批复.pdf"]
    assert office.app.read(load, [one])[one]["state"] == State.KEPT
    office.app.write(undo, None)
    assert images(office.app) == before


def test_a_refused_entry_leaves_no_file(bureau) -> None:
    office, _project, one = bureau
    before = images(office.app), stored(office)
    early = SetCommitment((one,), State.KEPT, date(2025, 9, 2))
    with pytest.raises(UserError) as refused:
        set_with_files(office.app, early, [GRANT])
    assert refused.value.code == "day-to-come"
    assert (images(office.app), stored(office)) == before


def test_the_histories_of_promise_and_project_name_its_papers(bureau) -> None:
    office, project, one = bureau
    add_files(office.app, Subject("commitment", one), [GRANT])
    for read, record in ((commitment_panel, one), (project_panel, project)):
        told = office.app.read(read, record).history[0]
        assert "乙方完成备案后三个月内组织供地…" in told.what
        assert [(change.title, change.after) for change in told.changes] == [
            ("Attachments", "用地批复.pdf: Allocation decision, land approval")
        ]


def test_a_paper_goes_to_the_trash_and_says_whose_it_was(bureau) -> None:
    office, _project, one = bureau
    made = add_files(office.app, Subject("commitment", one), [GRANT]).value
    office.app.write(archive_files, made.ids)
    (line,) = office.app.read(list_trash)
    assert (line.kind, line.owner) == ("attachment", f"commitment:{one}")
    assert line.about == "乙方完成备案后三个月内组织供地…"
    office.app.write(restore_trash, [line.id])
    assert not office.app.read(files_of, Subject("commitment", one))[0].archived


def test_a_promise_takes_its_papers_to_the_trash_and_back(bureau) -> None:
    office, _project, one = bureau
    add_files(office.app, Subject("commitment", one), [GRANT])
    office.app.write(archive_commitments, (one,))
    (line,) = office.app.read(list_trash)
    pairs, _history = office.app.read(trash_details, line)
    assert dict(pairs)["Comes back with it"] == "attachments: 1"
    office.app.write(restore_trash, [line.id])
    assert names(office, one) == ["用地批复.pdf"]


def test_the_sweep_leaves_the_papers_of_promises(bureau) -> None:
    office, _project, one = bureau
    add_files(office.app, Subject("commitment", one), [GRANT])
    assert office.app.write(sweep_files, None).value == 0
    (line,) = office.app.read(files_of, Subject("commitment", one))
    assert office.app.read(content_of, line.id)[1] == GRANT.source
    assert stored(office) == office.app.read(named_files)


def test_the_opinion_of_the_review_may_be_attached_to_the_promise_itself(bureau) -> None:
    office, project, one = bureau
    other = promise(office, project)
    add_files(office.app, Subject("commitment", one), [Offered("公平竞争审查意见.pdf", b"%PDF")])
    assert office.app.read(commitment_panel, one).opinion
    office.app.write(save_commitment, EditCommitment(one, {"fair": Fair.PASSED.value}))
    with pytest.raises(UserError) as refused:
        office.app.write(save_commitment, EditCommitment(other, {"fair": Fair.PASSED.value}))
    assert refused.value.code == "opinion-missing"


def test_the_whole_export_says_which_promise_a_paper_proves(bureau, tmp_path: Path) -> None:
    office, _project, one = bureau
    add_files(office.app, Subject("commitment", one), [GRANT])
    path = tmp_path / "all.zip"
    office.app.read(export_records, "all", path)
    with zipfile.ZipFile(path) as pack:
        (name,) = (name for name in pack.namelist() if name.endswith("attachments.csv"))
        (row,) = csv.DictReader(io.StringIO(pack.read(name).decode("utf-8-sig")))
    assert (row["Belongs to"], row["Record"]) == ("promise", "乙方完成备案后三个月内组织供地…")


def test_the_demonstration_has_a_kept_promise_with_its_paper(any_office: Bureau) -> None:
    app = any_office.app
    app.write(fill, FillDemo(projects=60, firms=60))
    owned = "SELECT commitment_id FROM attachment WHERE commitment_id IS NOT NULL"
    with app.database.reading() as connection:
        (one,) = connection.exec_driver_sql(owned).scalars()
    record = app.read(load, [one])[one]
    (line,) = app.read(files_of, Subject("commitment", one))
    assert (record["state"], line.media_type, line.kind) == (
        State.KEPT,
        "application/pdf",
        "ALLOCATION_DECISION",
    )
    assert app.read(content_of, line.id)[1].startswith(b"%PDF")
    assert [item for item in app.read(upkeep.check) if not item.ok] == []
