"""Another database is copied into the open file: it is noticed, and nothing is written over it."""

from __future__ import annotations

import shutil
import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication

from invest_crm.db.integrity import full
from invest_crm.errors import Remedy, UserError
from invest_crm.services.opening import open_app
from invest_crm.services.projects.records import all_ids
from tests.faults.window import opened, path
from tests.support.factories import Bureau, Clock
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.services.work import App
    from tests.faults.window import Window

__all__ = ["opened", "path"]
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def closed_copy(app: App, tmp_path: Path, name: str) -> Path:
    """What a database holds now, whole in one file."""
    target = tmp_path / name
    assert app.database.path is not None
    with (
        closing(sqlite3.connect(app.database.path)) as live,
        closing(sqlite3.connect(target)) as to,
    ):
        live.backup(to)
    return target


def names(file: Path) -> set[str]:
    with closing(sqlite3.connect(file)) as base:
        return {row[0] for row in base.execute("SELECT name FROM project")}


@pytest.fixture
def stranger(new_app: Callable[[], App]) -> Path:
    """Another county's database."""
    made = new_app()
    Bureau(made).take_up("外县项目")
    assert made.database.path is not None
    made.database.close()
    return made.database.path


def test_another_database_copied_into_the_file_is_refused_before_the_next_write(
    office: Bureau, stranger: Path
) -> None:
    office.take_up("甲")
    file = office.app.database.path
    assert file is not None
    shutil.copyfile(stranger, file)
    content = file.read_bytes()
    with pytest.raises(UserError) as refused:
        office.take_up("乙")
    assert refused.value.code == "database-exchanged"
    office.app.database.close()
    assert file.read_bytes() == content
    assert names(file) == {"外县项目"}


def test_an_earlier_state_of_the_same_database_is_noticed_as_well(
    office: Bureau, tmp_path: Path
) -> None:
    office.take_up("甲")
    earlier = closed_copy(office.app, tmp_path, "earlier.db")
    office.take_up("乙")
    file = office.app.database.path
    assert file is not None
    with closing(sqlite3.connect(file)) as other:  # what was saved has come into the file
        other.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    office.take_up("丙")
    shutil.copyfile(earlier, file)
    with pytest.raises(UserError) as refused:
        office.take_up("丁")
    assert refused.value.code == "database-exchanged"
    office.app.database.close()
    again = open_app(str(file))
    assert again.read(lambda view: [one.ok for one in full(view.connection)]) == [True] * 6
    assert names(file) == {"甲"}
    again.database.close()


def test_what_another_program_saves_and_folds_in_is_no_exchange(office: Bureau) -> None:
    office.take_up("甲")
    file = office.app.database.path
    assert file is not None
    other = open_app(str(file), actor="li")
    other.clock = Clock()
    for round_ in range(3):
        Bureau(other).take_up(f"他的{round_}")
        with closing(sqlite3.connect(file)) as third:
            third.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        office.take_up(f"我的{round_}")
        office.app.database.look()
    other.database.close()
    assert len(office.app.read(all_ids)) == 7


def test_many_saves_that_fold_the_log_by_themselves_are_no_exchange(office: Bureau) -> None:
    for _round in range(4):
        office.ledger("2025-08-31", *({} for _row in range(700)))
        office.app.database.look()


def test_the_window_tells_it_when_it_is_looked_at_again_and_opens_what_lies_there(
    opened: Callable[..., Window], path: Path, stranger: Path
) -> None:
    desk = opened(path)
    shutil.copyfile(stranger, path)
    assert desk.window.isActiveWindow()
    QApplication.sendEvent(desk.window, QEvent(QEvent.Type.ActivationChange))
    assert settled()
    assert desk.error().error.code == "database-exchanged"
    assert {Remedy.RELOAD, Remedy.SAVE_COPY, Remedy.READ_ONLY} <= desk.offers()
    desk.press(Remedy.RELOAD)
    assert desk.errors() == []
    desk.new_project("乙")
    assert desk.names() == {"外县项目", "乙"}


def test_what_was_typed_stays_and_what_is_open_is_saved_as_another_file(
    opened: Callable[..., Window], path: Path, stranger: Path, tmp_path: Path
) -> None:
    desk = opened(path)
    shutil.copyfile(stranger, path)
    editor = desk.new_project("乙")
    assert desk.error().error.code == "database-exchanged"
    assert editor.form.texts()["name"] == "乙"
    desk.press(Remedy.SAVE_COPY)
    desk.choose(tmp_path / "另存.db")
    kept = tmp_path / "另存.db"
    # Only what this program still held whole is written; a mixture is refused.
    assert not kept.exists() or names(kept) == {"甲"}
    assert names(path) == {"外县项目"}
