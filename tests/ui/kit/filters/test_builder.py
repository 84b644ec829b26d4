"""The builder of a filter: what is typed counts at once, what is wrong is said and left out."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QPushButton

from invest_crm import words
from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.ui import theme
from invest_crm.ui.kit.filters.rows import ConditionRow, GroupBox
from invest_crm.ui.kit.filters.value_list import ValueList
from tests.ui.kit.filters.hands import applied, ask, chip, click, names, press, words_of
from tests.ui.pages import settled
from tests.ui.projects.conftest import show
from tests.ui.walker import find_clipped, find_nameless

SHEEP, SENSOR, COLD = "金穗肉羊屠宰项目", "远川传感器项目", "清源冷链物流园"
CAMP, TALK = "白露研学营地", "在谈项目"
EVERY = {SHEEP, SENSOR, COLD, CAMP, TALK}
BOTH = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def opened(page):
    page.list_filter.open()
    assert settled()
    return page.list_filter.builder


def rows(builder) -> list[ConditionRow]:
    return [row for row in builder.findChildren(ConditionRow) if row.isVisible()]


def boxes(builder) -> list[GroupBox]:
    return [box for box in builder.findChildren(GroupBox) if box.isVisible()]


def push(part, words_: str, at: int = 0) -> None:
    found = [b for b in part.findChildren(QPushButton) if b.isVisible() and b.text() == words_]
    click(found[at])


def problems(builder) -> list[str]:
    return [row.problem() for row in rows(builder) if row.problem()]


# ---- opening and closing -----------------------------------------------------------------------


def test_a_key_opens_it_with_the_cursor_in_an_empty_condition(page, qtbot) -> None:
    page.grid.view.setFocus()
    press(page.grid.view, Qt.Key.Key_F, BOTH)
    assert page.list_filter.is_open()
    assert isinstance(QApplication.focusWidget(), QLineEdit)
    assert names(page) == EVERY


def test_the_button_opens_and_closes_it(page) -> None:
    click(chip(page, "筛选"))
    assert page.list_filter.is_open()
    click(chip(page, "筛选"))
    assert not page.list_filter.is_open()


def test_a_chip_opens_it_on_what_is_asked(page) -> None:
    page.grid.set_where(Group("all", (Condition("chain", Op.ONE_OF, ("electronics",)),)))
    assert settled()
    click(chip(page, "产业链 是 电子信息"))
    builder = page.list_filter.builder
    assert builder.group() == page.grid.query().where


def test_escape_closes_it_and_keeps_the_filter_even_of_the_last_moment(page) -> None:
    builder = opened(page)
    ask(rows(builder)[0], "name", "contains", "冷链")
    press(builder.focusWidget(), Qt.Key.Key_Escape)
    assert not page.list_filter.is_open()
    assert names(page) == {COLD}
    assert page.grid.view.hasFocus()


# ---- typing ------------------------------------------------------------------------------------


def test_it_applies_while_one_types_and_counts(page, qtbot) -> None:
    builder = opened(page)
    ask(rows(builder)[0], "name", "contains", "冷链")
    qtbot.waitUntil(lambda: names(page) == {COLD}, timeout=5000)
    assert any(label.text() == "1 / 5" for label in builder.findChildren(QLabel))
    assert builder.sentence() == "项目名称 包含 “冷链”"
    assert words_of(page) == ["项目名称 包含 “冷链”"]


@pytest.mark.parametrize(
    ("field", "op", "typed", "left"),
    [
        ("total_investment", "at_least", ("2",), {SHEEP, SENSOR}),
        ("total_investment", "more", ("2亿",), {SHEEP}),
        ("total_investment", "at_most", ("10000万",), {COLD}),
        ("total_investment", "between", ("1", "2.5亿"), {SENSOR, COLD}),
        ("signed_on", "less", ("2025.3.1",), {SHEEP}),
        ("signed_on", "at_least", ("6.2",), {COLD, CAMP}),
        ("signed_on", "is", ("昨天",), {CAMP}),
        ("signed_on", "more", ("今天",), set()),
        ("name", "lacks", ("项目",), {COLD, CAMP}),
        ("total_investment", "empty", (), {CAMP, TALK}),
        ("started_on", "after_field", ("60",), {SHEEP}),
        ("started_on", "after_field", ("90",), set()),
    ],
)
def test_each_kind_of_field_is_read_as_offices_write(page, field, op, typed, left) -> None:
    builder = opened(page)
    row = rows(builder)[0]
    ask(row, field, op, *typed)
    if op == "after_field":
        other = next(p for p in row.chain() if p.accessibleName() == "另一日期")
        other.set_current("signed_on")
    applied(page)
    assert names(page) == left


def test_a_period_moves_with_today(page) -> None:
    builder = opened(page)
    row = rows(builder)[0]
    ask(row, "signed_on", "within")
    period = next(p for p in row.chain() if "时段" in p.accessibleName())
    period.set_current("last_month")
    applied(page)
    assert names(page) == {CAMP}
    period.set_current("last_days")
    days = next(p for p in row.chain() if p.accessibleName() == "天数")
    days.setText("100")
    days.textEdited.emit("100")
    applied(page)
    assert names(page) == {COLD, CAMP}
    assert builder.sentence() == "签约时间 在 近 100 天"


def test_several_choices_are_ticked_from_a_list(page) -> None:
    builder = opened(page)
    ask(rows(builder)[0], "chain", "one_of")
    push(rows(builder)[0], "请选择…")
    values = next(part for part in page.findChildren(ValueList) if part.isVisible())
    assert ("肉羊", 1) in values.lines()
    assert ("生猪", 0) in values.lines()
    values.tick("肉羊")
    values.tick("电子信息")
    press(values, Qt.Key.Key_Return)
    applied(page)
    assert names(page) == {SHEEP, SENSOR}


@pytest.mark.parametrize(
    ("field", "op", "typed", "told"),
    [
        ("total_investment", "more", ("很多",), "金额无法识别"),
        ("total_investment", "more", ("500万美元",), "人民币"),
        ("signed_on", "is", ("2025.2.30",), "日期无法识别"),
        ("signed_on", "is", ("2025年8月",), "日期无法识别"),
        ("land_mu", "more", ("很大",), "80"),
        ("total_investment", "between", ("5", "1"), "小于"),
        ("started_on", "after_field", ("几",), "整数"),
    ],
)
def test_what_is_not_valid_is_said_and_not_applied(page, field, op, typed, told) -> None:
    builder = opened(page)
    ask(rows(builder)[0], "name", "contains", "冷链")
    push(builder, "添加条件")
    ask(rows(builder)[1], field, op, *typed)
    applied(page)
    (said,) = problems(builder)
    assert told in said
    assert names(page) == {COLD}


def test_what_was_typed_stays_with_another_comparison(page) -> None:
    builder = opened(page)
    row = rows(builder)[0]
    ask(row, "total_investment", "more", "2")
    ask(row, "total_investment", "at_least")
    applied(page)
    assert names(page) == {SHEEP, SENSOR}


# ---- groups ------------------------------------------------------------------------------------


def test_groups_nest_to_three_levels_and_no_deeper(page) -> None:
    builder = opened(page)
    ask(rows(builder)[0], "name", "filled")
    push(builder, "添加条件组")
    ask(rows(builder)[1], "name", "contains", "冷链")
    push(boxes(builder)[1], "添加条件组")
    ask(rows(builder)[2], "chain", "filled")
    push(boxes(builder)[2], "添加条件")
    ask(rows(builder)[3], "total_investment", "more", "3")
    applied(page)
    assert names(page) == {SHEEP, COLD}
    assert builder.sentence() == (
        "项目名称 不为空 且（项目名称 包含 “冷链” 或（产业链 不为空 且 总投资 大于 3.00 亿元））"
    )
    deepest = [b.text() for b in boxes(builder)[2].findChildren(QPushButton)]
    assert "添加条件组" not in deepest


def test_a_filter_made_elsewhere_is_shown_as_it_is(page) -> None:
    builder = opened(page)
    where = Group("all", (
        Condition("stage", Op.NONE_OF, ("SIGNED", "STARTED")),
        Group("any", (
            Condition("total_investment", Op.BETWEEN, (300_000_000, 12_345_678_901)),
            Condition("signed_on", Op.WITHIN, ("older_days", 45)),
            Group("all", (
                Condition("started_on", Op.BEFORE_FIELD, ("signed_on", -3)),
                Condition("signed_on", Op.IN_MONTHS, ("2025-08", "2025-02")),
                Condition("land_mu", Op.LESS, (5_333_333,)),
                Condition("name", Op.IS, ("县商务局、县住建局",)),
            )),
        )),
    ))  # fmt: skip
    page.grid.set_where(where)
    assert settled()
    assert builder.group() == where


def test_removing_conditions_and_groups_widens_the_list(page) -> None:
    builder = opened(page)
    where = Group("all", (
        Condition("total_investment", Op.FILLED),
        Group("any", (Condition("chain", Op.ONE_OF, ("electronics",)),)),
    ))  # fmt: skip
    page.grid.set_where(where)
    assert names(page) == {SENSOR}
    boxes(builder)[1].removed.emit()
    applied(page)
    assert names(page) == {SHEEP, SENSOR, COLD}
    rows(builder)[0].removed.emit()
    applied(page)
    assert names(page) == EVERY


def test_clear_empties_it_and_leaves_one_condition_to_fill_in(page) -> None:
    page.grid.set_where(Group("all", (Condition("chain", Op.FILLED), Condition("name", Op.FILLED))))
    assert settled()
    builder = opened(page)
    push(builder, "清除")
    assert names(page) == EVERY
    assert len(rows(builder)) == 1


# ---- by keyboard, in any size and language -----------------------------------------------------


def test_tab_goes_as_one_reads(page) -> None:
    builder = opened(page)
    push(builder, "添加条件组")
    ask(rows(builder)[0], "signed_on", "within")
    assert settled()
    wanted = [part for row in rows(builder) for part in row.chain()]
    wanted[0].setFocus()
    seen = [QApplication.focusWidget()]
    for _step in range(12):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget())
    places = [seen.index(part) for part in wanted]
    assert places == sorted(places)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_nothing_is_nameless_or_cut(qtbot, context, bureau, language, scale) -> None:
    words.use(language)
    theme.install("light", text_scale=scale)
    page = show(qtbot, context)
    page.resize(1254, 1000)
    builder = opened(page)
    ask(rows(builder)[0], "total_investment", "more", "x")
    builder.findChildren(GroupBox)[0].add_group()
    applied(page)
    assert find_nameless(builder) == []
    assert find_clipped(builder) == []
