"""``demo`` from the command line: makes the database, fills it once, writes ledgers."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from invest_crm.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path

    import pytest


def test_it_creates_the_database_and_prints_counts(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = str(tmp_path / "new.db")
    assert run(["--db", where, "demo", "--seed", "5", "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert (said["seed"], said["projects"], said["firms"], said["targets"]) == (5, 60, 120, 6)
    assert min(said["contacts"], said["monthly"], said["requests"]) > 0


def test_it_fills_a_database_only_once(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    where = str(tmp_path / "new.db")
    assert run(["--db", where, "demo", "--projects", "5", "--firms", "5"]) == 0
    assert run(["--db", where, "--lang", "en", "demo"]) == 1
    assert "already holds records" in capsys.readouterr().err


def test_a_ledger_needs_no_database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "台账.xlsx"
    where = tmp_path / "none.db"
    assert run(["--db", str(where), "demo", "--ledger", str(out), "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["rows"] > 5
    assert out.exists()
    assert not where.exists()
