"""Requests of firms: written, settled, taken up again, listed; two people at one request."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from sqlalchemy import select

from invest_crm.db.schema.log import change_set
from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.requests import days_left
from invest_crm.errors import UserError
from invest_crm.services import requests
from invest_crm.services.cells import EditCells
from invest_crm.services.conflicts import EditConflict
from invest_crm.services.firms import archive_firms
from invest_crm.services.history import action_words
from invest_crm.services.listing import ListQuery, column_values, list_ids
from invest_crm.services.request_grid import REQUESTS, filter_fields
from invest_crm.services.request_panel import open_of_firm, request_panel
from invest_crm.services.requests import CloseRequests, EditRequest
from invest_crm.services.undo import redo, undo
from tests.support.factories import Bureau, when

TODAY = date(2025, 9, 1)
"""The day of the clock of every test."""


def load(office: Bureau, request_id: str) -> requests.RequestRecord:
    return office.app.read(requests.load, [request_id])[request_id]


def save(office: Bureau, request_id: str | None = None, **values: Any) -> str:
    if request_id is None:
        values = {"name": "乙公司", "content": "用电增容", **values}
    return str(office.app.write(requests.save_request, EditRequest(request_id, values)).value)


def close(office: Bureau, *ids: str, on: date = TODAY, result: str = "") -> int | None:
    return office.app.write(requests.close_requests, CloseRequests(ids, on, result)).value


def write(office: Bureau, values: Any, **rest: Any) -> tuple[str, ...]:
    seen = {key: {name: load(office, key)[name] for name in own} for key, own in values.items()}
    command = EditCells(values, rest.pop("seen", seen), **rest)
    made = office.app.write(requests.edit_request_cells, command).value
    assert made is not None
    return made


def found(office: Bureau, **query: Any) -> list[str]:
    return office.app.read(list_ids, REQUESTS, ListQuery(**query))


def said(office: Bureau) -> str:
    query = select(change_set).order_by(change_set.c.seq.desc()).limit(1)
    return office.app.read(lambda view: action_words(view.rows(query)[0]))


# ---- written ---------------------------------------------------------------------------------


def test_every_field_of_a_request_comes_back(any_office: Bureau) -> None:
    values = {
        "name": "乙公司",
        "content": "用电增容",
        "kind": "水电气热网",
        "received_on": when("2025-08"),
        "due_on": when("2025-09-08"),
        "unit": "县供电公司",
        "progress_text": "已现场踏勘",
    }
    record = load(any_office, save(any_office, **values))
    assert {key: record[key] for key in values} == values
    assert (record["closed"], record["firm_id"], record["extra"]) == (False, None, {})


def test_a_request_is_linked_to_the_firm_of_its_name_and_follows_when_it_is_corrected(
    any_office: Bureau,
) -> None:
    firm, other = any_office.firm("乙公司"), any_office.firm("丙公司")
    request = save(any_office)
    assert load(any_office, request)["firm_id"] == firm
    save(any_office, request, name="丙公司")
    assert load(any_office, request)["firm_id"] == other
    save(any_office, request, name="丁公司")
    assert load(any_office, request)["firm_id"] is None
    assert load(any_office, request)["name"] == "丁公司"


def test_a_name_that_two_firms_have_leads_to_none_of_them(office: Bureau) -> None:
    for _turn in range(2):
        office.firm("乙公司")
    office.firm("丙公司")
    assert load(office, save(office))["firm_id"] is None
    assert len(office.app.read(requests.linkable)) == 1


@pytest.mark.parametrize(
    ("values", "code"),
    [({"name": " "}, "name-missing"), ({"content": None}, "request-empty")],
)
def test_a_request_needs_a_firm_and_what_it_asks(
    office: Bureau, values: dict[str, Any], code: str
) -> None:
    with pytest.raises(UserError) as refused:
        save(office, **values)
    assert refused.value.code == code


def test_a_request_that_is_gone_is_refused_in_words(office: Bureau) -> None:
    with pytest.raises(UserError) as refused:
        save(office, "gone", unit="东")
    assert refused.value.code == "request-gone"
    with pytest.raises(UserError):
        close(office, "gone")


def test_two_people_at_one_field_are_asked_and_told_who_wrote_it(any_office: Bureau) -> None:
    office = any_office
    request = save(office, due_on=when("2025-09-08"))
    save(office, request, due_on=when("2025-09-10"))
    command = EditRequest(request, {"due_on": when("2025-09-20")}, {"due_on": when("2025-09-08")})
    with pytest.raises(EditConflict) as refused:
        office.app.write(requests.save_request, command)
    (conflict,) = refused.value.conflicts
    assert (conflict.field, conflict.current.value) == ("due_on", "2025-09-10")
    assert conflict.by is not None
    assert "乙公司" in conflict.by.what
    assert load(office, request)["due_on"].value == "2025-09-10"


# ---- cells -----------------------------------------------------------------------------------


def test_cells_of_many_requests_are_one_action_that_undo_takes_back(any_office: Bureau) -> None:
    office = any_office
    firm = office.firm("丙公司")
    first, second = save(office), save(office, content="用工")
    before = [dict(load(office, one).values) for one in (first, second)]
    values = {first: {"unit": "县人社局", "due_on": when("2025-10-01")}, second: {"name": "丙公司"}}
    (made,) = write(office, values, new=({"name": "丁", "content": "用地"},), how="paste")
    assert load(office, first)["due_on"].value == "2025-10-01"
    assert load(office, second)["firm_id"] == firm
    assert (load(office, made)["content"], load(office, made)["closed"]) == ("用地", False)
    office.app.write(undo, None)
    assert [dict(load(office, one).values) for one in (first, second)] == before
    assert made not in office.app.read(requests.load, [made])


def test_a_cell_somebody_changed_meanwhile_is_not_overwritten(office: Bureau) -> None:
    request = save(office, unit="甲局")
    save(office, request, unit="乙局")
    with pytest.raises(EditConflict):
        write(office, {request: {"unit": "丙局"}}, seen={request: {"unit": "甲局"}})
    assert load(office, request)["unit"] == "乙局"


# ---- settled ---------------------------------------------------------------------------------


def test_settling_adds_day_and_result_to_the_progress_and_can_be_undone(
    any_office: Bureau,
) -> None:
    office = any_office
    request = save(office, progress_text="已现场踏勘", due_on=when("2025-08-20"))
    assert close(office, request, on=date(2025, 8, 31), result=" 已增容 ") == 1
    record = load(office, request)
    assert record["closed"]
    assert record["progress_text"] == "已现场踏勘\n2025年8月31日办结：已增容"
    assert days_left(record["due_on"], TODAY, closed=True) is None
    assert "乙公司" in said(office)
    office.app.write(undo, None)
    assert (load(office, request)["closed"], load(office, request)["progress_text"]) == (
        False,
        "已现场踏勘",
    )
    office.app.write(redo, None)
    assert load(office, request)["closed"]


def test_several_are_settled_at_once_and_those_that_were_stay_as_they_are(office: Bureau) -> None:
    done, *rest = [save(office, content=f"事项{n}") for n in range(3)]
    close(office, done, result="先办的")
    assert close(office, done, *rest) == 2
    assert load(office, done)["progress_text"] == "2025年9月1日办结：先办的"
    assert [load(office, one)["progress_text"] for one in rest] == ["2025年9月1日办结"] * 2
    with pytest.raises(UserError) as refused:
        close(office, done, *rest)
    assert refused.value.code == "request-closed"


def test_nothing_is_settled_on_a_day_to_come(office: Bureau) -> None:
    request = save(office)
    with pytest.raises(UserError) as refused:
        close(office, request, on=date(2025, 9, 2))
    assert refused.value.code == "day-to-come"
    assert not load(office, request)["closed"]


def test_a_settled_request_is_taken_up_again_with_what_was_written(office: Bureau) -> None:
    request, opened = save(office), save(office)
    close(office, request, result="已增容")
    assert office.app.write(requests.reopen_requests, (request, opened)).value == 1
    assert not load(office, request)["closed"]
    assert "已增容" in load(office, request)["progress_text"]
    with pytest.raises(UserError) as refused:
        office.app.write(requests.reopen_requests, (request,))
    assert refused.value.code == "request-open"


def test_the_trash_takes_requests_and_gives_them_back(any_office: Bureau) -> None:
    office = any_office
    request = save(office)
    office.app.write(requests.archive_requests, (request,))
    assert found(office) == []
    assert found(office, filters={"trash": True}) == [request]
    office.app.write(requests.restore_requests, (request,))
    assert found(office) == [request]


# ---- listed ----------------------------------------------------------------------------------


def test_open_ones_come_first_and_what_is_due_first_before_the_others(any_office: Bureau) -> None:
    office = any_office
    never, later = save(office), save(office, due_on=when("2025-10-01"))
    late, done = save(office, due_on=when("2025-08-01")), save(office, due_on=when("2025-07-01"))
    close(office, done)
    assert found(office) == [late, later, never, done]
    assert found(office, filters={"open": True}) == [late, later, never]
    assert found(office, sort=(("left", True),)) == [later, late, done, never]


def test_overdue_is_before_today_and_soon_is_today_and_seven_days(any_office: Bureau) -> None:
    office = any_office
    days = ("2025-08-31", "2025-09-01", "2025-09-08", "2025-09-09")
    late, today, last, beyond = (save(office, due_on=when(day)) for day in days)
    settled = save(office, due_on=when("2025-08-30"))
    close(office, settled)
    assert found(office, filters={"due": "overdue"}) == [late]
    assert found(office, filters={"due": "soon"}) == [today, last]
    assert beyond in found(office)


def test_a_text_finds_what_is_asked_and_the_firm_by_its_pinyin(any_office: Bureau) -> None:
    office = any_office
    office.firm("晋阳牧业有限公司")
    power = save(office, content="用电 A 区增容")
    linked = save(office, name="晋阳牧业有限公司", content="用工")
    assert found(office, text="增容") == [power]
    assert found(office, text="a 用电") == [power]
    assert found(office, text="jymy") == [linked]
    assert found(office, text="晋阳 用工") == [linked]
    assert found(office, text="晋阳 用电") == []


def test_conditions_and_values_of_the_state(any_office: Bureau) -> None:
    office = any_office
    opened, done = save(office), save(office)
    close(office, done)
    where = Group("all", (Condition("closed", Op.ONE_OF, ("closed",)),))
    assert found(office, where=where) == [done]
    values = office.app.read(column_values, REQUESTS, ListQuery(), "closed")
    assert sorted(values) == [("closed", 1), ("open", 1)]
    assert opened in found(office)
    choices = dict(office.app.read(filter_fields)["closed"].choices)
    assert choices.keys() == {"open", "closed"}


# ---- panels ----------------------------------------------------------------------------------


def test_the_panel_knows_the_firm_the_time_left_and_the_history(any_office: Bureau) -> None:
    office = any_office
    firm = office.firm("乙公司")
    request = save(office, due_on=when("2025-08"))
    save(office, request, unit="县供电公司")
    panel = office.app.read(request_panel, request)
    assert panel is not None
    assert (panel.firm_id, panel.left, len(panel.history)) == (firm, -1, 2)
    office.app.write(archive_firms, (firm,))
    again = office.app.read(request_panel, request)
    assert again is not None
    assert again.firm_id == ""
    assert office.app.read(request_panel, "gone") is None


def test_a_firm_shows_its_open_requests_linked_or_of_its_name(office: Bureau) -> None:
    earlier = save(office, due_on=when("2025-09-03"))
    firm = office.firm("乙公司")
    linked = save(office, content="用工", due_on=when("2025-09-02"))
    save(office, name="丙公司")
    close(office, save(office, content="已办"))
    office.app.write(requests.archive_requests, (save(office, content="已删"),))
    shown = office.app.read(open_of_firm, firm, "乙公司")
    assert [(one.id, one.text, one.left) for one in shown] == [
        (linked, "用工", 1),
        (earlier, "用电增容", 2),
    ]


def test_a_firm_entered_after_its_request_can_be_opened_from_it(office: Bureau) -> None:
    request = save(office)
    firm = office.firm("乙公司")
    panel = office.app.read(request_panel, request)
    assert panel is not None
    assert panel.firm_id == firm
    office.firm("乙公司")
    again = office.app.read(request_panel, request)
    assert again is not None
    assert again.firm_id == ""
