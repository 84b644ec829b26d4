"""A process killed while it enters something with its papers leaves neither half of it."""

from __future__ import annotations

import os
import random
import signal
import time
from pathlib import Path
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db import files
from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.gates import confirmation
from invest_crm.services import upkeep
from invest_crm.services.agreements.commitments import facts_of, load_all
from invest_crm.services.attachment_owners import Subject
from invest_crm.services.attachments import content_of, files_of, named_files, sweep_files
from invest_crm.services.opening import open_app
from invest_crm.services.projects.records import all_ids, load
from tests.support.faults import program

if TYPE_CHECKING:
    from invest_crm.services.work import App

KILLS = 8
PAPERS = ("LICENCE", "REVIEW_OPINION")

MOVE_FOR_EVER = """
from pathlib import Path
from invest_crm.services.attachment_intake import Offered
from invest_crm.services.projects.moving import MoveProject, move_with_files
from invest_crm.domain.stages import Stage
app = open_app(sys.argv[1], actor=sys.argv[2])
say("ready")
for number in range(100_000):
    made = app.write(create_project, CreateProject({"name": f"moved-{number}"})).value
    papers = [
        Offered("营业执照.pdf", f"licence {made} ".encode() * 4000, "LICENCE"),
        Offered("联审意见.pdf", f"opinion {made} ".encode() * 4000, "REVIEW_OPINION"),
    ]
    move_with_files(app, MoveProject(made, Stage.REGISTERED, app.today, reason="x"), papers)
    say(f"moved {made}")
"""
"""Enters a stage with two papers again and again, and says each move that was acknowledged."""

KEEP_FOR_EVER = """
from invest_crm.domain.commitments import State
from invest_crm.services.agreements.commitments import EditCommitment, save_commitment
from invest_crm.services.agreements.outcomes import SetCommitment, set_with_files
from invest_crm.services.attachment_intake import Offered
app = open_app(sys.argv[1], actor=sys.argv[2])
project = app.write(create_project, CreateProject({"name": "promised"})).value
say("ready")
for number in range(100_000):
    said = {"project_id": project, "side": "FIRM", "kind": "START", "wording": f"start {number}"}
    made = app.write(save_commitment, EditCommitment(None, said)).value
    papers = [Offered(f"{one}.pdf", f"{one} {made} ".encode() * 4000) for one in ("1", "2")]
    set_with_files(app, SetCommitment((made,), State.KEPT, app.today), papers)
    say(f"kept {made}")
"""
"""Says of promise after promise that it was kept, with two papers each."""


def test_stage_and_papers_are_both_there_or_neither_is(app: App) -> None:
    path = app.database.path
    assert path is not None
    app.database.close()
    chance = random.Random(20250901)
    said: list[str] = []
    for number in range(KILLS):
        with program(MOVE_FOR_EVER, path, f"w{number}") as writer:
            writer.wait_until_ready()
            said += writer.hear(2)
            time.sleep(chance.uniform(0, 0.12))
            os.kill(writer.process.pid, signal.SIGKILL)
            said += writer.kill()
    again = open_app(str(path), actor="after")
    _both_or_neither(again, [line.split(" ")[1] for line in said])
    assert [finding for finding in again.read(upkeep.check) if not finding.ok] == []
    again.database.close()


def test_a_promise_is_kept_with_its_papers_or_neither_is_there(app: App) -> None:
    path = app.database.path
    assert path is not None
    app.database.close()
    chance = random.Random(20250901)
    said: list[str] = []
    for number in range(KILLS):
        with program(KEEP_FOR_EVER, path, f"w{number}") as writer:
            writer.wait_until_ready()
            said += writer.hear(2)
            time.sleep(chance.uniform(0, 0.12))
            os.kill(writer.process.pid, signal.SIGKILL)
            said += writer.kill()
    again = open_app(str(path), actor="after")
    again.write(sweep_files, None)
    promises = {one.id: one for one in again.read(load_all)}
    acknowledged = {line.split(" ")[1] for line in said}
    assert len(acknowledged) > KILLS
    assert {one for one in acknowledged if promises[one]["state"] != "KEPT"} == set()
    for key, one in promises.items():
        lines = again.read(files_of, Subject("commitment", key))
        facts = again.read(facts_of, key)
        kept = one["state"] == "KEPT"
        assert (len(lines), len(facts)) == ((2, 1) if kept else (0, 0))
        for line in lines:
            content = again.read(content_of, line.id)[1]
            assert (len(content), content.split(b" ")[1].decode()) == (line.size, key)
    assert [finding for finding in again.read(upkeep.check) if not finding.ok] == []
    again.database.close()


def test_the_sweep_takes_what_nobody_names_and_nothing_else(app: App) -> None:
    path = app.database.path
    assert path is not None
    app.database.close()
    for number in range(3):
        with program(MOVE_FOR_EVER, path, f"s{number}") as writer:
            writer.wait_until_ready()
            writer.hear(3)
            time.sleep(0.03 * number)
            writer.kill()
    again = open_app(str(path), actor="after")
    store = files.store_of(again.database)
    incoming = Path(f"{path}.files") / "incoming"
    with again.database.reading() as connection:
        before = store.stored(connection)
    again.write(sweep_files, None)
    named = again.read(named_files)
    with again.database.reading() as connection:
        assert store.stored(connection) == before & named == named
    left = list(incoming.iterdir())
    assert len(left) <= 3 * 2  # of each move that was cut off; somebody may still be writing them
    for part in left:
        os.utime(part, (0, 0))
    again.write(sweep_files, None)
    assert list(incoming.iterdir()) == []
    _both_or_neither(again, [])
    again.database.close()


def _both_or_neither(app: App, acknowledged: list[str]) -> None:
    records = app.read(lambda view: load(view, all_ids(view)))
    rows = app.read(lambda view: list(view.rows(select(attachment))))
    asked = app.read(lambda view: set(view.values(select(confirmation.c.project_id))))
    assert len(rows) > 4
    for project_id, record in records.items():
        kinds = {row.kind for row in rows if row.project_id == project_id}
        moved = record["registered_on"] is not None
        assert kinds == (set(PAPERS) if moved else set())
        assert (project_id in asked) is moved
    for project_id in acknowledged:
        assert records[project_id]["stage"] == "REGISTERED"
    for row in rows:
        line, content = app.read(content_of, row.id)
        assert (line.size, content.split(b" ")[1].decode()) == (len(content), row.project_id)
