"""The county's own ledgers: every cell means what the office meant."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.money import FEN_PER_WAN
from invest_crm.domain.partial_date import PartialDate
from invest_crm.errors import UserError
from invest_crm.exchange.reader import read_workbook
from invest_crm.exchange.reading import to_json_fields
from invest_crm.exchange.understand import understand
from tests.exchange.ledgers import FIRMS, MONTHLY, REQUESTS, SIGNED, TALKS, Table, write_csv

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.exchange.reading import LedgerReading, RowReading


def row(ledger: LedgerReading, number: int) -> dict[str, Any]:
    return to_json_fields(next(each for each in ledger.rows if each.row == number))


def codes(ledger: LedgerReading) -> set[tuple[int, str]]:
    return {(problem.row, problem.code) for problem in ledger.problems}


def test_signed_ledger_is_laid_out_as_seen(read: Callable[..., LedgerReading]) -> None:
    ledger = read(SIGNED)
    assert (ledger.kind, ledger.unit, ledger.header_rows) == ("projects", "亿元", (3, 4))
    assert ledger.as_of == dt.date(2024, 10, 31)
    assert [each.row for each in ledger.rows] == [6, 9, 12, 13]
    assert ledger.skipped == 8
    assert ledger.mapped[4] == {
        "column": "投资情况/总投资",
        "field": "total_investment",
        "unit": "亿元",
    }


def test_money_dates_ticks_and_people_of_a_row(read: Callable[..., LedgerReading]) -> None:
    got = row(read(SIGNED), 6)
    assert got["total_investment"] == "35000"
    assert got["flags"] == ["approx"]
    assert got["chain"] == "mutton-sheep"
    assert got["started_on"] == {"value": "2024-03", "precision": "month", "raw": "2024年3月"}
    assert got["registered_on"] == {
        "value": None,
        "precision": "unknown",
        "raw": "√",
        "not_after": "2024-10-31",
    }
    assert got["leader"] == "县委常委、常务副县长"
    assert got["contacts"] == [{"name": "赵文", "phone": "13800007300"}]
    assert got["agreement_type"] == "INVESTMENT"
    assert got["extra"] == {}


def test_column_wins_over_the_fixed_part_written_in_the_total(
    read: Callable[..., LedgerReading],
) -> None:
    ledger = read(SIGNED)
    got = row(ledger, 9)
    assert (got["total_investment"], got["fixed_investment"]) == ("52000", "36400")
    assert got["flags"] == ["fixed_in_cell"]
    assert (9, "fixed-disagrees") in codes(ledger)


def test_fixed_part_in_the_total_fills_an_empty_column(read: Callable[..., LedgerReading]) -> None:
    lines = [
        ["项目名称", "投资方", "总投资（亿元）", "固投（亿元）"],
        ["甲", "某公司", "2亿（其中固投1.6亿）", ""],
    ]
    ledger = read(Table(lines))
    assert row(ledger, 2)["fixed_investment"] == "16000"
    assert ledger.problems == ()


def test_phase_stays_part_of_the_name_and_units_are_split(
    read: Callable[..., LedgerReading],
) -> None:
    got = row(read(SIGNED), 9)
    assert got["name"] == "远山传感器项目（一期）"
    assert (got["lead_unit"], got["contact_unit"]) == ("县投促局", "县工信局")
    assert [each["name"] for each in got["contacts"]] == ["王新强", "秦振"]
    assert got["signed_on"]["value"] == "2024-02-15"


def test_date_after_the_cut_off_is_a_plan_and_suspicious(
    read: Callable[..., LedgerReading],
) -> None:
    ledger = read(SIGNED)
    got = row(ledger, 13)
    assert got["signed_on"] is None
    assert got["started_on"] is None
    assert "suspicious" in got["flags"]
    assert got["extra"]["签约时间"] == "2024.11.20"
    assert (13, "date-after-cut-off") in codes(ledger)


def test_totals_are_checked_in_the_unit_of_the_column(read: Callable[..., LedgerReading]) -> None:
    stated = [
        (each.column, each.stated, each.computed, each.agrees) for each in read(SIGNED).totals
    ]
    assert stated == [
        ("投资情况/总投资", "10.5", "10.5", True),
        ("投资情况/其中：固投", None, "6.24", True),
        ("投资情况/已到位资金", "2.86", "2.85", False),
    ]


def test_talks_table_holds_no_agreements_and_zero_means_unknown(
    read: Callable[..., LedgerReading],
) -> None:
    ledger = read(TALKS)
    assert ledger.talks
    assert ledger.as_of == dt.date(2026, 3, 8)
    assert row(ledger, 4)["total_investment"] == "20000"
    assert row(ledger, 4)["flags"] == ["range"]
    assert row(ledger, 6)["total_investment"] is None
    assert row(ledger, 6)["flags"] == ["unknown"]
    assert "agreement_type" not in row(ledger, 3)
    assert (row(ledger, 3)["investor"], row(ledger, 3)["funds_origin"]) == (
        "上海新能光电有限公司",
        "上海",
    )
    high = next(each for each in ledger.rows if each.row == 4).amounts["total_investment"].high_fen
    assert high == 25_000 * FEN_PER_WAN


def test_monthly_report_takes_its_month_from_the_title(read: Callable[..., LedgerReading]) -> None:
    ledger = read(MONTHLY)
    got = row(ledger, 5)
    assert got["month"] == "2026-03"
    assert (got["completed_month"], got["funds_month"], got["funds_year"]) == (
        "690",
        "-345",
        "4400",
    )
    assert got["stat_code"] is None
    assert (5, "precision-lost") in codes(ledger)
    assert row(ledger, 4)["stat_code"] == "646546518133997821"
    assert all(each.agrees for each in ledger.totals)


def test_requests_without_cut_off_use_the_day_given(read: Callable[..., LedgerReading]) -> None:
    ledger = read(REQUESTS, as_of=dt.date(2026, 7, 1))
    assert (ledger.as_of, ledger.as_of_source) == (dt.date(2026, 7, 1), "option")
    assert row(ledger, 3)["received_on"] == "2026-06-09"
    assert [row(ledger, number)["closed"] for number in (3, 4)] == [False, True]


def test_cut_off_of_the_sheet_wins_over_the_day_given(read: Callable[..., LedgerReading]) -> None:
    ledger = read(SIGNED, as_of=dt.date(2025, 1, 1))
    assert ledger.as_of == dt.date(2024, 10, 31)
    assert "as-of-differs" in {notice.code for notice in ledger.notices}


@pytest.mark.parametrize(
    ("encoding", "sep"),
    [("gbk", ","), ("gb18030", ";"), ("utf-8", "\t"), ("utf-8-sig", ","), ("utf-16", ",")],
)
def test_text_table_is_read_in_every_usual_encoding(
    tmp_path: Path, encoding: str, sep: str
) -> None:
    ledger = understand(read_workbook(write_csv(tmp_path / "企业.csv", FIRMS, encoding, sep)))
    first, second = (to_json_fields(each) for each in ledger.rows)
    assert first["name"] == "浙江嘉兴鼎达教育科技股份有限公司"
    assert first["credit_code"] == "91510703MAGB8BE84W"
    assert first["registered_capital"] == "8750"
    assert second["extra"]["备注"] == "首行\n次行"
    assert codes(ledger) == {(3, "credit-code-invalid")}
    assert second["contacts"] == [{"name": "褚梅", "post": "法定代表人", "phone": "0350-0009042"}]


def _projects(*rows: list[Any], heads: list[str] | None = None) -> Table:
    heads = heads or ["序号", "项目名称", "总投资", "签约时间", "开工时间", "是否开工"]
    return Table([["某县签约项目台账（截至2025年8月31日）"], ["单位：亿元"], heads, *rows])


def _only(ledger: LedgerReading) -> RowReading:
    assert len(ledger.rows) == 1
    return ledger.rows[0]


def test_flag_without_date_is_reached_by_the_cut_off(read: Callable[..., LedgerReading]) -> None:
    got = _only(read(_projects([1, "甲", 1, "2025.1.1", "", "√"]))).fields["started_on"]
    assert got == PartialDate(None, "unknown", "√", not_after="2025-08-31")


def test_no_with_a_date_is_left_empty_and_named(read: Callable[..., LedgerReading]) -> None:
    reading = _only(read(_projects([1, "甲", 1, "2025.1.1", "2025.3", "否"])))
    assert reading.fields["started_on"] is None
    assert [problem.code for problem in reading.problems] == ["flag-date-disagree"]


def test_planned_date_and_words_are_no_milestone(read: Callable[..., LedgerReading]) -> None:
    ledger = read(
        _projects(
            [1, "甲", 1, "签约后3个月内", "预计2025年7月", ""], [2, "乙", 1, "—", "待供地", ""]
        )
    )
    assert [each.fields["started_on"] for each in ledger.rows] == [None, None]
    assert [each.fields["signed_on"] for each in ledger.rows] == [None, None]
    assert {(4, "date-text"), (4, "date-planned"), (5, "date-text")} == codes(ledger)


def test_amount_without_any_unit_is_asked_for_not_guessed(
    read: Callable[..., LedgerReading],
) -> None:
    table = Table(
        [["项目名称", "投资方", "总投资"], ["甲", "某公司", 35000], ["乙", "某公司", "3亿"]]
    )
    ledger = read(table)
    assert [each.fields["total_investment"] for each in ledger.rows] == [None, 30_000 * FEN_PER_WAN]
    assert codes(ledger) == {(2, "unit-missing")}


def test_amount_too_large_for_its_unit_is_left_empty(read: Callable[..., LedgerReading]) -> None:
    reading = _only(read(_projects([1, "甲", 5000, "2025.1.1", "", ""])))
    assert reading.fields["total_investment"] is None
    assert reading.flags == {"suspicious"}


def test_row_without_a_name_is_rejected_not_dropped(read: Callable[..., LedgerReading]) -> None:
    reading = _only(read(_projects([1, "", 3, "2025.1.1", "", "是"])))
    assert reading.rejected == "name-missing"


def test_number_format_tells_october_from_january(read: Callable[..., LedgerReading]) -> None:
    table = _projects([1, "甲", 1, 2024.1, "", ""], [2, "乙", 1, 2024.1, "", ""])
    table.formats["D4"] = "0.00"
    ledger = read(table)
    first, second = (each.fields["signed_on"] for each in ledger.rows)
    assert isinstance(first, PartialDate)
    assert first.value == "2024-10"
    assert second is None
    assert codes(ledger) == {(5, "date-ambiguous")}


def test_error_cells_and_formulas_without_result_are_listed(
    read: Callable[..., LedgerReading],
) -> None:
    ledger = read(_projects([1, "甲", "#REF!", "2025.1.1", "", ""], [2, "乙", "=1+1", "", "", ""]))
    assert codes(ledger) == {(4, "error-cell"), (5, "formula-uncached")}


def test_hidden_rows_are_read_and_mentioned(read: Callable[..., LedgerReading]) -> None:
    table = _projects([1, "甲", 1, "2025.1.1", "", ""], [2, "乙", 1, "2025.1.1", "", ""])
    table.hidden_rows = [5]
    ledger = read(table)
    assert len(ledger.rows) == 2
    assert "hidden-rows" in {notice.code for notice in ledger.notices}


def test_merged_cell_holds_only_inside_its_range(read: Callable[..., LedgerReading]) -> None:
    heads = ["序号", "项目名称", "总投资", "责任单位"]
    rows = [[1, "甲", 1, "县商务局"], [2, "乙", 1, ""], [3, "丙", 1, ""]]
    table = _projects(*rows, heads=heads)
    table.merges = ["D4:D5"]
    units = [each.fields["lead_unit"] for each in read(table).rows]
    assert units == ["县商务局", "县商务局", None]


def test_lines_under_one_merged_name_are_one_record(read: Callable[..., LedgerReading]) -> None:
    heads = ["序号", "项目名称", "总投资", "联系人", "联系电话", "备注"]
    rows = [[1, "甲", 1, "张三", "13800001111", "一"], ["", "", "", "李四", "13900002222", "二"]]
    table = _projects(*rows, heads=heads)
    table.merges = ["A4:A5", "B4:B5", "C4:C5"]
    reading = _only(read(table))
    contacts = to_json_fields(reading)["contacts"]
    assert contacts == [
        {"name": "张三", "phone": "13800001111"},
        {"name": "李四", "phone": "13900002222"},
    ]
    assert reading.fields["remark"] == "一\n二"


def test_the_fullest_sheet_is_read_and_others_are_named(read: Callable[..., LedgerReading]) -> None:
    cover = Table([["说明"]], name="封面")
    empty = Table([["（此页空白）"]], name="附件2")
    ledger = read(cover, TALKS, SIGNED, empty)
    assert ledger.sheet.name == SIGNED.name
    assert ledger.other_sheets == (TALKS.name,)
    assert read(cover, TALKS, SIGNED, sheet=TALKS.name).talks


@pytest.mark.parametrize(
    ("options", "code"),
    [({"sheet": "没有"}, "sheet-unknown"), ({"kind": "requests"}, "kind-unfit")],
)
def test_impossible_wishes_are_refused(
    read: Callable[..., LedgerReading], options: dict[str, Any], code: str
) -> None:
    with pytest.raises(UserError) as caught:
        read(SIGNED, **options)
    assert caught.value.code == code


def test_table_without_known_headings_is_refused(read: Callable[..., LedgerReading]) -> None:
    lines = [["外出考勤"], ["组别", "人数", "天数"], ["一组", 3, 5]]
    with pytest.raises(UserError) as caught:
        read(Table(lines))
    assert caught.value.code == "ledger-unknown"


def test_county_may_have_chains_of_its_own(read: Callable[..., LedgerReading]) -> None:
    heads = ["项目名称", "总投资", "产业链"]
    ledger = read(
        _projects(["甲", 1, "氢能产业链"], ["乙", 1, "纺织"], heads=heads), chains={"氢能": "h2"}
    )
    assert [each.fields["chain"] for each in ledger.rows] == ["h2", None]
    assert codes(ledger) == {(5, "chain-unknown")}
    assert row(ledger, 5)["extra"] == {"产业链": "纺织"}


def test_days_counted_from_1904_are_the_same_days(tmp_path: Path) -> None:
    import xlsxwriter

    path = tmp_path / "1904.xlsx"
    with xlsxwriter.Workbook(str(path), {"date_1904": True}) as book:
        page = book.add_worksheet("台账")
        style = book.add_format({"num_format": "yyyy-mm-dd"})
        page.write_row(0, 0, ["项目名称", "总投资（亿元）", "签约时间"])
        page.write_row(1, 0, ["甲", 1])
        page.write_datetime(1, 2, dt.date(2025, 3, 4), style)
        page.write_row(2, 0, ["乙", 1, 44258])
    ledger = understand(read_workbook(path))
    days = [each.fields["signed_on"] for each in ledger.rows]
    assert [day.value for day in days if isinstance(day, PartialDate)] == ["2025-03-04"] * 2
