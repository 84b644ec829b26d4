"""The lists of the statistics: as a workbook, as blocks, and the front of the bound papers."""

from __future__ import annotations

import io
from datetime import date

import openpyxl
import pypdf

from invest_crm import words
from invest_crm.reports.blocks import Annex
from invest_crm.reports.bundle import BundleBrief, BundleRow, front
from invest_crm.reports.stat_lists import stat_list
from invest_crm.reports.stat_lists_xlsx import workbook
from tests.reports.briefs import stat_brief


def test_numbers_are_numbers_and_texts_stay_texts() -> None:
    with words.using("zh_CN"):
        sheet = openpyxl.load_workbook(io.BytesIO(workbook(stat_brief()))).active
    assert sheet is not None
    assert sheet["A1"].value == "泰和县应入未入投资项目清单"
    assert (sheet["C4"].value, sheet["C5"].value) == (64000, "6500（协议）")
    assert (sheet["B5"].value, sheet["B5"].data_type) == ("=乙", "s")
    assert "保密" in sheet["A6"].value


def test_a_list_of_nothing_says_so() -> None:
    with words.using("zh_CN"):
        (block,) = stat_list(stat_brief(rows=())).blocks
    assert isinstance(block, Annex)
    assert block.table.rows == (("", "无。", ""),)
    assert block.landscape


def bundle(count: int) -> BundleBrief:
    rows = [BundleRow(f"材料{n}", f"文件{n}.pdf", 2) for n in range(1, count + 1)]
    rows.append(BundleRow("施工合同", why="必备，缺少"))
    return BundleBrief("入库申报材料", "甲项目" * 20, "县局", date(2025, 9, 1), tuple(rows))


def test_the_contents_name_the_page_on_which_each_paper_begins() -> None:
    made = front(bundle(3), [False, True] * 3, system_fonts=False)
    assert made.pages == 2
    assert made.outline == (("封面", 0), ("目录", 1), ("材料1", 2), ("材料2", 4), ("材料3", 6))
    reader = pypdf.PdfReader(io.BytesIO(made.data))
    told = reader.pages[1].extract_text().split()
    assert [told[told.index(f"文件{n}.pdf") + 1] for n in (1, 2, 3)] == ["3", "5", "7"]
    over = pypdf.PdfReader(io.BytesIO(made.over))
    assert [page.mediabox.width > page.mediabox.height for page in over.pages] == [
        *(False, False, False, True, False, True, False, True),
    ]
    assert not over.pages[0].extract_text().strip()
    assert over.pages[7].extract_text().strip() == "— 8 —"


def test_long_contents_take_further_pages_and_the_papers_begin_after_them() -> None:
    made = front(bundle(60), [False] * 120, system_fonts=False)
    assert made.pages == 4
    assert made.outline[2] == ("材料1", 4)
    texts = [page.extract_text() for page in pypdf.PdfReader(io.BytesIO(made.data)).pages]
    assert "文件60.pdf" in texts[3]
    assert "必备，缺少" in texts[3]
