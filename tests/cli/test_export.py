"""``export`` from the command line: writes, says what it wrote, refuses in words."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from invest_crm.cli.main import run

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def database(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> str:
    where = str(tmp_path / "a.db")
    assert run(["--db", where, "demo", "--projects", "12", "--firms", "12"]) == 0
    capsys.readouterr()
    return where


def test_it_says_how_many_records_it_wrote(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "firms.json"
    assert run(["--db", database, "export", "firms", "--out", str(out), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    assert said == {"path": str(out), "counts": {"firms": 12}, "private": False}
    assert len(json.loads(out.read_text("utf-8"))["firms"]) == 12


def test_everything_goes_into_one_zip_with_a_warning(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "all.zip"
    assert run(["--db", database, "--lang", "en", "export", "all", "--out", str(out)]) == 0
    said = capsys.readouterr()
    assert "personal data" in said.err
    assert "projects 12" in said.out
    assert out.stat().st_size > 10_000


def test_a_missing_folder_is_refused_in_words(
    database: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    out = tmp_path / "nowhere" / "a.xlsx"
    assert run(["--db", database, "export", "projects", "--out", str(out)]) == 1
    assert "文件夹" in capsys.readouterr().err
