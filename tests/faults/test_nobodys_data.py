"""Names, telephones, amounts, passwords and file names do not get into the log or the bundle.

Canaries are put wherever the program can meet them: records, drafts, settings, file names,
exceptions with their causes, statements of the database, lines of the log.
"""

from __future__ import annotations

import logging
import shutil
import sqlite3
import zipfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from sqlalchemy import text

from invest_crm.cli.main import run
from invest_crm.db.upgrade import HEAD
from invest_crm.errors import UserError
from invest_crm.paths import log_path, user_data_dir
from invest_crm.safe_text import Word, told
from invest_crm.services.diagnostics import collect, write_bundle
from invest_crm.services.opening import open_app
from invest_crm.settings import user
from invest_crm.ui import crash, crash_log, operations
from invest_crm.ui.context import Context
from invest_crm.ui.diagnostics import machine
from invest_crm.ui.main_window import MainWindow
from tests.support.factories import Bureau, person
from tests.ui.conftest import _window_ground
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytestqt.qtbot import QtBot

    from invest_crm.services.work import App

__all__ = ["_window_ground"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)

PHONE = "13877776666"
NAME = "金丝雀公司"
LATIN = "Kanarie-Holding"
AMOUNT = 98_765_432_100
PASSWORD = "Kanari3nvogel"
FILE = "金丝雀台账-Kanarie"
CANARIES = (
    *(PHONE, "1387777", "7776666", NAME, "金丝雀", LATIN, "Kanarie", PASSWORD, FILE),
    *(str(AMOUNT), "987654321", "98765.4321", "9.87654321"),
)
SECRETS = (PHONE, NAME, LATIN, PASSWORD, AMOUNT, f"/home/{LATIN}/{FILE}.db")


@pytest.fixture
def place(app: App, tmp_path: Path) -> Path:
    """A database with canaries in its records, settings and name; closed."""
    office = Bureau(app)
    office.take_up(
        NAME,
        investor=LATIN,
        total_investment=AMOUNT,
        remark=f"{NAME} {PHONE} {PASSWORD}",
        contacts=(person(NAME, PHONE),),
    )
    office.firm(LATIN)
    assert app.database.path is not None
    app.database.close()
    where = tmp_path / LATIN / f"{FILE}.db"
    where.parent.mkdir()
    shutil.copy(app.database.path, where)
    user.write_state("draft.project", {"texts": {"name": NAME, "remark": PHONE}})
    user.write_state("notes", {"": f"{LATIN} {PHONE}"})
    user.write_state(LATIN, FILE)
    user.write_state("database", str(where))
    return where


@pytest.fixture
def log() -> Iterator[Path]:
    """The program's log is being written."""
    path = crash_log.begin()
    assert path is not None
    yield path
    crash_log.end()
    logging.getLogger("invest_crm").setLevel(logging.NOTSET)


def canaries_in(content: bytes) -> list[str]:
    """Which of them are found, in the usual encodings and as JSON writes them."""
    forms = {
        canary: [canary.encode("utf-8"), canary.encode("gbk"), canary.encode("utf-16-le"),
                 canary.encode("unicode_escape")]
        for canary in CANARIES
    }  # fmt: skip
    return [canary for canary, ways in forms.items() if any(way in content for way in ways)]


def _files_of(archive: Path) -> bytes:
    with zipfile.ZipFile(archive) as content:
        names = "\n".join(content.namelist()).encode()
        return names + b"\n".join(content.read(name) for name in content.namelist())


def _bundle(where: Path, window: dict[str, object] | None = None) -> bytes:
    apps: list[App] = []

    def opened() -> App:
        apps.append(open_app(str(where), actor=LATIN))
        return apps[-1]

    try:
        made = write_bundle(collect(str(where), opened, window or {}), where.parent / "b.zip")
    finally:
        for one in apps:
            one.database.close()
    return _files_of(made)


def _by_statement(where: Path) -> None:
    app = open_app(str(where), actor=LATIN)
    try:
        with app.database.writing() as connection:
            connection.execute(
                text("INSERT INTO project (id, name) VALUES (:i, :n)"),
                {"i": PHONE, "n": f"{NAME}{PASSWORD}"},
            )
    finally:
        app.database.close()


def _by_address(_where: Path) -> None:
    open_app(f"postgresql+psycopg://{LATIN}:{PASSWORD}@127.0.0.1:1/{FILE}", actor="x")


def _by_file(_where: Path) -> None:
    Path(f"/{LATIN}/{FILE}").read_text(encoding="utf-8")


def _by_sqlite(_where: Path) -> None:
    with closing(sqlite3.connect(":memory:")) as base:
        base.execute(f"SELECT {LATIN}")


def _because_of_another(_where: Path) -> None:
    try:
        int(f"{LATIN}{PHONE}")
    except ValueError as error:
        raise KeyError({NAME: AMOUNT}) from error


def _while_handling_another(_where: Path) -> None:
    try:
        int(LATIN)
    except ValueError:
        raise UserError(f"{LATIN} {PHONE}", NAME, safe=PHONE, todo=PASSWORD)  # noqa: B904


def _with_a_note(_where: Path) -> None:
    error = RuntimeError(NAME)
    error.add_note(PHONE)
    raise error


