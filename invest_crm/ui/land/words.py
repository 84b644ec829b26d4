"""The words of a parcel: its values by field, its status, what its clock has reached."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.land import Alarm, Consequence, idle_fee
from invest_crm.domain.money import show_amount
from invest_crm.domain.parcel_fields import CHOICES, ParcelStatus, choice_label, measure_text
from invest_crm.domain.partial_date import exact, show
from invest_crm.domain.utilities import UTILITIES, ready_count
from invest_crm.ui.today.words import ALARM_TONES
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.land import Standing
    from invest_crm.domain.parcel_fields import Field
    from invest_crm.services.parcels import ParcelRecord

ALARM, READY = "alarm", "ready"
"""Columns of the list that follow from others: what the clock reached, utilities connected."""
EXTRA = {ALARM: N_("Alarm"), READY: N_("Utilities")}
_STATUS_TONES = {
    ParcelStatus.UNUSED: "slow",
    ParcelStatus.IDLE: "bad",
    ParcelStatus.INEFFICIENT: "slow",
    ParcelStatus.IN_USE: "production",
    ParcelStatus.VACANT: "signed",
    ParcelStatus.PARTLY_USED: "signed",
}
UNITS = {"元/㎡·月": N_("yuan/㎡ a month")}


def unit_of(field: Field) -> str:
    """The unit behind a number of a field, empty for none."""
    if field.kind == "area":
        return _("mu")
    if field.kind == "money":
        return _("10,000 yuan")
    return _(UNITS[field.unit]) if field.unit in UNITS else field.unit


def value_words(field: Field, value: Any, year: int) -> str:
    """A value as people read it, empty for none."""
    if value is None or value == "":
        return ""
    if field.key in CHOICES:
        return choice_label(field.key, value)
    if field.kind == "area":
        return _("{n} mu").format(n=sqdm_to_mu_text(value))
    if field.kind == "money":
        return show_amount(value)
    if field.kind == "measure":
        return f"{measure_text(field, value)} {unit_of(field)}"
    if field.kind == "date":
        return show(value, year=year)
    if field.kind == "utility":
        return str(value.shown)
    if field.kind == "flag":
        return _("yes") if value else ""
    return str(value)


def status_of(record: ParcelRecord, stands: Standing) -> ParcelStatus | None:
    """What the ledger says, else what follows from the dates."""
    code = record["status"]
    return ParcelStatus(code) if code in ParcelStatus.__members__ else stands.status


def status_tip(record: ParcelRecord, stands: Standing) -> str:
    """Where ledger and dates disagree, or that only the dates speak; empty for neither."""
    if record["status"] is None and stands.status is not None:
        return _("Follows from the dates; the ledger names no status.")
    return differs(record, stands)


def status_tone(status: ParcelStatus | None) -> str:
    """Idle land is red, what can be had is blue, what is used green."""
    return _STATUS_TONES.get(status, "talk") if status is not None else "talk"


def alarm_tone(alarm: Alarm | None) -> str:
    """Red from the first year on."""
    return "" if alarm is None else ALARM_TONES.get(alarm, "bad")


def alarm_words(stands: Standing) -> str:
    """What the clock has reached, empty for nothing."""
    return "" if stands.alarm is None else stands.alarm.label


def told(record: ParcelRecord, stands: Standing, today: date) -> str:
    """What the clock reached, since when, what follows from it, what comes next."""
    parts = []
    if stands.alarm is not None and stands.since is not None:
        start = record["agreed_start_on"]
        said = _("{alarm} since {day}").format(
            alarm=stands.alarm.label, day=_day(stands.since, today)
        )
        if start is not None:
            said += _(" (agreed start {day})").format(day=show(start, year=today.year))
        parts.append(said)
    if stands.consequence.label:
        parts.append(stands.consequence.label + _fee(record, stands))
    if stands.next is not None and stands.next_day is not None:
        words = _("next: {alarm} on {day}")
        parts.append(words.format(alarm=stands.next.label, day=_day(stands.next_day, today)))
    return _("; ").join(parts)


def differs(record: ParcelRecord, stands: Standing) -> str:
    """That the ledger has another status than follows from the dates, empty where it has not."""
    if not stands.differs or stands.status is None:
        return ""
    return _("The ledger says “{recorded}”, by the dates it is “{derived}”.").format(
        recorded=choice_label("status", record["status"]), derived=stands.status.label
    )


def ready_words(record: ParcelRecord) -> str:
    """How many utilities are connected, empty where nothing is known."""
    known = {key: record[key] for key in UTILITIES}
    if not any(known.values()):
        return ""
    return f"{ready_count(known)}/{len(UTILITIES)}"


def _fee(record: ParcelRecord, stands: Standing) -> str:
    price = record["price"]
    if price is None or stands.consequence is not Consequence.FEE:
        return ""
    return _(" ({amount})").format(amount=show_amount(idle_fee(price)))


def _day(day: date, today: date) -> str:
    return show(exact(day), year=today.year)
