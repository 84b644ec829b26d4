"""The whole path laid out: nothing overlaps, nothing is cut away, paper holds it whole."""

from __future__ import annotations

from datetime import date
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.partial_date import exact
from invest_crm.domain.whole_path import Lane, Part, Phase, Standing, WholePath
from invest_crm.errors import UserError
from invest_crm.maps.paper import paper_size
from invest_crm.maps.path_layout import Sizes, path_scene
from invest_crm.maps.path_sheet import path_sheets
from invest_crm.maps.scene import Box, Label, Region, Scene
from invest_crm.maps.sheet_frame import SheetWords
from invest_crm.maps.style import roles

TODAY = date(2026, 11, 23)
WORDS = SheetWords("某某县肉羊屠宰项目", "总投资 1.2 亿元", "县投促局　制图：王五")
NAMES = (
    "签约",
    "联合验收（规划、土地、消防、人防、档案）",
    "Review of construction drawings",
    "Äußerst_langes_Wort_ohne_eine_einzige_Stelle_zum_Umbruch",
)

parts = st.builds(
    lambda name, phase, standing, held, holder: (name, phase, standing, held, holder),
    st.sampled_from(NAMES),
    st.sampled_from(Phase),
    st.sampled_from(Standing),
    st.integers(0, 40),
    st.sampled_from(("", "县自然资源局", "Housing and construction bureau")),
)
lanes = st.lists(st.lists(parts, max_size=12), min_size=1, max_size=5)


def picture(found: list[list[tuple[str, Phase, Standing, int, str]]]) -> WholePath:
    """A path of drawn parts."""
    made = tuple(
        Lane(
            str(number),
            f"Lane {number}",
            tuple(
                Part(
                    f"{number}:{place}", name, phase, standing, on=exact(TODAY), due=TODAY,
                    held=held, holder=holder,
                )
                for place, (name, phase, standing, held, holder) in enumerate(lane)
            ),
        )
        for number, lane in enumerate(found)
    )  # fmt: skip
    return WholePath("1", "甲", "", Phase.SETTLING, made, TODAY)


def overlap(a: Region, b: Region) -> bool:
    across = min(a.x + a.w, b.x + b.w) - max(a.x, b.x)
    down = min(a.y + a.h, b.y + b.h) - max(a.y, b.y)
    return across > 0.01 and down > 0.01


def texts_outside(scene: Scene) -> list[str]:
    """Texts that go beyond the picture."""
    return [
        item.text
        for item in scene.items
        if isinstance(item, Label)
        and (item.left < -0.01 or item.left + item.width > scene.width + 0.01
             or not 0 < item.y <= scene.height)
    ]  # fmt: skip


@given(lanes, st.sampled_from((560.0, 806.0, 1150.0, 2400.0)), st.sampled_from((9.0, 13.0, 26.0)))
def test_every_part_has_a_place_of_its_own_inside_the_picture(found, wide, text) -> None:
    path = picture(found)
    scene = path_scene(path, Sizes(text, max(wide, 62 * text)))
    assert {region.target for region in scene.groups} == {part.id for part in path.parts()}
    assert not [pair for pair in combinations(scene.groups, 2) if overlap(*pair)]
    assert all(region.y + region.h <= scene.height for region in scene.groups)
    assert not texts_outside(scene)


@given(lanes)
def test_texts_of_a_part_stay_within_its_card(found) -> None:
    scene = path_scene(picture(found), Sizes(13, 1150))
    cards = {region.target: region for region in scene.groups}
    for item in scene.items:
        if isinstance(item, Label) and item.target:
            card = cards[item.target]
            assert card.x <= item.left
            assert item.left + item.width <= card.x + card.w
            assert card.y < item.y < card.y + card.h


@given(lanes)
def test_only_roles_of_colour_are_used(found) -> None:
    for item in path_scene(picture(found), Sizes(13, 1150)).items:
        named = {item.fill, item.line} if isinstance(item, Box) else {item.role}
        assert named <= roles() | {""}


@given(lanes, st.sampled_from(("A4", "A3", "A1")))
def test_paper_holds_every_lane_once(found, paper) -> None:
    path = picture(found)
    sheets = path_sheets(path, WORDS, paper)
    wide, _high = paper_size(paper)
    named = [
        item.text
        for sheet in sheets
        for item in sheet.items
        if isinstance(item, Label) and item.text.startswith("Lane ")
    ]
    assert named == [lane.title for lane in path.lanes]
    assert all(sheet.width == wide for sheet in sheets)
    assert not [text for sheet in sheets for text in texts_outside(sheet)]


def test_an_unknown_paper_is_refused() -> None:
    with pytest.raises(UserError) as refused:
        path_sheets(picture([[]]), WORDS, "B5")
    assert refused.value.code == "unknown-paper"


def test_what_is_open_says_its_state_in_a_word_beside_the_colour() -> None:
    late = ("供地", Phase.SETTLING, Standing.LATE, 31, "县自然资源局")
    scene = path_scene(picture([[late]]), Sizes(13, 1150))
    said = [item.text for item in scene.items if isinstance(item, Label)]
    assert f"{Standing.LATE.label} · 县自然资源局" in said
