"""Signed demand for land and plants against what the ledger offers, by park and year.

Demand: signed projects before production that look for a place and have none delivered, in the
year they want it (else the year of signing). Supply: what is free, in the year it is available
(this year where it is at once); land that is idle or inefficient counts, because it can be had.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.land_uses import UseState
from invest_crm.domain.parcel_fields import ParcelKind, ParcelStatus
from invest_crm.domain.stages import Stage
from invest_crm.services.land_needs import needs
from invest_crm.services.land_uses import free_of, uses
from invest_crm.services.parcels import load_all

if TYPE_CHECKING:
    from invest_crm.services.work import View

_OFFERED = frozenset(
    {
        None,
        *(ParcelStatus.UNSUPPLIED, ParcelStatus.IDLE, ParcelStatus.INEFFICIENT),
        *(ParcelStatus.VACANT, ParcelStatus.PARTLY_USED),
    }
)


class Sum(Struct):
    """An area (square decimetres) with the records it is of; ``unknown``: those without an area."""

    area: int = 0
    ids: list[str] = []
    unknown: int = 0

    def add(self, record_id: str, area: int | None) -> None:
        """One record more."""
        self.ids = [*self.ids, record_id]
        self.area += area or 0
        self.unknown += area is None


class Cell(Struct, frozen=True):
    """Demand and supply of a park in a year; year 0 for all years, park "" for none named."""

    park: str
    year: int
    demand: Sum
    supply: Sum


class Balance(Struct, frozen=True):
    """Parks by what they offer, years in order; a cell for each, and for the sums of each."""

    kind: ParcelKind
    parks: tuple[str, ...]
    years: tuple[int, ...]
    cells: dict[tuple[str | None, int], Cell]

    def cell(self, park: str | None, year: int) -> Cell:
        """A cell; park None and year 0 are the sums."""
        return self.cells.get((park, year)) or Cell(park or "", year, Sum(), Sum())

    def balance(self, park: str | None, year: int) -> int:
        """Supply less demand up to a year: what was not met before is still asked for.

        Park None is all parks, year 0 all years.
        """
        until = [one for one in self.years if not year or one <= year]
        cells = [self.cell(park, one) for one in until]
        return sum(one.supply.area - one.demand.area for one in cells)


def balance(view: View, kind: ParcelKind) -> Balance:
    """Demand and supply of land or of plants, as of today."""
    table: dict[tuple[str | None, int], Cell] = {}

    def put(park: str, year: int, side: str, record_id: str, area: int | None) -> None:
        for key in ((park, year), (park, 0), (None, year), (None, 0)):
            cell = table.setdefault(key, Cell(park if key[0] else "", key[1], Sum(), Sum()))
            getattr(cell, side).add(record_id, area)

    taken = uses(view)
    delivered = {one.project_id for one in taken if one.state is UseState.DELIVERED}
    for line in needs(view):
        if line.need is None or line.need.kind is not kind or line.id in delivered:
            continue
        if line.stage.rank < Stage.SIGNED.rank:
            continue
        wanted = line.need.wanted_on
        signed = int(line.signed[:4]) if line.signed else view.today.year
        year = wanted.year if wanted is not None else signed
        park = line.need.parks[0] if line.need.parks else ""
        put(park, year, "demand", line.id, line.need.area)
    for record in load_all(view):
        if record["kind"] != kind or record["status"] not in _OFFERED:
            continue
        held = [one for one in taken if one.state is UseState.DELIVERED]
        free = free_of(record, held)
        if free == 0:
            continue
        when = record["available_on"]
        day = when.last_day() if when is not None else None
        year = max(day, view.today).year if day is not None else view.today.year
        put(record["park"] or "", year, "supply", record.id, free)
    parks = sorted({park for park, _year in table if park is not None})
    years = sorted({year for _park, year in table if year})
    return Balance(kind, tuple(parks), tuple(years), table)
