"""Every failure of the engines has a meaning: what happened, what is safe, what to do.

The names are those the engines' own libraries know, so that a new version brings its new ones here.
"""

from __future__ import annotations

import ast
import inspect
import sqlite3
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import psycopg.errors
import pytest
from sqlalchemy import event
from sqlalchemy.exc import DBAPIError

from invest_crm import words
from invest_crm.db import faults
from invest_crm.db.faults import meaning_of, meaning_of_state, translating_faults
from invest_crm.errors import REMEDIES, UNCERTAIN, Remedy, UserError
from invest_crm.services.projects.records import all_ids
from tests.support.tools import ROOT

if TYPE_CHECKING:
    from tests.support.factories import Bureau

_PRIMARY = 28
"""SQLite numbers its errors from 1 to this; what is larger is one of them with a detail."""


def _sqlite_names() -> list[str]:
    """Every error the module can name, without its limits and actions of the authorizer."""
    wanted = {*faults.SQLITE_BUGS, *faults.SQLITE_FAULTS}
    families = {name for name in wanted if getattr(sqlite3, name, 99) <= _PRIMARY}
    numbers = {getattr(sqlite3, name) for name in families}
    assert numbers == set(range(1, 27)), "a family of SQLite's errors stands in no table"
    return [
        name
        for name in dir(sqlite3)
        if any(name == family or name.startswith(family + "_") for family in families)
    ]


def _states() -> list[str]:
    """Every SQLSTATE the driver knows."""
    kinds = [kind for kind in vars(psycopg.errors).values() if inspect.isclass(kind)]
    return sorted(
        {kind.sqlstate for kind in kinds if isinstance(getattr(kind, "sqlstate", 0), str)}
    )


class _DriverError(Exception):
    def __init__(self, **told: str) -> None:
        super().__init__("driver text")
        vars(self).update(told)


def _told(original: Any, *, writing: bool = True) -> UserError:
    with pytest.raises(UserError) as told, translating_faults(None, writing=writing):
        raise DBAPIError("SELECT 1", {}, original)
    return told.value


def _sqlite_failure(name: str) -> sqlite3.Error:
    made = sqlite3.OperationalError("driver text")
    made.sqlite_errorname = name
    return made


def _is_bug(name: str) -> bool:
    return any(name == bug or name.startswith(bug + "_") for bug in faults.SQLITE_BUGS)


def test_every_name_of_sqlite_is_a_failure_with_a_meaning_or_named_a_bug() -> None:
    names = _sqlite_names()
    assert len(names) > 90
    assert [name for name in names if (meaning_of(name) is None) != _is_bug(name)] == []


def test_every_class_of_the_server_is_a_failure_with_a_meaning_or_named_a_bug() -> None:
    states = _states()
    assert len(states) > 200
    unknown = [
        state
        for state in states
        if meaning_of_state(state) is None and state[:2] not in faults.SERVER_BUGS
    ]
    assert unknown == []


@pytest.mark.parametrize("language", words.LANGUAGES)
def test_every_failure_says_what_happened_what_is_safe_and_what_to_do(language: str) -> None:
    words.use(language)
    errors = [_told(_sqlite_failure(name)) for name in _sqlite_names() if not _is_bug(name)]
    errors += [
        _told(_DriverError(sqlstate=s)) for s in _states() if meaning_of_state(s) is not None
    ]
    for error in errors:
        assert error.what
        assert error.safe
        assert error.todo
        assert "driver text" not in str(error)
        assert str(error).isascii() == (language == "en"), error.code


def test_every_failure_of_the_engines_has_a_remedy_the_program_can_carry_out() -> None:
    entries = [*faults.SQLITE_FAULTS.values(), *faults.SERVER_FAULTS.values()]
    assert [entry.code for entry in entries if not REMEDIES.get(entry.code)] == []


