"""Demand against capacity by month: which month first runs short, which projects collide.

A demand counts from its first month to its last (for good where it has none); a capacity counts
from its month on, until the next one of the same park and utility. Nothing is known of months
before the first capacity: they are neither met nor short.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.months import months_from
from invest_crm.domain.utility_needs import Supply  # noqa: TC001 - named in public fields

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence


class Demand(Struct, frozen=True):
    """What a project takes of a utility in a park, in thousandths of the unit."""

    project: str
    park: str
    utility: Supply
    amount: int
    first: str
    last: str = ""

    def counts(self, month: str) -> bool:
        """Whether it is taken in a month."""
        return self.first <= month and (not self.last or month <= self.last)


class Capacity(Struct, frozen=True):
    """What a park can supply from a month on."""

    park: str
    utility: Supply
    amount: int
    first: str


class MonthBalance(Struct, frozen=True):
    """One month: ``capacity`` None where none is known; ``projects`` that take something."""

    month: str
    demand: int
    capacity: int | None
    projects: tuple[str, ...]

    @property
    def left(self) -> int | None:
        """What is left of the capacity, negative where it runs short."""
        return None if self.capacity is None else self.capacity - self.demand

    @property
    def short(self) -> bool:
        """Whether more is asked for than there is."""
        return self.capacity is not None and self.demand > self.capacity


class Outlook(Struct, frozen=True):
    """A park and a utility over some months; ``short``: the first month that runs short."""

    park: str
    utility: Supply
    months: tuple[MonthBalance, ...]

    @property
    def short(self) -> MonthBalance | None:
        """The first month that runs short, with the projects that collide in it."""
        return next((one for one in self.months if one.short), None)

    @property
    def most(self) -> int:
        """The largest demand of a month."""
        return max((one.demand for one in self.months), default=0)


def outlook(
    park: str,
    utility: Supply,
    demands: Sequence[Demand],
    capacities: Iterable[Capacity],
    first: str,
    last: str,
) -> Outlook:
    """A park's months from the first to the last, for one utility."""
    mine = [one for one in demands if (one.park, one.utility) == (park, utility)]
    steps = sorted(
        (one for one in capacities if (one.park, one.utility) == (park, utility)),
        key=lambda one: one.first,
    )
    found = []
    for month in months_from(first, last):
        taking = [one for one in mine if one.counts(month)]
        known = [one.amount for one in steps if one.first <= month]
        found.append(
            MonthBalance(
                month,
                sum(one.amount for one in taking),
                known[-1] if known else None,
                tuple(dict.fromkeys(one.project for one in taking)),
            )
        )
    return Outlook(park, utility, tuple(found))
