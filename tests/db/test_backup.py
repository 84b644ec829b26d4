"""A backup is what was opened and checked; restoring never destroys what is there."""

from __future__ import annotations

import json
import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.db.backup import backup
from invest_crm.db.restore import restore
from invest_crm.errors import UserError
from invest_crm.services import upkeep
from invest_crm.services.backups import make_backup
from invest_crm.services.opening import open_app
from invest_crm.services.restoring import restore_backup
from tests.support.factories import Bureau, heads, images

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.work import App


def _path(app: App) -> Path:
    assert app.database.path is not None
    return app.database.path


def _reopened(app: App) -> dict[str, Any]:
    again = open_app(str(_path(app)), actor="x")
    try:
        return images(again)
    finally:
        again.database.close()


def test_a_backup_of_a_live_database_holds_every_row(office: Bureau, tmp_path: Path) -> None:
    for name in "甲乙丙":
        office.take_up(name)
    with office.app.database.reading():
        manifest = backup(_path(office.app), tmp_path / "backups")
    copy = tmp_path / "backups" / manifest.file
    assert manifest.records["project"] == 3
    assert (manifest.log_seq, manifest.log_head) == (4, heads(office.app)[-1].hash)
    assert manifest.bytes == copy.stat().st_size
    stored = json.loads(copy.with_name(copy.name + ".json").read_text(encoding="utf-8"))
    assert stored["sha256"] == manifest.sha256
    assert sorted(item.name for item in copy.parent.iterdir()) == [copy.name, copy.name + ".json"]
    again = open_app(str(copy), actor="x")
    assert images(again) == images(office.app)
    assert again.read(upkeep.verify).ok
    again.database.close()


def test_a_plain_copy_of_a_live_database_lacks_what_was_written(
    office: Bureau, tmp_path: Path
) -> None:
    office.take_up("甲")
    shutil.copy(_path(office.app), tmp_path / "copy.db")
    with closing(sqlite3.connect(tmp_path / "copy.db")) as copy:
        assert copy.execute("SELECT count(*) FROM project").fetchone() == (0,)


def test_a_plain_copy_of_a_live_database_is_not_taken_for_a_backup(
    office: Bureau, tmp_path: Path
) -> None:
    office.take_up("甲")
    shutil.copy(_path(office.app), tmp_path / "copy.db")
    office.app.database.close()
    before = _path(office.app).read_bytes()
    with pytest.raises(UserError) as refused:
        restore(tmp_path / "copy.db", _path(office.app))
    assert refused.value.code == "backup-unusable"
    assert _path(office.app).read_bytes() == before


def test_restoring_brings_back_the_rows_and_keeps_the_present_file(
    office: Bureau, tmp_path: Path
) -> None:
    office.take_up("甲")
    then = images(office.app)
    manifest = backup(_path(office.app), tmp_path / "b")
    office.take_up("乙")
    now = images(office.app)
    office.app.database.close()
    restored, kept = restore(tmp_path / "b" / manifest.file, _path(office.app))
    assert restored.log_head == manifest.log_head
    assert _reopened(office.app) == then
    assert kept is not None
    again = open_app(str(kept), actor="x")
    assert images(again) == now
    again.database.close()


def test_restoring_twice_keeps_both_former_files(office: Bureau, tmp_path: Path) -> None:
    manifest = backup(_path(office.app), tmp_path / "b")
    office.app.database.close()
    kept = [restore(tmp_path / "b" / manifest.file, _path(office.app))[1] for _ in range(2)]
    assert kept[0] != kept[1]
    assert all(path is not None and path.exists() for path in kept)


def test_restoring_where_nothing_was(office: Bureau, tmp_path: Path) -> None:
    manifest = backup(_path(office.app), tmp_path / "b")
    _restored, kept = restore(tmp_path / "b" / manifest.file, tmp_path / "new.db")
    assert kept is None
    again = open_app(str(tmp_path / "new.db"))
    assert images(again) == images(office.app)
    again.database.close()


def test_restoring_over_a_damaged_file_works_and_keeps_it(office: Bureau, tmp_path: Path) -> None:
    """The very case a backup is for."""
    office.take_up("甲")
    manifest = backup(_path(office.app), tmp_path / "b")
    then = images(office.app)
    office.app.database.close()
    _path(office.app).write_bytes(b"\0" * 5000)
    _restored, kept = restore(tmp_path / "b" / manifest.file, _path(office.app))
    assert _reopened(office.app) == then
    assert kept is not None
    assert kept.read_bytes() == b"\0" * 5000


