"""The real page on a real database, and ledgers written for it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest

from invest_crm.ui.ledger.page import LedgerPage
from tests.ui.pages import settled

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.ui.context import Context

HEADINGS = [
    "序号", "项目名称", "投资方", "所属产业链", "总投资", "签约时间", "是否开工", "存在问题",
    "备注",
]  # fmt: skip
ROWS: list[list[Any]] = [
    [1, "大湾肉羊屠宰项目", "湖北大湾食品有限公司", "肉羊", 3.5, "2025-02-14", "√", "无", "重点"],
    [2, "远山传感器项目", "上海远山电子公司", "电子信息", "约2亿", "2025年3月", "否", "资金", ""],
    [3, "清河冷链项目", "重庆清河物流有限公司", "电商物流", "面议八", 2025.1, "", "用地", ""],
    [4, "白马研学营地", "北京白马文旅有限公司", "研学旅游", 1.2, "2025-06-01", "×", "", ""],
]


def write_ledger(path: Path, rows: list[list[Any]], day: str = "2025年8月31日") -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "台账"
    sheet.append([f"某县签约项目台账（截至{day}）"])
    sheet.append(["单位：亿元"])
    sheet.append(HEADINGS)
    for row in rows:
        sheet.append(row)
    sheet.append(["", "合计", "", "", sum(r[4] for r in rows if isinstance(r[4], float)) + 2])
    book.save(path)
    book.close()
    return path


@pytest.fixture
def ledger(tmp_path: Path) -> Path:
    return write_ledger(tmp_path / "signed.xlsx", ROWS)


@pytest.fixture
def page(qtbot, context: Context) -> LedgerPage:
    made = LedgerPage(context)
    context.changed.connect(made.on_changed)
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    made.resize(1190, 690)
    made.show()
    qtbot.waitExposed(made)
    assert settled()
    return made


@pytest.fixture
def count(context: Context) -> Callable[[str], int]:
    """How many records a table holds."""
    from sqlalchemy import select

    from invest_crm.db.schema import whole

    def rows(table: str) -> int:
        return context.app.read(lambda view: view.count(select(whole().tables[table])))

    return rows
