"""Monthly reports on the command line: listed with corrections, late ones, a month as a ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


@pytest.fixture
def demo(crm: Crm) -> Crm:
    """The demonstration county."""
    assert crm("init").status == 0
    assert crm("demo", "--projects", "60").status == 0
    return crm


def test_corrections_stand_beside_the_month_they_belong_to(demo: Crm) -> None:
    rows = demo.json("list", "monthly")["monthly"]
    corrected = [row for row in rows if row["corrections"]]
    assert corrected
    entry = corrected[0]["corrections"][0]
    assert entry["reason"]
    assert entry["by"]
    assert (entry["completed"] or entry["funds"]).startswith("-")
    assert any(row["filled_by"] and row["checked_by"] for row in rows)


def test_late_reports_are_due_with_their_days(demo: Crm) -> None:
    late = demo.json("due")["monthly"]
    assert late
    assert all(one["days"] > 0 and one["months"] for one in late)
    words = demo("due").out
    assert late[0]["name"] in words


def test_a_month_goes_out_as_a_ledger_and_comes_back_equal(demo: Crm, tmp_path: Path) -> None:
    month = demo.json("list", "monthly")["monthly"][-1]["month"]
    out = tmp_path / "月报.xlsx"
    assert demo("export", "monthly", "--month", month, "--out", out).status == 0
    found = demo.json("import", out, "--dry-run")
    assert (found["kind"], found["unit"]) == ("monthly", "万元")
    assert (found["same"], found["new"], found["changed"]) == (found["data_rows"], 0, 0)


def test_a_month_is_written_as_a_month(demo: Crm, tmp_path: Path) -> None:
    said = demo("export", "monthly", "--month", "2025-13", "--out", tmp_path / "x.xlsx")
    assert said.status == 2
    said = demo("export", "monthly", "--month", "1999-01", "--out", tmp_path / "x.xlsx")
    assert said.status == 1
    assert "1999" in said.err
