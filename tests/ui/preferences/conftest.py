"""The real settings page on a real database."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from invest_crm.ui.context import Context
from invest_crm.ui.preferences.page import PreferencesPage
from tests.support.factories import sqlite_template as sqlite_template  # noqa: PLC0414 - fixture
from tests.ui.ledger.conftest import settled

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def context(qapp, sqlite_template: Path, tmp_path: Path) -> Iterator[Context]:
    where = tmp_path / "crm.db"
    shutil.copy(sqlite_template, where)
    made = Context(str(where), "wang")
    made.open()
    assert made.app
    yield made
    assert settled()
    made.close()


@pytest.fixture
def page(qtbot, context: Context) -> PreferencesPage:
    made = PreferencesPage(context)
    context.changed.connect(made.on_changed)
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    made.resize(1190, 690)
    made.show()
    qtbot.waitExposed(made)
    assert settled()
    return made
