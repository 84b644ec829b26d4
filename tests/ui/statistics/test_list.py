"""The lists of the statistics as lists: narrowed, grouped, typed in, kept as views, printed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.domain.conditions import Condition, Group, Op, to_json
from invest_crm.domain.grouping import Grouping, Level
from invest_crm.ui import operations
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.grid.cells import Patch
from invest_crm.ui.main_window import MainWindow
from invest_crm.ui.statistics.page import StatFirmsPage, StatProjectsPage
from tests.support.factories import wan
from tests.support.statistics import bring, earned, project_line, started
from tests.ui.pages import settled

if TYPE_CHECKING:
    from invest_crm.ui.context import Context
    from invest_crm.ui.statistics.page import StatListPage
    from tests.support.factories import Bureau


@pytest.fixture
def ids(office: Bureau) -> dict[str, str]:
    """Two started projects, two firms of the county."""
    made = {name: started(office, name, lead_unit=unit)
            for name, unit in (("甲项目", "县工信局"), ("乙项目", "县商务局"))}  # fmt: skip
    bring(office, "project", made["甲项目"], "FILING", "SITE_PHOTO")
    made["丙食品公司"] = office.firm("丙食品公司", industry="1351", local=True)
    earned(office, made["丙食品公司"], "2025-01", 2100, last="2025-08")
    made["丁羊场"] = office.firm("丁羊场", industry="0314", local=True)
    return made


def opened(kind: type[StatListPage], context: Context, qtbot: Any) -> Any:
    made = kind(context)  # type: ignore[call-arg]  # the two lists need the context alone
    context.changed.connect(made.on_changed)
    qtbot.addWidget(made)
    qtbot.addWidget(made.top_bar)
    made.resize(1190, 690)
    made.show()
    qtbot.waitExposed(made)
    made.entered()
    assert settled()
    return made


@pytest.fixture
def projects(qtbot, context: Context, ids: dict[str, str]) -> StatProjectsPage:
    return opened(StatProjectsPage, context, qtbot)


@pytest.fixture
def firms(qtbot, context: Context, ids: dict[str, str]) -> StatFirmsPage:
    return opened(StatFirmsPage, context, qtbot)


def narrow(page: StatListPage, field: str, op: Op, *values: Any) -> list[str]:
    page.grid.restore({"where": to_json(Group("all", (Condition(field, op, values),)))})
    assert settled()
    return page.grid.model.ids()


def test_columns_have_their_funnel_but_revenue_of_a_firm_has_none(projects, firms) -> None:
    for page, without in ((projects, set()), (firms, {"revenue"})):
        keys = {column.key for column in page.source.columns()}
        assert keys - set(page.grid.askable.fields) == without


def test_conditions_narrow_and_a_chip_counts_what_it_leaves(projects, ids) -> None:
    assert narrow(projects, "lacking", Op.LESS, 2) == [ids["甲项目"]]
    projects.grid.restore({"where": None})
    assert settled()
    chip = next(one for one in projects.findChildren(PillButton) if one.text() == "应入未入 2")
    chip.clicked.emit()
    assert settled()
    assert set(projects.grid.model.ids()) == {ids["甲项目"], ids["乙项目"]}


def test_a_ready_made_view_and_one_of_ones_own(firms, ids, context) -> None:
    firms.views.open("stat_firms.should")
    assert settled()
    assert firms.grid.model.ids() == [ids["丙食品公司"]]
    assert firms.views.form().filters == (("only", "should"),)


def test_groups_say_how_many_and_add_up_planned_totals(projects) -> None:
    projects.grid.groups.group_by(Grouping((Level("unit"),)))
    assert settled()
    named = {row.node.label: row.node.count for row in projects.grid.model.groups()}
    assert named == {"县工信局": 1, "县商务局": 1}
    assert projects.source.raw(projects.grid.model.ids(), "planned") == [wan(8000)] * 2


def test_who_holds_it_is_typed_in_the_cell_and_others_say_where_they_are_changed(
    projects, office, ids
) -> None:
    one = ids["乙项目"]
    projects.cell_desk.cells.put(Patch("edit", (one,), ({"person": "陈静"},)))
    assert settled()
    held = project_line(office, one).holder
    assert held is not None
    assert held.person == "陈静"
    assert "备案" in projects.cell_desk.cells.why_not("planned")
    assert "右侧栏" in projects.cell_desk.cells.why_not("days")


def test_nothing_here_goes_to_the_trash_and_everything_of_a_list_can_be_done(projects) -> None:
    names = {command.id for command in projects.commands()}
    assert "record.trash" not in names
    wanted = {"filter.build", "views.save_as", "statistics.next", "statistics.handed", "copy"}
    assert wanted <= names


def test_the_rows_and_the_record_are_printed_the_firms_with_the_law(firms, context) -> None:
    made = firms.printable()
    assert made is not None
    for content in made.contents:
        sheet = content.make(context.app, operations.Progress())
        assert "统计法" in sheet.condition


def test_the_entry_of_the_rail_stands_for_both_lists(qtbot, context, ids) -> None:
    window = MainWindow(context)
    qtbot.addWidget(window)
    window.resize(1366, 768)
    window.show()
    window.start("statistics")
    assert settled()
    window.go("stat_firms")
    assert settled()
    marked = [name for name, one in window.rail._buttons.items() if one.isChecked()]
    assert marked == ["statistics"]
