"""A scene made ready to be painted: sorted so that the painter changes pen and font rarely.

Made once for each layout (off the main thread if one likes, it holds only Qt values), drawn tile
by tile. Detail follows the zoom: below a readable size names become soft bars and segment names
keep a fixed size while there is room. It must not know chains, only the scene's roles.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPainterPath, QPen, QPolygonF

from invest_crm.maps.measure import cut
from invest_crm.maps.scene import BOLD, REGULAR, Box, Label, Link, arrow_points, star_points
from invest_crm.maps.style import NAME_SIZE
from invest_crm.ui import fonts

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from invest_crm.maps.scene import Item, Point, Scene, Star

READABLE = 6.6
"""Pixels: text smaller than this on the screen is not drawn as text."""

DIMMED = 0.28
_CELL = 320.0
_SEEN = 2.6
_FIXED_NAME = 11.0
_HEAD_ROOM = 31.0
_FINE = 2.0
_LAYERS = {"paper": 0, "band": 1, "card": 3, "chip": 4}
_LINK, _STAR, _LABEL = 2, 5, 6
_NEVER_DIM = frozenset({"paper", "band", "card", "link", "tier"})


class Look(Struct, frozen=True):
    """How to draw: colours by role, zoom, and which nodes stay bright (None: all)."""

    colours: Mapping[str, str]
    zoom: float = 1.0
    bright: frozenset[str] | None = None


class _Piece(Struct, frozen=True):
    """One thing to draw; equal ``style`` means equal pen, brush and font."""

    layer: int
    style: tuple[str, str, float, int, bool]
    item: Item
    area: QRectF
    shape: QRectF | QPainterPath | QPolygonF | QPointF
    head: QPolygonF | None = None


class Painting:
    """The pieces of a scene with an index by place."""

    def __init__(self, scene: Scene) -> None:
        pieces = [_piece(item) for item in scene.items]
        self._pieces = sorted(pieces, key=lambda piece: (piece.layer, piece.style))
        self._cells: dict[tuple[int, int], list[int]] = defaultdict(list)
        for number, piece in enumerate(self._pieces):
            for cell in _cells(piece.area):
                self._cells[cell].append(number)

    def draw(self, painter: QPainter, area: QRectF, look: Look) -> None:
        """Draw what lies in ``area`` (scene units); the painter is scaled to the zoom already."""
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        hand = _Hand(painter, look)
        for number in self._within(area):
            piece = self._pieces[number]
            if piece.area.intersects(area):
                hand.draw(piece)
        painter.setOpacity(1.0)

    def _within(self, area: QRectF) -> Iterable[int]:
        cells = list(_cells(area))
        if len(cells) > len(self._cells):
            return range(len(self._pieces))
        found: set[int] = set()
        for cell in cells:
            found.update(self._cells.get(cell, ()))
        return sorted(found)


class _Hand:
    """A painter that remembers what it holds."""

    def __init__(self, painter: QPainter, look: Look) -> None:
        self._painter, self._look = painter, look
        self._style: object = None
        self._opacity = -1.0
        self._fine = False

    def draw(self, piece: _Piece) -> None:
        """Draw one piece at the detail of the zoom."""
        item, zoom = piece.item, self._look.zoom
        if isinstance(item, Label):
            self._begin_text()
            if item.size * zoom >= READABLE:
                self._text(piece, item)
            elif item.kind == "segment":
                self._fixed_name(item)
            elif item.kind == "leaf" and item.size * zoom >= _SEEN:
                self._bar(item)
            return
        self._fade(item.target if not isinstance(item, Link) else "", item.kind)
        self._take(piece)
        if isinstance(item, Box):
            radius = item.radius if item.radius * zoom >= 1.0 else 0.0
            self._painter.drawRoundedRect(piece.area, radius, radius)
        elif isinstance(piece.shape, QPainterPath):
            self._painter.drawPath(piece.shape)
            if piece.head is not None and zoom * NAME_SIZE >= READABLE:
                self._painter.setBrush(QColor(self._look.colours[piece.style[1]]))
                self._painter.drawPolygon(piece.head)
                self._painter.setBrush(Qt.BrushStyle.NoBrush)
        elif isinstance(piece.shape, QPolygonF) and zoom * NAME_SIZE >= READABLE:
            self._painter.drawPolygon(piece.shape)

    def _text(self, piece: _Piece, item: Label) -> None:
        self._fade(item.target, item.kind)
        if self._style != piece.style:
            self._style = piece.style
            self._painter.setFont(_font(item.size, item.weight))
            self._painter.setPen(QColor(self._look.colours[item.role]))
        if isinstance(piece.shape, QPointF):
            self._painter.drawText(piece.shape, item.text)

    def _fixed_name(self, item: Label) -> None:
        """A segment's name at a fixed size while the card's head has room for it."""
        zoom = self._look.zoom
        if _HEAD_ROOM * zoom < _FIXED_NAME:
            return
        self._style = None
        self._fade(item.target, item.kind)
        size = _FIXED_NAME / zoom
        text = cut(item.text, size, max(item.width * size / item.size, 0) + 1, BOLD)
        self._painter.setFont(_font(size, BOLD))
        self._painter.setPen(QColor(self._look.colours["ink"]))
        self._painter.drawText(QPointF(item.left, item.y + 2) * _FINE, text)

    def _bar(self, item: Label) -> None:
        self._fade(item.target, item.kind)
        high = item.size * 0.5 * _FINE
        bar = QRectF(
            item.left * _FINE, (item.y - item.size * 0.62) * _FINE, item.width * _FINE, high
        )
        self._painter.fillRect(bar, QColor(self._look.colours["line"]))

    def _fade(self, target: str, kind: str) -> None:
        bright = self._look.bright
        plain = bright is None or kind in _NEVER_DIM or target in bright
        opacity = 1.0 if plain else DIMMED
        if opacity != self._opacity:
            self._opacity = opacity
            self._painter.setOpacity(opacity)

    def _take(self, piece: _Piece) -> None:
        if self._style == piece.style:
            return
        self._style = piece.style
        fill, line, width, _weight, dashed = piece.style
        colours = self._look.colours
        self._painter.setBrush(QColor(colours[fill]) if fill else Qt.BrushStyle.NoBrush)
        if not line:
            self._painter.setPen(Qt.PenStyle.NoPen)
            return
        pen = QPen(QColor(colours[line]), width)
        pen.setCapStyle(Qt.PenCapStyle.FlatCap)
        if dashed and self._look.zoom * NAME_SIZE >= READABLE:
            pen.setDashPattern([3 / width, 2 / width])
        self._painter.setPen(pen)

    def _begin_text(self) -> None:
        """Labels come last. Qt rounds a font to whole pixels, so text is set at twice its size."""
        if not self._fine:
            self._fine = True
            self._style = None
            self._painter.scale(1 / _FINE, 1 / _FINE)


def _font(size: float, weight: int) -> QFont:
    return fonts.interface_font(round(size * _FINE), 600 if weight > REGULAR else 400)


def link_path(points: tuple[Point, ...]) -> QPainterPath:
    """The path of a link's cubic pieces."""
    path = QPainterPath(QPointF(*points[0]))
    for at in range(1, len(points) - 2, 3):
        path.cubicTo(*(QPointF(*point) for point in points[at : at + 3]))
    return path


