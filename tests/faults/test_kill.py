"""A killed process loses nothing it had acknowledged, and leaves nothing half done."""

from __future__ import annotations

import random
import time
from contextlib import ExitStack
from typing import TYPE_CHECKING

from invest_crm.db.backup import backup
from invest_crm.services import upkeep
from invest_crm.services.opening import open_app
from invest_crm.services.projects.records import all_ids, load
from tests.support.faults import WRITE_FOR_EVER, program

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.services.work import App

KILLS = 10


def test_killed_writers_lose_no_acknowledged_write(app: App) -> None:
    """Several write to one file at once; each is killed at some moment of its own."""
    path = app.database.path
    assert path is not None
    app.database.close()
    said: list[str] = []
    chance = random.Random(20250901)
    for wave in range(2):
        with ExitStack() as stack:
            writers = [
                stack.enter_context(program(WRITE_FOR_EVER, path, f"w{wave}{n}"))
                for n in range(KILLS // 2)
            ]
            for writer in writers:
                writer.wait_until_ready()
            for writer in writers:
                time.sleep(chance.uniform(0.05, 0.25))
                said += writer.kill()
    _everything_is_there(path, said)


def _everything_is_there(path: Path, said: list[str]) -> None:
    made = [line.split(" ") for line in said if line.startswith("made ")]
    edited = [line.split(" ") for line in said if line.startswith("edited ")]
    assert len(made) > KILLS
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
        time.sleep(0.1)
        manifest = backup(path, tmp_path / "b")
        time.sleep(0.1)
        said = writer.kill()
    assert said
    copy = open_app(str(tmp_path / "b" / manifest.file), actor="x")
    assert [finding for finding in copy.read(upkeep.check) if not finding.ok] == []
    assert len(copy.read(all_ids)) == manifest.records["project"]
    copy.database.close()
