"""From a file to a Workbook: guard, parsing child, limits, cancellation.

The bytes are read once, hashed, checked and handed to the child through its standard input, so
that what was checked is what is parsed and no file name appears in a process list. Knows nothing
of what the cells mean.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import queue
import stat
import subprocess
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

import msgspec
from msgspec import Struct, field

from invest_crm import children
from invest_crm.domain import clock
from invest_crm.exchange.bulk import without_cycle_search
from invest_crm.exchange.guard import MAX_FILE, FileFacts, identify, refuse, scan_parts
from invest_crm.exchange.sheet import Cell, Merge, Row, Sheet, Workbook

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invest_crm.exchange.guard import Container

WALL_SECONDS = 120.0
POLL_SECONDS = 0.1
QUEUE_LINES = 64
PIPE_BYTES = 1024 * 1024
"""Large reads: with small ones the reading thread waits for the decoding one at every read."""


class Progress(Protocol):
    """What a long reading tells its caller and asks of it."""

    def report(self, fraction: float, text: str) -> None:
        """Say how far it is (0 to 1)."""

    def cancelled(self) -> bool:
        """Whether the caller wants it to stop."""


class Quiet:
    """A Progress nobody watches."""

    def report(self, fraction: float, text: str) -> None:
        """Ignore it."""

    def cancelled(self) -> bool:
        """Never."""
        return False


class _Draft(Struct):
    """A sheet while its blocks arrive."""

    name: str
    visible: bool
    merges: list[list[int]]
    rows: list[Row] = field(default_factory=list)


def read_workbook(
    path: str | Path, progress: Progress | None = None, wall_seconds: float = WALL_SECONDS
) -> Workbook:
    """Read every sheet of a file (xlsx, xls, ods, csv).

    Raises UserError: ``file-missing``, ``file-empty``, ``file-too-big``, ``file-type``,
    ``file-encrypted``, ``file-damaged``, ``file-bomb``, ``file-entity``, ``file-too-wide``,
    ``parse-timeout``, ``parse-memory``, ``cancelled``.
    """
    path = Path(path)
    data, modified = _load(path)
    container = identify(data, path.name)
    sheets, facts = _parse(data, container, progress or Quiet(), wall_seconds)
    if not any(sheet.rows for sheet in sheets):
        raise refuse("file-empty")
    return Workbook(
        path.name,
        hashlib.sha256(data).hexdigest(),
        container.kind,
        tuple(_finish(sheet, facts, path.stem) for sheet in sheets),
        container.notes,
        date1904=facts.date1904,
        modified=modified,
    )


def _load(path: Path) -> tuple[bytes, dt.date]:
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise refuse("file-missing")
        if status.st_size > MAX_FILE:
            raise refuse("file-too-big")
        data = path.read_bytes()
    except OSError as error:
        raise refuse("file-missing") from error
    return data, clock.from_stamp(status.st_mtime).date()


def _parse(
    data: bytes, container: Container, progress: Progress, wall_seconds: float
) -> tuple[list[_Draft], FileFacts]:
    """Parse in the child while this process scans the same bytes; the scan's verdict wins."""
    deadline = time.monotonic() + wall_seconds
    process = subprocess.Popen(  # noqa: S603 - our own program, no shell, no user text
        children.command("--parse-child"),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=PIPE_BYTES,
        pipesize=PIPE_BYTES,
        env=children.environment(),
        creationflags=children.no_window(),
    )
    head = container.kind.encode() + b"\n"
    feeder = threading.Thread(target=_feed, args=(process, head, data), daemon=True)
    feeder.start()
    try:
        plain = container.kind in {"csv", "xls"}
        facts = FileFacts({}, date1904=False) if plain else scan_parts(data, progress.cancelled)
        with without_cycle_search():
            sheets = _collect(process, progress, deadline)
    finally:
        _end(process, feeder)
    return sheets, facts


def _end(process: subprocess.Popen[bytes], feeder: threading.Thread) -> None:
    """Leave no process, thread or pipe, whatever happened."""
    process.kill()
    process.wait()
    feeder.join()
    for stream in (process.stdin, process.stdout):
        if stream is not None:
            with suppress(OSError, ValueError):
                stream.close()


def _feed(process: subprocess.Popen[bytes], head: bytes, data: bytes) -> None:
    stream = process.stdin
    if stream is None:
        return
    # A child that ended early tells why by its answer or its exit status.
    with suppress(OSError, ValueError):
        stream.write(head)
        stream.write(data)
        stream.close()


