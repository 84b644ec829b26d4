"""The real settings page on a real database."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from invest_crm.ui.preferences.page import PreferencesPage
from tests.ui.pages import settled

if TYPE_CHECKING:
    from invest_crm.ui.context import Context


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
