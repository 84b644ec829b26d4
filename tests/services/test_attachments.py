"""Attachments: content whole or not there, versions by name, trash, undo, and nothing half done."""

from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invest_crm.db import files
from invest_crm.db.schema.attachments import attachment
from invest_crm.errors import UserError
from invest_crm.services import attachment_intake as intake
from invest_crm.services import attachments as service
from invest_crm.services import upkeep
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
from invest_crm.services.history import record_history
from invest_crm.services.options import SetOption, set_option
from invest_crm.services.undo import redo, undo
from tests.support import faults
from tests.support.factories import Bureau, all_rows, log_texts

if TYPE_CHECKING:
    from invest_crm.services.attachments import AttachmentLine
    from invest_crm.services.work import App

small_disk = faults.small_disk
PDF = b"%PDF-1.4\n" + b"x" * 3000


@pytest.fixture
def project(any_office: Bureau) -> Subject:
    return Subject("project", any_office.take_up("甲"))


def add(app: App, subject: Subject, **named: bytes) -> tuple[str, ...]:
    offered = [Offered(f"{name}.pdf", data) for name, data in named.items()]
    found = add_files(app, subject, offered).value
    assert found is not None
    return found.ids


def lines(app: App, subject: Subject) -> list[AttachmentLine]:
    return app.read(files_of, subject)


def content(app: App, one: str) -> bytes:
    return app.read(service.content_of, one)[1]


def left(app: App) -> list[str]:
    """Every file beside an embedded database."""
    root = Path(f"{app.database.path}.files")
    return sorted(path.name for path in root.rglob("*") if path.is_file())


def test_what_was_added_is_what_is_read(any_office: Bureau, project: Subject) -> None:
    app = any_office.app
    big = PDF + bytes(range(256)) * 10_000
    small, large = add(app, project, 协议=PDF, 大图=big)
    assert (content(app, small), content(app, large)) == (PDF, big)
    by_name = {line.name: line for line in lines(app, project)}
    line = by_name["协议.pdf"]
    assert line.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (line.size, line.media_type, line.added_by) == (len(PDF), "application/pdf", "wang")
    assert line.present


def test_files_belong_to_projects_firms_and_requests(office: Bureau) -> None:
    app = office.app
    firm = Subject("firm", office.firm("恒丰"))
    add(app, firm, 执照=PDF)
    assert [line.name for line in lines(app, firm)] == ["执照.pdf"]
    with pytest.raises(UserError) as refused:
        add(app, Subject("request", "nowhere"), 诉求=PDF)
    assert refused.value.code == "record-gone"
    assert len(left(app)) == 1


def test_the_same_name_is_a_new_version_and_the_same_content_is_nothing_new(
    any_office: Bureau, project: Subject
) -> None:
    app = any_office.app
    add(app, project, 协议=PDF)
    add(app, project, 协议=PDF + b"2")
    outcome = add_files(app, project, [Offered("协议.pdf", PDF + b"2")])
    assert outcome.value is not None
    assert (outcome.value.ids, outcome.value.known) == ((), ("协议.pdf",))
    assert outcome.changes.change_set_id is None
    found = lines(app, project)
    assert [line.version for line in found] == [2, 1]
    assert len({line.series for line in found}) == 1
    assert content(app, found[1].id) == PDF


def test_the_kind_is_decided_by_the_content(office: Bureau) -> None:
    subject = Subject("project", office.take_up("甲"))
    add_files(office.app, subject, [Offered("通知.pdf", b"MZ\x90\0" + b"\0" * 200)])
    assert lines(office.app, subject)[0].media_type == "application/x-executable"


def test_trash_takes_all_versions_and_gives_them_back(any_office: Bureau, project: Subject) -> None:
    app = any_office.app
    add(app, project, 协议=PDF)
    (newest,) = add(app, project, 协议=PDF + b"2")
    app.write(archive_files, (newest,))
    assert [line.archived for line in lines(app, project)] == [True, True]
    app.write(restore_files, (newest,))
    assert [line.archived for line in lines(app, project)] == [False, False]


def test_a_name_is_given_to_all_versions_and_keeps_its_ending(
    any_office: Bureau, project: Subject
) -> None:
    app = any_office.app
    add(app, project, 扫描件=PDF, 批复=PDF + b"3")
    (newest,) = add(app, project, 扫描件=PDF + b"2")
    assert app.write(rename_file, Rename(newest, " 投资协议 ")).value == "投资协议.pdf"
    assert {line.name for line in lines(app, project)} == {"批复.pdf", "投资协议.pdf"}
    app.write(undo, None)
    assert {line.name for line in lines(app, project)} == {"批复.pdf", "扫描件.pdf"}
    for code, name in (("file-nameless", "  "), ("file-name-taken", "批复.pdf")):
        with pytest.raises(UserError) as refused:
            app.write(rename_file, Rename(newest, name))
        assert refused.value.code == code


def test_adding_is_undone_and_redone_with_its_content(any_office: Bureau, project: Subject) -> None:
    app = any_office.app
    (one,) = add(app, project, 协议=PDF)
    app.write(undo, None)
    assert lines(app, project) == []
    assert app.write(service.sweep_files, None).value == 0, "the log could bring it back"
    app.write(redo, None)
    assert content(app, one) == PDF


def test_names_and_notes_are_in_no_log(
    any_office: Bureau, project: Subject, caplog: pytest.LogCaptureFixture
) -> None:
    app = any_office.app
    caplog.set_level(logging.DEBUG)
    (one,) = add(app, project, 张三身份证=PDF)
    app.write(note_file, Note(one, "张三的复印件"))
    assert lines(app, project)[0].note == "张三的复印件"
    assert "张三" not in log_texts(app)
    assert "张三" not in caplog.text
    assert all("张三" not in line.what for line in app.read(record_history, [one]))


