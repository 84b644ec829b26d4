"""PDF, SVG, HTML, PNG and JSON: what each must keep of the picture."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import re
from html.parser import HTMLParser
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pikepdf
import pypdfium2
import pytest
from msgspec.structs import replace
from PIL import Image

from invest_crm.domain.chain_state import STATES
from invest_crm.errors import UserError
from invest_crm.maps.html import html
from invest_crm.maps.html_parts import STYLE
from invest_crm.maps.json_out import FORMAT, json_text
from invest_crm.maps.labels import tier_title
from invest_crm.maps.layout import LayoutOptions, layout
from invest_crm.maps.pdf import MISSING_GLYPH, pdf
from invest_crm.maps.png import png
from invest_crm.maps.scene import Label, Scene
from invest_crm.maps.style import chip_roles, colours
from invest_crm.maps.svg import escaped, svg
from tests.maps.graphs import SEED_IDS, seed_graph, small_graph

if TYPE_CHECKING:
    from tests.support.golden import Golden

HOSTILE = "<script>alert('x')</script>&\"'"


def page_texts(data: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(data)
    try:
        return [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()


def one_label(text: str) -> Scene:
    return Scene(300, 60, (Label(10, 40, text, 20, "ink"),))


# ---- PDF -------------------------------------------------------------------------------------


def test_the_chinese_of_a_pdf_can_be_searched() -> None:
    (text,) = page_texts(pdf(layout(seed_graph("mutton-sheep"))).data)
    for words in ("肉羊产业链图谱", "良种繁育", "种羊核心育种场（原种场）", "县农业农村局", "在建"):
        assert words in text


def test_the_same_scene_gives_the_same_pdf() -> None:
    scene = layout(small_graph())
    assert pdf(scene, title="链").data == pdf(scene, title="链").data


def test_a_pdf_embeds_every_font_it_names() -> None:
    data = pdf(layout(small_graph())).data
    assert b"Helvetica" not in data
    assert data.count(b"/FontFile2") >= 2


@pytest.mark.parametrize("paper", ["A4", "A3", "A0"])
def test_a_pdf_page_has_the_size_of_its_paper(paper: str) -> None:
    document = pypdfium2.PdfDocument(pdf(layout(small_graph(), LayoutOptions(paper=paper))).data)
    wide = {"A4": 297, "A3": 420, "A0": 1189}[paper] * 72 / 25.4
    assert document[0].get_width() == pytest.approx(wide, abs=0.1)
    document.close()


def test_a_rare_character_is_drawn_from_another_font() -> None:
    result = pdf(one_label("𠮷氏牧业"))
    assert result.missing == ()
    assert result.data.count(b"/FontFile2") == 2
    assert "𠮷氏牧业" in page_texts(result.data)[0]
    assert png(result.data) != png(pdf(one_label(f"{MISSING_GLYPH}氏牧业")).data)


def test_a_character_no_font_has_becomes_a_box_and_is_reported() -> None:
    result = pdf(one_label("甲\U0001f411\ue123乙"))
    assert result.missing == ("\ue123", "\U0001f411")
    drawn = png(pdf(one_label(f"甲{MISSING_GLYPH}{MISSING_GLYPH}乙")).data)
    assert png(result.data) == drawn


def test_a_character_drawn_as_a_box_is_still_found_and_copied() -> None:
    assert "甲\ue123乙" in page_texts(pdf(one_label("甲\ue123乙")).data)[0]
    with pikepdf.open(io.BytesIO(pdf(one_label("羊\U0001f411")).data)) as file:
        assert b"/ActualText <FEFFD83DDC11>" in file.pages[0].Contents.read_bytes()


def test_a_large_map_is_cut_to_sheets_that_together_show_all() -> None:
    scene = layout(seed_graph("live-pigs"), LayoutOptions(paper="A1"))
    result = pdf(scene, tile="A3")
    texts = page_texts(result.data)
    assert result.pages == len(texts) == 9
    assert all("/ 3-3" in text for text in texts)
    shown = "".join(texts)
    assert all(label.text in shown for label in scene.items if isinstance(label, Label))


def test_neighbouring_sheets_repeat_the_overlap() -> None:
    """A word that falls on a cut is whole on at least one of the two sheets."""
    scene = Scene(1500, 300, tuple(Label(x, 100, f"词{x}", 8, "ink") for x in range(40, 1400, 25)))
    shown = "".join(page_texts(pdf(scene, tile="A4").data))
    assert [x for x in range(40, 1400, 25) if f"词{x}" not in shown] == []


def test_an_unknown_sheet_is_refused() -> None:
    with pytest.raises(UserError, match="B5"):
        pdf(one_label("甲"), tile="B5")


# ---- SVG -------------------------------------------------------------------------------------


@pytest.mark.parametrize("theme", ["light", "dark", "print"])
def test_the_picture_of_a_small_chain_stays_as_reviewed(golden: Golden, theme: str) -> None:
    golden(f"maps/small-{theme}.svg", svg(layout(small_graph()), title="小链", theme=theme))


@pytest.mark.parametrize("chain_id", SEED_IDS)
def test_the_picture_of_a_seed_chain_stays_as_reviewed(golden: Golden, chain_id: str) -> None:
    golden(f"maps/{chain_id}.svg", svg(layout(seed_graph(chain_id)), title=chain_id))


def test_the_window_of_a_chain_stays_as_reviewed(golden: Golden) -> None:
    scene = layout(seed_graph("electronics"), LayoutOptions(width=1180, height=720, title=False))
    golden("maps/electronics-window.svg", svg(scene))


def test_hostile_names_stay_text_in_svg() -> None:
    scene = layout(small_graph(name=HOSTILE, firm=HOSTILE), LayoutOptions(width=2400, firms=True))
    document = ET.fromstring(svg(scene, title=HOSTILE))
    tags = {element.tag.rpartition("}")[2] for element in document.iter()}
    assert tags <= {"svg", "title", "rect", "text", "path", "g"}
    assert any(HOSTILE in (element.text or "") for element in document.iter())


def test_control_characters_do_not_break_the_svg() -> None:
    assert escaped("a\x00b\x1f\ud800\uffffc") == "abc"
    ET.fromstring(svg(one_label("甲\x0b乙")))


def test_every_node_can_be_found_in_the_svg_by_its_id() -> None:
    graph = seed_graph("study-tour")
    found = set(re.findall(r'data-node="([^"]+)"', svg(layout(graph))))
    assert {leaf.id for leaf in graph.leaves()} | {one.id for one in graph.segments()} <= found


# ---- HTML ------------------------------------------------------------------------------------


class _Page(HTMLParser):
    """Tags, attributes and the text of script and style elements."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[tuple[str, str]] = []
        self.raw: list[tuple[str, str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(name, value or "") for name, value in attrs]

    def handle_data(self, data: str) -> None:
        if self.lasttag in {"script", "style"}:
            self.raw.append((self.lasttag, data))


def page_of(**names: str) -> str:
    graph = small_graph(**names)
    graph = replace(graph, facts=replace(graph.facts, title=names.get("name", "链")))
    return html(graph, layout(graph))


def test_the_page_loads_nothing_from_outside() -> None:
    text = page_of()
    assert "http:" not in text
    assert "https:" not in text
    assert "//" not in re.sub(r"<script>.*?</script>", "", text, flags=re.DOTALL).replace(
        "application/json", ""
    )
    names = {name for name, _ in _Page(text).attributes}
    assert names.isdisjoint({"src", "href", "xlink:href", "style", "srcset", "action"})


def test_a_name_cannot_become_markup_or_script() -> None:
    text = page_of(name=HOSTILE, firm=HOSTILE)
    page = _Page(text)
    assert page.tags.count("script") == 2
    assert "<script>alert" not in text
    assert not any(name.startswith("on") for name, _ in page.attributes)


def test_the_policy_allows_exactly_this_script_and_style() -> None:
    text = page_of(name=HOSTILE)
    policy = next(value for _, value in _Page(text).attributes if "default-src" in value)
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    for tag in ("script", "style"):
        body = re.search(rf"<{tag}>(.*?)</{tag}>", text, re.DOTALL)
        assert body is not None
        digest = base64.b64encode(hashlib.sha256(body[1].encode()).digest()).decode()
        assert f"{tag}-src 'sha256-{digest}'" in policy


def test_the_page_knows_the_firms_and_figures_of_every_node() -> None:
    graph = seed_graph("mutton-sheep")
    text = html(graph, layout(graph))
    body = re.search(r'id="data">(.*?)</script>', text)
    assert body is not None
    nodes = json.loads(body[1])["nodes"]
    assert set(nodes) == {one.id for one in graph.segments()} | {one.id for one in graph.leaves()}
    for leaf in graph.leaves():
        assert nodes[leaf.id]["name"] == leaf.name
        assert nodes[leaf.id]["firms"] == list(leaf.firm_names)
        assert nodes[leaf.id]["projects"] == list(leaf.project_names)
        assert nodes[leaf.id]["code"] == leaf.state
    outline = json.loads(body[1])["outline"]
    assert [tier["name"] for tier in outline] == [tier_title(tier) for tier in graph.tiers]
    assert [id_ for tier in outline for id_ in tier["parts"]] == [s.id for s in graph.segments()]
    assert any("本地" in line for node in nodes.values() for line in node.get("counts", ()))


def test_the_page_of_a_phone_says_the_head_of_the_sheet_in_words() -> None:
    text = page_of()
    head = re.search(r'<p id="facts">(.*?)</p>', text)
    assert head is not None
    for said in ("链长 县委副书记", "牵头单位 县农业农村局", "截至 2026年10月31日", "演示数据"):
        assert said in head[1]


@pytest.mark.parametrize("state", STATES)
def test_a_state_looks_the_same_in_the_list_and_on_the_map(state: str) -> None:
    fill, _line, ink, dashed = chip_roles(state)
    rule = re.search(rf"^\.{state}{{(.*?)}}", STYLE, re.MULTILINE)
    assert rule is not None
    assert f"background:{colours('light')[fill]};color:{colours('light')[ink]}" in rule[1]
    assert ("dashed" in rule[1]) == dashed


# ---- PNG and JSON ----------------------------------------------------------------------------


def test_a_png_has_the_shape_of_the_sheet_and_is_not_blank() -> None:
    scene = layout(small_graph(), LayoutOptions(paper="A4"))
    image = Image.open(io.BytesIO(png(pdf(scene).data, dpi=60)))
    assert image.width / image.height == pytest.approx(scene.width / scene.height, rel=0.01)
    assert len(image.convert("RGB").getcolors(1_000_000) or ()) > 50


def test_a_huge_sheet_gets_fewer_dots_rather_than_all_memory() -> None:
    image = Image.open(io.BytesIO(png(pdf(one_label("大")).data, most_pixels=10_000)))
    assert image.width * image.height == pytest.approx(10_000, rel=0.02)


def test_json_holds_graph_and_scene() -> None:
    graph = small_graph()
    document = json.loads(json_text(graph, layout(graph)))
    assert document["format"] == FORMAT
    assert document["graph"]["tiers"][0]["segments"][0]["leaves"][0]["state"] == "strong"
    assert {item["type"] for item in document["scene"]["items"]} == {"box", "label", "link", "star"}
    assert document["state_words"]["missing"] == "缺"
