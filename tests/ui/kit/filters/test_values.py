"""Narrowing by what one sees: the values under a heading, the cell one stands on, the chips."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QListWidget, QPushButton

from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.ui.kit.notice import NoticeBar
from tests.ui.kit.filters.hands import (
    chip,
    chips,
    choose,
    click,
    click_cross,
    names,
    open_values,
    place,
    popup,
    press,
    stand_on,
    words_of,
)
from tests.ui.pages import settled
from tests.ui.projects.conftest import show

SHEEP, SENSOR, COLD = "金穗肉羊屠宰项目", "远川传感器项目", "清源冷链物流园"
CAMP, TALK = "白露研学营地", "在谈项目"
EVERY = {SHEEP, SENSOR, COLD, CAMP, TALK}


# ---- the values of a column --------------------------------------------------------------------


def test_the_list_counts_every_value_and_what_is_empty(page) -> None:
    assert open_values(page, "chain").lines() == [
        ("肉羊", 1), ("电子信息", 1), ("（空白）", 3),
    ]  # fmt: skip


def test_days_are_listed_by_month_the_latest_first(page) -> None:
    assert open_values(page, "signed_on").lines() == [
        ("2025年8月", 1), ("2025年6月", 1), ("2025年3月", 1), ("2025年2月", 1), ("（空白）", 1),
    ]  # fmt: skip


def test_counts_are_under_the_rest_of_the_filter_not_under_the_column_itself(page) -> None:
    page.grid.set_where(
        Group("all", (
            Condition("total_investment", Op.FILLED),
            Condition("chain", Op.ONE_OF, ("electronics",)),
        ))
    )  # fmt: skip
    assert settled()
    assert open_values(page, "chain").lines() == [("肉羊", 1), ("电子信息", 1), ("（空白）", 1)]


def test_counts_stay_within_the_records_of_a_link(page, bureau) -> None:
    page.restore({"ids": [bureau["sheep"], bureau["camp"]], "reason": "两个"})
    assert settled()
    assert open_values(page, "chain").lines() == [("肉羊", 1), ("（空白）", 1)]


def test_initials_and_enter_leave_what_was_found(page) -> None:
    values = open_values(page, "chain")
    QTest.keyClicks(values.focusWidget(), "dzxx")
    assert values.lines() == [("电子信息", 1)]
    press(values.focusWidget(), Qt.Key.Key_Return)
    assert names(page) == {SENSOR}
    assert words_of(page) == ["产业链 是 电子信息"]


def test_what_is_ticked_can_include_the_empty(page) -> None:
    values = open_values(page, "chain")
    values.tick("肉羊", on=False)
    press(values, Qt.Key.Key_Return)
    assert names(page) == EVERY - {SHEEP}
    values = open_values(page, "chain")
    assert SHEEP not in names(page)
    values.tick("肉羊")
    press(values, Qt.Key.Key_Return)
    assert names(page) == EVERY
    assert not words_of(page)


def test_a_click_on_a_line_and_space_tick_it(page) -> None:
    values = open_values(page, "chain")
    lines = values.findChild(QListWidget)
    first = lines.visualItemRect(lines.item(0)).center()
    QTest.mouseClick(lines.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert len(values.values()) == 2
    press(values.focusWidget(), Qt.Key.Key_Space)
    assert len(values.values()) == 3
    press(lines, Qt.Key.Key_Down)
    press(lines, Qt.Key.Key_Space)
    assert values.values() == ["mutton-sheep", None]
    values.close()


def test_escape_leaves_the_list_as_it_was(page) -> None:
    values = open_values(page, "chain")
    values.tick("肉羊", on=False)
    press(values, Qt.Key.Key_Escape)
    assert names(page) == EVERY


def test_nothing_ticked_is_not_taken(page) -> None:
    values = open_values(page, "chain")
    for words, _count in values.lines():
        values.tick(words, on=False)
    press(values, Qt.Key.Key_Return)
    assert values.isVisible()
    press(values, Qt.Key.Key_Escape)


def test_the_funnel_opens_the_values_and_does_not_sort(page) -> None:
    header = page.grid.view.header()
    spot = header.funnel(place(page, "chain")).center()
    QTest.mouseMove(header.viewport(), spot)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert settled()
    assert popup(page).lines()[0] == ("肉羊", 1)
    assert page.grid.query().sort == ()
    popup(page).close()


def test_a_heading_beside_its_funnel_still_sorts(page) -> None:
    header = page.grid.view.header()
    spot = header.funnel(place(page, "chain")).center() - QPoint(40, 0)
    QTest.mouseClick(header.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert settled()
    assert [key.key for key in page.grid.query().sort] == ["chain"]


def test_a_column_without_a_field_has_no_values(page) -> None:
    stand_on(page, SHEEP, "contacts")
    press(page.grid.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    with pytest.raises(StopIteration):
        popup(page)


# ---- the cell one stands on --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "key", "entry", "left"),
    [
        (SHEEP, "chain", "只看“肉羊”", {SHEEP}),
        (SHEEP, "chain", "不看“肉羊”", EVERY - {SHEEP}),
        (SHEEP, "total_investment", "只看“5.00”", {SHEEP}),
        (SHEEP, "chain", "只看空白", {COLD, CAMP, TALK}),
        (TALK, "chain", "只看空白", {COLD, CAMP, TALK}),
        (TALK, "chain", "只看非空白", {SHEEP, SENSOR}),
        (COLD, "signed_on", "只看“6月2日”", {COLD}),
        (COLD, "signed_on", "不看“6月2日”", EVERY - {COLD}),
        (CAMP, "signed_on", "只看同一月", {CAMP}),
    ],
)
def test_the_menu_of_a_cell_narrows_by_it(page, name, key, entry, left) -> None:
    stand_on(page, name, key)
    choose(page, entry)
    assert names(page) == left


def test_a_key_leaves_what_is_like_the_cell(page) -> None:
    stand_on(page, SENSOR, "chain")
    both = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    press(page.grid.view, Qt.Key.Key_L, both)
    assert names(page) == {SENSOR}


def test_several_values_left_out_make_one_chip(page) -> None:
    stand_on(page, SHEEP, "chain")
    choose(page, "不看“肉羊”")
    stand_on(page, SENSOR, "chain")
    choose(page, "不看“电子信息”")
    assert names(page) == {COLD, CAMP, TALK}
    assert words_of(page) == ["产业链 不是 肉羊、电子信息"]


def test_a_filter_of_any_is_narrowed_as_a_whole(page) -> None:
    either = (Condition("name", Op.CONTAINS, ("肉羊",)), Condition("name", Op.CONTAINS, ("冷链",)))
    page.grid.set_where(Group("any", either))
    assert names(page) == {SHEEP, COLD}
    assert len(words_of(page)) == 1
    stand_on(page, SHEEP, "chain")
    choose(page, "只看“肉羊”")
    assert names(page) == {SHEEP}


# ---- chips -------------------------------------------------------------------------------------


def two_conditions() -> Group:
    return Group("all", (
        Condition("total_investment", Op.FILLED),
        Group("any", (
            Condition("started_on", Op.EMPTY),
            Condition("started_on", Op.AFTER_FIELD, ("signed_on", 90)),
        )),
    ))  # fmt: skip


def test_each_part_is_a_chip_shortened_with_the_whole_sentence_behind_it(page) -> None:
    page.grid.set_where(two_conditions())
    assert settled()
    assert words_of(page) == [
        "总投资 不为空", "开工时间 为空 或 开工时间 晚于 签约时间后 90 天",
    ]  # fmt: skip
    assert chips(page)[1].text().endswith("…")


def test_a_chip_takes_its_condition_away(page) -> None:
    page.grid.set_where(two_conditions())
    assert settled()
    before = names(page)
    click_cross(chips(page)[0])
    assert len(words_of(page)) == 1
    assert names(page) > before


def test_one_click_clears_the_conditions_and_keeps_the_quick_view(page) -> None:
    page.set_filter("signed", True)
    page.grid.set_where(two_conditions())
    assert settled()
    click(chip(page, "清除筛选"))
    assert names(page) == EVERY - {TALK}
    assert not words_of(page)


def test_where_nothing_is_left_one_click_shows_everything_again(page) -> None:
    page.set_filter("trash", True)
    page.grid.set_where(two_conditions())
    assert names(page) == set()
    (button,) = (b for b in page.grid.findChildren(QPushButton) if b.isVisible())
    click(button)
    assert names(page) == EVERY
    assert not chip(page, "回收站").is_checked()


# ---- going and coming back ---------------------------------------------------------------------


def test_the_filter_is_there_again_on_the_way_back(qtbot, context, page) -> None:
    page.grid.set_where(two_conditions())
    left = names(page)
    again = show(qtbot, context, page.state())
    assert names(again) == left != EVERY
    assert words_of(again) == words_of(page)


def test_a_condition_on_a_field_that_is_gone_is_left_out_and_said(qtbot, context, page) -> None:
    page.grid.set_where(Group("all", (Condition("chain", Op.ONE_OF, ("mutton-sheep",)),)))
    assert settled()
    state = page.state()
    state["grid"]["where"]["parts"].append({"field": "old", "op": "is", "values": ["x"]})
    again = show(qtbot, context, state)
    assert names(again) == {SHEEP}
    (told,) = again.findChildren(NoticeBar)
    assert "1 个条件已略去" in told.text()


def test_a_stored_filter_that_is_none_is_left_out_and_said(qtbot, context, page) -> None:
    state = page.state()
    state["grid"]["where"] = {"how": "some", "parts": []}
    again = show(qtbot, context, state)
    assert names(again) == EVERY
    assert again.findChildren(NoticeBar)


def test_a_link_shows_all_its_rows_whatever_was_filtered_before(page, bureau) -> None:
    page.grid.set_where(two_conditions())
    assert settled()
    page.restore({"ids": [bureau["sheep"], bureau["talk"]], "reason": "两个"})
    assert names(page) == {SHEEP, TALK}


def test_the_board_shows_what_the_list_shows(page, bureau) -> None:
    page.grid.set_where(Group("all", (Condition("chain", Op.ONE_OF, ("mutton-sheep",)),)))
    page.restore({"view": "board"})
    assert settled()
    board = page.stages.board
    assert (board.column_of(bureau["sheep"]), board.column_of(bureau["cold"])) == ("STARTED", "")