def _every_kind_of_failure(where: Path) -> list[BaseException]:
    """Exceptions as the program meets them, each with a canary in it or in what caused it."""
    found: list[BaseException] = []
    for provoke in (
        *(_by_statement, _by_address, _by_file, _by_sqlite),
        *(_because_of_another, _while_handling_another, _with_a_note),
    ):
        with pytest.raises(Exception) as raised:  # noqa: PT011 - any kind
            provoke(where)
        found.append(raised.value)
    return found


def test_the_bundle_holds_no_canary_and_says_what_helps(place: Path) -> None:
    content = _bundle(place)
    assert canaries_in(content) == []
    for word in (b"of this program", b"sqlite", HEAD.encode(), b"change_set", b"ui.theme"):
        assert word in content, word


def test_the_bundle_is_made_of_a_database_that_does_not_open(place: Path) -> None:
    place.write_bytes(b"\0" * 100 + place.read_bytes()[100:])
    content = _bundle(place)
    assert canaries_in(content) == []
    assert b"not-a-database" in content
    place.unlink()
    assert b"database-missing" in _bundle(place)


def test_a_canary_would_be_found(place: Path) -> None:
    assert canaries_in(place.read_bytes())
    assert canaries_in((user_data_dir() / "settings.json").read_bytes())
    assert canaries_in(repr(_every_kind_of_failure(place)).encode())


def test_what_is_told_of_an_exception_is_its_kind_and_place_only(place: Path) -> None:
    for error in _every_kind_of_failure(place):
        said = told(error)
        assert canaries_in(said.encode()) == [], said
        assert type(error).__name__ in said
        assert "test_nobodys_data.py:" in said
        if error.__cause__ is not None:
            assert type(error.__cause__).__name__ in said


def test_the_log_holds_no_canary_whatever_is_written_to_it(
    log: Path, place: Path, expect_log
) -> None:
    expect_log("something")
    logger = logging.getLogger("invest_crm.test")
    for error in _every_kind_of_failure(place):
        logger.error("something", exc_info=error)
    for secret in SECRETS:
        logger.error("something %s in %s", secret, Word("reading"))
        logger.error("something %(what)s", {"what": secret})
    logger.error("something %s of a number", int(PHONE))
    logger.error(f"something {NAME} {PHONE} /home/{LATIN}/{FILE}.db")  # noqa: G004 - on purpose
    content = log.read_bytes()
    assert canaries_in(content) == []
    assert b"in reading" in content
    assert b"IntegrityError" in content
    assert canaries_in(_bundle(place)) == []


def test_the_net_below_takes_out_what_somebody_wrote_into_the_log_by_hand(place: Path) -> None:
    log_path().parent.mkdir(parents=True)
    log_path().write_text(
        f"{NAME} {PHONE} postgresql://{LATIN}:{PASSWORD}@h/x /home/{LATIN}/{FILE}.db\n",
        encoding="utf-8",
    )
    content = _bundle(place)
    assert canaries_in(content) == []
    assert b"log.txt" in content


def test_the_windows_bundle_is_shown_before_it_is_saved_and_is_what_was_shown(
    qtbot: QtBot, place: Path, log: Path, tmp_path: Path
) -> None:
    context = Context(str(place), "wang")
    context.open()
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.show()
    window.go("diagnostics")
    assert settled()
    page = window.pages.current()
    assert page is not None
    bundle = page.bundle()  # type: ignore[attr-defined]
    seen = []
    for name in bundle.files:
        page.show_file(name)  # type: ignore[attr-defined]
        seen.append(page.text.toPlainText())  # type: ignore[attr-defined]
    assert seen == list(bundle.files.values())
    page.save(tmp_path / "诊断.zip")  # type: ignore[attr-defined]
    assert settled()
    with zipfile.ZipFile(tmp_path / "诊断.zip") as archive:
        assert {n: archive.read(n).decode() for n in archive.namelist()} == dict(bundle.files)
    assert canaries_in(_files_of(tmp_path / "诊断.zip")) == []
    assert "screens" in bundle.files["window.json"]
    assert canaries_in(str(machine.facts(str(place))).encode()) == []
    assert operations.wait_idle()
    context.close()


@pytest.mark.parametrize("good", [True, False])
def test_the_command_line_makes_one_even_when_the_database_does_not_open(
    good: bool, place: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    if not good:
        place.write_bytes(b"nothing of ours")
    status = run(["--db", str(place), "check", "--bundle", str(tmp_path / "b.zip")])
    assert status == (0 if good else 1)
    assert canaries_in(_files_of(tmp_path / "b.zip")) == []
    assert "b.zip" in capsys.readouterr().err


def test_the_crash_dialog_leads_to_the_bundle_and_what_it_copies_is_nobodys(
    qtbot: QtBot, log: Path, expect_log
) -> None:
    expect_log("ERROR invest_crm.crash")
    reporter = crash.install(lambda: log)
    asked: list[str] = []
    crash.offer_bundle(lambda: asked.append("bundle"))
    crash.report(ValueError(f"{NAME} {PHONE}"))
    qtbot.waitUntil(lambda: reporter.dialog() is not None)
    dialog = reporter.dialog()
    assert dialog is not None
    buttons = {button.text(): button for button in dialog.findChildren(QPushButton)}
    buttons["复制详情"].click()
    copied = QGuiApplication.clipboard().text()
    assert canaries_in(copied.encode()) == []
    assert "ValueError" in copied
    buttons["生成诊断包…"].click()
    crash.uninstall()
    assert asked == ["bundle"]
    assert reporter.dialog() is None
    reporter.deleteLater()
    assert canaries_in(log.read_bytes()) == []
    assert b"ValueError" in log.read_bytes()
