"""The alarms of land: what the clock of each parcel has reached by a day.

Reads only the columns that the rules need, and no service of records: Today asks for it first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.land import parcel
from invest_crm.domain.land import Alarm, LandFacts, Standing, standing
from invest_crm.domain.parcel_fields import BY_KEY, ParcelKind, ParcelStatus
from invest_crm.services.dates import read_date

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invest_crm.services.work import View

_PLAIN: Final = ("kind", "status", "built_percent", "invested_percent", "government_caused")
_DAYS: Final = (
    *("approved_on", "supplied_on", "agreed_start_on", "start_confirmed_on", "stopped_on"),
    "recognised_on",
)
_ORDER: Final = (None, *Alarm)


class LandAlarm(Struct, frozen=True):
    """A parcel with an alarm. ``holder``: who has it, else the responsible unit."""

    id: str
    name: str
    holder: str
    stands: Standing


def land_alarms(view: View, day: date) -> list[LandAlarm]:
    """The land whose clock has reached an alarm by a day, the gravest first."""
    columns = parcel.c
    prefixes = (BY_KEY[key].column for key in _DAYS)
    dated = [column for prefix in prefixes for column in columns if _is_of(column.name, prefix)]
    query = select(
        columns.id, columns.name, columns.holder, columns.unit,
        *(columns[key] for key in _PLAIN), *dated,
    ).where(
        columns.archived_at.is_(None),
        columns.agreed_start_day.is_not(None) | columns.stopped_day.is_not(None),
    )  # fmt: skip
    found = []
    for row in view.rows(query):
        stored = row._mapping  # noqa: SLF001 - the public name of SQLAlchemy for it
        values = {key: stored[key] for key in _PLAIN}
        values.update((key, read_date(stored, BY_KEY[key].column)) for key in _DAYS)
        stands = standing(facts_of(values), day)
        if stands.alarm is not None:
            found.append(LandAlarm(row.id, row.name, row.holder or row.unit or "", stands))
    return sorted(found, key=lambda one: (-_ORDER.index(one.stands.alarm), one.id))


def facts_of(values: Mapping[str, Any]) -> LandFacts:
    """What the rules of land need of a record's values; a vague date counts with its last day."""

    def day(key: str) -> date | None:
        when = values[key]
        return None if when is None else when.last_day()

    status = values["status"]
    return LandFacts(
        kind=ParcelKind(values["kind"]),
        status=ParcelStatus(status) if status in ParcelStatus.__members__ else None,
        approved=day("approved_on"),
        supplied=day("supplied_on"),
        agreed_start=day("agreed_start_on"),
        start_confirmed=day("start_confirmed_on"),
        stopped=day("stopped_on"),
        recognised=day("recognised_on"),
        built=values["built_percent"],
        invested=values["invested_percent"],
        government_caused=values["government_caused"],
    )


def _is_of(column: str, prefix: str) -> bool:
    return column.startswith(f"{prefix}_")
