"""Ledgers written on the spot and taken up through the program's own door."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest
import xlsxwriter

from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, plan_ledger, read_ledger
from invest_crm.services.projects import listing

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from invest_crm.services.ledger.plan import Plan
    from invest_crm.services.work import App

SIGNED = (
    "项目名称",
    "投资方",
    "总投资（亿元）",
    "已到位资金（万元）",
    "签约时间",
    "是否注册",
    "是否开工",
    "开工时间",
    "责任单位",
    "责任人及电话",
    "备注",
)


@dataclass
class Ledgers:
    """Writes a ledger of signed projects and imports it."""

    app: App
    folder: Path
    made: int = 0

    def file(self, title: str, header: Sequence[str], *rows: Sequence[Any]) -> Path:
        """A workbook: a title, a header, rows."""
        self.made += 1
        path = self.folder / f"台账{self.made}.xlsx"
        with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False}) as book:
            sheet = book.add_worksheet("台账")
            sheet.write(0, 0, title)
            for place, line in enumerate([header, *rows], start=1):
                for column, value in enumerate(line):
                    if value is not None:
                        sheet.write(place, column, value)
        return path

    def take(self, path: Path, *, accept: bool = False, **options: Any) -> Plan:
        """Import a file; returns the plan that was applied."""
        reading = read_ledger(self.app, ImportLedger(path, **options))
        plan = apply_ledger(self.app, reading, accept_suspicious=accept).value
        assert plan is not None
        return plan

    def look(self, path: Path) -> Plan:
        """The plan without applying it."""
        return self.app.read(plan_ledger, read_ledger(self.app, ImportLedger(path)))

    def signed(self, day: str, *rows: dict[str, Any], accept: bool = False) -> Plan:
        """A ledger of signed projects as of a day; cells by heading."""
        year, month, date = day.split("-")
        title = f"某县招商引资签约项目台账（截至{year}年{int(month)}月{int(date)}日）"
        lines = [[row.get(heading) for heading in SIGNED] for row in rows]
        return self.take(self.file(title, SIGNED, *lines), accept=accept)

    def projects(self) -> dict[str, dict[str, Any]]:
        """Every stored project by name, in its public shape."""
        found: list[dict[str, Any]] = self.app.read(listing.list_projects, reveal=True)
        return {str(item["name"]): item for item in found}


@pytest.fixture
def ledgers(app: App, tmp_path: Path) -> Ledgers:
    """Ledgers into a SQLite database."""
    return Ledgers(app, tmp_path)


@pytest.fixture
def any_ledgers(any_app: App, tmp_path: Path) -> Ledgers:
    """The same on each kind of database."""
    return Ledgers(any_app, tmp_path)
