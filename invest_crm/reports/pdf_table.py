"""Tables in the PDF: plain strings wrapped by font metrics, one text object per page.

Fast by construction (a thousand rows of seventeen columns): no paragraph objects, each distinct
cell wrapped once. Rows longer than a page continue on the next. Knows no page break: it makes
items for the flow.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

from invest_crm.reports import page
from invest_crm.reports.blocks import Align
from invest_crm.reports.columns import fitted, group_spans
from invest_crm.reports.fonts import Role
from invest_crm.reports.pdf_flow import Item, gap
from invest_crm.reports.typeset import Placed, break_lines, is_wide, place

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.reports.blocks import Column, Table
    from invest_crm.reports.pdf_faces import Faces
    from invest_crm.reports.pdf_sheet import Sheet
_FIRST_ROWS = 3  # rows that stay with the header of a longer table


class Line(NamedTuple):
    """A wrapped line: its width and its runs."""

    width: float
    runs: tuple[Placed, ...]


class Wrapper:
    """Wraps cells of one face and size; remembers what it has wrapped."""

    def __init__(self, faces: Faces, role: Role, size: float, pad: float = 0.0) -> None:
        self._faces = faces
        self._role = role
        self.size = size
        self.pad = pad
        self.leading = size * page.TABLE_LEADING
        self._face, self._widths = faces.primary(role)
        self._done: dict[tuple[str, float], tuple[Line, ...]] = {}

    def lines(self, text: str, room: float) -> tuple[Line, ...]:
        """The lines of ``text`` in ``room`` points; line breaks in it are kept."""
        key = (text, room)
        found = self._done.get(key)
        if found is None:
            found = tuple(
                line for part in text.split("\n") if part for line in self._wrap(part, room)
            )
            self._done[key] = found
        return found

    def header_lines(self, text: str, room: float) -> tuple[Line, ...]:
        """A header's lines: its unit in brackets on a line of its own, the others even."""
        lines = self.lines(text, room)
        if len(lines) == 1:
            return lines
        for bracket in ("（", " ("):
            name, found, unit = text.partition(bracket)
            if found and name:
                return (*self.header_lines(name, room), *self.lines((found + unit).strip(), room))
        even_shares = (0.5, 0.6, 0.7, 0.8, 0.9) if all(map(is_wide, text)) else ()
        for share in even_shares:
            even = self.lines(text, room * share)
            if len(even) == len(lines) and max(line.width for line in even) <= room:
                return even
        return lines

    def _wrap(self, text: str, room: float) -> list[Line]:
        scale, widths = self.size / 1000, self._widths
        try:
            advances = [widths[ord(char)] * scale for char in text]
        except KeyError:  # a rare character: another face must help
            return self._wrap_mixed(text, room)
        length = sum(advances)
        if length <= room:
            return [Line(length, (Placed(0.0, self._face, text, 0.0),))]
        return [
            Line(sum(advances[a:b]), (Placed(0.0, self._face, text[a:b], 0.0),))
            for a, b in break_lines(text, advances, room, squeeze=False)
        ]

    def _wrap_mixed(self, text: str, room: float) -> list[Line]:
        measured = self._faces.measure(text, self._role, self.size)
        found = []
        for a, b in break_lines(text, measured.advances, room, squeeze=False):
            part = measured.part(a, b)
            found.append(Line(part.length, tuple(place(part, part.length, spread=False))))
        return found


