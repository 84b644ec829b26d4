"""Columns that need more than their heading: people, units of amounts, statuses, rosters."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm import words
from invest_crm.exchange.people_cells import contacts_of
from invest_crm.exchange.reading import to_json_fields
from tests.exchange.ledgers import Table

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.exchange.reading import LedgerReading

TITLE = ["某某县签约项目台账（截至2025年8月31日）"]


def fields(ledger: LedgerReading) -> list[dict[str, object]]:
    return [to_json_fields(row) for row in ledger.rows]


@pytest.mark.parametrize("name", ["联系人", "责任人", "负责人", "对接人", "联络员", "联络人"])
@pytest.mark.parametrize("phone", ["电话", "手机", "联系方式"])
@pytest.mark.parametrize("phone_first", [False, True])
def test_a_person_with_a_telephone_column_is_one_person(
    name: str, phone: str, phone_first: bool, read: Callable[..., LedgerReading]
) -> None:
    pair = [(name, "王小天"), (name + phone, 13800001111)]
    if phone_first:
        pair.reverse()
    head, cells = zip(*pair, strict=True)
    ledger = read(Table([TITLE, ["项目名称", "投资方", *head], ["甲厂", "甲公司", *cells]]))
    assert fields(ledger)[0]["contacts"] == [{"name": "王小天", "phone": "13800001111"}]


def test_names_with_numbers_under_a_telephone_heading_are_still_read(
    read: Callable[..., LedgerReading],
) -> None:
    head = ["项目名称", "投资方", "责任人电话"]
    ledger = read(Table([TITLE, head, ["甲厂", "甲公司", "张三 13800001111"]]))
    assert fields(ledger)[0]["contacts"] == [{"name": "张三", "phone": "13800001111"}]


@pytest.mark.parametrize(
    ("people", "expected"),
    [
        (
            [("name", "林 志玲\n陈果"), ("phone", "13905910002\n13905910003")],
            [("林志玲", "", "13905910002"), ("陈果", "", "13905910003")],
        ),
        (
            [("name", "罗志强"), ("post", "董事长"), ("phone", "13902690001")],
            [("罗志强", "董事长", "13902690001")],
        ),
        (
            [("phone", "13902690001"), ("name", "罗志强"), ("post", "董事长")],
            [("罗志强", "董事长", "13902690001")],
        ),
        (
            [
                ("name", "罗志强\n张三"),
                ("post", "董事长\n经理"),
                ("phone", "13902690001\n13902690002"),
            ],
            [("罗志强", "董事长", "13902690001"), ("张三", "经理", "13902690002")],
        ),
        (
            [
                ("name", "张三"),
                ("name", "李四"),
                ("phone", "13805710101"),
                ("phone", "13805710102"),
            ],
            [("张三", "", "13805710101"), ("李四", "", "13805710102")],
        ),
        (
            [("name", "张三"), ("name", "李四"), ("phone", "13805710102")],
            [("张三", "", ""), ("李四", "", "13805710102")],
        ),
        ([("name", "王五"), ("phone", "王五 13805710102")], [("王五", "", "13805710102")]),
        ([("name", "王五"), ("", "0350-1234567")], [("王五", "", "0350-1234567")]),
        (
            [("name", "王五"), ("", "李四 13805710102")],
            [("李四", "", "13805710102"), ("王五", "", "")],
        ),
        ([("post", "董事长")], []),
    ],
)
def test_columns_of_one_person_come_together(
    people: list[tuple[str, str]], expected: list[tuple[str, str, str]]
) -> None:
    found = contacts_of(people)  # type: ignore[arg-type]
    assert [(one.name, one.post, one.phone) for one in found] == expected


def test_the_post_of_a_firm_s_contact_stays_with_the_person(
    read: Callable[..., LedgerReading],
) -> None:
    ledger = read(
        Table(
            [
                ["目标企业名录"],
                ["企业名称", "主营业务", "联系人", "职务", "联系电话"],
                ["甲公司", "五金", "罗志强", "董事长", 13902690001],
            ]
        )
    )
    assert fields(ledger)[0]["contacts"] == [
        {"name": "罗志强", "post": "董事长", "phone": "13902690001"}
    ]


UNITS = [
    TITLE,
    ["项目名称", "投资方", "投资总额", "单位", "用地面积"],
    ["甲厂", "甲公司", 3.5, "亿元", "150亩"],
    ["乙厂", "乙公司", 4800, "万元", ""],
    ["丙厂", "丙公司", "62 000 000", "元", ""],
    ["丁厂", "丁公司", "1.1亿", "万元", ""],
    ["戊厂", "戊公司", 500, "万美元", ""],
]


def test_a_column_of_money_units_is_the_unit_of_its_row(
    read: Callable[..., LedgerReading],
) -> None:
    rows = fields(read(Table(UNITS)))
    assert [row["total_investment"] for row in rows] == ["35000", "4800", "6200", "11000", None]
    assert all(row.get("lead_unit") is None for row in rows)
    assert rows[1]["extra"]["单位"] == "万元"  # type: ignore[index]


def test_two_rows_are_enough_to_tell_money_units_from_offices(
    read: Callable[..., LedgerReading],
) -> None:
    rows = fields(read(Table(UNITS[:4])))
    assert [(row["total_investment"], row.get("lead_unit")) for row in rows] == [
        ("35000", None),
        ("4800", None),
    ]


@pytest.mark.parametrize("rows", [1, 5])
def test_a_column_of_offices_stays_the_lead_unit(
    rows: int, read: Callable[..., LedgerReading]
) -> None:
    lines = [[f"项目{n}", "甲公司", "2亿元", "县工信局　县发改局"] for n in range(rows)]
    found = fields(read(Table([TITLE, ["项目名称", "投资方", "总投资", "单位"], *lines])))[0]
    assert (found["lead_unit"], found["contact_unit"]) == ("县工信局", "县发改局")


def status_ledger(read: Callable[..., LedgerReading], heading: str, *said: str) -> LedgerReading:
    rows = [[f"项目{n}", f"公司{n}", "2025.3", word] for n, word in enumerate(said)]
    return read(Table([TITLE, ["项目名称", "投资方", "签约时间", heading], *rows]))


@pytest.mark.parametrize(
    "heading", ["项目状态", "当前阶段", "建设状态", "项目状态（在建/停工/终止）"]
)
def test_a_status_column_is_kept_as_text_and_the_report_says_so(
    heading: str, read: Callable[..., LedgerReading]
) -> None:
    ledger = status_ledger(read, heading, "在建", "停工", "已投产")
    rows = fields(ledger)
    assert [row["extra"] for row in rows] == [
        {heading: word} for word in ("在建", "停工", "已投产")
    ]
    assert not any(row.get("started_on") or row.get("in_production_on") for row in rows)
    said = [notice.message for notice in ledger.notices if notice.code == "status-not-read"]
    assert len(said) == 1
    assert heading in said[0]
    words.use("en")
    english = status_ledger(read, heading, "在建").notices[-1].message
    words.use("zh_CN")
    assert "kept as text" in english


def test_no_status_column_no_notice(read: Callable[..., LedgerReading]) -> None:
    ledger = status_ledger(read, "备注", "终止")
    assert not [notice for notice in ledger.notices if notice.code == "status-not-read"]
    assert not [problem for row in ledger.rows for problem in row.problems]


@pytest.mark.parametrize(
    ("heading", "word", "ended"),
    [
        ("项目状态", "终止", True),
        ("项目状态", "已解约", True),
        ("项目状态", "合同解除", True),
        ("项目状态", "停工", False),
        ("项目状态", "未终止", False),
        ("是否解约", "是", True),
        ("是否终止协议", "√", True),
        ("是否退出", "否", False),
        ("是否退出", "/", False),
    ],
)
def test_a_row_whose_status_says_it_ended_is_pointed_out_and_still_written(
    heading: str, word: str, ended: bool, read: Callable[..., LedgerReading]
) -> None:
    row = status_ledger(read, heading, word).rows[0]
    assert [problem.code for problem in row.problems] == (["status-ended"] if ended else [])
    assert row.rejected is None
    assert row.fields["agreement_type"] == "INVESTMENT"


@pytest.mark.parametrize(
    ("heading", "cell", "field"),
    [
        ("开工情况", "在建", "started_on"),
        ("开工时间", "已投产", "started_on"),
        ("投产情况", "部分投产", "in_production_on"),
        ("入库情况", "已纳统", "in_stats_on"),
        ("注册情况", "已领取营业执照", "registered_on"),
        ("备案（核准）情况", "已核准", "filed_on"),
        ("供地情况", "已交地", "land_on"),
    ],
)
def test_a_word_that_names_the_milestone_is_a_tick(
    heading: str, cell: str, field: str, read: Callable[..., LedgerReading]
) -> None:
    ledger = read(Table([TITLE, ["项目名称", "投资方", heading], ["甲厂", "甲公司", cell]]))
    value = fields(ledger)[0][field]
    assert isinstance(value, dict)
    assert (value["value"], value["not_after"]) == (None, "2025-08-31")


@pytest.mark.parametrize(
    ("heading", "cell", "field"),
    [
        ("开工情况", "已备案", "started_on"),
        ("开工时间", "已签约", "started_on"),
        ("投产情况", "在建", "in_production_on"),
        ("入库情况", "已投产", "in_stats_on"),
    ],
)
def test_an_earlier_step_in_a_milestone_column_is_no_tick(
    heading: str, cell: str, field: str, read: Callable[..., LedgerReading]
) -> None:
    ledger = read(Table([TITLE, ["项目名称", "投资方", heading], ["甲厂", "甲公司", cell]]))
    found = fields(ledger)[0]
    assert found[field] is None
    assert found["extra"] == {heading: cell}
    assert [problem.code for problem in ledger.rows[0].problems] != []


@pytest.mark.parametrize(
    ("title", "head"),
    [
        ("重点项目联络员名册", ["序号", "项目名称", "业主单位", "联络员", "岗位", "移动电话"]),
        ("项目服务专员名单", ["序号", "包联项目", "投资企业", "联络人", "职务", "手机"]),
    ],
)
def test_a_roster_of_project_people_holds_contacts(
    title: str, head: list[str], read: Callable[..., LedgerReading]
) -> None:
    lines = [[n, f"项目{n}", f"公司{n}", "张三", "经理", 13800000001] for n in range(1, 5)]
    ledger = read(Table([[f"某某县{title}"], head, *lines]))
    assert ledger.kind == "contacts"
    row = fields(ledger)[0]
    assert (row["name"], row["post"], row["phone"]) == ("张三", "经理", "13800000001")
    assert (row["firm"], row["project"]) == ("公司1", "项目1")
