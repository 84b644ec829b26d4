"""Backups as people use them: on time, before what is risky, listed, verified, copied, thinned."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from invest_crm.db.manifest import beside
from invest_crm.errors import UserError
from invest_crm.services import backups
from invest_crm.services.projects.edit import CreateProject, create_project
from invest_crm.services.restoring import confirm, headline, kind_words, prospect, restore_backup
from invest_crm.services.safeguards import RISKY, stand_guard
from invest_crm.settings import user
from tests.support.factories import Bureau, images

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.work import App, Work


def _path(app: App) -> Path:
    assert app.database.path is not None
    return app.database.path


def _age(path: Path, by: timedelta) -> None:
    """Make a backup look older than it is."""
    stored = json.loads(beside(path).read_text(encoding="utf-8"))
    stored["made_at"] = (datetime.fromisoformat(stored["made_at"]) - by).isoformat()
    beside(path).write_text(json.dumps(stored), encoding="utf-8")


def _many(work: Work, count: int) -> None:
    for number in range(count):
        create_project(work, CreateProject({"name": f"项目{number}"}))


# ---- on time ---------------------------------------------------------------------------------


def test_an_automatic_backup_is_made_when_something_changed_and_it_is_time(office: Bureau) -> None:
    office.take_up("甲")
    first = backups.tend(office.app)
    assert first.last is not None
    assert (first.last.reason, first.unsaved) == ("auto", 0)
    office.take_up("乙")
    assert backups.tend(office.app).last == first.last  # half an hour has not passed
    _age(first.last.path, timedelta(minutes=31))
    second = backups.tend(office.app)
    assert second.last is not None
    assert second.last.path != first.last.path
    assert second.last.projects == 2


def test_nothing_is_backed_up_while_nothing_changed(office: Bureau) -> None:
    office.take_up("甲")
    _manifest, path = backups.make_backup(office.app)
    _age(path, timedelta(days=3))
    assert [line.path for line in backups.tend(office.app).lines] == [path]


def test_automatic_backups_can_be_switched_off(office: Bureau) -> None:
    user.write("backup.minutes", "off")
    office.take_up("甲")
    assert backups.tend(office.app).lines == ()


@pytest.mark.postgres
def test_a_server_has_backups_of_its_own(server_app: App) -> None:
    assert backups.tend(server_app) == backups.Standing(server=True)


# ---- before what is risky --------------------------------------------------------------------


def test_a_large_action_is_preceded_by_a_backup_of_the_state_before(office: Bureau) -> None:
    stand_guard(office.app)
    office.take_up("甲")
    office.app.write(_many, RISKY + 1)
    (line,) = backups.list_backups()
    assert (line.reason, line.projects, line.mark) == ("bulk", 1, "verified")


def test_a_small_action_is_not(office: Bureau) -> None:
    stand_guard(office.app)
    office.take_up("甲")
    office.app.write(_many, RISKY // 20)
    assert backups.list_backups() == []


def test_a_state_that_is_backed_up_already_is_not_backed_up_again(office: Bureau) -> None:
    stand_guard(office.app)
    office.take_up("甲")
    backups.make_backup(office.app)
    office.app.write(_many, RISKY + 1)
    assert [line.reason for line in backups.list_backups()] == ["manual"]


# ---- listed and verified ---------------------------------------------------------------------


def test_backups_of_another_database_are_not_listed(office: Bureau, app: App, tmp_path) -> None:
    from invest_crm.services.opening import open_app

    office.take_up("甲")
    backups.make_backup(office.app)
    other = open_app(str(tmp_path / "other.db"), create=True)
    Bureau(other).take_up("乙")
    backups.make_backup(other)
    assert len(backups.standing(other).lines) == 1
    assert len(backups.standing(office.app).lines) == 1
    other.database.close()


def test_an_altered_backup_is_found_marked_and_kept(office: Bureau) -> None:
    office.take_up("甲公司扩建")
    _manifest, path = backups.make_backup(office.app)
    content = bytearray(path.read_bytes())
    content[content.index("甲公司扩建".encode())] ^= 1
    path.write_bytes(bytes(content))
    assert backups.standing(office.app).lines[0].mark == "verified"  # nobody has looked yet
    ((_checked, mark, words),) = backups.verify_lines([path])
    assert mark == "faulty"
    assert words
    line = backups.standing(office.app).lines[0]
    assert (line.mark, line.fault) == ("faulty", "altered")
    assert backups.standing(office.app).last is None


def test_a_backup_of_another_size_is_not_shown_as_verified(office: Bureau) -> None:
    _manifest, path = backups.make_backup(office.app)
    path.write_bytes(path.read_bytes()[:-4096])
    assert backups.standing(office.app).lines[0].mark == "faulty"


def test_a_file_without_its_manifest_is_unverified_until_it_is_verified(office: Bureau) -> None:
    _manifest, path = backups.make_backup(office.app)
    beside(path).unlink()
    assert backups.standing(office.app).lines[0].mark == "unverified"
    backups.verify_lines([path])
    assert backups.standing(office.app).lines[0].mark == "verified"


def test_a_broken_log_is_backed_up_but_never_called_verified(office: Bureau) -> None:
    office.take_up("甲")
    path = _path(office.app)
    office.app.database.close()
    with closing(sqlite3.connect(path)) as base:
        triggers = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute("UPDATE change_set SET actor = 'nobody' WHERE seq = 2")
        base.commit()
    manifest, _where = backups.make_backup(office.app)
    assert manifest.fault == "log-chain"
    assert backups.standing(office.app).last is None


def test_thinning_removes_what_is_superseded_and_no_other_database(office: Bureau) -> None:
    office.take_up("甲")
    made = [backups.make_backup(office.app, reason="auto") for _ in range(3)]
    left = {line.path for line in backups.list_backups()}
    assert made[-1][1] in left
    assert len(left) <= 2  # two, where the hour turned between them
    assert not any(beside(path).exists() for _m, path in made if path not in left)


# ---- the second place ------------------------------------------------------------------------


def test_the_newest_backup_is_copied_to_the_second_place_once_a_day(
    office: Bureau, tmp_path: Path
) -> None:
    usb = tmp_path / "usb"
    usb.mkdir()
    user.write("backup.second", str(usb))
    office.take_up("甲")
    _manifest, path = backups.make_backup(office.app)
    assert backups.standing(office.app).copied_at == ""
    copied = backups.copy_to_second(office.app, only_if_due=True)
    assert copied == usb / path.name
    assert copied.read_bytes() == path.read_bytes()
    assert beside(copied).exists()
    assert backups.copy_to_second(office.app, only_if_due=True) is None
    assert backups.standing(office.app).copied_at


def test_a_second_place_that_is_not_there_waits_quietly_until_asked(
    office: Bureau, tmp_path: Path
) -> None:
    user.write("backup.second", str(tmp_path / "unplugged"))
    backups.make_backup(office.app)
    assert backups.copy_to_second(office.app, only_if_due=True) is None
    with pytest.raises(UserError) as refused:
        backups.copy_to_second(office.app)
    assert refused.value.code == "second-place-missing"
    assert not (tmp_path / "unplugged").exists()


def test_a_second_copy_is_missed_after_a_week(office: Bureau) -> None:
    office.take_up("甲")
    _manifest, path = backups.make_backup(office.app)
    assert not backups.standing(office.app).nagging
    _age(path, timedelta(days=8))
    assert backups.standing(office.app).nagging


# ---- restoring -------------------------------------------------------------------------------


def test_what_would_be_lost_is_told_before_anything_is_replaced(office: Bureau) -> None:
    office.take_up("甲")
    _manifest, path = backups.make_backup(office.app)
    office.take_up("乙")
    office.take_up("丙")
    before = images(office.app)
    found = prospect(path, str(_path(office.app)))
    assert images(office.app) == before
    assert (found.lost_count, found.gained_count, found.related) == (2, 0, True)
    assert [line.what for line in found.lost] == ["New project 丙", "New project 乙"]
    assert {line.actor for line in found.lost} == {"wang"}
    assert headline(found) == "2 changes will be lost."
    projects = next(line for line in found.kinds if line.kind == "project")
    assert (projects.present, projects.backup, projects.added) == (3, 1, 2)
    assert "3" in kind_words(projects)


def test_after_a_restore_the_way_forward_is_a_restore_that_loses_nothing(office: Bureau) -> None:
    office.take_up("甲")
    _manifest, path = backups.make_backup(office.app)
    office.take_up("乙")
    office.app.database.close()
    _restored, kept = restore_backup(path, str(_path(office.app)))
    assert kept is not None
    back = prospect(kept, str(_path(office.app)))
    assert (back.lost_count, back.gained_count) == (0, 1)
    line = next(line for line in backups.standing(office.app).lines if line.path == kept)
    assert (line.reason, line.mark) == ("replaced", "unverified")


def test_the_backup_of_another_database_is_called_so(office: Bureau, tmp_path: Path) -> None:
    from invest_crm.services.opening import open_app

    other = open_app(str(tmp_path / "other.db"), create=True)
    Bureau(other).take_up("乙")
    _manifest, path = backups.make_backup(other)
    other.database.close()
    found = prospect(path, str(_path(office.app)))
    assert not found.related
    assert "another database" in headline(found)


def test_a_damaged_database_is_not_compared_but_can_be_restored(office: Bureau) -> None:
    office.take_up("甲")
    _manifest, path = backups.make_backup(office.app)
    then = images(office.app)
    office.app.database.close()
    _path(office.app).write_bytes(b"\0" * 9000)
    assert not prospect(path, str(_path(office.app))).readable
    restore_backup(path, str(_path(office.app)))
    assert images(office.app) == then


def test_automatic_backups_pause_after_a_restore_until_it_is_confirmed(office: Bureau) -> None:
    office.take_up("甲")
    _manifest, path = backups.make_backup(office.app)
    office.app.database.close()
    restore_backup(path, str(_path(office.app)))
    office.take_up("乙")
    _age(path, timedelta(days=1))
    waiting = backups.tend(office.app)
    assert (waiting.paused, waiting.unsaved) == (True, 1)
    confirm(office.app)
    after = backups.standing(office.app)
    assert not after.paused
    assert after.last is not None
    assert after.last.reason == "confirmed"


def test_a_backup_of_a_newer_program_is_refused(office: Bureau) -> None:
    _manifest, path = backups.make_backup(office.app)
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA user_version=9999")
    beside(path).unlink()
    with pytest.raises(UserError) as refused:
        prospect(path, str(_path(office.app)))
    assert refused.value.code == "database-newer"
