"""Saved views: who sees and changes them, what is kept, and what a list has lost since."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from invest_crm.db.schema.chains import chain
from invest_crm.db.schema.views import saved_view
from invest_crm.domain.conditions import Condition, Group, Op
from invest_crm.domain.ready_views import BY_ID, READY
from invest_crm.domain.stages import SideState
from invest_crm.domain.views import Access, ViewForm, form_json, form_of
from invest_crm.errors import UserError
from invest_crm.services import undo, views
from invest_crm.services.listing import ListQuery, list_ids
from invest_crm.services.projects.grid import PROJECTS
from invest_crm.services.today import today
from invest_crm.services.views import (
    ChangeView,
    NewView,
    PinView,
    RenameView,
    SetAccess,
    find_view,
    ids_of,
    open_view,
    views_of,
)
from tests.services.test_conditions import GROUPS, Mixed, mixed
from tests.support.factories import Bureau, colleague, images, raw, when

if TYPE_CHECKING:
    from invest_crm.services.views import ViewInfo
    from invest_crm.services.work import App

__all__ = ["mixed"]

WAITING = ViewForm(
    text="园", filters=(("open", True),), sort=(("signed_on", False), ("name", True)),
    where=Group("all", (Condition("started_on", Op.EMPTY),)), layout="board", reason="县商务局",
    columns=({"key": "name", "width": 220, "hidden": False, "frozen": True},),
)  # fmt: skip


def _save(app: App, name: str = "待开工", access: Access = Access.MINE, **more: Any) -> str:
    command = NewView(more.get("list", "projects"), name, more.get("form", WAITING), access)
    return str(app.write(views.save_view, command).value)


def _named(app: App, list_name: str = "projects") -> list[str]:
    return [info.name for info in app.read(views_of, list_name) if not info.ready]


def _one(app: App, name: str) -> ViewInfo:
    return app.read(find_view, name)


def _refusal(app: App, use_case: Any, command: Any) -> str:
    before = images(app)
    with pytest.raises(UserError) as refused:
        app.write(use_case, command)
    assert images(app) == before
    return refused.value.code


# ---- what is kept ------------------------------------------------------------------------------


def test_a_view_comes_back_as_it_was_saved(any_app: App) -> None:
    view_id = _save(any_app)
    opened = any_app.read(open_view, view_id)
    assert (opened.form, opened.lost) == (WAITING, ())
    assert (opened.info.name, opened.info.owner) == ("待开工", "wang")


FORMS = st.builds(
    lambda **parts: ViewForm(**parts),
    text=st.sampled_from(("", "甲", "县")),
    filters=st.sampled_from(((), (("open", True),), (("signed", True), ("open", True)))),
    where=GROUPS,
    sort=st.lists(
        st.tuples(st.sampled_from(("name", "stage", "signed_on", "chain")), st.booleans()),
        max_size=3,
    ).map(tuple),
)


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(form=FORMS)
def test_a_view_kept_as_json_shows_equal_rows_in_equal_order(mixed: Mixed, form: ViewForm) -> None:
    again = form_of(json.loads(json.dumps(form_json(form))))
    assert again == form

    def rows(asked: ViewForm) -> list[str]:
        query = ListQuery(asked.text, dict(asked.filters), asked.where, asked.sort)
        return mixed.app.read(list_ids, PROJECTS, query)

    assert rows(again) == rows(form)


def test_what_this_program_does_not_know_of_a_view_is_kept(any_app: App) -> None:
    newer = {**form_json(WAITING), "version": 7, "gantt": ["chain"], "paper": {"size": "A3"}}
    form = form_of(newer)
    view_id = _save(any_app, form=replace(form, text="厂"))
    stored = json.loads(any_app.read(lambda view: view.rows(saved_view.select())[0].form))
    assert stored == {**newer, "text": "厂"}
    assert any_app.read(open_view, view_id).form == replace(form, text="厂")


def test_a_form_that_cannot_be_read_shows_everything(any_app: App) -> None:
    view_id = _save(any_app)
    raw(any_app, "UPDATE saved_view SET form = '{\"where\": 3}'")
    assert any_app.read(open_view, view_id).form == ViewForm()


def test_saving_changing_and_deleting_are_undone_one_by_one(any_app: App) -> None:
    view_id = _save(any_app, access=Access.SHARED)
    any_app.write(views.pin_view, PinView(view_id))
    steps = [images(any_app)]
    any_app.write(views.change_view, ChangeView(view_id, ViewForm(text="厂"), 1))
    steps.append(images(any_app))
    any_app.write(views.rename_view, RenameView(view_id, "老项目"))
    steps.append(images(any_app))
    any_app.write(views.delete_view, view_id)
    assert _named(any_app) == []
    for step in reversed(steps):
        any_app.write(undo.undo, None)
        assert images(any_app) == step


# ---- who sees it, who changes it ---------------------------------------------------------------


def test_my_view_is_seen_by_nobody_else(any_app: App) -> None:
    li = colleague(any_app, "li")
    view_id = _save(any_app)
    assert (_named(any_app), _named(li)) == (["待开工"], [])
    for asked in (view_id, "待开工"):
        with pytest.raises(UserError) as refused:
            li.read(open_view, asked)
        assert refused.value.code == "view-unknown"
        assert "待开工" not in refused.value.todo
    assert _refusal(li, views.delete_view, view_id) == "view-unknown"


def test_a_shared_view_is_changed_by_everyone_a_locked_one_by_its_owner(any_app: App) -> None:
    li = colleague(any_app, "li")
    view_id = _save(any_app, access=Access.SHARED)
    li.write(views.change_view, ChangeView(view_id, ViewForm(text="厂"), 1))
    assert any_app.read(open_view, view_id).form == ViewForm(text="厂")
    any_app.write(views.set_access, SetAccess(view_id, Access.LOCKED))
    assert not _one(li, "待开工").changes
    for use_case, command in (
        (views.change_view, ChangeView(view_id, WAITING, _one(li, "待开工").version)),
        (views.rename_view, RenameView(view_id, "我的")),
        (views.set_access, SetAccess(view_id, Access.SHARED)),
        (views.delete_view, view_id),
    ):
        assert _refusal(li, use_case, command) == "view-locked"
    any_app.write(views.rename_view, RenameView(view_id, "县里的"))
    assert _named(li) == ["县里的"]


def test_only_the_owner_says_who_sees_a_view(any_app: App) -> None:
    li = colleague(any_app, "li")
    view_id = _save(any_app, access=Access.SHARED)
    for access in (Access.MINE, Access.LOCKED):
        assert _refusal(li, views.set_access, SetAccess(view_id, access)) == "view-not-own"
    any_app.write(views.set_access, SetAccess(view_id, Access.MINE))
    assert _named(li) == []


def test_a_view_somebody_changed_meanwhile_is_not_written_over(any_app: App) -> None:
    view_id = _save(any_app, access=Access.SHARED)
    seen = _one(any_app, view_id).version
    li = colleague(any_app, "li")
    li.write(views.change_view, ChangeView(view_id, ViewForm(text="厂"), seen))
    command = ChangeView(view_id, WAITING, seen)
    assert _refusal(any_app, views.change_view, command) == "view-changed"


@pytest.mark.parametrize(("name", "code"), [
    ("  ", "view-nameless"), ("待开工", "view-name-taken"), (" 待开工 ", "view-name-taken"),
])  # fmt: skip
def test_every_view_of_a_list_has_a_name_of_its_own(app: App, name: str, code: str) -> None:
    _save(app)
    other = _save(app, "别的")
    assert _refusal(app, views.save_view, NewView("projects", name, WAITING)) == code
    assert _refusal(app, views.rename_view, RenameView(other, name)) == code
    ready = BY_ID["projects.all"].label
    assert _refusal(app, views.rename_view, RenameView(other, ready)) == "view-name-taken"
    app.write(views.rename_view, RenameView(other, "别的"))
    _save(app, "待开工", list="firms")
    _save(colleague(app, "li"))


# ---- pins --------------------------------------------------------------------------------------


def test_everyone_pins_for_themselves_and_in_their_own_order(any_app: App) -> None:
    li = colleague(any_app, "li")
    first, second = (_save(any_app, name, Access.SHARED) for name in ("甲", "乙"))
    for view_id in (first, second, "projects.silent"):
        any_app.write(views.pin_view, PinView(view_id))
    li.write(views.pin_view, PinView(second))

    def pinned(app: App) -> list[str]:
        return [info.id for info in app.read(views_of) if info.pin is not None]

    assert pinned(any_app) == [first, second, "projects.silent"]
    any_app.write(views.pin_view, PinView("projects.silent", before=first))
    assert pinned(any_app) == ["projects.silent", first, second]
    assert [info.id for info in any_app.read(views_of)][:3] == pinned(any_app)
    any_app.write(views.pin_view, PinView(first, on=False))
    assert (pinned(any_app), pinned(li)) == (["projects.silent", second], [second])
    assert any_app.read(views.others_using, second) == ["li"]
    assert any_app.read(views.others_using, first) == []


def test_a_deleted_view_takes_everyones_pins_along(any_app: App) -> None:
    li = colleague(any_app, "li")
    view_id = _save(any_app, access=Access.SHARED)
    for app in (any_app, li):
        app.write(views.pin_view, PinView(view_id))
    li.write(views.delete_view, view_id)
    assert images(any_app)["view_pin"] == {}


# ---- what a list has lost ----------------------------------------------------------------------


def test_a_view_opens_without_the_fields_filters_and_orders_that_are_gone(any_app: App) -> None:
    kept = Condition("started_on", Op.EMPTY)
    inner = Group("any", (Condition("colour_of_hat", Op.IS, ("red",)), kept))
    form = replace(
        WAITING,
        filters=(("open", True), ("shoe_size", 42)),
        where=Group("all", (inner, Condition("colour_of_hat", Op.FILLED))),
        sort=(("colour_of_hat", False), ("name", True)),
    )
    opened = any_app.read(open_view, _save(any_app, form=form))
    assert opened.lost == ("colour_of_hat", "shoe_size")
    assert opened.form.filters == (("open", True),)
    assert opened.form.sort == (("name", True),)
    assert opened.form.where == Group("all", (Group("any", (kept,)),))
    assert any_app.read(ids_of, opened.info.id) == []


def test_a_view_opens_without_the_chain_that_is_gone(any_office: Bureau) -> None:
    app = any_office.app
    pig = any_office.take_up("猪场", chain="live-pigs")
    any_office.take_up("羊场", chain="mutton-sheep")
    both = Condition("chain", Op.ONE_OF, ("gone-chain", "live-pigs"))
    gone = Condition("chain", Op.ONE_OF, ("gone-chain",))
    view_id = _save(app, form=ViewForm(where=Group("all", (both,))))
    opened = app.read(open_view, view_id)
    label = app.read(PROJECTS.fields)["chain"].label
    assert opened.lost == (label,)
    assert app.read(ids_of, view_id) == [pig]
    whole = ViewForm(filters=(("chain", "gone-chain"),), where=Group("all", (gone,)))
    opened = app.read(open_view, _save(app, "别的", form=whole))
    assert (opened.form, opened.lost) == (ViewForm(), (label,))
    assert app.read(lambda view: view.count(chain.select())) > 0


# ---- the ready-made ones -----------------------------------------------------------------------


@pytest.mark.parametrize("view_id", BY_ID)
def test_every_ready_view_asks_only_what_its_list_has(any_app: App, view_id: str) -> None:
    opened = any_app.read(open_view, view_id)
    assert (opened.form, opened.lost) == (BY_ID[view_id].form, ())
    assert any_app.read(ids_of, view_id) == []
    assert not opened.info.changes


def test_every_list_begins_with_all_of_it() -> None:
    assert READY.keys() == views.LISTS.keys()
    assert [group[0].form for group in READY.values()] == [ViewForm()] * len(READY)


def test_signed_over_90_days_ago_and_not_started(any_office: Bureau) -> None:
    waits = any_office.take_up("待", signed_on="2025-06-02")
    older = any_office.take_up("更早", signed_on="2024-06-02", registered_on="2024-07-01")
    any_office.take_up("刚满", signed_on="2025-06-03")
    any_office.take_up("开工", signed_on="2025-01-03", started_on="2025-02-01")
    any_office.take_up("投产", signed_on="2025-01-03", in_production_on="2025-02-01")
    any_office.take_up("入库", signed_on="2025-01-03", in_stats_on="2025-02-01")
    any_office.take_up("在谈")
    ended = any_office.take_up("终止", signed_on="2025-01-03")
    any_office.side(ended, SideState.TERMINATED, "2025-03-01")
    assert any_office.app.read(ids_of, "projects.signed-waiting") == [older, waits]


def test_the_other_views_of_projects(any_office: Bureau) -> None:
    app = any_office.app
    led = {"leader": "副县长", "lead_unit": "商务局", "task_force": "专班"}
    new = any_office.take_up("新", signed_on="2025-09-01", **led)
    begun = any_office.take_up("动", signed_on="2024-09-01", started_on="2025-03-01", **led)
    counted = any_office.take_up(
        "统", started_on="2024-03-01", in_stats_on="2024-05-01", lead_unit="商务局"
    )
    alone = any_office.take_up("单", leader="副县长", signed_on=when("2024-08"))
    found = {view_id: set(app.read(ids_of, f"projects.{view_id}")) for view_id in (
        "all", "signed-this-month", "started-this-year", "not-in-stats", "no-leader", "five-ones",
    )}  # fmt: skip
    assert found == {
        "all": {new, begun, counted, alone}, "signed-this-month": {new},
        "started-this-year": {begun}, "not-in-stats": {begun}, "no-leader": {counted},
        "five-ones": {counted, alone},
    }  # fmt: skip


def test_the_silent_projects_are_those_of_the_page_of_today(any_office: Bureau) -> None:
    app = any_office.app
    old = any_office.take_up("旧", signed_on="2025-01-03")
    ended = any_office.take_up("完", signed_on="2025-01-03")
    any_office.side(ended, SideState.TERMINATED, "2025-03-01")
    app.clock.set("2025-12-01T09:00")  # type: ignore[attr-defined]
    any_office.take_up("新")
    assert app.read(ids_of, "projects.silent") == [old]
    assert [row.id for row in app.read(today).silent] == [old]


def test_the_views_of_firms(any_office: Bureau) -> None:
    from tests.support.factories import person

    app = any_office.app
    known = any_office.firm("甲", contacts=(person("张三"),), chain="live-pigs")
    unknown = any_office.firm("乙", credit_code="91350211M000100Y43")
    found = {key: set(app.read(ids_of, f"firms.{key}")) for key in (
        "all", "targets", "leading", "no-contact", "no-chain", "no-code",
    )}  # fmt: skip
    assert found == {
        "all": {known, unknown}, "targets": set(), "leading": set(), "no-contact": {unknown},
        "no-chain": {unknown}, "no-code": {known},
    }  # fmt: skip
