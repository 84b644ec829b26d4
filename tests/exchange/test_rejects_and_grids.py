# ruff: noqa: E501
"""Rejected rows come back in their own layout; no grid whatever raises more than a UserError."""

from __future__ import annotations

import datetime as dt
import io
from typing import TYPE_CHECKING

import openpyxl
from hypothesis import given, settings
from hypothesis import strategies as st

from invest_crm.errors import UserError
from invest_crm.exchange.child import refuse_side_effects
from invest_crm.exchange.reading import to_json_fields
from invest_crm.exchange.rejects import reasons_of, rejects_workbook
from invest_crm.exchange.sheet import Merge, Sheet, Workbook
from invest_crm.exchange.understand import understand
from tests.exchange.ledgers import SIGNED, Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.exchange.reading import LedgerReading


def test_rejected_rows_keep_their_layout_and_say_why(read: Callable[..., LedgerReading]) -> None:
    ledger = read(SIGNED)
    rejected = [(each, "可疑", reasons_of(each)) for each in ledger.rows if each.problems]
    page = openpyxl.load_workbook(io.BytesIO(rejects_workbook(ledger, rejected))).active
    assert page["A1"].value == SIGNED.lines[0][0]
    assert {"F3:H3", "A3:A4", "U3:U4"} <= {str(each) for each in page.merged_cells.ranges}
    assert (page["F4"].value, page["U3"].value, page["V3"].value) == ("总投资", "结果", "原因")
    assert page["B5"].value == "远山传感器项目\n（一期）"
    assert "固投" in page["V5"].value
    assert page["I6"].value == "2024.11.20"


def test_rejected_rows_can_be_imported_again(
    read: Callable[..., LedgerReading], tmp_path: object
) -> None:
    ledger = read(SIGNED)
    data = rejects_workbook(ledger, [(each, "可疑", "") for each in ledger.rows])
    book = openpyxl.load_workbook(io.BytesIO(data))
    lines = [[cell.value for cell in row] for row in book.active.iter_rows()]
    again = read(Table(lines, [str(each) for each in book.active.merged_cells.ranges]))
    first = [to_json_fields(each)["name"] for each in again.rows]
    assert first == [to_json_fields(each)["name"] for each in ledger.rows]


def test_cell_beginning_with_equals_stays_text(read: Callable[..., LedgerReading]) -> None:
    lines = [["项目名称", "投资方", "总投资（亿元）"], ['\'=HYPERLINK("http://x")', "甲", 1]]
    ledger = read(Table(lines))
    row = ledger.rows[0]
    cells = ("=HYPERLINK(1)", *row.cells[1:])
    hostile = type(row)(row.row, row.fields, row.flags, row.problems, cells)
    data = rejects_workbook(ledger, [(hostile, "拒绝", "=1+1")])
    page = openpyxl.load_workbook(io.BytesIO(data)).active
    assert page.cell(2, 1).data_type == "s"
    assert page.cell(2, 5).data_type == "s"


def test_parsing_child_refuses_network_and_writing() -> None:
    import os

    for event, args in (
        ("socket.connect", ()),
        ("subprocess.Popen", ()),
        ("open", ("x", "w", os.O_WRONLY | os.O_CREAT)),
    ):
        try:
            refuse_side_effects(event, args)
        except PermissionError:
            continue
        raise AssertionError(event)
    refuse_side_effects("open", ("x", "r", os.O_RDONLY))


WORDS = st.sampled_from(
    ["项目名称", "企业名称", "序号", "总投资（亿元）", "签约时间", "是否开工", "开工时间", "联系人", "合计", "小计",
     "一、在建项目（3个）", "备注：", "√", "否", "2025.8", "约3.5亿", "单位：万元", "截至2025年8月31日", "诉求内容",
     "投资情况", "本月完成", "/", "#REF!", "责任单位", "姓名", "电话", "13800001111", "1", "2"]
)  # fmt: skip
CELLS = st.one_of(
    st.just(""),
    WORDS,
    st.text(max_size=12),
    st.floats(),
    st.integers(-(10**18), 10**18),
    st.booleans(),
    st.dates(),
    st.times(),
    st.datetimes(),
)
MERGES = st.builds(
    lambda top, left, height, width: Merge(top, left, top + height, left + width),
    *(st.integers(1, 6), st.integers(0, 5), st.integers(0, 3), st.integers(0, 5)),
)


@settings(max_examples=100, deadline=None)
@given(
    rows=st.lists(st.lists(CELLS, max_size=8).map(tuple), max_size=14).map(tuple),
    merges=st.lists(MERGES, max_size=4).map(tuple),
    uncached=st.frozensets(st.tuples(st.integers(1, 14), st.integers(0, 7)), max_size=3),
)
def test_no_grid_raises_anything_but_a_user_error(
    rows: tuple[tuple[object, ...], ...],
    merges: tuple[Merge, ...],
    uncached: frozenset[tuple[int, int]],
) -> None:
    sheet = Sheet("表", rows, merges, uncached=uncached)  # type: ignore[arg-type]
    book = Workbook("表.xlsx", "0" * 64, "xlsx", (sheet,), modified=dt.date(2025, 9, 1))
    try:
        ledger = understand(book)
    except UserError:
        return
    assert len(ledger.rows) + ledger.skipped <= len(rows)
    for row in ledger.rows:
        to_json_fields(row)
    rejects_workbook(ledger, [(row, "x", reasons_of(row)) for row in ledger.rows[:3]])
