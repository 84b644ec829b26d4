"""Two people at one record: the form asks per field which value is to stand, and loses none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QPushButton

from invest_crm import words
from invest_crm.ui.kit.notice import NoticeBar
from tests.support.factories import CANARY, person, when, yi
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from invest_crm.ui.records.editor import RecordEditor
    from tests.ui.records.conftest import Desk


def told(widget: QWidget) -> str:
    """Every word that stands there."""
    labels = [part.text() for part in widget.findChildren(QLabel) if part.isVisibleTo(widget)]
    return "\n".join(labels)


def button(editor: RecordEditor, words_: str) -> QPushButton:
    found = editor.findChildren(QPushButton)
    return next(item for item in found if item.text() == words_ and item.isVisibleTo(editor))


def press(desk: Desk, editor: RecordEditor, key: str, words_: str) -> None:
    """Press 我的 or 对方的 below a field."""
    buttons = editor.choosing.card(key).buttons.values()
    found = next(item for item in buttons if item.text() == words_)
    desk.qtbot.mouseClick(found, Qt.MouseButton.LeftButton)


def both_change_the_park(desk: Desk, **more: str) -> tuple[str, RecordEditor]:
    """A project whose park li made 西园 while wang typed 南园 and pressed save."""
    project = desk.office.take_up("甲", park="东园", township="城关镇", total_investment=yi(1))
    editor = desk.edit(project, park="南园", **more)
    desk.li.edit(project, park="西园")
    desk.settle()
    desk.save()
    return project, editor


# ---- the choice ------------------------------------------------------------------------------


def test_both_values_stand_below_the_field_with_who_and_when(any_desk: Desk) -> None:
    project, editor = both_change_the_park(any_desk)
    card = editor.choosing.card("park")
    assert "南园" in told(card)
    assert "西园" in told(card)
    assert "li · 09-01 09:00" in told(card)
    assert editor.form.texts()["park"] == "南园"
    assert any_desk.office.record(project)["park"] == "西园"
    (bar,) = editor.findChildren(NoticeBar)
    assert "园区" in bar.text()


@pytest.mark.parametrize(("words_", "kept"), [("我的", "南园"), ("对方的", "西园")])
def test_what_was_chosen_is_saved(any_desk: Desk, words_: str, kept: str) -> None:
    project, editor = both_change_the_park(any_desk)
    press(any_desk, editor, "park", words_)
    assert editor.form.texts()["park"] == kept
    any_desk.save()
    assert any_desk.page.side.editor() is None
    assert any_desk.office.record(project)["park"] == kept


def test_nothing_can_be_saved_before_everything_is_chosen(desk: Desk) -> None:
    project = desk.office.take_up("甲", park="东园", township="城关镇")
    editor = desk.edit(project, park="南园", township="河西镇")
    desk.li.edit(project, park="西园", township="红山镇")
    desk.save()
    save = button(editor, "保存")
    press(desk, editor, "park", "我的")
    assert not save.isEnabled()
    desk.save()
    assert desk.office.record(project)["park"] == "西园"
    press(desk, editor, "township", "对方的")
    assert save.isEnabled()
    desk.save()
    record = desk.office.record(project)
    assert (record["park"], record["township"]) == ("南园", "红山镇")


@pytest.mark.parametrize(
    ("words_", "park", "town"),
    [("全部用我的", "南园", "河西镇"), ("全部用对方的", "西园", "红山镇")],
)
def test_one_choice_for_all_fields(desk: Desk, words_: str, park: str, town: str) -> None:
    project = desk.office.take_up("甲", park="东园", township="城关镇")
    editor = desk.edit(project, park="南园", township="河西镇")
    desk.li.edit(project, park="西园", township="红山镇")
    desk.save()
    desk.qtbot.mouseClick(button(editor, words_), Qt.MouseButton.LeftButton)
    desk.save()
    record = desk.office.record(project)
    assert (record["park"], record["township"]) == (park, town)


def test_the_choice_is_made_with_the_keyboard_alone(desk: Desk) -> None:
    _project, editor = both_change_the_park(desk)
    mine, theirs = editor.choosing.card("park").buttons.values()
    desk.qtbot.waitUntil(lambda: editor.focusWidget() is mine)
    desk.qtbot.keyClick(mine, Qt.Key.Key_Tab)
    assert editor.focusWidget() is theirs
    desk.qtbot.keyClick(theirs, Qt.Key.Key_Space)
    assert editor.form.texts()["park"] == "西园"
    desk.qtbot.keyClick(theirs, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    desk.qtbot.keyClick(mine, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)
    assert editor.focusWidget() is editor.form.editor("park")


def test_a_third_value_may_be_typed_and_counts_as_chosen(desk: Desk) -> None:
    project, editor = both_change_the_park(desk)
    line = editor.form.editor("park")
    desk.qtbot.keyClicks(line, "B")
    assert button(editor, "保存").isEnabled()
    desk.save()
    assert desk.office.record(project)["park"] == "南园B"


def test_a_choice_can_be_changed_and_taken_back(desk: Desk) -> None:
    _project, editor = both_change_the_park(desk)
    press(desk, editor, "park", "对方的")
    press(desk, editor, "park", "我的")
    assert editor.form.texts()["park"] == "南园"
    press(desk, editor, "park", "对方的")
    line = editor.form.editor("park")
    line.undo()  # type: ignore[attr-defined]
    assert editor.form.texts()["park"] == "南园"


# ---- what the other one alone changed --------------------------------------------------------


def test_what_only_the_other_changed_is_taken_over_and_said(any_desk: Desk) -> None:
    project = any_desk.office.take_up("甲", park="东园", township="城关镇")
    editor = any_desk.edit(project, park="南园", remark="看过")
    any_desk.li.edit(project, park="西园", township="红山镇")
    any_desk.save()
    assert editor.form.texts()["township"] == "红山镇"
    (bar,) = editor.findChildren(NoticeBar)
    assert "对方还改了：乡镇" in bar.text()
    press(any_desk, editor, "park", "我的")
    any_desk.save()
    record = any_desk.office.record(project)
    assert (record["park"], record["township"], record["remark"]) == ("南园", "红山镇", "看过")


def test_a_further_change_in_between_asks_again(any_desk: Desk) -> None:
    project, editor = both_change_the_park(any_desk, remark="看过")
    press(any_desk, editor, "park", "我的")
    any_desk.li.edit(project, park="北园")
    any_desk.save()
    assert "北园" in told(editor.choosing.card("park"))
    assert "西园" not in told(editor.choosing.card("park"))
    assert not button(editor, "保存").isEnabled()
    press(any_desk, editor, "park", "我的")
    any_desk.save()
    record = any_desk.office.record(project)
    assert (record["park"], record["remark"]) == ("南园", "看过")


def test_a_value_taken_from_the_other_follows_its_next_change(desk: Desk) -> None:
    project, editor = both_change_the_park(desk, township="河西镇")
    press(desk, editor, "park", "对方的")
    desk.li.edit(project, park="北园", township="红山镇")
    desk.save()
    assert editor.form.texts()["park"] == "北园"
    assert editor.choosing.open() == ["township"]


def test_one_day_written_in_two_ways_is_no_conflict(desk: Desk) -> None:
    project = desk.office.take_up("甲")
    desk.edit(project, started_on="2025年3月", remark="看过")
    desk.li.edit(project, started_on=when("2025-03"))
    desk.save()
    assert desk.page.side.editor() is None
    assert desk.office.record(project)["remark"] == "看过"


# ---- nothing is lost -------------------------------------------------------------------------


def test_cancelling_keeps_what_the_other_saved_and_what_was_typed(desk: Desk) -> None:
    project, editor = both_change_the_park(desk)
    editor.closed.emit()
    desk.settle()
    assert desk.office.record(project)["park"] == "西园"
    again = next(b for b in desk.page.findChildren(QPushButton) if b.text() == "继续填写")
    again.click()
    desk.settle()
    back = desk.page.side.editor()
    assert back is not None
    assert back.form.texts()["park"] == "南园"
    desk.save()
    assert back.choosing.open() == ["park"], "the draft would have overwritten the other's value"


def test_every_kind_of_field_can_be_chosen(desk: Desk) -> None:
    project = desk.office.take_up("甲", total_investment=yi(1), contacts=(person("赵文"),))
    editor = desk.edit(
        project, total_investment="5.2亿", site_mode="GRANT", started_on="今年3月底",
        contacts="张三（经理）13800001111", progress_text="我的" * 90,
    )  # fmt: skip
    desk.li.edit(
        project, total_investment=yi(4), site_mode="LEASED_PLANT", started_on=when("2025-04"),
        contacts=(person("赵文", "13933335678"),), progress_text="我的" * 80 + "他的",
    )  # fmt: skip
    desk.save()
    cards = {key: told(editor.choosing.card(key)) for key in editor.choosing.open()}
    assert "52000 万元" in cards["total_investment"]
    assert "40000 万元" in cards["total_investment"]
    assert "出让" in cards["site_mode"]
    assert "2025-03" in cards["started_on"]
    assert "13933335678" not in cards["contacts"]
    assert "他的" in cards["progress_text"], "the place where long texts differ is cut off"
    assert all("li · 09-01" in text for text in cards.values())
    editor.choosing.take_all("mine")
    desk.save()
    record = desk.office.record(project)
    assert (record["total_investment"], record["site_mode"]) == (52 * yi(1) // 10, "GRANT")
    assert record["started_on"].value == "2025-03"
    assert [one.phone for one in record["contacts"]] == ["13800001111"]
    assert record["progress_text"] == "我的" * 90


@pytest.mark.parametrize(("name", "kept"), [("mine", CANARY), ("theirs", "13933335678")])
def test_masked_numbers_that_look_alike_keep_their_owner(desk: Desk, name: str, kept: str) -> None:
    project = desk.office.take_up("甲", contacts=(person("赵文"),))
    editor = desk.edit(project, contacts="赵文（主任） 139****5678")
    desk.li.edit(project, contacts=(person("赵文", "13933335678", "主任"),))
    desk.save()
    editor.choosing.take("contacts", name)
    desk.save()
    assert [one.phone for one in desk.office.record(project)["contacts"]] == [kept]


def test_who_removed_all_people_is_named(any_desk: Desk) -> None:
    project = any_desk.office.take_up("甲", contacts=(person("赵文"),))
    editor = any_desk.edit(project, contacts="钱六 13800001111")
    any_desk.li.edit(project, contacts=())
    any_desk.save()
    assert "li ·" in told(editor.choosing.card("contacts"))


# ---- firms -----------------------------------------------------------------------------------


def test_a_firm_is_chosen_field_by_field_too(firm_desk: Desk) -> None:
    firm = firm_desk.office.firm("乙公司", business="屠宰", region="山西太原", tags="老")
    editor = firm_desk.edit(firm, business="冷链", region="浙江嘉兴南湖", local="yes")
    firm_desk.li_edits_firm(firm, business="饲料", region="山西临汾", tags="龙头")
    firm_desk.save()
    assert editor.choosing.open() == ["region", "business"]
    assert editor.form.texts()["tags"] == "龙头"
    press(firm_desk, editor, "region", "我的")
    press(firm_desk, editor, "business", "对方的")
    firm_desk.save()
    record = firm_desk.firm(firm)
    assert (record["business"], record["region_code"]) == ("饲料", "330402")
    assert (record["tags"], record["local"]) == ("龙头", True)


# ---- looks -----------------------------------------------------------------------------------


@pytest.mark.parametrize("language", words.LANGUAGES)
@pytest.mark.parametrize("width", [1190, 800])
def test_nothing_is_clipped_or_nameless(desk: Desk, language: str, width: int) -> None:
    words.use(language)
    desk.page.resize(width, 690)
    _project, editor = both_change_the_park(desk, total_investment="5.2亿")
    for name in ("", "mine", "theirs"):
        if name:
            editor.choosing.take_all(name)
        desk.settle()
        assert find_clipped(editor) == []
        assert find_nameless(editor) == []
        area = editor.form.parentWidget()
        assert area is not None
        assert editor.form.width() <= area.width(), "the form is wider than its panel"
