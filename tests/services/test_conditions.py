"""A filter gives the same records in SQL as read by hand, whatever it asks, on both databases."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.projects import project
from invest_crm.domain.conditions import OF_KIND, Condition, Group, Op, holds, without_unknown
from invest_crm.domain.periods import Period
from invest_crm.domain.stages import Stage
from invest_crm.services.listing import ListQuery, column_values, marks
from invest_crm.services.projects.filters import COLUMNS, filter_fields
from invest_crm.services.projects.grid import PROJECTS, project_ids
from tests.support.factories import Bureau, bounded, when, yi

if TYPE_CHECKING:
    from invest_crm.domain.conditions import Kind
    from invest_crm.services.work import App

TODAY = date(2025, 9, 1)
TEXTS = ("甲", "甲乙", "A_b", "a%B", "Ä", "合并\n", "县投促局")
DAYS = tuple((TODAY + timedelta(days=n)).isoformat() for n in (-400, -91, -90, -7, -1, 0, 5))
AMOUNTS = (0, 1, yi(1), yi(5), -3)
KINDS: dict[str, Kind] = {
    "name": "text", "lead_unit": "text", "stage": "choice", "total_investment": "money",
    "land_mu": "area", "signed_on": "date", "started_on": "date",
}  # fmt: skip


def _condition(field: str) -> st.SearchStrategy[Condition]:
    return st.sampled_from(OF_KIND[KINDS[field]]).flatmap(
        lambda op: st.builds(Condition, st.just(field), st.just(op), _values(field, op))
    )


def _values(field: str, op: Op) -> st.SearchStrategy[tuple[Any, ...]]:
    kind = KINDS[field]
    days = st.sampled_from((-30, 0, 1, 30, 90))
    match op:
        case Op.EMPTY | Op.FILLED:
            return st.just(())
        case Op.WITHIN:
            return st.tuples(st.sampled_from([item.value for item in Period]), days)
        case Op.BEFORE_FIELD | Op.AFTER_FIELD:
            return st.tuples(st.sampled_from(("signed_on", "started_on")), days)
        case Op.IN_MONTHS:
            months = st.sampled_from([day[:7] for day in DAYS])
            return st.lists(months, min_size=1, max_size=3).map(tuple)
    stages = st.sampled_from([stage.value for stage in Stage])
    one: st.SearchStrategy[Any] = {
        "text": st.sampled_from(("甲", "乙", "a", "A_", "%", "_b", "ä", "Ä", "局")),
        "choice": stages,
        "date": st.sampled_from(DAYS),
    }.get(kind, st.sampled_from(AMOUNTS))
    if op in (Op.ONE_OF, Op.NONE_OF):
        return st.lists(one, min_size=1, max_size=3).map(tuple)
    return st.tuples(one, one) if op is Op.BETWEEN else st.tuples(one)


CONDITIONS = st.sampled_from(tuple(KINDS)).flatmap(_condition)
HOW = st.sampled_from(("all", "any"))
INNER = st.builds(Group, HOW, st.lists(CONDITIONS, max_size=3).map(tuple))
MIDDLE = st.builds(Group, HOW, st.lists(CONDITIONS | INNER, max_size=3).map(tuple))
GROUPS = st.builds(Group, HOW, st.lists(CONDITIONS | MIDDLE, max_size=3).map(tuple))


@dataclass(frozen=True)
class Mixed:
    """A database and what a careful reader would copy out of it: values as stored, by id."""

    app: App
    records: dict[str, dict[str, Any]]

    def by_hand(self, group: Group) -> list[dict[str, Any]]:
        return [record for record in self.records.values() if holds(group, record, TODAY)]


@pytest.fixture
def mixed(any_office: Bureau) -> Mixed:
    """Projects with every mixture of present, absent and odd values."""
    any_office.app.clock.set(f"{TODAY}T09:00")  # type: ignore[attr-defined]
    for n, name in enumerate(TEXTS * 3):
        values: dict[str, Any] = {"name": f"{name}{n}" if n % 4 else name}
        if n % 2:
            values["lead_unit"] = TEXTS[n % len(TEXTS)]
        if n % 3:
            values["total_investment"] = abs(AMOUNTS[n % len(AMOUNTS)])
            values["signed_on"] = when(DAYS[n % 6])
        if n % 5 == 1:
            values["started_on"] = when(DAYS[(n + 2) % 6])
            values["land_mu"] = AMOUNTS[n % 4]
        any_office.take_up(**values)
    query = select(project.c.id, *(COLUMNS[key].label(key) for key in KINDS)).join(
        project_state, project_state.c.project_id == project.c.id
    )
    rows = any_office.app.read(lambda view: view.rows(query))
    return Mixed(any_office.app, {row.id: dict(row._mapping) for row in rows})


often = settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture])


@often
@given(group=GROUPS)
def test_sql_and_a_reader_agree_on_every_filter(mixed: Mixed, group: Group) -> None:
    found = mixed.app.read(project_ids, ListQuery(where=group))
    assert sorted(found) == sorted(record["id"] for record in mixed.by_hand(group))


def test_every_filter_that_is_tried_makes_sense(app: App) -> None:
    fields = app.read(filter_fields)
    assert {key: fields[key].kind for key in KINDS} == KINDS


def _level(value: Any, key: str) -> Any:
    return value[:7] if KINDS[key] == "date" and value is not None else value


def test_the_values_of_a_column_are_counted_under_the_rest_of_the_filter(mixed: Mixed) -> None:
    paid = Group("all", (Condition("total_investment", Op.FILLED),))
    found = mixed.app.read(column_values, PROJECTS, ListQuery(where=paid), "signed_on")
    months = Counter(_level(record["signed_on"], "signed_on") for record in mixed.by_hand(paid))
    assert dict(found) == months
    times = [count for _value, count in found]
    assert times == sorted(times, reverse=True)


@bounded
@given(wheres=st.lists(GROUPS, max_size=3))
def test_a_record_is_marked_by_the_first_condition_it_fulfils(
    mixed: Mixed, wheres: list[Group]
) -> None:
    fields = mixed.app.read(filter_fields)
    asked = [without_unknown(where, fields)[0] for where in wheres]  # as lists ask: none is empty

    def first(record: dict[str, Any]) -> int | None:
        places = (place for place, where in enumerate(asked) if where.parts)
        return next((place for place in places if holds(asked[place], record, TODAY)), None)

    expected = {
        one: place for one, record in mixed.records.items() if (place := first(record)) is not None
    }
    assert mixed.app.read(marks, PROJECTS, ListQuery(), wheres) == expected


def test_only_records_of_the_list_are_marked(mixed: Mixed) -> None:
    filled = Group("all", (Condition("name", Op.FILLED),))
    gone = Group("all", (Condition("gone", Op.FILLED),))
    chosen = list(mixed.records)[:3]
    found = mixed.app.read(marks, PROJECTS, ListQuery(filters={"ids": chosen}), [gone, filled])
    assert found == dict.fromkeys(chosen, 1)
