"""Headings: the unit is never the part that is left out. And what goes when the rows go."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QFontMetrics

from invest_crm import words
from invest_crm.ui import theme
from invest_crm.ui.firms.columns import firm_columns
from invest_crm.ui.kit.grid.delegate import PAD
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.grid.header import lines_of
from invest_crm.ui.kit.grid.source import Column
from invest_crm.ui.operations import wait_idle
from invest_crm.ui.projects.columns import project_columns
from tests.ui.kit.grid_fakes import FakeSource


def metrics() -> QFontMetrics:
    return QFontMetrics(theme.current().font(theme.NOTE))


def test_a_unit_that_does_not_fit_behind_its_title_stands_below_it(qapp) -> None:
    column = Column("total", "Total investment", "100 million yuan")
    assert lines_of(metrics(), column, 400) == ("Total investment(100 million yuan)",)
    assert lines_of(metrics(), column, 120) == ("Total investment", "(100 million yuan)")


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("columns", [project_columns, firm_columns])
def test_a_column_is_as_wide_as_its_heading(qapp, language: str, columns) -> None:
    words.use(language)
    for column in columns():
        for line in lines_of(metrics(), column, theme.px(column.width) - 2 * theme.px(PAD)):
            assert "…" not in line, column.key


def test_what_was_selected_is_said_no_more_when_other_rows_stand_there(qtbot) -> None:
    grid = DataGrid(FakeSource(100), name="项目")
    qtbot.addWidget(grid)
    grid.resize(900, 600)
    grid.show()
    qtbot.waitExposed(grid)
    assert wait_idle()
    with qtbot.waitSignal(grid.selection_said):
        grid.view.selectAll()
    said: list[str] = []
    grid.selection_said.connect(said.append)
    grid.set_query(replace(grid.query(), text="77"))
    qtbot.waitUntil(lambda: bool(said), timeout=3000)
    assert "100" not in said[-1]
