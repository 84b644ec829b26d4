"""Where a new record would stand on its chain is seen, and refused, before it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

import openpyxl
import pytest
from PySide6.QtCore import Qt
from sqlalchemy import select

from invest_crm.db.schema.firms import firm, firm_node
from tests.ui.ledger.steps import on_row, opened, stored
from tests.ui.pages import settled

if TYPE_CHECKING:
    from pathlib import Path

HEADINGS = ["序号", "企业名称", "所属产业链", "主营业务"]
FIRMS = [[1, "青禾牧业有限公司", "肉羊", "肉羊定点屠宰"], [2, "汾河贸易有限公司", "肉羊", "综合"]]


@pytest.fixture
def targets(tmp_path: Path) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["某县目标企业清单"])
    for row in (HEADINGS, *FIRMS):
        sheet.append(row)
    book.save(tmp_path / "targets.xlsx")
    book.close()
    return tmp_path / "targets.xlsx"


def placed(context) -> list[str]:
    query = select(firm.c.name).join(firm_node, firm_node.c.firm_id == firm.c.id)
    return [row.name for row in context.app.read(lambda view: view.rows(query))]


def test_the_panel_says_the_presumed_link_and_what_told_it(page, targets) -> None:
    opened(page, targets)
    on_row(page, 0)
    assert "肉羊定点屠宰\n按“主营业务”推定" in page.panel.line("node").plain()
    on_row(page, 1)
    assert page.panel.line("node") is None


def test_a_presumed_link_is_written_unless_it_was_refused(page, qtbot, targets, context) -> None:
    opened(page, targets)
    on_row(page, 0)
    button = page.panel.line("node").keep_button()
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert settled()
    assert "推定" not in page.panel.line("node").plain()
    page.apply()
    assert settled()
    assert context.app.read(lambda view: view.count(select(firm))) == 2
    assert placed(context) == []


def test_silence_means_the_presumed_link(page, targets, context) -> None:
    opened(page, targets)
    page.apply()
    assert settled()
    assert placed(context) == ["青禾牧业有限公司"]


def test_a_project_is_told_its_link_the_same_way(page, qtbot, ledger, context) -> None:
    opened(page, ledger)
    on_row(page, 0)
    line = page.panel.line("node")
    assert "按“项目名称”推定" in line.plain()
    qtbot.mouseClick(line.keep_button(), Qt.MouseButton.LeftButton)
    assert settled()
    page.apply()
    assert settled()
    assert stored(context)["大湾肉羊屠宰项目"]["node"] is None
