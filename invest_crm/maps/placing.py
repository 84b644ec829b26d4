"""Positions of cards, bands, gutters and channels on a page of given size.

Why: columns come with least heights; here the free height is spread, first into the rows, then
between the cards, so that no column ends in an ugly empty. It must not know links or words.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.maps.cards import Place, grid_rows
from invest_crm.maps.columns import BAND_HEAD, BAND_PAD, CARD_GAP, SUPPORT_LABEL
from invest_crm.maps.routes import Field

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.maps.columns import Column, RowOfColumns

_MOST_STRETCH = 10.0
_BAND_STRETCH = 6.0
_BAND_SHARE = 0.3
_MOST_GAP = 180.0
_CHANNEL_LEAST = 12.0
_CHANNEL_MOST = 110.0
_CHANNEL_LANE = 7.0


class Frame(Struct, frozen=True):
    """The free area of a page."""

    x: float
    y: float
    w: float
    h: float


class Band(Struct, frozen=True):
    """The tinted ground of a tier; ``tier`` counts the main tiers, then the supporting ones."""

    tier: int
    x: float
    y: float
    w: float
    h: float
    supporting: bool = False


class Placed(Struct, frozen=True):
    """Fields from top to bottom (the first holds the main tiers) and their grounds."""

    fields: tuple[Field, ...]
    bands: tuple[Band, ...]


def channel_height(links: int, *, last: bool, inside: bool) -> float:
    """The height of the free strip below a field; the last one only serves its own field."""
    if last:
        return _CHANNEL_LEAST + _CHANNEL_LANE if inside else 0.0
    return min(_CHANNEL_MOST, _CHANNEL_LEAST + _CHANNEL_LANE * links)


def placed(
    tiers: RowOfColumns,
    bands: Sequence[RowOfColumns],
    channels: Sequence[float],
    frame: Frame,
) -> Placed:
    """Everything in its place; the main tiers take the height the bands leave."""
    heights = _band_heights(tiers, bands, channels, frame.h)
    fixed = sum(heights) + sum(channels)
    fields, grounds = [], []
    y = frame.y
    if tiers.columns:
        top = y + BAND_HEAD
        bottom = frame.y + frame.h - fixed - BAND_PAD
        stacks, gutters = _columns(tiers, frame.x + BAND_PAD, top, bottom)
        grounds += _tier_grounds(tiers.columns, stacks, y, bottom + BAND_PAD)
        y = bottom + BAND_PAD
        fields.append(Field(stacks, gutters, (y, y + channels[0])))
    else:
        fields.append(Field((), (), (y, y)))
    y += channels[0] if tiers.columns else 0.0
    first = len({column.tier for column in tiers.columns})
    for number, band in enumerate(bands):
        high = heights[number]
        left = frame.x + BAND_PAD + SUPPORT_LABEL
        stacks, gutters = _columns(band, left, y + BAND_PAD, y + high - BAND_PAD)
        grounds.append(Band(first + number, frame.x, y, frame.w, high, supporting=True))
        y += high
        fields.append(Field(stacks, gutters, (y, y + channels[number + 1])))
        y += channels[number + 1]
    return Placed(tuple(fields), tuple(grounds))


def _band_heights(
    tiers: RowOfColumns, bands: Sequence[RowOfColumns], channels: Sequence[float], high: float
) -> list[float]:
    """Heights of the supporting bands; they take a part of what a roomy page leaves."""
    needed = [band.needed + 2 * BAND_PAD for band in bands]
    main = BAND_HEAD + tiers.needed + BAND_PAD if tiers.columns else 0.0
    spare = max(0.0, high - main - sum(needed) - sum(channels))
    deep = [max(_rows(column) for column in band.columns) for band in bands]
    share = min(_BAND_STRETCH, spare * _BAND_SHARE / max(1, sum(deep)))
    return [height + share * rows for height, rows in zip(needed, deep, strict=True)]


def _rows(column: Column) -> int:
    return sum(
        grid_rows(card, inner) for card, inner in zip(column.cards, column.inner, strict=True)
    )


def _columns(
    row: RowOfColumns, x: float, top: float, bottom: float
) -> tuple[tuple[tuple[Place, ...], ...], tuple[tuple[float, float], ...]]:
    stacks = []
    gutters = [(x, x)]
    for column, gutter in zip(row.columns, row.gutters, strict=True):
        stacks.append(_stack(column, x, top, bottom))
        gutters.append((x + column.width, x + column.width + gutter))
        x += column.width + gutter
    return tuple(stacks), tuple(gutters)


def _stack(column: Column, x: float, top: float, bottom: float) -> tuple[Place, ...]:
    """Cards below each other, spread over the height."""
    rows = [grid_rows(card, inner) for card, inner in zip(column.cards, column.inner, strict=True)]
    spare = max(0.0, bottom - top - column.needed)
    stretch = min(_MOST_STRETCH, spare / max(1, sum(rows)))
    spare -= stretch * sum(rows)
    gaps = len(rows) - 1
    gap = CARD_GAP + (min(_MOST_GAP, spare / gaps) if gaps else 0.0)
    y = top
    places = []
    for card, inner, height, count in zip(
        column.cards, column.inner, column.heights, rows, strict=True
    ):
        tall = height + stretch * count
        places.append(Place(card, x, y, column.width, tall, inner, stretch))
        y += tall + gap
    return tuple(places)


def _tier_grounds(
    columns: Sequence[Column],
    stacks: Sequence[tuple[Place, ...]],
    top: float,
    bottom: float,
) -> list[Band]:
    grounds = []
    for tier in sorted({column.tier for column in columns}):
        places = [
            stack[0] for column, stack in zip(columns, stacks, strict=True) if column.tier == tier
        ]
        left, right = places[0].x - BAND_PAD, places[-1].right + BAND_PAD
        grounds.append(Band(tier, left, top, right - left, bottom - top))
    return grounds
