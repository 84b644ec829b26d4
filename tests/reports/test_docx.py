"""The editable bulletin: fonts named, spacing fixed, rows repeated, text literal."""

from __future__ import annotations

import io
import re
import zipfile

import docx
import pytest
from docx.enum.section import WD_ORIENT

from invest_crm import words
from invest_crm.reports.brief import UnitRow
from invest_crm.reports.bulletin_text import bulletin, not_started_list
from invest_crm.reports.docx_document import docx_bytes
from tests.reports.briefs import YI, bulletin_brief, list_brief, row
from tests.reports.test_pdf_text import HOSTILE, RARE


def _bytes(**changes: object) -> bytes:
    with words.using("zh_CN"):
        return docx_bytes(bulletin(bulletin_brief(**changes)))


def _open(data: bytes) -> docx.document.Document:
    return docx.Document(io.BytesIO(data))


def _xml(data: bytes, name: str = "word/document.xml") -> str:
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        return file.read(name).decode()


def test_it_opens_and_holds_the_text() -> None:
    file = _open(_bytes())
    texts = [paragraph.text for paragraph in file.paragraphs]
    assert texts[0] == "关于临川县2025年1—8月份\n招商引资项目签约与开工情况的通报"
    assert "一、总体情况" in texts
    assert file.tables[0].cell(1, 1).text == "柳林镇"
    assert file.core_properties.author == "临川县投资促进局"


def test_the_page_is_that_of_the_standard_and_the_annex_lies_on_its_side() -> None:
    first, second, third = _open(_bytes()).sections
    assert round(first.top_margin.mm) == 37
    assert round(first.left_margin.mm) == 28
    assert round(first.right_margin.mm) == 26
    assert round(first.bottom_margin.mm) == 35
    assert round(first.page_width.mm) == 210
    assert second.orientation == WD_ORIENT.LANDSCAPE
    assert round(second.page_width.mm) == 297
    assert third.orientation == WD_ORIENT.PORTRAIT


def test_office_fonts_are_named_for_chinese() -> None:
    xml = _xml(_bytes())
    for font in ("方正小标宋简体", "仿宋_GB2312", "黑体", "楷体_GB2312"):
        assert f'w:eastAsia="{font}"' in xml
    assert 'w:firstLineChars="200"' in xml
    assert 'w:line="578" w:lineRule="exact"' in xml


def test_header_rows_are_repeated_and_rows_not_torn() -> None:
    xml = _xml(_bytes())
    assert xml.count("<w:tblHeader/>") == 5  # one each, two for the annex with groups
    rows = re.findall(r"<w:tr>|<w:tr ", xml)
    assert xml.count("<w:cantSplit/>") == len(rows)


def test_page_numbers_stand_on_the_outside() -> None:
    data = _bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as file:
        footers = [file.read(n).decode() for n in file.namelist() if "word/footer" in n]
        settings = file.read("word/settings.xml").decode()
    assert len(footers) == 6  # odd and even: upright, on its side, upright again
    assert all(" PAGE " in footer for footer in footers)
    assert {re.findall(r'w:jc w:val="(\w+)"', footer)[-1] for footer in footers} == {
        "left",
        "right",
    }
    assert "evenAndOddHeaders" in settings


def test_the_number_of_a_page_on_its_side_keeps_its_place() -> None:
    upright, turned, again = _open(_bytes()).sections
    assert "wps:wsp" not in _footer(upright.footer) + _footer(again.footer)
    for footer, side in ((turned.footer, "right"), (turned.even_page_footer, "left")):
        xml = _footer(footer)
        assert 'vert="vert"' in xml
        assert f'w:jc w:val="{side}"' in xml
        across, down = (int(n) / 36_000 for n in re.findall(r"posOffset>(\d+)<", xml))
        sizes = re.findall(r'extent cx="(\d+)" cy="(\d+)"', xml)[0]
        width, height = (int(n) / 36_000 for n in sizes)
        # turned upright again: the dash in the middle of a line that begins 25 mm from the foot
        assert across + width / 2 == pytest.approx(35 - 7, abs=0.5)
        assert (down, height) == pytest.approx((28, 156), abs=0.1)


def _footer(part: object) -> str:
    return str(part._element.xml)  # type: ignore[attr-defined]


def test_nothing_stretches_the_grid_of_characters_and_lines() -> None:
    styles = _xml(_bytes(), "word/styles.xml")
    normal = re.search(r'w:type="paragraph" w:default="1".*?</w:style>', styles, re.DOTALL)
    assert normal
    for setting in ("widowControl", "autoSpaceDE", "autoSpaceDN"):
        assert f'<w:{setting} w:val="0"/>' in normal.group()


def test_a_short_table_is_not_torn_and_a_long_one_is() -> None:
    def held(count: int) -> list[bool]:
        units = tuple(UnitRow(i, f"单位{i}", 1, YI, 1, None) for i in range(count))
        xml = _xml(_bytes(rankings=units))
        first = xml[xml.index("<w:tbl>") : xml.index("</w:tbl>")]
        return ["keepNext" in line for line in first.split("<w:tr>")[2:]]

    assert held(8) == [True] * 8 + [False]
    assert held(40) == [False] * 39 + [True, False]


@pytest.mark.parametrize("text", [*HOSTILE, RARE])
def test_data_is_literal(text: str) -> None:
    data = _bytes(next_steps=(text,), annex=(row(name=text, reason=text),))
    file = _open(data)
    assert any(text in paragraph.text for paragraph in file.paragraphs)
    assert any(
        text in cell.text for table in file.tables for line in table.rows for cell in line.cells
    )
    assert "instrText" not in _xml(data)
    assert _xml(data).count("fldSimple") == 0  # fields live in the footers only


def test_same_brief_same_bytes() -> None:
    assert _bytes() == _bytes()


def test_the_list_alone_is_a_document() -> None:
    with words.using("zh_CN"):
        file = _open(docx_bytes(not_started_list(list_brief())))
    assert len(file.sections) == 1
    assert file.sections[0].orientation == WD_ORIENT.LANDSCAPE
