"""``calibre``: versions listed, a new one made, another put in force, all of it undone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


def test_a_version_is_made_used_and_undone(june_crm: Crm) -> None:
    crm = june_crm
    (shipped,) = crm.json("calibre")["calibres"]
    assert (shipped["id"], shipped["in_force"], shipped["tiers"]) == (
        "default-2026",
        True,
        "1,5,10",
    )
    words = ("--new", "市考核口径", "--year", "2027", "--set", "tiers=2,4", "--set", "buckets=6")
    made, kept = crm.json("calibre", *words)["calibres"]
    assert (made["name"], made["year"], made["tiers"], made["buckets"], made["in_force"]) == (
        "市考核口径", 2027, "2,4", "6", True,
    )  # fmt: skip
    assert kept == {**shipped, "in_force": False}
    assert crm.json("figures", "--as-of", "2026-06-30")["calibre"] == made["id"]
    assert "市考核口径" in crm("figures", "--as-of", "2026-06-30").out
    assert crm("settings", "calibre", "default-2026").status == 0
    assert crm.json("figures", "--as-of", "2026-06-30")["calibre"] == "default-2026"
    assert crm("undo").status == crm("undo").status == 0
    assert crm.json("calibre")["calibres"] == [shipped]


@pytest.mark.parametrize(
    "argv",
    [["--set", "tiers=2"], ["--new", "x", "--set", "tiers=5,1"], ["--new", "x", "--set", "a=b"]],
)
def test_a_choice_that_is_none_is_wrong_usage(crm: Crm, argv: list[str]) -> None:
    assert crm("calibre", *argv).status == 2
    assert len(crm.json("calibre")["calibres"]) == 1


def test_a_calibre_that_is_not_there_is_refused(crm: Crm) -> None:
    assert "default-2026" in crm.refused("settings", "calibre", "nope")


def test_a_bulletin_names_the_calibre_and_what_is_different(june_crm: Crm, tmp_path: Path) -> None:
    assert june_crm("calibre", "--new", "市考核口径", "--set", "keep_terminated=no").status == 0
    out = tmp_path / "a.html"
    said = june_crm("report", "signed-started-bulletin", "--out", out, "--as-of", "2026-06-30")
    assert said.status == 0
    text = out.read_text("utf-8")
    assert "市考核口径" in text
    assert "已终止项目不计入各项比率的分母" in text
