"""A Gantt wall on paper, A4 to A0: head, axis, rows, a key to the marks, who made it and when.

Why: it hangs on a wall (挂图作战) and must say by itself what it shows. The text is as large as the
rows allow; where they do not fit with readable text they go on over further sheets, each with its
head and axis. Units: points of the paper.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from msgspec.structs import replace

from invest_crm.maps.measure import cut, label
from invest_crm.maps.paper import POINTS_PER_MM, paper_size
from invest_crm.maps.scene import BOLD, DIAMOND, Box, Scene, Star
from invest_crm.maps.sheet_frame import FOOT, HEAD, foot_items, head_items, moved
from invest_crm.maps.wall import GROUP, PROJECT
from invest_crm.maps.wall_axis import axis_items, field_items
from invest_crm.maps.wall_layout import (
    Columns,
    Geometry,
    Scale,
    bar_items,
    link_items,
    table_items,
    widest_day,
)
from invest_crm.maps.wall_words import column_words
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.maps.scene import Item
    from invest_crm.maps.sheet_frame import SheetWords
    from invest_crm.maps.wall import Wall, WallRow

LEAST_TEXT = {"A4": 7.0, "A3": 7.7, "A2": 9.0, "A1": 11.0, "A0": 14.0}
"""Points: a larger sheet is read from farther away."""
_MOST_TEXT = {"A4": 9.0, "A3": 11.0, "A2": 15.0, "A1": 20.0, "A0": 27.0}
_MARGIN_MM = 11.0
_ROUNDING = 1e-6
_ROW, _AXIS = 2.2, 5.2
_COLUMNS = Columns(15.5, 10.0, 8.6, 9.6)


def wall_sheets(wall: Wall, words: SheetWords, paper: str) -> tuple[Scene, ...]:
    """The sheets of a wall. UserError for an unknown paper."""
    wide, high = paper_size(paper)
    margin = _MARGIN_MM * POINTS_PER_MM
    room = high - 2 * margin
    kept = len(wall.rows) * _ROW + _AXIS + HEAD + FOOT
    text = min(room / kept, _MOST_TEXT[paper.upper()])
    if text < LEAST_TEXT[paper.upper()]:
        text = LEAST_TEXT[paper.upper()]
    most = max(int((room / text - _AXIS - HEAD - FOOT) / _ROW + _ROUNDING), 3)
    pages = _pages(wall, most)
    return tuple(
        _sheet(page, words, text, (wide, high, margin), (number, len(pages)))
        for number, page in enumerate(pages, start=1)
    )


def _pages(wall: Wall, most: int) -> list[Wall]:
    """The rows in sheets; a project that goes on over the edge is named again."""
    pages: list[Wall] = []
    begin = 0
    while begin < len(wall.rows):
        head = [] if begin == 0 else _again(wall.rows, begin)
        end = min(begin + most - len(head), len(wall.rows))
        while end < len(wall.rows) and end > begin + 1 and wall.rows[end - 1].kind == GROUP:
            end -= 1
        shift = len(head) - begin
        links = tuple(
            replace(link, before=link.before + shift, after=link.after + shift)
            for link in wall.links
            if begin <= link.before < end and begin <= link.after < end
        )
        pages.append(replace(wall, rows=(*head, *wall.rows[begin:end]), links=links))
        begin = end
    return pages or [wall]


def _again(rows: Sequence[WallRow], place: int) -> list[WallRow]:
    row = rows[place]
    if row.kind in (PROJECT, GROUP):
        return []
    head = next((one for one in rows[:place][::-1] if one.id == row.project), None)
    if head is None:
        return []
    return [replace(head, name=_("{name} (continued)").format(name=head.name))]


def _sheet(
    wall: Wall,
    words: SheetWords,
    text: float,
    paper: tuple[float, float, float],
    number: tuple[int, int],
) -> Scene:
    wide, high, margin = paper
    columns = Columns(*(part * text for part in (_COLUMNS.name, _COLUMNS.owner, _COLUMNS.due,
                                                 _COLUMNS.state)))  # fmt: skip
    field = wide - 2 * margin - columns.total
    wall, scale = _scaled(wall, field, text)
    geometry = Geometry(scale, columns, text * _ROW, text, text * 0.92)
    top = margin + HEAD * text
    axis = _AXIS * text
    rows = top + axis
    bottom = rows + len(wall.rows) * geometry.row
    items: list[Item] = head_items(words, text, wide, margin)
    items += moved(_field(wall, geometry), margin + columns.total, rows)
    items += moved(_table(wall, geometry), margin, rows)
    items.append(Box(margin, top, wide - 2 * margin, axis, fill="band"))
    items += moved(
        axis_items(wall, geometry, (wall.first, wall.last), axis), margin + columns.total, top
    )
    items += moved(_column_heads(geometry, axis), margin, top)
    items += _frame(margin, top, wide - 2 * margin, bottom - top, columns.total)
    items += _key(margin, high - margin - text * 1.6, text)
    items += foot_items(words, text, (wide, high, margin), number)
    return Scene(wide, high, tuple(items))


def _scaled(wall: Wall, field: float, text: float) -> tuple[Wall, Scale]:
    """As wide as a day can be, so that all bars and the words beside them have room."""
    day = widest_day(wall, field, text)
    last = wall.first + timedelta(days=max(int(field / day) - 1, 1))
    return replace(wall, last=last), Scale(wall.first, day)


def _field(wall: Wall, geometry: Geometry) -> list[Item]:
    span = (0.0, len(wall.rows) * geometry.row)
    items = field_items(wall, geometry, wall.first, wall.last, span)
    items += _lines(wall, geometry, geometry.scale.end(wall.last))
    for link in wall.links:
        items += link_items(wall, link, geometry)
    for place, row in enumerate(wall.rows):
        items += bar_items(row, place * geometry.row, geometry)
    return items


def _table(wall: Wall, geometry: Geometry) -> list[Item]:
    items = _lines(wall, geometry, geometry.columns.total)
    for place, row in enumerate(wall.rows):
        y = place * geometry.row
        if row.kind in (GROUP, PROJECT):
            items.append(Box(0, y, geometry.columns.total, geometry.row, fill="band"))
        items += table_items(row, y, geometry, sign=False)
    return items


def _lines(wall: Wall, geometry: Geometry, wide: float) -> list[Item]:
    return [
        Box(0, (place + 1) * geometry.row - 0.4, wide, 0.4, fill="line")
        for place in range(len(wall.rows))
    ]


def _column_heads(geometry: Geometry, high: float) -> list[Item]:
    size, words = geometry.small, column_words()
    return [
        label(
            x + 0.6 * size,
            high / 2 + size * 0.36,
            cut(words[name], size, wide - size, BOLD),
            size,
            "ink2",
            weight=BOLD,
        )
        for name, x, wide in geometry.columns.places()
    ]


def _frame(x: float, y: float, wide: float, high: float, table: float) -> list[Item]:
    return [
        Box(x, y, wide, high, line="line", line_width=0.8),
        Box(x + table - 0.4, y, 0.8, high, fill="line"),
    ]


def _key(x: float, y: float, text: float) -> list[Item]:
    items: list[Item] = []
    high = text * 0.85
    for words, shape in (
        (_("planned"), "ghost"),
        (_("not begun"), "todo_fill"),
        (_("under way"), "going_fill"),
        (_("done"), "done_fill"),
        (_("later than planned"), "late_fill"),
        (_("critical"), "critical"),
        (_("event or target"), "event"),
        (_("Today"), "today"),
    ):
        items += _key_mark(shape, x, y - high, high)
        said = label(x + text * 2.6, y, words, text, "ink2", kind="key")
        items.append(said)
        x += text * 4.2 + said.width
    return items


def _key_mark(shape: str, x: float, y: float, high: float) -> list[Item]:
    wide = high * 2.5
    if shape == "ghost":
        return [Box(x, y + high * 0.35, wide, high * 0.3, fill="ghost")]
    if shape == "event":
        return [Star(x + wide / 2, y + high / 2, high * 0.6, "ink", DIAMOND)]
    if shape == "today":
        return [Box(x + wide / 2, y - high * 0.2, high * 0.16, high * 1.4, fill="accent")]
    if shape == "critical":
        thin = high * 0.16
        return [
            Box(x, y + high * 0.25, wide, high * 0.5, fill="todo_fill"),
            Box(x, y, wide, thin, fill="ink"),
            Box(x, y + high - thin, wide, thin, fill="ink"),
        ]
    line = {"todo_fill": "todo_line", "late_fill": "bad"}.get(shape, "")
    return [Box(x, y, wide, high, 1.0, shape, line)]
