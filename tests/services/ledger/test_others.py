"""Firms, monthly rows, requests and contacts from ledgers, claim by claim."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.schema.firms import firm
from invest_crm.services import firms, lists
from tests.support.factories import images

if TYPE_CHECKING:
    from tests.services.ledger.conftest import Ledgers

FIRMS = (
    "企业名称",
    "统一社会信用代码",
    "所在地",
    "主营业务",
    "注册资本(万元)",
    "所属产业链",
    "联系电话",
)
VALID = "91510703MAGB8BE84W"
OTHER = "91330402MA5PDPU84U"


def stored_firms(ledgers: Ledgers) -> dict[str, dict[str, Any]]:
    found: list[dict[str, Any]] = ledgers.app.read(firms.list_firms, reveal=True)
    return {str(item["name"]): item for item in found}


def test_firms_are_taken_up_and_the_same_file_changes_nothing(any_ledgers: Ledgers) -> None:
    row = ("甲乙食品有限公司", VALID, "浙江嘉兴", "肉制品", 8750, "生猪", "13800008243")
    path = any_ledgers.file("目标企业名单", FIRMS, row)
    assert any_ledgers.take(path).counts == {"new": 1}
    taken = stored_firms(any_ledgers)["甲乙食品有限公司"]
    assert (taken["chain"], taken["registered_capital"]) == ("live-pigs", "8750")
    assert taken["contacts"][0]["phone"] == "13800008243"
    before = images(any_ledgers.app)
    assert any_ledgers.take(path).counts == {"same": 1}
    assert images(any_ledgers.app) == before


def test_a_firm_is_stored_with_the_keys_of_its_own_name(ledgers: Ledgers) -> None:
    """Also one that waited for a person because another has a like name."""
    names = ("甲乙 食品（集团）有限公司", "甲乙食品集团股份有限公司")
    rows = [(name, "", "浙江嘉兴") for name in names]
    ledgers.take(ledgers.file("企业名单", FIRMS, *rows), accept=True)
    query = select(firm.c.name, firm.c.name_key, firm.c.name_core).order_by(firm.c.id)
    stored = ledgers.app.read(lambda view: view.rows(query))
    assert [row[1:] for row in stored] == [firms.keys_of(row.name) for row in stored]
    assert [row.name_core for row in stored] == ["甲乙食品", "甲乙食品"]


def test_the_code_decides_before_the_name(ledgers: Ledgers) -> None:
    ledgers.take(ledgers.file("企业名单", FIRMS, ("甲乙食品有限公司", VALID)))
    plan = ledgers.take(ledgers.file("企业名单", FIRMS, ("甲乙食品集团有限公司", VALID, "北京")))
    assert plan.counts == {"changed": 1}
    assert len(stored_firms(ledgers)) == 1


def test_a_wrong_code_warns_and_does_not_block(ledgers: Ledgers) -> None:
    plan = ledgers.take(ledgers.file("企业名单", FIRMS, ("甲", VALID[:-1] + "0")))
    assert plan.counts == {"new": 1}
    assert [problem.code for problem in plan.problems()] == ["credit-code-invalid"]


def test_the_same_name_with_another_code_waits_for_a_person(ledgers: Ledgers) -> None:
    ledgers.take(ledgers.file("企业名单", FIRMS, ("甲乙食品有限公司", VALID)))
    plan = ledgers.take(ledgers.file("企业名单", FIRMS, ("甲乙食品有限公司", OTHER)))
    assert plan.counts == {"suspicious": 1}
    assert [problem.code for problem in plan.problems()] == ["code-differs"]


def test_a_name_that_differs_by_brackets_only_is_a_possible_duplicate(ledgers: Ledgers) -> None:
    rows = [("嘉兴景科食品集团有限公司", VALID), ("嘉兴景科食品（集团）有限公司", None)]
    plan = ledgers.take(ledgers.file("企业名单", FIRMS, *rows))
    assert plan.counts == {"new": 1, "suspicious": 1}
    assert [problem.code for problem in plan.problems()] == ["possible-duplicate"]


MONTHLY = (
    "项目名称",
    "本月完成",
    "本年累计完成",
    "本月到位",
    "本年累计到位",
    "形象进度",
    "统计项目编码",
)
TITLE = "某县招商引资项目2025年8月份到位资金及固投完成情况表（单位：万元）"


def with_project(ledgers: Ledgers) -> None:
    ledgers.signed("2025-08-31", {"项目名称": "甲乙冷库项目（一期）", "签约时间": "2025.3.2"})


def test_a_month_finds_its_project_though_only_one_names_the_phase(any_ledgers: Ledgers) -> None:
    with_project(any_ledgers)
    row = ("甲乙冷库项目", 293, 2820, 146, 22750, "基础施工", "646546518133997821")
    path = any_ledgers.file(TITLE, MONTHLY, row)
    assert any_ledgers.take(path).counts == {"new": 1}
    (month,) = any_ledgers.app.read(lists.list_monthly)
    assert (month["month"], month["completed_month"], month["funds_year"]) == (
        "2025-08", "293", "22750",
    )  # fmt: skip
    assert any_ledgers.projects()["甲乙冷库项目（一期）"]["stat_code"] == "646546518133997821"
    assert any_ledgers.take(path).counts == {"same": 1}


def test_a_month_of_an_unknown_project_is_rejected_with_the_reason(ledgers: Ledgers) -> None:
    plan = ledgers.take(ledgers.file(TITLE, MONTHLY, ("没有的项目", 1, 1, 1, 1, "", "")))
    assert plan.counts == {"rejected": 1}
    assert [problem.code for problem in plan.problems()] == ["project-unknown"]


def test_a_corrected_month_replaces_the_former_one_which_stays_in_the_log(ledgers: Ledgers) -> None:
    with_project(ledgers)
    ledgers.take(ledgers.file(TITLE, MONTHLY, ("甲乙冷库项目", 293, 2820, 146, 22750, "基础", "")))
    plan = ledgers.take(
        ledgers.file(TITLE, MONTHLY, ("甲乙冷库项目", 300, 2820, 146, 22750, "基础", ""))
    )
    assert plan.counts == {"changed": 1}
    (month,) = ledgers.app.read(lists.list_monthly)
    assert month["completed_month"] == "300"


def test_another_cumulative_for_the_same_month_is_told_and_the_first_stays(
    ledgers: Ledgers,
) -> None:
    with_project(ledgers)
    ledgers.take(ledgers.file(TITLE, MONTHLY, ("甲乙冷库项目", 293, 2820, 146, 22750, "基础", "")))
    plan = ledgers.take(
        ledgers.file(TITLE, MONTHLY, ("甲乙冷库项目", 293, 2900, 146, 22750, "基础", ""))
    )
    assert [problem.code for problem in plan.problems()] == ["cumulative-disagrees"]
    (month,) = ledgers.app.read(lists.list_monthly)
    assert month["completed_year"] == "2820"


REQUESTS = (
    "企业名称",
    "诉求类型",
    "诉求内容",
    "收集时间",
    "责任单位",
    "办结时限",
    "办理情况",
    "是否销号",
)


def test_a_request_is_closed_by_the_next_ledger(any_ledgers: Ledgers) -> None:
    open_ = ("甲公司", "用地", "协调用地", "2025.6.9", "县商务局", "2025-06-24", "办理中", "否")
    closed = (*open_[:6], "已解决", "是")
    title = "2025年市场主体包联走访问题诉求台账"
    assert any_ledgers.take(any_ledgers.file(title, REQUESTS, open_)).counts == {"new": 1}
    assert any_ledgers.take(any_ledgers.file(title, REQUESTS, closed)).counts == {"changed": 1}
    (request,) = any_ledgers.app.read(lists.list_requests)
    assert (request["closed"], request["received_on"]) == (True, "2025-06-09")
    assert any_ledgers.take(any_ledgers.file(title, REQUESTS, closed)).counts == {"same": 1}
