"""After importing requests or monthly rows the button leads to just those."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import openpyxl
import pytest
from sqlalchemy import select

from invest_crm.db.schema.requests import service_request
from tests.ui.pages import settled

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.ui.ledger.page import LedgerPage
    from tests.support.factories import Bureau

REQUESTS: list[list[Any]] = [
    ["某县企业诉求台账（截至2025年8月31日）"],
    ["序号", "企业名称", "诉求内容", "责任单位", "收集时间", "办结时限", "是否办结"],
    [1, "乙公司", "用电增容", "县供电公司", "2025-08-01", "2025-09-10", "否"],
    [2, "丙公司", "组织招聘", "县人社局", "2025-08-02", "2025-09-01", "否"],
]
MONTHS: list[list[Any]] = [
    ["某县2025年8月重点项目投资完成情况表", "", "", ""],
    ["单位：万元", "", "", ""],
    ["序号", "项目名称", "本月完成投资", "本年累计完成投资"],
    [1, "金穗屠宰项目", 120, 900],
]


def write(path: Path, rows: list[list[Any]]) -> Path:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    book.save(path)
    book.close()
    return path


def imported(page: LedgerPage, path: Path) -> dict[str, Any]:
    """Where the button leads once a file was imported."""
    gone: list[tuple[str, dict[str, Any]]] = []
    page.open_page.connect(lambda name, state: gone.append((name, state)))
    page.open_file(str(path))
    assert settled()
    page.apply()
    assert settled()
    assert page.step() is page.done
    page.done.look.click()
    ((name, state),) = gone
    return {"page": name, **state}


def test_requests_lead_to_the_list_with_those_imported(
    page: LedgerPage, office: Bureau, tmp_path: Path
) -> None:
    found = imported(page, write(tmp_path / "诉求.xlsx", REQUESTS))
    ids = office.app.read(lambda view: view.values(select(service_request.c.id)))
    assert page.done.look.text() == "查看诉求"
    assert (found["page"], sorted(found["ids"])) == ("requests", sorted(ids))
    assert len(ids) == 2
    assert "诉求.xlsx" in found["reason"]


@pytest.mark.parametrize("others", [0, 2])
def test_monthly_rows_lead_to_their_projects(
    page: LedgerPage, office: Bureau, tmp_path: Path, others: int
) -> None:
    project = office.take_up("金穗屠宰项目")
    for n in range(others):
        office.take_up(f"别的项目{n}")
    found = imported(page, write(tmp_path / "月报.xlsx", MONTHS))
    assert page.done.look.text() == "查看项目"
    assert (found["page"], found["ids"]) == ("projects", [project])
