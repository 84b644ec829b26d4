"""What every window test stands on: theme, language, a quiet background, a database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from PySide6.QtGui import QGuiApplication

from invest_crm import words
from invest_crm.ui import operations, theme
from tests.ui.pages import context, office, sqlite_template

if TYPE_CHECKING:
    from collections.abc import Iterator

__all__ = ["context", "office", "sqlite_template"]

_NOISE = "This plugin does not support"
"""The offscreen platform says so of every window; it is not about the program."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    here = Path(__file__).parent
    for item in items:
        if here in item.path.parents:
            item.add_marker(pytest.mark.qt_log_ignore(_NOISE, extend=True))


@pytest.fixture(autouse=True)
def _window_ground(qapp) -> Iterator[None]:
    before = words.language()
    words.use("zh_CN")
    theme.install("light", text_scale=1.0)
    yield
    assert operations.wait_idle(5), "background work was still running when the test ended"
    operations.shutdown(5)
    # The offscreen platform keeps what was copied for ever; Python's part must go before Python.
    QGuiApplication.clipboard().clear()
    words.use(before)
