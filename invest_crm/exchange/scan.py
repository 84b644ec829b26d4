"""One quick pass over the XML parts of a workbook, by pattern, without parsing.

It finds what the parser would hide or choke on: declarations, cells far away, hidden rows and
columns, error cells, formulas whose result is not stored, numbers shown with two decimals (a
date typed 2025.10 is stored as 2025.1). It must not know what a ledger is.
"""

from __future__ import annotations

import re
from html import unescape
from posixpath import join, normpath

from msgspec import Struct

from invest_crm.exchange.sheet import column_index

MAX_ROWS = 200_000
MAX_COLUMNS = 200
MAX_HIDDEN = 50_000
KEEP = 64 * 1024

# Styled but empty cells (written self-closed) are common far out and harmless: not matched.
_FAR = re.compile(
    rb' r="(?:([A-Z]{3}|G[S-Z]|[H-Z][A-Z])\d+|[A-Z]{1,2}([2-9]\d{5,6}|\d{7}))"[^<>]*+(?<!/)>'
)
_HIDDEN_ROW = re.compile(rb'<row\b[^>]*?\br="(\d+)"[^>]*?\bhidden="(?:1|true)"')
_HIDDEN_ROW_EARLY = re.compile(rb'<row\b[^>]*?\bhidden="(?:1|true)"[^>]*?\br="(\d+)"')
_COLUMN = re.compile(rb"<col\b[^>]*>")
_ERROR = re.compile(rb'<c\b([^>]*?\bt="e"[^>]*)>(?:<f\b[^>]*?(?:/>|>[^<]*</f>))?\s*<v>([^<]*)</v>')
_UNCACHED = re.compile(
    rb"<c\b([^>]*[^/>])>\s*<f\b[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v>\s*</v>)?\s*</c>"
)
_YEAR_TENTH = re.compile(rb'<c\b([^>]*\bs="(\d+)"[^>]*)><v>((?:19|20)\d\d\.1)</v>')
_LITERAL = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.')
_REFERENCE = re.compile(rb'\br="([A-Z]{1,3})(\d{1,7})"')
_ATTRIBUTE = re.compile(rb'\b([a-zA-Z:]+)="([^"]*)"')


class SheetFacts(Struct, frozen=True):
    """What the pass found in one sheet; cells as (row as shown, column from 0)."""

    hidden_rows: frozenset[int]
    hidden_columns: frozenset[int]
    errors: dict[tuple[int, int], str]
    uncached: frozenset[tuple[int, int]]
    two_decimals: dict[tuple[int, int], str]
    months: frozenset[tuple[int, int]]


class Styles(Struct, frozen=True):
    """Cell styles whose look says more than the value: two decimals, year and month only."""

    two_decimals: frozenset[int]
    months: frozenset[int]


def sheet_parts(workbook: bytes, relations: bytes) -> dict[str, str]:
    """The sheet names by the part that holds them."""
    targets = {}
    for tag in re.findall(rb"<Relationship\b[^>]*>", relations):
        values = _attributes(tag)
        target = values.get("Target", "")
        place = target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))
        targets[values.get("Id", "")] = place
    names = {}
    for tag in re.findall(rb"<(?:\w+:)?sheet\b[^>]*>", workbook):
        values = _attributes(tag)
        part = targets.get(values.get("r:id", ""))
        if part:
            names[part] = values.get("name", "")
    return names


def telling_styles(styles: bytes) -> Styles:
    """The cell styles of a workbook that say more than their values."""
    decimals, months = {2, 39, 40}, {17}
    for tag in re.findall(rb"<numFmt\b[^>]*>", styles):
        values = _attributes(tag)
        code, number = values.get("formatCode", ""), _number(values.get("numFmtId", ""))
        if re.fullmatch(r"0\.00(?:[_;\\].*)?", code):
            decimals.add(number)
        elif _shows_month_only(code):
            months.add(number)
    cells = re.search(rb"<cellXfs\b.*?</cellXfs>", styles, re.DOTALL)
    shapes = [] if cells is None else re.findall(rb"<xf\b[^>]*>", cells.group())
    formats = [_number(_attributes(tag).get("numFmtId", "")) for tag in shapes]
    return Styles(
        frozenset(index for index, number in enumerate(formats) if number in decimals),
        frozenset(index for index, number in enumerate(formats) if number in months),
    )


def _shows_month_only(code: str) -> bool:
    """Whether a number format shows year and month and no day: yyyy"年"m"月", mmm-yy."""
    bare = _LITERAL.sub("", code.split(";", maxsplit=1)[0]).lower()
    return "y" in bare and "m" in bare and not set(bare) & set("dhs")