class TableSetter:
    """Makes the flow items of one table."""

    def __init__(self, faces: Faces, table: Table, room: page.Room) -> None:
        size, self._widths = fitted(table, room)
        self._table = table
        self._page_height = room.height
        self._body = Wrapper(faces, Role.BODY, size, room.pad)
        self._head = Wrapper(faces, Role.HEI, size, room.pad)

    def items(self) -> list[Item]:
        """Header, rows and total; every row repeats the header when it opens a page."""
        table, widths = self._table, self._widths
        edges = [sum(widths[:i]) for i in range(len(widths) + 1)]
        header = self._header(table.columns, edges)
        header.keep = True
        most = int((self._page_height - header.height - 2 * page.ROW_PAD) / self._body.leading)
        items = [header]
        for cells in table.rows:
            items += self._row(self._body, table.columns, cells, edges, header, most)
        if table.total:
            if table.rows:
                items[-1].keep = True  # a total never opens a page alone
            items += self._row(self._head, table.columns, table.total, edges, header, most)
        whole = sum(item.height for item in items) <= self._page_height * page.WHOLE_SHARE
        for item in items[1 : -1 if whole else _FIRST_ROWS]:
            item.keep = True
        return items

    def _row(
        self,
        wrapper: Wrapper,
        columns: Sequence[Column],
        cells: tuple[str, ...],
        edges: list[float],
        header: Item,
        most: int,
    ) -> list[Item]:
        wrapped = [
            wrapper.lines(text, edges[i + 1] - edges[i] - 2 * wrapper.pad) if text else ()
            for i, text in enumerate(cells)
        ]
        tallest = max(1, *map(len, wrapped))
        items = []
        for start in range(0, tallest, most):
            part = [lines[start : start + most] for lines in wrapped] if tallest > most else wrapped
            height = min(tallest - start, most) * wrapper.leading + 2 * page.ROW_PAD
            paint = partial(paint_row, wrapper, columns, part, edges, height)
            items.append(Item(height, paint, repeat=header))
        return items

    def _header(self, columns: Sequence[Column], edges: list[float]) -> Item:
        spans = group_spans(columns)
        grouped = any(group for group, _start, _end in spans)
        wrapped = [
            self._head.header_lines(column.header, edges[i + 1] - edges[i] - 2 * page.HEAD_PAD)
            for i, column in enumerate(columns)
        ]
        band = self._head.leading + 2 * page.ROW_PAD if grouped else 0.0
        height = band + max(map(len, wrapped)) * self._head.leading + 2 * page.ROW_PAD
        return Item(height, partial(self._paint_header, spans, wrapped, edges, band, height))

    def _paint_header(
        self,
        spans: list[tuple[str, int, int]],
        wrapped: list[tuple[Line, ...]],
        edges: list[float],
        band: float,
        height: float,
        sheet: Sheet,
        y: float,
    ) -> None:
        sheet.rule(edges[0], y, edges[-1], y)
        sheet.rule(edges[0], y + height, edges[-1], y + height)
        sheet.rule(edges[0], y, edges[0], y + height)
        for group, start, end in spans:
            sheet.rule(edges[end], y, edges[end], y + height)
            top = y + band if group else y
            if group:
                sheet.rule(edges[start], top, edges[end], top)
                lines = self._head.lines(group, edges[end] - edges[start])
                paint_cell(sheet, self._head, lines, (edges[start], edges[end]), (y, top))
            for i in range(start, end):
                if i > start:
                    sheet.rule(edges[i], top, edges[i], y + height)
                box = (edges[i], edges[i + 1])
                paint_cell(sheet, self._head, wrapped[i], box, (top, y + height))


def note_items(faces: Faces, notes: Sequence[str], size: float, room: float) -> list[Item]:
    """The notes below a table, in small type."""
    wrapper = Wrapper(faces, Role.BODY, size)
    items = [gap(size * 0.4)] if notes else []
    items += [
        Item(size * 1.4, partial(_paint_note, wrapper, line))
        for note in notes
        for line in wrapper.lines(note, room)
    ]
    return items


def _paint_note(wrapper: Wrapper, line: Line, sheet: Sheet, y: float) -> None:
    sheet.write(0, y + wrapper.size * 0.2, wrapper.size, line.runs)


def paint_row(
    wrapper: Wrapper,
    columns: Sequence[Column],
    wrapped: Sequence[Sequence[Line]],
    edges: list[float],
    height: float,
    sheet: Sheet,
    y: float,
) -> None:
    """Paint the rules of a row at the left, the right and below, and its wrapped cells."""
    sheet.rule(edges[0], y + height, edges[-1], y + height)
    for edge in edges:
        sheet.rule(edge, y, edge, y + height)
    for i, lines in enumerate(wrapped):
        if lines:
            box = (edges[i], edges[i + 1])
            paint_cell(sheet, wrapper, lines, box, (y, y + height), columns[i].align)


def paint_cell(
    sheet: Sheet,
    wrapper: Wrapper,
    lines: Sequence[Line],
    across: tuple[float, float],
    down: tuple[float, float],
    align: Align = Align.CENTER,
) -> None:
    """Paint wrapped lines in the middle of a box (left, right), (top, bottom)."""
    left, right = across
    top = (down[0] + down[1] - len(lines) * wrapper.leading) / 2
    top += (wrapper.leading - wrapper.size) / 2
    for line in lines:
        if align is Align.LEFT:
            x = left + wrapper.pad
        elif align is Align.RIGHT:
            x = right - wrapper.pad - line.width
        else:
            x = (left + right - line.width) / 2
        sheet.write(x, top, wrapper.size, line.runs)
        top += wrapper.leading
