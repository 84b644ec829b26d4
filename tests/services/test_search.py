"""What the palette finds among the records, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm.services.search import LIMIT, find, named

if TYPE_CHECKING:
    from tests.support.factories import Bureau

PLACES = {
    "重庆长安汽车": ("cqca", "chongqing", "chongqca", "重庆", "c庆"),
    "长沙远大": ("csyd", "changsha", "changshayd"),
    "乐清正泰": ("yqzt", "yueqing", "yueqzhengtai"),
    "厦门钨业": ("xmwy", "xiamen", "厦门wy"),
    "单县青山羊": ("sxqsy", "shanxian", "shanxianqsy"),
    "曾氏蜂业": ("zsfy", "zengshi", "zengs"),
    "六安瓜片": ("lagp", "luan", "liuan", "guapian"),
    "蚌埠玻璃": ("bbbl", "bengbu", "bengbuboli"),
    "铅山连四纸": ("yslsz", "yanshan"),
    "朝阳轮胎": ("cylt", "chaoyang"),
    "华中新能源": ("hzxny", "huazhong", "hzhong", "hz新能源", "h中", "hua", "nengyuan"),
}


@pytest.fixture
def names(any_office: Bureau) -> Bureau:
    for name in PLACES:
        any_office.firm(name, region="山东省")
    return any_office


def firms(office: Bureau, text: str) -> list[str]:
    return [item.title for item in office.app.read(find, "firm", text).records]


def test_names_are_found_by_characters_initials_full_and_mixed_pinyin(names: Bureau) -> None:
    missed = {
        (name, text)
        for name, texts in PLACES.items()
        for text in (name, *texts)
        if name not in firms(names, text)
    }
    assert missed == set()


def test_syllables_that_only_share_initials_are_not_found(names: Bureau) -> None:
    assert firms(names, "hezhou") == []
    assert firms(names, "chaqiao") == []
    assert firms(names, "wx") == []


def test_a_part_in_pinyin_and_a_part_of_another_field_are_found_together(names: Bureau) -> None:
    assert firms(names, "huazhong 山东") == ["华中新能源"]


def test_a_name_that_begins_with_the_text_comes_first(office: Bureau) -> None:
    for name in ("大华中药业", "华中矿业", "安徽华中医药"):
        office.firm(name)
    assert firms(office, "华中")[0] == "华中矿业"
    assert firms(office, "huazhong")[0] == "华中矿业"
    assert sorted(firms(office, "hzkuangye")) == ["华中矿业"]


def test_few_are_shown_and_more_are_told_of(office: Bureau) -> None:
    for number in range(LIMIT + 1):
        office.firm(f"恒丰食品{number}厂")
    found = office.app.read(find, "firm", "hfsp")
    assert len(found.records) == LIMIT
    assert found.more
    assert not office.app.read(find, "firm", "hengfengshipin3").more


def test_records_are_named_by_their_ids_but_not_those_in_the_trash(office: Bureau) -> None:
    from invest_crm.services.projects.edit import archive_projects

    kept, gone = office.take_up("甲"), office.take_up("乙")
    office.app.write(archive_projects, [gone])
    found = office.app.read(named, "project", [kept, gone, "nothing"])
    assert {key: item.title for key, item in found.items()} == {kept: "甲"}
