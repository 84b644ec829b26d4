"""Ledgers of land and plants, claim by claim: other counties' words, twice the same, undone."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.services.export import export_records
from invest_crm.services.ledger.imports import ImportLedger, read_ledger
from invest_crm.services.parcel_shapes import list_parcels
from invest_crm.services.parcels import EditParcel, load_all, save_parcel
from invest_crm.services.templates import save_template
from invest_crm.services.undo import undo
from tests.support.factories import images, when

if TYPE_CHECKING:
    from pathlib import Path

    from tests.services.ledger.conftest import Ledgers

HEAD = (
    "地块编号", "宗地名称", "位置（乡镇/园区）", "面积(亩)", "用途", "权属/受让人", "状态",
    "批准/供应日期", "约定动工", "路", "给水", "电", "可供时间", "责任单位", "进展",
)  # fmt: skip
ROW = (
    "A-01", "东区1号", "开发区纬一路", 86.5, "工业", "某某公司", "供而未用",
    "2024-05-01", "2025.6.30", 1, "已通", "在建（10MVA）", "2026年3月", "县自然资源局", "已清表",
)  # fmt: skip
TITLE = "园区批而未供、闲置、低效土地台账（截至2025年8月31日）"


def stored(ledgers: Ledgers) -> dict[str, dict[str, Any]]:
    return {str(item["number"] or item["name"]): item for item in ledgers.app.read(list_parcels)}


def test_a_land_ledger_is_recognised_read_and_taken_twice_changes_nothing(
    any_ledgers: Ledgers,
) -> None:
    path = any_ledgers.file(TITLE, HEAD, ROW, ("A-02", "东区2号", None, 40, "工业", None, "低效"))
    plan = any_ledgers.take(path)
    assert (plan.reading.kind, plan.counts) == ("parcels", {"new": 2})
    found = stored(any_ledgers)["A-01"]
    told = ("name", "place", "area_mu", "holder", "status", "supplied_on", "agreed_start_on",
            "available_on", "unit", "progress_text", "kind")  # fmt: skip
    assert [found[key] for key in told] == [
        "东区1号", "开发区纬一路", "86.5", "某某公司", "UNUSED", "2024-05-01", "2025-06-30",
        "2026-03", "县自然资源局", "已清表", "LAND",
    ]  # fmt: skip
    assert found["power"] == {"state": "BUILDING", "capacity": "10MVA", "ready_on": None}
    assert found["road"]["state"] == found["water"]["state"] == "READY"
    before = images(any_ledgers.app)
    assert any_ledgers.take(path).counts == {"same": 2}
    assert images(any_ledgers.app) == before


def test_a_later_ledger_changes_what_it_says_and_erases_nothing(ledgers: Ledgers) -> None:
    ledgers.take(ledgers.file(TITLE, HEAD, ROW))
    plan = ledgers.take(
        ledgers.file(TITLE, ("地块编号", "宗地名称", "面积(亩)", "状态", "受让人"),
                     ("A-01", "东区1号", 86.5, "闲置", None))
    )  # fmt: skip
    assert plan.counts == {"changed": 1}
    (row,) = plan.rows
    assert [(one.field, one.before, one.after) for one in row.changes] == [
        ("status", "UNUSED", "IDLE")
    ]
    found = stored(ledgers)["A-01"]
    assert (found["status"], found["holder"], found["progress_text"]) == (
        "IDLE", "某某公司", "已清表",
    )  # fmt: skip


def test_an_import_is_undone_whole(ledgers: Ledgers) -> None:
    before = images(ledgers.app)
    reading = read_ledger(ledgers.app, ImportLedger(ledgers.file(TITLE, HEAD, ROW)))
    from invest_crm.services.ledger.imports import apply_ledger

    done = apply_ledger(ledgers.app, reading)
    ledgers.app.write(undo, done.changes.change_set_id)
    assert ledgers.app.read(load_all) == []
    assert images(ledgers.app) == before


@pytest.mark.parametrize(
    ("heading", "cell", "mu"),
    [("面积（公顷）", 2, "30"), ("宗地面积（㎡）", 20_000, "30"), ("用地面积", "约45亩", "45"),
     ("土地面积（平方米）", 66_666.67, "100"), ("占地面积（亩）", "3公顷", "45")],
)  # fmt: skip
def test_areas_are_read_in_the_unit_of_their_heading(ledgers: Ledgers, heading, cell, mu) -> None:
    plan = ledgers.take(ledgers.file("闲置土地清单", ("宗地编号", heading), ("B-1", cell)))
    assert plan.counts == {"new": 1}
    assert stored(ledgers)["B-1"]["area_mu"] == mu


COUNTIES = {
    "an economic zone": (
        ("序号", "宗地编号", "土地坐落", "土地使用权人", "土地用途", "宗地面积（公顷）",
         "出让合同签订日期", "合同约定开工时间", "实际开工时间", "土地利用状态", "盘活措施"),
        (1, "CF-7", "北环路以南", "丙公司", "工业用地", 3.2, "2022.3.1", "2022-09-01", None,
         "已供未用", "腾笼换鸟"),
        {"number": "CF-7", "area_mu": "48", "holder": "丙公司", "supplied_on": "2022-03-01",
         "agreed_start_on": "2022-09-01", "status": "UNUSED", "disposal": "腾笼换鸟"},
    ),
    "a list of idle plants": (
        ("厂房名称", "所在园区", "建筑面积（㎡）", "层高（米）", "楼面荷载", "行车吨位", "厂房状态",
         "租金（元/㎡·月）", "产权单位"),
        ("3号标准厂房", "农产品加工园", 12_000, "8.5米", "20kN/㎡", "10吨", "空置", 12.5,
         "城投公司"),
        {"name": "3号标准厂房", "kind": "PLANT", "floor_area": "12000", "height": "8.5",
         "load": "2.039", "crane": "10", "status": "VACANT", "rent": "12.5", "holder": "城投公司"},
    ),
    "a land bank with one column of utilities": (
        ("地块名称", "面积（亩）", "通平情况", "拟供地时间", "供地方式", "责任部门"),
        ("城南储备地块", 120, "五通一平", "2026年6月", "挂牌", "县自然资源局"),
        {"name": "城南储备地块", "kind": "LAND", "utilities_ready": 6, "available_on": "2026-06",
         "extra": {"供地方式": "挂牌"}, "unit": "县自然资源局"},
    ),
}  # fmt: skip


@pytest.mark.parametrize("county", COUNTIES)
def test_other_counties_tables_are_understood(ledgers: Ledgers, county: str) -> None:
    head, row, wanted = COUNTIES[county]
    plan = ledgers.take(ledgers.file("厂房土地资源清单", head, row))
    assert (plan.reading.kind, plan.counts) == ("parcels", {"new": 1})
    (found,) = ledgers.app.read(list_parcels)
    assert {key: found[key] for key in wanted} == wanted


def test_the_utilities_under_one_heading_are_columns_of_their_own(
    ledgers: Ledgers, tmp_path: Path
) -> None:
    import xlsxwriter

    path = tmp_path / "通平.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        sheet.merge_range(0, 0, 0, 9, "地块七通一平情况表")
        for column, word in enumerate(("地块编号", "宗地名称", "面积（亩）")):
            sheet.merge_range(1, column, 2, column, word)
        sheet.merge_range(1, 3, 1, 9, "七通一平")
        for column, word in enumerate(("路", "给水", "排水", "电", "讯", "气", "平整")):
            sheet.write(2, 3 + column, word)
        for column, cell in enumerate(("C-1", "南区", 50, 1, 1, 0, "在建", "√", "未通", 1)):
            sheet.write(3, column, cell)
    assert ledgers.take(path).counts == {"new": 1}
    found = stored(ledgers)["C-1"]
    assert [found[key]["state"] for key in ("road", "water", "drain", "power", "gas")] == [
        "READY", "READY", "NONE", "BUILDING", "NONE",
    ]  # fmt: skip
    assert (found["heat"], found["utilities_ready"]) == (None, 4)


def test_a_row_without_name_and_number_is_rejected_and_the_others_are_taken(
    ledgers: Ledgers,
) -> None:
    head = ("地块编号", "宗地名称", "面积(亩)", "用途", "状态")
    plan = ledgers.take(
        ledgers.file(TITLE, head, ("D-1", "甲地", 10, "工业", "低效"),
                     (None, None, 20, "工业", "闲置"), ("D-3", None, 30, "工业", "看情况"))
    )  # fmt: skip
    assert plan.counts == {"new": 2, "rejected": 1}
    assert stored(ledgers)["D-3"]["name"] == "D-3"
    assert {problem.code for problem in plan.problems()} == {"name-missing", "choice-unknown"}
    assert stored(ledgers)["D-3"]["extra"] == {"状态": "看情况"}


def test_the_same_number_twice_in_a_file_waits_for_a_person(ledgers: Ledgers) -> None:
    head = ("地块编号", "宗地名称", "面积(亩)", "用途")
    plan = ledgers.take(
        ledgers.file(TITLE, head, ("E-1", "甲", 1, "工业"), ("E-1", "乙", 2, "工业"))
    )
    assert plan.counts == {"new": 1, "suspicious": 1}
    assert len(ledgers.app.read(load_all)) == 1


def test_a_name_without_number_means_the_only_parcel_of_that_name(ledgers: Ledgers) -> None:
    head = ("宗地名称", "面积(亩)", "用途")
    ledgers.take(ledgers.file(TITLE, head, ("甲地", 1, "工业")))
    assert ledgers.take(ledgers.file(TITLE, head, ("甲 地", 2, "工业"))).counts == {"changed": 1}
    for number in ("F-1", "F-2"):
        values = {"name": "乙地", "number": number}
        ledgers.app.write(save_parcel, EditParcel(None, values))
    plan = ledgers.take(ledgers.file(TITLE, head, ("乙地", 3, "工业")))
    assert plan.counts == {"suspicious": 1}
    assert {one.name for one in plan.rows[0].candidates} == {"乙地"}


def full(**more: Any) -> dict[str, Any]:
    """A record in which nothing is empty that a ledger can hold."""
    from invest_crm.domain.parcel_fields import FIELDS
    from invest_crm.domain.utilities import Utility, UtilityState

    made: dict[str, Any] = {
        "text": lambda key: f"{key}文字", "long": lambda key: f"{key}一\n二",
        "area": lambda _key: 5_766_667, "money": lambda _key: 123_456_700,
        "date": lambda _key: when("2024-05-06"), "measure": lambda _key: 1234,
        "utility": lambda _key: Utility(UtilityState.BUILDING, "10MVA", "2026-12"),
        "flag": lambda _key: True,
    }  # fmt: skip
    values = {field.key: made[field.kind](field.key) for field in FIELDS if field.kind in made}
    return {**values, "kind": "LAND", "status": "IDLE", **more}


def test_the_exported_ledger_is_read_again_as_the_same(any_ledgers: Ledgers) -> None:
    app, folder = any_ledgers.app, any_ledgers.folder
    app.write(save_parcel, EditParcel(None, full(agreed_start_on=when("2024-08"))))
    app.write(save_parcel, EditParcel(None, {"name": "5号厂房", "kind": "PLANT", "crane": 10_000}))
    path = folder / "土地.xlsx"
    assert app.read(export_records, "parcels", path).counts == {"parcels": 2}
    plan = any_ledgers.take(path)
    assert (plan.reading.kind, plan.counts) == ("parcels", {"same": 2})


def test_the_exported_ledger_makes_the_same_records_in_another_database(
    ledgers: Ledgers, new_app
) -> None:
    ledgers.app.write(save_parcel, EditParcel(None, full()))
    path = ledgers.folder / "土地.xlsx"
    ledgers.app.read(export_records, "parcels", path)
    other = new_app()
    from invest_crm.services.ledger.imports import apply_ledger

    apply_ledger(other, read_ledger(other, ImportLedger(path)))
    (mine,), (theirs,) = ledgers.app.read(load_all), other.read(load_all)
    differing = {
        key for key in mine.values if mine[key] != theirs[key] and not hasattr(mine[key], "value")
    }
    assert differing == set()
    assert theirs["agreed_start_on"].value == "2024-05-06"


def test_the_blank_workbook_holds_its_example_only_beside_the_table(ledgers: Ledgers) -> None:
    path = ledgers.folder / "空表.xlsx"
    ledgers.app.read(save_template, "parcels", path)
    assert path.stat().st_size > 0


def test_what_is_stored_is_seen_from_a_day(ledgers: Ledgers) -> None:
    ledgers.take(ledgers.file(TITLE, HEAD, (*ROW[:8], "2024-08-01", *ROW[9:])))
    found = stored(ledgers)["A-01"]
    assert date.fromisoformat(found["alarm_since"]) == date(2025, 8, 1)
    assert (found["alarm"], found["derived_status"], found["consequence"]) == (
        "IDLE", "IDLE", "FEE",
    )  # fmt: skip
