"""The front of a bundle of papers: its cover, its contents with page numbers, the number sheets.

Drawn by the program alone; the papers themselves are pages that ``exchange.binding`` made. All
pages are A4 and are counted from the cover on, which bears no number.
"""

from __future__ import annotations

import io
import re
from itertools import groupby
from typing import TYPE_CHECKING

from msgspec import Struct
from reportlab.lib.pagesizes import A4, landscape
from reportlab.pdfgen.canvas import Canvas

from invest_crm import words
from invest_crm.reports.bulletin_text import demo_mark
from invest_crm.reports.fonts import Role
from invest_crm.reports.numbers import day
from invest_crm.reports.pdf_faces import NO_FACE, Faces
from invest_crm.reports.plain import plain
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

_LEFT, _RIGHT, _TOP, _BOTTOM = 72.0, A4[0] - 60.0, A4[1] - 80.0, 90.0
_LINE, _TEXT, _HEAD = 24.0, 11.0, 12.0
_NUMBER, _FOOT = 10.5, 22.0
_PAPER, _FILE = 34.0, 196.0
"""Where a paper and its file begin, right of the left margin."""


class BundleRow(Struct, frozen=True):
    """One file of a paper, or a paper without one; ``pages`` 0 where nothing is bound, then
    ``why`` says so in words.
    """

    paper: str
    file: str = ""
    pages: int = 0
    why: str = ""


class BundleBrief(Struct, frozen=True):
    """What the front says: ``kind`` of bundle, whose, by whom, as of which day."""

    kind: str
    name: str
    unit: str
    as_of: date
    rows: tuple[BundleRow, ...]
    notes: tuple[str, ...] = ()
    demo: bool = False
    fingerprint: str = ""
    language: str = "zh_CN"


class Front(Struct, frozen=True):
    """Cover and contents as a PDF of ``pages``, the sheets of numbers for the whole bundle, and
    its bookmarks (title, page from 0).
    """

    data: bytes
    over: bytes
    pages: int
    outline: tuple[tuple[str, int], ...]


