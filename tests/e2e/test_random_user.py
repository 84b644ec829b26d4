"""Whatever anybody does in whatever order: nothing breaks, nothing is lost, all can be taken back.

Some seeds run always. ``INVEST_CRM_RANDOM_USERS=50`` runs more, ``INVEST_CRM_RANDOM_SEED=7`` one.
"""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest
from sqlalchemy import event

from invest_crm.errors import UserError
from invest_crm.services.undo import undo
from invest_crm.services.upkeep import check
from tests.support.factories import Clock, images
from tests.support.random_user import RandomUser

if TYPE_CHECKING:
    import sqlite3
    from collections.abc import Callable
    from pathlib import Path

    from pytestqt.qtbot import QtBot

    from invest_crm.services.work import App
    from tests.e2e.conftest import Desk

ALWAYS = 3
STEPS = 40
SEEDS = (
    [int(os.environ["INVEST_CRM_RANDOM_SEED"])]
    if "INVEST_CRM_RANDOM_SEED" in os.environ
    else range(1, 1 + int(os.environ.get("INVEST_CRM_RANDOM_USERS", ALWAYS)))
)


@pytest.fixture(scope="session")
def county(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small demonstration county."""
    from invest_crm.services.demo.fill import FillDemo, fill
    from invest_crm.services.opening import open_app

    path = tmp_path_factory.mktemp("county") / "county.db"
    shutil.copy(sqlite_template, path)
    app = open_app(str(path), actor="somebody else")
    app.clock = Clock("2026-07-10T09:00")
    app.write(fill, FillDemo(1, 25, 25))
    app.database.close()
    return path


@pytest.mark.parametrize("seed", SEEDS)
def test_whatever_one_does_nothing_breaks_and_all_is_taken_back(
    seed: int, county: Path, tmp_path: Path, open_desk: Callable[[Path], Desk], qtbot: QtBot
) -> None:
    path = tmp_path / "crm.db"
    shutil.copy(county, path)
    shutil.copytree(f"{county}.files", f"{path}.files")
    desk = open_desk(path)
    _impatient(desk.context.app)
    before = images(desk.context.app)
    user = RandomUser(desk.window, desk.context, seed)
    with qtbot.capture_exceptions() as raised:
        user.work(STEPS)
    complaints = [*user.complaints, *(f"{kind.__name__}: {error}" for kind, error, _t in raised)]
    if not complaints:
        complaints = _after(desk.context.app, before)
    if complaints:
        steps = "\n".join(f"{n:3} {step}" for n, step in enumerate(user.steps, 1))
        for _kind, error, trace in raised[:1]:
            raise error.with_traceback(trace)
        pytest.fail(f"seed {seed}: {complaints}\n{steps}", pytrace=False)


def _after(app: App, before: object) -> list[str]:
    """Whole, with an unbroken log, and as in the beginning once everything is undone."""
    found = [f"{item.check}: {item.detail}" for item in app.read(check) if not item.ok]
    for _step in range(1000):
        try:
            app.write(undo, None)
        except UserError as error:
            if error.code != "nothing-to-undo":
                found.append(f"not undone: {error.code}")
            break
    now = images(app)
    if now != before:
        found.append(f"not as before: {_differences(before, now)}")
    return found + [f"{item.check}: {item.detail}" for item in app.read(check) if not item.ok]


def _differences(before: object, now: object) -> list[str]:
    return [
        f"{table} {record}: {before[table].get(record)} → {now[table].get(record)}"
        for table in now
        for record in {*before[table], *now[table]}
        if before[table].get(record) != now[table].get(record)
    ][:5]


def _impatient(app: App) -> None:
    """Every connection waits 50 ms instead of five seconds."""

    @event.listens_for(app.database.engine, "checkout")
    def _shorten(dbapi: sqlite3.Connection, _record: object, _proxy: object) -> None:
        dbapi.execute("PRAGMA busy_timeout=50")
