"""The lists of the statistics asked in SQL say what each line says, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from invest_crm.db.schema.log import change
from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.grouping import Grouping, Level
from invest_crm.domain.ready_views import READY
from invest_crm.domain.statistics.state import State, StepKind
from invest_crm.errors import UserError
from invest_crm.services.cells import EditCells
from invest_crm.services.conflicts import EditConflict
from invest_crm.services.grouping import grouped
from invest_crm.services.listing import ListQuery, cell_value, column_values, list_ids, numbers
from invest_crm.services.statistics.firms import firm_lines
from invest_crm.services.statistics.grid import firms_today, projects_today
from invest_crm.services.statistics.lists import FIRM_TESTS, PROJECT_TESTS
from invest_crm.services.statistics.projects import project_lines
from invest_crm.services.statistics.records import (
    EditStat,
    edit_holder_cells,
    load,
    save_holder,
)
from invest_crm.services.undo import undo
from invest_crm.services.views import ids_of
from tests.support.factories import wan
from tests.support.statistics import bring, earned, firm_line, project_line, started, take

if TYPE_CHECKING:
    from invest_crm.services.listing import Listing
    from tests.support.factories import Bureau


@pytest.fixture
def county(any_office: Bureau) -> Bureau:
    """Four projects and three firms that stand differently."""
    office = any_office
    made = started(office, "甲项目", investor="甲公司")
    bring(office, "project", made, "FILING", "SITE_PHOTO")
    take(office, started(office, "乙项目"), StepKind.ACCEPTED, "09-01", month="2025-08", code="7")
    back = started(office, "丙项目", lead_unit="县商务局", started_on="2025-08-01")
    take(office, back, StepKind.HANDED, "09-01", note="无")
    take(office, back, StepKind.RETURNED, "09-01", note="缺签章")
    started(office, "丁项目", total_investment=wan(300))
    food = office.firm("戊食品公司", industry="1351", local=True)
    earned(office, food, "2025-01", 2100, last="2025-08")
    near = office.firm("己食品公司", industry="1351", local=True)
    earned(office, near, "2025-01", 1700, last="2025-08")
    office.firm("庚羊场", industry="0314", local=True)
    return office


def names(office: Bureau, listing: Listing, query: ListQuery) -> list[str]:
    table = listing.table
    ids = office.app.read(list_ids, listing, query)
    query_names = select(table.c.id, table.c.name)
    known = dict(map(tuple, office.app.read(lambda view: view.rows(query_names))))
    return [known[one][0] for one in ids]


def where(field: str, op: Op, *values: Any) -> ListQuery:
    return ListQuery(where=Group("all", (Condition(field, op, values),)))


def test_the_lists_stand_in_the_order_of_their_lines(county: Bureau) -> None:
    app = county.app
    for listing, lines in (
        (app.read(projects_today), app.read(project_lines)),
        (app.read(firms_today), app.read(firm_lines)),
    ):
        assert app.read(list_ids, listing, ListQuery()) == [line.id for line in lines]


def test_every_switch_leaves_what_its_test_does(county: Bureau) -> None:
    app = county.app
    for listing, lines, tests in (
        (app.read(projects_today), app.read(project_lines), PROJECT_TESTS),
        (app.read(firms_today), app.read(firm_lines), FIRM_TESTS),
    ):
        for only, test in tests.items():
            found = app.read(list_ids, listing, ListQuery(filters={"only": only}))
            assert found == [line.id for line in lines if test(line)], only


@pytest.mark.parametrize(
    ("field", "op", "values", "left"),
    [
        ("stands", Op.ONE_OF, ("due",), "甲丙"),
        ("state", Op.ONE_OF, ("returned",), "丙"),
        ("missing", Op.CONTAINS, ("photo",), "丙乙丁"),
        ("lacking", Op.LESS, (2,), "甲"),
        ("days", Op.AT_LEAST, (62,), "甲乙丁"),
        ("planned", Op.LESS, (wan(500),), "丁"),
        ("started", Op.AT_LEAST, ("2025-08-01",), "丙"),
        ("code", Op.EMPTY, (), "甲丙丁"),
        ("reason", Op.CONTAINS, ("签章",), "丙"),
        ("unit", Op.IS, ("县商务局",), "丙"),
        ("investor", Op.FILLED, (), "甲"),
        ("month", Op.BEGINS, ("2025",), "乙"),
    ],
)
def test_projects_are_filtered_by_every_kind_of_field(
    county: Bureau, field: str, op: Op, values: tuple[Any, ...], left: str
) -> None:
    listing = county.app.read(projects_today)
    assert sorted(names(county, listing, where(field, op, *values))) == sorted(left)


def test_firms_are_filtered_by_their_share_of_the_threshold_and_ordered_by_revenue(
    county: Bureau,
) -> None:
    listing = county.app.read(firms_today)
    assert names(county, listing, where("share", Op.AT_LEAST, 80)) == ["戊", "己"]
    assert names(county, listing, where("class", Op.ONE_OF, "industry")) == ["戊", "己"]
    assert names(county, listing, ListQuery(sort=(("revenue", False),)))[:2] == ["己", "戊"]
    assert "revenue" not in county.app.read(listing.fields)


def test_a_text_finds_papers_units_and_what_the_search_knows(county: Bureau) -> None:
    listing = county.app.read(projects_today)
    for text, left in (
        ("缺签章", "丙"),
        ("商务局", "丙"),
        ("甲公司", "甲"),
        (State.ACCEPTED.label, "乙"),
    ):
        assert names(county, listing, ListQuery(text=text)) == list(left), text


def test_values_groups_and_sums_are_those_of_the_lines(county: Bureau) -> None:
    app = county.app
    listing = app.read(projects_today)
    values = dict(app.read(column_values, listing, ListQuery(), "state"))
    assert values == {"accepted": 1, "returned": 1, "not_begun": 2}
    months = dict(app.read(column_values, listing, ListQuery(), "started"))
    assert months == {"2025-07": 3, "2025-08": 1}
    answer = app.read(grouped, listing, ListQuery(), Grouping((Level("stands"), Level("holder"))))
    counts = {node.path[0]: node.count for node in answer.nodes if len(node.path) == 1}
    assert counts == {"due": 2, "in": 1, "below": 1}
    ids = app.read(list_ids, listing, ListQuery())
    totals = app.read(numbers, listing, ids, "planned")
    assert sorted(totals) == sorted([wan(300), *[wan(8000)] * 3])
    assert app.read(cell_value, listing, ids[0], "stands") == "due"


def test_ready_made_views_show_what_their_switch_does(county: Bureau) -> None:
    for name, make in (("statistics", projects_today), ("stat_firms", firms_today)):
        listing = county.app.read(make)
        for ready in READY[name]:
            asked = ListQuery(filters=dict(ready.form.filters))
            assert county.app.read(ids_of, ready.id) == county.app.read(list_ids, listing, asked)


def test_no_revenue_of_a_firm_stands_in_what_lists_are_narrowed_or_logged_by(
    county: Bureau,
) -> None:
    listing = county.app.read(firms_today)
    for key in listing.columns:
        values = county.app.read(column_values, listing, ListQuery(), key)
        assert wan(2100) not in {value for value, _times in values}, key
    logged = county.app.read(lambda view: str(view.rows(change.select())))
    assert str(wan(2100)) not in logged


# ---- who holds it ------------------------------------------------------------------------------


def test_unit_and_person_are_typed_and_undone(county: Bureau) -> None:
    (line, *_others) = county.app.read(project_lines)
    seen = {"holder": "县工信局", "person": None}
    command = EditStat(line.id, {"person": "李四"}, seen, subject="project")
    done = county.app.write(save_holder, command)
    held = project_line(county, line.id).holder
    assert held is not None
    assert (held.person, held.since) == ("李四", county.app.today)
    county.app.write(undo, done.changes.change_set_id)
    held = project_line(county, line.id).holder
    assert held is not None
    assert held.person == ""


def test_who_types_over_somebody_else_is_asked(county: Bureau) -> None:
    (line, *_others) = county.app.read(project_lines)
    county.app.write(save_holder, EditStat(line.id, {"person": "李四"}, subject="project"))
    with pytest.raises(EditConflict):
        county.app.write(
            save_holder,
            EditStat(line.id, {"person": "王五"}, {"person": None}, subject="project"),
        )


def test_many_are_given_to_one_person_in_one_action(county: Bureau) -> None:
    ids = [line.id for line in county.app.read(firm_lines) if line.holder][:2]
    values = {one: {"person": "王敏"} for one in ids}
    county.app.write(
        lambda work, given: edit_holder_cells(work, "firm", given),
        EditCells(values, {one: {"person": None} for one in ids}, how="fill"),
    )
    people = {firm_line(county, one).holder.person for one in ids}  # type: ignore[union-attr]  # they have one
    assert people == {"王敏"}


def test_a_new_line_and_a_lost_record_are_refused(county: Bureau) -> None:
    with pytest.raises(UserError, match="project or firm"):
        county.app.write(save_holder, EditStat(None, {"person": "x"}, subject="firm"))
    with pytest.raises(UserError) as refused:
        county.app.write(save_holder, EditStat("gone", {"person": "x"}, subject="firm"))
    assert refused.value.code == "stat-gone"
    assert county.app.read(load, "project", ["gone"]) == {}
