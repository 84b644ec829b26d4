"""The form of a parcel or plant: what is typed, checked beside the field, and what it means."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.area import parse_area, sqdm_to_mu_text
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.domain.parcel_fields import BY_KEY, CHOICES, DISPOSALS, measure_text
from invest_crm.domain.parcel_reading import parse_measure
from invest_crm.domain.partial_date import PartialDate, parse_date, show
from invest_crm.domain.utilities import UTILITIES, parse_utility
from invest_crm.ui.kit.form import Field
from invest_crm.ui.land.words import unit_of
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from invest_crm.domain.parcel_fields import Field as Declared
    from invest_crm.services.parcels import ParcelRecord

KEYS = (
    "kind", "number", "name", "status", "area_mu", "floor_area", "use", "township", "park",
    "place", "holder", "available_on", "intent", "unit", *UTILITIES, "height", "load", "crane",
    "rent", "conditions", "approval_no", "approved_on", "supplied_mu", "supplied_on",
    "unsupplied_reason", "contract_no", "price", "agreed_start_on", "agreed_end_on",
    "start_confirmed_on", "government_caused", "built_percent", "invested_percent", "stopped_on",
    "recognised_on", "basis", "disposal", "due_on", "progress_text", "remark",
)  # fmt: skip
_AHEAD = frozenset({"agreed_start_on", "agreed_end_on", "available_on", "due_on"})
_YES, _NO = "yes", "no"


class Offered(Struct, frozen=True):
    """What a form needs to know: the bureau's day."""

    today: date


def form_fields(offered: Offered) -> list[Field]:
    """The lines of the form, in order."""
    return [_field(BY_KEY[key], offered.today) for key in KEYS]


def keys_of(kind: str) -> tuple[str, ...]:
    """What is asked of land, or of a plant."""
    return tuple(key for key in KEYS if BY_KEY[key].of in (None, kind))


def texts_of(record: ParcelRecord) -> dict[str, str]:
    """What stands in the form for a stored parcel."""
    return {key: _text(BY_KEY[key], record[key]) for key in KEYS}


def _field(declared: Declared, today: date) -> Field:
    key, title = declared.key, declared.label
    if key in CHOICES:
        none = () if key == "kind" else (("", "—"),)
        words = tuple((one.value, one.label) for one in CHOICES[key])
        return Field(key, title, "choice", choices=(*none, *words), check=checks.plain)
    if declared.kind == "flag":
        said = ((_NO, _("no")), (_YES, _("yes")))
        return Field(key, title, "choice", choices=said, check=_yes)
    if declared.kind == "date":
        check = date_check(today, ahead=key in _AHEAD)
        hint = _("e.g. 2025.8.5, 2025年8月")
        return Field(key, title, "date", hint, check=check, note=_note(check))
    if declared.kind == "money":
        unit, hint = unit_of(declared), _("e.g. 1.2亿, 8000")
        return Field(key, title, "money", hint, unit, check=checks.money, note=checks.money_note)
    if declared.kind == "area":
        return Field(key, title, unit=unit_of(declared), check=_area)
    if declared.kind == "measure":
        return Field(key, title, unit=unit_of(declared), check=partial(_measure, declared))
    if declared.kind == "utility":
        return Field(key, title, hint=_("e.g. 已通 10MVA; 在建, 2026.12; 未通"), check=_utility)
    kind = "multiline" if declared.kind == "long" else "text"
    hint = _(", ").join(DISPOSALS) if key == "disposal" else ""
    return Field(key, title, kind, hint, required=key == "name", check=checks.plain)  # type: ignore[arg-type]  # one of the literals


def _text(declared: Declared, value: Any) -> str:
    if declared.kind == "flag":
        return _YES if value else _NO
    if value is None:
        return ""
    if declared.kind == "area":
        return sqdm_to_mu_text(value)
    if declared.kind == "money":
        return fen_to_wan_text(value)
    if declared.kind == "measure":
        return measure_text(declared, value)
    if declared.kind == "date":
        return str(value.value or value.raw)
    return str(value.shown if declared.kind == "utility" else value)


def _yes(text: str) -> tuple[Any, str]:
    return text == _YES, ""


def _area(text: str) -> tuple[Any, str]:
    reading = parse_area(text, "亩")
    if reading.problem:
        return None, _("Not an area. Write 80 or 80亩.")
    return reading.sqdm, ""


def _measure(declared: Declared, text: str) -> tuple[Any, str]:
    value, readable = parse_measure(declared, text)
    if not readable:
        return None, _("Not a number. Write it in {unit}, e.g. 8.5.").format(unit=unit_of(declared))
    return value, ""


def _utility(text: str) -> tuple[Any, str]:
    value, readable = parse_utility(text)
    if not readable:
        return None, _("Write 已通, 在建 or 未通, then capacity and day if known.")
    return value, ""


def date_check(today: date, *, ahead: bool) -> Callable[[str], tuple[Any, str]]:
    """A validator of dates: a day, a month, a quarter; after today only where ``ahead``."""
    day = day_check(today)

    def check(text: str) -> tuple[Any, str]:
        if not text.strip():
            return None, ""
        whole, problem = day(text)
        if problem:
            reading = parse_date(text, year=today.year)
            if reading.problem or reading.date is None or not reading.date.value:
                return None, _("Not a date. Write 2025.8.5 or 2025年8月.")
            when = reading.date
        else:
            when = PartialDate(whole.isoformat(), "day", text.strip())
        first = when.first_day()
        if not ahead and first is not None and first > today:
            return None, _("This day is still to come.")
        return when, ""

    return check


def _note(check: Callable[[str], tuple[Any, str]]) -> Callable[[str], tuple[str, bool]]:
    """Below a date that is not written out: which one it means."""

    def note(text: str) -> tuple[str, bool]:
        when, problem = check(text)
        if problem or when is None or text.strip() == when.value:
            return "", False
        return f"= {show(when)}", False

    return note
