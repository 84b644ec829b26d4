"""Rates, growth and pace: exact until they are shown, then rounded once, half up.

Rules: the project's figures page (Rates, Growth, Pace, Rounding). Everything here is in percent
or 百分点; None stands for what is undefined.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

MANY_TIMES = 1000
"""Growth above this many percent is said in times (倍): the base was too small for a rate."""


def percent(part: int, whole: int) -> Fraction | None:
    """``part ÷ whole`` in percent, exact; None for a whole of 0."""
    return Fraction(100 * part, whole) if whole else None


def growth(this: int, last: int) -> Fraction | None:
    """同比: (this − last) ÷ last in percent; None where last year had nothing (上年同期为0)."""
    return percent(this - last, last)


def pace(month: int) -> Fraction:
    """序时进度: months elapsed ÷ 12 in percent; the month of the as-of day counts as elapsed."""
    return Fraction(100 * month, 12)


def ahead_of_pace(done: int, target: int, month: int) -> Fraction | None:
    """超(+)/欠(−)序时 in 百分点; None without a target.

    >>> rounded(ahead_of_pace(1005136, 800000, 10), 2)
    Decimal('42.31')
    """
    completion = percent(done, target)
    return None if completion is None else completion - pace(month)


def rounded(value: Fraction | None, places: int) -> Decimal | None:
    """A value as it is shown, ROUND_HALF_UP, never "-0"; None stays None.

    >>> rounded(percent(91, 106), 1), rounded(percent(198, 292), 2), rounded(percent(1, 0), 2)
    (Decimal('85.8'), Decimal('67.81'), None)
    """
    if value is None:
        return None
    scale = 10**places
    units, rest = divmod(abs(value.numerator) * scale, value.denominator)
    units += 2 * rest >= value.denominator
    shown = Decimal(-units if value < 0 else units).scaleb(-places)
    return shown.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
