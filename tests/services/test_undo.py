"""Undo and redo: any ChangeSet, field by field, never over somebody else's work."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

from invest_crm import words
from invest_crm.db.schema.chains import chain_node
from invest_crm.db.schema.firms import contact, firm, firm_node
from invest_crm.db.schema.projects import milestone, project
from invest_crm.domain.stages import MilestoneKind, SideState
from invest_crm.errors import UserError
from invest_crm.services import firms, undo, upkeep
from invest_crm.services.projects import edit, facts
from tests.support.factories import (
    CANARY,
    Bureau,
    all_rows,
    colleague,
    derived,
    heads,
    images,
    person,
)

if TYPE_CHECKING:
    from invest_crm.services.work import Outcome, View, Work


def _id(outcome: Outcome[Any]) -> str:
    assert outcome.changes.change_set_id is not None
    return outcome.changes.change_set_id


def _last(office: Bureau) -> str:
    return str(heads(office.app)[-1].id)


def _leaf(view: View) -> str:
    return str(view.values(select(chain_node.c.id).where(chain_node.c.level == "leaf"))[0])


# ---- there and back --------------------------------------------------------------------------


def test_undoing_a_creation_leaves_nothing_and_redo_brings_all_of_it_back(
    any_office: Bureau,
) -> None:
    before = images(any_office.app)
    any_office.take_up("甲", signed_on="2025-03", total_investment=5, contacts=(person("张三"),))
    after, rows = images(any_office.app), derived(any_office.app)
    done = any_office.undo()
    assert images(any_office.app) == before
    assert (done.conflicts, done.kept) == ((), ())
    assert done.reversed == 5, "with the step a second person is asked about"
    any_office.redo()
    assert images(any_office.app) == after
    assert derived(any_office.app) == rows
    assert any_office.app.read(upkeep.verify).ok


def test_undoing_an_edit_puts_the_fields_and_the_facts_back(any_office: Bureau) -> None:
    project_id = any_office.take_up("甲", signed_on="2025-03", park="东园")
    before = images(any_office.app)
    any_office.edit(project_id, signed_on="2025-04", park=None, township="城关镇")
    after = images(any_office.app)
    any_office.undo()
    assert images(any_office.app) == before
    any_office.redo()
    assert images(any_office.app) == after


def test_undo_goes_back_step_by_step_and_redo_forward_again(office: Bureau) -> None:
    states = [images(office.app)]
    project_id = office.take_up("甲")
    states.append(images(office.app))
    for park in ("东园", "西园", "南园"):
        office.edit(project_id, park=park)
        states.append(images(office.app))
    for state in states[-2::-1]:
        office.undo()
        assert images(office.app) == state
    with pytest.raises(UserError) as refused:
        office.undo()
    assert refused.value.code == "nothing-to-undo"
    for state in states[1:]:
        office.redo()
        assert images(office.app) == state
    with pytest.raises(UserError):
        office.redo()


def test_undo_after_redo_undoes_the_same_action_again(office: Bureau) -> None:
    project_id = office.take_up("甲")
    office.edit(project_id, park="东园")
    for _ in range(3):
        office.undo()
        assert office.record(project_id)["park"] is None
        office.redo()
        assert office.record(project_id)["park"] == "东园"


def test_new_work_after_an_undo_ends_redo(office: Bureau) -> None:
    project_id = office.take_up("甲")
    office.edit(project_id, park="东园")
    office.undo()
    office.edit(project_id, township="城关镇")
    assert office.app.read(undo.next_redo, "wang") is None
    with pytest.raises(UserError) as refused:
        office.redo()
    assert refused.value.code == "nothing-to-redo"
    assert office.record(project_id)["park"] is None


def test_an_undo_can_itself_be_named_and_undone(office: Bureau) -> None:
    project_id = office.take_up("甲")
    office.edit(project_id, park="东园")
    office.undo()
    office.undo(_last(office))
    assert office.record(project_id)["park"] == "东园"
    assert heads(office.app)[-1].action == "redo"
    office.undo(_last(office))
    assert office.record(project_id)["park"] is None


def test_undo_takes_only_this_actors_work(any_office: Bureau) -> None:
    project_id = any_office.take_up("甲")
    li = Bureau(colleague(any_office.app, "li"))
    li.edit(project_id, park="东园")
    with pytest.raises(UserError) as refused:
        any_office.undo()  # wang's creation has been edited by li since
    assert refused.value.code == "undo-impossible"
    li.undo()
    assert any_office.record(project_id)["park"] is None
    with pytest.raises(UserError) as nothing:
        li.undo()
    assert nothing.value.code == "nothing-to-undo"


def test_the_reference_data_are_not_undone_by_ctrl_z(office: Bureau) -> None:
    setup = Bureau(colleague(office.app, "setup"))
    with pytest.raises(UserError) as refused:
        setup.undo()
    assert refused.value.code == "nothing-to-undo"


def test_a_change_set_that_does_not_exist_is_refused_in_words(office: Bureau) -> None:
    with pytest.raises(UserError) as refused:
        office.undo("no-such")
    assert refused.value.code == "change-set-unknown"


def test_undoing_twice_by_name_is_refused(office: Bureau) -> None:
    project_id = office.take_up("甲")
    name = _id(office.edit(project_id, park="东园"))
    office.undo(name)
    with pytest.raises(UserError) as refused:
        office.undo(name)
    assert refused.value.code == "undo-impossible"


# ---- conflicts -------------------------------------------------------------------------------


def test_a_field_changed_since_is_a_conflict_with_who_and_when(any_office: Bureau) -> None:
    project_id = any_office.take_up("甲", park="东园", township="城关镇")
    name = _id(any_office.edit(project_id, park="西园", township="河西镇"))
    Bureau(colleague(any_office.app, "li")).edit(project_id, park="南园")
    when_li_wrote = heads(any_office.app)[-1].recorded_at
    done = any_office.undo(name)
    (conflict,) = done.conflicts
    assert (conflict.table, conflict.id, conflict.field) == ("project", project_id, "park")
    assert (conflict.expected, conflict.found) == ("西园", "南园")
    assert (conflict.changed_by, conflict.changed_at) == ("li", when_li_wrote)
    record = any_office.record(project_id)
    assert (record["park"], record["township"]) == ("南园", "城关镇")


def test_who_changed_the_field_is_named_not_who_touched_the_record_last(office: Bureau) -> None:
    project_id = office.take_up("甲", park="东园", township="城关镇")
    name = _id(office.edit(project_id, park="西园", township="河西镇"))
    Bureau(colleague(office.app, "li")).edit(project_id, park="南园")
    Bureau(colleague(office.app, "zhao")).edit(project_id, remark="看过")
    (conflict,) = office.undo(name).conflicts
    assert conflict.changed_by == "li"


def test_a_field_changed_back_is_no_conflict(office: Bureau) -> None:
    project_id = office.take_up("甲", park="东园")
    name = _id(office.edit(project_id, park="西园"))
    office.edit(project_id, park="南园")
    office.edit(project_id, park="西园")
    assert office.undo(name).conflicts == ()
    assert office.record(project_id)["park"] == "东园"


def test_a_conflict_over_a_phone_shows_no_phone(office: Bureau) -> None:
    def dial(work: Work, phone: str) -> None:
        work.name("contacts.edit", name="乙")
        work.update(contact, work.values(select(contact.c.id))[0], phone=phone, post="经理")

    def redial(work: Work, phone: str) -> None:
        work.name("contacts.edit", name="乙")
        work.update(contact, work.values(select(contact.c.id))[0], phone=phone)

    office.firm("乙", contacts=(person("张三", "13800001111"),))
    name = _id(office.app.write(dial, CANARY))
    office.app.write(redial, "13700002222")
    (conflict,) = office.undo(name).conflicts
    assert (conflict.field, conflict.expected, conflict.found) == ("phone", None, None)


def test_a_record_deleted_since_is_a_conflict(office: Bureau) -> None:
    firm_id, node = office.firm("乙"), office.app.read(_leaf)
    place = firms.PlaceFirm(firm_id, node, "existing")
    office.app.write(firms.place_firm, place)
    name = _id(office.app.write(firms.place_firm, firms.PlaceFirm(firm_id, node, "target")))
    office.app.write(firms.place_firm, firms.PlaceFirm(firm_id, node, None))
    with pytest.raises(UserError) as refused:
        office.undo(name)
    assert refused.value.code == "undo-impossible"


def test_the_refusal_says_what_happened_in_both_languages(office: Bureau) -> None:
    texts = set()
    for language in words.LANGUAGES:
        with words.using(language), pytest.raises(UserError) as refused:
            office.undo()
        assert refused.value.what
        assert refused.value.safe
        texts.add(refused.value.what)
    assert len(texts) == 2


# ---- what stays whole ------------------------------------------------------------------------


def test_a_created_project_edited_since_stays_with_all_its_facts(any_office: Bureau) -> None:
    values = {"signed_on": "2025-03", "started_on": "2025-05", "total_investment": 5}
    project_id = any_office.take_up("甲", contacts=(person("张三"),), **values)
    name = _last(any_office)
    Bureau(colleague(any_office.app, "li")).edit(project_id, park="南园")
    before = images(any_office.app)
    with pytest.raises(UserError) as refused:
        any_office.undo(name)
    assert refused.value.code == "undo-impossible"
    assert images(any_office.app) == before


def test_of_a_ledger_the_edited_projects_stay_and_the_others_go(any_office: Bureau) -> None:
    rows = [{"name": name, "started_on": "2025-05"} for name in "甲乙丙"]
    first, second, third = any_office.ledger("2025-08-31", *rows)
    name = _last(any_office)
    any_office.edit(second, park="东园")
    fact = any_office.reach(third, MilestoneKind.COMPLETED, "2025-08-01")
    done = any_office.undo(name)
    left = images(any_office.app)
    assert set(left["project"]) == {second, third}
    assert {row["project_id"] for row in left["milestone"].values()} == {second, third}
    assert fact in left["milestone"]
    reasons = {item.id: item.reason for item in done.kept}
    assert (reasons[second], reasons[third]) == ("edited", "referred")
    assert sorted(item.reason for item in done.kept if item.table == "milestone") == ["belongs"] * 2
    assert done.reversed == 2
    assert first not in reasons


def test_a_fact_voided_since_keeps_its_project_whole(office: Bureau) -> None:
    (project_id,) = office.ledger("2025-08-31", {"started_on": "2025-05", "signed_on": "2025-01"})
    name = _last(office)
    (row,) = office.app.read(all_rows, milestone)
    office.void(milestone, row.id)
    with pytest.raises(UserError):
        office.undo(name)
    assert office.record(project_id)["signed_on"] is not None


def test_a_created_firm_referred_to_since_stays(any_office: Bureau) -> None:
    firm_id = any_office.firm("乙")
    name = _last(any_office)
    place = firms.PlaceFirm(firm_id, any_office.app.read(_leaf), "existing")
    any_office.app.write(firms.place_firm, place)
    with pytest.raises(UserError) as refused:
        any_office.undo(name)
    assert refused.value.code == "undo-impossible"
    assert firm_id in images(any_office.app)["firm"]
    any_office.undo()
    any_office.undo(name)
    assert images(any_office.app)["firm"] == {}


def test_a_firm_referred_to_only_by_the_same_change_set_goes_with_it(office: Bureau) -> None:
    """Only what came later keeps a record; this reference goes back in the same undo."""

    def invest(work: Work, project_id: str) -> str:
        work.name("firm.create", name="投资方")
        row = {"name": "投资方", "name_key": "投资方", "name_core": "投资方"}
        firm_id = work.insert(firm, **row)
        work.update(project, project_id, investor_firm_id=firm_id)
        return firm_id

    project_id = office.take_up("甲")
    before = images(office.app)
    office.app.write(invest, project_id)
    done = office.undo()
    assert done.kept == ()
    assert images(office.app) == before


def test_the_reference_data_can_be_undone_by_name_while_nothing_uses_them(office: Bureau) -> None:
    first = heads(office.app)[0].id
    office.undo(first)
    assert images(office.app)["chain_node"] == {}
    office.redo()
    assert images(office.app)["chain_node"]


def test_a_chain_in_use_stays_with_all_its_nodes(office: Bureau) -> None:
    office.take_up("甲", chain="mutton-sheep")
    nodes = images(office.app)["chain_node"]
    mine = {key for key, row in nodes.items() if row["chain_id"] == "mutton-sheep"}
    office.undo(heads(office.app)[0].id)
    left = images(office.app)
    assert set(left["chain"]) == {"mutton-sheep"}
    assert set(left["chain_node"]) == mine
    assert office.app.read(upkeep.quick_check)[1].ok


# ---- texts and history -----------------------------------------------------------------------


def test_the_history_names_every_action(office: Bureau) -> None:
    project_id = office.take_up("甲")
    office.edit(project_id, park="东园")
    stalled = facts.SetSideState(project_id, SideState.STALLED, date(2025, 8, 1), "等指标")
    office.app.write(facts.set_side_state, stalled)
    office.app.write(edit.archive_projects, (project_id,))
    office.undo()
    office.redo()
    with words.using("en"):
        found = office.app.read(undo.history)
        following = office.app.read(undo.next_undo, "wang")
    assert [entry.what for entry in found] == [
        "Redo: Archive 1 project",
        "Undo: Archive 1 project",
        "Archive 1 project",
        "Set 甲 to Stalled",
        "Edit project 甲",
        "New project 甲",
        "Load reference data",
    ]
    assert following is not None
    assert following.what == "Archive 1 project"
    assert [entry.seq for entry in found] == list(range(7, 0, -1))
    assert found[0].undoes == found[1].id
    assert len(office.app.read(undo.history, 2)) == 2


def test_what_undo_and_redo_did_is_said_in_words(office: Bureau) -> None:
    project_id = office.take_up("甲")
    name = _id(office.edit(project_id, park="东园"))
    with words.using("en"):
        done = office.undo()
        assert (done.change_set_id, done.what) == (name, "Edit project 甲")
        following = office.app.read(undo.next_redo, "wang")
        assert following is not None
        assert following.what == "Undo: Edit project 甲"
        assert office.redo().what == "Redo: Edit project 甲"


def test_undoing_a_placement_takes_the_firm_off_the_node(office: Bureau) -> None:
    firm_id, node = office.firm("乙"), office.app.read(_leaf)
    office.app.write(firms.place_firm, firms.PlaceFirm(firm_id, node, "leader"))
    assert office.app.read(all_rows, firm_node)
    office.undo()
    assert office.app.read(all_rows, firm_node) == []
