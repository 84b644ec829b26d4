"""The words and tones of reviews."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.reviews import Outcome, Verdict
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.reviews.sheets import ConditionLine, OpinionLine, Sheet

VERDICT_TONES: Final = {
    Verdict.AGREE: "production",
    Verdict.CONDITION: "slow",
    Verdict.REFUSE: "bad",
}
OUTCOME_TONES: Final = {
    Outcome.OPEN: "signed",
    Outcome.PASSED: "production",
    Outcome.CONDITIONAL: "slow",
    Outcome.REFUSED: "bad",
}


def day_words(day: date | None, today: date) -> str:
    """A day in the office's words, empty for none."""
    if day is None:
        return ""
    return show(PartialDate(day.isoformat(), "day", day.isoformat()), year=today.year)


def sheet_words(sheet: Sheet) -> str:
    """How many departments have answered."""
    given = len(sheet.opinions) - len(sheet.awaited)
    return _("{given} of {all} opinions").format(given=given, all=len(sheet.opinions))


def meeting_words(sheet: Sheet, today: date) -> str:
    """Who convened it, when it was asked for and held."""
    parts = [
        _("asked on {day}").format(day=day_words(sheet.asked, today)),
        _("meeting on {day}").format(day=day_words(sheet.held, today)) if sheet.held else "",
        _("convened by {name}").format(name=sheet.convened_by) if sheet.convened_by else "",
    ]
    return pgettext("between words", ", ").join(filter(None, parts))


def waits_words(line: OpinionLine) -> str:
    """How long an opinion has been awaited."""
    n = line.waits or 0
    return ngettext("{n} working day", "{n} working days", n).format(n=n)


def signed_words(line: OpinionLine, today: date) -> str:
    """Who answered when."""
    return " ".join(filter(None, (line.person, day_words(line.answered, today))))


def condition_words(held: ConditionLine, today: date) -> str:
    """A condition with who meets it by when."""
    who = [held.owner, day_words(held.due, today)]
    said = pgettext("between words", ", ").join(filter(None, who))
    return _("{text} ({who})").format(text=held.text, who=said) if said else held.text
