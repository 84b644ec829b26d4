"""A sheet on the paper of a page setup: at which scale, on how many pages, what stands where.

The scale is applied to the whole page at the end, so a part is set once in points at 100 % on a
page that is larger by as much; the head of the list keeps its size. Decides everything, draws
nothing.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.page_setup import LEAST_PERCENT, MARGINS_MM, PAGE
from invest_crm.reports import page
from invest_crm.reports.pdf_flow import Item, paged
from invest_crm.reports.sheet import Pairs, Prose, SheetTable
from invest_crm.reports.sheet_parts import PairItems, head_items, heading_items, prose_items
from invest_crm.reports.sheet_table import SIZE, Area, TableItems, natural_width

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.domain.page_setup import PageSetup
    from invest_crm.reports.pdf_faces import Faces
    from invest_crm.reports.sheet import Part, Sheet
    from invest_crm.reports.sheet_table import Tick

    Placed = list[tuple[Item, float]]

_LEAST = LEAST_PERCENT / 100
_TRIES = 6
_ROW = SIZE + 2 * page.ROW_PAD


class Frame(Struct, frozen=True):
    """The paper as it lies and its margins, in points: top, right, bottom, left."""

    width: float
    height: float
    margins: tuple[float, float, float, float]

    @property
    def room(self) -> tuple[float, float]:
        """Width and height between the margins."""
        top, right, bottom, left = self.margins
        return self.width - left - right, self.height - top - bottom


class Plan(Struct, frozen=True):
    """The pages in the order they are printed. ``factor``: 1 is 100 %; ``sides``: pages the
    columns need side by side; ``fits``: whether the scale that was asked for could be kept.
    """

    frame: Frame
    factor: float
    sides: int
    pages: tuple[Placed, ...]
    fits: bool = True


def plan(faces: Faces, sheet: Sheet, setup: PageSetup, tick: Tick) -> Plan:
    """Where everything stands; ``tick(share done)`` is called while rows are set."""
    frame = _frame(sheet, setup)
    chosen = setup.percent()
    if chosen is not None:
        return _planned(faces, sheet, setup, frame, chosen / 100, tick)
    factor = _width_factor(sheet, setup, frame)
    if setup.scale != PAGE:
        return _planned(faces, sheet, setup, frame, factor, tick)
    return _on_one_page(faces, sheet, setup, frame, factor, tick)


def lies_landscape(sheet: Sheet, setup: PageSetup) -> bool:
    """As chosen, else as the content says, else so that a wide table keeps its size."""
    if setup.landscape is not None:
        return setup.landscape
    if sheet.landscape is not None:
        return sheet.landscape
    _top, right, _bottom, left = MARGINS_MM[setup.margins]
    room = (setup.size_mm(landscape=False)[0] - left - right) * page.MM
    return _widest(sheet, setup) > room


def _frame(sheet: Sheet, setup: PageSetup) -> Frame:
    width, height = setup.size_mm(landscape=lies_landscape(sheet, setup))
    top, right, bottom, left = (side * page.MM for side in MARGINS_MM[setup.margins])
    return Frame(width * page.MM, height * page.MM, (top, right, bottom, left))


def _widest(sheet: Sheet, setup: PageSetup) -> float:
    tables = [part for part in sheet.parts if isinstance(part, SheetTable)]
    return max((natural_width(part, numbered=setup.numbered) for part in tables), default=0.0)


def _width_factor(sheet: Sheet, setup: PageSetup, frame: Frame) -> float:
    widest = _widest(sheet, setup)
    return max(_LEAST, min(1.0, frame.room[0] / widest)) if widest else 1.0


def _on_one_page(
    faces: Faces, sheet: Sheet, setup: PageSetup, frame: Frame, factor: float, tick: Tick
) -> Plan:
    """The largest scale at which everything stands on one page; else the least there is."""

    def at(share: float) -> Plan:
        return _planned(faces, sheet, setup, frame, share, tick)

    rows = sum(len(part.lines) for part in sheet.parts if isinstance(part, SheetTable))
    if rows * _ROW * _LEAST > frame.room[1]:
        return replace(at(_LEAST), fits=False)
    whole = at(factor)
    if len(whole.pages) == 1:
        return whole
    found = at(_LEAST)
    if len(found.pages) > 1:
        return replace(found, fits=False)
    low, high = _LEAST, factor
    for _try in range(_TRIES):
        made = at((low + high) / 2)
        if len(made.pages) > 1:
            high = made.factor
        else:
            found, low = made, made.factor
    return found


def _planned(
    faces: Faces, sheet: Sheet, setup: PageSetup, frame: Frame, factor: float, tick: Tick
) -> Plan:
    width, height = frame.room
    area = Area(width / factor, height / factor)
    parts = [_set(faces, part, setup, area, tick) for part in sheet.parts]
    sides = max((len(made) for made in parts), default=1)
    flows = [head_items(faces, sheet, area.width, factor) for _side in range(sides)]
    for made in parts:
        empty = [_blank(made[0]) for _side in range(sides - len(made))]
        for flow, items in zip(flows, (*made, *empty), strict=True):
            flow.extend(items)
    tick(1.0)
    columns = [paged(flow, area.height) for flow in flows]
    pages = tuple(placed for down in zip(*columns, strict=True) for placed in down)
    return Plan(frame, factor, sides, pages)


def _set(faces: Faces, part: Part, setup: PageSetup, area: Area, tick: Tick) -> list[list[Item]]:
    """The items of a part on each of the pages it needs side by side."""
    if isinstance(part, Pairs):
        return [PairItems(faces, part, area.width).items()]
    if isinstance(part, Prose):
        return [prose_items(faces, part, area.width)]
    table = part if setup.totals else replace(part, total=())
    made = TableItems(faces, table, area, numbered=setup.numbered, repeat=setup.repeat)
    head = heading_items(faces, part.heading, part.note, area.width)
    return [[*head, *items] for items in made.items(tick)]


def _blank(items: Sequence[Item]) -> list[Item]:
    """Room of the same height, so that what follows stands on the same page."""
    return [
        Item(
            item.height,
            keep=item.keep,
            blank=item.blank,
            repeat=None if item.repeat is None else Item(item.repeat.height),
        )
        for item in items
    ]
