"""Printed sheets read back from their PDF: rows, headings, margins, scale, pages across."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import numpy as np
import pypdfium2
import pytest
from msgspec.structs import replace

from invest_crm import words
from invest_crm.domain.page_setup import MARGINS_MM, PAGE, PageSetup, setup_from, stored
from invest_crm.errors import UserError
from invest_crm.reports.blocks import Align
from invest_crm.reports.sheet import (
    Imprint,
    Line,
    LineKind,
    Pairs,
    Prose,
    Sheet,
    SheetColumn,
    SheetTable,
)
from invest_crm.reports.sheet_pdf import Printed, sheet_pdf
from invest_crm.reports.sheet_raster import page_picture, page_sizes

if TYPE_CHECKING:
    from tests.support.golden import Golden

DPI = 144
MM = DPI / 25.4
COLUMNS = (
    SheetColumn("项目", 50, keep=True),
    SheetColumn("产业链", 25),
    SheetColumn("总投资(亿元)", 25, Align.RIGHT),
    SheetColumn("责任单位", 40),
)


@pytest.fixture(autouse=True)
def _chinese() -> None:
    words.use("zh_CN")


def rows(count: int) -> tuple[Line, ...]:
    return tuple(Line((f"项目{n}号", "肉羊", f"{n}.00", "县商务局")) for n in range(1, count + 1))


def sheet(*lines: Line, columns: tuple[SheetColumn, ...] = COLUMNS, **changes: object) -> Sheet:
    total = ("合计", "", "6.00", *[""] * (len(columns) - 3))
    table = SheetTable(columns, lines, total, numbered=True)
    imprint = Imprint("县投促局", "王某", date(2025, 9, 1), "演示数据", "12-abcdef01")
    whole = Sheet("云岭县项目一览表", (table,), imprint, "范围：签约及以后", f"共 {len(lines)} 条")
    return replace(whole, **changes)


def made(content: Sheet, **setup: object) -> Printed:
    return sheet_pdf(content, PageSetup(**setup), system_fonts=False)


def texts(printed: Printed) -> list[str]:
    document = pypdfium2.PdfDocument(printed.data)
    found = [page.get_textpage().get_text_range().replace("\r\n", "\n") for page in document]
    document.close()
    return found


def ink(printed: Printed, place: int = 0) -> np.ndarray:
    picture = page_picture(printed.data, place, DPI / 72, grey=True)
    pixels = np.frombuffer(picture.data, dtype=np.uint8)
    return pixels.reshape(picture.height, picture.stride)[:, : picture.width] < 128


# ---- rows, headings, sums --------------------------------------------------------------------


def test_the_rows_stand_in_their_order_with_their_cells_side_by_side() -> None:
    text = "\n".join(texts(made(sheet(*rows(60)))))
    places = [text.index(f"项目{n}号") for n in range(1, 61)]
    assert places == sorted(places)
    assert "1\n项目1号\n肉羊\n1.00\n县商务局" in text.replace(" ", "\n")


def test_every_page_repeats_the_headings_unless_they_are_not_wanted() -> None:
    pages = texts(made(sheet(*rows(100))))
    assert len(pages) > 2
    assert all("总投资" in page for page in pages)
    bare = texts(made(sheet(*rows(100)), repeat=False))
    assert ["总投资" in page for page in bare] == [True] + [False] * (len(bare) - 1)


def test_sums_stand_below_the_last_row_and_can_be_left_out() -> None:
    assert "合计" in texts(made(sheet(*rows(100))))[-1]
    assert not any("合计" in page for page in texts(made(sheet(*rows(100)), totals=False)))


def test_a_total_never_opens_a_page_alone() -> None:
    for count in range(25, 40):
        last = texts(made(sheet(*rows(count)), landscape=False))[-1]
        assert f"项目{count}号" in last, count


def test_a_groups_heading_stays_with_its_first_row_and_its_sums_below_its_rows() -> None:
    for count in range(30, 42):
        group = Line(("生猪产业链（2 个）",), LineKind.GROUP)
        sums = Line(("小计", "", "3.00", ""), LineKind.SUBTOTAL)
        pages = texts(made(sheet(*rows(count), group, *rows(2), sums), landscape=False))
        held = next(page for page in pages if "生猪产业链" in page)
        after = held.split("生猪产业链")[1]
        assert "项目1号" in after, count
        whole = "".join(pages)
        assert whole.index("小计") > whole.rindex("项目2号")


def test_rows_are_numbered_without_the_lines_of_groups() -> None:
    lines = (Line(("甲",), LineKind.GROUP), *rows(2), Line(("乙",), LineKind.GROUP), *rows(1))
    text = texts(made(sheet(*lines)))[0]
    assert "3" in text.split("乙")[1].split("项目1号")[0]
    assert "序号" in text
    assert "序号" not in texts(made(sheet(*lines), numbered=False))[0]


def test_a_row_longer_than_a_page_goes_on_on_the_next() -> None:
    long = Line(("长" * 1500, "肉羊", "1.00", "县商务局"))
    pages = texts(made(sheet(long)))
    assert len(pages) > 1
    assert sum(page.count("长") for page in pages) == 1500


def test_a_list_without_rows_says_so() -> None:
    table = SheetTable(COLUMNS, (), empty="没有记录")
    assert "没有记录" in texts(made(sheet(parts=(table,))))[0]


# ---- head and foot ---------------------------------------------------------------------------


def test_the_foot_says_unit_maker_day_and_page_the_head_the_filter_and_the_count() -> None:
    pages = texts(made(sheet(*rows(100))))
    for number, page in enumerate(pages, 1):
        for said in ("单位：县投促局", "制表人：王某", "截至2025年9月1日", "云岭县项目一览表"):
            assert said in page
        assert f"第 {number} 页  共 {len(pages)} 页" in page or f"第 {number} 页 共" in page
        assert "演示数据" in page
    assert "范围：签约及以后" in pages[0]
    assert "共 100 条" in pages[0]


def test_in_english_the_foot_speaks_english() -> None:
    words.use("en")
    page = texts(made(sheet(*rows(3))))[0]
    assert "Page 1 of 1" in page
    assert "As of 1 September 2025" in page


@pytest.mark.parametrize("margins", MARGINS_MM)
@pytest.mark.parametrize("landscape", [False, True])
def test_the_margins_are_those_of_the_setup(margins: str, landscape: bool) -> None:
    printed = made(sheet(*rows(100)), margins=margins, landscape=landscape)
    page = ink(printed, 1)
    top, right, bottom, left = MARGINS_MM[margins]
    height, width = page.shape
    # from the second page on the table opens at the upper margin; the lines are the longest runs
    long_rows = np.flatnonzero(page.sum(axis=1) > width * 0.5)
    columns = np.flatnonzero(page[int(top * MM) : -int(bottom * MM)].any(axis=0))
    assert long_rows[0] / MM == pytest.approx(top, abs=0.4)
    assert columns[0] / MM == pytest.approx(left, abs=0.4)
    assert (width - columns[-1]) / MM == pytest.approx(right, abs=0.4)
    assert (height - long_rows[-1]) / MM >= bottom - 0.4


# ---- paper and scale -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("paper", "landscape", "size"),
    [("A4", False, (210, 297)), ("A4", True, (297, 210)), ("A3", True, (420, 297))],
)
def test_the_paper_is_the_one_chosen(paper: str, landscape: bool, size: tuple[int, int]) -> None:
    printed = made(sheet(*rows(3)), paper=paper, landscape=landscape)
    assert page_sizes(printed.data)[0] == pytest.approx(printed.sizes[0], abs=0.001)
    assert [side / 72 * 25.4 for side in printed.sizes[0]] == pytest.approx(size, abs=0.1)


WIDE = (*COLUMNS, *(SheetColumn(f"第{n}列", 40) for n in range(5)))
WIDE_ROWS = tuple(
    Line((f"项目{n}号", "肉羊", f"{n}.00", "县商务局", *(f"格{n}-{c}" for c in range(5))))
    for n in range(1, 31)
)


def test_a_wide_list_is_made_as_wide_as_the_paper() -> None:
    printed = made(sheet(*WIDE_ROWS, columns=WIDE))
    assert printed.sides == 1
    assert printed.landscape
    assert printed.percent == pytest.approx(267 / (140 + 5 * 40 + 9) * 100, abs=1)
    assert printed.type_size < 9


def test_at_full_size_further_columns_go_on_pages_beside_with_the_name_again() -> None:
    printed = made(sheet(*WIDE_ROWS, columns=WIDE), scale="100", landscape=True)
    assert printed.sides == 2
    assert printed.percent == 100
    pages = texts(printed)
    assert len(pages) == printed.total == 2 * len(pages[::2])
    for left, right in zip(pages[::2], pages[1::2], strict=True):
        shown = [n for n in range(1, 31) if f"项目{n}号" in left]
        assert shown
        assert [n for n in range(1, 31) if f"项目{n}号" in right] == shown
        assert "第4列" in right
        assert "第4列" not in left
    assert "横向 1/2" in pages[0]
    assert "横向 2/2" in pages[1]


def test_rows_of_pages_side_by_side_are_of_one_height() -> None:
    long = Line(("项目1号", "肉羊", "1.00", "县商务局", *[""] * 4, "很长的说明" * 30))
    printed = made(sheet(long, *WIDE_ROWS, columns=WIDE), scale="100", landscape=True)
    left, right = ink(printed, 0), ink(printed, 1)
    lines = [np.flatnonzero(page.sum(axis=1) > 150 * MM) for page in (left, right)]
    assert lines[0].tolist() == lines[1].tolist()


def test_everything_on_one_page_takes_the_largest_scale_that_does() -> None:
    content = sheet(*rows(70))
    assert made(content, landscape=False).total > 1
    printed = made(content, landscape=False, scale=PAGE)
    assert (printed.total, printed.fits) == (1, True)
    larger = made(content, landscape=False, scale=str(printed.percent + 4))
    assert larger.total > 1


def test_too_much_for_one_page_is_printed_small_and_said() -> None:
    printed = made(sheet(*rows(3000)), scale=PAGE)
    assert not printed.fits
    assert printed.percent == 30
    assert printed.total > 1


def test_the_title_keeps_its_size_at_every_scale() -> None:
    def title_height(scale: str) -> int:
        page = ink(made(sheet(*rows(3)), scale=scale, landscape=False))
        band = page[int(15 * MM) : int(24 * MM), int(70 * MM) : int(140 * MM)]
        inked = np.flatnonzero(band.any(axis=1))
        return int(inked[-1] - inked[0])

    assert title_height("50") == pytest.approx(title_height("100"), abs=2)


# ---- pages, bytes ----------------------------------------------------------------------------


def test_only_the_pages_wanted_are_made_with_the_numbers_they_have_among_all() -> None:
    whole = texts(made(sheet(*rows(200))))
    some = made(sheet(*rows(200)), pages="2，4-")
    assert texts(some) == [whole[1], *whole[3:]]
    assert some.total == len(whole)


@pytest.mark.parametrize("pages", ["甲", "1-2-3", "99"])
def test_pages_that_are_none_are_refused(pages: str) -> None:
    with pytest.raises(UserError) as refused:
        made(sheet(*rows(3)), pages=pages)
    assert refused.value.code == "page-range"


def test_the_same_sheet_gives_the_same_bytes() -> None:
    assert made(sheet(*rows(60))).data == made(sheet(*rows(60))).data
    assert made(sheet(*rows(60))).data != made(sheet(*rows(61))).data


def test_ten_thousand_rows_are_set_and_whoever_waits_hears_of_it() -> None:
    heard: list[float] = []
    printed = sheet_pdf(sheet(*rows(10_000)), PageSetup(), heard.append, system_fonts=False)
    last = texts(printed)[-1]
    assert "项目10000号" in last
    assert "10000 项目10000号" in last.replace("\n", " "), "its number is not torn"
    assert heard == sorted(heard)
    assert len(heard) > 50
    assert heard[-1] <= 1


def test_setting_stops_where_the_listener_says_so() -> None:
    class EnoughError(Exception):
        pass

    def stop(share: float) -> None:
        if share > 0.2:
            raise EnoughError

    with pytest.raises(EnoughError):
        sheet_pdf(sheet(*rows(10_000)), PageSetup(), stop, system_fonts=False)


def test_what_is_remembered_of_a_setup_comes_back_and_nonsense_is_as_usual() -> None:
    setup = PageSetup("A3", True, "85", "bound", repeat=False, pages="2")
    assert setup_from(stored(setup)) == replace(setup, pages="")
    assert setup_from({"paper": ["A4"], "scale": "900", "margins": {}, "repeat": 1}) == PageSetup()
    assert setup_from("nonsense") == PageSetup()


# ---- other parts -----------------------------------------------------------------------------


def test_facts_stand_in_pairs_and_long_words_over_the_whole_width() -> None:
    pairs = Pairs((("状态", "签约"), ("产业链", "肉羊"), ("备注", "很长的说明" * 40)), "基本情况")
    definitions = Prose(("开工率：已开工项目数除以已签约项目数。",), "指标口径")
    printed = made(sheet(parts=(pairs, definitions)))
    text = texts(printed)[0]
    assert text.index("基本情况") < text.index("状态") < text.index("备注") < text.index("指标口径")
    assert text.count("很长的说明") >= 35
    assert not printed.landscape


def test_a_sheet_is_as_it_was_agreed(golden: Golden) -> None:
    group = Line(("肉羊产业链（2 个）",), LineKind.GROUP)
    sums = Line(("小计", "", "3.00", ""), LineKind.SUBTOTAL)
    facts = Pairs((("状态", "签约"), ("产业链", "肉羊")), "基本情况")
    content = sheet(group, *rows(2), sums)
    printed = made(replace(content, parts=(facts, *content.parts)))
    golden("reports/sheet.zh_CN.txt", "\n— — —\n".join(texts(printed)) + "\n")
