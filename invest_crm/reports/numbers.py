"""Figures as they are printed: 亿元, 万元, per cent, 百分点, growth. Rounded once, half up.

Money comes in as whole 分, shares as exact fractions (1 = 100 %); nothing here sums.
Rounding rule: one place in running text, two in tables (domain brief 1.5); 亿元 has two in both.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from invest_crm import words
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from datetime import date
    from fractions import Fraction

NULL = "—"
FEN_PER_YI = 10_000_000_000
_FEN_PER_WAN, _FEN_PER_MILLION = 1_000_000, 100_000_000
_FEN_PER_BILLION = 100_000_000_000


def fixed(value: Fraction | Decimal | int, places: int) -> str:
    """``value`` with ``places`` decimals, ROUND_HALF_UP, never "-0".

    >>> from fractions import Fraction
    >>> fixed(Fraction(1, 8), 2), fixed(Fraction(-1, 1000), 1)
    ('0.13', '0.0')
    """
    numerator, denominator = value.as_integer_ratio()
    scale = 10**places
    units, rest = divmod(abs(numerator) * scale, denominator)
    if 2 * rest >= denominator:
        units += 1
    text = str(Decimal(units).scaleb(-places).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP))
    return f"-{text}" if numerator < 0 and units else text


def yi(fen: int | None, places: int = 2) -> str:
    """Money in 亿元 for a table column whose header has the unit; None is "—".

    A small amount takes as many more places as it needs not to read as nothing.

    >>> yi(623_300_000_000), yi(40_000_000)
    ('62.33', '0.004')
    """
    if fen is None:
        return NULL
    while _vanishes(fen, places):
        places += 1
    return fixed(Decimal(fen) / FEN_PER_YI, places)


def _vanishes(fen: int, places: int) -> bool:
    """Whether an amount of money would be printed as 0.00亿元."""
    return fen != 0 and Decimal(fixed(Decimal(fen) / FEN_PER_YI, places)) == 0


def amount(fen: int) -> str:
    """Money in running text: 62.33亿元, or RMB 6.233 billion; 40万元 where that were 0.00亿元."""
    chinese = words.language() == "zh_CN"
    if _vanishes(fen, 2):
        small = Decimal(fen) / (_FEN_PER_WAN if chinese else _FEN_PER_MILLION)
        return _("RMB {amount} million").format(amount=format(small.normalize(), "f"))
    if chinese:
        return _("RMB {amount} billion").format(amount=yi(fen))
    return _("RMB {amount} billion").format(amount=fixed(Decimal(fen) / _FEN_PER_BILLION, 3))


def percent(share: Fraction | None, places: int) -> str:
    """A share without its sign: 62.5 for 5/8; None is "—"."""
    return NULL if share is None else fixed(share * 100, places)


def day(value: date) -> str:
    """A date as a document writes it: 2025年8月31日, or 31 August 2025."""
    return _("{day} {month} {year}").format(
        day=value.day, month=_months()[value.month - 1], year=value.year
    )


def period(start: date, end: date) -> str:
    """A period by its days: 2025年1月1日至8月20日; the year once if it is one year."""
    if start.year != end.year:
        return _("{start} to {end}").format(start=day(start), end=day(end))
    return _("{first_day} {first_month} to {day} {month} {year}").format(
        first_day=start.day,
        first_month=_months()[start.month - 1],
        day=end.day,
        month=_months()[end.month - 1],
        year=end.year,
    )


def short_day(value: date | str) -> str:
    """A date in a table cell: 2025.8.31; text (a month only) as the office wrote it."""
    return value if isinstance(value, str) else f"{value.year}.{value.month}.{value.day}"


def _months() -> tuple[str, ...]:
    return (
        pgettext("month", "January"),
        pgettext("month", "February"),
        pgettext("month", "March"),
        pgettext("month", "April"),
        pgettext("month", "May"),
        pgettext("month", "June"),
        pgettext("month", "July"),
        pgettext("month", "August"),
        pgettext("month", "September"),
        pgettext("month", "October"),
        pgettext("month", "November"),
        pgettext("month", "December"),
    )
