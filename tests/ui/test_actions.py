"""Commands are declared once and their keys do not clash."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from invest_crm.ui.actions import ActionSpec, Registry


def test_an_id_can_be_declared_only_once() -> None:
    registry = Registry([ActionSpec("open", "Open")])
    with pytest.raises(ValueError, match="open"):
        registry.declare(ActionSpec("open", "Open again"))


def test_shortcuts_clash_only_where_both_are_heard() -> None:
    registry = Registry(
        [
            ActionSpec("find", "Find", shortcut="Ctrl+F", scope="projects"),
            ActionSpec("filter", "Filter", shortcut="ctrl+f", scope="firms"),
        ]
    )
    assert registry.clashes() == []
    registry.declare(ActionSpec("search", "Search", shortcut="Ctrl+F"))
    assert {pair[1:] for pair in registry.clashes()} == {("find", "search"), ("filter", "search")}


def test_a_made_action_does_what_it_was_given(qtbot) -> None:
    parent = QWidget()
    qtbot.addWidget(parent)
    done: list[str] = []
    registry = Registry([ActionSpec("undo", "Undo", icon="undo", shortcut="Ctrl+Z")])
    action = registry.make("undo", parent, lambda: done.append("undone"))
    action.trigger()
    assert done == ["undone"]
    assert action.text() == "撤销"
    assert action.shortcut().toString() == "Ctrl+Z"
