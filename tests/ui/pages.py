"""A page over a real SQLite database on 1 September 2025, in the hands of wang."""

from __future__ import annotations

import shutil
import time
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from PySide6.QtWidgets import QApplication

from invest_crm.ui import operations
from invest_crm.ui.context import Context
from tests.support.factories import Bureau, Clock, sqlite_template

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from invest_crm.ui.kit.page import Page

AnyPage = TypeVar("AnyPage", bound="Page")

__all__ = ["context", "office", "settled", "show_page", "sqlite_template"]


def settled(seconds: float = 30.0) -> bool:
    """Turn the event loop until an answer asks for nothing more."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        QApplication.processEvents()
        if operations.wait_idle(seconds) and not operations.busy():
            QApplication.processEvents()
            if not operations.busy():
                return True
    return False


@pytest.fixture
def context(qapp, sqlite_template: Path, tmp_path: Path) -> Iterator[Context]:
    """An open database with the reference data."""
    path = tmp_path / "crm.db"
    shutil.copy(sqlite_template, path)
    made = Context(str(path), "wang")
    made.open()
    made.app.clock = Clock()
    yield made
    assert settled()
    made.close()


@pytest.fixture
def office(context: Context) -> Bureau:
    """The bureau that works in it."""
    return Bureau(context.app)


def show_page(
    qtbot: QtBot, context: Context, made: AnyPage, state: dict[str, Any] | None = None
) -> AnyPage:
    """A page in its window's size, in a state if given; ``gone`` gathers where it leads."""
    context.changed.connect(made.on_changed)
    made.gone = []  # type: ignore[attr-defined]
    made.open_page.connect(lambda name, at: made.gone.append((name, at)))  # type: ignore[attr-defined]
    if state is not None:
        made.restore(state)
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    made.resize(1190, 690)
    made.show()
    qtbot.waitExposed(made)
    assert settled()
    return made
