"""The columns of the list of land and plants, and a parcel as cells."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.land import Alarm
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.domain.parcel_fields import BY_KEY, ParcelStatus, measure_text
from invest_crm.domain.utilities import UTILITIES
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import chip_width
from invest_crm.ui.kit.grid.delegate import PAD
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.ui.land.words import (
    ALARM,
    EXTRA,
    READY,
    alarm_tone,
    alarm_words,
    ready_words,
    status_of,
    status_tip,
    status_tone,
    told,
    unit_of,
    value_words,
)
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.parcels import ParcelRecord

_SHOWN: tuple[tuple[str, int], ...] = (
    ("name", 188), ("number", 88), ("status", 92), (ALARM, 104), ("area_mu", 84),
    ("floor_area", 96), ("kind", 64), ("use", 92), ("park", 116), (READY, 76), ("available_on", 96),
    ("holder", 150), ("intent", 150), ("unit", 110),
)  # fmt: skip
_HIDDEN: tuple[tuple[str, int], ...] = (
    ("township", 92), ("place", 160), ("conditions", 180), ("agreed_start_on", 108),
    ("agreed_end_on", 108), ("start_confirmed_on", 120), ("government_caused", 96),
    ("recognised_on", 108), ("basis", 140), ("supplied_on", 108), ("supplied_mu", 92),
    ("unsupplied_reason", 160), ("approved_on", 108), ("approval_no", 140), ("contract_no", 140),
    ("price", 100), ("built_percent", 84), ("invested_percent", 84), ("stopped_on", 108),
    *((key, 108) for key in UTILITIES), ("height", 84), ("load", 84), ("crane", 72), ("rent", 96),
    ("disposal", 96), ("due_on", 104), ("progress_text", 220), ("remark", 180),
)  # fmt: skip
KEYS = tuple(key for key, _width in (*_SHOWN, *_HIDDEN))
SUMMED = frozenset({"area_mu", "supplied_mu", "floor_area"})
_MU = Decimal(3) / Decimal(200_000)
_CHIPS = frozenset({"status", ALARM})


def parcel_columns() -> tuple[Column, ...]:
    """The columns in their usual order; the first ones are shown."""
    return (
        *(_column(key, width, visible=True) for key, width in _SHOWN),
        *(_column(key, width, visible=False) for key, width in _HIDDEN),
    )


def parcel_cells(record: ParcelRecord, today: date) -> tuple[Cell | str, ...]:
    """A parcel in the order of the columns, seen from a day."""
    from invest_crm.services.parcels import standing_of

    stands = standing_of(record, today)
    status = status_of(record, stands)
    made: dict[str, Cell | str] = {
        ALARM: Cell(alarm_words(stands), alarm_tone(stands.alarm), told(record, stands, today)),
        READY: ready_words(record),
        "status": Cell(
            status.label if status else "", status_tone(status), status_tip(record, stands)
        ),
    }
    return tuple(made[key] if key in made else _cell(key, record, today.year) for key in KEYS)


def summed(key: str, stored: int | None) -> Decimal | None:
    """A stored number in the unit of its column; None for a column that is not added up."""
    if stored is None or key not in SUMMED:
        return None
    field = BY_KEY[key]
    return Decimal(stored) * _MU if field.kind == "area" else Decimal(stored) / field.scale


def _column(key: str, width: int, *, visible: bool) -> Column:
    if key in EXTRA:
        title, unit, kind = _(EXTRA[key]), "", "chip" if key == ALARM else "text"
    else:
        field = BY_KEY[key]
        numeric = field.kind in ("area", "measure", "money")
        title, unit = field.label, unit_of(field) if numeric else ""
        kind = "number" if numeric else "date" if field.kind == "date" else "text"
        kind = "chip" if key in _CHIPS else kind
    return Column(
        key,
        title,
        unit=unit,
        width=max(width, heading_width(title, unit), _chips(key)),
        kind=kind,  # type: ignore[arg-type]  # one of the literals
        sortable=key not in EXTRA,
        frozen=key == "name",
        visible=visible,
        format_total=_total if key in SUMMED else None,
    )


def _chips(key: str) -> int:
    """The room the longest word of a column of chips needs, px at text scale 1."""
    if key not in _CHIPS:
        return 0
    words: tuple[ParcelStatus | Alarm, ...] = tuple(Alarm if key == ALARM else ParcelStatus)
    widest = max(chip_width(one.label) for one in words)
    return round(widest / theme.current().text_scale) + 2 * PAD


def _total(value: Decimal) -> str:
    return f"{value:,.2f}".removesuffix(".00")


def _cell(key: str, record: ParcelRecord, year: int) -> str:
    """A value as it stands in its column: numbers bare, for the heading names the unit."""
    field, value = BY_KEY[key], record[key]
    if value is None:
        return ""
    if field.kind == "area":
        return sqdm_to_mu_text(value)
    if field.kind == "measure":
        return measure_text(field, value)
    if field.kind == "money":
        return fen_to_wan_text(value)
    return value_words(field, value, year)
