"""The parts under the layout: order, lanes, columns, measuring, colours."""

from __future__ import annotations

from itertools import combinations, pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from invest_crm.domain.chain_state import STATES, LeafCounts
from invest_crm.maps.columns import CARD_GAP, partition
from invest_crm.maps.graph import ChainGraph, Flow, MapFacts, Segment, Tier
from invest_crm.maps.labels import all_counts, counts_text, percent
from invest_crm.maps.lanes import Run, assign
from invest_crm.maps.measure import cut, in_lines, two_lines, whole_names, width
from invest_crm.maps.order import ordered
from invest_crm.maps.scene import Link, arrow_points
from invest_crm.maps.style import THEMES, chip_roles, colours

TEXT = st.text("肉羊加工（冷链）、与A b12", max_size=40)

# ---- order -----------------------------------------------------------------------------------


def two_tiers(*flows: tuple[str, str]) -> ChainGraph:
    tiers = (
        Tier("up", "upstream", "", tuple(Segment(one, one) for one in "abcd")),
        Tier("mid", "midstream", "", tuple(Segment(one, one) for one in "wxyz")),
    )
    return ChainGraph("g", "g", MapFacts("g"), tiers, tuple(Flow(*pair) for pair in flows))


def order_of(graph: ChainGraph, *, keep_order: bool = False) -> list[str]:
    return ["".join(one.id for one in s) for s in ordered(graph, keep_order=keep_order).values()]


CROSSED = (("a", "z"), ("b", "y"), ("c", "x"), ("d", "w"))


def test_cards_are_reordered_where_links_would_cross() -> None:
    up, mid = order_of(two_tiers(*CROSSED))
    assert up == mid.translate(str.maketrans("zyxw", "abcd"))


def test_the_users_order_is_kept_on_demand_and_where_nothing_crosses() -> None:
    assert order_of(two_tiers(*CROSSED), keep_order=True) == ["abcd", "wxyz"]
    assert order_of(two_tiers(("a", "w"), ("b", "x"), ("b", "y"))) == ["abcd", "wxyz"]
    assert order_of(two_tiers()) == ["abcd", "wxyz"]


def test_reordering_loses_no_card() -> None:
    graph = two_tiers(("a", "z"), ("d", "w"), ("b", "w"), ("c", "c"), ("a", "b"))
    assert [sorted(one) for one in order_of(graph)] == [list("abcd"), list("wxyz")]


# ---- lanes -----------------------------------------------------------------------------------

SIDES = st.sampled_from((-1, 1))


@st.composite
def runs(draw: st.DrawFn) -> Run:
    low, high = sorted(draw(st.tuples(st.floats(0, 500), st.floats(0, 500))))
    return Run(low, high, ((low, draw(SIDES)), (high, draw(SIDES))))


@given(st.lists(runs(), max_size=25))
def test_runs_that_meet_have_different_lanes(many: list[Run]) -> None:
    lanes, count = assign(many)
    assert set(lanes) <= set(range(count))
    for (one, lane), (other, other_lane) in combinations(zip(many, lanes, strict=True), 2):
        assert lane != other_lane or not one.meets(other)


def test_lanes_are_chosen_so_that_parallel_links_do_not_cross() -> None:
    falling = [Run(y, y + 100, ((y, -1), (y + 100, 1))) for y in (0, 20, 40)]
    rising = [Run(y, y + 100, ((y + 100, -1), (y, 1))) for y in (0, 20, 40)]
    assert assign(falling)[0] == [2, 1, 0]
    assert assign(rising)[0] == [0, 1, 2]


# ---- columns ---------------------------------------------------------------------------------


@given(st.lists(st.floats(1, 300), min_size=1, max_size=12), st.integers(1, 5))
def test_cards_are_cut_into_runs_in_order_and_not_too_many(heights: list[float], n: int) -> None:
    parts = partition(heights, n)
    assert len(parts) <= n
    assert parts[0][0] == 0
    assert parts[-1][1] == len(heights)
    assert all(a[1] == b[0] for a, b in pairwise(parts))
    tall = max(sum(heights[a:b]) + CARD_GAP * (b - a - 1) for a, b in parts)
    fair = (sum(heights) + CARD_GAP * len(heights)) / n
    assert tall <= fair + max(heights) + CARD_GAP + 1


# ---- words and widths ------------------------------------------------------------------------


@given(TEXT, st.floats(10, 300))
def test_a_cut_text_fits_and_a_fitting_text_is_whole(text: str, room: float) -> None:
    short = cut(text, 12, room)
    assert width(short, 12) <= max(room, width("…", 12))
    assert (short == text) == (width(text, 12) <= room or short == text)


