"""Journey 2: a firm is found by its initials and a visit noted with a follow-up, by keyboard."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import Qt

from invest_crm.services.interactions import list_interactions
from invest_crm.services.tasks import list_tasks
from tests.support.factories import Bureau

if TYPE_CHECKING:
    from tests.e2e.conftest import Desk
    from tests.support.awake import Heartbeat
    from tests.support.journeys import Journey

pytestmark = pytest.mark.slow
CTRL = Qt.KeyboardModifier.ControlModifier
FIRM = "三鑫能源科技有限公司"
LINE = "拜访谈供电 下周三回访"
MOST_KEYS = 30
MOST_KEYS_ANYWHERE = 27
"""Ctrl+M, four initials, the line, Enter: two keys less than through the palette."""
PINYIN_KEYS = 2
"""Keys that a practised hand needs for a Chinese character with an input method, at most."""


def _find(desk: Desk, text: str) -> None:
    desk.press(Qt.Key.Key_K, CTRL)
    desk.type(text, wait=False)
    desk.qtbot.waitUntil(
        lambda: [hit.entry.title for hit in desk.window.search.hits()][:1] == [FIRM], timeout=5000
    )
    desk.press(Qt.Key.Key_Return)


def test_a_visit_is_noted_in_fifteen_seconds_and_thirty_keys(
    desk: Desk, heartbeat: Heartbeat, journey: Journey
) -> None:
    office = Bureau(desk.context.app)
    firm = office.firm(FIRM)
    with heartbeat(), journey("2", desk):
        _find(desk, "sxny")
        assert desk.at() == "firms"
        desk.press(Qt.Key.Key_M, CTRL)
        line = desk.page().timeline.quick
        assert line.line.hasFocus()
        desk.type(LINE, wait=False)
        desk.qtbot.waitUntil(lambda: len(line.chips()) >= 4, timeout=5000)
        desk.press(Qt.Key.Key_Return)
    chinese = sum(not char.isascii() for char in LINE)
    (visit,) = office.app.read(list_interactions)
    (task,) = office.app.read(list_tasks)
    assert (visit["firm"], visit["kind"], visit["text"]) == (firm, "VISIT", "拜访谈供电")
    assert (task["text"], task["due_on"], task["assignee"]) == ("回访", "2026-07-15", "wang")
    assert desk.keys + (PINYIN_KEYS - 1) * chinese <= MOST_KEYS
    assert line.line.text() == ""
    assert [row.line.text for row in desk.page().timeline.tasks.rows()] == ["回访"]
    assert any("拜访谈供电" in row.words() for row in desk.page().timeline.rows())
    assert FIRM in desk.said()


def test_from_any_page_the_line_alone_is_enough_when_it_begins_with_initials(
    desk: Desk, heartbeat: Heartbeat, journey: Journey
) -> None:
    office = Bureau(desk.context.app)
    firm = office.firm(FIRM)
    with heartbeat(), journey("2, from anywhere", desk):
        desk.press(Qt.Key.Key_M, CTRL)
        assert desk.at() == "today"
        line = desk.page().quick
        assert line.line.hasFocus()
        desk.type(f"sxny{LINE}", wait=False)
        desk.qtbot.waitUntil(lambda: FIRM in [chip.text() for chip in line.chips()], timeout=5000)
        desk.press(Qt.Key.Key_Return)
    chinese = sum(not char.isascii() for char in LINE)
    (visit,) = office.app.read(list_interactions)
    (task,) = office.app.read(list_tasks)
    assert (visit["firm"], visit["kind"], visit["text"]) == (firm, "VISIT", "拜访谈供电")
    assert (task["text"], task["due_on"], task["assignee"]) == ("回访", "2026-07-15", "wang")
    assert desk.keys + (PINYIN_KEYS - 1) * chinese <= MOST_KEYS_ANYWHERE
    assert desk.clicks == 0


def test_it_is_undone_as_one_and_the_line_is_free_again(desk: Desk) -> None:
    office = Bureau(desk.context.app)
    office.firm(FIRM)
    _find(desk, "sxny")
    desk.press(Qt.Key.Key_M, CTRL)
    desk.type(LINE, wait=False)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    desk.undo()
    assert office.app.read(list_interactions) == []
    assert office.app.read(list_tasks) == []
    assert desk.page().timeline.tasks.rows() == []


def test_what_is_due_stands_on_today_and_is_done_there(desk: Desk) -> None:
    office = Bureau(desk.context.app)
    office.firm(FIRM)
    _find(desk, "sxny")
    desk.press(Qt.Key.Key_M, CTRL)
    desk.type("昨天拜访 今天报材料", wait=False)
    desk.press(Qt.Key.Key_Return)
    desk.settle()
    page = desk.go("today")
    (card,) = [card for card in page.columns.cards() if card.content.id == "tasks.soon"]
    (row,) = card.list.rows()
    assert row.line.subject == FIRM
    row.act("done")
    desk.type("已报送")
    desk.press(Qt.Key.Key_Return)
    (task,) = office.app.read(list_tasks)
    assert (task["state"], task["result"]) == ("DONE", "已报送")
    assert not any(card.content.id.startswith("tasks.") for card in page.columns.cards())
    assert desk.said() == "完成待办：报材料"
    desk.undo()
    (card,) = [card for card in page.columns.cards() if card.content.id == "tasks.soon"]
    assert card.content.count == 1
