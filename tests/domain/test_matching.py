"""How well a text answers what was typed."""

from __future__ import annotations

import pytest

from invest_crm.domain.matching import Level, match

PLACES = {
    "重庆": ("cq", "chongqing"),
    "长沙": ("cs", "changsha"),
    "乐清": ("yq", "yueqing"),
    "厦门": ("xm", "xiamen"),
    "单县": ("sx", "shanxian"),
    "曾氏": ("zs", "zengshi"),
    "朝阳": ("cy", "chaoyang"),
    "六安": ("la", "luan"),
    "蚌埠": ("bb", "bengbu"),
    "铅山": ("ys", "yanshan"),
    "解振华": ("xzh", "xiezhenhua"),
    "仇和": ("qh", "qiuhe"),
    "区少坤": ("osk", "oushaokun"),
    "绿能": ("ln", "lvneng"),
    "女": ("n", "nü"),
}


@pytest.mark.parametrize("name", PLACES)
def test_a_name_is_found_by_its_characters_its_initials_and_its_reading(name: str) -> None:
    initials, full = PLACES[name]
    for typed in (name, initials, full, full.upper(), full[:-1]):
        assert match(name, typed) is not None, typed


@pytest.mark.parametrize(
    ("text", "typed", "level"),
    [
        ("华中能源", "华中", Level.PREFIX),
        ("华中能源", "huazhong", Level.PREFIX),
        ("华中能源", "huazho", Level.PREFIX),
        ("华中能源", "能源", Level.WORD),
        ("华中能源", "nengyuan", Level.WORD),
        ("华中能源", "hz", Level.INITIALS),
        ("华中能源", "hzhong", Level.INITIALS),
        ("华中能源", "h中", Level.INITIALS),
        ("华中能源", "zhongny", Level.INITIALS),
        ("华中新能源", "hz新能源", Level.INITIALS),
        ("华中能源", "hny", Level.LOOSE),
        ("New project", "new", Level.PREFIX),
        ("New project", "NEW PROJ", Level.PREFIX),
        ("New project", "project", Level.WORD),
        ("New project", "np", Level.INITIALS),
        ("New project", "ject", Level.LOOSE),
        ("New project", "project new", Level.WORD),
    ],
)
def test_the_better_way_of_finding_counts(text: str, typed: str, level: Level) -> None:
    found = match(text, typed)
    assert found is not None
    assert found.level == level


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("华中能源", ""),
        ("华中能源", "  "),
        ("华中能源", "hx"),
        ("华中能源", "zhonghua"),
        ("重庆", "cqx"),
        ("Restore", "st"),
        ("", "a"),
    ],
)
def test_what_does_not_answer_is_not_found(text: str, typed: str) -> None:
    assert match(text, typed) is None


def test_the_letters_found_are_marked() -> None:
    found = match("将项目移入回收站", "hsz")
    assert found is not None
    assert [("将项目移入回收站")[place] for place in found.marks] == ["回", "收", "站"]
    words = match("Back up now", "bun")
    assert words is not None
    assert words.marks == (0, 5, 8)


def test_signs_between_and_full_width_letters_do_not_matter() -> None:
    assert match("Ａ１（集团）有限公司", "a1jituan") is not None
    assert match("A1 集团", "Ａ１集团") is not None
