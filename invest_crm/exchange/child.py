"""The parsing child: reads a workbook from standard input, writes its cells to standard output.

It runs as its own process because a hostile file can abort the parser (a cell at the far corner
makes it ask for hundreds of gigabytes). It limits its own memory and time, opens no file for
writing and no socket, and imports nothing of the program but the text-table reader. One line of
JSON per message: a sheet, a block of rows, the end, or an error code.
"""

from __future__ import annotations

import csv
import datetime as dt
import io
import os
import sys
from typing import TYPE_CHECKING, Any, BinaryIO

import msgspec

from invest_crm.exchange.csvtext import decode, rows_of

if TYPE_CHECKING:
    from collections.abc import Iterator

MEMORY = 1536 * 1024 * 1024
CPU_SECONDS = 240
MAX_ROWS = 200_000
MAX_COLUMNS = 200
BLOCK = 2000
_CLOCK = frozenset({dt.date, dt.datetime, dt.time, dt.timedelta})


def main() -> int:
    """Read, parse, answer. Exit status 0 also for a refused file: the answer says so."""
    limit_resources()
    data = sys.stdin.buffer.read()
    kind, _, data = data.partition(b"\n")
    import python_calamine

    sys.addaudithook(refuse_side_effects)
    out = sys.stdout.buffer
    try:
        if kind == b"csv":
            _send_csv(data, out)
        else:
            _send_workbook(python_calamine.load_workbook(io.BytesIO(data)), out)
        _send(out, {"end": True})
    except python_calamine.PasswordError:
        _send(out, {"error": "file-encrypted"})
    except MemoryError:
        _send(out, {"error": "parse-memory"})
    except (python_calamine.CalamineError, csv.Error, ValueError, OSError) as error:
        _send(out, {"error": "file-damaged", "detail": type(error).__name__})
    out.flush()
    return 0


def limit_resources() -> None:
    """Cap memory, processor time, files and core dumps where the system knows such limits."""
    try:
        import resource
    except ImportError:  # Windows: the parent's wall time is the limit
        return
    for name, value in (
        (resource.RLIMIT_AS, MEMORY),
        (resource.RLIMIT_CPU, CPU_SECONDS),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(name)
        cap = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(name, (cap, cap))


def refuse_side_effects(event: str, args: tuple[Any, ...]) -> None:
    """Audit hook: a parser has no business with the network, other programs or writing files."""
    if event.startswith(("socket.", "subprocess.", "os.system", "os.exec", "os.fork", "os.spawn")):
        raise PermissionError(event)
    flags = args[2] if event == "open" and len(args) > 2 else 0
    if isinstance(flags, int) and flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT):
        raise PermissionError(event)


def _send(out: BinaryIO, message: object) -> None:
    out.write(msgspec.json.encode(message))
    out.write(b"\n")


def _send_csv(data: bytes, out: BinaryIO) -> None:
    text, encoding = decode(data)
    rows = rows_of(text, MAX_ROWS)
    if len(rows) > MAX_ROWS or max(map(len, rows), default=0) > MAX_COLUMNS:
        _send(out, {"error": "file-too-wide"})
        return
    _send(out, {"sheet": "", "visible": True, "merges": [], "encoding": encoding})
    for start in range(0, len(rows), BLOCK):
        _send(out, rows[start : start + BLOCK])


def _send_workbook(book: Any, out: BinaryIO) -> None:
    for meta in book.sheets_metadata:
        if "WorkSheet" not in str(meta.typ):
            continue
        sheet = book.get_sheet_by_name(meta.name)
        last_row, last_column = sheet.end or (0, 0)
        if last_row >= MAX_ROWS or last_column >= MAX_COLUMNS:
            _send(out, {"error": "file-too-wide"})
            return
        merges = [[*start, *end] for start, end in sheet.merged_cell_ranges or ()]
        visible = str(meta.visible).endswith("Visible") and "Hidden" not in str(meta.visible)
        _send(out, {"sheet": meta.name, "visible": visible, "merges": merges})
        block: list[object] = []
        for row in _rows(sheet):
            block.append(row)
            if len(block) == BLOCK:
                _send(out, block)
                block = []
        _send(out, block)


def _rows(sheet: Any) -> Iterator[list[object]]:
    """Rows from the first of the sheet, clock values wrapped, without blank cells at the end.

    calamine starts at the sheet's first row but at the first column used.
    """
    if sheet.start is None:
        return
    pad = [""] * sheet.start[1]
    for cells in sheet.iter_rows():
        row = cells if _CLOCK.isdisjoint(map(type, cells)) else [_plain(cell) for cell in cells]
        while row and row[-1] == "":
            row.pop()
        yield pad + row if pad and row else row


def _plain(cell: object) -> object:
    if isinstance(cell, dt.timedelta):
        return str(cell)
    if isinstance(cell, dt.date | dt.time):
        return {"t": cell.isoformat()}
    return cell


if __name__ == "__main__":
    sys.exit(main())
