"""Who wrote the value another one is about to overwrite: read from the change log, per field."""

from __future__ import annotations

from typing import Any

import pytest

from invest_crm.services import firms
from invest_crm.services.conflicts import EditConflict, FieldConflict
from tests.support.factories import Bureau, colleague, person, when, yi


def refused(office: Bureau, project: str, seen: dict[str, Any], **wanted: Any) -> EditConflict:
    with pytest.raises(EditConflict) as caught:
        office.edit(project, seen=seen, **wanted)
    return caught.value


def by(conflict: FieldConflict) -> str:
    assert conflict.by is not None
    return conflict.by.actor


@pytest.mark.parametrize(
    ("key", "first", "second", "third"),
    [
        ("park", "东园", "西园", "南园"),
        ("total_investment", yi(1), yi(2), yi(3)),
        ("chain", None, "mutton-sheep", "electronics"),
        ("land_mu", 100, 200, 300),
        ("started_on", when("2025-03"), when("2025-04"), when("2025-05")),
        ("signed_on", when("2025-01"), when("2025-02"), when("2025-03")),
        ("agreement_type", "INVESTMENT", "FORMAL", "INTENT"),
        ("contacts", (person("甲"),), (person("乙"),), (person("丙"),)),
        ("contacts", (person("甲"),), (), (person("丙"),)),
    ],
)
def test_each_field_names_who_wrote_it_last(
    any_office: Bureau, key: str, first: Any, second: Any, third: Any
) -> None:
    project = any_office.take_up("甲", **{key: first})
    seen = any_office.record(project).values[key]
    Bureau(colleague(any_office.app, "li")).edit(project, **{key: second})
    Bureau(colleague(any_office.app, "zhao")).edit(project, remark="别的")
    error = refused(any_office, project, {key: seen}, **{key: third})
    (conflict,) = error.conflicts
    assert by(conflict) == "li"
    assert error.record.values[key] == any_office.record(project).values[key]
    assert error.record.values["remark"] == "别的"


def test_two_colleagues_are_told_apart(office: Bureau) -> None:
    project = office.take_up("甲", park="东园", township="城关镇")
    Bureau(colleague(office.app, "li")).edit(project, park="西园")
    Bureau(colleague(office.app, "zhao")).edit(project, township="红山镇")
    seen = {"park": "东园", "township": "城关镇"}
    error = refused(office, project, seen, park="南园", township="河西镇")
    assert {item.field: by(item) for item in error.conflicts} == {"park": "li", "township": "zhao"}


def test_a_step_of_another_kind_is_not_mistaken_for_this_one(office: Bureau) -> None:
    project = office.take_up("甲", started_on="2025-03")
    seen = office.record(project)["started_on"]
    Bureau(colleague(office.app, "li")).edit(project, started_on="2025-04")
    Bureau(colleague(office.app, "zhao")).edit(project, land_on="2025-01")
    (conflict,) = refused(office, project, {"started_on": seen}, started_on="2025-05").conflicts
    assert by(conflict) == "li"


def test_one_day_written_in_two_ways_is_no_conflict(office: Bureau) -> None:
    project = office.take_up("甲")
    Bureau(colleague(office.app, "li")).edit(project, started_on=when("2025-03"))
    wanted = office.record(project)["started_on"]
    command = {"started_on": type(wanted)("2025-03", "month", "今年三月")}
    office.edit(project, seen={"started_on": None}, **command)
    assert office.record(project)["started_on"].value == "2025-03"


@pytest.mark.parametrize(
    ("key", "value", "wanted"),
    [
        ("region", "西", "南"),
        ("chain", "mutton-sheep", "electronics"),
        ("contacts", (person("乙"),), (person("丙"),)),
        ("contacts", (), (person("丙"),)),
    ],
)
def test_the_same_holds_for_firms(any_office: Bureau, key: str, value: Any, wanted: Any) -> None:
    firm = any_office.firm("乙", region="东", contacts=(person("甲"),))
    seen = any_office.app.read(firms.load, [firm])[firm][key]
    colleague(any_office.app, "li").write(firms.save_firm, firms.EditFirm(firm, {key: value}))
    command = firms.EditFirm(firm, {key: wanted}, {key: seen})
    with pytest.raises(EditConflict) as caught:
        any_office.app.write(firms.save_firm, command)
    (conflict,) = caught.value.conflicts
    assert by(conflict) == "li"
