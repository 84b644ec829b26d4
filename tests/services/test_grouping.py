"""Groups of a list: their figures are those of their records, on both databases."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.projects import project
from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.grouping import (
    BY_COUNT,
    UNGROUPED,
    By,
    Figure,
    Folding,
    Grouping,
    Level,
    Node,
    conditions_of,
    figures_of,
    grouping_json,
    grouping_of,
    key_of,
    ways,
)
from invest_crm.services.firm_grid import FIRMS
from invest_crm.services.firms import load
from invest_crm.services.grouping import Grouped, grouped
from invest_crm.services.listing import ListQuery, list_ids
from invest_crm.services.projects.filters import COLUMNS, filter_fields
from invest_crm.services.projects.grid import PROJECTS
from tests.support.factories import Bureau, bounded, when, yi

if TYPE_CHECKING:
    from invest_crm.domain.conditions import Field
    from invest_crm.services.work import App

TODAY = date(2025, 9, 1)
UNITS = ("县投促局", "", "ABC 园区", "abc 园区", "乡镇2", "乡镇10")
SIGNED = ("2024-12-31", "2025-01-01", "2025-03-31", "2025-04", "2025-07-05")
STARTED = ("2025-08-31", "2025-09-01", "2025-09")
KEYS = ("lead_unit", "township", "stage", "chain", "leader", "signed_on", "started_on")
LEADERS = ("张三、李四", "张三", "李四、张三", "", "待定", "王五（副县长）、张三", "Wang Wu、张三")
FIGURES = ("total_investment", "funds_in_place", "external_funds", "land_mu", "started_on", "name")


@dataclass(frozen=True, repr=False)
class Mixed:
    """A database, its fields, and every record as it is stored."""

    app: App
    fields: dict[str, Field]
    records: dict[str, dict[str, Any]]

    def grouped(self, grouping: Grouping, query: ListQuery | None = None) -> Grouped:
        return self.app.read(grouped, PROJECTS, query or ListQuery(), grouping)

    def held(self, answer: Grouped, node: Node) -> list[dict[str, Any]]:
        ids = answer.ids[node.first : node.first + node.count]
        return [self.records[record] for record in ids]


@pytest.fixture
def mixed(any_office: Bureau) -> Mixed:
    """Projects with every mixture of units, chains, days and amounts."""
    any_office.app.clock.set(f"{TODAY}T09:00")  # type: ignore[attr-defined]
    chains = ("mutton-sheep", "electronics", None)
    for n in range(30):
        values: dict[str, Any] = {"name": f"项目{n}", "lead_unit": UNITS[n % len(UNITS)]}
        if n % 3:
            values |= {"total_investment": yi(n) + n, "signed_on": when(SIGNED[n % 5])}
        if n % 4 == 1:
            values |= {"started_on": when(STARTED[n % 3]), "land_mu": n * 7}
        if n % 5 < 3:
            values |= {"external_funds": yi(n) // 3, "township": f"镇{n % 2}"}
        values["chain"] = chains[n % 3]
        values["leader"] = LEADERS[n % len(LEADERS)]
        made = any_office.take_up(**{key: one for key, one in values.items() if one is not None})
        if n % 2:
            any_office.stated(made, "2025-08-01", yi(n) // 5 + n)
    columns = {key: COLUMNS[key] for key in (*KEYS, *FIGURES)}
    query = select(project.c.id, *(column.label(key) for key, column in columns.items())).join(
        project_state, project_state.c.project_id == project.c.id
    )
    rows = any_office.app.read(lambda view: view.rows(query))
    fields = any_office.app.read(filter_fields)
    return Mixed(any_office.app, fields, {row.id: dict(row._mapping) for row in rows})


def _level(key: str, kind: str) -> st.SearchStrategy[Level]:
    texts = (By.FIRST, By.VALUE) if key == "leader" else (By.VALUE,)
    by = (By.MONTH, By.QUARTER, By.YEAR) if kind == "date" else texts
    orders = st.sampled_from(("", BY_COUNT, "total_investment", "started_on"))
    return st.builds(Level, st.just(key), st.sampled_from(by), orders, st.booleans())


LEVELS = st.lists(st.sampled_from(KEYS), min_size=0, max_size=3, unique=True).flatmap(
    lambda keys: st.tuples(
        *(_level(key, "date" if key.endswith("_on") else "text") for key in keys)
    )
)
CHOSEN = st.fixed_dictionaries(
    {
        **{key: st.sampled_from([f.value for f in Figure]) for key in FIGURES[:4]},
        "started_on": st.sampled_from(("count", "rate", "least", "most")),
        "name": st.sampled_from(("count", "")),
    }
)
GROUPINGS = st.builds(
    lambda levels, chosen: Grouping(levels, tuple(chosen.items())), LEVELS, CHOSEN
)
QUERIES = st.sampled_from(
    (
        ListQuery(),
        ListQuery(sort=(("total_investment", True),)),
        ListQuery(where=Group("all", (Condition("signed_on", Op.FILLED),))),
        ListQuery(filters={"signed": True}, text="项目1"),
    )
)
often = settings(
    max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def by_hand(records: list[dict[str, Any]], key: str, figure: Figure) -> Any:
    """A figure as somebody with a pocket calculator finds it."""
    values = [record[key] for record in records if record[key] not in (None, "")]
    if figure is Figure.COUNT:
        return len(values)
    if figure is Figure.RATE and key == "started_on":
        come = [day for day in values if day <= TODAY.isoformat()]
        return Fraction(100 * len(come), len(records)) if records else None
    if figure is Figure.RATE:
        known = [record for record in records if record["external_funds"] is not None]
        whole = sum(record["external_funds"] for record in known)
        part = sum(record["funds_in_place"] or 0 for record in known)
        return Fraction(100 * part, whole) if whole else None
    if not values:
        return None
    if figure in (Figure.LEAST, Figure.MOST):
        return min(values) if figure is Figure.LEAST else max(values)
    total = sum(map(Decimal, values))
    return Fraction(total) / (len(values) if figure is Figure.AVERAGE else 1)


@often
@given(grouping=GROUPINGS, query=QUERIES)
def test_figures_of_groups_are_those_of_their_records(
    mixed: Mixed, grouping: Grouping, query: ListQuery
) -> None:
    answer = mixed.grouped(grouping, query)
    whole = [mixed.records[record] for record in answer.ids]
    for key, figure in answer.figures.items():
        if key in FIGURES:
            assert answer.whole[key].value(figure) == by_hand(whole, key, figure)
            for node in answer.nodes:
                expected = by_hand(mixed.held(answer, node), key, figure)
                assert node.tallies[key].value(figure) == expected


@often
@given(grouping=GROUPINGS, query=QUERIES)
def test_groups_hold_the_same_records_in_the_same_order_as_the_list(
    mixed: Mixed, grouping: Grouping, query: ListQuery
) -> None:
    answer = mixed.grouped(grouping, query)
    plain = mixed.app.read(list_ids, PROJECTS, query)
    assert sorted(answer.ids) == sorted(plain)
    expected: dict[tuple[Any, ...], list[str]] = defaultdict(list)
    for record in plain:
        values = mixed.records[record]
        path = tuple(
            key_of(level, mixed.fields[level.field], values[level.field])
            for level in grouping.levels
        )
        for deep in range(1, len(path) + 1):
            expected[path[:deep]].append(record)
    found = {node.path: answer.ids[node.first : node.first + node.count] for node in answer.nodes}
    assert found.keys() == expected.keys()
    for path, records in found.items():
        # Above the lowest level records stand by their groups, within those as in the list.
        lowest = len(path) == len(grouping.levels)
        assert (records if lowest else sorted(records)) == (
            expected[path] if lowest else sorted(expected[path])
        )


@bounded
@given(grouping=GROUPINGS, query=QUERIES)
def test_the_number_of_a_group_leads_to_exactly_its_records(
    mixed: Mixed, grouping: Grouping, query: ListQuery
) -> None:
    answer = mixed.grouped(grouping, query)
    written: dict[tuple[Any, ...], tuple[tuple[str, ...], ...]] = {(): ()}
    for node in answer.nodes:
        written[node.path] = (*written[node.path[:-1]], node.written)
        asked = conditions_of(grouping.levels, node.path, written[node.path])
        narrowed = ListQuery(
            query.text, query.filters, Group("all", (*query.where.parts, *asked)), query.sort
        )
        ids = mixed.app.read(list_ids, PROJECTS, narrowed)
        assert sorted(ids) == sorted(answer.ids[node.first : node.first + node.count])


def test_a_project_of_several_leaders_stands_under_the_first_named_alone(mixed: Mixed) -> None:
    answer = mixed.grouped(Grouping((Level("leader", By.FIRST),)))
    assert {node.label: node.count for node in answer.nodes} == {
        "李四": 4, "王五（副县长）": 4, "Wang Wu": 4, "张三": 10, "(empty)": 8,
    }  # fmt: skip
    assert sum(node.count for node in answer.nodes) == len(mixed.records)
    total = sum(node.tallies["total_investment"].total for node in answer.nodes)
    assert total == answer.whole["total_investment"].total


@pytest.fixture
def firms(any_office: Bureau) -> Bureau:
    """Firms here and elsewhere, in statistics or not, with capital or without."""
    for n in range(17):
        capital = {"registered_capital": yi(1) + n} if n % 3 else {}
        any_office.firm(f"企业{n}", local=n % 2 == 0, in_size=n % 5 == 0, **capital)
    return any_office


@pytest.mark.parametrize("keys", [("local",), ("in_size", "local")])
def test_firms_are_grouped_by_yes_and_no_with_exact_sums(
    firms: Bureau, keys: tuple[str, ...]
) -> None:
    asked = Grouping(tuple(Level(key) for key in keys))
    answer = firms.app.read(grouped, FIRMS, ListQuery(), asked)
    records = firms.app.read(lambda view: load(view, answer.ids))
    for node in answer.nodes:
        held = [records[one] for one in answer.ids[node.first : node.first + node.count]]
        for key, code in zip(keys, node.path, strict=False):
            assert {one[key] for one in held} == {code == "yes"}
        total = sum(one["registered_capital"] or 0 for one in held)
        assert node.tallies["registered_capital"].total == total
        assert node.label in ("yes", "no")
        where = Group(
            "all", conditions_of(asked.levels, node.path, [(code,) for code in node.path])
        )
        found = firms.app.read(list_ids, FIRMS, ListQuery(where=where))
        assert sorted(found) == sorted(one.id for one in held)
    top = [node for node in answer.nodes if len(node.path) == 1]
    assert sum(node.count for node in top) == 17


def test_days_go_by_month_quarter_and_year_and_none_comes_last(mixed: Mixed) -> None:
    def labels(by: By, *, down: bool = False) -> list[str]:
        answer = mixed.grouped(Grouping((Level("signed_on", by, descending=down),)))
        return [node.label for node in answer.nodes]

    assert labels(By.YEAR) == ["during 2024", "during 2025", "(empty)"]
    assert labels(By.QUARTER, down=True)[0] == "Q3 2025"
    assert labels(By.QUARTER, down=True)[-1] == "(empty)"


def test_words_are_ordered_by_the_initials_of_pinyin_and_the_numbers_in_them(mixed: Mixed) -> None:
    answer = mixed.grouped(Grouping((Level("lead_unit"),)))
    assert [node.label for node in answer.nodes] == [
        "ABC 园区", "县投促局", "乡镇2", "乡镇10", "(empty)",
    ]  # fmt: skip


def test_groups_stand_in_the_order_of_a_figure(mixed: Mixed) -> None:
    level = Level("lead_unit", order="total_investment", descending=True)
    answer = mixed.grouped(Grouping((level,)))
    sums = [node.tallies["total_investment"].total for node in answer.nodes[:-1]]
    assert sums == sorted(sums, reverse=True)
    assert answer.nodes[-1].path == (None,)


def test_chosen_records_are_grouped_alike(mixed: Mixed) -> None:
    chosen = list(mixed.records)[::2]
    grouping = Grouping((Level("chain"), Level("signed_on", By.MONTH)))
    answer = mixed.grouped(grouping, ListQuery(filters={"ids": chosen}))
    assert sorted(answer.ids) == sorted(chosen)
    for node in answer.nodes:
        expected = by_hand(mixed.held(answer, node), "total_investment", Figure.SUM)
        assert node.tallies["total_investment"].value(Figure.SUM) == expected


def test_what_the_list_no_longer_has_is_left_out(mixed: Mixed) -> None:
    lost = Grouping((Level("gone"), Level("chain")), (("gone", "sum"),))
    answer = mixed.grouped(lost)
    assert answer.grouping == Grouping((Level("chain"),))
    assert {len(node.path) for node in answer.nodes} == {1}


@given(grouping=GROUPINGS, deep=st.integers(0, 3), turned=st.sets(st.tuples(st.text())))
def test_a_stored_grouping_comes_back(
    grouping: Grouping, deep: int, turned: set[tuple[str]]
) -> None:
    whole = Grouping(grouping.levels, grouping.figures, Folding(deep, frozenset(turned)))
    assert grouping_of(json.loads(json.dumps(grouping_json(whole)))) == whole


@pytest.mark.parametrize("shape", [{"levels": [["chain"]]}, {"figures": [["a", "b"]]}, 7, ["x"]])
def test_what_is_no_grouping_is_refused(shape: object) -> None:
    with pytest.raises(ValueError, match=r"."):
        grouping_of(shape)
    assert grouping_of(None) == UNGROUPED


def test_only_what_makes_sense_is_offered(app: App) -> None:
    fields = app.read(filter_fields)
    assert ways(fields["total_investment"]) == ()
    assert Figure.SUM not in figures_of(fields["chain"].kind)
    assert Figure.RATE in figures_of("money", rated=True)
    assert Figure.RATE not in figures_of("money")
