"""Chinese line breaking: what may not begin or end a line."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.reports.typeset import (
    NOT_AT_END,
    NOT_AT_START,
    Measured,
    balanced,
    break_lines,
    is_wide,
    place,
)

CLOSING = "，。、；：？！）》”"
OPENING = "（《“"
TEXT = st.text(alphabet="国家招商" + CLOSING + OPENING + "25.Ab %", min_size=1, max_size=120)


PHRASE = st.tuples(
    st.sampled_from(["", *OPENING, "“《"]),
    st.text(alphabet="国家招商", min_size=1, max_size=4)
    | st.sampled_from(["62.33", "PACK", "24个"]),
    st.sampled_from(["", *CLOSING, "》。", "%"]),
)
PHRASES = st.lists(PHRASE, min_size=1, max_size=30).map(
    lambda phrases: "".join(part for phrase in phrases for part in phrase)
)


def _advances(text: str) -> list[float]:
    return [10.0 if is_wide(char) else 5.0 for char in text]


def _lines(text: str, measure: float, **options: object) -> list[str]:
    spans = break_lines(text, _advances(text), measure, **options)  # type: ignore[arg-type]
    return [text[a:b] for a, b in spans]


@pytest.mark.parametrize("mark", CLOSING)
def test_a_closing_mark_never_starts_a_line(mark: str) -> None:
    lines = _lines("国" * 10 + mark + "国" * 5, 100)
    assert not any(line[0] in CLOSING for line in lines)


@pytest.mark.parametrize("mark", OPENING)
def test_an_opening_mark_never_ends_a_line(mark: str) -> None:
    lines = _lines("国" * 9 + mark + "国" * 5, 100)
    assert not any(line[-1] in OPENING for line in lines)


def test_a_closing_mark_is_taken_in_by_compressing_the_line() -> None:
    # the blank half of the last mark, then three tenths of the marks within the line
    assert _lines("国" * 10 + "。" + "家家", 105) == ["国" * 10 + "。", "家家"]
    assert _lines("国，国，国国国国国国。家", 104) == ["国，国，国国国国国国。", "家"]


def test_a_closing_mark_that_cannot_be_taken_in_brings_a_character_down() -> None:
    assert _lines("国" * 10 + "。家", 100) == ["国" * 9, "国。家"]
    assert _lines("国，国，国国国国国国。家", 104, squeeze=False)[0] == "国，国，国国国国国"


def test_a_number_stays_whole_and_with_what_it_counts() -> None:
    assert _lines("国" * 8 + "62.33亿元", 100)[0] == "国" * 8
    assert _lines("国" * 8 + "124个", 100)[0] == "国" * 8


def test_a_latin_word_longer_than_the_line_is_broken_not_lost() -> None:
    assert "".join(_lines("A" * 50, 100)) == "A" * 50


@given(TEXT)
def test_no_character_is_lost(text: str) -> None:
    assert "".join(_lines(text, 100)).replace(" ", "") == text.replace(" ", "")


@given(PHRASES, st.booleans())
def test_no_line_breaks_the_rules(text: str, squeeze: bool) -> None:
    for before, after in pairwise(_lines(text, 100, squeeze=squeeze)):
        assert after[0] not in NOT_AT_START
        assert before[-1] not in NOT_AT_END


@given(TEXT)
def test_a_set_line_never_passes_its_measure(text: str) -> None:
    for a, b in break_lines(text, _advances(text), 100):
        part = text[a:b]
        advances = _advances(part)
        runs = place(Measured(part, ["f"] * len(part), advances, advances), 100, spread=True)
        ends = [run.x + sum(_advances(run.text)) + run.gap * len(run.text) for run in runs]
        end = max(ends, default=0.0)
        marks_only = all(char in NOT_AT_START | NOT_AT_END for char in part)
        assert end <= 100.5 or marks_only


def test_a_full_line_is_spread_to_the_measure() -> None:
    text = "国家招商引资国家12"
    advances = _advances(text)
    runs = place(Measured(text, ["f"] * 10, advances, advances), 100, spread=True)
    last = runs[-1]
    assert last.x + 5.0 * len(last.text) == pytest.approx(100, abs=0.2)


def test_title_lines_are_even_and_never_break_a_phrase() -> None:
    phrases = [("关于临川县", 50.0), ("招商引资项目", 60.0), ("签约情况", 40.0), ("的通报", 30.0)]
    assert balanced(phrases, 120) == ["关于临川县招商引资项目", "签约情况的通报"]
    assert balanced(phrases, 500) == ["关于临川县招商引资项目签约情况的通报"]


def test_a_short_word_in_brackets_is_not_torn_in_a_cell() -> None:
    text = "立项（推定）已30天"
    lines = break_lines(text, [1.0] * len(text), 4.0, squeeze=False)
    assert [text[a:b] for a, b in lines] == ["立项", "（推定）", "已30天"]
    running = break_lines(text, [1.0] * len(text), 4.0)
    assert text[: running[0][1]] != "立项"  # running text is spread: there it would gape
