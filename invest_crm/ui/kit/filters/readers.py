"""What is typed into a condition: the value as it is compared, or what is wrong with it.

Every reader returns (value or None, problem); nothing typed is no value and no problem.
"""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Final

from invest_crm.domain.area import parse_area, sqdm_to_mu_text
from invest_crm.domain.money import FEN_PER_YI, fen_to_wan_text, parse_amount
from invest_crm.domain.partial_date import parse_date
from invest_crm.words import _

Reading = tuple[str | int | None, str]
WAN: Final = "万元"
YI: Final = "亿元"
_NEAR: Final = {"今天": 0, "今日": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1, "后天": 2}
_EN_NEAR: Final = {"today": 0, "yesterday": -1, "tomorrow": 1}
MOST_DAYS: Final = 36_500


def text(typed: str) -> Reading:
    """Text without blanks around it."""
    return typed.strip() or None, ""


def amount(typed: str, unit: str) -> Reading:
    """An amount in 分; a bare number is in ``unit`` (``YI`` or ``WAN``)."""
    if not typed.strip():
        return None, ""
    reading = parse_amount(typed, unit)
    if reading.currency:
        return None, _("Convert other currencies to yuan first.")
    if reading.problem == "amount-suspicious":
        return None, _("Too large an amount: please check the unit.")
    if reading.fen is None or reading.problem or "range" in reading.flags:
        return None, _("Not an amount: write 1.2亿 or 3000万.")
    return reading.fen, ""


def amount_text(fen: int) -> tuple[str, str]:
    """An amount as it is typed, exactly, with its unit."""
    if fen and abs(fen) < FEN_PER_YI:
        return fen_to_wan_text(fen), WAN
    plain = f"{Decimal(fen) / FEN_PER_YI:f}"
    return plain.rstrip("0").rstrip(".") if "." in plain else plain, YI


def area(typed: str) -> Reading:
    """An area in square decimetres; a bare number is in 亩."""
    if not typed.strip():
        return None, ""
    reading = parse_area(typed, "亩")
    if reading.sqdm is None or reading.problem or "range" in reading.flags:
        return None, _("Not an area. Write 80 or 80亩.")
    return reading.sqdm, ""


def area_text(sqdm: int) -> str:
    """An area as it is typed."""
    return sqdm_to_mu_text(sqdm).removesuffix(".00")


def day(typed: str, today: date) -> Reading:
    """A day as ISO text: 2025.8.5, 8.5 of this year, 今天."""
    word = typed.strip()
    if not word:
        return None, ""
    near = {**_NEAR, **_EN_NEAR}.get(word.casefold())
    if near is not None:
        return (today + timedelta(days=near)).isoformat(), ""
    reading = parse_date(word, year=today.year)
    if reading.problem or reading.date is None or reading.date.precision != "day":
        return None, _("Not a day: write 2025.8.5 or 今天.")
    return reading.date.value, ""


def number(typed: str) -> Reading:
    """A whole number."""
    word = typed.strip().replace("−", "-")
    if not word:
        return None, ""
    if not word.removeprefix("-").isdecimal() or abs(int(word)) > MOST_DAYS:
        return None, _("Not a whole number of days.")
    return int(word), ""
