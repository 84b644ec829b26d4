"""Faults on purpose: a writer in another process, a kill, a disk that is full, a damaged page.

The writer is a small program of its own, so that killing it is killing the real thing.
"""

from __future__ import annotations

import subprocess
import sys
import textwrap
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).resolve().parents[2]
PAGE = 8192

_HEAD = """
import sys
from invest_crm.errors import UserError
from invest_crm.services.opening import open_app
from invest_crm.services.projects.edit import CreateProject, EditProject
from invest_crm.services.projects.edit import create_project, edit_project
def say(text):
    sys.stdout.write(text + "\\n")
    sys.stdout.flush()
def write_for_ever(actor):
    app = open_app(sys.argv[1], actor=actor)
    number = 0
    while True:
        number += 1
        name = f"{actor}-{number}"
        made = app.write(create_project, CreateProject({
            "name": name, "total_investment": number, "remark": "x" * 500,
        })).value
        say(f"made {made} {name}")
        app.write(edit_project, EditProject(made, {"park": name}))
        say(f"edited {made} {name}")
"""

WRITE_FOR_EVER = """
say("ready")
write_for_ever(sys.argv[2])
"""
"""Says every write after it was acknowledged; every second one is an edit of the one before."""

FORK_WRITERS = """
import os, signal
signal.signal(signal.SIGCHLD, signal.SIG_IGN)
say("ready")
for line in sys.stdin:
    if os.fork() == 0:
        say(f"pid {os.getpid()}")
        write_for_ever(line.strip())
"""
"""Starts one writer for each name it is told: a fork is a hundred times quicker than a start."""

WRITE_UNTIL_REFUSED = """
app = open_app(sys.argv[1], actor=sys.argv[2])
say("ready")
for number in range(100_000):
    try:
        made = app.write(create_project, CreateProject({
            "name": f"full-{number}", "remark": "y" * 20_000,
        })).value
    except UserError as error:
        say(f"refused {error.code} {bool(error.safe and error.todo)}")
        break
    say(f"made {made} full-{number}")
from invest_crm.services.projects.records import all_ids
say(f"readable {len(app.read(all_ids))}")
"""

LIMITED_TO = """
import resource, signal
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, ({size}, {size}))
"""


class Program:
    """Another process working in a database, and what it has said so far."""

    def __init__(self, body: str, where: Path, actor: str) -> None:
        self.process = subprocess.Popen(
            [sys.executable, "-c", _HEAD + textwrap.dedent(body), str(where), actor],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            cwd=ROOT,
            text=True,
            encoding="utf-8",
        )

    def fork(self, actor: str) -> tuple[int, list[str]]:
        """Start one writer more; its process id, and what the others said meanwhile."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(actor + "\n")
        self.process.stdin.flush()
        said: list[str] = []
        while True:
            line = self.process.stdout.readline().rstrip("\n")
            if line.startswith("pid "):
                return int(line.split(" ")[1]), said
            said.append(line)

    def hear(self, lines: int) -> list[str]:
        """The next lines it says: it has got that far."""
        assert self.process.stdout is not None
        return [self.process.stdout.readline().rstrip("\n") for _ in range(lines)]

    def wait_until_ready(self) -> None:
        """It is about to write."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        assert line == "ready\n", line + (self.process.stderr.read() if self.process.stderr else "")

    def kill(self) -> list[str]:
        """End it as a power switch would; returns what it had acknowledged."""
        self.process.kill()
        said, _errors = self.process.communicate(timeout=30)
        # The last line may have been cut in the middle of being said.
        return [line for line in said.split("\n")[:-1] if line]

    def finish(self) -> list[str]:
        """Let it come to its end; returns what it said. It must end well."""
        said, errors = self.process.communicate(timeout=60)
        assert self.process.returncode == 0, errors
        return said.splitlines()


@contextmanager
def program(body: str, where: Path, actor: str = "child") -> Iterator[Program]:
    """Another process working in a database; it does not outlive the block."""
    running = Program(body, where, actor)
    try:
        yield running
    finally:
        if running.process.poll() is None:
            running.process.kill()
            running.process.communicate(timeout=30)


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of 6 MB."""
    place = tmp_path / "disk"
    place.mkdir()
    command = ["mount", "-t", "tmpfs", "-o", "size=6m", "tmpfs", str(place)]
    try:
        done = subprocess.run(command, capture_output=True, check=False)
    except OSError as error:
        pytest.skip(f"needs the right to mount ({error})")
    if done.returncode != 0:
        pytest.skip(f"needs the right to mount ({done.stderr.decode(errors='replace').strip()})")
    try:
        yield place
    finally:
        subprocess.run(["umount", "-l", str(place)], capture_output=True, check=False)


def overwrite_page(path: Path, page: int, content: bytes = b"\xff") -> None:
    """Damage one page of a database file (the first is 0)."""
    with path.open("r+b") as handle:
        handle.seek(page * PAGE)
        handle.write(content * PAGE)
