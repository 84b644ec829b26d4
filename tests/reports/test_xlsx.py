"""The list of signed, not started projects as a workbook."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pytest
from openpyxl.worksheet.worksheet import Worksheet

from invest_crm import words
from invest_crm.reports.signed_not_started_xlsx import workbook
from tests.reports.briefs import ROWS, list_brief, row
from tests.reports.test_pdf_text import HOSTILE, RARE


def _sheet(**changes: object) -> Worksheet:
    with words.using("zh_CN"):
        data = workbook(list_brief(**changes))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert isinstance(sheet, Worksheet)
    return sheet


def _column(sheet: Worksheet, column: int) -> list[object]:
    return [sheet.cell(r, column).value for r in range(1, sheet.max_row + 1)]


def test_the_head_is_that_of_a_county_ledger() -> None:
    sheet = _sheet(demo=True)
    assert sheet["A1"].value == "临川县签约未开工项目清单（截至2025年8月31日）"
    assert sheet["A2"].value == "填报单位：临川县投资促进局　　演示数据"
    assert "单位：亿元" in [cell.value for cell in sheet[2]]
    assert sheet["A3"].value == "序号"
    assert sheet["B3"].value == "项目基本情况"
    assert sheet["B4"].value == "项目名称"
    merged = {str(area) for area in sheet.merged_cells.ranges}
    assert {"A1:Q1", "A3:A4", "B3:F3"} <= merged


def test_rows_are_grouped_by_months_since_signing_longest_first() -> None:
    sheet = _sheet()
    first = [value for value in _column(sheet, 1)[4:] if value is not None]
    assert first[:6] == [
        "一、签约超过12个月（1个，0.00亿元）",
        1,
        "二、签约6至12个月（1个，1.00亿元）",
        2,
        "三、签约3个月以内（1个，5.00亿元）",
        3,
    ]


def test_cells_have_their_types() -> None:
    sheet = _sheet(rows=ROWS)
    by_name = {sheet.cell(r, 2).value: r for r in range(5, sheet.max_row)}
    known = by_name["肉羊屠宰及冷链加工项目"]
    assert sheet.cell(known, 4).value == 1
    assert sheet.cell(known, 4).number_format == "0.00"
    assert sheet.cell(known, 5).value.date() == date(2025, 1, 14)
    assert sheet.cell(known, 6).value == 7
    vague = by_name["商贸物流园项目"]
    assert sheet.cell(vague, 4).value == "—"
    assert sheet.cell(vague, 5).value == "2024年7月"


def test_the_total_is_a_sum_with_its_value() -> None:
    with words.using("zh_CN"):
        data = workbook(list_brief())
    formulas = openpyxl.load_workbook(io.BytesIO(data)).active
    values = openpyxl.load_workbook(io.BytesIO(data), data_only=True).active
    assert formulas is not None
    assert values is not None
    at = _column(formulas, 1).index("合计（3个）") + 1
    assert str(formulas.cell(at, 4).value).startswith("=SUM(D5:D")
    assert values.cell(at, 4).value == pytest.approx(6.0012345678)


@pytest.mark.parametrize("text", [*HOSTILE, RARE, "+1", "-1", "@SUM(A1)", "http://x.cn", "0123"])
def test_data_is_always_text(text: str) -> None:
    sheet = _sheet(rows=(row(name=text, reason=text),), unit=text)
    cells = [cell for line in sheet.iter_rows() for cell in line if cell.value == text]
    assert len(cells) == 2
    assert all(cell.data_type == "s" and cell.hyperlink is None for cell in cells)


def test_it_prints_on_a3_one_page_wide_with_its_head_repeated() -> None:
    sheet = _sheet()
    assert sheet.page_setup.orientation == "landscape"
    assert sheet.page_setup.paperSize == 8
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$3:$4"
    assert sheet.freeze_panes == "C5"
    assert sheet.oddFooter.center.text == "— &P —"


def test_an_empty_list_says_so_with_a_total_of_zero() -> None:
    sheet = _sheet(rows=())
    at = _column(sheet, 1).index("合计（0个）") + 1
    assert sheet.cell(at, 4).value == 0  # a sum of no rows would hold itself


def test_a_small_amount_shows_its_places() -> None:
    sheet = _sheet(rows=(row(amount_fen=40_000_000),))
    assert (sheet["D6"].value, sheet["D6"].number_format) == (0.004, "0.000")


def test_a_header_in_three_lines_has_their_height() -> None:
    chinese = _sheet().row_dimensions[4].height
    with words.using("en"):
        english = openpyxl.load_workbook(io.BytesIO(workbook(list_brief()))).active
    assert isinstance(english, Worksheet)
    assert english["D4"].value == "Amount (RMB 100 million)"
    assert english.row_dimensions[4].height >= 3 * 15 > (chinese or 0)


def test_same_brief_same_bytes() -> None:
    with words.using("zh_CN"):
        assert workbook(list_brief()) == workbook(list_brief())


def test_dates_are_dates_of_the_day() -> None:
    sheet = _sheet(rows=(row(planned_start=date(2025, 10, 8)),))
    assert sheet["L6"].value.date() == date(2025, 10, 8)
