"""A ledger written is a ledger read: headings, amounts, dates and people come back the same."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from invest_crm.domain.area import parse_area
from invest_crm.domain.money import parse_amount
from invest_crm.domain.partial_date import PartialDate, parse_date
from invest_crm.domain.people import ContactReading, parse_contacts
from invest_crm.domain.project_fields import FIELDS
from invest_crm.exchange.mapping import choose
from invest_crm.exchange.reader import read_workbook
from invest_crm.exchange.writing import ledger_cells as cells
from invest_crm.exchange.writing.ledger_sheet import Head, Ledger, Section, write_ledger
from invest_crm.exchange.writing.pivot import chain_stages, project_months
from invest_crm.exchange.writing.project_ledger import ledger_columns, sections, title
from invest_crm.exchange.writing.stream import StreamBook

if TYPE_CHECKING:
    from pathlib import Path

YI = 10_000_000_000


def project(**values: Any) -> dict[str, Any]:
    base: dict[str, Any] = {field.key: None for field in FIELDS}
    base.update(stage="SIGNED", flags=(), extra={}, contacts=(), chain_name=None, node_name=None)
    return {**base, **values, "flags": frozenset(values.get("flags", ()))}


@pytest.mark.parametrize("fen", [35 * YI // 10, 1_000_000, 12_345_678_900, 99, 24 * YI])
@pytest.mark.parametrize("unit", ["亿元", "万元"])
def test_an_amount_comes_back_to_the_fen(fen: int, unit: str) -> None:
    assert parse_amount(cells.money(fen, unit), unit).fen == fen


def test_what_was_said_about_an_amount_is_said_again() -> None:
    about = project(total_investment=35 * YI // 10, flags=["approx"])
    assert cells.total(about, "亿元") == "约3.5亿元"
    wide = project(total_investment=2 * YI, total_high=25 * YI // 10, flags=["range"])
    assert cells.total(wide, "亿元") == "2-2.5亿元"
    dollars = project(flags=["currency"], extra={"投资情况/总投资": "3000万美元"})
    assert cells.total(dollars, "亿元", "投资情况/总投资") == "3000万美元"
    assert cells.total(project(flags=["unknown"]), "亿元") == "待定"
    assert cells.total(project(), "亿元") is None


@pytest.mark.parametrize(
    "written",
    ["2025.8", "2025年三季度", "2025年上半年", "2025年底", "2025年8月上旬", "2025-08-05", "2025"],
)
def test_a_date_comes_back_as_far_as_it_was_known(written: str) -> None:
    day = parse_date(written).date
    assert day is not None
    again = parse_date(cells.when(day)).date
    assert again is not None
    assert (again.value, again.precision, again.qualifier) == (
        day.value,
        day.precision,
        day.qualifier,
    )


def test_a_tick_stays_a_tick_and_an_implied_step_is_not_invented() -> None:
    ticked = PartialDate(None, "unknown", "已完成", not_after="2025-08-31")
    values = project(started_on=PartialDate("2025-05", "month", "2025.5"), in_stats_on=ticked)
    assert cells.tick(values, "started_on") == "√"
    assert cells.tick(values, "in_stats_on") == "已完成"
    assert cells.tick(values, "registered_on") is None
    assert cells.tick(values, "in_production_on") == "×"
    assert cells.dated(ticked) is None


@pytest.mark.parametrize("sqdm", [6_666_667, 123_400, 1, 500_000])
def test_land_comes_back_exactly(sqdm: int) -> None:
    assert parse_area(cells.land(sqdm), "亩").sqdm == sqdm


def test_people_come_back_and_are_masked_unless_revealed() -> None:
    people = (
        ContactReading("张三", "副局长", "13800000001"),
        ContactReading("李四", "", "0350-1234042"),
    )
    shown = cells.people(people, reveal=True)
    assert parse_contacts(shown) == people
    masked = cells.people(people, reveal=False)
    assert masked is not None
    assert "13800000001" not in masked
    assert masked.startswith("张三（副局长）138****0001；")


def test_the_first_columns_are_those_of_the_county_ledger() -> None:
    columns = ledger_columns([project()], unit="亿元", reveal=False)
    sample = (
        "项目名称 投资方 建设内容及规模 所属产业链 投资情况/总投资 投资情况/其中：固投"
        " 投资情况/已到位资金 签约时间 项目进展/是否注册 项目进展/是否开工 项目进展/开工时间"
        " 项目进展/是否入库 项目进展/是否投产 目前进展情况 存在问题 包联县领导 责任单位"
        " 责任人及电话 备注"
    )
    assert [column.path for column in columns] == sample.split()


def test_columns_beyond_ours_come_back_under_their_own_headings() -> None:
    values = project(extra={"招商方式": "以商招商", "投资情况/设备": "0.3", "备注": "原备注"})
    columns = {
        column.path: column for column in ledger_columns([values], unit="亿元", reveal=False)
    }
    assert columns["招商方式"].cell(values) == "以商招商"
    assert columns["投资情况/设备"].group == "投资情况"
    assert columns["备注"].cell(values) == "原备注"
    assert list(columns).count("备注") == 1


def test_sections_count_their_projects() -> None:
    stages = ["IN_PRODUCTION", "STARTED", "LAND", "SIGNED", "CONTACT"]
    projects = [*(project(stage=stage) for stage in stages), project(side_state="TERMINATED")]
    assert [name for name, _group in sections(projects)] == [
        "一、已投产项目（1个）",
        "二、在建项目（1个）",
        "三、签约未开工项目（2个）",
        "四、在谈项目（1个）",
        "五、终止、流失、并入项目（1个）",
    ]


def test_our_import_understands_every_column(tmp_path: Path) -> None:
    day = PartialDate("2025-02-14", "day", "2025.2.14")
    full = project(
        name="甲项目", investor="乙公司", node_name="环节", industry="1351", land_mu=6_666_667,
        site_mode="GRANT", agreement_type="FORMAL", township="城关镇", park="园区",
        project_code="2025-140000-01", stat_code="646546518133997821", task_force="专班",
        contact_unit="县商务局", external_funds=YI, year_plan=YI, funds_origin="浙江嘉兴",
        **{f.key: day for f in FIELDS if f.kind == "date"},
    )  # fmt: skip
    columns = ledger_columns([full], unit="亿元", reveal=True)
    path = tmp_path / "a.xlsx"
    with path.open("wb") as handle, StreamBook(handle) as book:
        heads = [Head(c.group, c.heading, c.width, c.text, money=bool(c.sum)) for c in columns]
        rows = [[column.cell(full) for column in columns]] * 3
        ledger = Ledger(
            "台账", title("演示县", date(2025, 8, 31)), "单位：亿元", "亿元", heads,
            [Section("一、在建项目（3个）", rows)], [None] * len(columns),
        )  # fmt: skip
        assert write_ledger(book, ledger) == 3
    choice = choose(read_workbook(path))
    assert choice is not None
    assert choice.mapping.kind == "projects"
    unknown = [c.path for c in choice.mapping.columns if c.key is None and c.path != "序号"]
    assert unknown == []
    sheet = openpyxl.load_workbook(path).active
    assert sheet is not None
    assert sheet.freeze_panes == "C5"
    assert "F3:H3" in {str(area) for area in sheet.merged_cells.ranges}


def test_cross_tables_add_up() -> None:
    months = project_months(
        [("甲", "2025-02", 5_000_000), ("甲", "2025-01", 1_500_000), ("乙", "2025-01", -1_000_000)]
    )
    assert months.headings == ("项目名称", "2025-01", "2025-02", "合计")
    assert months.rows == (("乙", -1, None, -1), ("甲", 1.5, 5, 6.5), ("合计", 0.5, 5, 5.5))
    stages = chain_stages(
        [("肉羊", "开工", YI), ("肉羊", "签约", 0), ("生猪", "开工", YI)],
        ["生猪", "肉羊"],
        ["签约", "开工"],
    )
    assert stages.rows[-1] == ("合计", 1, 0, 2, 20_000, 3, 20_000)
    assert [row[0] for row in stages.rows] == ["生猪", "肉羊", "合计"]


def test_cross_tables_of_nothing_have_only_a_total() -> None:
    assert project_months([]).rows == (("合计", 0),)
    assert chain_stages([], [], []).rows == (("合计", 0, 0),)
