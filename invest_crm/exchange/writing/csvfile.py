"""Text tables for other programs: UTF-8 with a mark, CRLF, nothing that runs as a formula.

Texts are guarded (``csvtext.guard``) and come back as they were. Numbers are not texts and stay
bare. Absent values and empty texts are both written as nothing; that difference is kept by JSON
only.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO

from invest_crm.exchange.csvtext import guard

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invest_crm.exchange.writing.cells import Value

_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def write_csv(handle: BinaryIO, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Write a table; returns the number of rows below the headings."""
    out = io.TextIOWrapper(handle, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guard(_UNWRITABLE.sub("", heading)) for heading in headings])
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is the answer
        writer.writerow([_shown(value) for value in row])
    out.flush()
    out.detach()
    return count


def _shown(value: Value) -> Value:
    if isinstance(value, str):
        return guard(_UNWRITABLE.sub("", value))
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else value