def front(brief: BundleBrief, turned: Sequence[bool], *, system_fonts: bool = True) -> Front:
    """The front of a bundle whose papers have these pages (on their side or not)."""
    with words.using(brief.language):
        faces = Faces(system_fonts=system_fonts)
        lines = len(brief.rows) + len(brief.notes)
        room = int((_TOP - _BOTTOM - 3 * _LINE) // _LINE)
        pages = 1 + max(-(-lines // room), 1)
        target = io.BytesIO()
        painter = _Painter(Canvas(target, pagesize=A4, invariant=1), faces)
        painter.cover(brief)
        starts = _starts(brief.rows, pages)
        painter.contents(brief, starts, room)
        painter.save()
        over = io.BytesIO()
        sheets = _Painter(Canvas(over, pagesize=A4, invariant=1), faces)
        sheets.numbers([False] * pages + list(turned), brief)
        sheets.save()
        return Front(target.getvalue(), over.getvalue(), pages, _outline(brief, starts))


def _starts(rows: Sequence[BundleRow], pages: int) -> list[int]:
    """The page (from 1) on which each row begins."""
    starts, place = [], pages + 1
    for row in rows:
        starts.append(place)
        place += row.pages
    return starts


def _outline(brief: BundleBrief, starts: Sequence[int]) -> tuple[tuple[str, int], ...]:
    found = [(_("Cover"), 0), (_("Contents"), 1)]
    bound = [(row, start) for row, start in zip(brief.rows, starts, strict=True) if row.pages]
    for paper, group in groupby(bound, key=lambda one: one[0].paper):
        found.append((plain(paper), next(group)[1] - 1))
    return tuple(found)


class _Painter:
    """Writes lines of text on pages."""

    def __init__(self, canvas: Canvas, faces: Faces) -> None:
        self._canvas, self._faces = canvas, faces

    def cover(self, brief: BundleBrief) -> None:
        """The kind of bundle, whose, by whom, when."""
        middle = A4[0] / 2
        high = A4[1] - 250
        for line in self._wrapped(plain(brief.name), Role.TITLE, 24, A4[0] - 150):
            self._centred(line, middle, high, Role.TITLE, 24)
            high -= 36
        for line in self._wrapped(plain(brief.kind), Role.TITLE, 28, A4[0] - 120):
            high -= 40
            self._centred(line, middle, high, Role.TITLE, 28)
        self._centred(plain(brief.unit), middle, 210, Role.BODY, 16)
        self._centred(day(brief.as_of), middle, 180, Role.BODY, 16)
        if brief.demo:
            self._centred(demo_mark(), middle, A4[1] - 90, Role.HEI, 14)
        if brief.fingerprint:
            told = _("Fingerprint of the data: {head}.").format(head=brief.fingerprint)
            self._centred(told, middle, 60, Role.BODY, 9)
        self._canvas.showPage()

    def contents(self, brief: BundleBrief, starts: Sequence[int], room: int) -> None:
        """Every paper with its file and its page, on as many pages as needed."""
        entries = list(zip(brief.rows, starts, strict=True))
        first = True
        number, last = 0, ""
        while first or entries:
            self._centred(_("Contents"), A4[0] / 2, _TOP, Role.HEI, 18)
            high = _TOP - 2 * _LINE
            self._heads(high)
            for row, start in entries[:room]:
                high -= _LINE
                number += row.paper != last
                title = "" if row.paper == last else f"{number}."
                self._row(row, start, title, high)
                last = row.paper
            entries, first = entries[room:], False
            if not entries:
                self._notes(brief.notes, high - _LINE)
            self._canvas.showPage()

    def numbers(self, turned: Sequence[bool], brief: BundleBrief) -> None:
        """A sheet for every page: its number at the foot, none on the cover."""
        for place, on_side in enumerate(turned, start=1):
            size = landscape(A4) if on_side else A4
            self._canvas.setPageSize(size)
            if place > 1:
                self._centred(f"— {place} —", size[0] / 2, _FOOT, Role.SONG, _NUMBER)
                if brief.demo:
                    self._draw(demo_mark(), _LEFT - 30, _FOOT, Role.HEI, 9)
            self._canvas.showPage()

    def save(self) -> None:
        """Finish the file."""
        self._canvas.save()

    def _heads(self, high: float) -> None:
        self._draw(_("No."), _LEFT, high, Role.HEI, _HEAD)
        self._draw(_("Paper of the list"), _LEFT + _PAPER, high, Role.HEI, _HEAD)
        self._draw(_("File"), _LEFT + _FILE, high, Role.HEI, _HEAD)
        self._right(_("Page"), _RIGHT, high, Role.HEI, _HEAD)
        self._canvas.setLineWidth(0.6)
        self._canvas.line(_LEFT, high - 7, _RIGHT, high - 7)

    def _row(self, row: BundleRow, start: int, number: str, high: float) -> None:
        self._draw(number, _LEFT, high, Role.BODY, _TEXT)
        if number:
            paper = self._cut(plain(row.paper), _FILE - _PAPER - 8)
            self._draw(paper, _LEFT + _PAPER, high, Role.BODY, _TEXT)
        told = row.why if not row.pages else str(start)
        wide = self._width(told, Role.BODY, _TEXT)
        file = self._cut(plain(row.file), _RIGHT - _LEFT - _FILE - wide - 10)
        self._draw(file, _LEFT + _FILE, high, Role.BODY, _TEXT)
        self._right(told, _RIGHT, high, Role.BODY, _TEXT)

    def _notes(self, notes: Sequence[str], high: float) -> None:
        for note in notes:
            for line in self._wrapped(plain(note), Role.KAI, 10, _RIGHT - _LEFT):
                self._draw(line, _LEFT, high, Role.KAI, 10)
                high -= 16

    def _wrapped(self, text: str, role: Role, size: float, wide: float) -> list[str]:
        lines, line = [], ""
        for piece in re.findall(r"[!-~]+ ?|.", text):
            if line and self._width(line + piece.rstrip(), role, size) > wide:
                lines.append(line.rstrip())
                line = ""
            line += piece
        return [*lines, line] if line else lines

    def _cut(self, text: str, wide: float) -> str:
        if self._width(text, Role.BODY, _TEXT) <= wide:
            return text
        while text and self._width(text + "…", Role.BODY, _TEXT) > wide:
            text = text[:-1]
        return text + "…"

    def _width(self, text: str, role: Role, size: float) -> float:
        return float(sum(self._faces.measure(text, role, size).widths))

    def _centred(self, text: str, x: float, y: float, role: Role, size: float) -> None:
        self._draw(text, x - self._width(text, role, size) / 2, y, role, size)

    def _right(self, text: str, x: float, y: float, role: Role, size: float) -> None:
        self._draw(text, x - self._width(text, role, size), y, role, size)

    def _draw(self, text: str, x: float, y: float, role: Role, size: float) -> None:
        measured = self._faces.measure(text, role, size)
        for face, group in groupby(
            zip(text, measured.faces, measured.widths, strict=True), key=lambda one: one[1]
        ):
            run = list(group)
            wide = sum(one[2] for one in run)
            if face == NO_FACE:
                self._canvas.rect(x + 1, y, wide - 2, size * 0.75)
            else:
                self._canvas.setFont(face, size)
                self._canvas.drawString(x, y, "".join(one[0] for one in run))
            x += wide
