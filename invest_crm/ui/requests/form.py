"""The form of a request: what is typed, checked beside the field, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.partial_date import PartialDate, parse_date, show
from invest_crm.domain.text import firm_key
from invest_crm.ui.kit.form import Field
from invest_crm.ui.projects.form import day_check
from invest_crm.ui.records import checks
from invest_crm.ui.requests.words import title_of
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date

    from invest_crm.services.requests import RequestRecord

KEYS = ("name", "content", "kind", "received_on", "due_on", "unit", "progress_text")
"""What is typed; the state is changed by closing."""

_DATES = ("received_on", "due_on")


class Offered(Struct, frozen=True):
    """What a form needs to know: the bureau's day, and the names that lead to a firm (keys)."""

    today: date
    firms: frozenset[str]


def form_fields(offered: Offered) -> list[Field]:
    """The lines of the form, in order."""
    hint = _("e.g. 2025.8.5, 2025年8月")
    check, note = _date_check(offered.today), _date_note(offered.today)
    text = {key: Field(key, title_of(key), check=checks.plain) for key in ("kind", "unit")}
    when = {key: Field(key, title_of(key), "date", hint, check=check, note=note) for key in _DATES}
    long = {
        key: Field(key, title_of(key), "multiline", check=checks.plain)
        for key in ("content", "progress_text")
    }
    name = Field(
        "name", title_of("name"), required=True, check=checks.plain, note=_firm_note(offered.firms)
    )
    lines = {"name": name, **text, **when, **long}
    return [lines[key] for key in KEYS]


def texts_of(record: RequestRecord) -> dict[str, str]:
    """What stands in the form for a stored request."""
    return {key: _date_text(record[key]) if key in _DATES else record[key] or "" for key in KEYS}


def _date_text(when: PartialDate | None) -> str:
    return "" if when is None else when.value or when.raw


def _firm_note(firms: frozenset[str]) -> Callable[[str], tuple[str, bool]]:
    """Below the name: whether it leads to a firm of the list."""

    def note(text: str) -> tuple[str, bool]:
        if not text.strip():
            return "", False
        if firm_key(text) in firms:
            return _("Linked to the firm of this name."), False
        return _("No firm of this name in the list; kept as written."), True

    return note


def _date_check(today: date) -> Callable[[str], tuple[Any, str]]:
    """A validator of dates before or after today: a day, a month, a quarter."""
    day = day_check(today)

    def check(text: str) -> tuple[Any, str]:
        if not text.strip():
            return None, ""
        whole, problem = day(text)
        if not problem:
            return PartialDate(whole.isoformat(), "day", text.strip()), ""
        reading = parse_date(text, year=today.year)
        if reading.problem or reading.date is None or not reading.date.value:
            return None, _("Not a date. Write 2025.8.5 or 2025年8月.")
        return reading.date, ""

    return check


def _date_note(today: date) -> Callable[[str], tuple[str, bool]]:
    """Below a date that is not written out: which one it means."""
    check = _date_check(today)

    def note(text: str) -> tuple[str, bool]:
        when, problem = check(text)
        if problem or when is None or text.strip() == when.value:
            return "", False
        return f"= {show(when)}", False

    return note
