"""People: contacts, leaders and units in one cell."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain.people import (
    is_person_name,
    parse_contacts,
    split_leaders,
    split_units,
)


def contacts(cell: object) -> list[tuple[str, str, str]]:
    return [(each.name, each.post, each.phone) for each in parse_contacts(cell)]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        (
            "张三 138xxxxxxxx；李四（副总）0350-xxxxxxx",
            [("张三", "", "138xxxxxxxx"), ("李四", "副总", "0350-xxxxxxx")],
        ),
        ("杨东立\n13500000931", [("杨东立", "", "13500000931")]),
        (
            "王新强（副局长）13900005831；秦振 13900003607",
            [("王新强", "副局长", "13900005831"), ("秦振", "", "13900003607")],
        ),
        ("王总 13800001111", [("王总", "", "13800001111")]),
        ("李副县长", [("李副县长", "", "")]),
        ("张三、李四：13800001111", [("张三", "", ""), ("李四", "", "13800001111")]),
        (
            "张三13800001111李四13900002222",
            [("张三", "", "13800001111"), ("李四", "", "13900002222")],
        ),
        (
            "13800001111 张三，13900002222 李四",
            [("张三", "", "13800001111"), ("李四", "", "13900002222")],
        ),
        ("联系人：张三 电话：13800001111", [("张三", "", "13800001111")]),
        ("张三（电话：13800001111）", [("张三", "", "13800001111")]),
        ("张三（副局长 13800001111）", [("张三", "副局长", "13800001111")]),
        ("副局长 王新强 13900005831", [("王新强", "副局长", "13900005831")]),
        ("党组书记、局长 张三 13900005831", [("张三", "党组书记、局长", "13900005831")]),
        ("张三 副局长 13900005831", [("张三", "副局长", "13900005831")]),
        ("张三副局长13900005831", [("张三", "副局长", "13900005831")]),
        ("局长张三 13900005831", [("张三", "局长", "13900005831")]),
        ("副局长（张三）13900005831", [("张三", "副局长", "13900005831")]),
        ("县商务局（张三）13900005831", [("张三", "县商务局", "13900005831")]),
        ("张三 13900005831 副局长", [("张三", "副局长", "13900005831")]),
        (
            "张三 13900005831 副局长 0350-1234567",
            [("张三", "副局长", "13900005831"), ("张三", "副局长", "0350-1234567")],
        ),
        (
            "张三 13800001111 / 0350-1234567",
            [("张三", "", "13800001111"), ("张三", "", "0350-1234567")],
        ),
        ("王　强 13900005831", [("王强", "", "13900005831")]),
        ("镇 办 13900005831", [("镇", "", ""), ("办", "", "13900005831")]),
        ("阿依古丽·买买提 13900005831", [("阿依古丽·买买提", "", "13900005831")]),
        ("John Smith 13900005831", [("John Smith", "", "13900005831")]),
        ("招商局办公室 0350-1234567", [("招商局办公室", "", "0350-1234567")]),
        ("主任 13900005831", [("", "主任", "13900005831")]),
        ("张三", [("张三", "", "")]),
        ("13900005831", [("", "", "13900005831")]),
        ("/", []),
        ("暂无", []),
        ("#N/A", []),
        (None, []),
    ],
)
def test_contacts_are_read_with_post_and_phone(
    cell: object, expected: list[tuple[str, str, str]]
) -> None:
    assert contacts(cell) == expected


@pytest.mark.parametrize(
    ("written", "phone"),
    [
        ("1.38E+10", "13800000000"),
        (13800000000.0, "13800000000"),
        ("13800000000.0", "13800000000"),
        ("138 0000 0000", "13800000000"),
        ("138-0000-0000", "13800000000"),
        ("+86 138 0000 0000", "13800000000"),
        ("8613800000000", "13800000000"),
        ("１３８００００００００", "13800000000"),
        ("0350-1234567", "0350-1234567"),
        ("03501234567", "0350-1234567"),
        ("(0350)1234567", "0350-1234567"),
        ("010 12345678", "010-12345678"),
        ("0350-1234567-801", "0350-1234567-801"),
        ("0350-1234567转801", "0350-1234567-801"),
        ("400-123-4567", "400-123-4567"),
        ("4001234567", "4001234567"),
        ("1234567", "1234567"),
        ("+852 2123 4567", "+85221234567"),
    ],
)
def test_phones_are_repaired(written: object, phone: str) -> None:
    assert [each.phone for each in parse_contacts(written)] == [phone]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("县委常委、常务副县长", [(None, "县委常委、常务副县长")]),
        ("县委常委、统战部部长", [(None, "县委常委、统战部部长")]),
        ("县人大常委会副主任", [(None, "县人大常委会副主任")]),
        ("县政协副主席", [(None, "县政协副主席")]),
        ("县委常委、宣传部长", [(None, "县委常委、宣传部长")]),
        ("石桥镇镇长", [(None, "石桥镇镇长")]),
        ("张三、李四", [("张三", None), ("李四", None)]),
        ("张三；李四,王五\n赵六", [("张三", None), ("李四", None), ("王五", None), ("赵六", None)]),
        ("县委书记张三、县长李四", [("张三", "县委书记"), ("李四", "县长")]),
        ("县委常委、常务副县长张三", [("张三", "县委常委、常务副县长")]),
        ("县委书记、张三", [(None, "县委书记"), ("张三", None)]),
        ("张三（县委常委，副县长）、李四", [("张三", "县委常委,副县长"), ("李四", None)]),
        ("县委副书记（张三）", [("张三", "县委副书记")]),
        ("县委书记：张三", [("张三", "县委书记")]),
        ("张三、副县长", [("张三", "副县长")]),
        ("张三、李副县长", [("张三", None), ("李副县长", None)]),
        ("王县长", [("王县长", None)]),
        ("县委办", [(None, None)]),
        ("/", []),
        ("", []),
    ],
)
def test_leaders_are_split_only_before_a_person(
    cell: str, expected: list[tuple[str | None, str | None]]
) -> None:
    assert [(each.name, each.title) for each in split_leaders(cell)] == expected


def test_a_leader_keeps_the_text_of_the_cell() -> None:
    assert [each.text for each in split_leaders("县委书记　张三（兼）\n县委办")] == [
        "县委书记张三（兼）",
        "县委办",
    ]


@pytest.mark.parametrize(
    ("cell", "expected"),
    [
        ("县投促局、县农业农村局", ("县投促局", "县农业农村局")),
        ("县投促局,县工信局；城关镇", ("县投促局", "县工信局", "城关镇")),
        ("县发改局/县工信局\n县发改局", ("县发改局", "县工信局")),
        ("牵头单位：县投促局\n配合单位：县发改局", ("县投促局", "县发改局")),
        ("县工信局（配合）、县投促局（牵头）", ("县投促局", "县工信局")),
        ("县经开区（高新区、园区）管委会", ("县经开区（高新区、园区）管委会",)),
        ("／", ()),
        ("#REF!", ()),
        ("", ()),
    ],
)
def test_the_first_unit_leads(cell: str, expected: tuple[str, ...]) -> None:
    assert split_units(cell) == expected


@pytest.mark.parametrize("name", ["何国", "卫华", "褚振博", "王镇", "欧阳振华", "司马光", "单小明"])
def test_names_are_recognised_by_their_surname(name: str) -> None:
    assert is_person_name(name)


@pytest.mark.parametrize(
    "word",
    ["常委", "县长", "宣传部", "石桥镇", "柳林镇", "高新区", "张王小明", "王", "王总", "abc"],
)
def test_posts_and_units_are_no_names(word: str) -> None:
    assert not is_person_name(word)


@given(
    st.one_of(
        st.text(),
        st.floats(),
        st.binary(),
        st.text(alphabet="张三李四王总副局长书记、；;（）()0135-89 \n：/县委", max_size=24),
    )
)
def test_no_cell_breaks_the_readers(cell: object) -> None:
    parse_contacts(cell)
    split_leaders(cell)
    assert all(split_units(cell))


@given(st.lists(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True), min_size=1, max_size=4))
def test_every_phone_of_a_cell_survives(phones: list[str]) -> None:
    cell = "；".join(f"张三（副总）{phone}" for phone in phones)
    assert [each.phone for each in parse_contacts(cell)] == phones
