"""Backups from the command line: listed, verified, compared before they are restored."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.cli.conftest import Crm


def test_a_restore_prints_what_is_lost_and_compare_only_prints_it(crm: Crm) -> None:
    assert crm("demo", "--projects", "3", "--firms", "3").status == 0
    made = crm.json("backup")
    assert crm("settings", "county.name", "青河县").status == 0
    compared = crm.json("restore", made["path"], "--compare")
    assert (compared["lost"], compared["gained"], compared["related"]) == (1, 0, True)
    assert len(compared["lost_changes"]) == 1
    assert "青河县" in crm("settings").out
    said = crm("restore", made["path"]).out
    assert "将丢失 1 处修改" in said
    assert "青河县" not in crm("settings").out


def test_a_restore_as_json_names_the_differences(crm: Crm) -> None:
    assert crm("demo", "--projects", "3", "--firms", "3").status == 0
    made = crm.json("backup")
    assert crm("settings", "county.name", "青河县").status == 0
    restored = crm.json("restore", made["path"])
    assert restored["kept"]
    assert restored["sha256"] == made["sha256"]
    assert restored["differences"]["lost"] == 1
    back = crm.json("restore", restored["kept"], "--compare")
    assert (back["lost"], back["gained"]) == (0, 1)


def test_backups_are_listed_and_a_restore_is_confirmed(crm: Crm) -> None:
    assert crm("demo", "--projects", "3", "--firms", "3").status == 0
    made = crm.json("backup")
    assert crm("restore", made["path"]).status == 0
    assert crm("backup", "--confirm").status == 0
    listed = crm.json("backup", "--list")["backups"]
    assert sorted(line["reason"] for line in listed) == ["confirmed", "manual", "replaced"]
    assert "恢复后确认" in crm("backup", "--list").out


def test_an_altered_backup_fails_to_verify(crm: Crm) -> None:
    assert crm("demo", "--projects", "3", "--firms", "3").status == 0
    path = Path(crm.json("backup")["path"])
    assert crm.json("verify", "--backup", path)["backups"][0]["mark"] == "verified"
    content = bytearray(path.read_bytes())
    content[-100] ^= 1
    path.write_bytes(bytes(content))
    said = crm("verify", "--backup", path)
    assert said.status == 1
    assert "有问题" in said.out
