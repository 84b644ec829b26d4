"""A full disk or a quota refuses the write in words, keeps the rest, and ends when it ends."""

from __future__ import annotations

import shutil
import sys
from typing import TYPE_CHECKING

import pytest

from invest_crm.db.backup import backup
from invest_crm.errors import UserError
from invest_crm.services import upkeep
from invest_crm.services.opening import open_app
from invest_crm.services.projects.records import all_ids
from tests.support import faults
from tests.support.factories import Bureau
from tests.support.faults import LIMITED_TO, WRITE_UNTIL_REFUSED, program

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.work import App

small_disk = faults.small_disk


def _path(app: App) -> Path:
    assert app.database.path is not None
    return app.database.path


def _all_there(path: Path, said: list[str]) -> None:
    made = {line.split(" ")[1] for line in said if line.startswith("made ")}
    assert made
    again = open_app(str(path), actor="after")
    assert made == set(again.read(all_ids))
    assert [finding for finding in again.read(upkeep.check) if not finding.ok] == []
    again.database.close()


def test_a_full_disk_is_told_and_nothing_is_lost(app: App, small_disk: Path) -> None:
    app.database.close()
    path = small_disk / "crm.db"
    shutil.copy(_path(app), path)
    with program(WRITE_UNTIL_REFUSED, path) as writer:
        said = writer.finish()
    assert said[-2] == "refused disk-full True"
    assert said[-1] == f"readable {len(said) - 3}"
    _all_there(path, said)


def test_work_goes_on_once_there_is_space_again(app: App, small_disk: Path) -> None:
    app.database.close()
    path = small_disk / "crm.db"
    shutil.copy(_path(app), path)
    office = Bureau(open_app(str(path), actor="wang"))
    ballast = small_disk / "ballast"
    _fill(ballast)
    with pytest.raises(UserError) as refused:
        _write_on(office)
    assert refused.value.code == "disk-full"
    assert "MB" in refused.value.todo
    ballast.unlink()
    office.take_up("乙")
    assert all(finding.ok for finding in office.app.read(upkeep.check))
    office.app.database.close()


def _write_on(office: Bureau) -> None:
    for _ in range(200):
        office.take_up("甲", remark="z" * 20_000)


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as handle:
        try:
            while True:
                handle.write(b"0" * 65536)
        except OSError:
            pass


@pytest.mark.skipif(sys.platform == "win32", reason="needs the right to mount or a quota")
def test_a_quota_is_told_like_a_full_disk(app: App) -> None:
    app.database.close()
    limited = LIMITED_TO.format(size=1_500_000) + WRITE_UNTIL_REFUSED
    with program(limited, _path(app)) as writer:
        said = writer.finish()
    word, code, whole = said[-2].split(" ")
    assert (word, whole) == ("refused", "True")
    assert code in {"disk-full", "disk-error"}
    _all_there(_path(app), said)


def test_a_backup_that_does_not_fit_leaves_nothing_behind(app: App, small_disk: Path) -> None:
    _fill(small_disk / "ballast")
    with pytest.raises(UserError) as refused:
        backup(_path(app), small_disk / "b")
    assert refused.value.code == "backup-failed"
    assert list(small_disk.glob("b/*")) == []
