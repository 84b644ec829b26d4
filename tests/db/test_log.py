"""The change log: one door, before and after, a chain that shows tampering, nothing personal."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import event, insert, select, text, update
from sqlalchemy.exc import DBAPIError, IntegrityError

from invest_crm.db import integrity
from invest_crm.db.recorder import GENESIS
from invest_crm.db.schema import record_tables
from invest_crm.db.schema.firms import contact, firm
from invest_crm.db.schema.log import change, private_value
from invest_crm.db.schema.projects import project
from invest_crm.errors import UserError
from invest_crm.services import firms, upkeep
from tests.support.factories import (
    CANARY,
    Bureau,
    all_rows,
    heads,
    images,
    log_texts,
    person,
    put,
    raw,
)

if TYPE_CHECKING:
    from invest_crm.services.work import App, Work


def _entries(app: App) -> list[tuple[Any, ...]]:
    """The changes of the last ChangeSet: table, operation, before, after."""
    with app.database.reading() as connection:
        query = select(change).where(change.c.set_seq == heads(app)[-1].seq)
        return [
            (row.table_name, row.operation, _read(row.before), _read(row.after))
            for row in connection.execute(query.order_by(change.c.position))
        ]


def _read(value: str | None) -> Any:
    return None if value is None else json.loads(value)


def _chain(app: App) -> integrity.Finding:
    return app.read(upkeep.verify)


# ---- every write is one ChangeSet ------------------------------------------------------------


def test_one_user_action_is_one_change_set_with_the_whole_image_of_what_it_made(
    any_office: Bureau,
) -> None:
    before = len(heads(any_office.app))
    project_id = any_office.take_up("肉羊屠宰", township="城关镇", total_investment=500)
    assert len(heads(any_office.app)) == before + 1
    entries = _entries(any_office.app)
    assert [entry[:3] for entry in entries] == [
        ("project", "I", None),
        ("project_amount", "I", None),
    ]
    image = entries[0][3]
    assert (image["id"], image["name"], image["township"]) == (project_id, "肉羊屠宰", "城关镇")
    assert "row_version" not in image
    assert None not in image.values()


def test_statements_of_many_rows_carry_plain_values(any_office: Bureau) -> None:
    kinds: set[type] = set()

    def look(_c: Any, _cursor: Any, _sql: str, parameters: Any, _x: Any, many: bool) -> None:
        rows = parameters if many else [parameters]
        for row in rows:
            kinds.update(map(type, row.values() if isinstance(row, dict) else row))

    event.listen(any_office.app.database.engine, "before_cursor_execute", look)
    any_office.take_up("甲", township="城关镇", total_investment=500)
    assert {str, int} <= kinds <= {str, int, bool, type(None)}


def test_an_update_stores_only_the_changed_fields_before_and_after(any_office: Bureau) -> None:
    project_id = any_office.take_up("甲", township="城关镇", park="东园")
    any_office.edit(project_id, township="河西镇", park="东园")
    assert _entries(any_office.app) == [
        ("project", "U", {"township": "城关镇"}, {"township": "河西镇"})
    ]


def test_a_deleted_record_leaves_its_whole_image(any_office: Bureau) -> None:
    firm_id = any_office.firm("乙", region="县内")
    node = any_office.app.read(_first_node)
    place = firms.PlaceFirm(firm_id, node, "existing")
    any_office.app.write(firms.place_firm, place)
    any_office.app.write(firms.place_firm, firms.PlaceFirm(firm_id, node, None))
    ((table, operation, before, after),) = _entries(any_office.app)
    assert (table, operation, after) == ("firm_node", "D", None)
    assert (before["firm_id"], before["node_id"], before["role"]) == (firm_id, node, "existing")


def test_a_write_that_changes_nothing_leaves_no_change_set(office: Bureau) -> None:
    project_id = office.take_up("甲", township="城关镇")
    before = len(heads(office.app))
    outcome = office.edit(project_id, township="城关镇")
    assert outcome.changes.change_set_id is None
    assert len(heads(office.app)) == before


def test_a_use_case_that_fails_leaves_no_trace(any_app: App) -> None:
    def half(work: Work, _command: None) -> None:
        work.insert(firm, name="甲", name_key="甲", name_core="甲")
        raise LookupError("halfway")

    before, log = images(any_app), len(heads(any_app))
    with pytest.raises(LookupError, match="halfway"):
        any_app.write(half, None)
    assert (images(any_app), len(heads(any_app))) == (before, log)


def test_the_head_says_who_when_what_and_why(any_office: Bureau) -> None:
    app = any_office.app
    outcome = app.write(firms.save_firm, firms.EditFirm(None, {"name": "丙"}), reason="走访")
    head = heads(app)[-1]
    assert (head.id, head.actor, head.action) == (
        outcome.changes.change_set_id,
        "wang",
        "firm.create",
    )
    assert (head.reason, json.loads(head.params), head.records) == ("走访", {"name": "丙"}, 1)
    assert head.recorded_at.startswith("2025-09-01T01:00:0")
    assert head.recorded_at.endswith("Z")


def test_the_log_itself_and_derived_tables_are_no_records() -> None:
    names = {table.name for table in record_tables()}
    assert {"project", "firm", "contact", "milestone", "setting"} <= names
    assert not names & {"project_state", "search_text", "change", "change_set", "private_value"}


# ---- the chain -------------------------------------------------------------------------------


def test_each_hash_covers_the_one_before(any_office: Bureau) -> None:
    any_office.take_up("甲")
    any_office.take_up("乙")
    chain = heads(any_office.app)
    assert chain[0].prev_hash == GENESIS
    assert [head.prev_hash for head in chain[1:]] == [head.hash for head in chain[:-1]]
    assert [head.seq for head in chain] == [1, 2, 3]
    assert _chain(any_office.app) == integrity.Finding("log-chain", ok=True, detail="3")


_FORGERIES = {
    "actor": "UPDATE change_set SET actor = 'li' WHERE seq = 3",
    "recorded_at": "UPDATE change_set SET recorded_at = '2020-01-01' WHERE seq = 3",
    "action": "UPDATE change_set SET action = 'firm.edit' WHERE seq = 3",
    "params": "UPDATE change_set SET params = '{}' WHERE seq = 3",
    "reason": "UPDATE change_set SET reason = 'x' WHERE seq = 3",
    "undoes": "UPDATE change_set SET undoes = 'x' WHERE seq = 3",
    "id": "UPDATE change_set SET id = 'x' WHERE seq = 3",
    "idempotency_key": "UPDATE change_set SET idempotency_key = 'x' WHERE seq = 3",
    "records": "UPDATE change_set SET records = 99 WHERE seq = 3",
    "hash": "UPDATE change_set SET hash = 'x' WHERE seq = 3",
    "before": "UPDATE change SET before = '{}' WHERE set_seq = 3",
    "after": "UPDATE change SET after = replace(after, '丙', '丁') WHERE set_seq = 3",
    "table": "UPDATE change SET table_name = 'firm' WHERE set_seq = 3",
    "record": "UPDATE change SET record_id = 'x' WHERE set_seq = 3",
    "operation": "UPDATE change SET operation = 'U' WHERE set_seq = 3",
    "entry gone": "DELETE FROM change WHERE set_seq = 3",
    "entry moved": "UPDATE change SET set_seq = 3, position = 7 WHERE set_seq = 4",
    "entry added": "INSERT INTO change SELECT set_seq, 9, table_name, record_id, operation,"
    " before, after FROM change WHERE set_seq = 3 AND position = 0",
}


@pytest.mark.parametrize("forgery", _FORGERIES)
def test_tampering_with_the_log_is_found_and_named(office: Bureau, forgery: str) -> None:
    for name in ("甲", "丙", "戊"):
        office.take_up(name)
    _disarm(office.app)
    raw(office.app, _FORGERIES[forgery])
    assert _chain(office.app) == integrity.Finding("log-chain", ok=False, detail="#3")


def test_a_change_set_cut_out_of_the_middle_is_found(office: Bureau) -> None:
    for name in ("甲", "乙", "丙"):
        office.take_up(name)
    _disarm(office.app)
    raw(
        office.app,
        "DELETE FROM change WHERE set_seq = 3",
        "DELETE FROM change_set WHERE seq = 3",
    )
    assert _chain(office.app) == integrity.Finding("log-chain", ok=False, detail="#4")


def test_tampering_on_the_server_is_found(any_office: Bureau) -> None:
    any_office.take_up("甲")
    _disarm(any_office.app)
    raw(any_office.app, "UPDATE change SET after = '{}' WHERE set_seq = 2")
    assert _chain(any_office.app).detail == "#2"
    raw(any_office.app, "UPDATE change_set SET prev_hash = 'x' WHERE seq = 2")
    assert not _chain(any_office.app).ok


def _disarm(app: App) -> None:
    """What an intruder with the file and a database tool would do first."""
    if app.database.is_sqlite:
        names = [f"tr_{table}_no_{verb}" for table in ("change", "change_set")
                 for verb in ("update", "delete")]  # fmt: skip
        raw(app, *(f"DROP TRIGGER {name}" for name in names))
    else:
        raw(app, *(f"ALTER TABLE {name} DISABLE TRIGGER USER" for name in ("change", "change_set")))


# ---- what the database itself refuses --------------------------------------------------------


def test_the_log_is_append_only(any_app: App) -> None:
    for statement in (
        "UPDATE change_set SET actor = 'li'",
        "DELETE FROM change_set",
        "UPDATE change SET after = NULL",
        "DELETE FROM change",
    ):
        with pytest.raises(DBAPIError, match="append-only"):
            raw(any_app, statement)


@pytest.mark.parametrize("table", ["change_set", "change"])
def test_replacing_an_entry_of_the_log_is_refused(app: App, table: str) -> None:
    """INSERT OR REPLACE removes rows without their delete triggers."""
    with pytest.raises(DBAPIError, match="append-only"):
        raw(app, f"INSERT OR REPLACE INTO {table} SELECT * FROM {table}")


@pytest.mark.postgres
def test_emptying_the_log_on_the_server_is_refused(any_app: App) -> None:
    if any_app.database.is_sqlite:
        return
    with pytest.raises(DBAPIError, match="append-only"):
        raw(any_app, "TRUNCATE change_set, change, change_block")


def test_a_reader_cannot_write(any_app: App) -> None:
    for statement in (
        "UPDATE chain SET name = 'x'",
        "DELETE FROM firm",
        "INSERT INTO setting (id, row_version) VALUES ('x', 1)",
        "CREATE TABLE evil (id text)",
        "DROP TABLE contact",
    ):
        with pytest.raises(UserError) as caught, any_app.database.reading() as connection:
            connection.execute(text(statement))
        assert caught.value.code == "database-read-only"
    any_app.write(put, (firm, {"name": "甲", "name_key": "甲", "name_core": "甲"}))


def test_a_reader_sees_one_moment_while_others_write(any_office: Bureau) -> None:
    any_office.take_up("甲")
    with any_office.app.database.reading() as connection:
        first = connection.execute(select(project.c.id)).all()
        any_office.take_up("乙")
        assert connection.execute(select(project.c.id)).all() == first


def test_the_version_of_a_record_rises_with_every_change(any_office: Bureau) -> None:
    project_id = any_office.take_up("甲")
    assert any_office.record(project_id).version == 1
    any_office.edit(project_id, park="东园")
    assert any_office.record(project_id).version == 2
    raw(any_office.app, "UPDATE project SET park = 'x'")
    assert any_office.record(project_id).version == 3
    raw(any_office.app, "UPDATE project SET park = 'y', row_version = 9")
    assert any_office.record(project_id).version == 9


def test_every_record_table_counts_its_versions(any_app: App) -> None:
    with any_app.database.writing() as connection:
        for table in record_tables():
            if not connection.execute(select(table.c.id).limit(1)).first():
                continue
            connection.execute(update(table).values(row_version=table.c.row_version))
            assert set(connection.scalars(select(table.c.row_version))) == {2}, table.name
        names = _triggers(connection, sqlite=any_app.database.is_sqlite)
    assert {f"tr_{table.name}_version" for table in record_tables()} <= names


def _triggers(connection: Any, *, sqlite: bool) -> set[str]:
    found = (
        "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        if sqlite
        else "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
    )
    return set(connection.scalars(text(found)))


def test_a_reference_to_nothing_is_refused(any_app: App) -> None:
    with pytest.raises(IntegrityError):
        any_app.write(put, (contact, {"firm_id": "nobody"}))


# ---- personal values -------------------------------------------------------------------------


def test_a_phone_stands_only_in_the_private_table(any_office: Bureau) -> None:
    app = any_office.app
    any_office.take_up("甲", contacts=(person("张三"),))
    any_office.firm("乙", contacts=(person("李四"),))
    assert CANARY not in log_texts(app)
    for rows in images(app).values():
        assert CANARY not in str(rows)
    stored = [row.value for row in app.read(all_rows, private_value)]
    assert stored == [CANARY, CANARY]


def test_the_same_phone_never_has_the_same_token(office: Bureau) -> None:
    office.firm("甲", contacts=(person("张三"),))
    office.firm("乙", contacts=(person("李四"),))
    tokens = [row.phone for row in office.app.read(all_rows, contact)]
    assert len({token.split(".")[1] for token in tokens}) == 2


def test_no_exception_text_shows_what_was_being_written(any_app: App) -> None:
    """PostgreSQL puts the failing row into its message: the record must hold no phone either."""
    row = {"phone": CANARY, "firm_id": "nobody", "position": None}
    with pytest.raises(IntegrityError) as caught:
        any_app.write(put, (contact, row))
    chain: list[str] = []
    error: BaseException | None = caught.value
    while error is not None:
        chain += [str(error), repr(error), str(error.args)]
        error = error.__cause__ or error.__context__
    assert CANARY not in "".join(chain)


@pytest.mark.postgres
def test_a_wrong_value_for_a_private_row_does_not_show_in_the_exception(any_app: App) -> None:
    row = {"id": "a", "salt": "b", "value": CANARY}
    with pytest.raises(DBAPIError) as caught, any_app.database.writing() as connection:
        connection.execute(insert(private_value), [row, row])
    assert CANARY not in f"{caught.value} {caught.value!r}"


def test_an_updated_phone_comes_back_as_it_was(any_office: Bureau) -> None:
    def change_phone(work: Work, phone: str) -> None:
        work.name("contacts.edit", name="乙")
        work.update(contact, work.values(select(contact.c.id))[0], phone=phone)

    app = any_office.app
    firm_id = any_office.firm("乙", contacts=(person("张三"),))
    app.write(change_phone, "13800001111")
    assert CANARY not in log_texts(app)
    assert "13800001111" not in log_texts(app)
    any_office.undo()
    (back,) = app.read(firms.load, [firm_id])[firm_id]["contacts"]
    assert back.phone == CANARY
    any_office.redo()
    (again,) = app.read(firms.load, [firm_id])[firm_id]["contacts"]
    assert again.phone == "13800001111"


def test_writing_the_same_phone_again_changes_nothing(office: Bureau) -> None:
    def same_phone(work: Work, _command: None) -> int:
        return int(work.update(contact, work.values(select(contact.c.id))[0], phone=CANARY))

    office.firm("乙", contacts=(person("张三"),))
    assert office.app.write(same_phone, None).changes.records == 0


def test_an_erased_phone_leaves_the_chain_whole_and_cannot_come_back(any_office: Bureau) -> None:
    app = any_office.app
    firm_id = any_office.firm("乙", contacts=(person("张三"),))
    app.write(firms.save_firm, firms.EditFirm(firm_id, {"contacts": ()}))
    before = images(app)
    raw(app, "UPDATE private_value SET value = NULL, erased_by = 'x'")
    assert _chain(app).ok
    with pytest.raises(UserError) as refused:
        any_office.undo()
    assert refused.value.code == "value-erased"
    assert "erased" in refused.value.what
    assert refused.value.safe
    assert refused.value.todo
    assert images(app) == before


def test_an_erased_phone_is_absent_wherever_it_was_shown(office: Bureau) -> None:
    firm_id = office.firm("乙", contacts=(person("张三"),))
    raw(office.app, "UPDATE private_value SET value = NULL")
    (shown,) = office.app.read(firms.load, [firm_id])[firm_id]["contacts"]
    assert (shown.name, shown.phone) == ("张三", "")


def _first_node(view: Any) -> str:
    from invest_crm.db.schema.chains import chain_node

    return str(view.values(select(chain_node.c.id).where(chain_node.c.level == "leaf"))[0])
