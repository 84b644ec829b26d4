"""Journey B: a leader asks a number what is behind it. Four clicks, or the keyboard alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolButton, QToolTip

if TYPE_CHECKING:
    from tests.e2e.conftest import Desk
    from tests.support.journeys import Journey

pytestmark = pytest.mark.slow


def _number(desk: Desk, metric: str) -> int:
    """What the figures say, past the window."""
    return int(desk.office.value(metric, "2026-07-10", "2026-01-01"))


def test_board_number_rows_record_and_back_in_four_clicks(desk: Desk, journey: Journey) -> None:
    with journey("7 by mouse", desk):
        row, place, text = desk.figure("started.count")
        assert text == "50.0"
        desk.click(row, place)
        assert sorted(desk.rows()) == sorted(
            ["金穗肉羊屠宰项目", "远川传感器项目（一期）", "清源冷链物流园"]
        )
        grid = desk.projects().grid
        index = grid.model.index(1, 0)
        desk.click(grid.view.viewport(), grid.view.visualRect(index).center())
        record = desk.projects().panel.record()
        assert record is not None
        assert record.id == grid.model.id_at(1)
        arrows = [b for b in desk.window.findChildren(QToolButton) if "Alt+←" in b.toolTip()]
        desk.click(arrows[0])
        assert desk.at() == "board"
    assert desk.clicks <= 4


def test_every_number_opens_as_many_rows_as_it_counts(desk: Desk) -> None:
    figures = desk.office.figures("2026-07-10", "2026-01-01")
    for metric in ("signed.count", "performed.count", "started.count", "in_production.count"):
        row, place, _text = desk.figure(metric)
        desk.click(row, place)
        assert len(desk.rows()) == figures[metric].value, metric
        assert desk.projects().definition.text() == figures[metric].definition
        desk.back()


def test_every_bar_opens_as_many_rows_as_it_shows(desk: Desk) -> None:
    bars = desk.bars("分组情况")
    for place, asked in [(box.center().toPoint(), asked) for box, asked in bars.spots()]:
        key, _bar, metric = asked.rpartition("|")
        groups = desk.office.figures("2026-07-10", "2026-01-01", by="chain").groups
        group = next(item for item in groups if item.key == key)
        found = {figure.metric: figure for figure in group.figures}
        counted = len(found[metric].projects)
        if metric == "started.count":
            counted -= len(found["in_production.count"].projects)
        desk.click(bars, place)
        assert len(desk.rows()) == counted, asked
        if metric == "signed.amount":
            amount = f"{found[metric].value / 10**10:.2f}"
            assert f"计入 {amount} 亿元" in desk.projects().head.note.text()
        desk.back()


def test_all_that_waits_is_the_sum_of_its_ages(desk: Desk) -> None:
    ages = desk.bars("签约未开工")
    seen: list[str] = []
    for place in {asked: box.center().toPoint() for box, asked in ages.spots()}.values():
        desk.click(ages, place)
        seen += desk.rows()
        desk.back()
    assert len(seen) == len(set(seen)) == _number(desk, "signed_not_started.count") == 3


def test_a_number_says_what_it_counts_when_the_mouse_rests_on_it(desk: Desk) -> None:
    row, place, _text = desk.figure("started.count")
    event = QHelpEvent(QEvent.Type.ToolTip, place, row.mapToGlobal(place))
    QApplication.sendEvent(row, event)
    assert "已实质性开工" in QToolTip.text()
    assert "已实质性开工" in row.accessibleDescription()
    QToolTip.hideText()


def test_the_same_by_keyboard(desk: Desk, journey: Journey) -> None:
    with journey("7 by keyboard", desk):
        row, _place, _text = desk.figure("started.count")
        row.setFocus(Qt.FocusReason.TabFocusReason)
        desk.press(Qt.Key.Key_Return)
        assert len(desk.rows()) == 3
        desk.projects().grid.view.setFocus()
        desk.press(Qt.Key.Key_Down)
        record = desk.projects().panel.record()
        assert record is not None
        desk.back()
        assert desk.at() == "board"
    bars = desk.bars("分组情况")
    bars.setFocus(Qt.FocusReason.TabFocusReason)
    desk.press(Qt.Key.Key_Right)
    desk.press(Qt.Key.Key_Return)
    assert desk.at() == "projects"


def test_what_changes_elsewhere_changes_the_number_on_screen(desk: Desk) -> None:
    desk.office.take_up("新签项目", signed_on="2026-07-01", total_investment=10**10)
    desk.settle()
    assert desk.figure("signed.count")[2] == "7"


def test_another_grouping_shows_other_bars_of_the_same_whole(desk: Desk) -> None:
    board = desk.board()
    board._groups.set_current("tier")
    board._groups.currentIndexChanged.emit(board._groups.currentIndex())
    desk.settle()
    keys = {asked.partition("|")[0] for _box, asked in desk.bars("分组情况").spots()}
    assert keys == {"lt1", "1-5", "5-10"}
    assert desk.figure("signed.count")[2] == "6"
