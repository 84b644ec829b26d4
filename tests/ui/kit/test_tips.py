"""Tooltips say what stands in the data, letter by letter, whoever sets them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QToolTip, QWidget

from invest_crm.ui.kit.text import TIP, tip_lines

MARKUP = "<b>粗体</b>&amp;<script>x</script>项目"


@pytest.fixture
def window(qtbot) -> QWidget:
    made = QWidget()
    qtbot.addWidget(made)
    made.resize(300, 200)
    made.show()
    qtbot.waitExposed(made)
    yield made
    QToolTip.hideText()


def shown_tip(window: QWidget, text: str) -> QLabel:
    QToolTip.showText(window.mapToGlobal(QPoint(5, 5)), text, window)
    return next(
        part
        for part in window.findChildren(QLabel) + window.window().findChildren(QLabel)
        if part.metaObject().className() == "QTipLabel"
    )


def test_markup_in_a_name_is_shown_as_it_is_written(window) -> None:
    tip = shown_tip(window, MARKUP)
    assert tip.text() == MARKUP
    assert tip.textFormat() == Qt.TextFormat.PlainText
    assert tip.width() >= tip.fontMetrics().horizontalAdvance("<b>粗体</b>&amp;"), (
        "nothing is swallowed"
    )


def test_a_long_text_is_broken_into_lines() -> None:
    words = "履约率：按签约项目数计算的到位比例，" * 12
    lines = tip_lines(words).split("\n")
    assert "".join(lines) == words
    assert max(len(line) for line in lines) <= TIP
