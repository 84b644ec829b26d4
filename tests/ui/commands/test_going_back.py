"""Back and Forward bring every page back as it was left: filter, scroll and selection."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtCore import Qt

from invest_crm.ui.picture import page_names
from invest_crm.ui.records.page import RecordsPage

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.support.factories import Bureau
    from tests.ui.commands.conftest import Desk

ALT = Qt.KeyboardModifier.AltModifier


def _narrowed_list(page: Any) -> None:
    page.restore({"text": "恒丰"})


def _grouped(page: Any) -> None:
    page.restore({"by": "unit"})


def _scrolled(page: Any) -> None:
    page.show_section(page.safety)


LEFT: dict[str, Any] = {
    "board": _grouped,
    "firms": _narrowed_list,
    "projects": _narrowed_list,
    "preferences": _scrolled,
}
"""How pages with something to remember are left."""


@pytest.fixture
def many(office: Bureau) -> Bureau:
    for number in range(60):
        office.take_up(f"恒丰食品{number:02}期")
        office.firm(f"恒丰食品{number:02}厂")
    return office


@pytest.mark.usefixtures("many")
@pytest.mark.parametrize("name", page_names())
def test_a_page_comes_back_as_it_was_left(desk: Desk, name: str) -> None:
    window = desk.window
    desk.go("welcome" if name != "welcome" else "today")
    desk.go(name)
    page: Any = window.pages.current()
    if name in LEFT:
        LEFT[name](page)
    desk.settle()
    if isinstance(page, RecordsPage) and page.grid.model.rowCount() > 40:
        page.grid.select_id(page.grid.model.ids()[40])
        desk.settle()
        assert page.grid.view.verticalScrollBar().value() > 0
    left = page.state()
    desk.go("ledger" if name != "ledger" else "today")
    _disturb(page)
    desk.settle()
    assert page.state() != left or name not in LEFT
    desk.press(Qt.Key.Key_Left, ALT)
    desk.settle()
    assert window.pages.current() is page
    assert page.state() == left
    desk.press(Qt.Key.Key_Right, ALT)
    desk.settle()
    desk.press(Qt.Key.Key_Left, ALT)
    desk.settle()
    assert page.state() == left


def _disturb(page: Any) -> None:
    """Somebody comes by another way and leaves the page otherwise."""
    changes: dict[str, Callable[[], object]] = {
        "RecordsPage": lambda: page.restore({"text": "01"}),
        "BoardPage": lambda: page.restore({"by": "chain"}),
        "PreferencesPage": lambda: page.show_section(page.machine),
    }
    for kind in type(page).__mro__:
        if kind.__name__ in changes:
            changes[kind.__name__]()
