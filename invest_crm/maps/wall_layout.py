"""Where everything of a Gantt wall stands: rows, bars, links, the columns of words at the left.

Why: laid out once here, row by row, so that the window lays out only what is seen and a sheet all
of it. Bars stand in a field whose x grows with time; the table of words beside it has an x of its
own. Units: pixels in the window, design units on paper. It must not know any drawing library.
"""

from __future__ import annotations

import itertools
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.maps.measure import cut, label, width
from invest_crm.maps.scene import BOLD, DIAMOND, REGULAR, Box, Link, Star
from invest_crm.maps.wall import DONE, GOING, GROUP, PROJECT, SUMMARY

if TYPE_CHECKING:
    from invest_crm.maps.scene import Item, Point
    from invest_crm.maps.wall import Bar, Wall, WallLink, WallRow

_PAD = 8.0
_INDENT = 14.0
_TOP, _HIGH = 0.2, 0.4
_GHOST_TOP, _GHOST_HIGH = 0.7, 0.13
_FILLS = {GOING: "going_fill", DONE: "done_fill"}
_HEADS = ("name", "owner", "due", "state")


class Scale(Struct, frozen=True):
    """How far a day is wide; x 0 is the beginning of ``first``."""

    first: date
    day: float

    def x(self, day: date) -> float:
        """Where a day begins."""
        return (day - self.first).days * self.day

    def end(self, day: date) -> float:
        """Where a day ends."""
        return self.x(day) + self.day

    def at(self, x: float) -> date:
        """The day at a place."""
        return self.first + timedelta(days=int(x // self.day))


class Columns(Struct, frozen=True):
    """Widths of the table's columns; 0 for one that is not shown."""

    name: float
    owner: float
    due: float
    state: float

    @property
    def total(self) -> float:
        """Their sum."""
        return self.name + self.owner + self.due + self.state

    def places(self) -> list[tuple[str, float, float]]:
        """Name, x and width of those that are shown."""
        found, x = [], 0.0
        for name in _HEADS:
            wide = getattr(self, name)
            if wide:
                found.append((name, x, wide))
            x += wide
        return found


class Geometry(Struct, frozen=True):
    """Height of a row, sizes of text, the columns, the scale of time."""

    scale: Scale
    columns: Columns
    row: float = 30.0
    text: float = 13.0
    small: float = 12.0

    def baseline(self, y: float, size: float) -> float:
        """Where text of a size stands in the row that begins at ``y``."""
        return y + self.row / 2 + size * 0.36


def table_items(row: WallRow, y: float, geometry: Geometry, *, sign: bool = True) -> list[Item]:
    """The words of a row from x 0; ``sign``: with the sign that it can be unfolded."""
    items: list[Item] = []
    weight = REGULAR if row.kind not in (GROUP, PROJECT) else BOLD
    texts = {"name": row.name, "owner": row.owner, "due": row.due, "state": row.state}
    for name, x, wide in geometry.columns.places():
        left = x + _PAD + (row.depth * _INDENT if name == "name" else 0.0)
        if name == "name" and sign and row.folded is not None:
            items.append(_fold_sign(left, y, geometry, folded=row.folded))
            left += _INDENT
        elif name == "name" and sign and row.kind != GROUP:
            left += _INDENT
        size = geometry.text if name == "name" else geometry.small
        role = {"name": "ink", "state": row.tone}.get(name, "ink2")
        end = geometry.columns.total if row.kind == GROUP else x + wide
        shown = cut(texts[name], size, end - left - _PAD / 2, weight if name == "name" else REGULAR)
        if shown and not (row.kind == GROUP and name != "name"):
            made = label(
                left,
                geometry.baseline(y, size),
                shown,
                size,
                role,
                weight=weight if name == "name" else REGULAR,
                kind=name,
                target=row.id,
            )
            items.append(made)
    return items


def bar_items(row: WallRow, y: float, geometry: Geometry) -> list[Item]:
    """The bar of a row with its plan, its progress and the words at its end."""
    bar = row.bar
    if bar is None:
        return []
    if bar.event:
        items = _event(row, bar, y, geometry)
    elif bar.kind == SUMMARY:
        items = _summary(row, bar, y, geometry)
    else:
        items = _stretch(row, bar, y, geometry)
    if row.beside:
        x = geometry.scale.end(last_day(bar)) + _PAD
        role = row.tone if row.kind == PROJECT else "missing_ink"
        size = geometry.small
        baseline = geometry.baseline(y, size)
        said = label(x, baseline, row.beside, size, role, kind="beside", target=row.id)
        items.append(said)
    return items


def last_day(bar: Bar) -> date:
    """The day after which the words beside a bar stand."""
    return max(bar.days[1], bar.mark if bar.kind == SUMMARY and bar.mark else bar.days[1])


def beside_room(row: WallRow, size: float) -> float:
    """How much room the words beside the bar of a row need after it."""
    return width(row.beside, size) + 2 * _PAD if row.beside else 0.0


def widest_day(wall: Wall, field: float, size: float) -> float:
    """How wide a day can be so that all bars and the words beside them have room."""
    day = field / ((wall.last - wall.first).days + 1)
    for row in wall.rows:
        if row.bar is not None:
            days = (last_day(row.bar) - wall.first).days + 1
            day = min(day, (field - beside_room(row, size)) / days)
    return day


def bar_box(bar: Bar, y: float, geometry: Geometry) -> tuple[float, float, float, float]:
    """Where the bar of a row stands: x, y, width, height (an event has a little of each)."""
    high = geometry.row * _HIGH
    top = y + geometry.row * _TOP
    if bar.event:
        middle = geometry.scale.end(bar.days[1])
        return middle - high / 2, top, high, high
    left = geometry.scale.x(bar.days[0])
    return left, top, max(geometry.scale.end(bar.days[1]) - left, 3.0), high


def link_items(wall: Wall, link: WallLink, geometry: Geometry) -> list[Item]:
    """The arrow from one task to another, with straight pieces."""
    before, after = wall.rows[link.before].bar, wall.rows[link.after].bar
    if before is None or after is None:
        return []
    one = bar_box(before, link.before * geometry.row, geometry)
    other = bar_box(after, link.after * geometry.row, geometry)
    from_start, to_end = link.kind == "SS", link.kind == "FF"
    begin = (one[0] if from_start else one[0] + one[2], one[1] + one[3] / 2)
    end = (other[0] + other[2] if to_end else other[0], other[1] + other[3] / 2)
    points = _way(begin, end, geometry.row, backwards=from_start, into_end=to_end)
    role = "ink2" if link.critical else "link"
    wide = 1.6 if link.critical else 1.0
    return [Link(_straight(points), role, wide, arrow=0.8, kind="link")]


def touches(link: WallLink, first: int, last: int) -> bool:
    """Whether a link is seen between two rows."""
    low, high = sorted((link.before, link.after))
    return low <= last and high >= first


def _stretch(row: WallRow, bar: Bar, y: float, geometry: Geometry) -> list[Item]:
    scale = geometry.scale
    left, top, wide, high = bar_box(bar, y, geometry)
    items: list[Item] = _ghost(row, bar, y, geometry)
    fill = _FILLS.get(bar.kind, "todo_fill")
    line = "todo_line" if bar.kind not in _FILLS else ""
    radius = min(3.0, high / 3)
    if bar.mark is not None and scale.end(bar.mark) > left + wide + 1:
        middle = top + high / 2
        mark = scale.end(bar.mark)
        items.append(Box(left + wide, middle - 0.6, mark - left - wide, 1.2, fill="ink3"))
        items.append(Box(mark - 1.5, middle - high / 3, 1.5, high * 2 / 3, fill="ink3"))
    ground = "going_soft" if bar.kind == GOING else fill
    edge = "going_fill" if bar.kind == GOING else line
    items.append(Box(left, top, wide, high, radius, ground, edge, kind="bar", target=row.id))
    if bar.kind == GOING and bar.share:
        items.append(Box(left, top, wide * bar.share, high, radius, fill, kind="done"))
    if bar.plan is not None and bar.kind != DONE and bar.days[1] > bar.plan[1]:
        begin = max(scale.end(bar.plan[1]), left)
        late = left + wide - begin
        items.append(Box(begin, top, late, high, 0.0, "late_fill", "bad", kind="late"))
    if bar.critical and bar.kind != DONE:
        items.append(Box(left, top - 3.2, wide, 1.8, fill="ink", kind="critical"))
        items.append(Box(left, top + high + 1.4, wide, 1.8, fill="ink", kind="critical"))
    return items


def _summary(row: WallRow, bar: Bar, y: float, geometry: Geometry) -> list[Item]:
    left, top, wide, high = bar_box(bar, y, geometry)
    thin = high * 0.62
    top += (high - thin) / 2
    items: list[Item] = _ghost(row, bar, y, geometry)
    items.append(Box(left, top, wide, thin, 2.0, "sum_soft", kind="bar", target=row.id))
    if bar.share:
        items.append(Box(left, top, wide * bar.share, thin, 2.0, "sum_fill", kind="done"))
    if bar.mark is not None:
        x = geometry.scale.end(bar.mark)
        middle = top + thin / 2
        radius = high * 0.62
        items.append(Star(x, middle, radius, "missing_ink" if bar.days[1] > bar.mark else "ink",
                          DIAMOND, row.id))  # fmt: skip
    return items


def _event(row: WallRow, bar: Bar, y: float, geometry: Geometry) -> list[Item]:
    left, top, wide, high = bar_box(bar, y, geometry)
    middle = left + wide / 2
    items: list[Item] = []
    if bar.plan is not None and bar.plan[1] != bar.days[1]:
        ghost = geometry.scale.end(bar.plan[1])
        items.append(Star(ghost, top + high / 2, high * 0.42, "ghost", DIAMOND, row.id))
    late = bar.plan is not None and bar.days[1] > bar.plan[1] and bar.kind != DONE
    role = "bad" if late else "done_fill" if bar.kind == DONE else "ink"
    items.append(Star(middle, top + high / 2, high * 0.62, role, DIAMOND, row.id))
    return items


def _ghost(row: WallRow, bar: Bar, y: float, geometry: Geometry) -> list[Item]:
    """The plan as a thin line below the bar."""
    if bar.plan is None:
        return []
    scale = geometry.scale
    left = scale.x(bar.plan[0])
    top = y + geometry.row * _GHOST_TOP
    wide = max(scale.end(bar.plan[1]) - left, 2.0)
    high = geometry.row * _GHOST_HIGH
    return [Box(left, top, wide, high, 1.0, "ghost", kind="plan", target=row.id)]


def _fold_sign(x: float, y: float, geometry: Geometry, *, folded: bool) -> Item:
    """A small triangle as text: it lies when closed and hangs when open."""
    sign = "▸" if folded else "▾"
    size = geometry.small
    return label(x, geometry.baseline(y, size), sign, size, "ink2", kind="fold")


def _way(
    begin: Point, end: Point, row: float, *, backwards: bool, into_end: bool
) -> tuple[Point, ...]:
    """Corners of a way with straight pieces, leaving and arriving on the proper side."""
    step = 6.0
    (x0, y0), (x1, y1) = begin, end
    out = x0 - step if backwards else x0 + step
    if into_end:
        turn = max(out, x1 + step)
        return (begin, (turn, y0), (turn, y1), end)
    if backwards:
        turn = min(out, x1 - step)
        return (begin, (turn, y0), (turn, y1), end)
    if x1 >= out + 2:
        return (begin, (out, y0), (out, y1), end)
    half = y1 - row / 2 if y1 > y0 else y1 + row / 2
    return (begin, (out, y0), (out, half), (x1 - step, half), (x1 - step, y1), end)


def _straight(corners: tuple[Point, ...]) -> tuple[Point, ...]:
    """Straight pieces as the cubic ones a ``Link`` is made of."""
    points: list[Point] = [corners[0]]
    for (x0, y0), (x1, y1) in itertools.pairwise(corners):
        dx, dy = (x1 - x0) / 3, (y1 - y0) / 3
        points += [(x0 + dx, y0 + dy), (x1 - dx, y1 - dy), (x1, y1)]
    return tuple(points)
