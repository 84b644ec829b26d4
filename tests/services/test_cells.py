"""Many cells written at once: one action, all or nothing, nobody's change overwritten blindly."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from invest_crm.errors import UserError
from invest_crm.services import firms
from invest_crm.services.cells import EditCells
from invest_crm.services.conflicts import EditConflict
from invest_crm.services.projects import edit
from invest_crm.services.undo import undo
from tests.support.factories import Bureau, person, wan, when, yi

if TYPE_CHECKING:
    from collections.abc import Mapping


def write(office: Bureau, values: Mapping[str, Mapping[str, Any]], **rest: Any) -> tuple[str, ...]:
    """Write cells of projects, having seen what is stored."""
    seen = {key: {name: office.record(key)[name] for name in own} for key, own in values.items()}
    command = EditCells(values, rest.pop("seen", seen), **rest)
    made = office.app.write(edit.edit_project_cells, command).value
    assert made is not None
    return made


def test_cells_of_many_projects_are_one_action_that_undo_takes_back(any_office: Bureau) -> None:
    office = any_office
    first = office.take_up("甲", total_investment=yi(1), signed_on=when("2025-03-01"))
    second = office.take_up("乙")
    before = [dict(office.record(one).values) for one in (first, second)]
    write(
        office,
        {
            first: {"total_investment": yi(2), "signed_on": when("2025-04"), "leader": "李县长"},
            second: {"total_investment": yi(3), "started_on": when("2025-08-01")},
        },
        how="paste",
    )
    assert office.record(first)["total_investment"] == yi(2)
    assert office.record(first)["signed_on"].value == "2025-04"
    assert office.record(second)["stage"] == "STARTED"
    office.app.write(undo, None)
    assert [dict(office.record(one).values) for one in (first, second)] == before


def test_a_date_written_again_replaces_the_one_before_it(office: Bureau) -> None:
    ids = [office.take_up(f"项目{n}", started_on=when("2025-03-01")) for n in range(3)]
    write(office, {one: {"started_on": when(f"2025-0{n + 4}-01")} for n, one in enumerate(ids)})
    days = [office.record(one)["started_on"].value for one in ids]
    assert days == ["2025-04-01", "2025-05-01", "2025-06-01"]
    write(office, {ids[0]: {"started_on": None}})
    assert office.record(ids[0])["started_on"] is None
    assert office.record(ids[1])["started_on"] is not None


def test_new_projects_come_with_their_dates_money_and_people(any_office: Bureau) -> None:
    office = any_office
    values = {
        "name": "新项目",
        "total_investment": wan(5000),
        "signed_on": when("2025-05-06"),
        "contacts": (person("张三", phone="13800001234"),),
    }
    (made,) = write(office, {}, new=(values,), how="paste")
    record = office.record(made)
    assert {key: record[key] for key in values} == values
    assert record["stage"] == "SIGNED"


def test_contacts_are_replaced_and_not_added_to(office: Bureau) -> None:
    project = office.take_up("甲", contacts=(person("张三"), person("李四")))
    write(office, {project: {"contacts": (person("李四"),)}})
    assert [one.name for one in office.record(project)["contacts"]] == ["李四"]


def test_nothing_is_written_if_one_record_was_changed_meanwhile(any_office: Bureau) -> None:
    office = any_office
    first, second = office.take_up("甲", leader="王"), office.take_up("乙", leader="王")
    seen = {first: {"leader": "王"}, second: {"leader": "赵"}}
    with pytest.raises(UserError) as refused:
        write(office, {first: {"leader": "李"}, second: {"leader": "李"}}, seen=seen)
    assert refused.value.code == "cells-conflict"
    assert "乙" in str(refused.value)
    assert office.record(first)["leader"] == "王"


def test_a_single_record_asks_field_by_field(office: Bureau) -> None:
    project = office.take_up("甲", leader="王")
    with pytest.raises(EditConflict) as asked:
        write(office, {project: {"leader": "李"}}, seen={project: {"leader": "赵"}})
    assert [item.field for item in asked.value.conflicts] == ["leader"]


def test_a_value_that_is_stored_already_is_no_conflict_and_no_change(office: Bureau) -> None:
    project = office.take_up("甲", leader="王")
    command = EditCells({project: {"leader": "王"}}, {project: {"leader": "赵"}})
    outcome = office.app.write(edit.edit_project_cells, command)
    assert outcome.changes.records == 0


def test_records_that_are_gone_are_counted_and_nothing_is_written(office: Bureau) -> None:
    project = office.take_up("甲", leader="王")
    with pytest.raises(UserError) as refused:
        office.app.write(
            edit.edit_project_cells,
            EditCells({project: {"leader": "李"}, "no-such": {"leader": "李"}}, {}),
        )
    assert refused.value.code == "cells-gone"
    assert office.record(project)["leader"] == "王"


@pytest.mark.parametrize("name", ["", "  ", None])
def test_a_name_cannot_be_emptied_by_a_cell(office: Bureau, name: str | None) -> None:
    project, firm = office.take_up("甲"), office.firm("公司")
    with pytest.raises(UserError):
        write(office, {project: {"name": name}})
    with pytest.raises(UserError):
        office.app.write(firms.edit_firm_cells, EditCells({firm: {"name": name}}, {}))
    with pytest.raises(UserError):
        office.app.write(firms.edit_firm_cells, EditCells({}, {}, new=({"name": name},)))


def test_a_milestone_still_to_come_is_refused_for_all(office: Bureau) -> None:
    first, second = office.take_up("甲"), office.take_up("乙")
    with pytest.raises(UserError) as refused:
        write(
            office,
            {first: {"leader": "李"}, second: {"started_on": when("2099-01-01")}},
        )
    assert refused.value.code == "date-in-future"
    assert office.record(first)["leader"] is None


def test_cells_of_firms_and_new_firms(any_office: Bureau) -> None:
    office = any_office
    firm = office.firm("甲公司", region="兰州市")
    command = EditCells(
        {firm: {"region": "定西市", "contacts": (person("张三"),)}},
        {firm: {"region": "兰州市"}},
        new=({"name": "乙公司", "registered_capital": wan(500), "contacts": (person("李四"),)},),
        how="paste",
    )
    made = office.app.write(firms.edit_firm_cells, command).value
    assert made is not None
    found = office.app.read(firms.load, [firm, *made])
    assert found[firm]["region"] == "定西市"
    assert [one.name for one in found[firm]["contacts"]] == ["张三"]
    assert found[made[0]]["registered_capital"] == wan(500)
    assert [one.name for one in found[made[0]]["contacts"]] == ["李四"]
    assert office.app.read(firms.known_names, ["乙 公司", "丙公司"]) == {"乙 公司"}
