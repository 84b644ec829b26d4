"""Land and plants: written, listed, searched, in the trash, in the history; two people at one."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from invest_crm import words
from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.land import Alarm
from invest_crm.domain.utilities import Utility, UtilityState
from invest_crm.errors import UserError
from invest_crm.services import parcels
from invest_crm.services.attachment_owners import Subject, owner
from invest_crm.services.cells import EditCells
from invest_crm.services.conflicts import EditConflict
from invest_crm.services.land_alarms import land_alarms
from invest_crm.services.listing import ListQuery, column_values, list_ids
from invest_crm.services.parcel_grid import PARCELS
from invest_crm.services.parcel_panel import parcel_panel
from invest_crm.services.parcels import EditParcel
from invest_crm.services.today import today
from invest_crm.services.trash import list_trash, restore_trash
from invest_crm.services.undo import redo, undo
from tests.support.factories import Bureau, images, when

TODAY = date(2025, 9, 1)
"""The day of the clock of every test."""


def save(office: Bureau, parcel_id: str | None = None, **values: Any) -> str:
    if parcel_id is None:
        values = {"name": "东区1号", **values}
    return str(office.app.write(parcels.save_parcel, EditParcel(parcel_id, values)).value)


def load(office: Bureau, parcel_id: str) -> parcels.ParcelRecord:
    return office.app.read(parcels.load, [parcel_id])[parcel_id]


def found(office: Bureau, **query: Any) -> list[str]:
    return office.app.read(list_ids, PARCELS, ListQuery(**query))


def test_every_kind_of_field_comes_back_as_it_was_saved(any_office: Bureau) -> None:
    values = {
        "name": "3号厂房", "kind": "PLANT", "number": "C-3", "floor_area": 1_200_000,
        "area_mu": 5_766_667, "price": 123_400, "status": "VACANT", "height": 850,
        "government_caused": True, "agreed_start_on": when("2026-03"), "conditions": "一\n二",
        "power": Utility(UtilityState.BUILDING, "10MVA", "2026-12"),
    }  # fmt: skip
    record = load(any_office, save(any_office, **values))
    assert {key: record[key] for key in values} == values
    assert (record["gas"], record["due_on"], record["extra"]) == (None, None, {})


def test_what_is_not_said_is_land_of_nobody(office: Bureau) -> None:
    record = load(office, save(office))
    assert (record["kind"], record["status"], record["government_caused"]) == ("LAND", None, False)


def test_a_field_is_emptied_and_the_others_stay(office: Bureau) -> None:
    one = save(office, number="A-1", power=Utility(UtilityState.READY), use="工业")
    save(office, one, power=None, number=None)
    record = load(office, one)
    assert (record["power"], record["number"], record["use"]) == (None, None, "工业")
    save(office, number="A-1", name="乙地")  # the number is free again


def test_a_number_belongs_to_one_parcel(office: Bureau) -> None:
    one = save(office, number="A-1")
    with pytest.raises(UserError, match="a-1") as refused:
        save(office, number=" a-1 ", name="乙地")
    assert refused.value.code == "number-taken"
    save(office, one, number="A-1")  # its own
    office.app.write(parcels.archive_parcels, (one,))
    save(office, number="A-1", name="乙地")  # what lies in the trash holds no number


def test_pasted_rows_with_the_same_number_are_refused_whole(office: Bureau) -> None:
    rows = [{"name": "甲", "number": "Z-1"}, {"name": "乙", "number": "Z-1"}]
    with pytest.raises(UserError, match="Z-1"):
        office.app.write(parcels.edit_parcel_cells, EditCells({}, {}, rows, "paste"))
    assert found(office) == []


def test_a_parcel_without_a_name_is_refused(office: Bureau) -> None:
    one = save(office)
    for target in (None, one):
        with pytest.raises(UserError) as refused:
            office.app.write(parcels.save_parcel, EditParcel(target, {"name": " "}))
        assert refused.value.code == "name-missing"


def test_two_people_at_the_same_field_are_told_and_at_others_not(office: Bureau) -> None:
    one = save(office, use="工业", unit="甲局")
    seen = {"use": "工业"}
    save(office, one, use="仓储")
    with pytest.raises(EditConflict):
        office.app.write(parcels.save_parcel, EditParcel(one, {"use": "商业"}, seen))
    office.app.write(parcels.save_parcel, EditParcel(one, {"unit": "乙局"}, {"unit": "甲局"}))
    assert (load(office, one)["use"], load(office, one)["unit"]) == ("仓储", "乙局")


def test_cells_of_many_are_written_in_one_action_that_is_undone_and_redone(
    any_office: Bureau,
) -> None:
    ids = [save(any_office, name=name) for name in "甲乙"]
    before = images(any_office.app)
    values = {one: {"status": "UNUSED", "due_on": when("2025-12-01")} for one in ids}
    seen = {one: {"status": None, "due_on": None} for one in ids}
    done = any_office.app.write(
        parcels.edit_parcel_cells, EditCells(values, seen, [{"name": "丙"}], "paste")
    )
    assert len(found(any_office)) == 3
    after = images(any_office.app)
    undone = any_office.app.write(undo, done.changes.change_set_id)
    assert images(any_office.app) == before
    any_office.app.write(redo, undone.changes.change_set_id)
    assert images(any_office.app) == after


def test_the_list_is_searched_filtered_and_ordered_in_sql(any_office: Bureau) -> None:
    land = save(any_office, name="东区1号", number="B-2", area_mu=20_000_00, park="开发区")
    plant = save(any_office, name="3号厂房", number="A-1", kind="PLANT", holder="城投公司",
                 gas=Utility(UtilityState.NONE))  # fmt: skip
    free = save(any_office, name="西区", number="A-0", status="UNSUPPLIED")
    assert found(any_office) == [free, land, plant]
    assert found(any_office, filters={"kind": "PLANT"}) == [plant]
    assert found(any_office, text="城投") == [plant]
    assert found(any_office, text="b-2") == [land]
    assert found(any_office, text="开发 1号") == [land]
    where = Group("all", (Condition("status", Op.ONE_OF, ("UNSUPPLIED",)),))
    assert found(any_office, where=where) == [free]
    dry = Group("all", (Condition("gas", Op.ONE_OF, ("NONE",)),))
    assert found(any_office, where=dry) == [plant]
    assert found(any_office, sort=(("area_mu", True),))[0] == land
    values = any_office.app.read(column_values, PARCELS, ListQuery(), "kind")
    assert values == [("LAND", 2), ("PLANT", 1)]


def test_alarms_are_those_of_the_rules_the_gravest_first(any_office: Bureau) -> None:
    started = {"start_confirmed_on": when("2024-01-01")}
    soon = save(any_office, agreed_start_on=when("2025-10-15"))
    idle = save(any_office, agreed_start_on=when("2024-08-30"), holder="甲公司")
    save(any_office, agreed_start_on=when("2024-01-01"), **started)
    save(any_office, agreed_start_on=when("2026-10-15"))
    gone = save(any_office, agreed_start_on=when("2020-10-15"))
    any_office.app.write(parcels.archive_parcels, (gone,))
    alarms = any_office.app.read(land_alarms, TODAY)
    assert [(one.id, one.stands.alarm) for one in alarms] == [
        (idle, Alarm.IDLE),
        (soon, Alarm.START_SOON),
    ]
    assert set(found(any_office, filters={"alarm": True})) == {soon, idle}
    assert found(any_office, filters={"idle": True}) == [idle]
    rows = any_office.app.read(today).land
    assert [(row.id, row.who, row.number, row.mark) for row in rows] == [
        (idle, "甲公司", 2, 1),
        (soon, "", 16, 0),
    ]


def test_idle_by_the_ledger_or_by_the_dates_is_idle(office: Bureau) -> None:
    by_ledger = save(office, status="INEFFICIENT")
    by_dates = save(office, agreed_start_on=when("2023-01-01"), status="UNUSED")
    save(office, kind="PLANT", status="IDLE")
    assert set(found(office, filters={"idle": True})) == {by_ledger, by_dates}


def test_the_trash_keeps_it_and_brings_it_back(any_office: Bureau) -> None:
    one = save(any_office, number="A-1")
    before = images(any_office.app)
    any_office.app.write(parcels.archive_parcels, (one,))
    (line,) = any_office.app.read(list_trash)
    assert (line.kind, line.name, line.about, found(any_office)) == ("parcel", "东区1号", "A-1", [])
    assert any_office.app.read(owner, Subject("parcel", one)).away
    any_office.app.write(restore_trash, [line.id])
    assert images(any_office.app) == before


def test_the_history_tells_every_kind_of_field_in_words(office: Bureau) -> None:
    words.use("zh_CN")
    one = save(office, agreed_start_on=when("2025-03"))
    save(office, one, agreed_start_on=when("2025-08-01"), area_mu=6_666_667, height=850,
         power=Utility(UtilityState.READY, "10MVA"), status="IDLE",
         government_caused=True)  # fmt: skip
    panel = office.app.read(parcel_panel, one)
    assert panel is not None
    told = {(item.title, item.before, item.after) for item in panel.history[0].changes}
    assert told == {
        ("约定动工", "2025-03", "2025-08-01"), ("面积", "", "100.00 亩"), ("层高", "", "8.5 m"),
        ("供电", "", "已通"), ("供电：容量", "", "10MVA"), ("状态", "", "闲置"),
        ("政府原因", "否", "是"),
    }  # fmt: skip
    assert panel.stands.alarm is Alarm.START_DUE
