"""What stands behind the window: a database is looked through before anything is written to it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from invest_crm.errors import UserError
from invest_crm.ui.context import Context
from tests.support.factories import sqlite_template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

__all__ = ["sqlite_template"]


@pytest.fixture
def database(sqlite_template: Path, tmp_path: Path) -> Path:
    path = tmp_path / "crm.db"
    shutil.copy(sqlite_template, path)
    return path


@pytest.fixture
def opened(qapp, database: Path) -> Iterator[Context]:
    made = Context(str(database), "wang")
    yield made
    made.close()


def broken(path: Path) -> bytes:
    """A record whose owner is gone, as a torn copy leaves it."""
    with closing(sqlite3.connect(path)) as base:
        base.execute("PRAGMA foreign_keys=OFF")
        base.execute(
            "INSERT INTO contact (id, firm_id, position, row_version) VALUES ('c', 'gone', 0, 1)"
        )
        base.commit()
        base.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return path.read_bytes()


def test_a_damaged_database_is_refused_with_a_way_out(opened: Context, database: Path) -> None:
    before = broken(database)
    opened.open()
    with pytest.raises(UserError) as refused:
        _ = opened.app
    assert refused.value.code == "database-damaged"
    assert "备份" in refused.value.todo
    assert not opened.is_open
    assert database.read_bytes() == before


def test_a_sound_database_is_opened_and_not_written_to(opened: Context, database: Path) -> None:
    with closing(sqlite3.connect(database)) as base:
        before = base.execute("SELECT count(*) FROM change_set").fetchone()
    opened.open()
    assert opened.app is not None
    with closing(sqlite3.connect(database)) as base:
        assert base.execute("SELECT count(*) FROM change_set").fetchone() == before


def test_a_context_that_was_never_opened_can_be_closed(qapp, tmp_path: Path) -> None:
    Context(str(tmp_path / "none.db"), "wang").close()
    assert not (tmp_path / "none.db").exists()
