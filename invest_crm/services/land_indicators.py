"""Control indicators of a project: promised and measured, dated, beside the limit in force.

The intensity that the agreement itself promises is computed where nobody entered another one:
agreed fixed investment (else total) over the project's land.
"""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.land import land_indicator
from invest_crm.domain.land_indicators import Edition, Indicator, Limit, edition_on, per_mu
from invest_crm.errors import UserError
from invest_crm.services.projects.edit import stored_project
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from sqlalchemy import Row

    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import View, Work


class Side(StrEnum):
    """Whether a value was promised or measured."""

    PROMISED = "PROMISED"
    MEASURED = "MEASURED"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_SIDES[self])


_SIDES = {Side.PROMISED: N_("promised"), Side.MEASURED: N_("measured")}


class Dated(Struct, frozen=True):
    """A value in 1/100 of the unit and its day; ``computed``: from the agreement, not entered."""

    value: int
    on: date | None = None
    note: str = ""
    computed: bool = False


class IndicatorLine(Struct, frozen=True):
    """An indicator with its latest values and the limit in force."""

    indicator: Indicator
    promised: Dated | None = None
    measured: Dated | None = None
    limit: Limit | None = None
    edition: Edition | None = None

    @property
    def kept(self) -> bool | None:
        """Whether what was measured (else promised) keeps limit and promise; None: not known."""
        value = self.measured or self.promised
        if value is None:
            return None
        if self.limit is not None and not self.limit.keeps(value.value):
            return False
        if self.measured is not None and self.promised is not None and self.indicator in _GROWING:
            return self.measured.value >= self.promised.value
        return True if self.limit is not None or self.measured is not None else None


_GROWING = frozenset(
    {Indicator.INTENSITY, Indicator.OUTPUT, Indicator.TAX, Indicator.PLOT_RATIO, Indicator.COVERAGE}
)
"""Of these more is better: what is measured must reach what was promised."""


class SetIndicator(Struct, frozen=True):
    """A value promised or measured on a day; ``value`` None takes back what stands there."""

    project_id: str
    indicator: Indicator
    side: Side
    value: int | None
    on: date
    note: str = ""


def indicators(view: View, record: ProjectRecord) -> tuple[IndicatorLine, ...]:
    """Every indicator of a project, in the order in which they are asked for."""
    query = (
        select(land_indicator)
        .where(land_indicator.c.project_id == record.id, land_indicator.c.voided_at.is_(None))
        .order_by(land_indicator.c.effective_on, land_indicator.c.id)
    )
    latest = {(row.indicator, row.side): _dated(row) for row in view.rows(query)}
    edition = edition_on(view.today)
    return tuple(_line(one, latest, edition, record) for one in Indicator)


def set_indicator(work: Work, command: SetIndicator) -> None:
    """Record a value; earlier ones of other days stay. UserError ``day-to-come``, ``project-gone``.

    A value of the same day is voided and replaced.
    """
    name = stored_project(work, command.project_id)["name"]
    if command.on > work.today:
        raise UserError(
            "day-to-come",
            _("This day is still to come."),
            safe=_("Nothing was changed."),
            todo=_("Enter the day on which it was promised or measured."),
        )
    standing = [
        land_indicator.c.project_id == command.project_id,
        land_indicator.c.indicator == command.indicator.value,
        land_indicator.c.side == command.side.value,
        land_indicator.c.voided_at.is_(None),
    ]
    if command.value is None:
        work.name("land.indicator.void", name=name, indicator=command.indicator.label)
        found = select(land_indicator.c.id).where(*standing)
        work.void(land_indicator, "taken back", *work.values(found))
        return
    work.name("land.indicator", name=name, indicator=command.indicator.label)
    day = command.on.isoformat()
    same = select(land_indicator.c.id).where(*standing, land_indicator.c.effective_on == day)
    former = work.values(same)
    if former:
        work.void(land_indicator, "corrected", *former)
    work.insert(
        land_indicator,
        project_id=command.project_id,
        indicator=command.indicator.value,
        side=command.side.value,
        value=command.value,
        effective_on=day,
        note=command.note.strip() or None,
        **work.fact(source="hand", cut_off=work.today.isoformat()),
    )


def _line(
    indicator: Indicator,
    latest: dict[tuple[str, str], Dated],
    edition: Edition | None,
    record: ProjectRecord,
) -> IndicatorLine:
    promised = latest.get((indicator.value, Side.PROMISED.value))
    if promised is None and indicator is Indicator.INTENSITY:
        promised = _agreed(record)
    limit = edition.limits.get(indicator) if edition is not None else None
    measured = latest.get((indicator.value, Side.MEASURED.value))
    return IndicatorLine(indicator, promised, measured, limit, edition)


def _agreed(record: ProjectRecord) -> Dated | None:
    invested = record["fixed_investment"] or record["total_investment"]
    land = record["land_mu"]
    value = per_mu(invested, land) if invested and land else None
    return None if value is None else Dated(value, computed=True)


def _dated(row: Row[Any]) -> Dated:
    return Dated(row.value, date.fromisoformat(row.effective_on), row.note or "")
