"""Starting the program: first painted window, first rows of the demonstration data, idle memory.

Everything is measured from outside, from the start of a new process to the line it prints; the
start-up checks of the database run in it as they always do. The modules have byte code, as they
have wherever the program is installed, whether or not this machine lets Python write it.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.bench.baselines import bare_window
from tests.bench.board import Line

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from pytest_benchmark.fixture import BenchmarkFixture

    from tests.bench.board import Race

_ROOT = Path(__file__).resolve().parents[2]
_PROBE = Path(__file__).with_name("start_probe.py")
_ROUNDS = 7
_IDLE_S = 2.0


@pytest.fixture(scope="module", autouse=True)
def _byte_code(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """The warming round of a race writes it for the others."""
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("PYTHONDONTWRITEBYTECODE", raising=False)
        patch.setenv("PYTHONPYCACHEPREFIX", str(tmp_path_factory.mktemp("byte-code")))
        yield


def test_first_painted_window(race: Race, demo_database: Path) -> None:
    race.run(
        "first painted window ÷ bare window",
        lambda: _until(_ours(demo_database), ["painted"]),
        lambda: _until(bare_window(), ["painted"]),
        bar=1.5,
        rounds=_ROUNDS,
    )


def test_first_rows_of_the_demonstration_data(race: Race, demo_database: Path) -> None:
    race.run(
        "first rows, checks included ÷ bare window",
        lambda: _until(_ours(demo_database), ["painted", "rows"]),
        lambda: _until(bare_window(), ["painted"]),
        bar=4.5,
        rounds=_ROUNDS,
    )


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="no /proc on this system")
def test_idle_memory(race: Race, benchmark: BenchmarkFixture, demo_database: Path) -> None:
    ours, bare = [], []
    for _again in range(3):
        bare.append(_until(bare_window(), ["painted"], idle=_IDLE_S))
        ours.append(_until(_ours(demo_database), ["painted", "rows"], idle=_IDLE_S))
    benchmark.pedantic(lambda: None, rounds=1)
    found, theirs = statistics.median(ours), statistics.median(bare)
    race.note(Line("idle memory ÷ bare window", found, theirs, 2.5, "MiB"))


def _ours(database: Path) -> list[str]:
    return [sys.executable, str(_PROBE), str(database), "projects"]


def _until(command: Sequence[str], words: Sequence[str], idle: float = 0.0) -> float:
    """Run until the words were said; resident memory in MiB after ``idle`` seconds, else 0."""
    environment = os.environ | {"PYTHONPATH": str(_ROOT), "QT_QPA_PLATFORM": "offscreen"}
    process = subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    try:
        assert process.stdout is not None
        for word in words:
            assert process.stdout.readline().strip() == word
        if not idle:
            return 0.0
        time.sleep(idle)
        return _resident(process.pid)
    finally:
        process.kill()
        process.wait()
        if process.stdout is not None:
            process.stdout.close()


def _resident(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    kilobytes = next(line.split()[1] for line in status.splitlines() if line.startswith("VmRSS"))
    return int(kilobytes) / 1024