def test_a_lost_content_is_said_with_its_place_and_comes_back_when_added_again(
    office: Bureau,
) -> None:
    app = office.app
    subject = Subject("project", office.take_up("甲"))
    (one,) = add(app, subject, 协议=PDF)
    place = Path(lines(app, subject)[0].place)
    place.unlink()
    (line,) = lines(app, subject)
    assert (line.present, Path(line.place)) == (False, place)
    with pytest.raises(UserError) as refused:
        content(app, one)
    assert refused.value.code == "file-lost"
    add(app, subject, 协议=PDF)
    assert content(app, one) == PDF


def test_stored_files_cannot_be_written_and_equal_ones_are_kept_once(office: Bureau) -> None:
    app = office.app
    subject = Subject("project", office.take_up("甲"))
    add(app, subject, 甲=PDF, 乙=PDF)
    place = Path(lines(app, subject)[0].place)
    assert place.stat().st_mode & 0o222 == 0
    assert len(left(app)) == 1


def test_a_damaged_file_is_replaced_when_the_same_is_added_again(office: Bureau) -> None:
    app = office.app
    subject = Subject("project", office.take_up("甲"))
    (one,) = add(app, subject, 协议=PDF)
    place = Path(lines(app, subject)[0].place)
    place.chmod(0o600)
    place.write_bytes(b"z" * len(PDF))
    add(app, subject, 协议=PDF)
    assert content(app, one) == PDF


def test_the_limit_is_an_option_of_the_database(office: Bureau) -> None:
    app = office.app
    assert app.read(intake.most_bytes) == 50 * 1024 * 1024
    app.write(set_option, SetOption("files.most_mb", "100"))
    assert app.read(intake.most_bytes) == 100 * 1024 * 1024
    app.write(set_option, SetOption("files.most_mb", "nonsense"))
    assert app.read(intake.most_bytes) == 50 * 1024 * 1024


def test_a_missing_content_fails_the_check(any_office: Bureau, project: Subject) -> None:
    app = any_office.app
    add(app, project, 协议=PDF)
    assert all(finding.ok for finding in app.read(upkeep.check))
    sha256 = lines(app, project)[0].sha256
    with app.database.writing() as connection:
        files.store_of(app.database).remove(connection, sha256)
    assert [item.check for item in app.read(upkeep.check) if not item.ok] == ["files"]


def test_scratch_files_of_a_killed_program_are_tidied_after_a_day(office: Bureau) -> None:
    app = office.app
    folder = Path(f"{app.database.path}.files") / "incoming"
    folder.mkdir(parents=True)
    old, new = folder / "old.part", folder / "new.part"
    for path in (old, new):
        path.write_bytes(b"half")
    os.utime(old, (1, 1))
    app.write(service.sweep_files, None)
    assert [path.name for path in folder.iterdir()] == ["new.part"]


def test_the_sweep_removes_only_what_nobody_names(any_office: Bureau, project: Subject) -> None:
    app = any_office.app
    (one,) = add(app, project, 协议=PDF)
    store = files.store_of(app.database)
    with app.database.writing() as connection:
        from io import BytesIO

        with store.stage(BytesIO(b"nobody's"), 100) as staged:
            store.keep(connection, staged)
    assert app.read(service.facts).idle == 1
    assert app.write(service.sweep_files, None).value == 1
    assert content(app, one) == PDF
    assert app.read(service.facts).idle == 0


def test_too_big_empty_and_missing_files_are_refused_and_leave_nothing(
    office: Bureau, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = office.app
    subject = Subject("project", office.take_up("甲"))
    monkeypatch.setattr(intake, "_MEGA", 1024 // 50 + 1)
    for code, source in (
        ("file-too-big", b"x" * 1051),
        ("file-empty", b""),
        ("file-missing", tmp_path / "none.pdf"),
        ("file-missing", tmp_path),
    ):
        with pytest.raises(UserError) as refused:
            add_files(app, subject, [Offered("好.pdf", b"good"), Offered("坏.pdf", source)])
        assert refused.value.code == code
    assert lines(app, subject) == []
    assert left(app) == []


def test_a_full_disk_while_adding_leaves_nothing_half(app: App, small_disk: Path) -> None:
    import shutil

    from invest_crm.services.opening import open_app

    app.database.close()
    assert app.database.path is not None
    path = small_disk / "crm.db"
    shutil.copy(app.database.path, path)
    office = Bureau(open_app(str(path), actor="wang"))
    subject = Subject("project", office.take_up("甲"))
    (one,) = add(office.app, subject, 小=PDF)
    with pytest.raises(UserError) as refused:
        add(office.app, subject, 乙=PDF + b"2", 大=bytes(40 * 1024 * 1024))
    assert refused.value.code == "disk-full"
    assert [line.id for line in lines(office.app, subject)] == [one]
    assert len(left(office.app)) == 1
    assert content(office.app, one) == PDF
    add(office.app, subject, 乙=PDF + b"2")
    office.app.database.close()


def test_a_write_that_fails_after_the_file_was_kept_takes_it_back(
    any_office: Bureau, project: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = any_office.app

    def broken(*_given: object, **_more: object) -> None:
        raise RuntimeError("stopped")

    with monkeypatch.context() as patch:
        patch.setattr("invest_crm.services.work.derive.follow", broken)
        with pytest.raises(RuntimeError, match="stopped"):
            add(app, project, 协议=PDF)
    assert app.read(all_rows, attachment) == []
    assert app.read(service.facts).idle == 0
