"""Headings no list holds are understood by rule, and look-alikes are still refused."""

from __future__ import annotations

import pytest

from invest_crm.exchange.heading import make_heading
from invest_crm.exchange.match import matches
from invest_crm.exchange.phrasing import composed, respellings


def meant(heading: str, kind: str = "projects") -> tuple[str, str] | None:
    """``>`` divides the header rows, because offices write slashes inside one heading."""
    found = matches(kind, make_heading(tuple(heading.split(">"))))  # type: ignore[arg-type]
    return (found[0].key, found[0].role) if found and found[0].score >= 0.5 else None


@pytest.mark.parametrize(
    ("heading", "role"),
    [
        ("责任人电话", "phone"),
        ("对接人联系方式", "phone"),
        ("项目负责人手机号", "phone"),
        ("联络员移动电话", "phone"),
        ("联系人>手机", "phone"),
        ("责任人及电话", ""),
        ("对接人、联系方式", ""),
        ("联系人/电话", ""),
        ("联系人姓名电话", ""),
        ("联系人", "name"),
        ("项目管家", "name"),
    ],
)
def test_a_telephone_word_makes_a_telephone_column_unless_a_name_is_asked_too(
    heading: str, role: str
) -> None:
    assert meant(heading) == ("contacts", role)


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("开工时间>实际", ("started_on", "date")),
        ("竣工时间>实际时间", ("completed_on", "date")),
        ("投产>实际日期", ("in_production_on", "date")),
        ("年度计划>开工时间>实际", ("started_on", "date")),
        ("履约情况>注册>实际完成时间", ("registered_on", "date")),
        ("时间节点>开工时间", ("started_on", "date")),
        ("计划完成情况>开工时间", ("started_on", "date")),
        ("合同约定>签订时间", ("signed_on", "date")),
        ("年度计划>签约时间", None),
        ("开工时间>计划", None),
        ("竣工时间>计划时间", None),
        ("年度计划>开工时间", None),
        ("合同约定>投产时间", None),
        ("目标任务>竣工时间", None),
        ("拟开工项目>开工时间", None),
    ],
)
def test_a_plan_is_no_milestone_and_what_happened_is(
    heading: str, field: tuple[str, str] | None
) -> None:
    assert meant(heading) == field


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("合同签定日期", ("signed_on", "date")),
        ("协议日期", ("signed_on", "date")),
        ("开工与否", ("started_on", "flag")),
        ("是否纳入固投库", ("in_stats_on", "flag")),
        ("新公司成立时间", ("registered_on", "date")),
        ("落户情况", ("registered_on", "flag")),
        ("取得备案证时间", ("filed_on", "date")),
        ("纳入规上企业时间", ("in_size_on", "date")),
    ],
)
def test_a_milestone_is_recognised_in_other_words(heading: str, field: tuple[str, str]) -> None:
    assert meant(heading) == field


@pytest.mark.parametrize(
    ("heading", "key"),
    [
        ("招商引资项目", "name"),
        ("线索全称", "name"),
        ("拟引进重点项目名称", "name"),
        ("入驻企业名称", "investor"),
        ("投资人及股权比例", "investor"),
        ("企业简称/投资人", "investor"),
        ("乙方全称", "investor"),
        ("落户主体", "investor"),
        ("企业情况>名称", "investor"),
        ("项目业主>名称", "investor"),
        ("项目概况>名称", "name"),
        ("出资方所在省市", "funds_origin"),
        ("投资主体>注册地", "funds_origin"),
        ("行业主管部门", "lead_unit"),
        ("项目主管单位", "lead_unit"),
        ("跟踪服务部门", "lead_unit"),
        ("责任配合部门", "contact_unit"),
        ("总投资>合计", "total_investment"),
        ("总投资>协议", "total_investment"),
        ("合约金额", "total_investment"),
        ("实际到位>累计", "funds_in_place"),
        ("到位资金（亿元）>自开工以来", "funds_in_place"),
        ("截至9月底累计到位资金", "funds_in_place"),
        ("到位资金（截至目前）", "funds_in_place"),
        ("累计引进省外资金", "funds_in_place"),
        ("2023年投资计划", "year_plan"),
        ("2024年>计划投资", "year_plan"),
        ("年度任务>固投", "year_plan"),
        ("项目用地（亩）", "land_mu"),
        ("供地（亩）", "land_mu"),
        ("用地情况>面积（亩）", "land_mu"),
        ("现状", "progress_text"),
        ("工程当前进度", "progress_text"),
        ("亟待解决的困难和问题", "problem_text"),
    ],
)
def test_a_project_heading_is_understood_by_its_parts(heading: str, key: str) -> None:
    found = meant(heading)
    assert found is not None
    assert found[0] == key


