"""The Qt binding in use does not eat references of None.

PySide6 6.12 drops one reference of ``None`` with every void call on Python before 3.12 and
aborts the process after some thousand calls; that is why pyproject.toml stops below 6.12.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

import PySide6
from PySide6.QtWidgets import QLabel

if TYPE_CHECKING:
    from pytestqt.qtbot import QtBot

CALLS = 2_000


def test_void_calls_do_not_take_references_of_none(qtbot: QtBot) -> None:
    label = QLabel()
    qtbot.addWidget(label)
    before = sys.getrefcount(None)
    for _ in range(CALLS):
        label.setText("a")
    assert before - sys.getrefcount(None) < CALLS / 10


def test_the_binding_is_one_the_project_allows() -> None:
    major, minor = (int(part) for part in PySide6.__version__.split(".")[:2])
    assert (6, 8) <= (major, minor) < (6, 12)
