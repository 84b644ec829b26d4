"""A killed process loses nothing it had acknowledged, and leaves nothing half done."""

from __future__ import annotations

import os
import random
import signal
import time
from typing import TYPE_CHECKING

import pytest

from invest_crm.db.backup import backup
from invest_crm.services import upkeep
from invest_crm.services.opening import open_app
from invest_crm.services.projects.records import all_ids, load
from tests.support.faults import FORK_WRITERS, WRITE_FOR_EVER, program

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.work import App

KILLS = 10


@pytest.mark.skipif(not hasattr(os, "fork"), reason="needs fork")
def test_killed_writers_lose_no_acknowledged_write(app: App) -> None:
    """Five at a time write to one file; each is killed at some moment of its own."""
    path = app.database.path
    assert path is not None
    app.database.close()
    said: list[str] = []
    running: list[int] = []
    chance = random.Random(20250901)
    with program(FORK_WRITERS, path) as nursery:
        nursery.wait_until_ready()
        for number in range(KILLS):
            pid, lines = nursery.fork(f"w{number}")
            running.append(pid)
            said += lines
            if len(running) == 5:
                said += nursery.hear(2)
                time.sleep(chance.uniform(0, 0.05))
                os.kill(running.pop(0), signal.SIGKILL)
        for pid in running:
            said += nursery.hear(2)
            time.sleep(chance.uniform(0, 0.05))
            os.kill(pid, signal.SIGKILL)
        said += nursery.finish()
    _everything_is_there(path, said)


def test_a_killed_writer_loses_no_acknowledged_write(app: App) -> None:
    path = app.database.path
    assert path is not None
    app.database.close()
    with program(WRITE_FOR_EVER, path) as writer:
        writer.wait_until_ready()
        said = writer.hear(20)
        said += writer.kill()
    _everything_is_there(path, said)


def _everything_is_there(path: Path, said: list[str]) -> None:
    made = [line.split(" ") for line in said if line.startswith("made ")]
    edited = [line.split(" ") for line in said if line.startswith("edited ")]
    assert len(made) > 5
    again = open_app(str(path), actor="after")
    stored = again.read(load, again.read(all_ids))
    for _word, project_id, name in made:
        assert stored[project_id]["name"] == name
    for _word, project_id, name in edited:
        assert stored[project_id]["park"] == name
    assert [finding for finding in again.read(upkeep.check) if not finding.ok] == []
    again.database.close()


def test_a_backup_of_a_database_being_written_is_whole(app: App, tmp_path: Path) -> None:
    path = app.database.path
    assert path is not None
    with program(WRITE_FOR_EVER, path) as writer:
        writer.wait_until_ready()
        writer.hear(4)
        manifest = backup(path, tmp_path / "b")
        writer.hear(2)
        writer.kill()
    copy = open_app(str(tmp_path / "b" / manifest.file), actor="x")
    assert [finding for finding in copy.read(upkeep.check) if not finding.ok] == []
    assert len(copy.read(all_ids)) == manifest.records["project"] >= 2
    copy.database.close()
