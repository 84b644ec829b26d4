"""Damaged, moved, locked and write-protected files: found, told in words, never made worse."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from sqlalchemy.exc import DBAPIError

from invest_crm.db.faults import translating_faults
from invest_crm.errors import UserError
from invest_crm.services import upkeep
from invest_crm.services.opening import open_app
from invest_crm.services.projects.records import all_ids
from tests.support.faults import PAGE, overwrite_page

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.services.work import App
    from tests.support.factories import Bureau


def _closed(app: App) -> Path:
    assert app.database.path is not None
    app.database.close()
    return app.database.path


def _verdict(path: Path) -> str:
    """What a start says about a file: an error's code, or the first check that fails."""
    try:
        app = open_app(str(path), actor="x")
    except UserError as refused:
        return refused.code
    try:
        return next((item.check for item in app.read(upkeep.quick_check) if not item.ok), "ok")
    except UserError as refused:
        return refused.code
    finally:
        app.database.close()


def test_a_damaged_page_is_found_at_the_start(office: Bureau) -> None:
    for name in "甲乙丙":
        office.take_up(name, signed_on="2025-03")
    path = _closed(office.app)
    content = path.read_bytes()
    assert _verdict(path) == "ok"
    pages = len(content) // PAGE
    for page in range(0, pages, max(1, pages // 12)):
        overwrite_page(path, page)
        assert _verdict(path) in {"pages", "database-damaged", "not-a-database"}, page
        path.write_bytes(content)


@pytest.mark.parametrize("lost", [1, 3, 20])
def test_a_file_cut_short_is_found(app: App, lost: int) -> None:
    path = _closed(app)
    content = path.read_bytes()
    path.write_bytes(content[: -lost * PAGE])
    assert _verdict(path) in {"pages", "database-damaged"}


def test_a_zeroed_header_is_not_a_database_and_stays_as_it_is(app: App) -> None:
    path = _closed(app)
    path.write_bytes(b"\0" * 100 + path.read_bytes()[100:])
    before = path.read_bytes()
    assert _verdict(path) == "not-a-database"
    assert path.read_bytes() == before


def test_a_damaged_page_met_while_working_is_told_in_words(office: Bureau) -> None:
    office.take_up("甲")
    path = _closed(office.app)
    for page in range(2, 150):
        overwrite_page(path, page)
    with pytest.raises(UserError) as refused:
        office.app.read(all_ids)
    assert refused.value.code == "database-damaged"
    assert "backup" in refused.value.todo


def test_a_file_deleted_while_open_is_told_and_never_made_anew(office: Bureau) -> None:
    office.take_up("甲")
    path = office.app.database.path
    assert path is not None
    path.unlink()
    with pytest.raises(UserError) as refused:
        office.take_up("乙")
    assert refused.value.code == "database-moved"
    assert not path.exists()


def test_a_second_reader_does_not_make_a_deleted_file_anew(office: Bureau) -> None:
    path = office.app.database.path
    assert path is not None
    with office.app.database.reading():
        path.unlink()
        with pytest.raises(UserError) as refused:
            office.app.read(all_ids)
    assert refused.value.code == "database-moved"
    assert not path.exists()


def test_a_file_moved_while_open_gets_no_more_writes(office: Bureau) -> None:
    path = office.app.database.path
    assert path is not None
    path.rename(path.with_name("moved.db"))
    with pytest.raises(UserError) as refused:
        office.take_up("乙")
    assert refused.value.code == "database-moved"


def test_a_file_that_takes_the_place_of_the_open_one_is_not_touched(
    office: Bureau, new_app: Callable[[], App]
) -> None:
    stranger = _closed(new_app())
    path = office.app.database.path
    assert path is not None
    content = stranger.read_bytes()
    stranger.replace(path)
    with pytest.raises(UserError) as refused:
        office.take_up("乙")
    assert refused.value.code == "database-moved"
    assert path.read_bytes() == content


def test_a_database_held_by_another_program_is_told_in_words(office: Bureau) -> None:
    path = office.app.database.path
    with closing(sqlite3.connect(str(path), isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        _impatient(office)
        with pytest.raises(UserError) as refused:
            office.take_up("甲")
        assert refused.value.code == "database-busy"
        assert "OneDrive" in refused.value.todo
        other.execute("ROLLBACK")
    office.take_up("甲")


def _impatient(office: Bureau) -> None:
    """Every connection waits 50 ms instead of five seconds."""
    from sqlalchemy import event

    @event.listens_for(office.app.database.engine, "checkout")
    def _shorten(dbapi: sqlite3.Connection, _record: object, _proxy: object) -> None:
        dbapi.execute("PRAGMA busy_timeout=50")


class _ServerError(Exception):
    def __init__(self, state: str | None) -> None:
        super().__init__("gone")
        self.sqlstate = state


@pytest.mark.parametrize("state", ["23505", "42601", None])
def test_a_bug_stays_a_bug(state: str | None) -> None:
    with pytest.raises(DBAPIError), translating_faults(None):
        raise DBAPIError("SELECT 1", {}, _ServerError(state))


def test_a_bug_on_sqlite_stays_a_bug(app: App) -> None:
    with pytest.raises(DBAPIError), app.database.reading() as connection:
        connection.exec_driver_sql("SELECT nonsense")


def test_a_connection_lost_in_the_middle_is_told() -> None:
    with pytest.raises(UserError) as told, translating_faults(None):
        raise DBAPIError("SELECT 1", {}, _ServerError(None), connection_invalidated=True)
    assert told.value.code == "server-gone"
