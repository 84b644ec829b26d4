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

    >>> yi(623_300_000_000)
    '62.33'
    """
    return NULL if fen is None else fixed(Decimal(fen) / FEN_PER_YI, places)


def amount(fen: int) -> str:
    """Money in running text: 62.33亿元, or RMB 6.233 billion."""
    if words.language() == "zh_CN":
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
