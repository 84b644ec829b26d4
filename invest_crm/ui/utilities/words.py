"""The words of utilities: amounts with units, months, how an application stands."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.utility_cases import CaseState
from invest_crm.domain.utility_needs import BY_KEY, shown_amount
from invest_crm.ui.money.words import day_words, month_words
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from typing import Any

    from invest_crm.domain.utility_balance import Outlook
    from invest_crm.domain.utility_needs import Supply
    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.utilities.needs import NeedPhase

TONES = {
    CaseState.RUNNING: "signed",
    CaseState.STOPPED: "slow",
    CaseState.CONNECTED: "production",
    CaseState.WITHDRAWN: "talk",
}


def with_unit(utility: Supply, amount: int) -> str:
    """An amount with its unit."""
    return f"{shown_amount(amount)} {utility.unit}"


def park_words(park: str) -> str:
    """A park, or that none is named."""
    return park or _("no park named")


def time_words(line: CaseLine) -> tuple[str, str]:
    """How long there is still time, and the tone of it."""
    clock = line.clock
    if clock is None:
        return "", ""
    if line.course.state is CaseState.CONNECTED:
        n = clock.used
        return ngettext("took {n} working day", "took {n} working days", n).format(n=n), ""
    if line.course.state is CaseState.STOPPED:
        n = clock.left
        words = ngettext("stands still, {n} working day left",
                         "stands still, {n} working days left", n)  # fmt: skip
        return words.format(n=n), "slow"
    if clock.left < 0:
        n = -clock.left
        return ngettext("{n} working day late", "{n} working days late", n).format(n=n), "bad"
    n = clock.left
    words = ngettext("{n} working day left", "{n} working days left", n)
    return words.format(n=n), "slow" if n <= 1 else ""


def phase_words(phase: NeedPhase) -> str:
    """From when to when a phase is needed."""
    if not phase.first:
        return _("month not known")
    first = month_words(phase.first)
    if not phase.last:
        return _("from {month}").format(month=first)
    return _("{first} to {last}").format(first=first, last=month_words(phase.last))


def value_words(key: str, value: Any) -> str:
    """A value of the sheet with its unit."""
    field = BY_KEY[key]
    if not field.number:
        return f"{value} {field.unit}".strip()
    return f"{shown_amount(value)} {field.unit}"


def sheet_words(values: Mapping[str, Any]) -> str:
    """The values of a phase, one after the other."""
    parts = [
        _("{title} {value}").format(title=BY_KEY[key].label, value=value_words(key, values[key]))
        for key in BY_KEY
        if key in values
    ]
    return pgettext("between words", ", ").join(parts)


def outlook_words(one: Outlook) -> str:
    """What an outlook comes to, in a few words."""
    short = one.short
    if short is not None:
        return _("short by {amount} from {month}").format(
            amount=with_unit(one.utility, short.demand - (short.capacity or 0)),
            month=month_words(short.month),
        )
    if all(month.capacity is None for month in one.months):
        return _("capacity not known")
    left = min(month.left for month in one.months if month.left is not None)
    return _("enough, {amount} left").format(amount=with_unit(one.utility, left))


def due_words(line: CaseLine, today: date) -> str:
    """The day by which it is promised."""
    due = line.clock.due if line.clock is not None else None
    return "" if due is None else day_words(due, today)
