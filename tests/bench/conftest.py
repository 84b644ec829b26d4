"""Benchmarks: run by name (``pytest tests/bench``), never with the tests; nothing asserts a time.

Data are made once a run. The closing table has one line for each bar: ours, the baseline measured
in turns with it, their ratio, the bar, and ``ok`` or ``MISSED``.
"""

from __future__ import annotations

import os
import random
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from invest_crm import words
from invest_crm.services.demo.fill import FillDemo, fill
from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, read_ledger
from invest_crm.services.opening import open_app
from invest_crm.services.reference import load_reference
from tests.bench import data
from tests.bench.baselines import bare_write
from tests.bench.board import Board, Race

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pytest_benchmark.fixture import BenchmarkFixture

    from invest_crm.services.work import App

_BOARD = pytest.StashKey[Board]()
_PATIENCE_S = 1800
_NOISE = "This plugin does not support"


def pytest_configure(config: pytest.Config) -> None:
    config.stash[_BOARD] = Board()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        item.add_marker(pytest.mark.timeout(_PATIENCE_S))
        item.add_marker(pytest.mark.qt_log_ignore(_NOISE, extend=True))


def pytest_terminal_summary(
    terminalreporter: pytest.TerminalReporter, config: pytest.Config
) -> None:
    board = config.stash[_BOARD]
    if not board.lines:
        return
    terminalreporter.section("bars")
    for line in board.table():
        terminalreporter.write_line(line)
    for note in board.notes:
        terminalreporter.write_line(note)
    terminalreporter.write_line(_machine())


def _machine() -> str:
    load = f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
    return f"machine: {os.cpu_count()} processors, load {load} at the end"


@pytest.fixture
def race(benchmark: BenchmarkFixture, request: pytest.FixtureRequest) -> Race:
    """Ours against a baseline."""
    return Race(benchmark, request.config.stash[_BOARD])


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    with words.using("zh_CN"):
        yield


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the large files of a run lie; ``INVEST_CRM_BENCH_DATA`` keeps them for the next."""
    kept = os.environ.get("INVEST_CRM_BENCH_DATA")
    return Path(kept) if kept else tmp_path_factory.mktemp("bench")


@pytest.fixture(scope="session")
def firm_ledger(folder: Path) -> Path:
    """A ledger of 100,000 firms × 20 columns."""
    path = folder / "firms.xlsx"
    if not path.exists():
        bare_write(path, data.firm_rows())
    return path


@pytest.fixture(scope="session")
def project_ledger(folder: Path) -> Path:
    """A ledger of 100,000 projects × 20 columns."""
    path = folder / "projects.xlsx"
    if not path.exists():
        bare_write(path, data.project_rows())
    return path


@pytest.fixture(scope="session")
def firm_database(folder: Path, firm_ledger: Path) -> Path:
    """The database into which the firms were imported."""
    path = folder / "firms.db"
    if path.exists():
        return path
    app = new_app(path)
    apply_ledger(app, read_ledger(app, ImportLedger(firm_ledger)))
    app.database.close()
    return path


@pytest.fixture(scope="session")
def project_database(folder: Path) -> Path:
    """A database of 50,000 projects."""
    path = folder / "projects.db"
    if not path.exists():
        data.make_project_database(path)
    return path


@pytest.fixture(scope="session")
def demo_database(folder: Path) -> Path:
    """The demonstration database as the command ``demo`` makes it."""
    path = folder / "demo.db"
    if path.exists():
        return path
    app = new_app(path)
    app.write(fill, FillDemo())
    app.database.close()
    return path


def new_app(path: Path) -> App:
    """An open new database with the reference data."""
    app = open_app(str(path), actor="bench", create=True)
    app.write(load_reference, None)
    return app


@pytest.fixture
def chance() -> random.Random:
    """The same numbers in every run."""
    return random.Random(5)
