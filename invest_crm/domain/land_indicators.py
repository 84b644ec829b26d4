"""Control indicators of industrial land: formulas, units, limits by edition (domain rule 3.3).

Values are whole numbers of 1/100 of their unit, rounded half up. The national limits are data
(``resources/reference/land-limits.json``), each with its source and the day it holds from;
``checked`` is false where nobody has compared it with the printed text yet.
"""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.money import FEN_PER_WAN
from invest_crm.domain.reference import read_json
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

_FILE = "land-limits.json"
_SQDM_PER_MU = Fraction(200_000, 3)
MU_PER_HECTARE = 15
TALL_CM = 800
"""A storey above this height counts twice in the plot ratio (domain rule 3.3)."""


class Indicator(StrEnum):
    """What is promised for a site and measured at completion and at full production."""

    INTENSITY = "INTENSITY"
    OUTPUT = "OUTPUT"
    TAX = "TAX"
    PLOT_RATIO = "PLOT_RATIO"
    COVERAGE = "COVERAGE"
    OFFICE_LAND = "OFFICE_LAND"
    OFFICE_FLOOR = "OFFICE_FLOOR"
    GREEN = "GREEN"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_LABELS[self][0])

    @property
    def unit(self) -> str:
        """Its unit; empty for a ratio."""
        return _(_LABELS[self][1]) if _LABELS[self][1] else ""

    @property
    def formula(self) -> str:
        """How it is computed."""
        return _(_LABELS[self][2])


_PER_MU = N_("10,000 yuan/mu")
_LABELS = {
    Indicator.INTENSITY: (
        N_("Investment intensity"), _PER_MU, N_("fixed investment ÷ land of the project")),
    Indicator.OUTPUT: (N_("Output per mu"), _PER_MU, N_("yearly output ÷ land of the project")),
    Indicator.TAX: (N_("Tax per mu"), _PER_MU, N_("yearly tax ÷ land of the project")),
    Indicator.PLOT_RATIO: (
        N_("Plot ratio"), "", N_("floor area ÷ land; storeys above 8 m count twice")),
    Indicator.COVERAGE: (
        N_("Building coverage"), "%", N_("land under buildings, structures and yards ÷ land")),
    Indicator.OFFICE_LAND: (N_("Office and service land"), "%", N_("its land ÷ land")),
    Indicator.OFFICE_FLOOR: (N_("Office and service floor"), "%", N_("its floor ÷ floor area")),
    Indicator.GREEN: (N_("Green area"), "%", N_("green land ÷ land")),
}  # fmt: skip


class Limit(Struct, frozen=True):
    """What an edition asks of an indicator; values in 1/100 of its unit."""

    least: int | None = None
    most: int | None = None

    def keeps(self, value: int) -> bool:
        """Whether a value keeps it."""
        return not (
            (self.least is not None and value < self.least)
            or (self.most is not None and value > self.most)
        )


class Edition(Struct, frozen=True):
    """The limits in force from a day, and the paper they stand in."""

    id: str
    since: date
    source: str
    checked: bool
    limits: Mapping[Indicator, Limit]


@cache
def editions() -> tuple[Edition, ...]:
    """Every edition, the earliest first."""
    return tuple(
        Edition(
            one["id"],
            date.fromisoformat(one["from"]),
            one["source"],
            one["checked"],
            {Indicator(key): _limit(said) for key, said in one["limits"].items()},
        )
        for one in read_json(_FILE)["editions"]
    )


def edition_on(day: date) -> Edition | None:
    """The edition in force on a day; None before the first.

    >>> edition_on(date(2022, 1, 1)).id, edition_on(date(2024, 1, 1)).id
    ('2008', '2023')
    """
    return next((one for one in reversed(editions()) if one.since <= day), None)


def per_mu(fen: int, sqdm: int) -> int | None:
    """Money per land in 1/100 of 万元/亩; None without land.

    >>> per_mu(20_000_000_000, 6_666_667)  # 2亿元 on 100 亩
    20000
    """
    if sqdm <= 0:
        return None
    return _hundredths(Fraction(fen, FEN_PER_WAN) / (Fraction(sqdm) / _SQDM_PER_MU))


def per_hectare(value: int) -> int:
    """万元/亩 as 万元/公顷: fifteen times as much."""
    return value * MU_PER_HECTARE


def plot_ratio(floors: list[tuple[int, int]], land: int) -> int | None:
    """The plot ratio in 1/100; ``floors`` are (floor area in sqdm, storey height in cm).

    >>> plot_ratio([(5_000, 600), (2_000, 900)], 10_000)
    90
    """
    counted = sum(area * (2 if height > TALL_CM else 1) for area, height in floors)
    return share_of(counted, land, percent=False)


def share_of(part: int, whole: int, *, percent: bool = True) -> int | None:
    """A part of an area in 1/100 %, or as a ratio in 1/100; None without the whole.

    >>> share_of(3_500, 10_000), share_of(1, 3)
    (3500, 3333)
    """
    return None if whole <= 0 else _hundredths(Fraction(part * (100 if percent else 1), whole))


def value_text(value: int) -> str:
    """The bare number, without zeros behind the point."""
    text = f"{Decimal(value) / 100:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def limit_text(limit: Limit) -> str:
    """≥ 40 or ≤ 7, empty for none."""
    parts = []
    if limit.least is not None:
        parts.append(f"≥ {value_text(limit.least)}")
    if limit.most is not None:
        parts.append(f"≤ {value_text(limit.most)}")
    return ", ".join(parts)


def _limit(said: Mapping[str, str]) -> Limit:
    values = {key: int(Decimal(text) * 100) for key, text in said.items()}
    return Limit(values.get("least"), values.get("most"))


def _hundredths(value: Fraction) -> int:
    exact = Decimal(value.numerator * 100) / Decimal(value.denominator)
    return int(exact.to_integral_value(ROUND_HALF_UP))
