"""From the lines of a table to records: one reader per column, merged cells filled down.

A value of a merged range holds for every row of the range and no further. Several lines under
one merged name are one record.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.text import cell_text
from invest_crm.errors import UserError
from invest_crm.exchange.bulk import without_cycle_search
from invest_crm.exchange.cells import PlainReader, make_reader
from invest_crm.exchange.draft import Context, Draft
from invest_crm.exchange.fields import fields_of
from invest_crm.exchange.finish import finish
from invest_crm.exchange.sheet import is_blank
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.exchange.draft import Reader
    from invest_crm.exchange.mapping import Choice, Column, Mapping_
    from invest_crm.exchange.reader import Progress
    from invest_crm.exchange.reading import RowReading, Value
    from invest_crm.exchange.sheet import Cell, Row, Sheet
    from invest_crm.exchange.totals import Line

REPORT_EVERY = 500


class _Rows:
    """Turns lines into records with one reader per column."""

    def __init__(self, choice: Choice, context: Context) -> None:
        self._context = context
        self._filled_down = _fill_down(choice.sheet, choice.layout.first_data)
        self._columns = choice.mapping.columns
        names = _extra_names(self._columns, choice.mapping.index)
        self.readers: list[tuple[int, Reader]] = [
            (column.index, make_reader(column, context, names[column.index]))
            for column in self._columns
            if column.index in names
        ]
        self._by_index = dict(self.readers)
        self._quick = [(index, read, *_plain(read)) for index, read in self.readers]
        self._template = _template(choice.mapping)
        self._uncached = choice.sheet.uncached

    def start(self, line: Line) -> Draft:
        """Begin a record with its first line."""
        cells = line.cells
        filled = self._filled_down.get(line.row)
        if filled:
            cells = _with(cells, filled)
        draft = Draft(line.row, cells, {})
        into: tuple[dict[str, Any], dict[str, Any]] = (draft.fields, draft.extra)
        last = len(cells)
        for index, read, known, extra, key in self._quick:
            if index >= last:
                break
            cell = cells[index]
            if cell == "" or cell is None:
                continue
            if known is not None:
                value = known[cell.__class__][cell]
                if value is not None:
                    into[extra][key] = value
                    continue
            read(cell, draft)
        if self._uncached:
            self._note_uncached(draft)
        return draft

    def _note_uncached(self, draft: Draft) -> None:
        for column in self._columns:
            if (draft.row, column.index) in self._uncached:
                draft.trouble("formula-uncached", column, "")

    def add(self, draft: Draft, line: Line) -> None:
        """A further line of the same record (its name is one merged cell)."""
        for column in self._columns:
            cell = line.cells[column.index] if column.index < len(line.cells) else ""
            read = self._by_index.get(column.index)
            if is_blank(cell) or read is None:
                continue
            before = draft.cells[column.index] if column.index < len(draft.cells) else ""
            shape = fields_of(self._context.kind)[column.key].shape if column.key else "long"
            if is_blank(before) or shape == "contacts":
                read(cell, draft)
            elif shape in {"text", "long"} and cell_text(cell) not in cell_text(before):
                read(f"{cell_text(before)}\n{cell_text(cell)}", draft)
            elif cell != before:
                draft.trouble("line-disagrees", column, cell)

    def finish(self, draft: Draft) -> RowReading:
        """The record when its last line is read."""
        return finish(draft, self._context, self._template)


def _plain(read: Reader) -> tuple[Mapping[type, Mapping[Cell, Value]] | None, bool, str]:
    """Where to look for what a plain reader has read already, and where to put it."""
    return (
        (read.known, read.extra, read.key) if isinstance(read, PlainReader) else (None, False, "")
    )


def read_rows(
    choice: Choice, context: Context, lines: Sequence[Line], progress: Progress
) -> tuple[RowReading, ...]:
    """The records of the lines. Raises UserError ``cancelled``."""
    with without_cycle_search():
        return _read_rows(choice, context, lines, progress)


def _read_rows(
    choice: Choice, context: Context, lines: Sequence[Line], progress: Progress
) -> tuple[RowReading, ...]:
    maker = _Rows(choice, context)
    rows: list[RowReading] = []
    draft: Draft | None = None
    for count, line in enumerate(lines):
        if count % REPORT_EVERY == 0:
            progress.report(count / max(len(lines), 1), "")
            stop_if_asked(progress)
        if line.sort == "data":
            if draft is not None:
                rows.append(maker.finish(draft))
            draft = maker.start(line)
        elif line.sort == "more" and draft is not None:
            maker.add(draft, line)
    if draft is not None:
        rows.append(maker.finish(draft))
    return tuple(rows)


def stop_if_asked(progress: Progress) -> None:
    """UserError ``cancelled`` if the person asked to stop."""
    if progress.cancelled():
        raise UserError("cancelled", _("Reading was cancelled."))


def _template(mapping: Mapping_) -> dict[str, Value]:
    """Every mapped field, empty."""
    template: dict[str, Value] = {column.key: None for column in mapping.columns if column.key}
    if mapping.kind == "contacts":
        template.pop("contacts", None)
        return {"name": None, "phone": None, **template}
    if "contacts" in template:
        template["contacts"] = ()
    return template


def _extra_names(columns: Sequence[Column], index: int | None) -> dict[int, str]:
    """The key of each column's text in ``extra``; headings used twice get a number.

    Columns that are not read have none.
    """
    names: dict[int, str] = {}
    seen: dict[str, int] = {}
    for column in columns:
        if column.index == index or column.derived:
            continue
        path = column.path or f"#{column.index + 1}"
        seen[path] = seen.get(path, 0) + 1
        names[column.index] = path if seen[path] == 1 else f"{path}#{seen[path]}"
    return names


def _fill_down(sheet: Sheet, first: int) -> dict[int, list[tuple[int, Cell]]]:
    """Values of merged cells for the rows below their first, only inside the merge."""
    filled: dict[int, list[tuple[int, Cell]]] = {}
    for merge in sheet.merges:
        if merge.bottom <= merge.top or merge.bottom < first or merge.right - merge.left > 2:
            continue
        value = sheet.cell(merge.top, merge.left)
        if is_blank(value):
            continue
        for row in range(max(merge.top + 1, first), merge.bottom + 1):
            filled.setdefault(row, []).append((merge.left, value))
    return filled


def _with(cells: Row, filled: list[tuple[int, Cell]]) -> Row:
    line = list(cells)
    for column, value in filled:
        line += [""] * (column + 1 - len(line))
        if is_blank(line[column]):
            line[column] = value
    return tuple(line)
