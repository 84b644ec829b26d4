"""The list of approvals asked in SQL says exactly what each line says; both follow every change."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db import approval_states, derive
from invest_crm.db.schema.approvals import approval, approval_state
from invest_crm.domain.approvals.gaps import Paper
from invest_crm.domain.approvals.items import Limit, MaterialKind
from invest_crm.domain.approvals.state import State, StepKind, StopReason
from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.grouping import Grouping, Level
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.workdays import DayKind
from invest_crm.errors import UserError
from invest_crm.services.approvals.acts import TakeBack, TakeStep, take_back, take_step
from invest_crm.services.approvals.cases import AddApproval, EditCase, add_approval, save_case
from invest_crm.services.approvals.catalogue import SaveItem, items_in_force, save_item
from invest_crm.services.approvals.grid import (
    approvals_today,
    are_current,
    counts,
    keep_current,
)
from invest_crm.services.approvals.papers import AcceptGap, accept_gap
from invest_crm.services.approvals.reading import approval_lines, project_approvals, some_lines
from invest_crm.services.approvals.records import EditApproval, load, save_approval
from invest_crm.services.calendar import SetDay, set_day
from invest_crm.services.conflicts import EditConflict
from invest_crm.services.grouping import grouped
from invest_crm.services.listing import ListQuery, column_values, list_ids
from invest_crm.services.projects.edit import archive_projects
from invest_crm.services.undo import undo
from invest_crm.services.views import find_view, ids_of
from tests.support.approvals import at, day, gap, line, path, take
from tests.support.factories import derived

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.work import App, View
    from tests.support.factories import Bureau

_FIELDS = (
    *("state", "left", "department", "due_on", "due_what", "person", "held", "began_on"),
    *("since_on", "decided_on", "limit_on", "legal_on", "waits", "missing", "stage", "title"),
)


def listed(view: View) -> dict[str, tuple[Any, ...]]:
    """What the list has in each of its fields, by approval."""
    listing = approvals_today(view)
    columns = [listing.columns[key] for key in _FIELDS]
    query = select(approval.c.id, *columns).select_from(listing.source)
    return {row[0]: tuple(row)[1:] for row in view.rows(query)}


def told(one: ApprovalLine) -> tuple[Any, ...]:
    """The same as the line of an approval has it."""
    course, due = one.course, one.due
    limit = one.clock.due if one.clock is not None else None
    legal = one.legal.due if one.legal is not None else None
    holds = (
        "stopped" if course.stop else "papers" if one.missing else "waits" if one.waits else None
    )
    return (
        *(one.state.value, due.left if due else None, one.department),
        *(_iso(due.day) if due else None, due.matter if due else None, one.person or None),
        *(one.held, _iso(course.began), _iso(course.since), _iso(course.decided)),
        *(_iso(limit), _iso(legal), holds or ("ready" if one.may_begin else None)),
        *(len(one.missing), one.stage.value),
        None if one.name == one.item.name else one.name,
    )


def same(app: App) -> None:
    """The list, the lines, and what is computed anew all say one thing."""
    lines = app.read(approval_lines)
    assert app.read(listed) == {one.id: told(one) for one in lines}
    assert list(app.read(some_lines, [one.id for one in lines]).values()) == lines
    counted = app.read(counts)
    assert counted["late"] == sum(one.late for one in lines)
    assert counted["soon"] == sum(
        one.due is not None and one.due.presses and not one.late for one in lines
    )
    assert counted["ready"] == sum(one.may_begin for one in lines)
    before = derived(app)
    with app.database.writing() as connection:
        derive.rebuild(connection, app.today.isoformat())
    assert derived(app) == before


def asked(app: App, **more: Any) -> list[str]:
    """The items that answer a query, in order."""
    ids = app.read(lambda view: list_ids(view, approvals_today(view), ListQuery(**more)))
    lines = app.read(some_lines, ids)
    return [lines[one].item.code for one in ids]


def _iso(one: date | None) -> str | None:
    return None if one is None else one.isoformat()


# ---- generated histories -----------------------------------------------------------------------

_CODES = ("PRE", "EIA-F", "FILE", "CONP", "LANDP")
_STEPS = st.tuples(
    st.sampled_from(_CODES),
    st.sampled_from([*StepKind, "gap", "back", "off", "started", "item", "undo"]),
    st.integers(0, 45),
    st.sampled_from(list(StopReason)),
)


@settings(
    max_examples=12,
    deadline=None,
    phases=(Phase.explicit, Phase.generate),
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(steps=st.lists(_STEPS, min_size=1, max_size=14), later=st.integers(0, 40))
def test_the_list_says_what_the_lines_say_whatever_happened(
    office: Bureau, steps: list[Any], later: int
) -> None:
    project = path(office, f"项目{len(office.app.read(approval_lines))}")
    for code, what, days, reason in steps:
        today = office.app.today + timedelta(days=days // 8)
        office.app.clock.set(f"{today}T09:00")  # type: ignore[attr-defined]
        here = {one.item.code: one for one in office.app.read(project_approvals, project)}
        if code not in here:
            continue
        try:
            _happen(office, here[code], what, days, reason)
        except UserError:
            continue
    same(office.app)
    seen = office.app.today + timedelta(days=later)
    office.app.clock.set(f"{seen}T09:00")  # type: ignore[attr-defined]
    same(office.app)


def _happen(office: Bureau, one: ApprovalLine, what: Any, days: int, reason: str) -> None:
    app, today = office.app, office.app.today
    if what == "gap":
        main = Paper("申请表", MaterialKind.MAIN, today)
        later = Paper("委托书", MaterialKind.SECONDARY, None, today + timedelta(days=days % 9 + 1))
        app.write(accept_gap, AcceptGap(one.id, today, (main, later)))
    elif what == "back":
        app.write(take_back, TakeBack(one.id))
    elif what == "off":
        app.write(set_day, SetDay(today + timedelta(days=days % 5), DayKind.OFF, "停电"))
    elif what == "started":
        office.reach(one.project_id, MilestoneKind.STARTED, today.isoformat(), grade=2)
    elif what == "item":
        item = app.read(items_in_force)[one.item.code]
        app.write(save_item, SaveItem(replace(item, promise=Limit(days + 1)), item))
    elif what == "undo":
        with app.database.reading() as connection:
            last = connection.exec_driver_sql(
                "SELECT id FROM change_set ORDER BY seq DESC LIMIT 1"
            ).scalar()
        app.write(undo, str(last))
    else:
        why = reason if what is StepKind.STOPPED else ""
        due = today + timedelta(days=days + 1) if what is StepKind.PROMISED else None
        app.write(take_step, TakeStep((one.id,), what, today, why, due, "说明"))


# ---- each cause --------------------------------------------------------------------------------


def test_states_follow_steps_their_undoing_the_calendar_the_catalogue_and_the_start(
    any_office: Bureau,
) -> None:
    office, app = any_office, any_office.app
    project, other = path(office), path(office, "乙")
    take(office, project, "EIA-F", StepKind.ACCEPTED, "09-01")
    gap(office, other, "PRE", "09-02", "09-05")
    take(office, project, "EIA-F", StepKind.STOPPED, "09-03", reason="experts")
    same(app)
    take(office, project, "EIA-F", StepKind.RESUMED, "09-05")
    same(app)
    app.write(set_day, SetDay(day("09-08"), DayKind.OFF, "停电"))
    same(app)
    file = app.read(items_in_force)["EIA-F"]
    app.write(save_item, SaveItem(replace(file, department="county-x", promise=Limit(30)), file))
    same(app)
    take(office, project, "CONP", StepKind.ACCEPTED, "09-09")
    take(office, project, "CONP", StepKind.GRANTED, "09-10", note="先行办理")
    assert line(office, project, "CONP").due is not None
    same(app)
    office.reach(project, MilestoneKind.STARTED, "2025-09-10", grade=2)
    assert line(office, project, "CONP").due is None
    same(app)
    app.write(take_back, TakeBack(line(office, project, "CONP").id))
    same(app)
    at(office, "09-25")
    same(app)


def test_a_path_that_loses_an_item_loses_its_state(any_office: Bureau) -> None:
    project = path(any_office)
    before = len(any_office.app.read(listed))
    any_office.app.write(save_case, EditCase(project, {"flags": ("hazardous",)}))
    same(any_office.app)
    any_office.app.write(save_case, EditCase(project, {"flags": ()}))
    same(any_office.app)
    assert len(any_office.app.read(listed)) == before


def test_a_ledger_of_projects_touches_no_state(office: Bureau, monkeypatch: Any) -> None:
    path(office)
    monkeypatch.setattr(approval_states, "follow", lambda *_told: pytest.fail("followed"))
    office.ledger("2025-08-31", {"name": "丙"}, {"name": "丁"})


def test_another_edition_of_the_catalogue_computes_the_states_anew(office: Bureau) -> None:
    path(office)
    assert office.app.read(are_current)
    with office.app.database.writing() as connection:
        connection.execute(approval_state.update().values(basis="older", stage="?"))
    assert not office.app.read(are_current)
    assert office.app.write(keep_current, None).changes.change_set_id is None
    assert office.app.read(are_current)
    same(office.app)


# ---- asking ------------------------------------------------------------------------------------


def _three(office: Bureau) -> str:
    """One late, one soon, one with gaps, seen on 16 September."""
    project = path(office)
    take(office, project, "EIA-F", StepKind.ACCEPTED, "09-01")
    gap(office, project, "PRE", "09-11", "09-18")
    take(office, project, "FILE", StepKind.GRANTED, "09-10", note="先行办理")
    at(office, "09-16")
    return project


def test_what_is_due_first_stands_first(any_office: Bureau) -> None:
    _three(any_office)
    assert asked(any_office.app)[:2] == ["EIA-F", "PRE"]


@pytest.mark.parametrize(
    ("only", "codes"),
    [
        ("running", ["EIA-F", "PRE"]),
        ("late", ["EIA-F"]),
        ("soon", ["PRE"]),
        ("gap", ["PRE"]),
    ],
)
def test_a_switch_leaves_its_kind(any_office: Bureau, only: str, codes: list[str]) -> None:
    _three(any_office)
    assert asked(any_office.app, filters={"only": only}) == codes
    assert any_office.app.read(counts)[only] == len(codes)


def _where(field: str, op: Op, *values: str | int) -> Group:
    return Group("all", (Condition(field, op, values),))


def test_conditions_groups_and_values_work_on_everything_computed(any_office: Bureau) -> None:
    _three(any_office)
    app = any_office.app
    assert asked(app, where=_where("left", Op.LESS, 0)) == ["EIA-F"]
    assert asked(app, where=_where("left", Op.BETWEEN, 0, 3)) == ["PRE"]
    assert asked(app, where=_where("held", Op.AT_LEAST, 10)) == ["EIA-F"]
    assert asked(app, where=_where("waits", Op.ONE_OF, "papers")) == ["PRE"]
    assert asked(app, where=_where("decided_on", Op.FILLED)) == ["FILE"]
    assert asked(app, where=_where("held", Op.FILLED), sort=(("held", True),)) == ["EIA-F", "PRE"]

    def read(view: View) -> None:
        listing = approvals_today(view)
        for key, field in listing.fields(view).items():
            column_values(view, listing, ListQuery(), key)
            assert field.label
            levels = (Level(key),)
            if field.kind in ("choice", "text"):
                answer = grouped(view, listing, ListQuery(), Grouping(levels))
                assert len(answer.ids) == len(view.values(select(approval.c.id)))

    app.read(read)


def test_a_text_finds_the_item_the_department_the_project_and_the_person(
    any_office: Bureau,
) -> None:
    project = path(any_office, "云岭食品")
    one = line(any_office, project, "EIA-F").id
    any_office.app.write(save_approval, EditApproval(one, {"person": "陈静", "note": "催办一次"}))
    whole = len(any_office.app.read(approval_lines))
    assert asked(any_office.app, text="环境影响报告表") == ["EIA-F"]
    assert asked(any_office.app, text="陈静") == ["EIA-F"]
    assert asked(any_office.app, text="催办") == ["EIA-F"]
    assert len(asked(any_office.app, text="云岭")) == whole
    assert "EIA-F" in asked(any_office.app, text="Ecology")
    assert asked(any_office.app, text="没有的") == []


def test_approvals_of_a_project_in_the_trash_are_not_listed(any_office: Bureau) -> None:
    project = path(any_office)
    any_office.app.write(archive_projects, (project,))
    assert asked(any_office.app) == []


def test_the_ready_made_views_show_what_they_say(any_office: Bureau) -> None:
    project = _three(any_office)
    app = any_office.app
    app.write(save_approval, EditApproval(line(any_office, project, "FILE").id,
                                          {"person": app.actor}))  # fmt: skip

    def codes(name: str) -> list[str]:
        ids = app.read(lambda view: ids_of(view, find_view(view, f"approvals.{name}").id))
        lines = app.read(some_lines, ids)
        return [lines[one].item.code for one in ids]

    assert codes("late") == ["EIA-F"]
    assert codes("soon") == ["PRE"]
    assert codes("gap") == ["PRE"]
    assert codes("mine") == ["FILE"]
    assert set(codes("running")) == {"EIA-F", "PRE"}
    app.write(save_case, EditCase(project, {"our_agent": app.actor}))
    assert len(codes("mine")) == len(codes("all"))


# ---- editing -----------------------------------------------------------------------------------


def test_the_department_of_the_item_is_not_written_out(any_office: Bureau) -> None:
    project = path(any_office)
    one = line(any_office, project, "EIA-F")
    values = {"department": "permits", "note": "联办", "title": "环评（一期）"}
    any_office.app.write(save_approval, EditApproval(one.id, values))
    assert line(any_office, project, "EIA-F").department == "permits"
    assert line(any_office, project, "EIA-F").name == "环评（一期）"
    any_office.app.write(save_approval, EditApproval(one.id, {"department": one.item.department}))
    rows = any_office.app.read(lambda view: view.rows(select(approval.c.department)))
    assert {row.department for row in rows} == {None}
    same(any_office.app)


def test_two_people_who_change_one_field_are_asked(any_office: Bureau) -> None:
    project = path(any_office)
    key = line(any_office, project, "EIA-F").id
    seen = any_office.app.read(load, [key])[key]
    any_office.app.write(save_approval, EditApproval(key, {"person": "张三"}))
    command = EditApproval(key, {"person": "李四"}, {"person": seen["person"]})
    with pytest.raises(EditConflict):
        any_office.app.write(save_approval, command)


def test_a_new_approval_comes_of_a_path(office: Bureau) -> None:
    with pytest.raises(UserError) as caught:
        office.app.write(save_approval, EditApproval(None, {"title": "x"}))
    assert caught.value.code == "approval-new"


def test_one_item_twice_in_a_project_stands_twice(any_office: Bureau) -> None:
    project = path(any_office)
    any_office.app.write(add_approval, AddApproval(project, "EIA-F", "二期环评"))
    same(any_office.app)
    names: Sequence[str] = [
        one.name for one in any_office.app.read(project_approvals, project)
        if one.item.code == "EIA-F" and one.state is State.NOT_BEGUN
    ]  # fmt: skip
    assert len(names) == 2
