"""A parcel as other programs see it (JSON), and as a row of the county's ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.land import Consequence, idle_fee
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.domain.parcel_fields import (
    CHOICES,
    FIELDS,
    choice_label,
    measure_text,
)
from invest_crm.domain.parcel_reading import LEDGER_KINDS, LEDGER_STATUSES
from invest_crm.domain.utilities import UTILITIES, ready_count
from invest_crm.exchange.writing import ledger_cells
from invest_crm.services.parcels import load_all, standing_of

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.parcel_fields import Field
    from invest_crm.exchange.writing.cells import Value
    from invest_crm.services.parcels import ParcelRecord
    from invest_crm.services.work import View

_LEDGER_WORDS = {"kind": LEDGER_KINDS, "status": LEDGER_STATUSES}


def list_parcels(view: View, kind: str | None = None) -> list[dict[str, object]]:
    """Parcels and plants, or one of them, in the order they were entered."""
    return [
        parcel_json(record, view.today)
        for record in load_all(view)
        if kind is None or record["kind"] == kind
    ]


def parcel_json(record: ParcelRecord, today: date) -> dict[str, object]:
    """A record in the shape of ``list parcels --json``: every field, and what its dates say.

    Areas are 亩, money 万元, measures in their unit, dates as known, utilities with their parts.
    """
    shape: dict[str, object] = {"id": record.id}
    for field in FIELDS:
        shape[field.key] = _json(field, record[field.key])
        if field.key in CHOICES:
            code = record[field.key]
            shape[f"{field.key}_label"] = choice_label(field.key, code) if code else None
    stands, price = standing_of(record, today), record["price"]
    owed = stands.consequence in (Consequence.FEE, Consequence.TAKE_BACK)
    return {
        **shape,
        "utilities_ready": ready_count({key: record[key] for key in UTILITIES}),
        "derived_status": stands.status,
        "alarm": stands.alarm,
        "alarm_label": stands.alarm.label if stands.alarm else None,
        "alarm_since": stands.since.isoformat() if stands.since else None,
        "next_alarm": stands.next,
        "next_alarm_on": stands.next_day.isoformat() if stands.next_day else None,
        "consequence": stands.consequence,
        "idle_fee": fen_to_wan_text(idle_fee(price)) if owed and price is not None else None,
        "extra": record["extra"],
    }


def ledger_row(record: ParcelRecord) -> tuple[Value, ...]:
    """The cells of the ledger, in the order of the fields; reading them gives the same record."""
    return tuple(_cell(field, record[field.key]) for field in FIELDS)


def _json(field: Field, value: Any) -> object:
    if value is None:
        return None
    if field.kind == "area":
        text = sqdm_to_mu_text(value)
        return text.rstrip("0").rstrip(".")
    if field.kind == "money":
        return fen_to_wan_text(value)
    if field.kind == "measure":
        return measure_text(field, value)
    if field.kind == "date":
        return value.value
    if field.kind == "utility":
        return value.to_json()
    return value


def _cell(field: Field, value: Any) -> Value:
    if value is None:
        return None
    if field.kind == "area":
        return ledger_cells.land(value)
    if field.kind == "money":
        return ledger_cells.money(value, "万元")
    if field.kind == "measure":
        return _number(field, value)
    if field.kind == "date":
        return ledger_cells.when(value)
    if field.kind == "utility":
        return str(value.written())
    if field.kind == "flag":
        return "是" if value else "否"
    if field.kind == "choice":
        return str(_LEDGER_WORDS[field.key].get(value, value))
    return str(value)


def _number(field: Field, value: int) -> Value:
    """A number cell; a share as text with its sign, so that 0.5 % is not taken for a half."""
    text = measure_text(field, value)
    if field.unit == "%":
        return f"{text}%"
    return float(text) if "." in text else int(text)
