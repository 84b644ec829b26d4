"""A list that a figure opened says which figure, which period, and what the figure means."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QToolButton

from invest_crm.ui.kit.chip import PillButton
from tests.ui.pages import settled
from tests.ui.projects.conftest import bureau, page

__all__ = ["bureau", "page"]

MEANING = "签约项目中已注册、已备案、已落实场地或已到位首笔资金且未终止的。" * 3
LINK = {"reason": "履约率 · 2025年以来", "definition": MEANING}


def opened(page, bureau) -> None:
    page.restore({"ids": [bureau["sheep"]], **LINK})
    assert settled()


def chip(page) -> PillButton:
    return next(c for c in page.head.findChildren(PillButton) if c.text() == LINK["reason"])


def test_the_chip_names_figure_and_period_and_tells_the_definition(page, bureau) -> None:
    opened(page, bureau)
    assert chip(page).toolTip().replace("\n", "") == MEANING
    assert page.definition.isVisible()
    assert page.definition.text() == MEANING


def test_the_definition_is_closed_with_one_click(page, qtbot, bureau) -> None:
    opened(page, bureau)
    qtbot.mouseClick(page.definition.findChild(QToolButton), Qt.MouseButton.LeftButton)
    assert not page.definition.isVisible()
    assert len(page.grid.model.ids()) == 1


def test_the_definition_goes_with_the_link_and_comes_back_with_the_state(page, bureau) -> None:
    opened(page, bureau)
    left = page.state()
    page.set_filter("ids", None)
    assert settled()
    assert not page.definition.isVisible()
    page.restore(left)
    assert settled()
    assert page.definition.text() == MEANING
    assert chip(page)
