"""What a person does with a filtered list, for tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.filters.value_list import ValueList
from tests.ui.pages import settled

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from invest_crm.ui.kit.filters.rows import ConditionRow
    from invest_crm.ui.projects.page import ProjectsPage


def names(page: ProjectsPage) -> set[str]:
    """The names of the projects in the list."""
    assert settled()
    model = page.grid.model
    return {model.text(row, 0) for row in range(model.rowCount())}


def place(page: ProjectsPage, key: str) -> int:
    """The model column of a field."""
    return [column.key for column in page.grid.model.columns()].index(key)


def stand_on(page: ProjectsPage, name: str, key: str) -> None:
    """Make a cell current, by the name of the project."""
    model = page.grid.model
    row = next(row for row in range(model.rowCount()) if model.text(row, 0) == name)
    page.grid.view.setCurrentIndex(model.index(row, place(page, key)))
    page.grid.view.setFocus()
    assert settled()


def press(
    widget: QWidget, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier
) -> None:
    QTest.keyClick(widget, key, held)
    assert settled()


def open_values(page: ProjectsPage, key: str) -> ValueList:
    """Alt+Down on a cell of a column."""
    stand_on(page, page.grid.model.text(0, 0), key)
    press(page.grid.view, Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    return popup(page)


def popup(page: ProjectsPage) -> ValueList:
    """The list of values that is open."""
    return next(part for part in page.findChildren(ValueList) if part.isVisible())


def choose(page: ProjectsPage, words: str) -> None:
    """Take an entry of the context menu of the current cell."""
    menu = page.grid.menu()
    action = next(item for item in menu.actions() if item.text().split("\t")[0] == words)
    action.trigger()
    menu.deleteLater()
    assert settled()


def chips(page: ProjectsPage) -> list[PillButton]:
    """The chips of the conditions."""
    found = page.head.findChildren(PillButton)
    return [chip for chip in found if chip.isVisible() and chip.toolTip() and chip.is_checked()]


def words_of(page: ProjectsPage) -> list[str]:
    """What the chips of the conditions say, in full."""
    return [chip.toolTip() for chip in chips(page) if "Ctrl" not in chip.toolTip()]


def chip(page: ProjectsPage, words: str) -> PillButton:
    """A chip by its words."""
    found = page.head.findChildren(PillButton)
    return next(chip for chip in found if chip.isVisible() and chip.text() == words)


def click(widget: QWidget) -> None:
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton)
    assert settled()


def click_cross(widget: PillButton) -> None:
    """The cross at the end of a chip."""
    at = QPoint(widget.width() - 12, widget.height() // 2)
    QTest.mouseClick(widget, Qt.MouseButton.LeftButton, pos=at)
    assert settled()


def ask(row: ConditionRow, field: str, op: str, *typed: str) -> None:
    """Choose field and comparison of a condition, and type into its lines."""
    _field, comparison = row.findChildren(Choice)[:2]
    _field.set_current(field)
    comparison.set_current(op)
    lines = [line for line in row.findChildren(QLineEdit) if not line.isHidden()]
    for line, text in zip(lines[-len(typed) :] if typed else (), typed, strict=True):
        line.setText(text)
        line.textEdited.emit(text)


def applied(page: ProjectsPage) -> None:
    """Wait for what was typed to be asked."""
    page.list_filter.builder.apply()
    assert settled()
