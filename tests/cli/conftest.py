"""The command line as a script meets it: words in; exit status, standard output and error out."""

from __future__ import annotations

import json
import shutil
from contextlib import redirect_stdout
from dataclasses import dataclass
from io import StringIO
from typing import TYPE_CHECKING, Any

import pytest

from invest_crm import words
from invest_crm.cli.main import run
from invest_crm.services import precaution
from tests.cli.ledgers import signed_ledger
from tests.support import factories

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

sqlite_template = factories.sqlite_template


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str

    def json(self) -> Any:
        """The one document on standard output. Raises ValueError if there is anything else."""
        assert self.status == 0, self.err
        return json.loads(self.out)


class Crm:
    """Runs commands on one database, as one person, in this process."""

    def __init__(self, where: str, capsys: pytest.CaptureFixture[str]) -> None:
        self.where = where
        self._capsys = capsys

    def __call__(self, *argv: str | Path, actor: str = "wang") -> Said:
        return self.bare("--db", self.where, "--actor", actor, *argv)

    def bare(self, *argv: str | Path) -> Said:
        """Run exactly these words, without naming a database."""
        self._capsys.readouterr()
        try:
            status = run([str(word) for word in argv])
        except SystemExit as end:  # argparse: wrong usage and --help
            status = int(end.code or 0)
        finally:
            precaution.waive(None)  # said for this command's process only
        said = self._capsys.readouterr()
        return Said(status, said.out, said.err)

    def json(self, *argv: str | Path) -> Any:
        """Run a command with ``--json``; its document."""
        return self(*argv, "--json").json()

    def refused(self, *argv: str | Path) -> str:
        """Run a command that must be refused in words; what it said."""
        said = self(*argv)
        assert (said.status, said.out) == (1, ""), said
        assert said.err.strip()
        return said.err


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = words.language()
    yield
    words.use(before)


@pytest.fixture
def crm(sqlite_template: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Crm:
    """The command line on a prepared SQLite database."""
    where = tmp_path / "crm.db"
    shutil.copy(sqlite_template, where)
    return Crm(str(where), capsys)


@dataclass(frozen=True)
class June:
    """A database into which the signed ledger was imported, and what the import said."""

    path: Path
    report: dict[str, Any]


@pytest.fixture(scope="session")
def june(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> June:
    """The signed ledger imported once for all tests, to be copied."""
    folder = tmp_path_factory.mktemp("june")
    path = folder / "june.db"
    shutil.copy(sqlite_template, path)
    before = words.language()
    with redirect_stdout(StringIO()) as out:
        run(["--db", str(path), "--actor", "wang", "import", str(signed_ledger(folder)), "--json"])
    words.use(before)
    return June(path, json.loads(out.getvalue()))


@pytest.fixture
def june_crm(june: June, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Crm:
    """The command line on a copy of that database."""
    where = tmp_path / "june.db"
    shutil.copy(june.path, where)
    return Crm(str(where), capsys)


@pytest.fixture
def server_crm(pg_url: str, capsys: pytest.CaptureFixture[str]) -> Crm:
    """The command line on an empty PostgreSQL database."""
    return Crm(pg_url, capsys)