def _piece(item: Item) -> _Piece:
    if isinstance(item, Box):
        area = QRectF(item.x, item.y, item.w, item.h)
        style = (item.fill, item.line, item.line_width, 0, item.dashed)
        return _Piece(_LAYERS.get(item.kind, 3), style, item, area, area)
    if isinstance(item, Label):
        style = ("", item.role, item.size, item.weight, False)
        area = QRectF(item.left, item.y - item.size, item.width + 1, item.size * 1.35)
        return _Piece(_LABEL, style, item, area, QPointF(item.left, item.y) * _FINE)
    if isinstance(item, Link):
        return _link(item)
    return _star(item)


def _link(item: Link) -> _Piece:
    path = link_path(item.points)
    head = arrow_points(item)
    polygon = QPolygonF([QPointF(*point) for point in head]) if head else None
    room = item.width + 8 * max(item.arrow, 0.5)
    area = path.boundingRect().adjusted(-room, -room, room, room)
    return _Piece(_LINK, ("", item.role, item.width, 0, False), item, area, path, polygon)


def _star(item: Star) -> _Piece:
    area = QRectF(item.x - item.r, item.y - item.r, 2 * item.r, 2 * item.r)
    polygon = QPolygonF([QPointF(*point) for point in star_points(item)])
    return _Piece(_STAR, (item.role, "", 1.0, 0, False), item, area, polygon)


def _cells(area: QRectF) -> Iterable[tuple[int, int]]:
    left, right = int(area.left() // _CELL), int(area.right() // _CELL)
    top, bottom = int(area.top() // _CELL), int(area.bottom() // _CELL)
    return [(x, y) for x in range(left, right + 1) for y in range(top, bottom + 1)]
