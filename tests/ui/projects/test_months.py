"""The monthly rows in the panel of a project."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.db.schema.monthly import monthly_report
from invest_crm.services.projects.months import months_of
from tests.support.factories import wan
from tests.ui.pages import settled
from tests.ui.walker import find_clipped

if TYPE_CHECKING:
    from tests.support.factories import Bureau


def months(page) -> list[tuple[str, ...]]:
    return [tuple(map(str, row.cells)) for row in page.months.table._rows]


def open_months(page, project: str) -> None:
    page.restore({"open": project})
    assert settled()
    page.panel.set_current_tab("months")


def test_months_stand_as_they_were_reported_newest_first(page, bureau, office: Bureau) -> None:
    office.month(bureau["sheep"], "2025-07", completed_month=wan(1200), completed_year=wan(3000))
    office.month(bureau["sheep"], "2025-08", funds_month=50_000, funds_year=wan(12_345))
    gone = office.month(bureau["sheep"], "2025-06", completed_month=wan(1))
    office.void(monthly_report, gone)
    open_months(page, bureau["sheep"])
    assert months(page) == [
        ("2025年8月", "—", "—", "0.05", "12,345"),
        ("2025年7月", "1,200", "3,000", "—", "—"),
    ]
    assert page.months.table.isVisible()
    assert all(width for _x, width in page.months.table._boxes()), "two columns of one title"
    assert not page.months.bring.isVisible()
    assert find_clipped(page) == []


def test_twelve_months_are_shown_until_all_are_asked_for(page, bureau, office: Bureau) -> None:
    for n in range(15):
        day = f"{2024 + n // 12}-{n % 12 + 1:02d}"
        office.month(bureau["sheep"], day, completed_month=wan(n))
    open_months(page, bureau["sheep"])
    assert (len(months(page)), months(page)[0][0]) == (12, "2025年3月")
    assert page.months.all.text() == "全部 15 个月"
    page.months.all.click()
    assert len(months(page)) == 15
    assert not page.months.all.isVisible()
    open_months(page, bureau["cold"])
    open_months(page, bureau["sheep"])
    assert len(months(page)) == 12


def test_a_project_without_months_says_where_they_come_from(page, bureau) -> None:
    open_months(page, bureau["talk"])
    assert not page.months.table.isVisible()
    page.months.bring.click()
    assert page.gone == [("ledger", {})]


def test_months_of_another_project_are_not_shown(page, bureau, office: Bureau) -> None:
    office.month(bureau["sheep"], "2025-07", completed_month=wan(1))
    assert office.app.read(months_of, bureau["cold"]) == ()
