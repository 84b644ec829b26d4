"""The words of monthly money: amounts, months, states, warnings."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from invest_crm.domain.money import fen_to_wan_text
from invest_crm.domain.month_warnings import Kind
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.ui.kit.text import NOTHING
from invest_crm.words import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from invest_crm.domain.month_warnings import Warned

LABELS = {
    "name": N_("Project"),
    "lead_unit": N_("Responsible unit"),
    "month": N_("Month"),
    "state": N_("State"),
    "completed_month": N_("Invested in the month"),
    "completed_more": N_("Correction of invested"),
    "completed_year": N_("Invested this year"),
    "completed_total": N_("Invested in all"),
    "funds_month": N_("Funds in the month"),
    "funds_more": N_("Correction of funds"),
    "funds_year": N_("Funds this year"),
    "funds_total": N_("Funds in all"),
    "warned": N_("Warnings"),
    "progress_text": N_("Visible progress"),
    "problem_text": N_("Problems"),
    "plan_text": N_("Next steps"),
    "filled_by": N_("Filled in by"),
    "checked_by": N_("Checked by"),
}
_SHORT = {
    Kind.FUNDS_OVER: N_("funds over total"),
    Kind.COMPLETED_OVER: N_("over 1.1 times the total"),
    Kind.DECREASE: N_("decrease"),
    Kind.UNCHANGED: N_("3 months unchanged"),
    Kind.ZERO: N_("2 months of zero"),
    Kind.BEFORE_START: N_("before the start"),
}


def title_of(key: str) -> str:
    """The heading of a column."""
    return _(LABELS[key])


def wan(fen: int | None) -> str:
    """万元 to the last digit that was reported."""
    return NOTHING if fen is None else f"{Decimal(fen_to_wan_text(fen)):,f}"


def signed_wan(fen: int | None) -> str:
    """The same of a difference: what is more has a plus."""
    if fen is None:
        return NOTHING
    text = wan(abs(fen))
    return f"+{text}" if fen > 0 else f"−{text}" if fen < 0 else text


def month_words(month: str) -> str:
    """2025年8月."""
    return show(PartialDate(month, "month", month))


def day_words(day: date, today: date) -> str:
    """A day, its year left out where it is this year's."""
    return show(PartialDate(day.isoformat(), "day", day.isoformat()), year=today.year)


def state_words(values: Mapping[str, Any]) -> tuple[str, str]:
    """How a month stands, and its tone."""
    if values["state"] == "reported":
        return (_("reported, closed") if values["closed"] else _("reported")), "production"
    if values["late"]:
        n = values["late"]
        return ngettext("{n} day late", "{n} days late", n).format(n=n), "bad"
    if values["state"] == "missing":
        return _("not reported"), "slow"
    return _("owes none"), "talk"


def short_warnings(warned: Iterable[Warned]) -> list[str]:
    """Each kind of warning once, in a few words."""
    return [_(_SHORT[kind]) for kind in dict.fromkeys(one.kind for one in warned)]


def warning_words(one: Warned) -> str:
    """A warning as a sentence with the months and amounts it comes from."""
    months = pgettext("between words", ", ").join(map(month_words, one.months))
    about = one.subject.label if one.subject is not None else ""
    amount, limit = wan(one.amount), wan(one.limit)
    if one.kind in (Kind.FUNDS_OVER, Kind.COMPLETED_OVER):
        return _("{about} {amount} by {month}, total investment {limit} (10,000 yuan).").format(
            about=about, amount=amount, limit=limit, month=months
        )
    if one.kind is Kind.DECREASE and one.limit is not None:
        return _("{about}: a ledger states {amount}, the one before {limit} ({months}).").format(
            about=about, amount=amount, limit=limit, months=months
        )
    if one.kind is Kind.DECREASE:
        return _("{about}: {amount} in {months}, less than nothing.").format(
            about=about, amount=amount, months=months
        )
    if one.kind is Kind.UNCHANGED:
        return _("Neither funds nor completed investment moved: {months}.").format(months=months)
    if one.kind is Kind.ZERO:
        return _("Started, and nothing was completed: {months}.").format(months=months)
    return _("{amount} completed before the works began: {months}.").format(
        amount=amount, months=months
    )
