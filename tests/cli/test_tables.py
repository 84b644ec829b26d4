"""Tables on the command line: headings in the language, as wide as the terminal at most."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.cli.columns import columns_of, fitting, shortened, wrap
from invest_crm.cli.list_records import COLUMNS
from tests.exchange.ledgers import write_csv

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Crm

LONG = "很长的项目名称" * 40
TEXTS = st.text(st.sampled_from("招商引资台账，。（）abc 12\n\u0301"), max_size=60)


@given(TEXTS, st.integers(2, 40))
def test_what_is_shortened_fits_and_begins_alike(text: str, width: int) -> None:
    found = shortened(text, width)
    assert columns_of(found) <= width
    assert " ".join(text.split()).startswith(found.removesuffix("…"))


@given(TEXTS, st.integers(6, 40))
def test_wrapped_lines_hold_the_whole_text(text: str, width: int) -> None:
    lines = wrap(text, width)
    assert "".join("".join(lines).split()) == "".join(text.split())


@given(st.lists(st.integers(1, 300), min_size=1, max_size=8), st.integers(80, 200))
def test_columns_fit_side_by_side(widths: list[int], room: int) -> None:
    found = fitting(widths, frozenset(), room)
    assert sum(found) + 2 * (len(found) - 1) <= room
    assert all(given_ <= wanted for given_, wanted in zip(found, widths, strict=True))


@pytest.fixture
def demo(crm: Crm, tmp_path: Path) -> Crm:
    """A database of demonstration data with one very long name."""
    assert crm("demo", "--projects", "12", "--firms", "12").status == 0
    path = tmp_path / "签约项目.csv"
    write_csv(path, [["项目名称", "投资方", "签约时间"], [LONG, "甲公司", "2025.3.1"]])
    assert crm("import", path).status == 0
    return crm


@pytest.mark.parametrize("width", [80, 120])
def test_a_long_name_does_not_pad_the_table(
    demo: Crm, monkeypatch: pytest.MonkeyPatch, width: int
) -> None:
    monkeypatch.setenv("COLUMNS", str(width))
    said = demo("projects")
    assert max(map(columns_of, said.out.splitlines())) <= width
    assert LONG[:4] in said.out
    assert LONG not in said.out
    assert LONG in [item["name"] for item in demo.json("projects")["projects"]]


@pytest.mark.parametrize("kind", COLUMNS)
def test_a_list_has_chinese_headings_and_no_internal_ids(demo: Crm, kind: str) -> None:
    firm = demo.json("list", "firms")["firms"][0]["id"]
    assert demo("log", "今天 电话 谈用地；明天 回访", "--firm", firm).status == 0
    said = demo("list", kind)
    found = demo.json("list", kind)[kind]
    assert found
    *unit, heading = said.out.splitlines()[: -len(found)]
    assert unit in ([], ["金额单位：万元"])
    assert not any(char.isascii() and char.isalpha() for char in heading), heading
    assert found[0]["id"] not in said.out
    english = demo.bare("--db", demo.where, "--lang", "en", "list", kind).out.splitlines()
    assert english[len(unit)].replace("…", "").isascii()


def test_the_self_test_names_its_parts_in_the_language(crm: Crm) -> None:
    said = crm.bare("self-test")
    assert said.status == 0
    assert "产业链图谱" in said.out
    assert "chain map" not in said.out
    assert "chain map" in crm.bare("--lang", "en", "self-test").out
