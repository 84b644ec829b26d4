"""Demand against capacity of every park and utility over the coming months."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.months import month_later, month_of
from invest_crm.domain.utility_balance import MonthBalance, Outlook, outlook
from invest_crm.domain.utility_needs import Supply
from invest_crm.services.utilities.needs import (
    CapacityLine,
    NeedPhase,
    capacities,
    demands,
    phases,
    undated,
)

if TYPE_CHECKING:
    from invest_crm.services.work import View

MONTHS = 36
"""How far one looks ahead."""


class Outlooks(Struct, frozen=True):
    """What runs short first, then the others; ``names``: of projects; phases without a month."""

    month: str
    outlooks: tuple[Outlook, ...]
    names: dict[str, str]
    undated: tuple[NeedPhase, ...]
    capacities: tuple[CapacityLine, ...]

    @property
    def parks(self) -> tuple[str, ...]:
        """The parks, in order."""
        return tuple(sorted({one.park for one in self.outlooks}))


class Shortage(Struct, frozen=True):
    """The first month in which a park runs short of a utility, and who takes what is there."""

    park: str
    utility: Supply
    month: str
    demand: int
    capacity: int
    projects: tuple[str, ...]
    names: tuple[str, ...]


def outlooks(view: View, months: int = MONTHS) -> Outlooks:
    """Every park and utility somebody needs or supplies, from this month on."""
    first = month_of(view.today)
    last = month_later(first, months - 1)
    asked, known = demands(view), capacities(view)
    supplied = [line.capacity for line in known]
    keys = {(one.park, one.utility) for one in asked}
    keys |= {(one.park, one.utility) for one in supplied}
    found = [outlook(park, utility, asked, supplied, first, last) for park, utility in keys]
    order = list(Supply)
    found.sort(key=lambda one: (_when(one), one.park, order.index(one.utility)))
    names = {one.project_id: one.project for one in phases(view, counted=True)}
    return Outlooks(first, tuple(found), names, tuple(undated(view)), tuple(known))


def first_shorts(view: View) -> list[tuple[Outlook, MonthBalance]]:
    """What runs short within the time one looks ahead, the soonest first."""
    found = outlooks(view).outlooks
    return [(one, one.short) for one in found if one.short is not None]


def shortages(view: View) -> list[Shortage]:
    """The same in the words a list needs."""
    found = outlooks(view)
    return [
        Shortage(
            one.park,
            one.utility,
            one.short.month,
            one.short.demand,
            one.short.capacity or 0,
            one.short.projects,
            tuple(found.names[key] for key in one.short.projects),
        )
        for one in found.outlooks
        if one.short is not None
    ]


def _when(one: Outlook) -> str:
    return one.short.month if one.short is not None else "9999-12"
