"""The Qt binding does not eat references of None."""

from __future__ import annotations

import sys

import pytest
from PySide6.QtWidgets import QLabel


@pytest.mark.skipif(sys.version_info >= (3, 12), reason="None is immortal from Python 3.12 on")
def test_void_calls_do_not_eat_references_of_none(qtbot) -> None:
    """PySide6 6.12.0 lost one reference of None in every void call, until the process died."""
    label = QLabel()
    qtbot.addWidget(label)
    rounds = 2000
    before = sys.getrefcount(None)
    for _round in range(rounds):
        label.setText("a")
    assert before - sys.getrefcount(None) < rounds // 10
