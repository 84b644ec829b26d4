"""One PDF being written page by page: places text, rules and page numbers; decides no layout.

Positions are points from the upper left corner of the page's type area, y downwards. A page on
its side is the same sheet turned (GB/T 9704): its head at the binding edge of odd pages, the
page number where every other page has it. Text and rules of a page are collected and written
in one go. Data never meets a markup parser; nothing outside the fonts is opened.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.maps.pdf_font import SPAN_END, span_start
from invest_crm.reports import page
from invest_crm.reports.fonts import Role
from invest_crm.reports.pdf_canvas import FastCanvas, Text
from invest_crm.reports.typeset import place

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import BinaryIO

    from invest_crm.reports.blocks import Document
    from invest_crm.reports.pdf_faces import Faces
    from invest_crm.reports.typeset import Placed

ASCENT = 0.88  # of the size: from the top of a character's square to its base line
THIN = 0.5
_DASH_HEIGHT = 0.36  # of the size: the dash of the page number above its base line
_MARK_SIZE = 10.5


class Sheet:
    """The pages of one document on a canvas."""

    def __init__(self, target: BinaryIO, document: Document, faces: Faces) -> None:
        self._faces = faces
        self._mark = document.mark
        first_face, _widths = faces.primary(Role.BODY)
        self._canvas = FastCanvas(
            target,
            pagesize=page.PAPER,
            invariant=1,
            pageCompression=1,
            initialFontName=first_face,
            lang="zh-CN" if document.language == "zh_CN" else document.language,
        )
        self._canvas.setTitle(document.title)
        self._canvas.setAuthor(document.author)
        self._canvas.setSubject(document.subject)
        self._canvas.setCreator("invest_crm")
        self._canvas.setViewerPreference("DisplayDocTitle", "true")
        self._texts: list[Text] = []
        self._rules: list[tuple[float, float, float, float]] = []
        self._boxes: list[tuple[str, list[Text]]] = []
        self._turned = False
        self._outline_level = -1
        self.number = 0
        self.width, self.height = page.WIDTH, page.HEIGHT

    def start(self, *, turned: bool) -> None:
        """Begin a page, upright or turned."""
        if self.number:
            self._finish_page()
        self.number += 1
        self._turned = turned
        self.width, self.height = (page.HEIGHT, page.WIDTH) if turned else (page.WIDTH, page.HEIGHT)

    def outline(self, text: str, level: int) -> None:
        """A bookmark to this page; a level is never more than one below the last."""
        level = min(level, self._outline_level + 1)
        self._outline_level = level
        key = f"p{self.number}-{level}-{text}"
        self._canvas.bookmarkPage(key)
        self._canvas.addOutlineEntry(text, key, level)

    def write(self, x: float, top: float, size: float, runs: Iterable[Placed]) -> None:
        """Runs of one line; ``top`` is the upper edge of its characters' squares."""
        base = top + size * ASCENT
        for run in runs:
            if run.face:
                self._texts.append(Text(x + run.x, base, run.face, size, run.text, run.gap))
            else:
                self._box(x + run.x, top, size, run.text)

    def rule(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A thin rule."""
        self._rules.append((x1, y1, x2, y2))

    def save(self) -> int:
        """Write the file; returns the number of pages."""
        self._finish_page()
        self._canvas.save()
        return self.number

    def _box(self, x: float, top: float, size: float, char: str) -> None:
        """The box that stands for a character no font has, with its code inside."""
        left, right = x + size * 0.06, x + size * 0.94
        upper, lower = top + size * 0.06, top + size * 0.94
        self._rules += [
            (left, upper, right, upper),
            (left, lower, right, lower),
            (left, upper, left, lower),
            (right, upper, right, lower),
        ]
        code = f"{ord(char):04X}"
        half = (len(code) + 1) // 2
        small = size * 0.3
        digits: list[Text] = []
        for row, part in enumerate((code[:half], code[half:])):
            line = self._faces.measure(part, Role.SONG, small)
            inset = (size - line.length) / 2
            base = top + size * (0.17 + 0.36 * row) + small * ASCENT
            digits += [
                Text(x + inset + run.x, base, run.face, small, run.text, run.gap)
                for run in place(line, line.length, spread=False)
            ]
        self._boxes.append((char, digits))

    def _finish_page(self) -> None:
        canvas = self._canvas
        canvas.saveState()
        width, height = page.PAPER
        # reportlab swaps the sides of a turned page; the sheet itself stays upright
        canvas.setPageSize((height, width) if self._turned else (width, height))
        canvas.setPageRotation(90 if self._turned else 0)
        if self._turned:
            canvas.transform(0, 1, -1, 0, page.PAPER[0], 0)
            left, top = page.BOTTOM, page.PAPER[0] - page.LEFT
        else:
            left, top = page.LEFT, page.PAPER[1] - page.TOP
        self._flush(left, top)
        canvas.restoreState()
        self._furniture()
        canvas.showPage()

    def _flush(self, left: float, top: float) -> None:
        if self._rules:
            rules = [(left + x1, top - y1, left + x2, top - y2) for x1, y1, x2, y2 in self._rules]
            self._canvas.write_rules(rules, THIN)
        if self._texts:
            self._canvas.write_texts(self._texts, left, top)
        for char, digits in self._boxes:
            self._canvas.addLiteral(span_start(char))
            self._canvas.write_texts(digits, left, top)
            self._canvas.addLiteral(SPAN_END)
        self._texts, self._rules, self._boxes = [], [], []

    def _furniture(self) -> None:
        """Page number outside the type area, odd right and even left by one character; mark."""
        size = page.PAGE_NUMBER
        line = self._faces.measure(f"— {self.number} —", Role.SONG, size)
        x = page.WIDTH - size - line.length if self.number % 2 else size
        dash = page.HEIGHT + page.PAGE_NUMBER_MM * page.MM
        top = dash + size * (_DASH_HEIGHT - ASCENT)
        self.write(x, top, size, place(line, line.length, spread=False))
        if self._mark:
            mark = self._faces.measure(self._mark, Role.HEI, _MARK_SIZE)
            start = page.WIDTH - mark.length
            self.write(start, -10 * page.MM, _MARK_SIZE, place(mark, mark.length, spread=False))
        self._flush(page.LEFT, page.PAPER[1] - page.TOP)
