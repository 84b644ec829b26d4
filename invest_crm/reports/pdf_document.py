"""A document of blocks as a PDF on GB/T 9704 pages: 22 lines of 28 characters, embedded fonts.

Each kind of block becomes items of the flow. Same document, same fonts: same bytes.
"""

from __future__ import annotations

import io
from functools import partial, singledispatchmethod
from typing import TYPE_CHECKING

from invest_crm.reports import page
from invest_crm.reports.blocks import (
    Addressee,
    Annex,
    AnnexList,
    Block,
    DocNumber,
    Document,
    Heading,
    Paragraph,
    Signature,
    Table,
    Title,
)
from invest_crm.reports.fonts import Role
from invest_crm.reports.pdf_faces import Faces
from invest_crm.reports.pdf_flow import Item, fill, gap
from invest_crm.reports.pdf_sheet import Sheet
from invest_crm.reports.pdf_table import TableSetter, note_items
from invest_crm.reports.typeset import Measured, Placed, balanced, break_lines, place

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Painter = Callable[[Sheet, float], None]

_SEAL_INDENT = 4  # characters at the right of the date
_SIGNED_LINES = 2  # lines of text that go with the signature


class PdfText:
    """The bytes of a PDF with its number of pages and what could not be drawn."""

    def __init__(self, data: bytes, pages: int, faces: Faces) -> None:
        self.data = data
        self.pages = pages
        self.missing = faces.missing
        self.unusable_fonts = faces.unusable


def pdf(document: Document, *, system_fonts: bool = True) -> PdfText:
    """Set the document. ``system_fonts=False`` uses only the fonts we ship (same everywhere)."""
    faces = Faces(system_fonts=system_fonts)
    target = io.BytesIO()
    sheet = Sheet(target, document, faces)
    setter = _Setter(faces)
    items: list[Item] = []
    for block in document.blocks:
        if isinstance(block, Annex):
            continue
        new = setter.items(block)
        if isinstance(block, AnnexList | Signature):
            for item in (*items[-_SIGNED_LINES:], *new[:-1]):
                item.keep = True  # no signature stands on a page without text
        items += new
    if items:
        fill(sheet, items, turned=False)
    for block in document.blocks:
        if isinstance(block, Annex):
            fill(sheet, setter.annex(block), turned=block.landscape)
    pages = sheet.save()
    return PdfText(target.getvalue(), pages, faces)


