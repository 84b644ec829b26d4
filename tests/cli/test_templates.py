"""``export template``: a blank workbook to fill in and import."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm


@pytest.mark.parametrize("kind", ["projects", "firms", "contacts", "monthly", "requests"])
def test_a_template_of_each_kind_is_written(crm: Crm, kind: str, tmp_path: Path) -> None:
    out = tmp_path / f"{kind}.xlsx"
    told = crm.json("export", "template", "--kind", kind, "--out", out)
    assert told == {"path": str(out), "kind": kind}
    assert out.read_bytes()[:2] == b"PK"


@pytest.mark.parametrize("words", [(), ("--kind", "projects")])
def test_a_template_without_kind_or_as_another_file_is_wrong_usage(
    crm: Crm, words: tuple[str, ...], tmp_path: Path
) -> None:
    said = crm("export", "template", *words, "--out", tmp_path / ("x.csv" if words else "x.xlsx"))
    assert said.status == 2
    assert "--kind" in said.err
    assert not list(tmp_path.glob("x.*"))
