"""Initials: the polyphones that made people give up on other programs."""

from __future__ import annotations

import pytest

from invest_crm.domain.pinyin import (
    characters,
    cuts,
    initials,
    initials_variants,
    readings,
    syllables,
)
from invest_crm.domain.reference import read_json

CARE = read_json("pinyin-overrides.json")


@pytest.mark.parametrize(
    ("text", "letters"),
    [
        ("重庆", "cq"),
        ("长沙", "cs"),
        ("乐清", "yq"),
        ("厦门", "xm"),
        ("单县", "sx"),
        ("曾氏", "zs"),
        ("朝阳", "cy"),
        ("六安", "la"),
        ("蚌埠", "bb"),
        ("铅山", "ys"),
        ("番禺", "py"),
        ("台州", "tz"),
        ("丽水", "ls"),
        ("亳州", "bz"),
        ("涡阳", "gy"),
        ("东阿", "de"),
        ("尉犁", "yl"),
        ("洪洞", "ht"),
        ("吴堡", "wb"),
        ("解州", "hz"),
        ("会计师事务所", "kjssws"),
        ("银行业", "yhy"),
        ("重工业", "zgy"),
        ("调味品", "twp"),
        ("调度中心", "ddzx"),
        ("畜牧", "xm"),
        ("人参", "rs"),
        ("尉迟恭", "ycg"),
        ("大埔", "db"),
        ("黄埔", "hp"),
        ("犍为", "qw"),
        ("漯河", "lh"),
        ("天祝藏族自治县", "tzzzzzx"),
        ("保定市长城汽车", "bdsccqc"),
        ("研究院长沙分院", "yjycsfy"),
        ("马尾", "mw"),
        ("南乐", "nl"),
        ("民乐县", "mlx"),
    ],
)
def test_polyphones_are_read_as_people_read_them(text: str, letters: str) -> None:
    assert initials(text) == letters


def test_letters_and_digits_stay_and_marks_go() -> None:
    assert initials("华中A1 新能源（集团）") == "hza1xnyjt"
    assert initials("ＡＢ１２") == "ab12"
    assert initials("——！") == ""
    assert initials("") == ""


def test_every_word_of_the_list_is_obeyed() -> None:
    wrong = {word: initials(word) for word, letters in CARE["words"].items()
             if initials(word) != letters}  # fmt: skip
    assert wrong == {}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("单县", {"sx", "dx"}),
        ("曾国藩", {"zgf", "cgf"}),
        ("单小龙", {"sxl", "dxl"}),
        ("区少坤", {"osk", "qsk"}),
        ("仇和", {"qh", "ch"}),
        ("查良镛", {"zly", "cly"}),
        ("解振华", {"xzh", "jzh"}),
        ("乐嘉", {"yj", "lj"}),
        ("翟志刚", {"zzg", "dzg"}),
        ("长发公司", {"cfgs", "zfgs"}),
        ("朝阳实业", {"cysy", "zysy"}),
    ],
)
def test_other_readings_are_found_too(text: str, expected: set[str]) -> None:
    assert expected <= set(initials_variants(text))


def test_variants_begin_with_the_usual_and_are_few() -> None:
    variants = initials_variants("重乐科技")
    assert variants[0] == initials("重乐科技")
    assert len(variants) == len(set(variants)) <= 6
    assert len(initials_variants("重乐科技", limit=2)) == 2
    assert initials_variants("！") == ()


def test_every_character_of_the_common_sets_has_a_reading() -> None:
    gb2312 = [
        bytes((high, low)).decode("gb2312", "ignore")
        for high in range(0xB0, 0xF8) for low in range(0xA1, 0xFF)
    ]  # fmt: skip
    assert [char for char in gb2312 if char and not readings(char)] == []
    assert len([char for char in gb2312 if char]) == 6763
    assert readings("𬭸") == "l"


@pytest.mark.parametrize(
    ("char", "syllable"),
    [
        (pair[0], pair[1:])
        for pair in (
            *("重chong", "长chang", "乐yue", "厦xia", "单shan", "曾zeng", "朝chao", "六lu"),
            *("蚌beng", "铅yan", "解xie", "解hai", "仇qiu", "区ou", "番pan", "台tai", "亳bo"),
            *("涡guo", "绿lv", "盖ge", "柏bo", "朴piao", "缪miao", "员yun", "略lue", "女nv"),
            *("堡bu", "埔bu", "宕tan"),
        )
    ],
)
def test_every_reading_of_a_character_is_known(char: str, syllable: str) -> None:
    assert syllable in syllables(char)


def test_every_syllable_is_plain_latin() -> None:
    spelt = {item for number in range(0x4E00, 0x9FA6) for item in syllables(chr(number))}
    assert all(item.isascii() and item.isalpha() and item.islower() for item in spelt)
    assert 400 < len(spelt) < 460


@pytest.mark.parametrize(
    ("typed", "letters"),
    [
        ("huazhong", "hz"),
        ("hzhong", "hz"),
        ("huaz", "hz"),
        ("huazh", "hz"),
        ("xian", "xa"),
        ("fangan", "fa"),
        ("fangan", "fg"),
        ("chongqingchangan", "cqca"),
        ("lvse", "ls"),
    ],
)
def test_what_is_typed_in_full_is_cut_into_syllables(typed: str, letters: str) -> None:
    assert letters in cuts(typed)


def test_cuts_are_few_and_initials_alone_are_not_cut() -> None:
    assert cuts("hzny") == cuts("") == cuts("i") == ()
    assert len(cuts("zhongguoguangdongshengguangzhou")) <= 6
    assert "zggdsgz" in cuts("zhongguoguangdongshengguangzhou")


def test_a_syllable_leads_to_its_common_characters() -> None:
    assert set("华花化画") <= set(characters("hua"))
    assert characters("hu4") == ""
