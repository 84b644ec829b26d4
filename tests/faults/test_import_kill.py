"""An import killed at any moment is done whole or not at all, and leaves nothing lying about."""

from __future__ import annotations

import os
import random
import shutil
import signal
import sys
import time
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest

from invest_crm.services import upkeep
from invest_crm.services.opening import open_app
from tests.faults.ledgers import FORK_IMPORTS, session_of, stored, write_ledger
from tests.support.faults import program

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.work import App
    from tests.support.faults import Program

ROWS = 1500
KILLS = 12
SEED = 20260630


class Importer:
    """A process that imports on demand, and how its last import ended."""

    def __init__(self, running: Program, ledger: Path) -> None:
        self._running = running
        self._ledger = ledger

    def _begin(self, where: Path) -> int:
        stdin, stdout = self._running.process.stdin, self._running.process.stdout
        assert stdin is not None
        assert stdout is not None
        stdin.write(f"{where}|{self._ledger}\n")
        stdin.flush()
        return int(stdout.readline().removeprefix("pid "))

    def _end(self) -> int:
        stdout = self._running.process.stdout
        assert stdout is not None
        return int(stdout.readline().removeprefix("ended "))

    def take(self, where: Path) -> float:
        """One import to its end; how many seconds it took."""
        began = time.perf_counter()
        self._begin(where)
        assert self._end() == 0
        return time.perf_counter() - began

    def take_until(self, where: Path, delay: float) -> bool:
        """One import killed after so many seconds; whether it was still running."""
        leader = self._begin(where)
        time.sleep(delay)
        with suppress(ProcessLookupError):  # it may have come to its end by itself
            os.kill(leader, signal.SIGKILL)
        killed = os.WTERMSIG(self._end()) == signal.SIGKILL
        deadline = time.monotonic() + 10
        while (left := list(session_of(leader))) and time.monotonic() < deadline:
            time.sleep(0.02)
        assert left == [], "a child of the killed import lives on"
        return killed


@pytest.mark.slow
@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="needs fork and /proc")
def test_a_killed_import_is_whole_or_absent(app: App, tmp_path: Path) -> None:
    template, scratch = app.database.path, tmp_path / "scratch"
    assert template is not None
    app.database.close()
    scratch.mkdir()
    ledger = write_ledger(tmp_path / "台账.xlsx", ROWS)
    folder = tmp_path / "data"
    folder.mkdir()
    where = folder / "crm.db"
    shutil.copy(template, where)
    before = stored(where)
    chance = random.Random(SEED)
    outcomes = []
    with program(FORK_IMPORTS, where, str(scratch)) as running:
        running.wait_until_ready()
        importer = Importer(running, ledger)
        rehearsal = tmp_path / "rehearsal.db"
        shutil.copy(template, rehearsal)
        whole = importer.take(rehearsal)
        after = stored(rehearsal)
        assert (after[0], after[1], after[2]) == ("ok", ROWS, 1)
        for place in range(KILLS):
            delay = whole * (place + chance.random()) / KILLS
            killed = importer.take_until(where, delay)
            found = stored(where)
            assert found in (before, after), f"seed {SEED}, kill {place} after {delay:.3f} s"
            assert killed or found == after
            outcomes.append(found == after)
            assert {item.name for item in folder.iterdir()} <= {
                "crm.db", "crm.db-wal", "crm.db-shm",
            }  # fmt: skip
            assert list(scratch.iterdir()) == []
            if found == after:
                _start_over(folder, template)
        importer.take(where)
    assert stored(where) == after
    assert outcomes.count(False) >= KILLS // 2, "the kills came too late to prove anything"
    _is_well(where)


def _start_over(folder: Path, template: Path) -> None:
    for item in folder.iterdir():
        item.unlink()
    shutil.copy(template, folder / "crm.db")


def _is_well(where: Path) -> None:
    """Nothing is wrong, and the same ledger once more has nothing to add."""
    from invest_crm.services.projects.records import all_ids

    again = open_app(str(where), actor="after")
    assert [finding for finding in again.read(upkeep.check) if not finding.ok] == []
    assert len(again.read(all_ids)) == ROWS
    again.database.close()
