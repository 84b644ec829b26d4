"""Failures met in the running window: told in place, and each remedy does what its button says."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from contextlib import closing
from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QObject, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from sqlalchemy import event

from invest_crm.errors import Remedy
from invest_crm.services.backups import backup_folder
from invest_crm.services.remedies import KEPT
from invest_crm.services.upkeep import check
from invest_crm.ui import operations
from invest_crm.ui.kit.error_notice import LABELS
from tests.faults.window import opened, path
from tests.support import faults
from tests.support.faults import overwrite_page
from tests.ui.conftest import _window_ground
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.ui.context import Context
    from tests.faults.window import Window

__all__ = ["_window_ground", "opened", "path"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
small_disk = faults.small_disk


def _impatient(context: Context) -> None:
    """Every connection waits 50 ms instead of five seconds."""

    @event.listens_for(context.app.database.engine, "checkout")
    def _shorten(dbapi: sqlite3.Connection, _record: object, _proxy: object) -> None:
        dbapi.execute("PRAGMA busy_timeout=50")


def _sound(context: Context) -> bool:
    return all(finding.ok for finding in context.app.read(check))


# ---- the disk ----------------------------------------------------------------------------------


def _full(disk: Path) -> Path:
    ballast = disk / "ballast"
    with ballast.open("wb", buffering=0) as handle:
        try:
            while True:
                handle.write(b"0" * 4096)
        except OSError:
            return ballast


def test_on_a_full_disk_the_form_stays_and_is_saved_when_there_is_room(
    opened: Callable[..., Window], path: Path, small_disk: Path
) -> None:
    place = small_disk / "crm.db"
    shutil.copy(path, place)
    desk = opened(place)
    ballast = _full(small_disk)
    editor = desk.new_project("满盘时录入的项目" + "长" * 4000)
    assert desk.error().error.code in {"disk-full", "disk-error"}
    assert editor.form.texts()["name"].startswith("满盘时录入的项目")
    assert Remedy.OPEN_FOLDER in desk.offers()
    assert "MB" in desk.error().text()
    desk.press(Remedy.RETRY)
    assert desk.errors(), "it is still full"
    ballast.unlink()
    desk.press(Remedy.RETRY)
    assert desk.errors() == []
    assert any(name.startswith("满盘时录入的项目") for name in desk.names())
    assert _sound(desk.context)


def test_old_backups_make_room_and_the_newest_stay(
    opened: Callable[..., Window], path: Path
) -> None:
    from invest_crm.db.backup import backup

    for _number in range(KEPT + 2):
        backup(path, backup_folder())
    desk = opened(path)
    before = sorted(backup_folder().glob("*.backup.db"))
    _tell(desk, "disk-full")
    desk.press(Remedy.CLEAN_BACKUPS)
    assert len(list(backup_folder().glob("*.backup.db"))) == len(before), "not before it is agreed"
    desk.press_words("Remove them")
    assert sorted(backup_folder().glob("*.backup.db")) == before[-KEPT:]
    assert len(list(backup_folder().glob("*.json"))) == KEPT


def test_the_folder_of_the_database_is_opened(opened: Callable[..., Window], path: Path) -> None:
    desk = opened(path)
    desktop = _Desktop()
    QDesktopServices.setUrlHandler("file", desktop, "take")
    _tell(desk, "disk-full")
    desk.press(Remedy.OPEN_FOLDER)
    QDesktopServices.unsetUrlHandler("file")
    assert desktop.opened == [str(path.parent)]


class _Desktop(QObject):
    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def take(self, url: QUrl) -> None:
        self.opened.append(url.toLocalFile())


def _tell(desk: Window, code: str) -> None:
    """A job in the background meets a failure."""
    from invest_crm.errors import UserError

    def fail() -> None:
        raise UserError(code, "出了故障。", safe="没有改动。", todo="请处理。")

    operations.run_query(desk.window, fail, lambda _nothing: None)
    assert settled()


# ---- the file ----------------------------------------------------------------------------------


def test_what_was_open_when_the_file_went_away_is_saved_as_another(
    opened: Callable[..., Window], path: Path, tmp_path: Path
) -> None:
    desk = opened(path)
    path.unlink()
    editor = desk.new_project("乙")
    assert desk.error().error.code == "database-moved"
    assert editor.form.texts()["name"] == "乙"
    assert not path.exists()
    desk.press(Remedy.SAVE_COPY)
    desk.choose(tmp_path / "另存.db")
    desk.press_words("Work on in this file")
    assert desk.context.where == str(tmp_path / "另存.db")
    assert desk.names() == {"甲"}
    desk.office.take_up("丙")
    assert _sound(desk.context)


def test_a_file_that_was_put_back_is_written_again(
    opened: Callable[..., Window], path: Path
) -> None:
    desk = opened(path)
    away = path.with_name("moved.db")
    path.rename(away)
    desk.new_project("乙")
    assert desk.error().error.code == "database-moved"
    away.rename(path)
    desk.press(Remedy.RETRY)
    assert desk.errors() == []
    assert desk.names() == {"甲", "乙"}


def test_a_database_held_for_a_moment_is_waited_for_and_nobody_is_disturbed(
    opened: Callable[..., Window], path: Path
) -> None:
    desk = opened(path)
    with closing(sqlite3.connect(path, isolation_level=None, check_same_thread=False)) as other:
        other.execute("BEGIN IMMEDIATE")
        asked = threading.Event()
        event.listen(desk.context.app.database.engine, "begin", lambda _c: asked.set())
        letting_go = threading.Thread(target=lambda: (asked.wait(10), other.execute("ROLLBACK")))
        letting_go.start()
        desk.new_project("乙")
        letting_go.join()
    assert desk.errors() == []
    assert desk.names() == {"甲", "乙"}


def test_a_database_held_for_long_is_told_and_saved_by_the_button(
    opened: Callable[..., Window], path: Path
) -> None:
    desk = opened(path)
    _impatient(desk.context)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.new_project("乙")
        assert desk.error().error.code == "database-busy"
        assert "网盘" in desk.error().text()
        other.execute("ROLLBACK")
    desk.press(Remedy.RETRY)
    assert desk.errors() == []
    assert desk.names() == {"甲", "乙"}


def test_a_database_held_for_long_can_be_looked_at_meanwhile(
    opened: Callable[..., Window], path: Path
) -> None:
    desk = opened(path)
    _impatient(desk.context)
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        desk.new_project("乙")
        desk.press(Remedy.READ_ONLY)
        other.execute("ROLLBACK")
    assert desk.context.read_only
    copy = desk.context.app.database.path
    desk.new_project("丙")
    assert desk.error().error.code == "opened-read-only"
    desk.press(Remedy.REOPEN)
    assert not desk.context.read_only
    assert copy is not None
    assert not copy.exists(), "the copy stays behind"
    desk.new_project("丁")
    assert desk.names() == {"甲", "丁"}


def test_a_write_protected_file_is_shown_and_stays_as_it_is(
    opened: Callable[..., Window], path: Path, small_disk: Path
) -> None:
    import subprocess

    place = small_disk / "crm.db"
    shutil.copy(path, place)
    content = place.read_bytes()
    subprocess.run(["mount", "-o", "remount,ro", str(small_disk)], check=True)
    desk = opened(place)
    assert desk.error().error.code in {"database-read-only", "database-cannot-open"}
    desk.press(Remedy.READ_ONLY)
    assert desk.errors() == []
    desk.window.go("projects")
    assert settled()
    page = desk.window.pages.current()
    assert page is not None
    assert page.grid.model.rowCount() == 1  # type: ignore[attr-defined]
    assert place.read_bytes() == content


def test_a_damaged_page_is_told_with_the_ways_out(
    opened: Callable[..., Window], path: Path, tmp_path: Path
) -> None:
    good = tmp_path / "好的.db"
    shutil.copy(path, good)
    overwrite_page(path, 40)
    desk = opened(path)
    assert desk.error().error.code == "database-damaged"
    assert {Remedy.BACKUPS, Remedy.READ_ONLY, Remedy.BUNDLE} <= desk.offers()
    desk.press(Remedy.BACKUPS)
    assert desk.window.pages.current_id() == "preferences"
    desk.press(Remedy.CHOOSE_ANOTHER)
    desk.choose(good)
    assert desk.errors() == []
    assert desk.names() == {"甲"}


@pytest.mark.parametrize(
    ("spoil", "code"),
    [
        (lambda path: path.write_bytes(b"\0" * 100 + path.read_bytes()[100:]), "not-a-database"),
        (lambda path: path.write_bytes(b"\xff\xd8 a picture" * 500), "not-a-database"),
        (lambda path: path.write_bytes(b""), "not-a-database"),
        (lambda path: _newer(path), "database-newer"),
    ],
    ids=["header", "picture", "empty", "newer"],
)
def test_a_file_that_cannot_be_opened_leads_to_another(
    opened: Callable[..., Window],
    path: Path,
    tmp_path: Path,
    spoil: Callable[[Path], object],
    code: str,
) -> None:
    good = tmp_path / "好的.db"
    shutil.copy(path, good)
    spoil(path)
    before = path.read_bytes()
    desk = opened(path)
    assert desk.error().error.code == code
    desk.press(Remedy.CHOOSE_ANOTHER)
    desk.choose(good)
    assert desk.errors() == []
    assert desk.context.where == str(good)
    assert path.read_bytes() == before


def _newer(path: Path) -> None:
    with closing(sqlite3.connect(path)) as base:
        base.execute("UPDATE alembic_version SET version_num = '9999'")
        base.commit()


def test_a_wrong_choice_is_told_and_the_open_database_stays(
    opened: Callable[..., Window], path: Path, tmp_path: Path
) -> None:
    wrong = tmp_path / "照片.db"
    wrong.write_bytes(b"\xff\xd8")
    desk = opened(path)
    _tell(desk, "database-missing")
    desk.press(Remedy.CHOOSE_ANOTHER)
    desk.choose(wrong)
    assert desk.error().error.code == "not-a-database"
    assert desk.context.where == str(path)


# ---- what every failure has --------------------------------------------------------------------


def test_every_remedy_has_a_button_in_both_languages() -> None:
    from invest_crm import words

    for remedy in Remedy:
        assert words.in_language("zh_CN", LABELS[remedy]) != LABELS[remedy]


def test_the_details_can_be_copied_and_say_the_code(
    opened: Callable[..., Window], path: Path
) -> None:
    desk = opened(path)
    _tell(desk, "disk-full")
    desk.press_words("Copy details")
    copied = QGuiApplication.clipboard().text()
    assert copied.startswith("[disk-full] invest-crm ")
    assert "出了故障。" in copied


def test_what_failed_together_is_tried_again_together(
    opened: Callable[..., Window], path: Path
) -> None:
    from invest_crm.errors import UserError

    desk = opened(path)
    broken, answers = [True], list[str]()

    def job(name: str) -> str:
        if broken[0]:
            raise UserError("database-busy", "被占用。", safe="没有改动。", todo="请重试。")
        return name

    for name in "甲乙":
        operations.run_query(desk.window, lambda name=name: job(name), answers.append, key=name)
    assert settled()
    broken[0] = False
    desk.press(Remedy.RETRY)
    assert sorted(answers) == ["乙", "甲"]
    assert desk.errors() == []


def test_a_failure_leads_to_the_bundle(opened: Callable[..., Window], path: Path) -> None:
    desk = opened(path)
    _tell(desk, "out-of-memory")
    desk.press(Remedy.BUNDLE)
    assert desk.window.pages.current_id() == "diagnostics"
