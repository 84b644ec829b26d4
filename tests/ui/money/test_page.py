"""The page of monthly reports: typed and pasted, corrected, closed, three sets; a project's tab."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from PySide6.QtGui import QGuiApplication

from invest_crm.domain.month_reports import Subject
from invest_crm.domain.three_sets import Basis
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.money.closing import close_month
from invest_crm.services.money.figures import AddFigure, add_figure
from invest_crm.services.money.progress import AddProgress, record_progress
from invest_crm.services.money.reports import load, record_id
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.money.closing_form import ClosingForm
from invest_crm.ui.money.columns import KEYS
from invest_crm.ui.money.correction_form import CorrectionForm, ReasonForm
from invest_crm.ui.money.entry_forms import FigureForm, ProgressForm
from invest_crm.ui.money.page import MonthsPage
from invest_crm.ui.projects.page import ProjectsPage
from invest_crm.ui.records.patch_panel import PatchPanel
from tests.support.factories import Bureau, wan, yi
from tests.support.photos import photo
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.ui.context import Context

AUGUST = "2025-08"


@pytest.fixture
def works(office: Bureau) -> dict[str, str]:
    """Three projects under construction; two reported August, one of them beyond its total."""
    made = {}
    for name, total in (("甲厂", yi(1)), ("乙厂", wan(100)), ("丙厂", yi(1))):
        row = {"name": name, "signed_on": "2025-01-10", "started_on": "2025-06-05",
               "total_investment": total, "lead_unit": "县商务局"}  # fmt: skip
        made[name[0]] = office.ledger("2025-08-31", row)[0]
    office.month(made["甲"], "2025-07", completed_month=wan(100), funds_month=wan(60))
    office.month(made["甲"], AUGUST, completed_month=wan(50), funds_month=wan(20))
    office.month(made["乙"], AUGUST, completed_month=wan(30), funds_month=wan(120))
    return made


def show(qtbot, page: Any, context: Context) -> Any:
    context.changed.connect(page.on_changed)
    page.gone = []
    page.open_page.connect(lambda name, state: page.gone.append((name, state)))
    qtbot.addWidget(page)
    qtbot.addWidget(page.top_bar)
    page.resize(1190, 690)
    page.show()
    qtbot.waitExposed(page)
    assert settled()
    return page


@pytest.fixture
def page(qtbot, context: Context, works: dict[str, str]) -> MonthsPage:
    return show(qtbot, MonthsPage(context), context)


def line(page: MonthsPage, project: str, month: str = AUGUST) -> Any:
    key = record_id(project, month)
    return page._context.app.read(load, [key])[key]


def cell(page: MonthsPage, project: str, key: str, month: str = AUGUST) -> Any:
    cells = page.grid.model.cells(page.grid.model.row_of(record_id(project, month)))
    assert cells is not None
    return cells[KEYS.index(key)]


def text(value: Any) -> str:
    return value if isinstance(value, str) else value.text


def pick(page: MonthsPage, project: str, key: str = "name") -> None:
    grid = page.grid
    row = grid.model.row_of(record_id(project, AUGUST))
    grid.view.setCurrentIndex(grid.model.index(row, KEYS.index(key)))
    assert settled()


def part(page: Any, kind: type) -> Any:
    assert settled()
    found = page.side.part()
    assert isinstance(found, kind)
    return found


def pills(page: MonthsPage) -> list[str]:
    return [one.text() for one in page.findChildren(PillButton) if one.isVisible()]


# ---- the list --------------------------------------------------------------------------------


def test_the_month_being_reported_is_shown_with_who_is_late(page, works) -> None:
    assert "2025年8月" in pills(page)
    assert set(page.grid.model.ids()) == {record_id(one, AUGUST) for one in works.values()}
    assert text(cell(page, works["丙"], "state")) == "逾期 4 天"
    assert text(cell(page, works["甲"], "completed_total")) == "150"
    assert text(cell(page, works["乙"], "warned")) == "到位超总投资"
    assert find_clipped(page) == []
    assert find_nameless(page) == []


def test_another_month_is_a_click_away_and_back_brings_it_back(page, works) -> None:
    page.show_month("2025-07")
    assert settled()
    assert text(cell(page, works["甲"], "funds_month", "2025-07")) == "60"
    state = page.state()
    page.show_month(AUGUST)
    assert settled()
    page.restore(state)
    assert settled()
    assert page.month == "2025-07"
    assert page.grid.model.ids()[0].endswith(":2025-07")


def test_all_months_of_one_project_stand_in_one_list(page, works) -> None:
    page.restore({"project": works["甲"], "reason": "甲厂"})
    assert settled()
    assert page.grid.model.ids()[1:3] == [record_id(works["甲"], AUGUST),
                                         record_id(works["甲"], "2025-07")]  # fmt: skip
    assert not page.grid.view.isColumnHidden(KEYS.index("month"))
    page.show_month(AUGUST)
    assert settled()
    assert page.grid.view.isColumnHidden(KEYS.index("month"))


def test_a_cell_is_typed_and_its_sums_follow(page, works) -> None:
    pick(page, works["丙"], "completed_month")
    page.cell_desk.cells.texts([record_id(works["丙"], AUGUST)], ["completed_month"], lambda _t: 0)
    assert settled()
    said: list[str] = []
    page.cell_desk.cells.write(record_id(works["丙"], AUGUST), "completed_month", "80", said.append)
    assert settled()
    assert said == [""]
    assert line(page, works["丙"])["completed_month"] == wan(80)
    assert text(cell(page, works["丙"], "state")) == "已报"
    page.cell_desk.cells.write(record_id(works["丙"], AUGUST), "funds_month", "-5", said.append)
    assert "冲减" in said[-1]


def test_a_month_is_pasted_by_the_names_of_its_projects(page, works) -> None:
    QGuiApplication.clipboard().setText("项目名称\t本月完成\t本月到位\n丙厂\t11\t7\n甲厂\t55\t20\n")
    page.grid.blocks.paste(as_new=True)
    panel = part(page, PatchPanel)
    panel.accept()
    assert settled()
    assert line(page, works["丙"])["completed_month"] == wan(11)
    assert line(page, works["甲"])["completed_month"] == wan(55)


def test_a_closed_month_says_why_its_cells_are_not_typed(page, works) -> None:
    page._context.write(page, lambda app: app.write(close_month, AUGUST))
    assert settled()
    assert page.cell_desk.cells.field("funds_month") is None
    assert "关账" in page.cell_desk.cells.why_not("funds_month")
    assert "关账" in page.head.note.text()
    page.show_month("2025-07")
    assert settled()
    assert page.cell_desk.cells.field("funds_month") is not None


# ---- corrections and closing -----------------------------------------------------------------


def test_a_correction_is_entered_and_taken_back_with_reasons(page, works) -> None:
    pick(page, works["甲"])
    page.new_record()
    form = part(page, CorrectionForm)
    form.form.retype({"funds": "-12.5"})
    form.accept()
    assert form.form.problems(), "without a reason nothing is written"
    form.form.retype({"reason": "重复填报"})
    form.accept()
    assert settled()
    assert line(page, works["甲"])["funds_total"] == wan(80) - 12_500_000
    (row,) = page.report.corrections._rows
    assert row.cells[0] == "重复填报"
    page.desk.take_back(row.id)
    reason = part(page, ReasonForm)
    reason.form.retype({"reason": "没有错"})
    reason.accept()
    assert settled()
    assert line(page, works["甲"])["funds_total"] == wan(80)


def test_closing_tells_what_is_missing_and_opening_asks_why(page, works) -> None:
    page.desk.open_closing()
    form = part(page, ClosingForm)
    assert form.button.isEnabled()
    form.agreed.emit()
    assert settled()
    assert AUGUST in page.ground.closed
    page.desk.reopen(AUGUST)
    reason = part(page, ReasonForm)
    reason.form.retype({"reason": "漏报"})
    reason.accept()
    assert settled()
    assert page.ground.closed == {}


def test_the_report_day_is_changed_where_months_are_closed(page, works) -> None:
    page.desk.open_closing()
    form = part(page, ClosingForm)
    choice = form.choices["monthly.report"]
    choice.set_current("31")
    choice.activated.emit(choice.currentIndex())
    assert settled()
    assert text(cell(page, works["丙"], "state")) == "逾期 1 天"


def test_papers_prove_a_month(page, works, tmp_path: Path) -> None:
    pick(page, works["甲"])
    paper = tmp_path / "进账单.txt"
    paper.write_text("8月进账", encoding="utf-8")
    page.desk.attach([paper])
    assert settled()
    assert [one.name for one in page.shown.evidence] == ["进账单.txt"]
    assert page.shown.evidence[0].month == AUGUST
    pick(page, works["乙"])
    assert page.shown.evidence == ()


def test_the_month_is_exported_in_the_layout_of_the_county(page, works, tmp_path: Path) -> None:
    target = tmp_path / "月报.xlsx"
    page.desk.export(target)
    assert settled()
    assert target.stat().st_size > 0


# ---- three sets ------------------------------------------------------------------------------


def test_every_sum_of_the_three_sets_opens_its_projects(page, works, office) -> None:
    office.app.write(
        add_figure,
        AddFigure(works["甲"], Basis.PAPERS, Subject.FUNDS, date(2025, 8, 5), wan(70), "Invoice"),
    )
    page.show_view("sets")
    assert settled()
    sets = page.sets()
    (row,) = sets.tables[Subject.FUNDS]._rows
    assert [text(one) for one in row.cells[:5]] == ["甲厂", "80", "70", "−10", "−0.10"]
    sets.opened.emit([works["甲"]], "x")
    sets.project_opened.emit(works["甲"])
    assert page.gone == [("projects", {"ids": [works["甲"]], "reason": "x"}),
                         ("projects", {"open": works["甲"], "tab": "money"})]  # fmt: skip
    assert find_clipped(page) == []


# ---- the tab of a project --------------------------------------------------------------------


@pytest.fixture
def tab(qtbot, context: Context, works: dict[str, str]) -> Any:
    made = show(qtbot, ProjectsPage(context), context)
    made.restore({"open": works["甲"], "tab": "money"})
    assert settled()
    return made.money.tab()


def test_the_tab_shows_months_sets_and_what_is_missing(tab, works) -> None:
    assert [[text(one) for one in row.cells] for row in tab.months._rows] == [
        ["2025年8月", "50", "150", "20", "80"],
        ["2025年7月", "100", "100", "60", "60"],
    ]
    assert [text(one) for one in tab.sets._rows[0].cells][:2] == ["完成投资", "150"]
    tab.report.click()
    assert tab._page.gone == [("months", {"project": works["甲"], "reason": "甲厂"})]


def test_a_figure_is_entered_beside_what_was_reported(tab, works) -> None:
    tab.add_figure.click()
    form = part(tab._page, FigureForm)
    form.form.retype({"amount": "70", "on": "2025-08-05"})
    form.accept()
    assert settled()
    assert len(tab.figures._rows) == 1
    assert [text(one) for one in tab.sets._rows[4].cells][1:] == ["70", "−10", "−0.10"] or [
        text(one) for one in tab.sets._rows[1].cells
    ][1:] == ["70", "−80", "−0.80"]


def test_progress_is_noted_with_photos_that_say_their_day(tab, works, tmp_path: Path) -> None:
    old = tmp_path / "旧照片.jpg"
    old.write_bytes(photo("2025:05:01 09:00:00"))
    tab.add_progress.click()
    form = part(tab._page, ProgressForm)
    form.form.retype({"percent": "45%", "text": "三层封顶", "on": "2025-08-20"})
    form.photos.take([old])
    form.accept()
    assert settled()
    assert [text(one) for one in tab.progress._rows[0].cells] == ["8月20日", "45", "三层封顶", "1"]
    assert "早" in tab.odd.text()
    (button,) = tab.strip.buttons
    assert "111" in button.toolTip()


def test_a_project_without_months_says_where_they_come_from(tab, office) -> None:
    other = office.take_up("空项目")
    tab._page.restore({"open": other})
    assert settled()
    assert tab.found.name == "空项目"
    assert tab._none.isVisibleTo(tab)
    assert not tab.months.isVisibleTo(tab)


def test_an_entry_with_a_photo_of_its_own_day_is_not_odd(tab, works, office) -> None:
    command = AddProgress(works["甲"], date(2025, 8, 20), 45)
    files = [Offered("x.jpg", photo("2025:08:20 09:00:00"))]
    record_progress(office.app, command, files)
    tab.show_record(works["甲"])
    assert settled()
    assert len(tab.strip.buttons) == 1
    assert not tab.odd.isVisibleTo(tab)
