"""Many records created in one call: their images stand in blocks and are found as any others."""

from __future__ import annotations

import hashlib
import json
import threading
import time
import zlib
from contextlib import closing
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DBAPIError, IntegrityError

from invest_crm.db import bulk, integrity, log, recorder, upgrade
from invest_crm.db.derive import rebuild
from invest_crm.db.schema.firms import contact, firm
from invest_crm.db.schema.log import change_block
from invest_crm.services import upkeep
from invest_crm.services.conflicts import Place, last_writer
from invest_crm.services.history import record_history
from tests.support.factories import CANARY, Bureau, derived, heads, images, log_texts, raw

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from invest_crm.services.work import App, Work

NAMES = [f"华中{char}公司" for char in "甲乙丙丁戊己庚"]


def _write(app: App, use_case: Callable[[Work, Any], Any], command: Any) -> Any:
    """What a use case returns for which three records are many."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(recorder, "MANY", 3)
        patch.setattr(bulk, "AT_ONCE", 3)
        return app.write(use_case, command).value


def crowd(work: Work, names: list[str]) -> list[str]:
    """A use case: firms and a contact of each, in two calls."""
    work.name("ledger.import", file="企业.xlsx", rows=len(names))
    ids = work.insert_many(firm, (_firm(name) for name in names))
    people = [{"firm_id": key, "name": "张三", "phone": CANARY} for key in ids]
    work.insert_many(contact, people)
    return ids


def _firm(name: str) -> dict[str, object]:
    return {"name": name, "name_key": name, "name_core": name, "local": True}


def _enter(app: App, names: list[str] = NAMES) -> list[str]:
    return list(_write(app, crowd, names))


def _count(app: App) -> int:
    """Blocks beside those of the reference data."""
    query = select(func.count()).select_from(change_block).where(change_block.c.set_seq > 1)
    with app.database.reading() as connection:
        return connection.scalar(query) or 0


def _logged(app: App) -> list[log.Logged]:
    with app.database.reading() as connection:
        return log.entries(connection, heads(app)[-1].seq)


def _rebuilt(app: App) -> Any:
    with app.database.writing() as connection:
        rebuild(connection)
    return derived(app)


# ---- written and read ------------------------------------------------------------------------


def test_the_log_tells_of_every_record_what_it_would_tell_of_one(any_app: App) -> None:
    ids = _enter(any_app)
    stored = images(any_app)
    told = _logged(any_app)
    assert _count(any_app) == 6
    assert [entry.record_id for entry in told if entry.table_name == "firm"] == ids
    assert [entry.position for entry in told] == list(range(2 * len(NAMES)))
    for entry in told:
        whole = stored[entry.table_name][entry.record_id]
        assert (entry.operation, entry.before) == ("I", {})
        assert entry.after == {name: value for name, value in whole.items() if value is not None}
    assert heads(any_app)[-1].records == len(told)


def test_a_few_records_stand_in_the_log_one_by_one(any_app: App) -> None:
    _enter(any_app, NAMES[:2])
    assert _count(any_app) == 0
    assert all(entry.after for entry in _logged(any_app))


def test_a_personal_value_is_in_no_block(any_app: App) -> None:
    _enter(any_app)
    with any_app.database.reading() as connection:
        stored = connection.scalars(select(change_block.c.images)).all()
    assert all(CANARY not in log.images_text(block) for block in stored)
    assert CANARY not in log_texts(any_app)


def test_the_history_of_a_record_begins_with_its_block(any_app: App) -> None:
    ids = _enter(any_app)
    lines = any_app.read(record_history, [ids[4]])
    assert len(lines) == 1
    wrote = any_app.read(last_writer, Place((ids[4],), column="local"))
    assert wrote is not None
    assert any_app.read(last_writer, Place((ids[4],), column="remark")) is None


def test_undo_and_redo_of_a_block_bring_back_every_value(any_office: Bureau) -> None:
    app = any_office.app
    empty, nothing = images(app), derived(app)
    _enter(app)
    full, found = images(app), derived(app)
    any_office.undo()
    assert (images(app), derived(app)) == (empty, nothing)
    any_office.redo()
    assert (images(app), derived(app)) == (full, found)
    assert app.read(upkeep.verify).ok


def test_a_record_edited_since_stays_when_its_block_is_undone(any_office: Bureau) -> None:
    app = any_office.app
    ids = _enter(app)
    made = heads(app)[-1].id
    app.write(_rename, (ids[3], "另名公司"))
    done = any_office.undo(made)
    assert {kept.id for kept in done.kept if kept.table == "firm"} == {ids[3]}
    assert set(images(app)["firm"]) == {ids[3]}


def _rename(work: Work, command: tuple[str, str]) -> None:
    work.name("firm.edit", name="")
    work.update(firm, command[0], name=command[1])


def test_new_records_are_found_as_if_the_index_were_built_anew(any_app: App) -> None:
    _enter(any_app)
    assert len(derived(any_app)[1]) == len(NAMES)
    assert derived(any_app) == _rebuilt(any_app)


def test_a_record_changed_in_the_same_action_is_found_by_its_last_name(any_app: App) -> None:
    def twice(work: Work, names: list[str]) -> None:
        ids = crowd(work, names)
        work.update(firm, ids[0], name="末名公司")
        work.delete(contact, *work.values(select(contact.c.id).where(contact.c.firm_id == ids[1])))
        work.delete(firm, ids[1])
        work.insert_many(firm, [_firm(f"又一{name}") for name in names])

    _write(any_app, twice, NAMES)
    assert len(derived(any_app)[1]) == 2 * len(NAMES) - 1
    assert derived(any_app) == _rebuilt(any_app)


# ---- the chain -------------------------------------------------------------------------------


_SECOND = (change_block.c.position == 3) & (change_block.c.set_seq > 1)


def _forged(app: App, change_of: dict[str, Any]) -> bytes:
    with app.database.reading() as connection:
        (stored,) = connection.scalars(select(change_block.c.images).where(_SECOND))
    columns = json.loads(log.images_text(stored)) | change_of
    return zlib.compress(log.dump(columns).encode())


_FORGERIES = {
    "a record gone": "DELETE FROM change WHERE position = 4",
    "the first of a block gone": "DELETE FROM change WHERE position = 3",
    "another record": "UPDATE change SET record_id = 'x' WHERE position = 4",
    "another table": "UPDATE change SET table_name = 'contact' WHERE position = 4",
    "another operation": "UPDATE change SET operation = 'D' WHERE position = 4",
    "an image beside": "UPDATE change SET after = '{}' WHERE position = 4",
    "a block gone": "DELETE FROM change_block WHERE position = 3",
    "a block of another table": "UPDATE change_block SET table_name = 'x' WHERE position = 3",
    "a block elsewhere": "UPDATE change_block SET position = 99 WHERE position = 3",
    "a damaged block": "UPDATE change_block SET images = X'00' WHERE position = 3",
    "no block at all": "UPDATE change_block SET images = X'' WHERE position = 3",
    "a row more": "INSERT INTO change SELECT set_seq, 99, table_name, record_id, operation,"
    " before, after FROM change WHERE position = 4",
    "a block twice": "INSERT INTO change_block SELECT set_seq, 99, table_name, images"
    " FROM change_block WHERE position = 3",
}  # fmt: skip


@pytest.mark.parametrize("forgery", _FORGERIES)
def test_tampering_with_a_block_is_found(app: App, forgery: str) -> None:
    _enter(app)
    assert app.read(upkeep.verify).ok
    seq = heads(app)[-1].seq
    _disarm(app)
    raw(app, f"{_FORGERIES[forgery]} AND set_seq = {seq}")
    assert app.read(upkeep.verify) == integrity.Finding("log-chain", ok=False, detail=f"#{seq}")


def test_another_value_in_a_block_is_found(app: App) -> None:
    _enter(app)
    forged = _forged(app, {"name": ["一", "二", "三"]})
    _disarm(app)
    with app.database.writing() as connection:
        connection.execute(change_block.update().where(_SECOND).values(images=forged))
    assert not app.read(upkeep.verify).ok


def test_no_row_of_the_log_can_stand_for_a_block(app: App) -> None:
    """Whoever takes a block away cannot leave its seal in a row instead."""
    _enter(app)
    with app.database.reading() as connection:
        seal, *_rest = log.items(connection, heads(app)[-1].seq)
    assert isinstance(seal, bytes)
    for row in (("firm", "a", "I", None, seal.decode()), (seal.decode(), "", "", None, None)):
        assert not log._framed(row).startswith(seal[:1])


def test_the_seal_is_a_digest_of_table_and_images(app: App) -> None:
    _enter(app)
    with app.database.reading() as connection:
        query = select(change_block.c.images).where(change_block.c.set_seq > 1)
        first = connection.execute(query.order_by(change_block.c.position)).first()
        seal, *_rest = log.items(connection, heads(app)[-1].seq)
    assert first is not None
    covered = b"4:firm" + log.images_text(first.images).encode()
    assert seal == b"#" + hashlib.sha256(covered).hexdigest().encode()


def _disarm(app: App) -> None:
    for table in ("change", "change_block"):
        for verb in ("update", "delete"):
            raw(app, f"DROP TRIGGER tr_{table}_no_{verb}")


def test_blocks_are_append_only(any_app: App) -> None:
    _enter(any_app)
    for statement in ("UPDATE change_block SET table_name = 'x'", "DELETE FROM change_block"):
        with pytest.raises(DBAPIError, match="append-only"):
            raw(any_app, statement)


def test_replacing_a_block_is_refused(app: App) -> None:
    _enter(app)
    with pytest.raises(DBAPIError, match="append-only"):
        raw(app, "INSERT OR REPLACE INTO change_block SELECT * FROM change_block")


# ---- whole or not at all ---------------------------------------------------------------------


def test_a_failure_among_many_leaves_no_trace(any_app: App) -> None:
    def clash(work: Work, names: list[str]) -> None:
        ids = crowd(work, names)
        work.insert_many(firm, [_firm("新公司") | {"id": key} for key in ("a", "b", "c", ids[5])])

    before, log_before = images(any_app), len(heads(any_app))
    with pytest.raises(IntegrityError):
        _write(any_app, clash, NAMES)
    assert (images(any_app), len(heads(any_app)), _count(any_app)) == (before, log_before, 0)


def test_rows_that_cannot_be_made_leave_no_trace(any_app: App) -> None:
    def half(work: Work, _command: None) -> None:
        work.insert_many(firm, _running_out())

    before = images(any_app)
    with pytest.raises(LookupError, match="no more"):
        _write(any_app, half, None)
    assert images(any_app) == before


def _running_out() -> Iterator[dict[str, object]]:
    yield from map(_firm, NAMES)
    raise LookupError("no more")


def test_a_column_the_table_has_not_is_refused(any_app: App) -> None:
    def wrong(work: Work, count: int) -> None:
        work.insert_many(firm, [_firm("甲") | {"colour": "red"}] * count)

    for count in (1, 7):
        with pytest.raises(KeyError, match="firm colour"):
            _write(any_app, wrong, count)


def test_a_database_with_blocks_does_not_go_back_to_an_older_schema(any_app: App) -> None:
    _enter(any_app)
    with pytest.raises(RuntimeError, match="blocks"):
        upgrade.downgrade_to(any_app.database, "0004")
    assert any_app.read(upkeep.verify).ok


# ---- the second thread -----------------------------------------------------------------------


def test_jobs_run_in_their_order_on_one_other_thread() -> None:
    done: list[tuple[int, str]] = []
    with closing(bulk.Behind()) as behind:
        for number in range(20):
            behind.do(lambda n=number: done.append((n, threading.current_thread().name)))
        behind.settle()
    assert done == [(number, "insert") for number in range(20)]
    assert "insert" not in {thread.name for thread in threading.enumerate()}


def test_what_fails_behind_is_raised_in_front_and_nothing_runs_after_it() -> None:
    done: list[int] = []
    with pytest.raises(LookupError, match="behind"):
        _fail_first(done)
    assert done == []


def _fail_first(done: list[int]) -> None:
    def fail() -> None:
        raise LookupError("behind")

    with closing(bulk.Behind()) as behind:
        behind.do(fail)
        for number in range(50):
            behind.do(lambda n=number: done.append(n))
        behind.settle()


def test_whoever_stops_does_not_wait_for_what_was_handed_over() -> None:
    done: list[int] = []
    with pytest.raises(LookupError, match="stop"):
        _stop(done)
    assert done == []


def _stop(done: list[int]) -> None:
    with closing(bulk.Behind()) as behind:

        def until_stopped() -> None:
            while behind._failure is None:
                time.sleep(0.001)

        behind.do(until_stopped)
        for number in range(10):
            behind.do(lambda n=number: done.append(n))
        raise LookupError("stop")


def test_a_statement_for_many_rows_writes_each_of_them(app: App) -> None:
    rows = [
        (key, f"公司{key}", f"公司{key}", f"公司{key}", 1, 0, 0) for key in map(str, range(5003))
    ]
    names = ("id", "name", "name_key", "name_core", "row_version", "local", "in_size")
    with app.database.writing() as connection:
        bulk.insert_tuples(connection, firm, names, rows)
        found = connection.execute(text("SELECT id, name FROM firm ORDER BY rowid")).all()
        assert [tuple(row) for row in found] == [row[:2] for row in rows]
