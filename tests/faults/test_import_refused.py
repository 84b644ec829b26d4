"""An import that the disk or the person stops leaves nothing, and works when tried again."""

from __future__ import annotations

import shutil
import subprocess
import sys
import threading
from typing import TYPE_CHECKING

import pytest

from invest_crm import words
from invest_crm.cli.main import run
from invest_crm.errors import UserError
from invest_crm.services.ledger.apply import apply_preview, recent_imports
from invest_crm.services.ledger.imports import ImportLedger, apply_ledger, read_ledger
from invest_crm.services.ledger.preview import open_ledger, preview
from invest_crm.services.projects.records import all_ids
from invest_crm.services.work import Silent
from tests.faults.ledgers import stored, write_ledger
from tests.support import faults
from tests.support.factories import colleague, heads, images
from tests.support.faults import LIMITED_TO, ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from invest_crm.services.work import App

small_disk = faults.small_disk
MANY = 600
FEW = 120


@pytest.fixture(autouse=True)
def _language() -> Iterator[None]:
    before = words.language()
    yield
    words.use(before)


def _closed(app: App) -> Path:
    assert app.database.path is not None
    app.database.close()
    return app.database.path


# ---- the disk ----------------------------------------------------------------------------------


def test_a_full_disk_refuses_an_import_in_words_until_there_is_space(
    app: App, small_disk: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    where = small_disk / "crm.db"
    shutil.copy(_closed(app), where)
    before = stored(where)
    ballast = small_disk / "ballast"
    _fill(ballast, leave=100_000)
    ledger = write_ledger(tmp_path / "台账.xlsx", FEW)
    argv = ["--db", str(where), "import", str(ledger), "--json"]
    capsys.readouterr()
    assert run(argv) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert "磁盘空间不足" in said.err
    assert "MB" in said.err
    assert len(said.err.splitlines()) == 3
    assert stored(where) == before
    ballast.unlink()
    assert run(argv) == 0
    assert stored(where)[:3] == ("ok", FEW, 1)


def _fill(ballast: Path, *, leave: int) -> None:
    free = shutil.disk_usage(ballast.parent).free - leave
    assert free > 0, "the disk is too small for this test"
    ballast.write_bytes(b"0" * free)


@pytest.mark.skipif(sys.platform == "win32", reason="needs a quota")
def test_a_quota_refuses_an_import_in_words(app: App, tmp_path: Path) -> None:
    where = _closed(app)
    before = stored(where)
    ledger = write_ledger(tmp_path / "台账.xlsx", MANY)
    body = LIMITED_TO.format(size=where.stat().st_size + 200_000)
    body += "import sys; from invest_crm.cli.main import run; sys.exit(run(sys.argv[1:]))"
    done = subprocess.run(
        [sys.executable, "-c", body, "--db", str(where), "import", str(ledger)],
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert (done.returncode, done.stdout) == (1, b"")
    said = done.stderr.decode("utf-8")
    assert "Traceback" not in said, said
    assert "磁盘" in said
    assert stored(where) == before


# ---- the person --------------------------------------------------------------------------------


class Stopping(Silent):
    """A progress that asks to stop at its n-th question (0: never) and counts them."""

    def __init__(self, at: int = 0) -> None:
        self.at = at
        self.asked = 0

    def cancelled(self) -> bool:
        self.asked += 1
        return self.at != 0 and self.asked >= self.at


def _questions(app: App, ledger: Path) -> tuple[int, int]:
    """How often reading and writing ask whether to stop, in a rehearsal that is taken back."""
    from invest_crm.services.undo import undo

    reading, writing = Stopping(), Stopping()
    shown = preview(app, open_ledger(ledger, reading), progress=reading)
    apply_preview(app, shown, progress=writing)
    app.write(undo, None)
    return reading.asked, writing.asked


def test_a_cancelled_import_leaves_nothing_wherever_it_is_stopped(app: App, tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path / "台账.xlsx", MANY)
    _reading, questions = _questions(app, ledger)
    assert questions > 5
    shown = preview(app, open_ledger(ledger))
    before, entries = images(app), len(heads(app))
    for at in (1, 2, questions // 2, questions - 1, questions):
        with pytest.raises(UserError) as stopped:
            apply_preview(app, shown, progress=Stopping(at))
        assert stopped.value.code == "cancelled"
        assert stopped.value.safe
        assert (images(app), len(heads(app))) == (before, entries), at
    done = apply_preview(app, shown, progress=Stopping(questions + 1))
    assert done.value is not None
    assert done.value.count("new") == MANY == len(app.read(all_ids))


@pytest.mark.parametrize("known", [False, True])
def test_reading_and_planning_look_at_every_row_and_can_be_stopped_anywhere(
    app: App, tmp_path: Path, *, known: bool
) -> None:
    ledger = write_ledger(tmp_path / "台账.xlsx", MANY)
    if known:
        apply_preview(app, preview(app, open_ledger(ledger)), progress=Silent())
    counting = Stopping()
    opened = open_ledger(ledger)
    preview(app, opened, progress=counting)
    assert counting.asked > 2 * MANY, "once when it is matched, once when it is compared"
    for at in (1, counting.asked // 3, counting.asked // 2, counting.asked):
        with pytest.raises(UserError) as stopped:
            preview(app, opened, progress=Stopping(at))
        assert stopped.value.code == "cancelled", at


def test_a_cancelled_reading_ends_its_child_and_can_be_tried_again(
    app: App, tmp_path: Path
) -> None:
    ledger = write_ledger(tmp_path / "台账.xlsx", MANY)
    for at in (1, 2):
        with pytest.raises(UserError) as stopped:
            read_ledger(app, ImportLedger(ledger), Stopping(at))
        assert stopped.value.code == "cancelled"
        assert _children() == []
    assert len(read_ledger(app, ImportLedger(ledger)).rows) == MANY
    assert _children() == []


def _children() -> list[str]:
    """The parsing children of this process, living or dead but not buried (Linux)."""
    import os
    from pathlib import Path

    found = []
    for task in Path("/proc/self/task").glob("*/children"):
        for child in task.read_text(encoding="utf-8").split():
            try:
                command = Path(f"/proc/{child}/cmdline").read_bytes().decode("utf-8", "replace")
            except OSError:
                continue
            if "exchange.child" in command or not command:
                found.append(f"{child} {command}")
    return found if os.name == "posix" else []


# ---- the file and the others -------------------------------------------------------------------


def test_what_was_looked_at_is_what_is_written_though_the_file_changed(
    app: App, tmp_path: Path
) -> None:
    ledger = write_ledger(tmp_path / "台账.xlsx", 3)
    shown = preview(app, open_ledger(ledger))
    write_ledger(ledger, 5, remark="改")
    apply_preview(app, shown, progress=Silent())
    assert len(app.read(all_ids)) == 3
    again = preview(app, open_ledger(ledger))
    assert again.reading.sha256 != shown.reading.sha256
    assert again.counts["new"] == 2
    assert again.counts["changed"] == 3


def test_a_file_that_vanished_after_the_look_is_written_as_it_was_seen(
    app: App, tmp_path: Path
) -> None:
    ledger = write_ledger(tmp_path / "台账.xlsx", 3)
    shown = preview(app, open_ledger(ledger))
    ledger.unlink()
    apply_preview(app, shown, progress=Silent())
    assert [line.file for line in app.read(recent_imports)] == ["台账.xlsx"]
    with pytest.raises(UserError) as refused:
        open_ledger(ledger)
    assert refused.value.code == "file-missing"


def test_what_was_stored_after_the_look_is_not_stored_twice(app: App, tmp_path: Path) -> None:
    ledger = write_ledger(tmp_path / "台账.xlsx", 3)
    shown = preview(app, open_ledger(ledger))
    other = colleague(app, "li")
    apply_ledger(other, read_ledger(other, ImportLedger(ledger)))
    done = apply_preview(app, shown, progress=Silent())
    assert done.value is not None
    assert done.value.counts == {"same": 3}
    assert done.changes.change_set_id is None
    assert len(app.read(all_ids)) == 3


def test_two_people_importing_one_ledger_at_once_store_it_once(
    any_app: App, tmp_path: Path
) -> None:
    ledger = write_ledger(tmp_path / "台账.xlsx", 60)
    people = [any_app, colleague(any_app, "li")]
    readings = [read_ledger(person, ImportLedger(ledger)) for person in people]
    gate = threading.Barrier(2)
    counts: list[dict[str, int]] = []

    def take(place: int) -> None:
        gate.wait(10)
        plan = apply_ledger(people[place], readings[place]).value
        assert plan is not None
        counts.append(dict(plan.counts))

    threads = [threading.Thread(target=take, args=(place,)) for place in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert sorted(counts, key=str) == [{"new": 60}, {"same": 60}]
    assert len(any_app.read(all_ids)) == 60
