"""The history of a record: what changed from what to what, one field's story, undone from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QLabel, QToolButton

from tests.support.factories import yi
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from tests.ui.records.conftest import Desk


def texts(desk: Desk) -> list[str]:
    return [part.text() for part in desk.page.history.findChildren(QLabel) if part.isVisible()]


def look(desk: Desk, record: str) -> None:
    """Open the tab of a record."""
    desk.page.grid.select_id(record)
    desk.page.panel.set_current_tab("history")
    desk.settle()


def test_a_change_says_what_stood_there_and_what_stands_there(desk: Desk) -> None:
    project = desk.office.take_up("甲", total_investment=yi(1))
    desk.office.edit(project, total_investment=yi(2), remark="重点")
    desk.page.refresh()
    look(desk, project)
    assert "总投资：1.00 亿元 → 2.00 亿元" in texts(desk)
    assert "备注：— → 重点" in texts(desk)
    assert find_clipped(desk.page.history) == []
    assert find_nameless(desk.page.history) == []


def test_a_cell_leads_to_the_story_of_its_field(desk: Desk) -> None:
    project = desk.office.take_up("甲", total_investment=yi(1))
    desk.office.edit(project, total_investment=yi(2))
    desk.office.edit(project, remark="重点")
    desk.page.refresh()
    desk.settle()
    grid = desk.page.grid
    columns = [column.key for column in grid.model.columns()]
    grid.view.setCurrentIndex(grid.model.index(0, columns.index("total_investment")))
    desk.settle()
    desk.page.run("field.history")
    desk.settle()
    assert desk.page.panel.current_tab() == "history"
    assert desk.page.history.field.current() == "total_investment"
    told = texts(desk)
    assert "总投资：1.00 亿元 → 2.00 亿元" in told
    assert not any("备注" in text for text in told)
    grid.view.setCurrentIndex(grid.model.index(0, columns.index("park")))
    desk.page.run("field.history")
    desk.settle()
    assert texts(desk)[-1] == "“园区”建档以来没有改动过。"
    desk.page.history.field.set_current("")
    desk.page.history.field.activated.emit(0)
    desk.settle()
    assert any("备注" in text for text in texts(desk))


def test_an_action_is_undone_from_the_history(desk: Desk) -> None:
    project = desk.office.take_up("甲", total_investment=yi(1))
    desk.office.edit(project, total_investment=yi(2))
    desk.office.edit(project, remark="重点")
    desk.page.refresh()
    look(desk, project)
    buttons = desk.page.history.findChildren(QToolButton)
    buttons[1].click()
    desk.settle()
    record = desk.office.record(project)
    assert (record["total_investment"], record["remark"]) == (yi(1), "重点")
