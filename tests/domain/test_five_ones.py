"""Cells that name who is in charge: found, replaced, and what a project lacks of the five."""

from __future__ import annotations

import pytest

from invest_crm.domain.five_ones import (
    Holder,
    Role,
    holds,
    missing,
    names_of,
    parse_five,
    replaced,
)
from invest_crm.settings.options import BY_KEY

FIVE = parse_five(BY_KEY["five_ones.five"].default)


@pytest.mark.parametrize(
    ("role", "cell", "names"),
    [
        (Role.LEADER, "县委常委、常务副县长 张三；李四（副县长）", ("张三", "李四")),
        (Role.LEADER, "县委常委、统战部部长", ("县委常委、统战部部长",)),
        (Role.LEAD_UNIT, "县发改局（牵头）、县工信局", ("县发改局", "县工信局")),
        (Role.FORCE, "柳林镇项目专班", ("柳林镇项目专班",)),
        (Role.LEADER, "待定", ()),
    ],
)
def test_a_cell_names_those_it_means(role: Role, cell: str, names: tuple[str, ...]) -> None:
    assert names_of(role, cell) == names


def test_a_leader_known_by_post_alone_is_found_by_it() -> None:
    assert holds(Role.LEADER, "县委常委、统战部部长", Holder("王五", "县委常委、统战部部长"))
    assert not holds(Role.LEADER, "县委常委、副县长", Holder("王五", "县委常委、统战部部长"))
    assert not holds(Role.LEADER, "张三丰", Holder("张三"))


@pytest.mark.parametrize(
    ("role", "cell", "old", "new", "after"),
    [
        (
            Role.LEADER,
            "副县长 张三、李四",
            Holder("张三"),
            Holder("王五", "县长"),
            "县长 王五、李四",
        ),
        (Role.LEADER, "张三、李四", Holder("张三"), Holder("李四"), "李四"),
        (Role.LEADER, "副县长", Holder("张三", "副县长"), Holder("王五"), "王五"),
        (Role.LEAD_UNIT, "县工信局", Holder("县工信局"), Holder("县科工局"), "县科工局"),
        (Role.SUPPORT_UNIT, "甲局、乙局、丙局", Holder("乙局"), Holder("丙局"), "甲局、丙局"),
        (Role.FORCE, "王五、赵六，孙七", Holder("赵六"), Holder("钱八"), "王五、钱八，孙七"),
    ],
)
def test_one_is_replaced_and_the_others_stay(
    role: Role, cell: str, old: Holder, new: Holder, after: str
) -> None:
    assert replaced(role, cell, old, new) == after


def test_the_five_are_those_of_the_founding_speech_unless_set_otherwise() -> None:
    whole = {"name": "甲", "leader": "张三", "lead_unit": "县发改局", "task_force": "专班"}
    assert missing(FIVE, whole) == ()
    assert missing(FIVE, {**whole, "leader": None, "task_force": ""}) == (
        "一名县级领导",
        "一个工作专班",
    )
    other = parse_five("一套班子＝工作专班+责任人；一抓到底")
    assert missing(other, {**whole, "contacts": ()}) == ("一套班子",)


@pytest.mark.parametrize(
    ("text", "named"), [("", "^$"), ("一个方案=方案", "方案"), ("=包联领导", "=包联领导")]
)
def test_a_setting_that_names_no_field_is_refused(text: str, named: str) -> None:
    with pytest.raises(ValueError, match=named):
        parse_five(text)
