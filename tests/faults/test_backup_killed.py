"""A backup or a restore that is killed leaves no half file under a final name."""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import textwrap
import time
from typing import TYPE_CHECKING

import pytest

from invest_crm.db.backup import backup, verify_backup
from invest_crm.db.manifest import SUFFIX, read_manifest
from invest_crm.db.restore import restore
from invest_crm.errors import UserError
from invest_crm.services import upkeep
from invest_crm.services.opening import open_app
from tests.support import faults
from tests.support.faults import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.support.factories import Bureau

small_disk = faults.small_disk
KILLS = 8

_BACK_UP = """
    import sys
    from pathlib import Path
    from invest_crm.db.backup import backup
    print("ready", flush=True)
    while True:
        print(backup(Path(sys.argv[1]), Path(sys.argv[2])).file, flush=True)
"""

_RESTORE = """
    import sys
    from pathlib import Path
    from invest_crm.db.restore import restore
    print("ready", flush=True)
    while True:
        restore(Path(sys.argv[2]), Path(sys.argv[1]))
        print("done", flush=True)
"""


@pytest.fixture
def path(office: Bureau) -> Path:
    """A closed database with a few projects."""
    for name in "甲乙丙":
        office.take_up(name, remark="x" * 20_000)
    where = office.app.database.path
    assert where is not None
    office.app.database.close()
    return where


def _killed(body: str, *arguments: Path) -> Iterator[None]:
    """Run a program again and again and kill it at a moment of its own each time."""
    chance = random.Random(20260901)
    for _number in range(KILLS):
        command = [sys.executable, "-c", textwrap.dedent(body), *map(str, arguments)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT) as other:
            assert other.stdout is not None
            assert other.stdout.readline() == "ready\n"
            for _time in range(chance.randrange(3)):
                other.stdout.readline()
            time.sleep(chance.uniform(0, 0.06))
            other.kill()
        yield


def test_a_killed_backup_leaves_whole_backups_only(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    first = backup(path, folder)
    for _kill in _killed(_BACK_UP, path, folder):
        for file in folder.glob(f"*{SUFFIX}"):
            manifest = read_manifest(file)
            assert manifest is not None
            assert manifest.bytes == file.stat().st_size
    assert all(verify_backup(file).fault == "" for file in folder.glob(f"*{SUFFIX}"))
    assert (folder / first.file).exists()
    assert open_whole(path)


def test_a_killed_restore_leaves_a_whole_database_in_the_place(path: Path, tmp_path: Path) -> None:
    made = backup(path, tmp_path / "b")
    file = tmp_path / "b" / made.file
    for _kill in _killed(_RESTORE, path, file):
        assert open_whole(path)
        for kept in path.parent.glob("*-before-restore-*.db"):
            assert open_whole(kept)
            kept.unlink()
    assert verify_backup(file).fault == ""
    restore(file, path)
    assert not list(path.parent.glob("*.restoring*"))


def open_whole(path: Path) -> bool:
    """Whether a database opens and passes every check."""
    app = open_app(str(path), actor="after")
    try:
        return all(finding.ok for finding in app.read(upkeep.check))
    finally:
        app.database.close()


def test_a_backup_that_finds_the_disk_full_keeps_the_earlier_ones(
    path: Path, small_disk: Path
) -> None:
    folder = small_disk / "b"
    first = backup(path, folder)
    with pytest.raises(UserError) as refused:
        _back_up_until_refused(path, folder)
    assert refused.value.code == "backup-failed"
    assert not list(folder.glob("*.part*"))
    assert verify_backup(folder / first.file).fault == ""
    assert all(read_manifest(file) is not None for file in folder.glob(f"*{SUFFIX}"))


def _back_up_until_refused(path: Path, folder: Path) -> None:
    for _time in range(20):
        backup(path, folder)


def test_a_restore_that_finds_the_disk_full_changes_nothing(path: Path, small_disk: Path) -> None:
    made = backup(path, small_disk.parent / "b")
    target = small_disk / "crm.db"
    shutil.copy(path, target)
    before = target.read_bytes()
    _fill(small_disk / "ballast")
    with pytest.raises(UserError) as refused:
        restore(small_disk.parent / "b" / made.file, target)
    assert refused.value.code == "restore-failed"
    assert target.read_bytes() == before
    assert sorted(item.name for item in small_disk.iterdir()) == ["ballast", "crm.db"]


def _fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as handle:
        try:
            while True:
                handle.write(b"0" * 65536)
        except OSError:
            pass


def test_what_a_killed_backup_left_goes_with_a_later_one(path: Path, tmp_path: Path) -> None:
    folder = tmp_path / "b"
    folder.mkdir()
    old, young = (folder / f"crm-{name}{SUFFIX}.part" for name in ("old", "young"))
    for leftover in (old, young):
        leftover.write_bytes(b"half")
    hours_ago = time.time() - 7200
    os.utime(old, (hours_ago, hours_ago))
    backup(path, folder)
    assert not old.exists()
    assert young.exists()  # another process may still be at work on it
