"""When and for how much the signed projects signed: two years, this one 15 to 20 % above the last.

Growth holds for number and amount of the period from 1 January to the same day.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.months import add_months, year_before
from invest_crm.services.demo.dice import WAN

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.demo.dice import Dice

GROWTH = 1.18
_STEP = 500 * WAN
_SMALL, _MIDDLE, _LARGE, _HUGE = (
    (3_000, 9_500),
    (10_000, 48_000),
    (50_000, 90_000),
    (100_000, 240_000),
)


class Signing(Struct, frozen=True):
    """A signing day and the agreed total in 分."""

    day: date
    total: int


def make_signings(dice: Dice, count: int, today: date, increase: int) -> list[Signing]:
    """``count`` signings in the last two years, oldest first.

    ``increase`` (分) is what capital increases add to this year's amount beside them.
    """
    this, same, rest, before = _counts(count, today)
    start, last_start = date(today.year, 1, 1), date(today.year - 1, 1, 1)
    same_day = year_before(today)
    earlier = _draw(dice, before, add_months(today, -24), last_start - timedelta(days=1))
    last_same = _draw(dice, same, last_start, same_day)
    last_rest = _draw(dice, rest, same_day + timedelta(days=1), start - timedelta(days=1))
    recent = _draw(dice, this, start, today)
    recent = _scaled(recent, round(sum(item.total for item in last_same) * GROWTH) - increase)
    return sorted([*earlier, *last_same, *last_rest, *recent], key=lambda item: item.day)


def _counts(count: int, today: date) -> tuple[int, int, int, int]:
    """How many this year, last year to the same day, the rest of last year, and before."""
    elapsed = (today - date(today.year, 1, 1)).days / 365
    base = count / (GROWTH * elapsed + 1 + (1 - elapsed))
    same = round(base * elapsed)
    this = min(round(same * GROWTH), count - same)
    left = count - this - same
    rest = left // 2
    return this, same, rest, left - rest


def _draw(dice: Dice, count: int, first: date, last: date) -> list[Signing]:
    if last < first:
        last = first
    return [Signing(dice.day(first, last), _total(dice)) for _number in range(count)]


def _total(dice: Dice) -> int:
    low, high = dice.weighted((_SMALL, _MIDDLE, _LARGE, _HUGE), (0.38, 0.44, 0.13, 0.05))
    return dice.whole(low // 500, high // 500) * _STEP


def _scaled(signings: Sequence[Signing], wanted: int) -> list[Signing]:
    """The same signings with totals that add up to what is wanted, in steps of 500 万元."""
    present = sum(item.total for item in signings)
    if not signings or wanted <= 0:
        return list(signings)
    scaled = [
        Signing(item.day, max(_STEP, round(item.total * wanted / present / _STEP) * _STEP))
        for item in signings
    ]
    largest = max(range(len(scaled)), key=lambda place: scaled[place].total)
    gap = (wanted - sum(item.total for item in scaled)) // _STEP * _STEP
    top = scaled[largest]
    scaled[largest] = Signing(top.day, max(_STEP, top.total + gap))
    return scaled
