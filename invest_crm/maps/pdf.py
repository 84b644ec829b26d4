"""The scene as a vector PDF with embedded fonts, on one sheet or tiled over several.

Why: the map hangs on walls and goes into papers; text stays text that can be searched. The only
module here that loads reportlab. Rare characters must not vanish: a glyph the main font lacks is
taken from another bundled font, else a visible box is drawn and the character reported. The same
scene gives the same bytes. It must not know chains.
"""

from __future__ import annotations

from functools import cache
from io import BytesIO
from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from msgspec import Struct

from invest_crm.maps.paper import POINTS_PER_MM, paper_size
from invest_crm.maps.pdf_font import SPAN_END, register_font, span_start
from invest_crm.maps.scene import (
    END,
    MIDDLE,
    REGULAR,
    Box,
    Label,
    Link,
    Star,
    arrow_points,
    star_points,
)
from invest_crm.maps.style import PRINT, colours
from invest_crm.paths import resource

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from reportlab.pdfgen.canvas import Canvas

    from invest_crm.maps.scene import Point, Scene

MISSING_GLYPH = "□"

_REGULAR = ("NotoSansSC-Regular", "NotoSansRareHan-Regular", "NotoSerifSC-Regular")
_BOLD = ("NotoSansSC-Bold", *_REGULAR)
_DASH = (3.0, 2.0)
_SHEET_MARGIN = 10 * POINTS_PER_MM
_OVERLAP = 10 * POINTS_PER_MM
_MARK = 5 * POINTS_PER_MM
_FORM = "map"


class PdfResult(Struct, frozen=True):
    """The file's bytes, its number of pages and the characters no font could show."""

    data: bytes
    pages: int
    missing: tuple[str, ...]


class _Run(NamedTuple):
    """A piece of a text in one font; ``stands_for``: the characters that boxes are drawn for."""

    font: str
    text: str
    stands_for: str = ""


class _Face(Struct, frozen=True):
    name: str
    glyphs: frozenset[int]


def pdf(
    *scenes: Scene,
    title: str = "",
    author: str = "",
    theme: str = PRINT,
    tile: str | None = None,
) -> PdfResult:
    """Draw scenes, a sheet each; ``tile`` is the paper to cut them to (A4 or A3), with overlap and
    cut marks.

    Raises UserError for an unknown tile paper.
    """
    from reportlab.pdfgen.canvas import Canvas

    first = _faces(REGULAR)[0].name
    buffer = BytesIO()
    canvas = Canvas(
        buffer,
        pagesize=(scenes[0].width, scenes[0].height),
        invariant=1,
        pageCompression=1,
        initialFontName=first,  # type: ignore[arg-type] # the stub says float, it is a name
        lang="zh-CN",
    )
    canvas.setTitle(title)
    canvas.setAuthor(author)
    pages, missing = 0, set[str]()
    for number, scene in enumerate(scenes):
        painter = _Painter(canvas, scene.height, colours(theme))
        if tile is None:
            canvas.setPageSize((scene.width, scene.height))
            painter.draw(scene)
            canvas.showPage()
            pages += 1
        else:
            pages += _tiled(canvas, painter, scene, tile, f"{_FORM}{number or ''}")
        missing |= painter.missing
    canvas.save()
    return PdfResult(buffer.getvalue(), pages, tuple(sorted(missing)))


@cache
def _faces(weight: int) -> tuple[_Face, ...]:
    """Registered fonts to try in turn."""
    names = _REGULAR if weight <= REGULAR else _BOLD
    return tuple(
        _Face(name, frozenset(register_font(name, resource(f"fonts/{name}.ttf")))) for name in names
    )


