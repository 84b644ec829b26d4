"""A log that was cut, set back or exchanged is noticed, with how much is missing and what to do."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from invest_crm.services import upkeep
from invest_crm.services.backups import make_backup
from invest_crm.services.opening import open_app
from invest_crm.services.safeguards import compare_head, stand_guard, words_of
from tests.support.factories import Bureau

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.work import App


@pytest.fixture
def guarded(office: Bureau) -> Bureau:
    """A bureau whose saves are remembered."""
    stand_guard(office.app)
    office.take_up("甲")
    return office


def _path(app: App) -> Path:
    assert app.database.path is not None
    return app.database.path


def _drop_last(path: Path, count: int) -> None:
    """Cut the log as somebody with the file can; what is left verifies."""
    with closing(sqlite3.connect(path)) as base:
        triggers = base.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall()
        for (name,) in triggers:
            base.execute(f'DROP TRIGGER "{name}"')
        base.execute("PRAGMA foreign_keys=OFF")
        last = base.execute("SELECT max(seq) FROM change_set").fetchone()[0] - count
        base.execute("DELETE FROM change WHERE set_seq > ?", (last,))
        base.execute("DELETE FROM change_set WHERE seq > ?", (last,))
        base.commit()


def test_a_database_that_was_only_worked_in_is_as_it_was_saved(guarded: Bureau) -> None:
    guarded.take_up("乙")
    assert guarded.app.read(compare_head).gap == ""
    assert upkeep.CHECKS.keys() >= {finding.check for finding in guarded.app.read(upkeep.check)}
    assert all(finding.ok for finding in guarded.app.read(upkeep.check))


def test_a_cut_log_verifies_but_is_found_with_the_number_of_saves(guarded: Bureau) -> None:
    guarded.take_up("乙")
    guarded.take_up("丙")
    guarded.app.database.close()
    _drop_last(_path(guarded.app), 2)
    assert guarded.app.read(upkeep.verify).ok
    found = guarded.app.read(compare_head)
    assert (found.gap, found.missing) == ("behind", 2)
    assert "last 2 saves are missing" in words_of(found)
    assert [item.check for item in guarded.app.read(upkeep.check) if not item.ok] == ["log-head"]


def test_the_backup_that_holds_the_missing_saves_is_named(guarded: Bureau) -> None:
    guarded.take_up("乙")
    _manifest, path = make_backup(guarded.app)
    guarded.take_up("丙")
    guarded.app.database.close()
    _drop_last(_path(guarded.app), 2)
    found = guarded.app.read(compare_head)
    assert (found.rescue, found.rescued) == (path.name, 1)
    assert path.name in words_of(found)


def test_an_older_copy_in_the_place_of_the_file_is_found(guarded: Bureau, tmp_path: Path) -> None:
    path = _path(guarded.app)
    guarded.app.database.close()
    shutil.copy(path, tmp_path / "older.db")
    guarded.take_up("乙")
    guarded.app.database.close()
    shutil.copy(tmp_path / "older.db", path)
    again = open_app(str(path))
    assert again.read(compare_head).missing == 1
    again.database.close()


def test_a_lost_write_ahead_log_is_found(guarded: Bureau) -> None:
    """The main file alone is what a plain copy of an open database brings along."""
    path = _path(guarded.app)
    guarded.app.database.close()
    alone = path.read_bytes()
    guarded.take_up("乙")
    with guarded.app.database.reading():
        pass
    guarded.app.database.close()
    path.write_bytes(alone)
    again = open_app(str(path))
    assert again.read(compare_head).gap == "behind"
    again.database.close()


def test_a_log_that_went_another_way_is_found(guarded: Bureau) -> None:
    guarded.take_up("乙")
    guarded.app.database.close()
    _drop_last(_path(guarded.app), 1)
    other = open_app(str(_path(guarded.app)), actor="li")
    Bureau(other).take_up("丁")
    found = other.read(compare_head)
    assert found.gap == "rewritten"
    assert words_of(found)
    other.database.close()


def test_another_database_under_the_same_name_is_found(guarded: Bureau) -> None:
    path = _path(guarded.app)
    guarded.app.database.close()
    path.unlink()
    fresh = open_app(str(path), create=True)
    assert fresh.read(compare_head).gap == "replaced"
    fresh.database.close()


def test_a_save_by_somebody_else_is_no_gap(guarded: Bureau) -> None:
    colleague = open_app(str(_path(guarded.app)), actor="li")
    Bureau(colleague).take_up("乙")
    assert colleague.read(compare_head).gap == ""
    colleague.database.close()


def test_a_cut_log_is_found_under_another_path_as_well(guarded: Bureau, tmp_path: Path) -> None:
    guarded.take_up("乙")
    guarded.app.database.close()
    moved = tmp_path / "moved" / "新位置.db"
    moved.parent.mkdir()
    shutil.copy(_path(guarded.app), moved)
    whole = open_app(str(moved))
    assert whole.read(compare_head).gap == ""
    whole.database.close()
    _drop_last(moved, 1)
    cut = open_app(str(moved))
    assert (cut.read(compare_head).gap, cut.read(compare_head).missing) == ("behind", 1)
    cut.database.close()


def test_a_copy_that_went_its_own_way_is_compared_with_itself_from_then_on(
    guarded: Bureau, tmp_path: Path
) -> None:
    guarded.app.database.close()
    copy = tmp_path / "演示.db"
    shutil.copy(_path(guarded.app), copy)
    other = open_app(str(copy))
    stand_guard(other)
    Bureau(other).take_up("副本")
    other.database.close()
    guarded.take_up("乙")
    guarded.take_up("丙")
    again = open_app(str(copy))
    assert again.read(compare_head).gap == ""
    assert guarded.app.read(compare_head).gap == ""
    again.database.close()