def _attributes(tag: bytes) -> dict[str, str]:
    return {
        key.decode(): unescape(value.decode("utf-8", "replace"))
        for key, value in _ATTRIBUTE.findall(tag)
    }


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 8 else -1


class PartScan:
    """The pass over one part, fed chunk by chunk; the tail of a chunk is carried over."""

    def __init__(self, *, is_sheet: bool, styles: Styles) -> None:
        self._is_sheet = is_sheet
        self._styles = styles.two_decimals
        self._month_cell = _cells_of(styles.months)
        self._carry = b""
        self._encoding: str | None = None
        self._hidden_rows: set[int] = set()
        self._hidden_columns: set[int] = set()
        self._errors: dict[tuple[int, int], str] = {}
        self._uncached: set[tuple[int, int]] = set()
        self._two_decimals: dict[tuple[int, int], str] = {}
        self._months: set[tuple[int, int]] = set()

    def feed(self, chunk: bytes) -> str | None:
        """Take the next bytes; the code of the fault found, if any."""
        text = self._carry + chunk
        if self._encoding is None:
            self._encoding = _encoding_of(text)
        if self._encoding:
            narrow = text.replace(b"\0", b"")
            self._carry = text[-256:]
            return _declared(narrow) or (_far(narrow) if self._is_sheet else None)
        fault = _declared(text)
        if fault or not self._is_sheet:
            self._carry = text[-64:]
            return fault
        self._collect(text)
        cut = max(text.rfind(b"<c"), text.rfind(b"<row"))
        self._carry = text[cut:] if cut >= 0 and len(text) - cut <= KEEP else text[-256:]
        return _far(text)

    def _collect(self, text: bytes) -> None:
        if b"hidden=" in text:
            self._collect_hidden(text)
        if b't="e"' in text:
            for found in _ERROR.finditer(text):
                place = _place(found.group(1))
                if place:
                    self._errors[place] = found.group(2).decode("utf-8", "replace")
        if b"<f" in text:
            self._uncached.update(
                place
                for attributes in _UNCACHED.findall(text)
                if b't="str"' not in attributes and (place := _place(attributes))
            )
        if self._styles and b".1</v>" in text:
            self._collect_tenths(text)
        if self._month_cell is not None:
            places = map(_place, self._month_cell.findall(text))
            self._months.update(place for place in places if place)

    def _collect_tenths(self, text: bytes) -> None:
        for found in _YEAR_TENTH.finditer(text):
            place = _place(found.group(1))
            if place and int(found.group(2)) in self._styles:
                self._two_decimals[place] = found.group(3).decode() + "0"

    def _collect_hidden(self, text: bytes) -> None:
        if len(self._hidden_rows) < MAX_HIDDEN:
            for pattern in (_HIDDEN_ROW, _HIDDEN_ROW_EARLY):
                self._hidden_rows.update(_number(row.decode()) for row in pattern.findall(text))
        for tag in _COLUMN.findall(text):
            values = _attributes(tag)
            if values.get("hidden") in {"1", "true"}:
                first, last = _number(values.get("min", "")), _number(values.get("max", ""))
                if first > 0:
                    self._hidden_columns.update(range(first - 1, min(last, MAX_COLUMNS)))

    def facts(self) -> SheetFacts:
        """What was found in the whole part."""
        return SheetFacts(
            frozenset(self._hidden_rows - {-1}),
            frozenset(self._hidden_columns),
            self._errors,
            frozenset(self._uncached),
            self._two_decimals,
            frozenset(self._months),
        )


def _cells_of(styles: frozenset[int]) -> re.Pattern[bytes] | None:
    """Finds the attributes of the filled cells of some styles; None where there are none."""
    if not styles:
        return None
    numbers = b"|".join(str(number).encode() for number in sorted(styles))
    return re.compile(rb'<c\b([^>]*\bs="(?:' + numbers + rb')"[^>]*+)(?<!/)>')


def _encoding_of(start: bytes) -> str:
    """ "" for one-byte encodings, else the wide one that XML allows (by BOM or by its zeros)."""
    if start.startswith((b"\xff\xfe", b"\xfe\xff")) or b"\0" in start[:4]:
        return "utf-16"
    return ""


def _declared(text: bytes) -> str | None:
    return "file-entity" if b"<!DOCTYPE" in text or b"<!ENTITY" in text else None


def _far(text: bytes) -> str | None:
    for found in _FAR.finditer(text):
        if found.group(1) or int(found.group(2)) > MAX_ROWS:
            return "file-too-wide"
    return None


def _place(attributes: bytes) -> tuple[int, int] | None:
    found = _REFERENCE.search(attributes)
    if found is None:
        return None
    return int(found.group(2)), column_index(found.group(1).decode())
