"""A backup that fails before something risky stops it in the window, with three ways on."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm.cli.main import run
from invest_crm.db.engine import open_engine
from invest_crm.db.upgrade import HEAD, downgrade_to
from invest_crm.errors import Remedy
from invest_crm.services.backups import backup_folder, list_backups
from invest_crm.services.safeguards import RISKY
from tests.faults.ledgers import write_ledger
from tests.faults.window import opened, path
from tests.ui.conftest import _window_ground
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.faults.window import Window

__all__ = ["_window_ground", "opened", "path"]

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


@pytest.fixture(autouse=True)
def _blocked() -> None:
    """A file stands where the folder of the backups should be."""
    backup_folder().parent.mkdir(parents=True, exist_ok=True)
    backup_folder().touch()


def _import(desk: Window, folder: Path) -> None:
    from invest_crm.ui.ledger.page import LedgerPage

    ledger = write_ledger(folder / "台账.xlsx", RISKY + 20)
    desk.window.go("ledger")
    page = desk.window.pages.current()
    assert isinstance(page, LedgerPage)
    page.open_file(str(ledger))
    assert settled()
    page.apply()
    assert settled()


def test_an_import_stops_and_is_cancelled(
    opened: Callable[..., Window], path: Path, tmp_path: Path
) -> None:
    desk = opened(path)
    _import(desk, tmp_path)
    assert desk.error().error.code == "no-backup-before"
    assert desk.offers() >= {Remedy.BACKUP_ELSEWHERE, Remedy.WITHOUT_BACKUP, Remedy.CANCEL}
    desk.press(Remedy.CANCEL)
    assert desk.errors() == []
    assert desk.names() == {"甲"}


def test_an_import_goes_on_without_a_backup_when_told_to(
    opened: Callable[..., Window], path: Path, tmp_path: Path
) -> None:
    desk = opened(path)
    _import(desk, tmp_path)
    desk.press(Remedy.WITHOUT_BACKUP)
    assert desk.errors() == []
    assert len(desk.names()) == RISKY + 21


def test_an_import_goes_on_with_its_backup_in_another_place(
    opened: Callable[..., Window], path: Path, tmp_path: Path
) -> None:
    desk = opened(path)
    _import(desk, tmp_path)
    desk.press(Remedy.BACKUP_ELSEWHERE)
    desk.choose(tmp_path / "U盘")
    assert desk.errors() == []
    assert len(desk.names()) == RISKY + 21
    (line,) = list_backups(tmp_path / "U盘")
    assert (line.reason, line.projects) == ("import", 1)


def test_a_database_is_not_upgraded_without_a_backup_unless_told_to(
    opened: Callable[..., Window], path: Path
) -> None:
    older = open_engine(path)
    downgrade_to(older, f"{int(HEAD) - 1:04}")
    older.close()
    desk = opened(path)
    assert desk.error().error.code == "no-backup-before-upgrade"
    assert not desk.context.is_open
    desk.press(Remedy.WITHOUT_BACKUP)
    assert desk.errors() == []
    assert desk.context.is_open


def test_the_command_line_refuses_and_names_the_option(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    ledger = str(write_ledger(tmp_path / "台账.xlsx", RISKY + 20))
    assert run(["--db", str(path), "--lang", "en", "import", ledger]) == 1
    said = capsys.readouterr()
    assert "no backup could be made first" in said.err
    assert "--without-backup" in said.err
    assert run(["--db", str(path), "--lang", "en", "--without-backup", "import", ledger]) == 0
    assert "could not be written" in capsys.readouterr().err
