"""The whole path of a project on paper: one sheet where it can be, lanes on further ones if not.

Units: points of the paper.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from invest_crm.domain.whole_path import Standing
from invest_crm.maps.measure import label
from invest_crm.maps.paper import POINTS_PER_MM, paper_size
from invest_crm.maps.path_card import mark_items
from invest_crm.maps.path_layout import Sizes, path_scene
from invest_crm.maps.scene import Box, Scene
from invest_crm.maps.sheet_frame import FOOT, HEAD, foot_items, head_items, moved

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.domain.whole_path import Lane, WholePath
    from invest_crm.maps.scene import Item
    from invest_crm.maps.sheet_frame import SheetWords

_TEXTS = {
    "A4": (9.0, 8.0, 7.2, 6.6),
    "A3": (12.0, 11.0, 10.0, 9.0, 8.2, 7.4),
    "A2": (16.0, 14.5, 13.0, 11.5, 10.0),
    "A1": (22.0, 20.0, 18.0, 16.0, 14.0, 12.0),
    "A0": (30.0, 27.0, 24.0, 21.0, 18.0, 15.0),
}
_MARGIN_MM = 11.0


def path_sheets(path: WholePath, words: SheetWords, paper: str) -> tuple[Scene, ...]:
    """With the largest text that leaves it on one sheet. UserError for an unknown paper."""
    wide, high = paper_size(paper)
    margin = _MARGIN_MM * POINTS_PER_MM
    size = (wide, high, margin)
    for text in _TEXTS[paper.upper()]:
        drawn = [path_scene(path, Sizes(text, wide - 2 * margin))]
        if drawn[0].height <= _room(size, text):
            break
    else:
        drawn = _parts(path, text, size)
    return tuple(
        _sheet(scene, words, text, size, (number, len(drawn)))
        for number, scene in enumerate(drawn, start=1)
    )


def _room(paper: tuple[float, float, float], text: float) -> float:
    _wide, high, margin = paper
    return high - 2 * margin - (HEAD + FOOT) * text


def _parts(path: WholePath, text: float, paper: tuple[float, float, float]) -> list[Scene]:
    """As many lanes on each sheet as it holds; too high a one stands alone."""
    wide, _high, margin = paper
    sizes = Sizes(text, wide - 2 * margin)
    found: list[Scene] = []
    taken: list[Lane] = []
    for lane in path.lanes:
        tried = path_scene(replace(path, lanes=(*taken, lane)), sizes)
        if taken and tried.height > _room(paper, text):
            found.append(_lanes(path, taken, sizes))
            taken = []
        taken.append(lane)
    return [*found, _lanes(path, taken, sizes)]


def _lanes(path: WholePath, lanes: Sequence[Lane], sizes: Sizes) -> Scene:
    return path_scene(replace(path, lanes=tuple(lanes)), sizes)


def _sheet(
    picture: Scene,
    words: SheetWords,
    text: float,
    paper: tuple[float, float, float],
    number: tuple[int, int],
) -> Scene:
    wide, high, margin = paper
    top = margin + HEAD * text
    items: list[Item] = head_items(words, text, wide, margin)
    items += moved(picture.items, margin, top)
    items.append(Box(margin, top, picture.width, picture.height, line="line", line_width=0.8))
    items += _key(margin, high - margin - 1.6 * text, text)
    items += foot_items(words, text, paper, number)
    return Scene(wide, max(high, top + picture.height + margin), tuple(items))


def _key(x: float, y: float, text: float) -> list[Item]:
    items: list[Item] = []
    for standing in Standing:
        items += mark_items(standing, x + 0.5 * text, y - 0.36 * text, text * 0.42)
        said = label(x + 1.3 * text, y, standing.label, text, "ink2", kind="key")
        items.append(said)
        x += 3.0 * text + said.width
    return items
