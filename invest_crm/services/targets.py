"""年度任务: the county's annual targets, one row per year and metric, changed through the log."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.figures import annual_target

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Select

    from invest_crm.services.work import View, Work

AMOUNTS = ("signed.amount",)
"""Metrics whose target is money in 分; the others are counted."""

METRICS = (*AMOUNTS, "signed.count", "started.count")
_COUNTY = "county"


class SetTargets(Struct, frozen=True):
    """The targets of a year by metric; None takes one away. Amounts in 分, counts as they are."""

    year: int
    values: Mapping[str, int | None]


def list_targets(view: View, year: int) -> dict[str, int | None]:
    """The targets of the whole county for a year; None where none is set."""
    found: dict[str, int | None] = dict.fromkeys(METRICS)
    for row in view.rows(_of_year(year)):
        if row.metric in found:
            found[row.metric] = row.amount if row.metric in AMOUNTS else row.number
    return found


def set_targets(work: Work, command: SetTargets) -> None:
    """Set, change or take away targets of a year. Raises KeyError for an unknown metric."""
    work.name("target.set")
    stored = {row.metric: row for row in work.rows(_of_year(command.year))}
    for metric, value in command.values.items():
        column = "amount" if metric in AMOUNTS else "number"
        if metric not in METRICS:
            raise KeyError(metric)
        row = stored.get(metric)
        if row is None and value is not None:
            work.insert(
                annual_target, year=command.year, metric=metric, scope=_COUNTY, **{column: value}
            )
        elif row is not None and value is None:
            work.delete(annual_target, row.id)
        elif row is not None:
            work.update(annual_target, row.id, **{column: value})


def _of_year(year: int) -> Select[tuple[object, ...]]:
    return select(annual_target).where(
        annual_target.c.year == year, annual_target.c.scope == _COUNTY
    )
