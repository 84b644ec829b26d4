"""Head and foot of a printed map: title, who leads the chain, the rates, what the states mean.

Why: a sheet on the wall must say by itself what it is, as of when and by which definition. It
must not know columns or links. Units: design units.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.maps import labels
from invest_crm.maps.measure import cut, label, width
from invest_crm.maps.scene import BOLD, END, Box
from invest_crm.maps.style import SMALL_SIZE, TITLE_SIZE

if TYPE_CHECKING:
    from invest_crm.maps.graph import ChainGraph
    from invest_crm.maps.scene import Item

_TITLE_BASELINE = 21.0
_FACT_LINE = 18.0
_FACT_GAP = 22.0
_LABEL_GAP = 6.0
_FIGURE_GAP = 30.0
_AFTER_HEAD = 13.0
_FOOT_BASELINE = 21.0
_FOOT_LINE = 15.0
_MARK_PADDING = 7.0
_MARK_GAP = 12.0
_MARK_HEIGHT = 18.0
_DOT = " · "


def draw_head(graph: ChainGraph, wide: float) -> tuple[list[Item], float]:
    """Items of the head from y = 0 in a given width, and the height it takes."""
    items, figures_width = _figures(graph, wide)
    room = wide - figures_width
    mark = labels.demonstration() if graph.facts.demo else ""
    mark_width = width(mark, SMALL_SIZE) + 2 * _MARK_PADDING if mark else 0.0
    title = cut(graph.facts.title, TITLE_SIZE, room - mark_width - _MARK_GAP, BOLD)
    heading = label(
        0, _TITLE_BASELINE, title, TITLE_SIZE, "ink", weight=BOLD, kind="title", target=graph.id
    )
    items.append(heading)
    if mark:
        x, y = heading.width + _MARK_GAP, _TITLE_BASELINE - 16
        items.append(Box(x, y, mark_width, _MARK_HEIGHT, 4, "", "ink3", dashed=True, kind="demo"))
        items.append(label(x + _MARK_PADDING, y + 13, mark, SMALL_SIZE, "ink2", kind="demo"))
    lines = _facts(graph, room, items)
    return items, _TITLE_BASELINE + 4 + max(1, lines) * _FACT_LINE + _AFTER_HEAD


def draw_foot(graph: ChainGraph, wide: float) -> tuple[list[Item], float]:
    """Items of the foot from y = 0 in a given width, and the height it takes."""
    note = labels.drawn_by(graph.facts)
    room = wide - (width(note, SMALL_SIZE) + _FIGURE_GAP if note else 0.0)
    lines = _wrapped(labels.definitions(graph.facts), room)
    items: list[Item] = [
        label(0, _FOOT_BASELINE + at * _FOOT_LINE, line, SMALL_SIZE, "ink3", kind="definitions")
        for at, line in enumerate(lines)
    ]
    if note:
        items.append(label(wide, _FOOT_BASELINE, note, SMALL_SIZE, "ink2", anchor=END, kind="note"))
    return items, _FOOT_BASELINE + (len(lines) - 1) * _FOOT_LINE + 3


def _wrapped(pieces: tuple[str, ...], room: float) -> list[str]:
    """Pieces joined by dots, on as many lines as they need; never broken inside a piece."""
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]}{_DOT}{piece}" if lines else piece
        if lines and width(longer, SMALL_SIZE) <= room:
            lines[-1] = longer
        else:
            lines.append(cut(piece, SMALL_SIZE, room))
    return lines


def _figures(graph: ChainGraph, wide: float) -> tuple[list[Item], float]:
    """The rates at the right: figure large, its name below, a thin line between."""
    items: list[Item] = []
    right = wide
    for name, text in reversed(labels.head_figures(graph)):
        figure = label(
            right,
            _TITLE_BASELINE,
            text,
            TITLE_SIZE,
            "accent",
            weight=BOLD,
            anchor=END,
            kind="rate",
        )
        y = _TITLE_BASELINE + _FACT_LINE + 1
        below = label(right, y, name, SMALL_SIZE, "ink2", anchor=END, kind="rate")
        right -= max(figure.width, below.width) + _FIGURE_GAP
        rule = Box(right + _FIGURE_GAP / 2, 6, 0.8, 34, fill="line", kind="rule")
        items += [figure, below, rule]
    return items, wide - right


def _facts(graph: ChainGraph, room: float, items: list[Item]) -> int:
    """Draw the facts under the title, on as many lines as they need; return how many."""
    x, line = 0.0, 0
    for name, text in labels.head_facts(graph.facts):
        name_width = width(name, SMALL_SIZE)
        shown = cut(text, SMALL_SIZE, room - name_width - _LABEL_GAP)
        whole = name_width + _LABEL_GAP + width(shown, SMALL_SIZE)
        if x and x + whole > room:
            x, line = 0.0, line + 1
        y = _TITLE_BASELINE + _FACT_LINE + 1 + line * _FACT_LINE
        items.append(label(x, y, name, SMALL_SIZE, "ink3", kind="fact"))
        items.append(label(x + name_width + _LABEL_GAP, y, shown, SMALL_SIZE, "ink", kind="fact"))
        x += whole + _FACT_GAP
    return line + 1 if x else 0
