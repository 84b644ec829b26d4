"""What the gates say: how much is missing, what an investor answered, who confirmed a step."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from invest_crm.domain.clock import day_of
from invest_crm.domain.partial_date import exact, show
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.gates import Need
    from invest_crm.services.projects.answered import Answer
    from invest_crm.services.projects.confirming import Confirmation
    from invest_crm.services.projects.missing import Lacking


def missing_words(lacking: Lacking) -> str:
    """To reach a stage, so much is missing."""
    count = len(lacking.required)
    stage = "" if lacking.stage is None else lacking.stage.label
    if not count:
        return _("Nothing is missing for “{stage}”.").format(stage=stage)
    words = ngettext(
        "For “{stage}” {n} thing is missing:", "For “{stage}” {n} things are missing:", count
    )
    return words.format(stage=stage, n=count)


def step_words(step: Confirmation, year: int) -> str:
    """A step that waits or was refused; empty for one that was confirmed."""
    stage = step.stage.label
    if step.state == "PENDING":
        of = step.asked_of or _("a second person")
        words = _("“{stage}” was recorded by {who} on {day}; to be confirmed by {of}.")
        day = moment_day(step.asked_at, year)
        return words.format(stage=stage, who=step.asked_by, day=day, of=of)
    if step.state == "REFUSED":
        words = _("“{stage}” was refused by {who} on {day}: {reason}")
        who, day = step.decided_by, moment_day(step.decided_at, year)
        return words.format(stage=stage, who=who, day=day, reason=step.reason)
    return ""


def answer_words(answer: Answer, year: int) -> str:
    """The investor cannot provide it yet: who said so, and when to ask again."""
    words = _("The investor cannot provide it yet ({person}); ask again on {day}.")
    return words.format(person=answer.said_by, day=shown_day(answer.ask_on, year))


def answer_line(need: Need, answer: Answer, year: int) -> str:
    """The same with what it is about."""
    return _("{name}: {value}").format(name=need.label, value=answer_words(answer, year))


def moment_day(moment: str, year: int) -> str:
    """The day at the bureau of a moment of the log."""
    return shown_day(day_of(datetime.fromisoformat(moment)), year)


def shown_day(day: date, year: int) -> str:
    """A day as an office writes it in a year."""
    return show(exact(day), year=year)