@pytest.mark.parametrize(
    ("kind", "heading", "key"),
    [
        ("requests", "牵头解决单位", "unit"),
        ("requests", "行业主管部门", "unit"),
        ("requests", "诉求人/单位", "firm"),
        ("requests", "企业信息>名称", "firm"),
        ("requests", "涉及领域", "kind"),
        ("requests", "企业反映的困难和问题", "content"),
        ("requests", "需要协调解决的问题", "content"),
        ("requests", "销号与否", "closed"),
        ("requests", "承诺办结日期", "due_on"),
        ("requests", "上报日期", "received_on"),
        ("firms", "拟招引企业全称", "name"),
        ("firms", "法人>姓名", "legal_person"),
        ("contacts", "项目业主单位", "firm"),
        ("contacts", "联络人", "contacts"),
        ("monthly", "招商签约项目全称", "name"),
        ("monthly", "本月新增到位资金", "funds_month"),
    ],
)
def test_headings_of_the_other_ledgers_are_understood_by_their_parts(
    kind: str, heading: str, key: str
) -> None:
    found = meant(heading, kind)
    assert found is not None
    assert found[0] == key


@pytest.mark.parametrize(
    ("heading", "not_this"),
    [
        ("到位资金（当年）", "funds_in_place"),
        ("到位资金（1-9月）", "funds_in_place"),
        ("到位资金（2024年）", "funds_in_place"),
        ("累计利用县外资金", "external_funds"),
        ("年度完成投资", "year_plan"),
        ("签约人", "investor"),
        ("项目公司名称", "investor"),
        ("主管单位", "investor"),
        ("签约领导", "leader"),
        ("施工许可时间", "started_on"),
        ("征地进度", "progress_text"),
        ("投资情况>合同", "signed_on"),
        ("项目主体施工单位", "lead_unit"),
        ("投资人", "total_investment"),
    ],
)
def test_a_lookalike_is_not_taken_for_the_field(heading: str, not_this: str) -> None:
    found = meant(heading)
    assert found is None or found[0] != not_this


@pytest.mark.parametrize(
    "heading", ["意见建议", "填报单位", "联系人", "整改措施", "回访时间", "企业规模"]
)
def test_side_columns_of_requests_are_neither_content_nor_unit(heading: str) -> None:
    found = meant(heading, "requests")
    assert found is None or found[0] not in {"content", "unit", "received_on", "firm"}


def test_a_heading_is_never_its_own_respelling() -> None:
    for word in ("合同签订时间", "项目名称", "截止时间", "截止日期"):
        assert word not in set(respellings(word))
    assert "时间" not in set(respellings("截止日期"))


def test_no_part_makes_a_word_of_two_fields_a_firm() -> None:
    assert composed("projects", "引进单位") == "lead_unit"
    assert composed("projects", "引进企业") == "investor"
    assert composed("projects", "施工单位") is None


def test_a_paragraph_is_not_taken_apart() -> None:
    assert composed("projects", "招商引资" * 12 + "项目") is None
    assert list(respellings("项目" * 30)) == []
