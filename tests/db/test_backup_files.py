"""Attachments in backups: copied once, named in the manifest, verified, brought back."""

from __future__ import annotations

import hashlib
import os
import sqlite3
from contextlib import closing
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from invest_crm.db.backup import backup, copy_backup, verify_backup
from invest_crm.db.backup_files import pool_beside, store_beside, sweep_pool
from invest_crm.db.restore import restore
from invest_crm.domain import clock

if TYPE_CHECKING:
    from pathlib import Path

    from tests.support.factories import Bureau


@pytest.fixture
def path(office: Bureau) -> Path:
    """A closed database that names two files, both in its store."""
    where = office.app.database.path
    assert where is not None
    office.app.database.close()
    with closing(sqlite3.connect(where)) as base:
        base.execute("DROP TABLE IF EXISTS attachment")
        base.execute("CREATE TABLE attachment (id TEXT PRIMARY KEY, sha256 TEXT, size INTEGER)")
        base.commit()
    _attach(where, b"contract")
    _attach(where, b"minutes")
    return where


def _attach(database: Path, content: bytes) -> Path:
    name = hashlib.sha256(content).hexdigest()
    place = store_beside(database) / "sha256" / name[:2] / name[2:]
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    with closing(sqlite3.connect(database)) as base:
        row = (name, name, len(content))
        base.execute("INSERT INTO attachment (id, sha256, size) VALUES (?, ?, ?)", row)
        base.commit()
    return place


def _contents(folder: Path) -> list[bytes]:
    return sorted(path.read_bytes() for path in folder.glob("sha256/*/*"))


def test_a_backup_carries_the_files_and_copies_each_once(path: Path, tmp_path: Path) -> None:
    first = backup(path, tmp_path / "b")
    pool = tmp_path / "b" / "files"
    assert _contents(pool) == [b"contract", b"minutes"]
    before = {item: item.stat().st_mtime_ns for item in pool.glob("sha256/*/*")}
    _attach(path, b"photo")
    second = backup(path, tmp_path / "b")
    assert (len(first.files), len(second.files)) == (2, 3)
    assert all(item.stat().st_mtime_ns == stamp for item, stamp in before.items())
    assert verify_backup(tmp_path / "b" / second.file).fault == ""


def test_a_file_that_was_lost_before_is_counted_and_no_fault_of_the_backup(
    path: Path, tmp_path: Path
) -> None:
    _attach(path, b"photo").unlink()
    made = backup(path, tmp_path / "b")
    assert (len(made.files), made.lost, made.fault) == (2, 1, "")


def test_a_file_that_is_not_what_its_name_says_is_not_taken(path: Path, tmp_path: Path) -> None:
    _attach(path, b"photo").write_bytes(b"ph0to")
    made = backup(path, tmp_path / "b")
    assert made.lost == 1
    assert _contents(tmp_path / "b" / "files") == [b"contract", b"minutes"]


@pytest.mark.parametrize("damage", ["gone", "altered"])
def test_verifying_finds_a_file_that_was_damaged_in_the_backup(
    path: Path, tmp_path: Path, damage: str
) -> None:
    made = backup(path, tmp_path / "b")
    victim = next(iter((tmp_path / "b" / "files").glob("sha256/*/*")))
    if damage == "gone":
        victim.unlink()
    else:
        victim.write_bytes(victim.read_bytes()[::-1])
    assert verify_backup(tmp_path / "b" / made.file).fault == "files"


def test_a_restore_brings_the_files_back_and_keeps_those_that_came_later(
    path: Path, tmp_path: Path
) -> None:
    made = backup(path, tmp_path / "b")
    for item in store_beside(path).glob("sha256/*/*"):
        item.unlink()
    _attach(path, b"photo")
    restored, kept = restore(tmp_path / "b" / made.file, path)
    assert kept is not None
    assert restored.lost == 0
    assert _contents(store_beside(path)) == [b"contract", b"minutes", b"photo"]
    assert verify_backup(kept).files.keys() >= made.files.keys()


def test_a_restore_tells_how_many_files_the_backup_lacks(path: Path, tmp_path: Path) -> None:
    made = backup(path, tmp_path / "b")
    for folder in (pool_beside(tmp_path / "b" / made.file), store_beside(path)):
        next(iter(folder.glob("sha256/*/*"))).unlink()
    for item in store_beside(path).glob("sha256/*/*"):
        item.unlink()
    assert restore(tmp_path / "b" / made.file, path).manifest.lost == 1


def test_a_copy_elsewhere_has_the_files_too(path: Path, tmp_path: Path) -> None:
    made = backup(path, tmp_path / "b")
    there = copy_backup(tmp_path / "b" / made.file, tmp_path / "usb")
    assert verify_backup(there).fault == ""
    assert _contents(tmp_path / "usb" / "files") == [b"contract", b"minutes"]


def test_files_that_no_backup_needs_go_after_a_day(path: Path, tmp_path: Path) -> None:
    made = backup(path, tmp_path / "b")
    pool = tmp_path / "b" / "files"
    needed = frozenset(list(made.files)[:1])
    sweep_pool(pool, needed)
    assert len(_contents(pool)) == 2
    old = (clock.now() - timedelta(days=2)).timestamp()
    for item in pool.glob("sha256/*/*"):
        os.utime(item, (old, old))
    sweep_pool(pool, needed)
    assert {item.parent.name + item.name for item in pool.glob("sha256/*/*")} == needed
