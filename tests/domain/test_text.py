"""Text: cleaning names, folding keys, the words for nothing, yes and no."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invest_crm.domain import text


@pytest.mark.parametrize(
    ("raw", "clean"),
    [
        ("远达传感器与敏感元件项目\n（一期）", "远达传感器与敏感元件项目（一期）"),
        (" 上海瑞泰食品有限公司　", "上海瑞泰食品有限公司"),
        ("景科　食品\r\n（集团）", "景科食品（集团）"),
        ("ＡＢＣ１２３项目％", "ABC123项目%"),
        ("年产 10 万吨\n2期", "年产10万吨2期"),
        ("Smart  Home Ltd", "Smart Home Ltd"),
        ("\ufeff肉\u200b羊\u202e项目\x00", "肉羊项目"),
        ("a\x07b\x0bc", "ab c"),
        ("坏\ud800字", "坏\ufffd字"),
        ("生猪，“百万头”项目。", "生猪，“百万头”项目。"),
        ("𠮷野家", "𠮷野家"),
        ("", ""),
    ],
)
def test_a_name_is_cleaned_but_stays_chinese(raw: str, clean: str) -> None:
    assert text.clean(raw) == clean


@given(st.text())
def test_cleaning_twice_changes_nothing(raw: str) -> None:
    once = text.clean(raw)
    assert text.clean(once) == once
    once.encode("utf-8")


def test_longer_text_keeps_its_lines() -> None:
    assert text.clean_lines(" 一、已开工\r\n\n二、\u200b待供地　") == "一、已开工\n二、待供地"


@pytest.mark.parametrize(
    ("cell", "shown"),
    [
        (None, ""),
        (float("nan"), ""),
        (float("inf"), ""),
        ("  ", ""),
        (13800138001.0, "13800138001"),
        ("1.38E+10", "13800000000"),
        ("张三 1.38e+10", "张三 13800000000"),
        ("13800000000.0", "13800000000"),
        ("2.0版", "2.0版"),
        (-0.0, "0"),
        (0.5, "0.5"),
        (1e20, "100000000000000000000"),
        (Decimal("12.50"), "12.5"),
        (7, "7"),
        (True, "TRUE"),
        (False, "FALSE"),
        (date(2025, 2, 14), "2025-02-14"),
        (datetime(2025, 2, 14), "2025-02-14"),  # noqa: DTZ001
        (datetime(2025, 2, 14, 8, 30), "2025-02-14 08:30"),  # noqa: DTZ001
        (time(8, 30), "08:30"),
        (timedelta(days=1), "1 day, 0:00:00"),
        (b"ab\xff", "ab\ufffd"),
    ],
)
def test_a_cell_is_seen_as_a_person_sees_it(cell: object, shown: str) -> None:
    assert text.cell_text(cell) == shown


@given(st.one_of(st.text(), st.binary(), st.floats(), st.decimals(), st.datetimes(), st.integers()))
def test_no_cell_breaks_the_text(cell: object) -> None:
    assert isinstance(text.cell_text(cell), str)


def test_circled_numbers_are_not_folded_into_amounts() -> None:
    assert text.squeeze("②３　亿") == "②3亿"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("2025年泽川跨境电商项目", "泽川跨境电商项目"),
        ("2025年度拟建泽川跨境电商项目", "泽川跨境电商项目"),
        ("拟建2025年泽川跨境电商项目", "泽川跨境电商项目"),
        ("《泽川“跨境电商”项目》", "泽川跨境电商项目"),
        ("泽川跨境电商项目\n（一期）", "泽川跨境电商项目一期工程"),
        ("泽川产业园首期项目", "泽川产业园（第1期）项目"),
        ("ＡＩ算力　中心", "ai算力中心"),
        ("泽川项目12期", "泽川项目十二期"),
        ("泽川项目20期", "泽川项目二十期"),
        ("泽川项目一、二期", "泽川项目（一期、二期）"),
    ],
)
def test_two_spellings_of_a_project_have_one_key(one: str, other: str) -> None:
    assert text.project_key(one) == text.project_key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("泽川项目一期", "泽川项目二期"),
        ("泽川项目一期", "泽川项目"),
        ("年产1.5万吨饲料", "年产15万吨饲料"),
        ("2025年", "2024年"),
        ("拟建设泽川项目", "泽川项目"),
    ],
)
def test_different_projects_keep_different_keys(one: str, other: str) -> None:
    assert text.project_key(one) != text.project_key(other)


@pytest.mark.parametrize(
    ("name", "base", "phase"),
    [
        ("远达传感器项目\n（一期）", "远达传感器项目", "一期"),
        ("坤谷产业园第2期工程", "坤谷产业园", "二期"),
        ("坤谷产业园首期", "坤谷产业园", "一期"),
        ("坤谷10期", "坤谷", "十期"),
        ("坤谷一、二期项目", "坤谷项目", "一二期"),
        ("坤谷产业园", "坤谷产业园", None),
        ("一期", "一期", None),
    ],
)
def test_the_phase_is_split_from_the_name(name: str, base: str, phase: str | None) -> None:
    assert text.split_phase(name) == (base, phase)


@given(st.text())
def test_a_key_of_a_key_is_the_key(name: str) -> None:
    key, core = text.project_key(name), text.firm_core(name)
    assert text.project_key(key) == key
    assert text.firm_core(core) == core


def test_one_firm_under_two_spellings_has_one_core() -> None:
    bracketed, plain = "浙江嘉兴景科食品（集团）有限公司", "浙江嘉兴景科食品集团有限公司"
    assert text.firm_core(bracketed) == text.firm_core(plain) == "浙江嘉兴景科食品"
    assert text.firm_key(bracketed) != text.firm_key(plain)
    assert text.firm_key("景科【上海】有限公司") == text.firm_key("景科（上海） 有限公司")
    assert text.firm_core("甲（上海）有限公司") != text.firm_core("甲（北京）有限公司")
    assert text.firm_core("有限公司") == "有限公司"


@pytest.mark.parametrize(
    "cell", ["/", "／", "—", "——", "-", "无", "待定", "N/A", "null", "暂未确定"]
)
def test_unknown_words_are_recognised(cell: str) -> None:
    assert text.is_unknown(cell)


@pytest.mark.parametrize("cell", ["", "0", "否", "无锡", "2亿"])
def test_other_words_are_not_unknown(cell: str) -> None:
    assert not text.is_unknown(cell)


@pytest.mark.parametrize(
    ("word", "meaning"),
    [
        *dict.fromkeys(
            ("是", "√", "✓", "已完成", "Y", "y", "1", "TRUE", "已开工", "☑", "V"), True
        ).items(),
        *dict.fromkeys(
            ("否", "×", "✗", "N", "0", "未", "未开工", "暂未入库", "办理中"), False
        ).items(),
        *dict.fromkeys(("/", "—", "无", "2025", "已终止", "约定")).items(),
    ],
)
def test_flag_words_mean_yes_or_no(word: str, meaning: bool | None) -> None:
    assert text.flag_word(word) is meaning


@pytest.mark.parametrize("end", ["，", "（", "—", " ", "\u200b"])
def test_a_long_cell_is_cleaned_at_once(end: str) -> None:
    sentence = "项目由某某牧业投资建设主要建设标准化羊舍饲料加工车间及配套设施" * 1000 + end
    assert text.clean(sentence) == text.clean(sentence[:-1]) + text.clean(end)
