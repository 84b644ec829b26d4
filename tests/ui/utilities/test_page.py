"""Utilities: demand against capacity and applications on the page, a project's own in its tab."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.utility_cases import CaseState
from invest_crm.domain.utility_needs import SCALE, Supply
from invest_crm.services.utilities.cases import Apply, apply_for, case_lines
from invest_crm.services.utilities.needs import (
    SaveNeed,
    SetCapacity,
    capacities,
    phases,
    save_need,
    set_capacity,
)
from invest_crm.ui.kit.grid.source import Cell
from invest_crm.ui.projects.page import ProjectsPage
from invest_crm.ui.utilities.forms import ApplyForm, CapacityForm, DaysForm, NeedForm, StepForm
from invest_crm.ui.utilities.page import UtilitiesPage
from tests.ui.pages import settled
from tests.ui.walker import find_clipped, find_nameless

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from tests.support.factories import Bureau


@pytest.fixture
def works(office: Bureau) -> dict[str, str]:
    """Two signed projects in one park; together they ask for more power than there is."""
    made = {}
    for name, kva, first in (("甲厂", 800, "2025-10"), ("乙厂", 400, "2026-03")):
        key = office.take_up(name, signed_on="2025-01-10", park="东园")
        values = {"power_kva": kva * SCALE, "vehicles": "冷链车"}
        office.app.write(save_need, SaveNeed("", key, "一期", first, "", values))
        made[name[0]] = key
    supply = SetCapacity("东园", Supply.POWER, "2025-01", 1_000 * SCALE, "供电公司函")
    office.app.write(set_capacity, supply)
    office.app.write(apply_for, Apply(made["甲"], "water_plain", date(2025, 8, 25), "赵敏"))
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
def page(qtbot, context: Context, works: dict[str, str]) -> UtilitiesPage:
    return show(qtbot, UtilitiesPage(context), context)


def part(page: Any, kind: type) -> Any:
    assert settled()
    found = page.side.part()
    assert isinstance(found, kind)
    return found


def test_what_runs_short_stands_first_and_opens_who_collides(page, works) -> None:
    chosen = page.outlook.chosen()
    assert (chosen.utility, chosen.short.month) == (Supply.POWER, "2026-03")
    assert page.outlook.bars._bars[0].right == "2026年3月起缺200 kVA"
    page.outlook.opened.emit(list(chosen.short.projects), "x")
    name, state = page.gone[0]
    assert (name, set(state["ids"])) == ("projects", set(works.values()))
    assert find_clipped(page) == []
    assert find_nameless(page) == []


def test_a_larger_capacity_ends_the_shortage(page, works) -> None:
    page.desk.capacity("东园")
    form = part(page, CapacityForm)
    form.form.retype({"amount": "2000", "first": "2026.3"})
    form.accept()
    assert form.form.problems(), "it says where it is known from"
    form.form.retype({"note": "扩容批复"})
    form.accept()
    assert settled()
    assert len(page._context.app.read(capacities)) == 2
    assert page.outlook.chosen().short is None


def test_an_application_goes_on_by_its_next_step(page, works) -> None:
    page.show_view("grid")
    assert settled()
    (one,) = page.grid.model.ids()
    cells = page.grid.model.cells(0)
    texts = [cell.text if isinstance(cell, Cell) else cell for cell in cells]
    assert texts[:6] == ["甲厂", "用水", "用水报装（无外线工程）", "在办", "申请受理",
                         "逾期2个工作日"]  # fmt: skip
    for _step in range(2):
        page.desk.step(page.source.line(one))
        form = part(page, StepForm)
        form.accept()
        assert settled()
    (line,) = page._context.app.read(case_lines)
    assert line.course.state is CaseState.CONNECTED
    assert page.grid.model.ids() == []
    page.show_only("connected")
    assert settled()
    assert page.grid.model.ids() == [one]
    assert find_clipped(page) == []


def test_applying_and_other_days_for_what_comes_later(page, works) -> None:
    page.desk.days()
    days = part(page, DaysForm)
    days.form.retype({"heat": "5"})
    days.accept()
    assert settled()
    page.desk.apply()
    form = part(page, ApplyForm)
    form.form.retype({"project": works["乙"], "procedure": "heat"})
    form.accept()
    assert settled()
    lines = page._context.app.read(case_lines, works["乙"])
    assert [(line.procedure.code, line.clock.limit.days) for line in lines] == [("heat", 5)]


def test_a_project_shows_its_needs_and_enters_a_phase(qtbot, context, works) -> None:
    made = show(qtbot, ProjectsPage(context), context)
    made.restore({"open": works["甲"], "tab": "utilities"})
    assert settled()
    tab = made.utilities.tab()
    assert "缺200 kVA" in tab.short.text()
    assert tab.phases._rows[0].cells == ("一期", "2025年10月起")
    assert "报装容量800 kVA" in tab._sheet.text()
    assert len(tab.cases._rows) == 1
    tab.need.click()
    form = part(made, NeedForm)
    form.form.retype({"phase": "二期", "first": "2027年1月", "water_production": "一百"})
    form.accept()
    assert "water_production" in form.form.problems()
    form.form.retype({"water_production": "12.5"})
    form.accept()
    assert settled()
    second = context.app.read(phases, works["甲"])[1]
    assert (second.first, second.amount(Supply.WATER)) == ("2027-01", 12_500)
    assert len(tab.phases._rows) == 2
