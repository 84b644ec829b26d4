"""What a reader may rely on in every map: nothing overlaps, crosses a card or leaves the page."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from invest_crm import words
from invest_crm.errors import UserError
from invest_crm.maps.graph import ChainGraph, Flow, MapFacts, Segment
from invest_crm.maps.layout import LEAST_TEXT, LayoutOptions, layout
from invest_crm.maps.order import main_tiers
from invest_crm.maps.scene import Label, Scene
from invest_crm.maps.style import roles
from tests.maps import geometry
from tests.maps.graphs import SEED_IDS, graphs, large_graph, seed_graph, small_graph

VARIANTS = {
    "sheet": LayoutOptions(),
    "sheet without firms": LayoutOptions(firms=False),
    "window": LayoutOptions(width=1180, height=720, title=False),
    "narrow window": LayoutOptions(width=900, title=False, firms=True),
    "wide window": LayoutOptions(width=2500, height=1200, title=False),
}


def scene_of(chain_id: str, variant: str) -> Scene:
    return layout(seed_graph(chain_id), VARIANTS[variant])


def faults(scene: Scene) -> dict[str, list[object]]:
    found = {
        "links across": geometry.links_across(scene),
        "labels": geometry.overlapping_labels(scene),
        "stars": geometry.stars_on_labels(scene),
        "cards": geometry.overlapping_cards(scene),
        "words outside cards": geometry.words_outside_cards(scene),
        "outside": geometry.outside_page(scene),
    }
    return {name: list(items) for name, items in found.items() if items}


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("chain_id", SEED_IDS)
def test_in_a_seed_chain_nothing_overlaps_or_crosses(
    chain_id: str, variant: str, language: str
) -> None:
    with words.using(language):
        assert faults(scene_of(chain_id, variant)) == {}


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(graph=graphs(), variant=st.sampled_from(sorted(VARIANTS)))
def test_in_any_chain_nothing_overlaps_or_crosses(graph: ChainGraph, variant: str) -> None:
    scene = layout(graph, VARIANTS[variant])
    assert faults(scene) == {}
    assert all(geometry.is_smooth(link) for link in geometry.links(scene))
    assert geometry.links_on_links(scene, least=0.2) == []


@pytest.mark.parametrize("variant", ["sheet", "window"])
@pytest.mark.parametrize("chain_id", SEED_IDS)
def test_links_keep_clear_of_each_other(chain_id: str, variant: str) -> None:
    assert geometry.links_on_links(scene_of(chain_id, variant), least=3.0) == []


@pytest.mark.parametrize("chain_id", SEED_IDS)
def test_every_flow_is_drawn_once(chain_id: str) -> None:
    graph = seed_graph(chain_id)
    drawn = [(link.source, link.target) for link in geometry.links(layout(graph))]
    assert sorted(drawn) == sorted((f.source_segment, f.target_segment) for f in graph.flows)


@pytest.mark.parametrize("chain_id", SEED_IDS)
def test_a_chain_of_forty_is_readable_at_a3_with_its_firms(chain_id: str) -> None:
    scene = scene_of(chain_id, "sheet")
    assert scene.smallest_text() >= LEAST_TEXT
    assert any(label.kind == "firms" for label in geometry.labels(scene))


@pytest.mark.parametrize("chain_id", SEED_IDS)
def test_no_name_of_a_seed_chain_is_cut_at_a3(chain_id: str) -> None:
    names = [label.text for label in geometry.labels(scene_of(chain_id, "sheet"))]
    assert [name for name in names if "…" in name] == []


@pytest.mark.parametrize("chain_id", SEED_IDS)
def test_the_columns_fill_the_sheet(chain_id: str) -> None:
    """The lowest card of the columns ends near the lower edge of its band in the tallest tier."""
    scene = scene_of(chain_id, "sheet")
    bands = [box for box in scene.items if getattr(box, "kind", "") == "band"]
    lowest = max(
        card.y + card.h for card in geometry.cards(scene) if card.y < bands[0].y + bands[0].h
    )
    assert bands[0].y + bands[0].h - lowest < 30


def test_the_same_graph_gives_the_same_scene() -> None:
    assert layout(seed_graph("live-pigs")) == layout(seed_graph("live-pigs"))


def test_papers_show_the_same_picture_scaled() -> None:
    small, large = (layout(small_graph(), LayoutOptions(paper=one)) for one in ("A4", "A0"))
    assert len(small.items) == len(large.items)
    assert large.width / small.width == pytest.approx(4, rel=0.01)
    assert large.smallest_text() / small.smallest_text() == pytest.approx(4, rel=0.01)


def test_an_unknown_paper_is_refused_in_words() -> None:
    with pytest.raises(UserError, match="A9") as caught:
        layout(small_graph(), LayoutOptions(paper="A9"))
    assert caught.value.code == "unknown-paper"


def test_a_window_keeps_its_width_and_grows_downwards() -> None:
    options = LayoutOptions(width=900, height=300, title=False)
    scene = layout(seed_graph("electronics"), options)
    assert scene.width == 900
    assert scene.height > 300
    assert scene.smallest_text() == 11


def test_head_and_foot_are_on_the_sheet_only() -> None:
    graph = small_graph()
    sheet = {label.text for label in geometry.labels(layout(graph))}
    window = {label.text for label in geometry.labels(layout(graph, VARIANTS["window"]))}
    for text in (
        "肉羊产业链图谱",
        "县委副书记",
        "华晟肉业集团有限公司",
        "2026年10月31日",
        "演示数据",
    ):
        assert text in sheet
        assert text not in window


def test_only_demonstration_data_is_marked_so() -> None:
    graph = small_graph()
    real = replace(graph, facts=replace(graph.facts, demo=False))
    assert not any("演示" in label.text for label in geometry.labels(layout(real)))


def test_every_state_stands_in_words() -> None:
    chips = {
        label.text for label in geometry.labels(layout(small_graph())) if label.kind == "state"
    }
    assert chips == {"强", "有", "弱", "在建", "在谈", "缺", "不计"}


def test_rates_are_computed_unless_given() -> None:
    graph = small_graph()
    given_rate = replace(graph, facts=replace(graph.facts, completeness="六成"))
    figures = {label.text for label in geometry.labels(layout(graph)) if label.kind == "rate"}
    assert {"44%", "2/3"} <= figures
    assert any(label.text == "六成" for label in geometry.labels(layout(given_rate)))


def test_a_point_finds_the_innermost_node() -> None:
    scene = layout(small_graph())
    name = next(one for one in geometry.labels(scene) if one.target == "c1" and one.kind == "leaf")
    region = scene.hit(name.x + 2, name.y - 2)
    assert region is not None
    assert (region.target, region.kind) == ("c1", "leaf")
    head = next(
        one for one in geometry.labels(scene) if one.text == "屠宰" and one.kind == "segment"
    )
    region = scene.hit(head.x + 2, head.y - 2)
    assert region is not None
    assert (region.target, region.kind) == ("c", "segment")
    assert scene.hit(-5, -5) is None


def test_a_tooltip_tells_everything_about_a_leaf() -> None:
    scene = layout(seed_graph("mutton-sheep"))
    tip = next(one.tip for one in scene.groups if one.target == "mutton-sheep.breeding.nucleus")
    assert "种羊核心育种场" in tip
    assert "关键环节" in tip
    assert "需种畜禽生产经营许可证" in tip


def test_a_tier_with_far_more_leaves_takes_more_columns() -> None:
    graph = large_graph(segments=40, leaves=8, flows=20)
    scene = layout(graph)
    columns: dict[str, set[float]] = {}
    for card in geometry.cards(scene):
        columns.setdefault(card.target.split("-")[0], set()).add(card.x)
    assert len(columns["midstream"]) > len(columns["downstream"])


def test_three_thousand_leaves_are_all_drawn() -> None:
    scene = layout(large_graph(), LayoutOptions(paper="A0"))
    assert sum(region.kind == "leaf" for region in scene.groups) == 3000
    assert len(geometry.links(scene)) > 250
    assert geometry.outside_page(scene) == []


def test_one_huge_card_is_spread_over_the_width() -> None:
    graph = large_graph(segments=10, leaves=200, flows=3)
    upstream = main_tiers(graph)[0].segments[0]
    scene = layout(graph)
    card = next(one for one in geometry.cards(scene) if one.target == upstream.id)
    assert card.w > card.h / 4


def test_a_chain_without_anything_is_an_empty_sheet() -> None:
    scene = layout(ChainGraph("empty", "", MapFacts("空链")))
    assert scene.groups == ()
    assert any(label.text == "空链" for label in geometry.labels(scene))


def test_flows_to_nowhere_or_to_itself_are_left_out() -> None:
    graph = small_graph()
    odd = replace(graph, flows=(Flow("a", "a"), Flow("a", "gone"), Flow("a", "b"), Flow("a", "b")))
    assert len(geometry.links(layout(odd))) == 1


def test_scenes_use_known_colour_roles_only() -> None:
    used: set[str] = set()
    for item in layout(small_graph()).items:
        used |= {getattr(item, name, "") for name in ("role", "fill", "line")}
    assert used - {""} <= roles()


def test_a_very_long_name_takes_two_lines_and_is_cut_only_then() -> None:
    graph = small_graph()
    tier = graph.tiers[0]
    leaf = replace(tier.segments[0].leaves[0], name="很长的环节名称" * 30)
    long = replace(graph, tiers=(replace(tier, segments=(Segment("a", "繁育", (leaf,)),)),))
    lines = [
        item.text for item in layout(long).items if isinstance(item, Label) and item.kind == "leaf"
    ]
    assert len(lines) == 2
    assert lines[1].endswith("…")


def test_a_chain_without_links_says_so() -> None:
    empty = ChainGraph("empty", "空链", MapFacts("空链"))
    for options in (LayoutOptions(paper="A4"), LayoutOptions(width=900, height=600, title=False)):
        scene = layout(empty, options)
        assert faults(scene) == {}
        assert "该产业链尚未录入环节。" in [i.text for i in scene.items if isinstance(i, Label)]