def test_the_table_of_remedies_names_only_codes_that_the_program_says() -> None:
    said: set[object] = set()
    for path in (ROOT / "invest_crm").rglob("*.py"):
        if path.name != "errors.py":
            nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            said |= {node.value for node in nodes if isinstance(node, ast.Constant)}
    assert REMEDIES.keys() - said == set()


def test_every_remedy_serves_some_failure() -> None:
    assert {remedy for offered in REMEDIES.values() for remedy in offered} == set(Remedy)


@pytest.mark.parametrize("code", sorted(UNCERTAIN))
def test_what_may_have_been_written_is_not_written_again(code: str) -> None:
    assert Remedy.RETRY not in REMEDIES[code]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("SQLITE_FULL", "disk-full"),
        ("SQLITE_IOERR_WRITE", "disk-error"),
        ("SQLITE_IOERR_NOMEM", "out-of-memory"),
        ("SQLITE_IOERR_CORRUPTFS", "database-damaged"),
        ("SQLITE_BUSY_SNAPSHOT", "database-busy"),
        ("SQLITE_READONLY_DBMOVED", "database-moved"),
        ("SQLITE_READONLY_DIRECTORY", "database-read-only"),
        ("SQLITE_CANTOPEN_ISDIR", "database-cannot-open"),
        ("SQLITE_CORRUPT_INDEX", "database-damaged"),
        ("SQLITE_NOTADB", "not-a-database"),
    ],
)
def test_a_failure_of_the_file_is_told_in_words(name: str, code: str) -> None:
    assert _told(_sqlite_failure(name)).code == code


@pytest.mark.parametrize(
    ("state", "code"),
    [
        ("53100", "server-disk-full"),
        ("53300", "server-overloaded"),
        ("53200", "out-of-memory"),
        ("08006", "server-gone"),
        ("57P01", "server-gone"),
        ("57014", "interrupted"),
        ("28P01", "server-refused"),
        ("3D000", "server-no-database"),
        ("57P04", "server-no-database"),
        ("42501", "server-not-allowed"),
        ("25006", "database-read-only"),
        ("40001", "database-busy"),
        ("55P03", "database-busy"),
        ("XX001", "server-damaged"),
    ],
)
def test_a_failure_of_the_server_is_told_in_words(state: str, code: str) -> None:
    assert _told(_DriverError(sqlstate=state)).code == code


def test_only_a_write_says_that_it_was_not_saved() -> None:
    read, write = (_told(_sqlite_failure("SQLITE_FULL"), writing=w) for w in (False, True))
    assert "not saved" not in read.safe
    assert "not saved" in write.safe
    lost = _told(_DriverError(sqlstate="08006"))
    assert "not known" in lost.safe


def test_the_program_that_holds_the_file_is_named(office: Bureau) -> None:
    path = office.app.database.path
    held = (
        "import sqlite3, sys\n"
        "base = sqlite3.connect(sys.argv[1], isolation_level=None)\n"
        "base.execute('BEGIN IMMEDIATE')\n"
        "print('held', flush=True)\n"
        "sys.stdin.read()\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", held, str(path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as other:
        assert other.stdout is not None
        assert other.stdout.readline() == "held\n"
        with pytest.raises(UserError) as refused:
            office.take_up("甲")
        other.communicate("")
    assert refused.value.code == "database-busy"
    if sys.platform == "linux":
        assert "python" in refused.value.todo
    office.take_up("甲")


@pytest.mark.skipif(sys.platform == "win32", reason="an open folder cannot be renamed there")
def test_a_file_that_a_scanner_keeps_for_a_moment_is_opened_after_it(office: Bureau) -> None:
    office.take_up("甲")
    office.app.database.close()
    path = office.app.database.path
    assert path is not None
    side = path.with_name(path.name + "-wal")
    side.mkdir()  # nobody can open a log where a folder stands
    tries: list[object] = []

    def let_go(*_asked: object) -> None:
        tries.append(_asked)
        if len(tries) == 3:
            side.rmdir()

    event.listen(office.app.database.engine, "do_connect", let_go)
    assert len(office.app.read(all_ids)) == 1
    assert len(tries) == 3
