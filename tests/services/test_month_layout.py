"""The monthly ledger in the county's layout: written, read again, nothing is new; closed months."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import pytest
from python_calamine import load_workbook

from invest_crm.errors import UserError
from invest_crm.services.export import export_records
from invest_crm.services.ledger.imports import ImportLedger, plan_ledger, read_ledger
from invest_crm.services.money.closing import close_month
from invest_crm.services.money.corrections import Correct, correct_month
from tests.support.factories import Bureau, wan, yi

if TYPE_CHECKING:
    from pathlib import Path

AUGUST = "2025-08"


@pytest.fixture
def bureau(office: Bureau) -> Bureau:
    rows = [
        {"name": name, "signed_on": "2025-01-10", "started_on": "2025-06-05",
         "total_investment": yi(1), "year_plan": wan(1_000), "stat_code": code}
        for name, code in (("甲厂", "111"), ("乙厂", None))
    ]  # fmt: skip
    one, two = office.ledger("2025-08-31", *rows)
    office.month(one, "2025-07", completed_month=wan(100), funds_month=wan(60))
    office.month(one, AUGUST, completed_month=wan(50), funds_month=wan(20))
    office.month(two, AUGUST, completed_month=wan(30), completed_year=wan(300), funds_month=0)
    office.app.write(correct_month, Correct(one, AUGUST, -wan(10), None, "重复"))
    return office


def written(bureau: Bureau, folder: Path) -> Path:
    target = folder / "月报.xlsx"
    bureau.app.read(export_records, "monthly", target, month=AUGUST)
    return target


def planned(bureau: Bureau, path: Path) -> list[tuple[str, list[str]]]:
    reading = read_ledger(bureau.app, ImportLedger(path))
    plan = bureau.app.read(plan_ledger, reading)
    return [(row.action, [one.code for one in row.problems]) for row in plan.rows]


def test_it_looks_as_the_county_writes_it(bureau: Bureau, tmp_path: Path) -> None:
    sheet = load_workbook(written(bureau, tmp_path)).get_sheet_by_name("月报").to_python()
    assert "2025年8月份到位资金及固投完成情况表" in sheet[0][0]
    assert "单位：万元" in "".join(map(str, sheet[1]))
    assert sheet[2][:3] == ["序号", "项目名称", "行业"]
    by_name = {row[1]: row for row in sheet}
    head = sheet[2]
    one, two = by_name["甲厂"], by_name["乙厂"]
    assert one[head.index("本月完成")] == 40, "with its correction"
    assert one[head.index("本年累计完成")] == 140
    assert one[head.index("占年度计划%")] == 14
    assert two[head.index("本年累计完成")] == 300, "as it was stated"
    assert one[head.index("统计项目编码")] == "111"


def test_what_the_program_wrote_brings_nothing_new(bureau: Bureau, tmp_path: Path) -> None:
    assert planned(bureau, written(bureau, tmp_path)) == [("same", []), ("same", [])]


def test_a_closed_month_is_not_changed_by_an_import(bureau: Bureau, tmp_path: Path) -> None:
    path = written(bureau, tmp_path)
    bureau.app.write(close_month, AUGUST)
    assert planned(bureau, path) == [("same", []), ("same", [])]
    bureau.undo()
    (one,) = [row for row in bureau.app.read(_ids) if row]
    bureau.app.write(correct_month, Correct(one, AUGUST, wan(5), None, "漏报"))
    bureau.app.write(close_month, AUGUST)
    actions = planned(bureau, path)
    assert ("rejected", ["month-locked"]) in actions


def test_a_month_nobody_reported_is_not_written(bureau: Bureau, tmp_path: Path) -> None:
    with pytest.raises(UserError) as caught:
        bureau.app.read(export_records, "monthly", tmp_path / "x.xlsx", month="2024-01")
    assert caught.value.code == "month-empty"
    assert not (tmp_path / "x.xlsx").exists()
    with pytest.raises(UserError):
        bureau.app.read(export_records, "monthly", tmp_path / "x.csv", month=AUGUST)


def _ids(view):  # type: ignore[no-untyped-def]
    from sqlalchemy import select

    from invest_crm.db.schema.projects import project

    return view.values(select(project.c.id).where(project.c.name == "甲厂"))


def test_the_day_of_the_file_is_the_end_of_its_month(bureau: Bureau, tmp_path: Path) -> None:
    reading = read_ledger(bureau.app, ImportLedger(written(bureau, tmp_path)))
    assert reading.as_of == date(2025, 8, 31)
