"""Tables of what the window prints, as items of the flow for each page side by side.

A row is as high on every page side by side as its longest cell needs on any of them, so that the
sheets can be laid beside one another. The face, the wrapping and the rules are those of the
tables in documents.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from invest_crm.reports import page
from invest_crm.reports.blocks import Align, Column
from invest_crm.reports.fonts import Role
from invest_crm.reports.pdf_flow import Item
from invest_crm.reports.pdf_table import Wrapper, note_items, paint_cell, paint_row
from invest_crm.reports.sheet import Line, LineKind, SheetColumn
from invest_crm.reports.sheet_columns import across, set_widths
from invest_crm.words import pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.reports.pdf_faces import Faces
    from invest_crm.reports.pdf_sheet import Sheet as Paper
    from invest_crm.reports.pdf_table import Line as Wrapped
    from invest_crm.reports.sheet import SheetTable

    Tick = Callable[[float], None]

SIZE, NOTE_SIZE = 9.0, 8.0
"""小五号 at 100 %, and the notes below (points)."""
_PAD = 2.5
_NUMBER_MM, _DIGITS, _DIGIT_MM = 9.0, 4, 1.8
_FIRST_ROWS = 3
_TICK = 200


class Area(NamedTuple):
    """The room of a page in points at 100 %."""

    width: float
    height: float


class _Side(NamedTuple):
    """One page side by side: its columns, their places and their edges."""

    places: tuple[int, ...]
    columns: tuple[Column, ...]
    edges: tuple[float, ...]


def natural_width(table: SheetTable, *, numbered: bool) -> float:
    """The width of a table at 100 % in points; 0 for one that takes what there is."""
    if table.shares:
        return 0.0
    own = _number_mm(table) if table.numbered and numbered else 0.0
    return (sum(column.width for column in table.columns) + own) * page.MM


def _number_mm(table: SheetTable) -> float:
    """The width of the column of numbers: that of four digits, more for longer lists."""
    return _NUMBER_MM + _DIGIT_MM * max(0, len(str(len(table.lines))) - _DIGITS)


class TableItems:
    """Sets one table, on as many pages side by side as its columns need."""

    def __init__(
        self, faces: Faces, table: SheetTable, area: Area, *, numbered: bool, repeat: bool
    ) -> None:
        self._faces, self._table, self._area, self._repeat = faces, table, area, repeat
        self._numbered = table.numbered and numbered
        self._body = Wrapper(faces, Role.BODY, SIZE, _PAD)
        self._strong = Wrapper(faces, Role.HEI, SIZE, _PAD)
        self._sides = self._cut()
        self._headers = self._header_items()
        head = self._headers[0].height + 2 * page.ROW_PAD
        self._most = max(1, int((area.height - head) / self._body.leading))

    def items(self, tick: Tick) -> list[list[Item]]:
        """The items of each page side by side, of equal heights; ``tick(share done)``."""
        made: list[list[Item]] = [[header] for header in self._headers]
        number, count = 0, len(self._table.lines)
        if not count and self._table.empty:
            self._add_group(made, self._table.empty)
        for done, line in enumerate(self._table.lines):
            if done % _TICK == 0:
                tick(done / count)
            number += line.kind is LineKind.ROW
            self._add(made, line, str(number) if line.kind is LineKind.ROW else "")
        if self._table.total:
            for items in made:
                items[-1].keep = True  # a total never opens a page alone
            self._add(made, Line(self._table.total, LineKind.SUBTOTAL), "")
        for items in made:
            for item in items[: min(_FIRST_ROWS, len(items) - 1)]:
                item.keep = True
            items.extend(note_items(self._faces, self._table.notes, NOTE_SIZE, self._area.width))
        return made

    def _cut(self) -> list[_Side]:
        table = self._table
        columns: tuple[SheetColumn, ...] = table.columns
        if self._numbered:
            number = SheetColumn(
                pgettext("column", "No."), _number_mm(table), Align.CENTER, keep=True
            )
            columns = (number, *columns)
        widths = [column.width * page.MM for column in columns]
        if table.shares:
            own = len(widths) - len(table.columns)
            room = self._area.width - sum(widths[:own])
            widths[own:] = set_widths(widths[own:], room, alone=True)
        kept = [column.keep for column in columns]
        cuts = across(widths, kept, self._area.width)
        sides = []
        for places in cuts:
            chosen = [widths[place] for place in places]
            set_out = set_widths(chosen, self._area.width, alone=len(cuts) == 1)
            edges = [sum(set_out[:i]) for i in range(len(set_out) + 1)]
            blocks = [Column(columns[i].heading, widths[i], columns[i].align) for i in places]
            sides.append(_Side(tuple(places), tuple(blocks), tuple(edges)))
        return sides

    def _header_items(self) -> list[Item]:
        wrapped = [
            [
                self._strong.header_lines(column.header, right - left - 2 * page.HEAD_PAD)
                for column, left, right in zip(
                    side.columns, side.edges, side.edges[1:], strict=False
                )
            ]
            for side in self._sides
        ]
        tallest = max(len(lines) for side in wrapped for lines in side)
        height = tallest * self._strong.leading + 2 * page.ROW_PAD
        return [
            Item(height, partial(self._paint_header, side, lines, height), keep=True)
            for side, lines in zip(self._sides, wrapped, strict=True)
        ]

    def _paint_header(
        self,
        side: _Side,
        wrapped: Sequence[tuple[Wrapped, ...]],
        height: float,
        paper: Paper,
        y: float,
    ) -> None:
        edges = side.edges
        paper.rule(edges[0], y, edges[-1], y)
        paper.rule(edges[0], y + height, edges[-1], y + height)
        for edge in edges:
            paper.rule(edge, y, edge, y + height)
        for lines, left, right in zip(wrapped, edges, edges[1:], strict=False):
            paint_cell(paper, self._strong, lines, (left, right), (y, y + height))

    def _add(self, made: list[list[Item]], line: Line, number: str) -> None:
        if line.kind is LineKind.GROUP:
            self._add_group(made, line.cells[0])
            return
        cells = (number, *line.cells) if self._numbered else line.cells
        wrapper = self._body if line.kind is LineKind.ROW else self._strong
        wrapped = [
            [
                wrapper.lines(cells[place], right - left - 2 * _PAD) if cells[place] else ()
                for place, left, right in zip(side.places, side.edges, side.edges[1:], strict=False)
            ]
            for side in self._sides
        ]
        tallest = max(1, *(len(lines) for side in wrapped for lines in side))
        for start in range(0, tallest, self._most):
            height = min(tallest - start, self._most) * wrapper.leading + 2 * page.ROW_PAD
            for place, side in enumerate(self._sides):
                part = [lines[start : start + self._most] for lines in wrapped[place]]
                edges = list(side.edges)
                paint = partial(paint_row, wrapper, side.columns, part, edges, height)
                made[place].append(Item(height, paint, repeat=self._header(place)))

    def _add_group(self, made: list[list[Item]], words: str) -> None:
        wrapped = [self._strong.lines(words, side.edges[-1] - 2 * _PAD) for side in self._sides]
        height = max(map(len, wrapped)) * self._strong.leading + 2 * page.ROW_PAD
        for place, (side, lines) in enumerate(zip(self._sides, wrapped, strict=True)):
            edges = [side.edges[0], side.edges[-1]]
            column = [Column("", edges[1])]
            paint = partial(paint_row, self._strong, column, [lines], edges, height)
            made[place].append(Item(height, paint, keep=True, repeat=self._header(place)))

    def _header(self, place: int) -> Item | None:
        return self._headers[place] if self._repeat else None
