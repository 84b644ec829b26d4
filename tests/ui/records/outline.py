"""A list of projects in groups, with hands and eyes for its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QRect, Qt
from PySide6.QtTest import QTest

from invest_crm.domain.grouping import Grouping, Level
from tests.support.factories import wan, yi

if TYPE_CHECKING:
    from invest_crm.ui.kit.grid.model import GridModel
    from tests.ui.records.conftest import Desk

CTRL, SHIFT = Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
LEFT = Qt.MouseButton.LeftButton
BY_UNIT = Grouping((Level("lead_unit"),))
BY_CHAIN = Grouping((Level("chain"), Level("lead_unit")))


@pytest.fixture
def list_desk(desk: Desk) -> Desk:
    """Six projects of two units and none, on two chains and none."""
    rows: list[dict[str, Any]] = [
        {"name": "羊一", "chain": "mutton-sheep", "lead_unit": "发改局", "total_investment": yi(1)},
        {"name": "羊二", "chain": "mutton-sheep", "lead_unit": "商务局", "total_investment": yi(2)},
        {"name": "羊三", "chain": "mutton-sheep", "lead_unit": "商务局"},
        {"name": "电一", "chain": "electronics", "lead_unit": "商务局", "total_investment": yi(4)},
        {"name": "散一", "total_investment": wan(5_000)},
        {"name": "散二", "lead_unit": "发改局", "total_investment": yi(8)},
    ]
    for row in rows:
        desk.office.take_up(**row)
    desk.page.grid.refresh()
    desk.settle()
    return desk


def group(desk: Desk, grouping: Grouping) -> None:
    desk.page.grid.groups.group_by(grouping)
    desk.settle()


def lines(desk: Desk) -> list[str]:
    """What the rows say: groups with their level, count and sum, records by name."""
    model = desk.page.grid.model
    return [_line(model, row) for row in range(model.rowCount())]


def _line(model: GridModel, row: int) -> str:
    found = model.group_at(row)
    if found is None:
        return model.text(row, 0)
    total = found.texts[[one.key for one in model.columns()].index("total_investment")]
    return f"{'+' * len(found.node.path)}{found.node.label} {found.node.count} {total}"


def column(desk: Desk, key: str) -> int:
    """The place of a column, which is shown from now on."""
    place = [one.key for one in desk.page.grid.model.columns()].index(key)
    desk.page.grid.view.setColumnHidden(place, False)
    return place


def stand(desk: Desk, row: int, key: str = "name") -> None:
    view = desk.page.grid.view
    # Whatever key an earlier test may have left held does not add to the selection.
    alone = QItemSelectionModel.SelectionFlag.ClearAndSelect
    index = desk.page.grid.model.index(row, column(desk, key))
    view.selectionModel().setCurrentIndex(index, alone)
    view.setFocus()
    desk.settle()


def row_of(desk: Desk, words: str) -> int:
    return next(row for row, line in enumerate(lines(desk)) if line.strip("+").startswith(words))


def press(desk: Desk, key: Qt.Key, held: Any = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(desk.page.grid.view, key, held)
    desk.settle()


def select(desk: Desk, first: int, last: int, *keys: str) -> None:
    grid = desk.page.grid
    block = QItemSelection(
        grid.model.index(first, column(desk, keys[0])),
        grid.model.index(last, column(desk, keys[-1])),
    )
    flag = QItemSelectionModel.SelectionFlag
    grid.view.setCurrentIndex(block.indexes()[0])
    grid.view.selectionModel().select(block, flag.ClearAndSelect)
    grid.view.setFocus()
    desk.settle()


def cell(desk: Desk, row: int, key: str) -> QRect:
    return desk.page.grid.view.visualRect(desk.page.grid.model.index(row, column(desk, key)))


def named(desk: Desk) -> dict[str, str]:
    """Ids by name."""
    page = desk.page
    shown = page.grid.model.ids()
    return {desk.office.record(one)["name"]: one for one in shown}
