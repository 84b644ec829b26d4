"""Shipped files: fonts that embed and measure, icons that draw, data that states its origin."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING
from xml.etree import ElementTree as ET

import pytest
from fontTools.ttLib import TTFont as Outlines
from reportlab.pdfbase.pdfmetrics import registerFont, stringWidth
from reportlab.pdfbase.ttfonts import TTFont

from invest_crm.domain.reference import provenance
from invest_crm.domain.text_width import text_width
from invest_crm.paths import resource

if TYPE_CHECKING:
    from pathlib import Path

FONTS = sorted(resource("fonts").glob("*.ttf"))
SAMPLES = [
    "县投促局招商项目", "1,234.56 亿元", "Invest CRM 2026", "①②③ ★ √ — “引号” ‘a’",
    "𬭸㙍䶮犇㛃𬱖", "½ € ﹣ é À ū", "ｱｲｳ　全角", "",
]  # fmt: skip


@pytest.mark.parametrize("path", FONTS, ids=lambda path: path.stem)
def test_a_font_is_static_truetype_and_may_be_embedded(path: Path) -> None:
    with Outlines(path, lazy=True) as font:
        assert "glyf" in font
        assert not {"fvar", "CFF ", "CFF2"} & set(font.keys())
        assert font["OS/2"].fsType == 0
    registerFont(TTFont(path.stem, str(path)))


def characters(name: str) -> set[int]:
    with Outlines(resource(f"fonts/{name}.ttf"), lazy=True) as font:
        return set(font.getBestCmap())


def test_fonts_are_all_there_and_keep_the_repository_small() -> None:
    assert [path.stem for path in FONTS] == [
        "NotoSansRareHan-Regular", "NotoSansSC-Bold", "NotoSansSC-Medium",
        "NotoSansSC-Regular", "NotoSerifSC-Bold", "NotoSerifSC-Regular",
    ]  # fmt: skip
    assert sum(path.stat().st_size for path in FONTS) < 45_000_000
    assert "SIL OPEN FONT LICENSE" in resource("fonts/OFL.txt").read_text("utf-8")


def test_rare_characters_of_names_have_a_glyph() -> None:
    sans = characters("NotoSansSC-Regular")
    rare = characters("NotoSansRareHan-Regular")
    assert {ord(char) for char in "𬭸㙍䶮犇㛃𬱖"} <= sans
    assert ord("𠮷") in rare
    assert set(range(0x4E00, 0xA000)) | set(range(0x3400, 0x4DC0)) <= sans | rare


@pytest.mark.parametrize("bold", [False, True])
def test_measured_width_is_the_width_in_the_pdf(bold: bool) -> None:
    name = "NotoSansSC-Bold" if bold else "NotoSansSC-Regular"
    registerFont(TTFont(name, str(resource(f"fonts/{name}.ttf"))))
    for text in SAMPLES:
        assert text_width(text, 10.5, bold=bold) == pytest.approx(
            stringWidth(text, name, 10.5), abs=0.01
        )


def test_every_width_equals_the_fonts_own() -> None:
    for style in ("Regular", "Bold"):
        with Outlines(resource(f"fonts/NotoSansSC-{style}.ttf"), lazy=True) as font:
            metrics = font["hmtx"].metrics
            widths = {chr(code): metrics[glyph][0] for code, glyph in font.getBestCmap().items()}
        bold = style == "Bold"
        wrong = [char for char, own in widths.items() if text_width(char, 1000, bold=bold) != own]
        assert wrong == []


ROLES = json.loads(resource("icons/index.json").read_text("utf-8"))


@pytest.mark.parametrize("role", sorted(ROLES))
def test_an_icon_draws_in_the_colour_it_is_given(role: str) -> None:
    root = ET.fromstring(resource(f"icons/{ROLES[role]}").read_text("utf-8"))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    assert root.get("viewBox") == "0 0 24 24"
    assert (root.get("stroke"), root.get("stroke-width")) == ("currentColor", "1.5")
    assert "class" not in root.attrib
    assert len(root) > 0


def test_every_icon_file_has_a_role() -> None:
    files = {path.name for path in resource("icons").glob("*.svg")}
    assert files == set(ROLES.values())
    assert "ISC License" in resource("icons/LICENSE.txt").read_text("utf-8")


@pytest.mark.parametrize(
    "name", ["gbt4754-2017.csv", "regions-2026.csv", "chains-2026.json", "holidays.json",
             "pinyin-overrides.json"],
)  # fmt: skip
def test_a_table_states_edition_source_and_licence(name: str) -> None:
    origin = provenance(name)
    assert all((origin.title, origin.version, origin.source, origin.licence))


def test_the_reading_table_states_edition_source_and_licence() -> None:
    head = resource("reference/pinyin.tsv").read_text("utf-8").splitlines()[:4]
    assert [re.match(r"# (\w+)", line)[1] for line in head[1:]] == ["version", "source", "licence"]


def test_data_files_are_utf8_with_unix_line_ends() -> None:
    for folder in ("reference", "icons"):
        for path in resource(folder).iterdir():
            data = path.read_bytes()
            data.decode("utf-8")
            assert b"\r" not in data, path.name
            assert not data.startswith(b"\xef\xbb\xbf"), path.name
            assert data.endswith(b"\n"), path.name