@given(TEXT.filter(str.strip), st.floats(60, 300), st.floats(60, 300))
def test_two_lines_fit_and_lose_nothing_unless_cut(text: str, first: float, second: float) -> None:
    lines = two_lines(text, 12, first, second)
    assert len(lines) <= 2
    assert width(lines[0], 12) <= first
    assert all(width(line, 12) <= second for line in lines[1:])
    if "…" not in "".join(lines):
        assert "".join("".join(lines).split()) == "".join(text.split())


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("秸秆饲料化（黄贮、膨化）", ("秸秆饲料化", "（黄贮、膨化）")),
        ("原种曾祖代核心育种场", ("原种曾祖代核心", "育种场")),
        ("预混料发酵饲料与添加剂", ("预混料发酵饲料", "与添加剂")),
    ],
)
def test_a_name_breaks_where_a_reader_would_pause(text: str, lines: tuple[str, ...]) -> None:
    assert two_lines(text, 10, 92, 100) == lines


def test_firm_names_stay_whole_while_one_fits() -> None:
    names = ("青禾牧业", "恒丰农牧", "蒙牧源食品")
    assert whole_names(names, 10, 200, "、", "等") == "青禾牧业、恒丰农牧、蒙牧源食品"
    assert whole_names(names, 10, 105, "、", "等") == "青禾牧业、恒丰农牧等"
    assert whole_names(names, 10, 35, "、", "等").endswith("…")


@pytest.mark.parametrize(
    ("state", "counts", "text"),
    [
        ("strong", LeafCounts(leaders=1, local=3, signed=2, started=1), "链主1 本地3 开工1"),
        ("present", LeafCounts(local=2, targets=5), "本地2"),
        ("coming", LeafCounts(started=1, signed=2, targets=9), "开工1 签约2 目标9"),
        ("coming", LeafCounts(started=1, targets=6), "开工1 目标6"),
        ("talks", LeafCounts(targets=3, talks=1), "目标3 在谈1"),
        ("missing", LeafCounts(), ""),
    ],
)
def test_a_row_shows_what_matters_for_its_state(state: str, counts: LeafCounts, text: str) -> None:
    assert counts_text(state, counts) == text


def test_a_tooltip_shows_every_figure() -> None:
    counts = LeafCounts(*range(1, 10))
    assert len(all_counts(counts)) == 9
    assert all_counts(replace(counts, local=0))[0] != "本地1"


def test_shares_round_half_up_and_nothing_has_no_share() -> None:
    assert [percent(1, 8), percent(1, 3), percent(0, 5), percent(3, 3)] == [
        "13%",
        "33%",
        "0%",
        "100%",
    ]
    assert percent(0, 0) == "—"


# ---- colours ---------------------------------------------------------------------------------


def luminance(colour: str) -> float:
    parts = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize("state", STATES)
def test_the_word_in_a_chip_can_be_read(theme: str, state: str) -> None:
    fill, _, ink, _ = chip_roles(state)
    assert contrast(colours(theme)[fill], colours(theme)[ink]) >= 4.5


@pytest.mark.parametrize("theme", THEMES)
@pytest.mark.parametrize(
    ("ink", "ground"),
    [("ink", "card"), ("ink2", "card"), ("ink3", "card"), ("ink2", "band"), ("ink3", "paper")],
)
def test_text_can_be_read_on_its_ground(theme: str, ink: str, ground: str) -> None:
    assert contrast(colours(theme)[ink], colours(theme)[ground]) >= 4.5


def test_states_differ_in_grey_print_or_by_their_outline() -> None:
    palette = colours("print")
    grey = {
        state: luminance(palette[chip_roles(state)[0]]) for state in ("strong", "present", "weak")
    }
    assert grey["strong"] * 2 < grey["present"] < grey["weak"] / 2
    assert chip_roles("missing")[3]
    assert not chip_roles("talks")[3]


def test_every_theme_knows_every_role() -> None:
    assert len({frozenset(colours(theme)) for theme in THEMES}) == 1


def test_an_arrow_points_along_the_last_piece() -> None:
    link = Link(((0, 0), (3, 0), (6, 0), (9, 0)))
    tip, one, other = arrow_points(link)
    assert tip == (9, 0)
    assert one[0] == other[0] < 9
    assert arrow_points(replace(link, arrow=0)) == ()


@given(st.text(st.characters(categories=["Lo", "Lu", "Ll", "Zs", "Po"]), min_size=1, max_size=60))
def test_a_narrow_column_loses_nothing_unless_it_is_cut(text: str) -> None:
    lines = in_lines(text, 12, 80, 3)
    assert len(lines) <= 3
    assert all(width(line, 12) <= 80 or len(line) == 1 for line in lines)
    if not lines[-1].endswith("…"):
        assert "".join("".join(lines).split()) == "".join(text.split())


def test_english_words_of_a_narrow_column_stay_whole() -> None:
    lines = in_lines("Circular economy and services", 12, 94, 3)
    assert lines == ("Circular", "economy and", "services")