def _flip(path: Path, needle: bytes) -> None:
    content = bytearray(path.read_bytes())
    place = content.index(needle)
    content[place] ^= 1
    path.write_bytes(bytes(content))


def test_an_altered_backup_is_refused(office: Bureau, tmp_path: Path) -> None:
    office.take_up("secret-name")
    manifest = backup(_path(office.app), tmp_path / "b")
    file = tmp_path / "b" / manifest.file
    _flip(file, b"secret-name")
    office.app.database.close()
    before = _path(office.app).read_bytes()
    with pytest.raises(UserError) as refused:
        restore(file, _path(office.app))
    assert refused.value.code == "backup-unusable"
    assert refused.value.safe
    assert _path(office.app).read_bytes() == before


@pytest.mark.parametrize("damage", ["cut", "zero", "empty", "foreign", "text"])
def test_a_damaged_or_foreign_backup_is_refused(
    office: Bureau, tmp_path: Path, damage: str
) -> None:
    manifest = backup(_path(office.app), tmp_path / "b")
    file = tmp_path / "b" / manifest.file
    file.with_name(file.name + ".json").unlink()
    content = file.read_bytes()
    if damage == "foreign":
        file.unlink()
        with closing(sqlite3.connect(file)) as other:
            other.execute("CREATE TABLE x (y)")
    else:
        broken = {
            "cut": content[: len(content) // 2],
            "zero": b"\0" * 4096 + content[4096:],
            "empty": b"",
            "text": b"hello" * 100,
        }
        file.write_bytes(broken[damage])
    office.app.database.close()
    before = _path(office.app).read_bytes()
    with pytest.raises(UserError) as refused:
        restore(file, _path(office.app))
    assert refused.value.code == "backup-unusable"
    assert _path(office.app).read_bytes() == before


def test_a_database_that_is_damaged_makes_no_backup(office: Bureau, tmp_path: Path) -> None:
    path = _path(office.app)
    office.app.database.close()
    content = bytearray(path.read_bytes())
    for page in range(2, 40):
        content[page * 4096 : page * 4096 + 64] = b"\xff" * 64
    path.write_bytes(bytes(content))
    with pytest.raises(UserError):
        backup(path, tmp_path / "b")
    assert list((tmp_path / "b").iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told_in_words(office: Bureau, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(UserError) as refused:
        backup(_path(office.app), tmp_path / "file" / "inside")
    assert refused.value.code == "backup-failed"


def test_restoring_while_somebody_works_in_the_database_is_refused(
    office: Bureau, tmp_path: Path
) -> None:
    manifest = backup(_path(office.app), tmp_path / "b")
    office.take_up("甲")
    with office.app.database.reading() as connection:
        connection.exec_driver_sql("SELECT * FROM project").all()
        with pytest.raises(UserError):
            restore(tmp_path / "b" / manifest.file, _path(office.app))
    assert len(images(office.app)["project"]) == 1


def test_two_backups_at_once_have_two_names(office: Bureau, tmp_path: Path) -> None:
    names = {backup(_path(office.app), tmp_path / "b").file for _ in range(3)}
    assert len(names) == 3


# ---- the use cases ---------------------------------------------------------------------------


def test_backups_go_to_the_users_folder_unless_told(office: Bureau, tmp_path: Path) -> None:
    manifest, where = make_backup(office.app)
    assert where.exists()
    assert where.parent.name == "backups"
    _manifest, there = make_backup(office.app, tmp_path / "usb")
    assert there.parent == tmp_path / "usb"
    office.app.database.close()
    restored, kept = restore_backup(where, str(_path(office.app)))
    assert restored.sha256 == manifest.sha256
    assert kept is not None


@pytest.mark.postgres
def test_a_server_is_backed_up_by_its_administrator(server_app: App, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        make_backup(server_app, tmp_path)
    assert refused.value.code == "backup-server"
    with pytest.raises(UserError) as refused:
        restore_backup(tmp_path / "x", "postgresql+psycopg://u@h/d")
    assert refused.value.code == "restore-server"


def test_a_backup_that_is_not_there_is_refused(app: App, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        restore_backup(tmp_path / "none.db", str(_path(app)))
    assert refused.value.code == "file-missing"
