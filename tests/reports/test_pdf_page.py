"""GB/T 9704 measured on the rendered page, in millimetres from the paper's edges."""

from __future__ import annotations

import numpy as np
import pypdfium2
import pytest
from msgspec.structs import replace

from invest_crm import words
from invest_crm.reports.blocks import Annex, Column, Heading, Paragraph, Signature, Table
from invest_crm.reports.bulletin_text import not_started_list
from invest_crm.reports.pdf_document import pdf
from tests.reports.briefs import ROWS, document, list_brief, row

DPI = 144
MM = DPI / 25.4
FULL = "国" * (28 * 22 * 3)


@pytest.fixture(scope="module")
def pages() -> pypdfium2.PdfDocument:
    return pypdfium2.PdfDocument(pdf(document(Paragraph(FULL)), system_fonts=False).data)


def _ink(page: pypdfium2.PdfPage) -> np.ndarray:
    return page.render(scale=DPI / 72, grayscale=True).to_numpy().squeeze() < 128


def _edges(ink: np.ndarray) -> tuple[float, float, float, float]:
    rows, columns = np.flatnonzero(ink.any(axis=1)), np.flatnonzero(ink.any(axis=0))
    return rows[0] / MM, columns[-1] / MM, rows[-1] / MM, columns[0] / MM


def _bands(ink: np.ndarray) -> int:
    rows = ink.any(axis=1).astype(int)
    return int((np.diff(np.concatenate([[0], rows])) == 1).sum())


def test_margins_are_those_of_the_standard_within_a_millimetre(
    pages: pypdfium2.PdfDocument,
) -> None:
    ink = _ink(pages[1])
    text = ink[: int(262 * MM)]
    top, right, _bottom, left = _edges(text)
    assert top == pytest.approx(37, abs=1)
    assert left == pytest.approx(28, abs=1)
    assert 210 - right == pytest.approx(26, abs=1)
    assert pages[1].get_size() == pytest.approx((595.28, 841.89), abs=0.1)


def test_a_full_page_has_22_lines_of_28_characters(pages: pypdfium2.PdfDocument) -> None:
    assert _bands(_ink(pages[1])[: int(262 * MM)]) == 22
    lines = pages[1].get_textpage().get_text_range().split("\r\n")
    full = [line for line in lines if line.startswith("国")]
    assert [len(line) for line in full] == [28] * 22


def test_the_page_number_stands_seven_millimetres_below_outside_one_character_in(
    pages: pypdfium2.PdfDocument,
) -> None:
    for number, outer in ((1, "right"), (2, "left")):
        below = _ink(pages[number - 1]).copy()
        below[: int(262 * MM)] = False
        columns = np.flatnonzero(below.any(axis=0))
        dash = below[:, columns[0] : columns[0] + int(1.5 * MM)]
        middle = np.flatnonzero(dash.any(axis=1)).mean() / MM
        assert middle == pytest.approx(262 + 7, abs=0.5)
        character = 14 / 72 * 25.4
        if outer == "right":
            assert columns[-1] / MM == pytest.approx(184 - character, abs=1)
        else:
            assert columns[0] / MM == pytest.approx(28 + character, abs=1)
        assert f"— {number} —" in pages[number - 1].get_textpage().get_text_range()


def test_a_heading_never_ends_a_page() -> None:
    filler = Paragraph("国" * (28 * 21 - 2))
    made = pdf(document(filler, Heading(1, "一、总体情况"), Paragraph("正文")), system_fonts=False)
    first, second = pypdfium2.PdfDocument(made.data)
    assert "总体情况" not in first.get_textpage().get_text_range()
    assert "总体情况" in second.get_textpage().get_text_range()


def test_the_signature_takes_text_with_it_to_its_page() -> None:
    made = pdf(
        document(Paragraph("国" * (28 * 20 - 2)), Signature("县投资促进局", "2025年9月5日")),
        system_fonts=False,
    )
    last = pypdfium2.PdfDocument(made.data)[1].get_textpage().get_text_range()
    assert last.startswith("国")
    assert "2025年9月5日" in last


def _wide(rows: int) -> Annex:
    columns = (Column("序号", 10), Column("项目名称", 60))
    cells = tuple((str(i), f"项目{i}") for i in range(rows))
    return Annex("附件", "清单", Table(columns, cells, ("", "合计")), landscape=True)


def test_a_wide_annex_lies_on_its_side_and_repeats_its_header() -> None:
    made = pdf(document(_wide(60)), system_fonts=False)
    pages = list(pypdfium2.PdfDocument(made.data))
    assert len(pages) > 2
    for page in pages:
        assert page.get_rotation() == 90
        width, height = page.get_size()
        assert width > height
        assert "项目名称" in page.get_textpage().get_text_range()
    top, right, _bottom, left = _edges(_ink(pages[1])[:, int(30 * MM) :])
    assert top == pytest.approx(28, abs=1)  # the head lies at the binding edge
    assert 297 - (right + 30) == pytest.approx(37, abs=1)
    assert left + 30 == pytest.approx(35, abs=1)


def test_the_total_never_stands_alone_on_a_page() -> None:
    for rows in range(20, 50):
        made = pdf(document(_wide(rows)), system_fonts=False)
        last = list(pypdfium2.PdfDocument(made.data))[-1].get_textpage().get_text_range()
        assert f"项目{rows - 1}" in last


def test_a_cell_longer_than_a_page_continues_on_the_next() -> None:
    text = "长" * 3000
    table = Table((Column("说明", 30),), ((text,),))
    made = pdf(document(Annex("", "表", table, landscape=False)), system_fonts=False)
    found = "".join(
        page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(made.data)
    )
    assert found.count("长") == 3000


def test_english_headers_of_the_long_list_are_not_torn() -> None:
    with words.using("en"):
        long_words = row(site_mode="Expansion on own site", step="Construction permit")
        long_words = replace(long_words, holding_unit="Development and reform bureau")
        made = pdf(not_started_list(list_brief(rows=(*ROWS, long_words))), system_fonts=False)
    found = pypdfium2.PdfDocument(made.data)[0].get_textpage().get_text_range().split()
    for word in (
        *("Current", "Planned", "Months", "Proposal", "Amount", "Needs"),
        *("Expansion", "Construction", "Development"),
    ):
        assert word in found
