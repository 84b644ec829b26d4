"""Chance with a seed, and the small invented things records need: names, telephones, codes.

The same seed gives the same data on every machine; nothing here looks at the clock.
"""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING, TypeVar

from invest_crm.domain.partial_date import PartialDate
from invest_crm.services.demo.words import GIVEN, SURNAMES

if TYPE_CHECKING:
    from collections.abc import Sequence

T = TypeVar("T")

WAN = 1_000_000
"""分 in 万元."""

# GB 32100-2015: weights are powers of 3 modulo 31; GB 11714: the inner check of the last nine.
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_INNER = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_BODY = "ABCDEFGHJKLMNPQRTUWXY0123456789"


class Dice:
    """A seeded source of chance."""

    def __init__(self, seed: int | str) -> None:
        self._random = Random(seed)  # noqa: S311 - invented data, no secret

    def pick(self, items: Sequence[T]) -> T:
        """One of the items."""
        return items[int(self._random.random() * len(items))]

    def weighted(self, items: Sequence[T], weights: Sequence[float]) -> T:
        """One of the items, likelier the greater its weight."""
        return self._random.choices(items, weights)[0]

    def shuffled(self, items: Sequence[T]) -> list[T]:
        """The items in another order."""
        mixed = list(items)
        self._random.shuffle(mixed)
        return mixed

    def chance(self, share: float) -> bool:
        """True in that share of cases."""
        return self._random.random() < share

    def whole(self, low: int, high: int) -> int:
        """A whole number, both ends included."""
        return self._random.randint(low, high)

    def share(self, low: float, high: float) -> float:
        """A number between two."""
        return self._random.uniform(low, high)

    def day(self, first: date, last: date) -> date:
        """A day from ``first`` to ``last``."""
        return first + timedelta(days=self.whole(0, max((last - first).days, 0)))

    def person(self) -> str:
        """A person's name."""
        name = self.pick(SURNAMES) + self.pick(GIVEN)
        return name + self.pick(GIVEN) if self.chance(0.6) else name

    def phone(self) -> str:
        """A telephone number of the block 138 0000 xxxx."""
        return f"1380000{self.whole(0, 9999):04d}"

    def credit_code(self, region_code: str) -> str:
        """A code with both check characters right; its ``DEM`` is in no issued one."""
        body = "DEM" + "".join(self.pick(_BODY) for _place in range(5))
        return credit_code(f"91{region_code}{body}")


def credit_code(first_sixteen: str) -> str:
    """The code with its inner and outer check characters (GB 11714, GB 32100-2015)."""
    values = map(_INNER.index, first_sixteen[8:])
    inner = sum(value * weight for value, weight in zip(values, _INNER_WEIGHTS, strict=True))
    code = first_sixteen + "0123456789X"[-inner % 11]
    outer = sum(_ALPHABET.index(char) * pow(3, place, 31) for place, char in enumerate(code))
    return code + _ALPHABET[-outer % 31]


def on_day(day: date) -> PartialDate:
    """A date known to the day."""
    return PartialDate(day.isoformat(), "day", day.isoformat())


def in_month(day: date) -> PartialDate:
    """The same known only to the month, as ledgers write it: 2025.8."""
    return PartialDate(f"{day:%Y-%m}", "month", f"{day.year}.{day.month}")


def ticked(day: date) -> PartialDate:
    """A tick without a date in a ledger closed on that day."""
    return PartialDate(None, "unknown", "√", not_after=day.isoformat())
