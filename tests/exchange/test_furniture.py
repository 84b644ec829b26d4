"""What around and between the records is no record, what is one, and when a ledger ends."""

from __future__ import annotations

import datetime as dt
import os
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.errors import UserError
from invest_crm.exchange import captions
from invest_crm.exchange.reader import read_workbook
from tests.exchange.ledgers import Table

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.exchange.reading import LedgerReading

    Read = Callable[..., LedgerReading]

TITLE = ["某某县2025年招商引资签约项目台账（截至2025年8月31日）"]
HEADINGS = ["序号", "项目名称", "投资方", "建设内容", "总投资（万元）", "签约时间"]
FIRST = [1, "甲乙冷库项目", "甲乙有限公司", "建设冷库", 500, "2025.3.2"]
LAST = [2, "丙丁屠宰项目", "丙丁有限公司", "建设屠宰线", 700, "2025.4.2"]


def table(row: list[Any], *, numbered: bool) -> Table:
    lines = [HEADINGS, FIRST, row, LAST]
    return Table([TITLE, *lines] if numbered else [TITLE, *(line[1:] for line in lines)])


def names(reading: LedgerReading) -> list[str]:
    return [row.fields["name"] for row in reading.rows]


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize(
    "row",
    [
        ["", "城关镇小计", "", "", 500],
        ["", "工业类小计", "", "", 500],
        ["", "协议投资总计", "", "", 500],
        ["", "本月合计", "", "", 500],
        ["", "平均", "", "", 500],
        ["", "其中：亿元以上", "", "", 500],
        ["", "其中: 5亿元以上项目", "", "", 500],
        ["", "-", "-", "-", "-", "-"],
        ["", "/", "/", "/", "/", "/"],
        ["", "—", "", "", "", ""],
        ["", "农业类项目"],
        ["", "第二部分 服务业"],
        ["", "说明"],
        ["", "（注：本表每月更新一次）"],
        ["", "1.总投资以协议为准；2.签约时间为合同时间。"],
        ["", "以下空白"],
        ["", "（以下无正文）"],
        ["", "第2页，共5页"],
        ["", "接下页"],
    ],
    ids=lambda row: str(row[1]),
)
def test_furniture_is_no_record(read: Read, row: list[Any], numbered: bool) -> None:
    reading = read(table(row, numbered=numbered))
    assert names(reading) == [FIRST[1], LAST[1]]
    assert reading.skipped >= 1


@pytest.mark.parametrize(
    "name", ["合肥兴野储能科技有限公司", "总部（县城）物业公司", "第一建设公司"]
)
def test_a_numbered_row_that_is_called_like_a_firm_is_a_record(read: Read, name: str) -> None:
    reading = read(table([7, name, "", "", 500, ""], numbered=True))
    assert names(reading) == [FIRST[1], name, LAST[1]]


@pytest.mark.parametrize("name", ["合计", "合计12家", "总计3个", "小计"])
def test_a_sum_is_no_record_though_it_is_numbered(read: Read, name: str) -> None:
    reading = read(table([7, name, "", "", 500, ""], numbered=True))
    assert names(reading) == [FIRST[1], LAST[1]]


@pytest.mark.parametrize("numbered", [True, False])
@pytest.mark.parametrize(
    "name",
    [
        "其中村肉羊养殖项目",
        "第三产业融合示范园",
        "总部经济产业园",
        "上海路改造项目",
        "平均海拔千米蔬菜基地",
        "小计量器具生产线",
        "汇丰电子信息项目",
        "转运中心项目",
        "合计算力中心项目",
    ],
)
def test_a_name_that_only_looks_like_furniture_is_a_record(
    read: Read, name: str, numbered: bool
) -> None:
    reading = read(table([3, name, "戊己公司", "建设", 1, "2025.5.1"], numbered=numbered))
    assert names(reading) == [FIRST[1], name, LAST[1]]