class _Painter:
    """Draws items on a canvas; flips the y axis of the scene."""

    def __init__(self, canvas: Canvas, height: float, palette: Mapping[str, str]) -> None:
        self._canvas = canvas
        self._height = height
        self._palette = palette
        self.missing: set[str] = set()

    def draw(self, scene: Scene) -> None:
        """Every item in painting order."""
        for item in scene.items:
            if isinstance(item, Box):
                self._box(item)
            elif isinstance(item, Label):
                self._label(item)
            elif isinstance(item, Link):
                self._link(item)
            else:
                self._star(item)

    def _box(self, box: Box) -> None:
        canvas = self._canvas
        if box.fill:
            canvas.setFillColor(self._palette[box.fill])
        if box.line:
            canvas.setStrokeColor(self._palette[box.line])
            canvas.setLineWidth(box.line_width)
            canvas.setDash([part * box.line_width for part in _DASH] if box.dashed else [])
        y = self._height - box.y - box.h
        radius = min(box.radius, box.w / 2, box.h / 2)
        fill, line = int(bool(box.fill)), int(bool(box.line))
        if radius:
            canvas.roundRect(box.x, y, box.w, box.h, radius, stroke=line, fill=fill)
        else:
            canvas.rect(box.x, y, box.w, box.h, stroke=line, fill=fill)

    def _label(self, label: Label) -> None:
        runs = self._runs(label.text, label.weight)
        widths = [self._canvas.stringWidth(run.text, run.font, label.size) for run in runs]
        x = label.x
        if label.anchor == END:
            x -= sum(widths)
        elif label.anchor == MIDDLE:
            x -= sum(widths) / 2
        self._canvas.setFillColor(self._palette[label.role])
        for run, wide in zip(runs, widths, strict=True):
            self._canvas.setFont(run.font, label.size)
            if run.stands_for:
                self._canvas.addLiteral(span_start(run.stands_for))
            self._canvas.drawString(x, self._height - label.y, run.text)
            if run.stands_for:
                self._canvas.addLiteral(SPAN_END)
            x += wide

    def _runs(self, text: str, weight: int) -> list[_Run]:
        """The text in pieces of one font each."""
        faces = _faces(weight)
        if all(ord(char) in faces[0].glyphs for char in text):
            return [_Run(faces[0].name, text)]
        chars = [self._font_for(char, faces) for char in text]
        return [
            _Run(font, *map("".join, zip(*(one[1:] for one in run), strict=True)))
            for (font, _), run in groupby(chars, key=lambda one: (one.font, one.stands_for != ""))
        ]

    def _font_for(self, char: str, faces: Sequence[_Face]) -> _Run:
        for face in faces:
            if ord(char) in face.glyphs:
                return _Run(face.name, char)
        self.missing.add(char)
        return _Run(faces[0].name, MISSING_GLYPH, char)

    def _link(self, link: Link) -> None:
        colour = self._palette[link.role]
        canvas = self._canvas
        canvas.setStrokeColor(colour)
        canvas.setLineWidth(link.width)
        canvas.setDash([])
        path = canvas.beginPath()
        path.moveTo(*self._flip(link.points[0]))
        for at in range(1, len(link.points) - 2, 3):
            one, other, end = (self._flip(point) for point in link.points[at : at + 3])
            path.curveTo(*one, *other, *end)
        canvas.drawPath(path, stroke=1, fill=0)
        self._polygon(arrow_points(link), colour)

    def _star(self, star: Star) -> None:
        self._polygon(star_points(star), self._palette[star.role])

    def _polygon(self, corners: Sequence[Point], colour: str) -> None:
        if not corners:
            return
        path = self._canvas.beginPath()
        path.moveTo(*self._flip(corners[0]))
        for corner in corners[1:]:
            path.lineTo(*self._flip(corner))
        path.close()
        self._canvas.setFillColor(colour)
        self._canvas.drawPath(path, stroke=0, fill=1)

    def _flip(self, point: Point) -> Point:
        return point[0], self._height - point[1]


def _tiled(canvas: Canvas, painter: _Painter, scene: Scene, paper: str, form: str) -> int:
    """The map over several sheets, row by row; returns how many."""
    sheet_width, sheet_height = paper_size(paper)
    canvas.setPageSize((sheet_width, sheet_height))
    canvas.beginForm(form, 0, 0, scene.width, scene.height)
    painter.draw(scene)
    canvas.endForm()
    wide, high = sheet_width - 2 * _SHEET_MARGIN, sheet_height - 2 * _SHEET_MARGIN
    across, down = _count(scene.width, wide), _count(scene.height, high)
    for row in range(down):
        for column in range(across):
            x, y = column * (wide - _OVERLAP), row * (high - _OVERLAP)
            canvas.saveState()
            clip = canvas.beginPath()
            clip.rect(_SHEET_MARGIN, _SHEET_MARGIN, wide, high)
            canvas.clipPath(clip, stroke=0, fill=0)
            canvas.translate(_SHEET_MARGIN - x, _SHEET_MARGIN - (scene.height - y - high))
            canvas.doForm(form)
            canvas.restoreState()
            _cut_marks(canvas, wide, high)
            _sheet_number(canvas, sheet_width, f"{row + 1}-{column + 1} / {down}-{across}")
            canvas.showPage()
    return across * down


def _count(whole: float, part: float) -> int:
    """How many overlapping parts cover a length (half a point of rounding allowed)."""
    count = 1
    while count * part - (count - 1) * _OVERLAP < whole - 0.5:
        count += 1
    return count


def _cut_marks(canvas: Canvas, wide: float, high: float) -> None:
    """Ticks outside the picture at the lines to cut along, in the middle of the overlap."""
    canvas.setStrokeColor("#000000")
    canvas.setLineWidth(0.4)
    canvas.setDash([])
    inset = _OVERLAP / 2
    left, right = _SHEET_MARGIN + inset, _SHEET_MARGIN + wide - inset
    low, up = _SHEET_MARGIN + inset, _SHEET_MARGIN + high - inset
    for x in (left, right):
        canvas.line(x, _SHEET_MARGIN - 2, x, _SHEET_MARGIN - 2 - _MARK)
        canvas.line(x, _SHEET_MARGIN + high + 2, x, _SHEET_MARGIN + high + 2 + _MARK)
    for y in (low, up):
        canvas.line(_SHEET_MARGIN - 2, y, _SHEET_MARGIN - 2 - _MARK, y)
        canvas.line(_SHEET_MARGIN + wide + 2, y, _SHEET_MARGIN + wide + 2 + _MARK, y)


def _sheet_number(canvas: Canvas, wide: float, text: str) -> None:
    canvas.setFillColor("#55606E")
    canvas.setFont(_faces(REGULAR)[0].name, 8)
    canvas.drawCentredString(wide / 2, _SHEET_MARGIN / 2 - 3, text)
