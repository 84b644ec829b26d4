"""Text tables for other programs: UTF-8 with a mark, CRLF, nothing that runs as a formula.

Guard: a text that begins with = + - @ TAB, CR or LF (their full-width forms too), after any
number of apostrophes, gets one more apostrophe in front. ``unguard`` takes exactly that one away,
so that every text comes back as it was. Numbers are not texts and stay bare. Absent values and
empty texts are both written as nothing; that difference is kept by JSON only.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from invest_crm.exchange.writing.cells import Value

_DANGER = "=+\\-@\t\r\n＝＋－＠"
_TO_GUARD = re.compile(f"'*[{_DANGER}]")
_GUARDED = re.compile(f"'+[{_DANGER}]")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")


def guard(text: str) -> str:
    """The text as it may stand in a CSV file.

    >>> guard("=1+1"), guard("'=1"), guard("a=1")
    ("'=1+1", "''=1", 'a=1')
    """
    plain = _UNWRITABLE.sub("", text)
    return "'" + plain if _TO_GUARD.match(plain) else plain


def unguard(text: str) -> str:
    """The text before ``guard``; any other text unchanged.

    >>> unguard("'=1+1"), unguard("''=1"), unguard("'tis")
    ('=1+1', "'=1", "'tis")
    """
    return text[1:] if _GUARDED.match(text) else text


def write_csv(handle: BinaryIO, headings: Sequence[str], rows: Iterable[Sequence[Value]]) -> int:
    """Write a table; returns the number of rows below the headings."""
    out = io.TextIOWrapper(handle, encoding="utf-8-sig", newline="", write_through=False)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guard(heading) for heading in headings])
    count = 0
    for count, row in enumerate(rows, 1):  # noqa: B007 - the last number is the answer
        writer.writerow([_shown(value) for value in row])
    out.flush()
    out.detach()
    return count


def _shown(value: Value) -> Value:
    if isinstance(value, str):
        return guard(value)
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    return value.isoformat() if isinstance(value, date) else value
