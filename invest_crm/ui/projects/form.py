"""The form of a project: what is typed, checked beside the field, and what it means."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.area import parse_area, sqdm_to_mu_text
from invest_crm.domain.flags import parse_flag
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.domain.partial_date import PartialDate, parse_date, show
from invest_crm.domain.project_fields import BY_KEY, SITE_MODES
from invest_crm.domain.project_fields import Field as Declared
from invest_crm.domain.stages import AgreementType
from invest_crm.ui.industry import industry_note, industry_value
from invest_crm.ui.kit.form import Field
from invest_crm.ui.records import checks
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from invest_crm.domain.people import ContactReading
    from invest_crm.services.projects.records import ProjectRecord

KEYS = (
    "name", "investor", "chain", "node", "total_investment", "fixed_investment", "external_funds",
    "year_plan", "funds_in_place", "funds_origin", "agreement_type", "signed_on", "registered_on",
    "filed_on", "land_on", "permit_on", "start_by", "started_on", "in_stats_on", "complete_by",
    "completed_on",
    "in_production_on", "in_size_on", "site_mode", "land_mu", "township", "park", "leader",
    "lead_unit", "task_force", "contact_unit", "contacts", "industry", "project_code", "stat_code",
    "content", "progress_text", "problem_text", "remark",
)  # fmt: skip

_DAYS_AGO = {"今天": 0, "今日": 0, "昨天": 1, "昨日": 1, "前天": 2}


class Choices(Struct, frozen=True):
    """The lists a form offers: chains and the leaves of each, as (id, words)."""

    chains: tuple[tuple[str, str], ...]
    nodes: tuple[tuple[str, str], ...]


def form_fields(
    choices: Choices, today: date, people: Sequence[ContactReading] = ()
) -> list[Field]:
    """The lines of the form, in order; ``people``: the stored contacts, whose phones are masked."""
    check = checks.people(people)
    return [
        replace(_field(BY_KEY[key], choices, today), check=check)
        if key == "contacts"
        else _field(BY_KEY[key], choices, today)
        for key in KEYS
    ]


def texts_of(record: ProjectRecord) -> dict[str, str]:
    """What stands in the form for a stored project."""
    return {key: _text(BY_KEY[key], record[key]) for key in KEYS}


def _field(declared: Declared, choices: Choices, today: date) -> Field:
    key = declared.key
    none = ("", "—")
    if key == "chain":
        return Field(
            key, declared.label, "choice", choices=(none, *choices.chains), check=checks.plain
        )
    if key == "node":
        return Field(
            key, declared.label, "choice", choices=(none, *choices.nodes), check=checks.plain
        )
    if key == "site_mode":
        modes = tuple((code, _(words)) for code, words in SITE_MODES.items())
        return Field(key, declared.label, "choice", choices=(none, *modes), check=checks.plain)
    if key == "agreement_type":
        types = tuple((item.value, item.label) for item in AgreementType)
        return Field(key, declared.label, "choice", choices=(none, *types), check=checks.plain)
    if key == "industry":
        hint = _("code or name, e.g. 1351")
        check = _industry
        return Field(key, declared.label, hint=hint, check=check, note=industry_note)
    if declared.kind == "money":
        return Field(
            key,
            declared.label,
            "money",
            hint=_("e.g. 1.2亿, 8000"),
            unit=_("10,000 yuan"),
            check=checks.money,
            note=checks.money_note,
        )
    if declared.kind == "area":
        return Field(key, declared.label, unit=_("mu"), check=_area)
    if declared.kind in {"date", "deadline"}:
        return _date_field(declared, today)
    if declared.kind == "contacts":
        hint = _("one person a line: name (post) phone")
        return Field(key, declared.label, "multiline", hint=hint)
    kind = "multiline" if declared.kind == "long" else "text"
    return Field(key, declared.label, kind, required=key == "name", check=checks.plain)  # type: ignore[arg-type]


def _date_field(declared: Declared, today: date) -> Field:
    """A milestone has happened; a deadline may be still to come."""
    key, title = declared.key, declared.label
    if declared.kind == "deadline":
        hint = _("e.g. 2026.6.30, 2026年6月")
        return Field(key, title, "date", hint, check=deadline_check(today))
    hint = _("e.g. 2025.8.5, 2025年8月, 是")
    return Field(key, title, "date", hint, check=date_check(today), note=_date_note(today))


def _text(declared: Declared, value: Any) -> str:
    if declared.kind == "contacts":
        return checks.people_text(value)
    if value is None:
        return ""
    if declared.kind == "money":
        return fen_to_wan_text(value)
    if declared.kind == "area":
        return sqdm_to_mu_text(value)
    if declared.kind in {"date", "deadline"}:
        return str(value.value or value.raw)
    return str(value)


def _industry(text: str) -> tuple[Any, str]:
    return industry_value(text), ""


def _area(text: str) -> tuple[Any, str]:
    reading = parse_area(text, "亩")
    if reading.problem:
        return None, _("Not an area. Write 80 or 80亩.")
    return reading.sqdm, ""


def date_check(today: date) -> Callable[[str], tuple[Any, str]]:
    """A validator of dates: a day, a month, a quarter, or simply 是."""

    def check(text: str) -> tuple[Any, str]:
        if not text.strip():
            return None, ""
        if text.strip() in _DAYS_AGO:
            day = (today - timedelta(days=_DAYS_AGO[text.strip()])).isoformat()
            return PartialDate(day, "day", text.strip()), ""
        word = parse_flag(text, year=today.year)
        if word.date is None and word.value is not None and word.problem is None:
            raw, limit = text.strip(), today.isoformat()
            return (PartialDate(None, "unknown", raw, not_after=limit) if word.value else None), ""
        reading = parse_date(text, year=today.year)
        if reading.date is None or reading.problem or not reading.date.value:
            return None, _("Not a date. Write 2025.8.5, 2025年8月 or 是.")
        first = reading.date.first_day()
        if first is not None and first > today:
            return None, _("This day is still to come; a milestone has happened.")
        return reading.date, ""

    return check


def deadline_check(today: date) -> Callable[[str], tuple[Any, str]]:
    """A validator of days that were set: before or after today, a day, a month, a quarter."""

    def check(text: str) -> tuple[Any, str]:
        if not text.strip():
            return None, ""
        reading = parse_date(text, year=today.year)
        if reading.date is None or reading.problem or not reading.date.value:
            return None, _("Not a date. Write 2025.8.5 or 2025年8月.")
        return reading.date, ""

    return check


def day_check(today: date) -> Callable[[str], tuple[Any, str]]:
    """A validator of single days, before or after today: 2025.8.5, 今天."""

    def check(text: str) -> tuple[Any, str]:
        if text.strip() in _DAYS_AGO:
            return today - timedelta(days=_DAYS_AGO[text.strip()]), ""
        reading = parse_date(text, year=today.year)
        when = reading.date
        if reading.problem or when is None or when.value is None or when.precision != "day":
            return None, _("Not a day. Write 2025.8.5 or 今天.")
        return when.first_day(), ""

    return check


def _date_note(today: date) -> Callable[[str], tuple[str, bool]]:
    """Below a date that is not written out: which day, month or part of a year it means."""
    check = date_check(today)

    def note(text: str) -> tuple[str, bool]:
        when, problem = check(text)
        if problem:
            return "", False
        if when is None:
            return _("Not reached."), False
        if when.value is None:
            return _("Reached, the day is not known."), False
        return ("" if text.strip() == when.value else f"= {show(when)}"), False

    return note
