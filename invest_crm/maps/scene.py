"""The finished picture as plain values: boxes, labels, links and stars in points.

Why: lay out once, draw many. The painters (Qt, PDF, SVG) only walk the items; colours are *roles*
that ``maps.style`` turns into a theme's colours. It must not know chains or any drawing library.

The origin is top left, y grows downwards. A label's ``y`` is its baseline.
"""

from __future__ import annotations

import math

from msgspec import Struct
from msgspec.structs import replace

Point = tuple[float, float]

START = "start"
MIDDLE = "middle"
END = "end"

REGULAR = 400
BOLD = 600

STAR_INNER = 0.42
DIAMOND = "diamond"
"""The kind of a ``Star`` with four corners."""
ARROW_LENGTH = 7.0
ARROW_HALF = 3.2


class Box(Struct, frozen=True):
    """A rectangle; an empty role means no fill or no outline."""

    x: float
    y: float
    w: float
    h: float
    radius: float = 0.0
    fill: str = ""
    line: str = ""
    dashed: bool = False
    line_width: float = 1.0
    kind: str = ""
    target: str = ""


class Label(Struct, frozen=True):
    """One line of text; ``width`` is its measured width in points, never to be exceeded."""

    x: float
    y: float
    text: str
    size: float
    role: str
    weight: int = REGULAR
    anchor: str = START
    width: float = 0.0
    kind: str = ""
    target: str = ""

    @property
    def left(self) -> float:
        """The x of the first character."""
        shift = {START: 0.0, MIDDLE: self.width / 2, END: self.width}[self.anchor]
        return self.x - shift


class Link(Struct, frozen=True):
    """A cubic path: the first point, then two control points and an end point per piece."""

    points: tuple[Point, ...]
    role: str = "link"
    width: float = 1.2
    arrow: float = 1.0
    source: str = ""
    target: str = ""
    kind: str = "link"


class Star(Struct, frozen=True):
    """A mark around a centre: five points for a critical link, four (``diamond``) for an event."""

    x: float
    y: float
    r: float
    role: str = "star"
    kind: str = "critical"
    target: str = ""


Item = Box | Label | Link | Star


class Region(Struct, frozen=True):
    """The area of one node, for hit-testing and tooltips; ``kind`` is tier, segment or leaf."""

    target: str
    kind: str
    x: float
    y: float
    w: float
    h: float
    tip: str = ""

    def holds(self, x: float, y: float) -> bool:
        """Whether a point lies in the area."""
        return self.x <= x < self.x + self.w and self.y <= y < self.y + self.h


class Scene(Struct, frozen=True):
    """The whole picture; items are in painting order, groups from outer to inner."""

    width: float
    height: float
    items: tuple[Item, ...] = ()
    groups: tuple[Region, ...] = ()

    def hit(self, x: float, y: float) -> Region | None:
        """The innermost node at a point, or None."""
        for region in reversed(self.groups):
            if region.holds(x, y):
                return region
        return None

    def smallest_text(self) -> float:
        """The size in points of the smallest text, 0 without text."""
        return min((item.size for item in self.items if isinstance(item, Label)), default=0.0)


def star_points(star: Star) -> tuple[Point, ...]:
    """The ten corners of a five-pointed star, the four of a diamond."""
    if star.kind == DIAMOND:
        x, y, r = star.x, star.y, star.r
        return ((x, y - r), (x + r, y), (x, y + r), (x - r, y))
    corners = []
    for index in range(10):
        radius = star.r if index % 2 == 0 else star.r * STAR_INNER
        angle = math.pi * index / 5 - math.pi / 2
        corners.append((star.x + radius * math.cos(angle), star.y + radius * math.sin(angle)))
    return tuple(corners)


def arrow_points(link: Link) -> tuple[Point, ...]:
    """The three corners of the head at a link's end; empty if it has none."""
    if not link.arrow or len(link.points) < 4:
        return ()
    (x0, y0), (x1, y1) = link.points[-2], link.points[-1]
    length = math.hypot(x1 - x0, y1 - y0) or 1.0
    ux, uy = (x1 - x0) / length, (y1 - y0) / length
    back_x, back_y = x1 - ux * ARROW_LENGTH * link.arrow, y1 - uy * ARROW_LENGTH * link.arrow
    half = ARROW_HALF * link.arrow
    return (
        (x1, y1),
        (back_x - uy * half, back_y + ux * half),
        (back_x + uy * half, back_y - ux * half),
    )


def scaled(scene: Scene, by: float) -> Scene:
    """The same picture ``by`` times as large."""
    groups = tuple(
        Region(one.target, one.kind, one.x * by, one.y * by, one.w * by, one.h * by, one.tip)
        for one in scene.groups
    )
    items = tuple(_scaled_item(item, by) for item in scene.items)
    return Scene(scene.width * by, scene.height * by, items, groups)


def _scaled_item(item: Item, by: float) -> Item:
    # Constructors, not dataclasses.replace: a large map has some 15,000 items.
    if isinstance(item, Label):
        return Label(
            item.x * by,
            item.y * by,
            item.text,
            item.size * by,
            item.role,
            item.weight,
            item.anchor,
            item.width * by,
            item.kind,
            item.target,
        )
    if isinstance(item, Box):
        return Box(
            item.x * by,
            item.y * by,
            item.w * by,
            item.h * by,
            item.radius * by,
            item.fill,
            item.line,
            item.dashed,
            item.line_width * by,
            item.kind,
            item.target,
        )
    if isinstance(item, Star):
        return replace(item, x=item.x * by, y=item.y * by, r=item.r * by)
    points = tuple((x * by, y * by) for x, y in item.points)
    return replace(item, points=points, width=item.width * by, arrow=item.arrow * by)