class _Setter:
    """Turns blocks into items; holds the faces."""

    def __init__(self, faces: Faces) -> None:
        self._faces = faces

    @singledispatchmethod
    def items(self, block: Block) -> list[Item]:
        """The items of a block on an upright page."""
        raise TypeError(f"no setting for {type(block).__name__}")

    @items.register
    def _doc_number(self, block: DocNumber) -> list[Item]:
        return [self._centred(block.text, Role.BODY, page.BODY, page.PITCH), gap(page.PITCH)]

    @items.register
    def _title(self, block: Title) -> list[Item]:
        lines = self._title_lines(block.phrases, page.WIDTH)
        lines[0].paint = _with_outline(lines[0], block.text, 0)
        return [*lines, gap(page.PITCH)]

    @items.register
    def _addressee(self, block: Addressee) -> list[Item]:
        return self._lines([(block.text, Role.BODY)], indent=0)

    @items.register
    def _heading(self, block: Heading) -> list[Item]:
        role = Role.HEI if block.level == 1 else Role.KAI
        lines = self._lines([(block.text, role)])
        lines[0].paint = _with_outline(lines[0], block.text, block.level)
        for line in lines:
            line.keep = True
        return lines

    @items.register
    def _paragraph(self, block: Paragraph) -> list[Item]:
        parts = [(block.lead_in, Role.KAI), (block.text, Role.BODY)]
        return self._lines([part for part in parts if part[0]])

    @items.register
    def _plain_table(self, block: Table) -> list[Item]:
        head = [gap(page.PITCH / 3, keep=True)]
        if block.caption:
            head.append(self._centred(block.caption, Role.HEI, page.TABLE + 1.5, 22, keep=True))
        if block.unit_note:
            head.append(self._unit_note(block.unit_note, page.WIDTH))
        rows = TableSetter(self._faces, block, page.UPRIGHT).items()
        notes = note_items(self._faces, block.notes, page.NOTE, page.WIDTH)
        return [*head, *rows, *notes, gap(page.PITCH / 4), Item(0, snap=True)]

    @items.register
    def _annex_list(self, block: AnnexList) -> list[Item]:
        items = [gap(page.PITCH)]
        label = self._measure(block.label, Role.BODY)
        start = page.INDENT * page.CHARACTER
        for number, text in enumerate(block.lines):
            lines = self._hanging(text, start + label.length)
            if number == 0:
                lines[0].paint = _also(lines[0], start, place(label, label.length, spread=False))
            items += lines
        return items

    @items.register
    def _signature(self, block: Signature) -> list[Item]:
        day = self._measure(block.date, Role.BODY)
        unit = self._measure(block.unit, Role.BODY)
        right = page.WIDTH - _SEAL_INDENT * page.CHARACTER
        middle = right - max(day.length, unit.length) / 2
        return [
            gap(2 * page.PITCH, keep=True),
            self._at(middle - unit.length / 2, unit, keep=True),
            self._at(middle - day.length / 2, day),
        ]

    def annex(self, block: Annex) -> list[Item]:
        """The items of an annex: label, title, unit line, table, notes."""
        room = page.TURNED if block.landscape else page.UPRIGHT
        width = room.width
        items: list[Item] = []
        if block.label:
            label = self._faces.measure(block.label, Role.HEI, page.BODY)
            items.append(self._at(0, label, keep=True))
        title = self._title_lines((block.title,), width)
        title[0].paint = _with_outline(title[0], f"{block.label} {block.title}".strip(), 0)
        items += [*title, Item(4, keep=True)]
        if block.table.unit_note:
            items.append(self._unit_note(block.table.unit_note, width))
        items += TableSetter(self._faces, block.table, room).items()
        return items + note_items(self._faces, block.table.notes, page.NOTE, width)

    def _measure(self, text: str, role: Role) -> Measured:
        return self._faces.measure(text, role, page.BODY, square=page.CHARACTER)

    def _lines(self, parts: Sequence[tuple[str, Role]], indent: int = page.INDENT) -> list[Item]:
        """A paragraph on the grid; only its last line is not spread."""
        measured = _joined([self._measure(text, role) for text, role in parts])
        first = indent * page.CHARACTER
        spans = break_lines(measured.text, measured.advances, page.WIDTH, indent=first)
        items = []
        for number, (start, end) in enumerate(spans):
            x = first if number == 0 else 0.0
            last = number == len(spans) - 1
            runs = place(measured.part(start, end), page.WIDTH - x, spread=not last)
            items.append(_line(x, page.BODY, page.PITCH, runs))
        return items

    def _hanging(self, text: str, x: float) -> list[Item]:
        measured = self._measure(text, Role.BODY)
        spans = break_lines(measured.text, measured.advances, page.WIDTH - x)
        return [
            _line(
                x, page.BODY, page.PITCH, place(measured.part(a, b), page.WIDTH - x, spread=False)
            )
            for a, b in spans
        ]

    def _title_lines(self, phrases: tuple[str, ...], width: float) -> list[Item]:
        sized = [
            (text, self._faces.measure(text, Role.TITLE, page.TITLE).length) for text in phrases
        ]
        items = []
        for text in balanced(sized, width):
            measured = self._faces.measure(text, Role.TITLE, page.TITLE)
            for a, b in break_lines(text, measured.advances, width):
                part = measured.part(a, b)
                runs = place(part, part.length, spread=False)
                x = (width - part.length) / 2
                items.append(_line(x, page.TITLE, page.PITCH, runs, keep=True))
        return items or [Item(0)]

    def _centred(
        self, text: str, role: Role, size: float, pitch: float, *, keep: bool = False
    ) -> Item:
        measured = self._faces.measure(text, role, size)
        runs = place(measured, measured.length, spread=False)
        return _line((page.WIDTH - measured.length) / 2, size, pitch, runs, keep=keep)

    def _unit_note(self, text: str, width: float) -> Item:
        measured = self._faces.measure(text, Role.BODY, page.TABLE)
        runs = place(measured, measured.length, spread=False)
        return _line(width - measured.length, page.TABLE, 17, runs, keep=True)

    def _at(self, x: float, measured: Measured, *, keep: bool = False) -> Item:
        runs = place(measured, measured.length, spread=False)
        return _line(x, page.BODY, page.PITCH, runs, keep=keep)


def _joined(parts: Sequence[Measured]) -> Measured:
    return Measured(
        "".join(part.text for part in parts),
        [face for part in parts for face in part.faces],
        [width for part in parts for width in part.widths],
        [advance for part in parts for advance in part.advances],
    )


def _line(x: float, size: float, pitch: float, runs: list[Placed], *, keep: bool = False) -> Item:
    return Item(pitch, partial(_paint_line, x, size, runs), keep=keep)


def _paint_line(x: float, size: float, runs: list[Placed], sheet: Sheet, y: float) -> None:
    sheet.write(x, y, size, runs)


def _with_outline(item: Item, text: str, level: int) -> Painter:
    return partial(_paint_with_outline, item.paint, text, level)


def _paint_with_outline(
    paint: Painter | None, text: str, level: int, sheet: Sheet, y: float
) -> None:
    sheet.outline(text, level)
    if paint is not None:
        paint(sheet, y)


def _also(item: Item, x: float, runs: list[Placed]) -> Painter:
    return partial(_paint_also, item.paint, x, runs)


def _paint_also(
    paint: Painter | None, x: float, runs: list[Placed], sheet: Sheet, y: float
) -> None:
    sheet.write(x, y, page.BODY, runs)
    if paint is not None:
        paint(sheet, y)
