"""The one door of writing: at most once, in order, one after the other, heard by every page."""

from __future__ import annotations

import json
import re
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import select

import invest_crm.services
from invest_crm.db.schema.log import change_set
from invest_crm.db.schema.projects import project
from invest_crm.domain.stages import SideState
from invest_crm.errors import UserError
from invest_crm.services import firms, upkeep
from invest_crm.services.actions import ACTIONS, describe
from invest_crm.services.conflicts import EditConflict
from invest_crm.services.projects import edit
from invest_crm.services.projects.edit import CreateProject, EditProject, create_project
from invest_crm.services.projects.records import all_ids
from invest_crm.services.work import App, Cancelled, Changes, Silent
from tests.support.factories import Bureau, Clock, colleague, heads, images

if TYPE_CHECKING:
    from invest_crm.services.work import View, Work


# ---- at most once ----------------------------------------------------------------------------


def test_a_repeated_key_changes_nothing_and_says_so(any_app: App) -> None:
    first = any_app.write(create_project, CreateProject({"name": "甲"}), key="k1")
    again = any_app.write(create_project, CreateProject({"name": "甲"}), key="k1")
    assert (first.repeated, again.repeated) == (False, True)
    assert (again.value, again.changes.records, again.changes.change_set_id) == (None, 0, None)
    assert len(any_app.read(all_ids)) == 1
    any_app.write(create_project, CreateProject({"name": "甲"}), key="k2")
    assert len(any_app.read(all_ids)) == 2


def test_a_key_of_a_failed_attempt_can_be_used_again(any_app: App) -> None:
    with pytest.raises(UserError):
        any_app.write(create_project, CreateProject({"name": ""}), key="k1")
    assert not any_app.write(create_project, CreateProject({"name": "甲"}), key="k1").repeated


def test_two_attempts_with_one_key_at_once_are_one(any_app: App) -> None:
    outcomes: list[bool] = []

    def attempt() -> None:
        command = CreateProject({"name": "甲"})
        outcomes.append(any_app.write(create_project, command, key="same").repeated)

    _together(attempt, 4)
    assert sorted(outcomes) == [False, True, True, True]
    assert len(any_app.read(all_ids)) == 1


# ---- time ------------------------------------------------------------------------------------


def test_a_clock_set_back_never_reorders_the_log(any_office: Bureau) -> None:
    clock: Any = any_office.app.clock
    any_office.take_up("甲")
    clock.set("2024-01-01T09:00")
    any_office.take_up("乙")
    clock.set("2031-01-01T09:00")
    any_office.take_up("丙")
    clock.set("2025-09-02T09:00")
    any_office.take_up("丁")
    moments = [head.recorded_at for head in heads(any_office.app)]
    assert moments == sorted(moments)
    assert len(set(moments)) == len(moments), "two moments of the log are the same"


def test_what_was_said_last_holds_even_when_the_clock_was_set_back(any_office: Bureau) -> None:
    clock: Any = any_office.app.clock
    project_id = any_office.take_up(signed_on="2025-03-01", total_investment=1)
    clock.set("2025-09-01T00:10")
    for state in (SideState.PAUSED, SideState.TERMINATED, SideState.MERGED, SideState.ACTIVE):
        any_office.side(project_id, state, "2025-07-01")
    for total in (2, 3, 4):
        any_office.edit(project_id, total_investment=total)
    assert any_office.record(project_id)["side_state"] is None
    found = any_office.figures("2025-09-01")
    assert found["signed_not_started.count"].value == 1
    assert found["signed.amount"].value == 4


def test_an_office_day_ends_at_midnight_in_china(app: App) -> None:
    app.clock = Clock("2025-09-01T23:59:30")
    assert app.read(lambda view: view.today.isoformat()) == "2025-09-01"
    app.clock = Clock("2025-09-02T00:00")
    assert app.read(lambda view: view.today.isoformat()) == "2025-09-02"
    assert heads(app)[-1].recorded_at < "2025-09-02"


# ---- several writers -------------------------------------------------------------------------


