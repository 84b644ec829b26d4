"""The scene as SVG: text stays text, every node carries its id and a tooltip.

Why: for editors, web pages and the one-file HTML. The font is named, not embedded; the other
names in the list have the same widths for Chinese. All data is escaped. It must not know chains.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.maps.scene import REGULAR, START, Box, Label, Link, arrow_points, star_points
from invest_crm.maps.style import LIGHT, colours

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from invest_crm.maps.scene import Item, Point, Region, Scene, Star

FONTS = (
    "'Noto Sans SC','Source Han Sans SC','Noto Sans CJK SC','Microsoft YaHei','PingFang SC',"
    "sans-serif"
)

_NAMESPACE = ' xmlns="http://www.w3.org/2000/svg"'
_ESCAPES = str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"}
    | dict.fromkeys((chr(code) for code in range(32) if code not in {9, 10, 13}), "")
    | dict.fromkeys((chr(code) for code in range(0xD800, 0xE000)), "")
    | {"\ufffe": "", "\uffff": ""}
)


def svg(scene: Scene, *, title: str = "", theme: str = LIGHT, inline: bool = False) -> str:
    """The whole document as text (UTF-8), or an element for an HTML page; lengths are points."""
    palette = colours(theme)
    wide, high = number(scene.width), number(scene.height)
    opening = (
        f'<svg{"" if inline else _NAMESPACE} width="{wide}pt" height="{high}pt" '
        f'viewBox="0 0 {wide} {high}" font-family="{escaped(FONTS)}" role="img">'
    )
    lines = [
        opening,
        f"<title>{escaped(title)}</title>",
        *(_item(item, palette) for item in scene.items),
        '<g fill="none" pointer-events="all">',
        *(_region(region) for region in scene.groups),
        "</g>",
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Text safe in XML and HTML, as content and in quoted attributes.

    >>> escaped("<b>&")
    '&lt;b&gt;&amp;'
    """
    return text.translate(_ESCAPES)


def number(value: float) -> str:
    """A length with at most two decimals.

    >>> number(12.50), number(3.0), number(-0.001)
    ('12.5', '3', '0')
    """
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def _item(item: Item, palette: Mapping[str, str]) -> str:
    if isinstance(item, Box):
        return _box(item, palette)
    if isinstance(item, Label):
        return _label(item, palette)
    if isinstance(item, Link):
        return _link(item, palette)
    return _star(item, palette)


def _box(box: Box, palette: Mapping[str, str]) -> str:
    radius = f' rx="{number(box.radius)}"' if box.radius else ""
    fill = palette[box.fill] if box.fill else "none"
    line = ""
    if box.line:
        dash = f"{number(3 * box.line_width)} {number(2 * box.line_width)}"
        dashes = f' stroke-dasharray="{dash}"' if box.dashed else ""
        line = f' stroke="{palette[box.line]}" stroke-width="{number(box.line_width)}"{dashes}'
    return (
        f'<rect x="{number(box.x)}" y="{number(box.y)}" width="{number(box.w)}" '
        f'height="{number(box.h)}"{radius} fill="{fill}"{line}/>'
    )


def _label(label: Label, palette: Mapping[str, str]) -> str:
    weight = f' font-weight="{label.weight}"' if label.weight != REGULAR else ""
    anchor = f' text-anchor="{label.anchor}"' if label.anchor != START else ""
    return (
        f'<text x="{number(label.x)}" y="{number(label.y)}" font-size="{number(label.size)}"'
        f'{weight}{anchor} fill="{palette[label.role]}">{escaped(label.text)}</text>'
    )


def _link(link: Link, palette: Mapping[str, str]) -> str:
    colour = palette[link.role]
    start, rest = link.points[0], link.points[1:]
    path = f"M{_point(start)}C{' '.join(_point(point) for point in rest)}"
    shaft = (
        f'<path d="{path}" fill="none" stroke="{colour}" stroke-width="{number(link.width)}" '
        f'data-from="{escaped(link.source)}" data-to="{escaped(link.target)}"/>'
    )
    head = arrow_points(link)
    return shaft + (_polygon(head, colour) if head else "")


def _star(star: Star, palette: Mapping[str, str]) -> str:
    return _polygon(star_points(star), palette[star.role])


def _polygon(corners: Iterable[Point], colour: str) -> str:
    return f'<path d="M{"L".join(_point(corner) for corner in corners)}Z" fill="{colour}"/>'


def _region(region: Region) -> str:
    return (
        f'<rect x="{number(region.x)}" y="{number(region.y)}" width="{number(region.w)}" '
        f'height="{number(region.h)}" data-node="{escaped(region.target)}" '
        f'data-kind="{escaped(region.kind)}"><title>{escaped(region.tip)}</title></rect>'
    )


def _point(point: Point) -> str:
    return f"{number(point[0])},{number(point[1])}"
