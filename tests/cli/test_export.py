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


@pytest.mark.parametrize(
    "argv",
    [
        ["export", "projects", "--out", "{}/a.xlsx"],
        ["export", "all", "--out", "{}/a.zip"],
        ["report", "signed-started-bulletin", "--out", "{}/a.pdf"],
        ["map", "live-pigs", "--out", "{}/a.svg"],
        ["backup", "--to", "{}"],
    ],
    ids=" ".join,
)
def test_a_missing_folder_is_made_whatever_is_written(
    database: str, tmp_path: Path, argv: list[str]
) -> None:
    folder = tmp_path / "2025年" / "8月"
    assert run(["--db", database, *(word.format(folder) for word in argv)]) == 0
    assert any(folder.iterdir())


NAMING = [
    ["report", "signed-started-bulletin", "--out", "{}/a.html"],
    ["map", "live-pigs", "--out", "{}/a.svg"],
    ["export", "projects", "--out", "{}/a.xlsx"],
]


@pytest.mark.parametrize("argv", NAMING, ids=" ".join)
def test_a_document_that_names_no_county_is_pointed_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], argv: list[str]
) -> None:
    where = str(tmp_path / "a.db")
    words = ["--db", where, *(word.format(tmp_path) for word in argv)]
    assert run(["--db", where, "init"]) == 0
    capsys.readouterr()
    assert run(words) == 0
    assert "××县" in capsys.readouterr().err
    assert run(["--db", where, "settings", "county.name", "岚县"]) == 0
    capsys.readouterr()
    assert run(words) == 0
    assert capsys.readouterr().err == ""
