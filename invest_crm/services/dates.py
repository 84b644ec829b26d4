"""Partial dates in and out of their six columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.partial_date import PartialDate

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from sqlalchemy import RowMapping


def date_columns(prefix: str, value: PartialDate | None, cut_off: date | None) -> dict[str, object]:
    """The columns ``<prefix>_*``; the latest possible day ends at the source's cut-off."""
    if value is None:
        names = ("value", "precision", "qualifier", "raw", "not_after", "day")
        return {f"{prefix}_{name}": None for name in names}
    day = value.latest_day(cut_off)
    return {
        f"{prefix}_value": value.value,
        f"{prefix}_precision": value.precision,
        f"{prefix}_qualifier": value.qualifier,
        f"{prefix}_raw": value.raw,
        f"{prefix}_not_after": value.not_after,
        f"{prefix}_day": None if day is None else day.isoformat(),
    }


def read_date(row: Mapping[str, Any] | RowMapping, prefix: str) -> PartialDate | None:
    """The date in the columns ``<prefix>_*``, None if there is none."""
    precision = row[f"{prefix}_precision"]
    if precision is None:
        return None
    return PartialDate(
        value=row[f"{prefix}_value"],
        precision=precision,
        raw=row[f"{prefix}_raw"] or "",
        qualifier=row[f"{prefix}_qualifier"],
        not_after=row[f"{prefix}_not_after"],
    )
