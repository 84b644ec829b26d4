"""The program as another program starts it: streams, exit status, and what it loads."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from tests.cli.ledgers import signed_ledger
from tests.support.faults import ROOT

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import June


def _start(*argv: str | Path, **options: object) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "invest_crm", *map(str, argv)]
    return subprocess.run(command, cwd=ROOT, capture_output=True, timeout=120, **options)  # type: ignore[call-overload, no-any-return]


def test_one_document_goes_out_in_utf_8_whatever_the_locale(june: June, tmp_path: Path) -> None:
    ascii_only = {**os.environ, "LC_ALL": "C", "LANG": "C", "PYTHONIOENCODING": "ascii"}
    path = signed_ledger(tmp_path)
    done = _start("--db", tmp_path / "new.db", "import", path, "--json", env=ascii_only)
    assert (done.returncode, done.stderr) == (0, b"")
    document = json.loads(done.stdout.decode("utf-8"))
    assert document["new"] == 6
    assert "县投促局" in document["caption"]


def test_a_refusal_goes_to_standard_error(tmp_path: Path) -> None:
    done = _start("--db", tmp_path / "none.db", "projects", "--json")
    assert (done.returncode, done.stdout) == (1, b"")
    assert "还没有数据库" in done.stderr.decode("utf-8")
    assert b"Traceback" not in done.stderr


def test_wrong_usage_is_status_2(tmp_path: Path) -> None:
    done = _start("nonsense")
    assert (done.returncode, done.stdout) == (2, b"")


@pytest.mark.skipif(sys.platform == "win32", reason="a closed pipe is another thing on Windows")
def test_a_reader_that_has_seen_enough_is_no_error(june: June) -> None:
    """``invest-crm figures --json | head -1``"""
    words = ["--db", str(june.path), "figures", "--by", "chain", "--json"]
    with subprocess.Popen(
        [sys.executable, "-m", "invest_crm", *words],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as running:
        assert running.stdout is not None
        assert running.stderr is not None
        assert running.stdout.readline() == b"{\n"
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait(60) == 1


EVERYTHING = """
import io, json, sys
from contextlib import redirect_stdout, suppress
from invest_crm.cli.main import COMMANDS, run
db, folder = sys.argv[1:]
loaded = {}
def go(*words):
    with redirect_stdout(io.StringIO()), suppress(SystemExit):
        run(["--db", db, *words])
    qt = [name for name in sys.modules if name.startswith(("PySide6", "shiboken6"))]
    loaded[" ".join(words[:2])] = sorted(qt)
for words in (["--help"], ["init"], ["projects", "--json"], ["list", "contacts"],
              ["figures", "--by", "chain"], ["explain", "started.rate"],
              ["workdays", "2026-01-01", "3"], ["due"], ["settings"], ["check"], ["verify"],
              ["undo"],
              ["five-ones"], ["reviews"], ["commitments"],
              ["calibre"], ["views"], ["files"], ["schedule", "x", "--target", "2027-01-01"],
              ["demo", "--projects", "3", "--firms", "3"],
              ["log", "今天 电话"],
              ["move", "x", "FILED", "--dry-run"], ["confirm", "x", "STARTED"],
              ["cannot", "x", "LICENCE", "--who", "x", "--again", "2099-01-01"],
              ["state", "x", "ACTIVE"],
              ["import", folder + "/nothing.xlsx"], ["backup", "--to", folder],
              ["export", "projects", "--out", folder + "/x.xlsx"],
              ["report", "signed-started-bulletin", "--out", folder + "/x.pdf"],
              ["map", "live-pigs", "--out", folder + "/x.png"], ["restore", folder + "/x.pdf"]):
    go(*words)
names = {words.split()[0] for words in loaded}
missed = sorted({c.name for c in COMMANDS} - names - {"gui", "screenshot", "self-test"})
print(json.dumps({"missed": missed, "loaded": {k: v for k, v in loaded.items() if v}}))
"""


@pytest.mark.slow
def test_no_command_but_the_windows_own_loads_qt(june: June, tmp_path: Path) -> None:
    import shutil

    shutil.copy(june.path, tmp_path / "crm.db")
    done = subprocess.run(
        [sys.executable, "-c", EVERYTHING, str(tmp_path / "crm.db"), str(tmp_path)],
        cwd=ROOT,
        capture_output=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr.decode()
    assert json.loads(done.stdout) == {"missed": [], "loaded": {}}
    assert (tmp_path / "x.png").stat().st_size > 5000


@pytest.mark.slow
def test_a_page_is_pictured_without_a_display(june: June, tmp_path: Path) -> None:
    environment = {key: value for key, value in os.environ.items() if key != "QT_QPA_PLATFORM"}
    out = tmp_path / "board.png"
    words = ("screenshot", "board", "--out", out, "--size", "1200x800", "--theme", "dark")
    done = _start("--db", june.path, *words, env=environment)
    assert done.returncode == 0, done.stderr.decode()
    content = out.read_bytes()
    assert content.startswith(b"\x89PNG")
    assert (int.from_bytes(content[16:20]), int.from_bytes(content[20:24])) == (1200, 800)
    assert len(content) > 20_000


def test_the_pages_are_listed_and_an_unknown_one_is_refused(tmp_path: Path) -> None:
    listed = _start("screenshot", "--list")
    assert listed.stdout.split() == [
        b"today", b"board", b"chain_map", b"firms", b"requests", b"projects", b"schedules",
        b"approvals", b"five_ones", b"commitments", b"parcels", b"land_matching", b"whole_path",
        b"months", b"utilities", b"statistics", b"stat_firms", b"ledger", b"trash", b"preferences",
        b"backups", b"approval_items", b"welcome", b"diagnostics",
    ]  # fmt: skip
    refused = _start("screenshot", "moon", "--out", tmp_path / "x.png")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert b"board" in refused.stderr


def test_a_picture_smaller_than_the_window_can_be_is_refused(june: June, tmp_path: Path) -> None:
    out = tmp_path / "x.png"
    refused = _start("--db", june.path, "screenshot", "board", "--out", out, "--size", "10x10")
    assert (refused.returncode, refused.stdout) == (1, b"")
    assert "10x10" in refused.stderr.decode()
    assert "800x520" in refused.stderr.decode()
    assert not out.exists()


@pytest.mark.slow
def test_the_installation_tests_itself() -> None:
    done = _start("self-test", "--json")
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    found = json.loads(done.stdout)
    assert found["ok"] is True
    assert len(found["checks"]) >= 10
    assert all(check.keys() == {"check", "ok", "detail"} for check in found["checks"])
