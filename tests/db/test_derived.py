"""Derived rows always equal what the records say; the checks notice when they do not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db import derive, integrity
from invest_crm.db.bulk import CHUNK, chunks, delete_rows, insert_rows, update_rows
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.projects import milestone
from invest_crm.db.schema.settings import setting
from invest_crm.domain.stages import MilestoneKind, SideState
from invest_crm.services import upkeep
from tests.support.factories import Bureau, derived, raw

if TYPE_CHECKING:
    from invest_crm.services.work import App


def _rebuild(app: App) -> tuple[list[Any], list[Any]]:
    with app.database.writing() as connection:
        derive.rebuild(connection)
    return derived(app)


def _state(office: Bureau, project_id: str) -> Any:
    with office.app.database.reading() as connection:
        query = select(project_state).where(project_state.c.project_id == project_id)
        return connection.execute(query).one()


def test_the_state_holds_the_dates_the_list_sorts_by(any_office: Bureau) -> None:
    project_id = any_office.take_up(
        signed_on="2025-03", registered_on="2025-04-05", started_on="2025-Q2", in_stats_on="√",
        funds_in_place=7,
    )  # fmt: skip
    any_office.side(project_id, SideState.PAUSED, "2025-07-01")
    state = _state(any_office, project_id)
    assert (state.stage, state.stage_rank, state.side_state) == ("STARTED", 8, "PAUSED")
    assert (state.signed_day, state.registered_day) == ("2025-03-31", "2025-04-05")
    assert (state.started_day, state.in_stats_day) == ("2025-06-30", "2025-09-01")
    assert (state.filed_day, state.completed_day) == (None, None)
    assert (state.start_grade, state.funds_in_place) == (4, 7)
    assert state.last_fact_day == "2025-09-01"


def test_the_state_follows_every_kind_of_change(any_office: Bureau) -> None:
    app = any_office.app
    project_id = any_office.take_up(signed_on="2025-03", started_on="2025-05")
    assert derived(app) == _rebuild(app)
    fact_id = any_office.reach(project_id, MilestoneKind.COMPLETED, "2025-08-01", grade=3)
    assert _state(any_office, project_id).stage == "COMPLETED"
    any_office.stated(project_id, "2025-08-01", 5)
    any_office.void(milestone, fact_id)
    assert _state(any_office, project_id).stage == "STARTED"
    any_office.edit(project_id, name="另名", signed_on=None, agreement_type=None)
    assert _state(any_office, project_id).signed_day is None
    assert derived(app) == _rebuild(app)


def test_many_projects_at_once_get_the_same_states_as_one_by_one(any_office: Bureau) -> None:
    rows = [{"name": f"项目{n}", "started_on": "2025-05"} for n in range(420)]
    any_office.ledger("2025-08-31", *rows)
    assert derived(any_office.app) == _rebuild(any_office.app)
    assert len(derived(any_office.app)[0]) == 420


def test_rebuilding_removes_what_has_no_record(any_office: Bureau) -> None:
    any_office.take_up("甲")
    before = derived(any_office.app)
    raw(
        any_office.app,
        "INSERT INTO project_state (project_id, stage, stage_rank, start_grade)"
        " VALUES ('ghost', 'LEAD', 0, 0)",
        "INSERT INTO search_text (rowid_, kind, record_id, words)"
        " VALUES (99999, 'project', 'ghost', 'xy y')",
    )
    failed = {item.check for item in any_office.app.read(upkeep.check) if not item.ok}
    assert failed == {"project-state", "search-index"}
    assert _rebuild(any_office.app) == before


def test_a_sound_database_passes_every_check(any_office: Bureau) -> None:
    any_office.take_up("甲")
    any_office.firm("乙")
    found = any_office.app.read(upkeep.check)
    assert all(item.ok for item in found)
    assert {item.check for item in found} <= set(upkeep.CHECKS)
    assert len(found) == (7 if any_office.app.database.is_sqlite else 6)


def test_a_broken_reference_is_found(office: Bureau) -> None:
    office.take_up("甲", signed_on="2025-03")
    app = office.app
    with app.database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only=OFF")
        connection.connection.driver_connection.execute("ROLLBACK")  # type: ignore[union-attr]
        connection.exec_driver_sql("PRAGMA foreign_keys=OFF")
        connection.exec_driver_sql("UPDATE agreement SET project_id = 'ghost'")
        connection.exec_driver_sql("PRAGMA foreign_keys=ON")
    (finding,) = [item for item in app.read(upkeep.quick_check) if not item.ok]
    assert finding == integrity.Finding("references", ok=False, detail="agreement")


# ---- bulk ------------------------------------------------------------------------------------


def test_more_rows_than_one_statement_takes(any_app: App) -> None:
    rows: list[dict[str, object]] = [
        {"id": f"k{n}", "value": str(n), "row_version": 1} for n in range(CHUNK + 7)
    ]
    with any_app.database.writing() as connection:
        insert_rows(connection, setting, rows)
        update_rows(connection, setting, [{"id": "k3", "value": "neu"}])
        assert connection.scalar(select(setting.c.value).where(setting.c.id == "k3")) == "neu"
        delete_rows(connection, setting, [str(row["id"]) for row in rows])
        assert connection.execute(select(setting)).all() == []
        insert_rows(connection, setting, [])
        update_rows(connection, setting, [])
    assert [len(part) for part in chunks(["x"] * (CHUNK + 7))] == [CHUNK, 7]