def test_a_firm_merged_over_its_requests_has_each_of_them(read: Read) -> None:
    lines = [
        ["企业诉求台账"],
        ["序号", "企业名称", "诉求类型", "诉求内容", "收集时间", "责任单位"],
        [1, "甲乙有限公司", "用地", "用地指标不足", "2025.3.2", "县自然资源局"],
        ["", "", "用工", "招工困难", "2025.3.3", "县人社局"],
        [2, "丙丁有限公司", "融资", "贷款到期", "2025.4.2", "县金融办"],
    ]
    reading = read(Table(lines, merges=["A3:A4", "B3:B4"]))
    assert reading.kind == "requests"
    assert [(row.fields["firm"], row.fields["content"]) for row in reading.rows] == [
        ("甲乙有限公司", "用地指标不足"),
        ("甲乙有限公司", "招工困难"),
        ("丙丁有限公司", "贷款到期"),
    ]


def test_a_unit_merged_over_its_people_has_each_of_them(read: Read) -> None:
    lines = [
        ["某某县招商引资工作联系人通讯录"],
        ["序号", "单位", "姓名", "职务", "电话"],
        [1, "县投促局", "张三", "局长", "13900000001"],
        ["", "", "李四", "股长", "13900000002"],
    ]
    reading = read(Table(lines, merges=["A3:A4", "B3:B4"]))
    assert reading.kind == "contacts"
    assert [(row.fields["name"], row.fields["post"]) for row in reading.rows] == [
        ("张三", "局长"),
        ("李四", "股长"),
    ]


def test_a_record_whose_name_cannot_be_known_is_told_not_skipped(read: Read) -> None:
    lines = [TITLE, HEADINGS, FIRST, [2, "#REF!", "某公司", "建设", 5], [3, "=A1&B1"], LAST]
    reading = read(Table(lines))
    assert names(reading) == [FIRST[1], None, None, LAST[1]]
    assert [row.rejected for row in reading.rows] == [None, "name-missing", "name-missing", None]


def test_a_second_table_below_the_first_is_told_and_not_read_as_the_first(read: Read) -> None:
    other = ["序号", "企业名称", "注册资本（万元）", "法定代表人", "联系电话", "主营业务"]
    lines = [TITLE, HEADINGS, FIRST, LAST, [], ["二、目标企业"], other]
    reading = read(Table([*lines, [1, "丙丁公司", 300, "张三", "13900000001", "冷链"]]))
    assert names(reading) == [FIRST[1], LAST[1]]
    (notice,) = [each for each in reading.notices if each.code == "other-table"]
    assert "第 7 行" in notice.message


@pytest.mark.parametrize("look", ['yyyy"年"m"月"', "yyyy.mm", "mmm\\-yy", "[$-804]yyyy/m;@"])
def test_a_date_shown_as_a_month_is_a_month(read: Read, look: str) -> None:
    lines = [TITLE, HEADINGS, [*FIRST[:5], dt.datetime(2025, 3, 1)], LAST]  # noqa: DTZ001
    day = read(Table(lines)).rows[0].fields["signed_on"]
    month = read(Table(lines, formats={"F3": look})).rows[0].fields["signed_on"]
    assert (day.value, day.precision) == ("2025-03-01", "day")
    assert (month.value, month.precision) == ("2025-03", "month")


@pytest.mark.parametrize(
    ("title", "day"),
    [
        ("2025年8月第2周项目调度表", dt.date(2025, 8, 10)),
        ("2025年8月第一周项目调度表", dt.date(2025, 8, 3)),
        ("2025年8月第五周项目调度表", dt.date(2025, 8, 31)),
        ("2025年第36周项目调度表", dt.date(2025, 9, 7)),
        ("2025年8月25日至31日项目进展", dt.date(2025, 8, 31)),
        ("二〇二五年八月项目进展", dt.date(2025, 8, 31)),
        ("二〇二五年十一月三日项目台账", dt.date(2025, 11, 3)),
        ("项目台账（截至二〇二五年八月二十日）", dt.date(2025, 8, 20)),
    ],
)
def test_the_day_a_title_names(title: str, day: dt.date) -> None:
    found = captions.cut_off((title,), (), ())
    assert found is not None
    assert found.day == day


def test_what_is_no_file_is_refused_at_once(tmp_path: Path) -> None:
    pipe = tmp_path / "台账.xlsx"
    os.mkfifo(pipe)
    for path in (pipe, tmp_path):
        with pytest.raises(UserError) as refused:
            read_workbook(path)
        assert refused.value.code == "file-missing"
