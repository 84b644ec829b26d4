"""A ledger of some size, and an importer in another process that can be killed or starved."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

import xlsxwriter

if TYPE_CHECKING:
    from collections.abc import Iterator

HEADINGS = (
    "项目名称", "投资方", "总投资（亿元）", "已到位资金（万元）", "签约时间", "是否注册",
    "是否开工", "开工时间", "责任单位", "责任人及电话", "备注",
)  # fmt: skip

FORK_IMPORTS = """
import os
os.environ["TMPDIR"] = sys.argv[2]
from invest_crm.cli.main import run
import invest_crm.cli.import_ledger, invest_crm.services.ledger.imports, invest_crm.words
import invest_crm.services.reference, invest_crm.services.undo
say("ready")
for line in sys.stdin:
    where, file = line.rstrip("\\n").split("|")
    child = os.fork()
    if child == 0:
        os.setsid()
        silence = os.open(os.devnull, os.O_WRONLY)
        os.dup2(silence, 1)
        os.dup2(silence, 2)
        os._exit(run(["--db", where, "import", file, "--json"]))
    say(f"pid {child}")
    _child, status = os.waitpid(child, 0)
    say(f"ended {status}")
"""
"""Imports what it is told to, each time in a new process that leads a session of its own."""


def write_ledger(path: Path, rows: int, *, month: int = 6, remark: str = "") -> Path:
    """Signed projects as of the end of a month of 2026."""
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet("台账")
        sheet.write(0, 0, f"某县招商引资签约项目台账（截至2026年{month}月30日）")
        sheet.write_row(1, 0, HEADINGS)
        for n in range(rows):
            started = ("√", "2026.5") if n % 2 else ("×", "")
            line = [
                f"第{n}号冷库项目", f"北京第{n}食品有限公司", 1 + n % 7, n,
                f"2026.{1 + n % 5}.{1 + n % 28}", "√", *started, "县商务局",
                f"王{n} 139{n:08d}", remark,
            ]  # fmt: skip
            sheet.write_row(n + 2, 0, line)
    return path


def stored(path: Path) -> tuple[str, int, int, int]:
    """What a file holds as any program sees it: soundness, projects, imports, log entries."""
    with closing(sqlite3.connect(path)) as file:
        counts = [
            file.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
            for table in ("project", "import_batch", "change_set")
        ]
        sound = file.execute("PRAGMA integrity_check").fetchone()[0]
        keys = file.execute("PRAGMA foreign_key_check").fetchall()
    return sound if not keys else "keys", *counts  # type: ignore[return-value]


def session_of(leader: int) -> Iterator[int]:
    """The processes that are still in the session of one that led it (Linux)."""
    for place in Path("/proc").iterdir():
        if not place.name.isdigit():
            continue
        try:
            fields = (place / "stat").read_text(encoding="utf-8").rpartition(")")[2].split()
        except OSError:
            continue
        if int(fields[3]) == leader and fields[0] not in {"Z", "X"}:
            yield int(place.name)