def _drain(stream: BinaryIO, lines: queue.Queue[bytes], stop: threading.Event) -> None:
    for line in stream:
        if not _hand_over(line, lines, stop):
            return
    _hand_over(b"", lines, stop)


def _hand_over(line: bytes, lines: queue.Queue[bytes], stop: threading.Event) -> bool:
    """Wait for room in the queue; False when nobody reads any more."""
    while not stop.is_set():
        with suppress(queue.Full):
            lines.put(line, timeout=POLL_SECONDS)
            return True
    return False


def _lines(
    process: subprocess.Popen[bytes], progress: Progress, deadline: float
) -> Iterator[bytes]:
    """The child's lines as they come, minding cancellation and the time limit."""
    lines: queue.Queue[bytes] = queue.Queue(QUEUE_LINES)
    stop = threading.Event()
    if process.stdout is None:
        return
    reader = threading.Thread(target=_drain, args=(process.stdout, lines, stop), daemon=True)
    reader.start()
    try:
        while True:
            if progress.cancelled():
                raise refuse("cancelled")
            if time.monotonic() > deadline:
                raise refuse("parse-timeout")
            try:
                line = lines.get(timeout=POLL_SECONDS)
            except queue.Empty:
                continue
            if not line:
                process.wait(timeout=POLL_SECONDS * 50)
                return
            yield line
    finally:
        stop.set()
        process.kill()
        reader.join()


def _collect(process: subprocess.Popen[bytes], progress: Progress, deadline: float) -> list[_Draft]:
    sheets: list[_Draft] = []
    for line in _lines(process, progress, deadline):
        message = msgspec.json.decode(line)
        if isinstance(message, list):
            sheets[-1].rows.extend(_row(cells) for cells in message)
            progress.report(0.5, "")
        elif "sheet" in message:
            sheets.append(_Draft(message["sheet"], message["visible"], message["merges"]))
        elif "end" in message:
            return sheets
        else:
            raise refuse(message["error"])
    raise refuse(_death(process))


def _death(process: subprocess.Popen[bytes]) -> str:
    """Why a child ended without an answer: out of time, memory refused, or the parser gave up."""
    status = process.wait()
    if status in {-24, 152}:  # SIGXCPU
        return "parse-timeout"
    return "file-damaged" if status in {0, 1} else "parse-memory"


def _row(cells: list[object]) -> Row:
    if dict in set(map(type, cells)):
        return tuple(_cell(cell) for cell in cells)
    return tuple(cells)  # type: ignore[arg-type]  # the child sends nothing else


def _cell(cell: object) -> Cell:
    if not isinstance(cell, dict):
        return cell  # type: ignore[return-value]  # the child sends nothing else
    text = str(cell["t"])
    if "T" in text:
        stamp = dt.datetime.fromisoformat(text)
        return stamp.date() if stamp.time() == dt.time() else stamp
    if ":" in text:
        return dt.time.fromisoformat(text)
    return dt.date.fromisoformat(text)


def _finish(draft: _Draft, facts: FileFacts, stem: str) -> Sheet:
    """Add what the scan saw: error texts, dates kept with their zero, hidden rows and columns."""
    found = facts.sheets.get(draft.name)
    rows = draft.rows
    if found is not None:
        for (row, column), text in {**found.errors, **found.two_decimals}.items():
            _put(rows, row, column, text)
        for row, column in found.months:
            _without_day(rows, row, column)
    merges = tuple(
        Merge(top + 1, left, bottom + 1, right) for top, left, bottom, right in draft.merges
    )
    return Sheet(
        draft.name or stem,
        tuple(rows),
        tuple(sorted(merges, key=lambda merge: (merge.top, merge.left))),
        found.hidden_rows if found else frozenset(),
        found.hidden_columns if found else frozenset(),
        visible=draft.visible,
        uncached=found.uncached if found else frozenset(),
    )


def _without_day(rows: list[Row], row: int, column: int) -> None:
    """A date that the sheet shows as year and month only is no more than that."""
    if 1 <= row <= len(rows) and column < len(rows[row - 1]):
        cell = rows[row - 1][column]
        if isinstance(cell, dt.date):
            _put(rows, row, column, f"{cell.year}年{cell.month}月")


def _put(rows: list[Row], row: int, column: int, text: str) -> None:
    if row < 1 or row > len(rows):
        return
    cells = list(rows[row - 1])
    cells += [""] * (column + 1 - len(cells))
    cells[column] = text
    rows[row - 1] = tuple(cells)
