"""The schema: one head, the same as the metadata on both databases, up and down and never half."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from sqlalchemy import inspect, text

from invest_crm.db import engine, upgrade
from invest_crm.db.engine import APPLICATION_ID, open_engine
from invest_crm.db.migrations import versions
from invest_crm.db.schema import whole
from invest_crm.domain.approvals.state import StepKind
from invest_crm.domain.views import ViewForm
from invest_crm.errors import UserError
from invest_crm.services.agreements.commitments import EditCommitment, save_commitment
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import add_files, content_of, files_of
from invest_crm.services.opening import open_app
from invest_crm.services.views import NewView, find_view, save_view
from tests.support.approvals import path, take
from tests.support.factories import Bureau, derived, images, raw

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invest_crm.db.engine import Database

PRESENT = upgrade.HEAD
NEXT = f"{int(PRESENT) + 1:04d}"
"""The revision after the newest: what a later program would bring."""


@pytest.fixture
def database(db_url: str) -> Iterator[Database]:
    """An empty database of each kind."""
    opened = open_engine(db_url)
    yield opened
    opened.close()


def _tables(database: Database) -> set[str]:
    with database.reading() as connection:
        return {name for name in inspect(connection).get_table_names()
                if not name.startswith("search_fts")}  # fmt: skip


def test_there_is_one_head_and_the_program_knows_it() -> None:
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config()
    (folder,) = versions.__path__
    config.set_main_option("script_location", str(Path(folder).parent))
    assert ScriptDirectory.from_config(config).get_heads() == [upgrade.HEAD]
    newest = max(path.name for path in Path(folder).glob("[0-9]*.py"))
    assert newest.startswith(f"{upgrade.HEAD}_")


def test_the_head_schema_is_the_metadata(database: Database) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    upgrade.prepare(database, create=True)
    with database.reading() as connection:
        context = MigrationContext.configure(
            connection,
            opts={"compare_type": True, "include_object": _ours, "target_metadata": whole()},
        )
        assert compare_metadata(context, whole()) == []


def _ours(_item: Any, name: str | None, kind: str, *_rest: object) -> bool:
    beside = ("ix_search_text_words", "ix_search_text_first")  # expressions, PostgreSQL only
    return not (kind == "table" and str(name).startswith("search_fts")) and name not in beside


def test_up_from_nothing_down_to_nothing_and_up_again(database: Database) -> None:
    assert upgrade.prepare(database, create=True) == upgrade.HEAD
    full = _tables(database)
    assert set(whole().tables) <= full
    upgrade.downgrade_to(database, "base")
    assert _tables(database) == {"alembic_version"}
    if not database.is_sqlite:
        with database.reading() as connection:
            functions = text("SELECT proname FROM pg_proc WHERE proname LIKE 'crm%'")
            assert connection.execute(functions).all() == []
    upgrade.upgrade_to(database, upgrade.HEAD)
    assert _tables(database) == full


def test_an_older_database_gains_the_views_and_keeps_its_records(any_office: Bureau) -> None:
    app = any_office.app
    any_office.ledger("2025-08-31", {"name": "甲", "signed_on": "2025-03"})
    records = images(app)
    upgrade.downgrade_to(app.database, "0001")
    assert not {"saved_view", "view_pin"} & _tables(app.database)
    assert upgrade.prepare(app.database, create=False) == upgrade.HEAD
    assert images(app) == records
    view = NewView("projects", "看", ViewForm(text="甲"))
    view_id = str(app.write(save_view, view).value)
    raw(app, "UPDATE saved_view SET name = '改'")
    assert app.read(find_view, view_id).version == 2


def test_an_older_database_gains_the_states_of_its_approvals(any_office: Bureau) -> None:
    project = path(any_office)
    take(any_office, project, "EIA-F", StepKind.ACCEPTED, "09-01")
    before = derived(any_office.app)
    upgrade.downgrade_to(any_office.app.database, "0012")
    assert "approval_state" not in _tables(any_office.app.database)
    assert upgrade.prepare(any_office.app.database, create=False) == upgrade.HEAD
    assert derived(any_office.app) == before
    assert len(before[0]) > 1


def test_papers_of_promises_fall_to_the_project_where_promises_have_none(
    any_office: Bureau,
) -> None:
    app = any_office.app
    project = any_office.take_up("甲")
    said = {"project_id": project, "side": "FIRM", "kind": "START", "wording": "六个月内开工"}
    one = str(app.write(save_commitment, EditCommitment(None, said)).value)
    add_files(app, Subject("commitment", one), [Offered("开工照片.png", b"photo")])
    add_files(app, Subject("firm", any_office.firm("乙")), [Offered("执照.pdf", b"%PDF")])
    upgrade.downgrade_to(app.database, "0019")
    assert upgrade.prepare(app.database, create=False) == upgrade.HEAD
    (line,) = app.read(files_of, Subject("project", project))
    assert (line.name, app.read(content_of, line.id)[1]) == ("开工照片.png", b"photo")
    raw(app, "UPDATE attachment SET media_type = 'x' WHERE firm_id IS NOT NULL")
    with app.database.reading() as connection:
        counted = text("SELECT row_version FROM attachment WHERE firm_id IS NOT NULL")
        assert connection.scalar(counted) == 2


def test_preparing_twice_changes_nothing(database: Database) -> None:
    upgrade.prepare(database, create=True)
    assert upgrade.prepare(database, create=False) == upgrade.HEAD


def test_an_absent_database_is_refused_and_not_created(db_url: str, tmp_path: Path) -> None:
    with pytest.raises(UserError) as refused:
        open_app(db_url)
    assert refused.value.code == "database-missing"
    assert list(tmp_path.iterdir()) == []


def test_an_older_program_refuses_a_newer_database(
    any_office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    any_office.take_up("甲")
    before = images(any_office.app)
    monkeypatch.setattr(upgrade, "HEAD", "0000")
    for create in (False, True):
        with pytest.raises(UserError) as refused:
            upgrade.prepare(any_office.app.database, create=create)
        assert refused.value.code == "database-newer"
    assert images(any_office.app) == before


def test_a_sqlite_file_carries_our_mark_and_the_schema_number(office: Bureau) -> None:
    path = office.app.database.path
    assert path is not None
    with closing(sqlite3.connect(path)) as plain:
        (mark,) = plain.execute("PRAGMA application_id").fetchone()
        (number,) = plain.execute("PRAGMA user_version").fetchone()
    assert (mark, number) == (APPLICATION_ID, int(upgrade.HEAD))


# ---- files that are not ours -----------------------------------------------------------------


def _foreign_database(path: Path) -> None:
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE photos (id integer)")
        other.commit()


def _foreign_marked(path: Path) -> None:
    _foreign_database(path)
    with closing(sqlite3.connect(path)) as other:
        other.execute("PRAGMA application_id=77")


_STRANGERS = {
    "photo": lambda path: path.write_bytes(b"\xff\xd8\xff\xe0" + b"JFIF" * 400),
    "text": lambda path: path.write_text("甲,乙\n" * 50, encoding="utf-8"),
    "other program": _foreign_database,
    "marked by another": _foreign_marked,
}


@pytest.mark.parametrize("stranger", _STRANGERS)
@pytest.mark.parametrize("create", [False, True])
def test_a_strange_file_is_refused_and_unchanged(
    tmp_path: Path, stranger: str, create: bool
) -> None:
    path = tmp_path / "chosen.db"
    _STRANGERS[stranger](path)
    before = path.read_bytes()
    with pytest.raises(UserError) as refused:
        open_app(str(path), create=create)
    assert refused.value.code == "not-a-database"
    assert path.read_bytes() == before
    assert [item.name for item in tmp_path.iterdir()] == ["chosen.db"]


@pytest.mark.parametrize("create", [False, True])
def test_an_empty_file_is_no_database_and_not_made_one(tmp_path: Path, create: bool) -> None:
    path = tmp_path / "empty.db"
    path.touch()
    with pytest.raises(UserError) as refused:
        open_app(str(path), create=create)
    assert refused.value.code == "not-a-database"
    assert path.stat().st_size == 0


def test_a_path_relative_to_the_working_folder_opens(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for where in ("县 #1?.db", "sqlite:///relative.db"):
        open_app(where, create=True).database.close()
        open_app(where).database.close()
    assert {"县 #1?.db", "relative.db"} == {path.name for path in tmp_path.iterdir()}


# ---- upgrades that fail ----------------------------------------------------------------------


class _BrokenError(Exception):
    """A migration that fails."""


def _broken(_config: Any, _revision: str) -> None:
    raise _BrokenError


def test_a_failed_upgrade_leaves_the_old_file(
    office: Bureau, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    office.take_up("甲")
    before = images(office.app)
    office.app.database.close()
    path = office.app.database.path
    assert path is not None
    content = path.read_bytes()
    with monkeypatch.context() as patch:
        patch.setattr(upgrade, "HEAD", NEXT)
        patch.setattr("alembic.command.upgrade", _broken)
        with pytest.raises(_BrokenError):
            upgrade.prepare(office.app.database, create=False)
    assert path.read_bytes() == content
    assert images(office.app) == before
    upgrade.prepare(office.app.database, create=False)


def test_a_failed_upgrade_can_be_tried_again(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.take_up("甲")
    before = images(office.app)
    monkeypatch.setattr(upgrade, "HEAD", NEXT)
    with monkeypatch.context() as patch:
        patch.setattr("alembic.command.upgrade", _broken)
        with pytest.raises(_BrokenError):
            upgrade.prepare(office.app.database, create=False)
    monkeypatch.setattr("alembic.command.upgrade", _to_next)
    assert upgrade.prepare(office.app.database, create=False) == NEXT
    assert images(office.app) == before
    path = office.app.database.path
    assert path is not None
    office.app.database.close()
    left = sorted(item.name for item in path.parent.iterdir() if item.name != path.name)
    assert [name for name in left if "upgrading" in name] == []


def test_an_upgrade_waits_for_nobody_to_have_the_file_open(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.take_up("甲")
    before = images(office.app)
    monkeypatch.setattr(upgrade, "HEAD", NEXT)
    monkeypatch.setattr("alembic.command.upgrade", _to_next)
    monkeypatch.setattr("invest_crm.db.alone._PATIENCE_S", 0.05)
    path = office.app.database.path
    assert path is not None
    with closing(sqlite3.connect(path, isolation_level=None)) as colleague:
        colleague.execute("SELECT count(*) FROM project").fetchone()
        with pytest.raises(UserError) as refused:
            upgrade.prepare(office.app.database, create=False)
        assert refused.value.code == "database-busy"
        assert colleague.execute("SELECT version_num FROM alembic_version").fetchone() == (PRESENT,)
    assert upgrade.prepare(office.app.database, create=False) == NEXT
    assert images(office.app) == before


def _to_next(config: Any, _revision: str) -> None:
    connection = config.attributes["connection"]
    connection.exec_driver_sql(f"UPDATE alembic_version SET version_num = '{NEXT}'")


def test_a_migration_that_breaks_a_reference_is_taken_back(
    office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    def careless(config: Any, _revision: str) -> None:
        connection = config.attributes["connection"]
        connection.exec_driver_sql("DELETE FROM project")

    office.take_up("甲", signed_on="2025-03")
    before = images(office.app)
    monkeypatch.setattr("alembic.command.upgrade", careless)
    with pytest.raises(RuntimeError, match="agreement"):
        upgrade.upgrade_to(office.app.database, NEXT)
    assert images(office.app) == before


def test_statements_of_a_failed_migration_are_rolled_back(
    any_office: Bureau, monkeypatch: pytest.MonkeyPatch
) -> None:
    def halfway(config: Any, _revision: str) -> None:
        connection = config.attributes["connection"]
        connection.exec_driver_sql("CREATE TABLE half (id text)")
        connection.exec_driver_sql("ALTER TABLE project ADD COLUMN half text")
        raise _BrokenError

    before = _tables(any_office.app.database)
    monkeypatch.setattr("alembic.command.upgrade", halfway)
    with pytest.raises(_BrokenError):
        upgrade.upgrade_to(any_office.app.database, NEXT)
    assert _tables(any_office.app.database) == before
    with any_office.app.database.reading() as connection:
        columns = {column["name"] for column in inspect(connection).get_columns("project")}
    assert "half" not in columns
    any_office.take_up("甲")


def test_a_creation_that_was_cut_off_can_be_begun_again(
    db_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr("alembic.command.upgrade", _broken)
        with pytest.raises(_BrokenError):
            open_app(db_url, create=True)
    open_app(db_url, create=True).database.close()


# ---- connections -----------------------------------------------------------------------------


def test_every_connection_is_set_up_as_measured(office: Bureau) -> None:
    expected = {
        "journal_mode": "wal",
        "synchronous": 2,
        "foreign_keys": 1,
        "busy_timeout": 5000,
        "trusted_schema": 0,
        "cell_size_check": 1,
        "secure_delete": 1,
    }
    with office.app.database.reading() as one, office.app.database.reading() as two:
        for connection in (one, two):
            found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar()
                     for name in expected}  # fmt: skip
            assert found == expected


def test_a_writer_keeps_many_pages_a_reader_few_and_a_new_file_has_large_ones(
    office: Bureau,
) -> None:
    database = office.app.database
    for opened, kept in ((database.writing, 64), (database.reading, 2), (database.writing, 64)):
        with opened() as connection:
            pragmas = ("cache_size", "page_size")
            found = [connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in pragmas]
        assert found == [-kept * 1024, 8192]


def test_urls_and_paths() -> None:
    url = engine.database_url("postgresql+psycopg://u:secret@host/db")
    assert url.get_backend_name() == "postgresql"
    assert "secret" not in str(url)
    assert engine.Database(url, None).path is None  # type: ignore[arg-type]
    assert engine.database_url("/tmp/a b.db").database == str(Path("/tmp/a b.db").resolve())


def test_a_server_that_is_not_there_is_told_in_words() -> None:
    with pytest.raises(UserError) as refused:
        open_app("postgresql+psycopg://nobody@127.0.0.1:1/none")
    assert refused.value.code == "server-gone"
    assert refused.value.todo


@pytest.mark.postgres
def test_a_database_that_is_not_on_the_server_is_told_in_words(pg_url: str) -> None:
    with pytest.raises(UserError) as refused:
        open_app(pg_url.replace("/crm_test_", "/no_crm_test_"))
    assert refused.value.code == "server-no-database"
