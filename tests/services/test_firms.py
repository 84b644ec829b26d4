"""Firms, their contacts and places on the chains; the other lists."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from invest_crm.db.schema.calendar import calendar_day
from invest_crm.db.schema.chains import chain_node
from invest_crm.db.schema.figures import calibre
from invest_crm.db.schema.firms import contact, firm
from invest_crm.db.schema.requests import service_request
from invest_crm.errors import UserError
from invest_crm.services import firms, lists
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.firms import EditFirm, PlaceFirm
from invest_crm.services.reference import SEED_VERSION, load_reference, loaded
from tests.support.factories import CANARY, Bureau, all_rows, heads, person, put, wan

if TYPE_CHECKING:
    from invest_crm.services.work import App, View, Work


def _load(office: Bureau, firm_id: str) -> firms.FirmRecord:
    return office.app.read(firms.load, [firm_id])[firm_id]


def _save(office: Bureau, firm_id: str | None, **values: Any) -> str:
    return str(office.app.write(firms.save_firm, EditFirm(firm_id, values)).value)


def _leaves(view: View) -> list[str]:
    return view.values(select(chain_node.c.id).where(chain_node.c.level == "leaf").limit(2))


def test_every_field_of_a_firm_comes_back(any_office: Bureau) -> None:
    values: dict[str, Any] = {
        "name": "临夏某某食品有限公司",
        "credit_code": "91350211M000100Y43",
        "short_name": "某某食品",
        "region": "甘肃省临夏州",
        "registered_capital": wan(2000),
        "chain": "mutton-sheep",
        "tags": "链主",
        "local": True,
        "contacts": (person("张三", post="总经理"),),
        "extra": {"备注2": "x"},
    }
    firm_id = _save(any_office, None, **values)
    record = _load(any_office, firm_id)
    assert {key: record[key] for key in values} == values
    assert (record["in_size"], record["nodes"]) == (False, {})
    (shape,) = any_office.app.read(firms.list_firms)
    assert shape["registered_capital"] == "2000"
    assert CANARY not in str(shape)
    (shown,) = any_office.app.read(firms.list_firms, reveal=True)
    assert CANARY in str(shown)


@pytest.mark.parametrize("name", ["", None, "  "])
def test_a_firm_needs_a_name_from_the_first_to_the_last(office: Bureau, name: str | None) -> None:
    with pytest.raises(UserError) as refused:
        _save(office, None, name=name)
    assert refused.value.code == "name-missing"
    firm_id = office.firm("乙")
    with pytest.raises(UserError):
        _save(office, firm_id, name=name)


def test_a_firm_that_is_gone_is_refused_in_words(office: Bureau) -> None:
    with pytest.raises(UserError) as refused:
        _save(office, "gone", region="东")
    assert refused.value.code == "firm-gone"
    with pytest.raises(UserError):
        office.app.write(firms.place_firm, PlaceFirm("gone", "x", "existing"))


def test_an_unknown_role_or_node_is_refused_in_words(office: Bureau) -> None:
    firm_id = office.firm("乙")
    with pytest.raises(UserError):
        office.app.write(firms.place_firm, PlaceFirm(firm_id, "no-such-node", "existing"))


def test_a_renamed_firm_is_matched_by_its_new_name(office: Bureau) -> None:
    firm_id = office.firm("乙食品有限公司")
    _save(office, firm_id, name="丙食品有限公司")
    (row,) = office.app.read(all_rows, firm)
    assert "丙" in row.name_key
    assert row.name_core.startswith("丙")
    assert _load(office, firm_id).version == 2


def test_an_unchanged_contact_keeps_its_record(any_office: Bureau) -> None:
    firm_id = any_office.firm("乙", contacts=(person("张三"), person("李四", "13800001111")))
    before = {row.name: row.id for row in any_office.app.read(all_rows, contact)}
    _save(any_office, firm_id, contacts=(person("李四", "13800001111"), person("王五", "")))
    after = {row.name: row.id for row in any_office.app.read(all_rows, contact)}
    assert set(after) == {"李四", "王五"}
    assert after["李四"] == before["李四"]


def test_contacts_are_shown_in_the_order_they_were_given(office: Bureau) -> None:
    firm_id = office.firm("乙", contacts=(person("张三"), person("李四")))
    _save(office, firm_id, contacts=(person("李四"), person("张三")))
    assert [one.name for one in _load(office, firm_id)["contacts"]] == ["李四", "张三"]


def test_two_contacts_alike_are_both_kept(office: Bureau) -> None:
    firm_id = office.firm("乙", contacts=(person("张三"), person("张三")))
    _save(office, firm_id, contacts=(person("张三"),))
    assert len(_load(office, firm_id)["contacts"]) == 1


def test_a_firm_is_placed_changed_and_taken_off_a_node(any_office: Bureau) -> None:
    firm_id = any_office.firm("乙")
    first, second = any_office.app.read(_leaves)
    for node, role in ((first, "existing"), (second, "target"), (first, "leader")):
        any_office.app.write(firms.place_firm, PlaceFirm(firm_id, node, role))
    assert dict(_load(any_office, firm_id)["nodes"]) == {first: "leader", second: "target"}
    any_office.app.write(firms.place_firm, PlaceFirm(firm_id, first, None))
    assert dict(_load(any_office, firm_id)["nodes"]) == {second: "target"}
    outcome = any_office.app.write(firms.place_firm, PlaceFirm(firm_id, first, None))
    assert outcome.changes.records == 0
    assert heads(any_office.app)[-1].action == "firm.unplace"


def test_an_archived_firm_is_not_listed_until_restored(office: Bureau) -> None:
    firm_id = office.firm("乙")
    assert office.app.write(firms.archive_firms, (firm_id,)).value == 1
    assert office.app.read(firms.all_ids) == []
    office.app.write(firms.restore_firms, (firm_id,))
    assert office.app.read(firms.all_ids) == [firm_id]


def test_unknown_firms_are_absent(office: Bureau) -> None:
    assert office.app.read(firms.load, ["no-such"]) == {}


# ---- the other lists -------------------------------------------------------------------------


def test_monthly_rows_in_force_are_listed(any_office: Bureau) -> None:
    project_id = any_office.take_up("甲")
    any_office.month(project_id, "2025-08", funds_month=wan(3))
    any_office.month(project_id, "2025-07", completed_month=wan(1), completed_total=wan(5))
    rows = any_office.app.read(lists.list_monthly)
    assert [(row["month"], row["name"], row["project"]) for row in rows] == [
        ("2025-07", "甲", project_id),
        ("2025-08", "甲", project_id),
    ]
    assert (rows[0]["completed_month"], rows[0]["completed_total"]) == ("1", "5")
    assert rows[0]["funds_month"] is None


def test_requests_are_listed_as_they_were_entered(office: Bureau) -> None:
    row = {"firm": "乙", "firm_key": "乙", "kind": "用电", "content": "增容", "closed": True}
    office.app.write(put, (service_request, {**row, "received_value": "2025-08-01"}))
    (shape,) = office.app.read(lists.list_requests)
    told = (shape["firm"], shape["kind"], shape["closed"], shape["received_on"], shape["extra"])
    assert told == ("乙", "用电", True, "2025-08-01", {})


def test_contacts_are_masked_unless_asked_for(any_office: Bureau) -> None:
    any_office.firm("乙", contacts=(person("张三"), person("李四", "")))
    any_office.take_up("甲", contacts=(person("王五"),))
    rows = any_office.app.read(lists.list_contacts)
    assert [(row["name"], row["firm"], row["project"]) for row in rows] == [
        ("张三", "乙", None),
        ("李四", "乙", None),
        ("王五", None, "甲"),
    ]
    assert [row["phone"] for row in rows] == ["139****5678", None, "139****5678"]
    assert CANARY in str(any_office.app.read(lists.list_contacts, reveal=True))


# ---- reference data --------------------------------------------------------------------------


def test_the_reference_data_are_loaded_once(any_app: App) -> None:
    again = any_app.write(load_reference, None)
    assert again.changes.records == 0
    found = any_app.read(loaded)
    assert found.chains == 6
    assert found.leaves > 100
    assert found.industries > 1500
    assert 2026 in found.calendar_years
    assert SEED_VERSION == "2026"


def test_only_what_is_missing_is_loaded(app: App) -> None:
    app.write(_drop_calibre, None)
    outcome = app.write(load_reference, None)
    assert outcome.changes.touched.keys() == {"calibre"}


def _drop_calibre(work: Work, _command: None) -> None:
    work.name("setting.change", name="x")
    work.delete(calibre, "default-2026")


def test_the_bureaus_own_days_stand_over_the_shipped_calendar(app: App) -> None:
    when = date(2026, 3, 4)
    assert app.read(calendar_in_force).is_workday(when)
    app.write(put, (calendar_day, {"day": when.isoformat(), "kind": "off"}))
    assert not app.read(calendar_in_force).is_workday(when)
