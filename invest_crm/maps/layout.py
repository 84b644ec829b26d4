"""The chain map as a scene: from a graph and a page to boxes, words and links.

Why: laid out once here, drawn by the window, PDF, SVG, PNG and HTML alike. Pure and
deterministic: the same graph, options and language give the same scene. It must not know any
drawing library.

Two variants: a sheet (head, foot, landscape A-series; design units are scaled so that the content
fills the page with the largest text that fits) and the window (no head or foot, a given width,
one unit = one pixel, as high as needed).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.maps import labels
from invest_crm.maps.cards import chip_width, draw_card, measured
from invest_crm.maps.columns import (
    BAND_HEAD,
    BAND_PAD,
    SUPPORT_LABEL,
    least_page,
    plan_band,
    plan_tiers,
)
from invest_crm.maps.furniture import draw_foot, draw_head
from invest_crm.maps.links import draw_links
from invest_crm.maps.measure import cut, in_lines, label
from invest_crm.maps.order import main_tiers, ordered, supporting_tiers, usable_flows
from invest_crm.maps.paper import POINTS_PER_MM, paper_size
from invest_crm.maps.placing import Band, Frame, channel_height, placed
from invest_crm.maps.scene import BOLD, MIDDLE, Box, Link, Region, Scene, scaled
from invest_crm.maps.style import NAME_SIZE, SMALL_SIZE

if TYPE_CHECKING:
    from invest_crm.maps.cards import CardNeed
    from invest_crm.maps.columns import RowOfColumns
    from invest_crm.maps.graph import ChainGraph, Tier
    from invest_crm.maps.routes import Field
    from invest_crm.maps.scene import Item, Label

LEAST_TEXT = 7.0
"""Points: firm names are left out of an A3 sheet rather than printing smaller."""

_REFERENCE = "A3"
_MARGIN_MM = 11.0
_LARGEST_SCALE = 1.22
_CLOSE_ENOUGH = 1.008
_SCREEN_MARGIN = 14.0


class LayoutOptions(Struct, frozen=True):
    """What to lay out for.

    A sheet: ``paper`` A4…A0 (all the same picture, scaled). The window: ``title`` False and
    ``width``, optionally ``height`` (the least; content is spread to fill it), in pixels. A window
    too narrow for its columns gets a wider scene, to be scrolled.
    ``firms`` prints firm names under the leaves; None means where the text stays readable at A3.
    ``keep_order`` forbids reordering cards to avoid crossings.
    """

    paper: str = _REFERENCE
    width: float | None = None
    height: float | None = None
    title: bool = True
    firms: bool | None = None
    keep_order: bool = False


class _Content(Struct, frozen=True):
    """The graph measured once, before any width is tried."""

    graph: ChainGraph
    tiers: tuple[tuple[CardNeed, ...], ...]
    bands: tuple[tuple[CardNeed, ...], ...]
    main: tuple[Tier, ...]
    supporting: tuple[Tier, ...]
    lanes: tuple[int, ...]
    channels: tuple[float, ...]


class _Plan(Struct, frozen=True):
    """Columns at one width, with the heights that follow."""

    wide: float
    head: list[Item]
    head_height: float
    foot: list[Item]
    foot_height: float
    tiers: RowOfColumns
    bands: tuple[RowOfColumns, ...]
    needed: float
    firms: bool


def layout(graph: ChainGraph, options: LayoutOptions | None = None) -> Scene:
    """The scene of a chain, in points (sheet) or pixels (window).

    Raises UserError for an unknown paper.
    """
    options = options or LayoutOptions()
    content = _measure(graph, keep_order=options.keep_order)
    if options.width is not None:
        return _window(content, options.width, options)
    paper_width, _ = paper_size(options.paper)
    reference_width, reference_height = paper_size(_REFERENCE)
    margin = _MARGIN_MM * POINTS_PER_MM
    frame = (reference_width - 2 * margin, reference_height - 2 * margin)
    plan = _fitting(content, frame, options)
    scale = frame[0] / plan.wide
    items, groups = _drawn(content, plan, frame[1] / scale, margin / scale)
    page = Scene(reference_width / scale, reference_height / scale, tuple(items), tuple(groups))
    return scaled(page, scale * paper_width / reference_width)


def _window(content: _Content, wide: float, options: LayoutOptions) -> Scene:
    margin = _SCREEN_MARGIN
    free = max(wide - 2 * margin, least_page(len(content.tiers), content.lanes))
    wide = free + 2 * margin
    plan = _plan(content, free, title=options.title, firms=bool(options.firms))
    high = max(plan.needed, (options.height or 0.0) - 2 * margin)
    items, groups = _drawn(content, plan, high, margin)
    return Scene(wide, high + 2 * margin, tuple(items), tuple(groups))


def _measure(graph: ChainGraph, *, keep_order: bool) -> _Content:
    chip = chip_width()
    order = ordered(graph, keep_order=keep_order)
    main, supporting = main_tiers(graph), supporting_tiers(graph)
    return _Content(
        graph,
        tuple(tuple(measured(one, chip) for one in order[tier.id]) for tier in main),
        tuple(tuple(measured(one, chip) for one in tier.segments) for tier in supporting),
        main,
        supporting,
        _lanes(graph, main),
        _channels(graph, main, supporting),
    )


def _lanes(graph: ChainGraph, main: tuple[Tier, ...]) -> tuple[int, ...]:
    """How many links may need each gutter between tiers."""
    tier_of = {one.id: number for number, tier in enumerate(main) for one in tier.segments}
    lanes = [0] * max(1, len(main) - 1)
    for flow in usable_flows(graph):
        numbers = [
            tier_of[one] for one in (flow.source_segment, flow.target_segment) if one in tier_of
        ]
        if not numbers:
            continue
        low, high = min(numbers), max(numbers)
        for gutter in range(min(low, len(lanes) - 1), max(high, low + 1)):
            lanes[min(gutter, len(lanes) - 1)] += 1
    return tuple(lanes)


def _channels(
    graph: ChainGraph, main: tuple[Tier, ...], supporting: tuple[Tier, ...]
) -> tuple[float, ...]:
    """The height of the channel below each field of columns."""
    field_of = {one.id: 0 for tier in main for one in tier.segments}
    for number, tier in enumerate(supporting):
        field_of |= {one.id: number + 1 for one in tier.segments}
    through = [0] * (len(supporting) + 1)
    for flow in usable_flows(graph):
        low, high = sorted((field_of[flow.source_segment], field_of[flow.target_segment]))
        for number in range(low, max(high, low + 1)):
            through[number] += high > low
    alone = not main or not supporting
    return tuple(
        channel_height(
            count, last=number == len(supporting), inside=alone and bool(usable_flows(graph))
        )
        for number, count in enumerate(through)
    )


def _plan(content: _Content, wide: float, *, title: bool, firms: bool) -> _Plan:
    head, head_height = draw_head(content.graph, wide) if title else ([], 0.0)
    foot, foot_height = draw_foot(content.graph, wide) if title else ([], 0.0)
    tiers = plan_tiers(content.tiers, wide, content.lanes, firms=firms)
    bands = tuple(
        plan_band(cards, wide, firms=firms, passed=number < len(content.bands) - 1)
        for number, cards in enumerate(content.bands)
    )
    needed = head_height + foot_height + sum(content.channels)
    if content.tiers:
        needed += BAND_HEAD + tiers.needed + BAND_PAD
    needed += sum(band.needed + 2 * BAND_PAD for band in bands)
    return _Plan(wide, head, head_height, foot, foot_height, tiers, bands, needed, firms)


def _fitting(content: _Content, frame: tuple[float, float], options: LayoutOptions) -> _Plan:
    """The plan with the largest text that fits the frame."""
    wanted = options.firms is not False and any(leaf.firm_names for leaf in content.graph.leaves())
    plan = _widest_text(content, frame, title=options.title, firms=wanted)
    too_small = SMALL_SIZE * frame[0] / plan.wide < LEAST_TEXT
    if wanted and options.firms is None and too_small:
        plan = _widest_text(content, frame, title=options.title, firms=False)
    return plan


def _widest_text(
    content: _Content, frame: tuple[float, float], *, title: bool, firms: bool
) -> _Plan:
    high = min(_LARGEST_SCALE, frame[0] / least_page(len(content.tiers), content.lanes))
    best = _plan(content, frame[0] / high, title=title, firms=firms)
    if best.needed <= frame[1] / high:
        return best
    # A wider page needs no more height, so this scale fits; halved until it really does.
    low = frame[1] / best.needed
    fits = _plan(content, frame[0] / low, title=title, firms=firms)
    while fits.needed > frame[1] / low:
        low /= 2
        fits = _plan(content, frame[0] / low, title=title, firms=firms)
    # Content fills an area, so the scale goes with its square root: look there first.
    guess = (high * low) ** 0.5
    near = [guess * 1.06, guess * 0.94]
    while high / low > _CLOSE_ENOUGH:
        middle = near.pop() if near else (low * high) ** 0.5
        if not low < middle < high:
            continue
        plan = _plan(content, frame[0] / middle, title=title, firms=firms)
        if plan.needed <= frame[1] / middle:
            low, fits = middle, plan
        else:
            high = middle
    return fits


def _drawn(
    content: _Content, plan: _Plan, high: float, margin: float
) -> tuple[list[Item], list[Region]]:
    """Everything of the page, moved in by the margin."""
    free = high - plan.head_height - plan.foot_height
    frame = Frame(margin, margin + plan.head_height, plan.wide, free)
    tops = placed(plan.tiers, plan.bands, content.channels, frame)
    items: list[Item] = [
        Box(0, 0, plan.wide + 2 * margin, high + 2 * margin, fill="paper", kind="paper")
    ]
    items += [_moved(item, margin, margin) for item in plan.head]
    if not tops.bands:
        middle = (margin + plan.wide / 2, frame.y + free / 2)
        items.append(label(*middle, labels.nothing(), NAME_SIZE, "ink2", anchor=MIDDLE))
    groups: list[Region] = []
    for band in tops.bands:
        tier = (content.main + content.supporting)[band.tier]
        items += _band(tier, band)
        groups.append(
            Region(tier.id, "tier", band.x, band.y, band.w, band.h, labels.tier_title(tier))
        )
    items += draw_links(tops.fields, usable_flows(content.graph))
    for field in tops.fields:
        _draw_cards(field, items, groups, firms=plan.firms)
    foot_y = margin + high - plan.foot_height
    items += [_moved(item, margin, foot_y) for item in plan.foot]
    return items, groups


def _draw_cards(field: Field, items: list[Item], groups: list[Region], *, firms: bool) -> None:
    for stack in field.stacks:
        for place in stack:
            card_items, regions = draw_card(place, firms=firms)
            items += card_items
            groups += regions


def _band(tier: Tier, band: Band) -> list[Item]:
    """The ground of a tier with its title: above the columns, or left of a supporting band."""
    items: list[Item] = [
        Box(band.x, band.y, band.w, band.h, 10, "band", kind="band", target=tier.id)
    ]
    if band.supporting:
        items += _side_title(tier, band)
        return items
    title = cut(labels.tier_title(tier), SMALL_SIZE, band.w - 2 * BAND_PAD)
    items.append(_band_label(tier, title, band.x + BAND_PAD + 2, band.y + 18.5))
    return items


def _side_title(tier: Tier, band: Band) -> list[Item]:
    word, _, name = labels.tier_title(tier).partition(" · ")
    room = SUPPORT_LABEL - 14
    lines = [cut(word, SMALL_SIZE, room, BOLD), *in_lines(name, SMALL_SIZE, room, 3)]
    y = band.y + band.h / 2 - 16.0 * (len(lines) - 1) / 2 + 4
    x = band.x + BAND_PAD + 2
    return [
        _band_label(tier, line, x, y + 16 * number) for number, line in enumerate(lines) if line
    ]


def _band_label(tier: Tier, text: str, x: float, y: float) -> Label:
    return label(x, y, text, SMALL_SIZE, "ink2", kind="tier", target=tier.id)


def _moved(item: Item, dx: float, dy: float) -> Item:
    if isinstance(item, Link):
        return replace(item, points=tuple((x + dx, y + dy) for x, y in item.points))
    return replace(item, x=item.x + dx, y=item.y + dy)