def _together(job: Any, count: int) -> None:
    failures: list[BaseException] = []

    def run() -> None:
        try:
            job()
        except BaseException as error:  # noqa: BLE001 - told to the test's own thread
            failures.append(error)

    threads = [threading.Thread(target=run) for _ in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []


def test_writers_at_once_neither_fail_nor_lose_an_update(any_office: Bureau) -> None:
    """Each reads what is there and adds to it: a lost update would be missing a letter."""
    project_id = any_office.take_up("甲", remark="")
    app = any_office.app

    def add(work: Work, letter: str) -> None:
        work.name("project.edit", name="甲")
        before = work.values(select(project.c.remark).where(project.c.id == project_id))[0]
        work.update(project, project_id, remark=(before or "") + letter)

    def job() -> None:
        mine = App(app.database, "x", Clock())
        for letter in "abcde":
            mine.write(add, letter)

    _together(job, 4)
    remark = any_office.record(project_id)["remark"]
    assert sorted(remark) == sorted("abcde" * 4)
    assert any_office.record(project_id).version == 21
    assert app.read(upkeep.verify).ok


def test_readers_never_wait_for_a_writer(any_office: Bureau) -> None:
    any_office.take_up("甲")
    with any_office.app.database.writing() as connection:
        connection.execute(select(project.c.id))
        assert len(any_office.app.read(all_ids)) == 1


# ---- two people ------------------------------------------------------------------------------


def test_an_edit_over_somebody_elses_change_of_the_same_field_is_a_choice(
    any_office: Bureau,
) -> None:
    project_id = any_office.take_up("甲", park="东园", township="城关镇")
    Bureau(colleague(any_office.app, "li")).edit(project_id, park="西园", remark="新")
    with pytest.raises(EditConflict) as caught:
        any_office.edit(project_id, park="南园", seen={"park": "东园"})
    (conflict,) = caught.value.conflicts
    assert (conflict.field, conflict.original) == ("park", "东园")
    assert (conflict.current, conflict.wanted) == ("西园", "南园")
    assert caught.value.code == "edit-conflict"
    assert any_office.record(project_id)["park"] == "西园"


def test_edits_of_different_fields_are_merged(any_office: Bureau) -> None:
    project_id = any_office.take_up("甲", park="东园", township="城关镇")
    Bureau(colleague(any_office.app, "li")).edit(project_id, park="西园", seen={"park": "东园"})
    any_office.edit(project_id, township="河西镇", seen={"park": "东园", "township": "城关镇"})
    record = any_office.record(project_id)
    assert (record["park"], record["township"]) == ("西园", "河西镇")


def test_two_people_who_want_the_same_do_not_conflict(office: Bureau) -> None:
    project_id = office.take_up("甲", park="东园")
    Bureau(colleague(office.app, "li")).edit(project_id, park="西园")
    assert office.edit(project_id, park="西园", seen={"park": "东园"}).changes.records == 0


def test_a_firm_changed_by_somebody_else_is_not_overwritten(any_office: Bureau) -> None:
    firm_id = any_office.firm("乙", region="东")
    li = colleague(any_office.app, "li")
    li.write(firms.save_firm, firms.EditFirm(firm_id, {"region": "西"}, {"region": "东"}))
    command = firms.EditFirm(firm_id, {"region": "南"}, {"region": "东"})
    with pytest.raises(UserError):
        any_office.app.write(firms.save_firm, command)
    assert any_office.app.read(firms.load, [firm_id])[firm_id]["region"] == "西"


# ---- listeners and jobs ----------------------------------------------------------------------


def test_every_listener_hears_what_changed_after_it_is_saved(app: App) -> None:
    heard: list[tuple[Changes, int]] = []
    app.listeners.append(lambda changes: heard.append((changes, len(app.read(all_ids)))))
    outcome = app.write(create_project, CreateProject({"name": "甲", "total_investment": 5}))
    ((changes, count),) = heard
    assert changes == outcome.changes
    assert count == 1
    assert changes.topics == {"projects"}
    assert changes.touched["project"] == {outcome.value}
    assert changes.records == 2


def test_nobody_is_told_of_what_did_not_happen(app: App) -> None:
    heard: list[Changes] = []
    app.listeners.append(heard.append)
    with pytest.raises(UserError):
        app.write(create_project, CreateProject({"name": " "}))
    project_id = app.write(create_project, CreateProject({"name": "甲"})).value
    assert project_id is not None
    app.write(edit.edit_project, EditProject(project_id, {"name": "甲"}))
    assert len(heard) == 1


def test_a_stopped_job_leaves_nothing(app: App) -> None:
    def job(work: Work, _command: None) -> None:
        work.insert(project, name="甲", name_key="甲", name_base="甲", entry_stage="LEAD")
        raise Cancelled

    before = images(app)
    with pytest.raises(Cancelled):
        app.write(job, None)
    assert images(app) == before
    silent = Silent()
    silent.report(0.5, "…")
    assert not silent.cancelled()


def test_a_view_counts_and_finds(app: App) -> None:
    def look(view: View) -> tuple[int, bool]:
        query = select(change_set.c.id)
        return view.count(query), view.first(query) is not None

    assert app.read(look) == (1, True)


# ---- names of actions ------------------------------------------------------------------------


def _services() -> list[Path]:
    (folder,) = invest_crm.services.__path__
    return sorted(Path(folder).rglob("*.py"))


def test_every_action_a_service_names_has_words() -> None:
    source = "\n".join(path.read_text(encoding="utf-8") for path in _services())
    named = set(re.findall(r"""(?:work\.name\(|verb = )"([a-z]+(?:\.[a-z]+)+)""", source))
    named |= set(re.findall(r'else "([a-z]+\.[a-z]+)"', source))
    assert named
    assert named <= set(ACTIONS)


def test_an_undo_of_an_undo_reads_as_a_sentence() -> None:
    inner = {"action": "project.create", "params": {"name": "甲"}}
    assert describe("redo", inner) == "Redo: New project 甲"
    assert describe("undo", {"action": "redo", "params": inner}) == "Undo: Redo: New project 甲"


def test_params_of_the_log_are_readable(office: Bureau) -> None:
    office.take_up("甲")
    assert json.loads(heads(office.app)[-1].params) == {"name": "甲"}
