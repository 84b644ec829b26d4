"""How the statistics are told: tones, states, papers, who holds the ball, windows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.above_size import CLASSES, STANDINGS
from invest_crm.domain.departments import department_label
from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.statistics.state import State
from invest_crm.services.statistics.lists import STANDS
from invest_crm.services.statistics.projects import ProjectLine
from invest_crm.ui.kit.text import NOTHING
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.statistics.materials import Material
    from invest_crm.domain.statistics.state import Step
    from invest_crm.services.statistics.firms import FirmLine

_TONES = {
    State.NOT_BEGUN: "talk",
    State.PREPARED: "signed",
    State.HANDED: "statistics",
    State.VISITED: "statistics",
    State.RETURNED: "bad",
    State.ACCEPTED: "production",
}
_PROJECT_TONES = {
    "due": "bad",
    "in": "production",
    "unknown": "slow",
    "early": "talk",
    "below": "talk",
}
_FIRM_TONES = {
    "should": "bad",
    "watch": "slow",
    "registered": "production",
    "unreported": "signed",
    "unqualified": "signed",
    "below": "talk",
    "unknown": "talk",
    "never": "talk",
}


def state_tone(state: State) -> str:
    """The tone of a state: what came back is red, what lies with the bureau has its colour."""
    return _TONES[state]


def stands_tone(line: ProjectLine | FirmLine) -> str:
    """The tone of how a project or firm stands."""
    if isinstance(line, ProjectLine):
        return _PROJECT_TONES[line.stands]
    return _FIRM_TONES[line.standing]


def stands_words(line: ProjectLine | FirmLine) -> str:
    """How a project or firm stands."""
    if isinstance(line, ProjectLine):
        return _(STANDS[line.stands])
    return _(STANDINGS[line.standing])


def class_words(line: FirmLine) -> str:
    """The class of a firm."""
    return _(CLASSES[line.kind.id]) if line.kind else NOTHING


def planned_words(line: ProjectLine) -> str:
    """The planned total of the filing; the agreed one is marked as such."""
    if line.planned is not None:
        return show_amount(line.planned)
    if line.total is None:
        return NOTHING
    return _("{amount} (agreed)").format(amount=show_amount(line.total))


def revenue_words(line: FirmLine) -> str:
    """What was reported of the year."""
    return NOTHING if line.revenue is None else show_amount(line.revenue.amount)


def months_words(line: FirmLine) -> str:
    """Over how many months of which year."""
    if line.revenue is None:
        return ""
    months = ngettext("{n} month of {year}", "{n} months of {year}", line.revenue.months)
    return months.format(n=line.revenue.months, year=line.year)


def share_words(line: FirmLine) -> str:
    """Revenue as a share of the threshold."""
    if line.revenue is None or not line.threshold:
        return ""
    return f"{line.revenue.amount * 100 // line.threshold}%"


def missing_words(line: ProjectLine | FirmLine) -> str:
    """The required papers that are missing."""
    return pgettext("between words", ", ").join(one.label for one in line.missing)


def holder_words(line: ProjectLine | FirmLine) -> str:
    """Unit and person."""
    held = line.holder
    return " ".join(filter(None, (department_label(held.unit), held.person))) if held else ""


def held_words(line: ProjectLine | FirmLine) -> str:
    """Who holds it for how long."""
    who = holder_words(line)
    if not who or line.held is None:
        return who
    if line.held == 0:
        return _("{who}, since today").format(who=who)
    days = ngettext("{who}, for {n} day", "{who}, for {n} days", line.held)
    return days.format(who=who, n=line.held)


def window_words(line: FirmLine) -> str:
    """The window that is open, or the next one."""
    window = line.window
    if window is None:
        return NOTHING
    closes, opens = day_words(window.closes, line.seen), day_words(window.opens, line.seen)
    monthly = window.kind == "monthly"
    if window.opens > line.seen:
        words = _("monthly, {first} to {last}") if monthly else _("annual, {first} to {last}")
        return words.format(first=opens, last=closes)
    words = _("monthly, until {last}") if monthly else _("annual, until {last}")
    return words.format(last=closes)


def day_words(day: date | None, today: date) -> str:
    """A day in the office's words; a dash for none."""
    if day is None:
        return NOTHING
    return show(PartialDate(day.isoformat(), "day", day.isoformat()), year=today.year)


def material_words(line: ProjectLine | FirmLine, one: Material) -> tuple[str, str]:
    """The state of a paper and its tone: there, cannot be provided yet, missing."""
    if set(one.kinds) & line.evidence:
        return _("there"), "production"
    answer = line.answers.get(one.code)
    if answer is not None:
        return _("not yet"), "slow"
    if one.required:
        return _("missing"), "bad"
    return _("not there"), ""


def ask_words(line: ProjectLine | FirmLine, code: str) -> str:
    """When a paper that cannot be provided yet is asked for again; empty where it can."""
    answer = line.answers.get(code)
    if answer is None:
        return ""
    until = day_words(answer.ask_on, line.seen)
    again = answer.ask_on <= line.seen
    words = _("ask again, due since {day}") if again else _("ask again on {day}")
    return words.format(day=until)


def step_words(step: Step) -> str:
    """A step with its result, month, code and note."""
    parts = [step.kind.label]
    if step.passed is not None:
        parts.append(_("as described") if step.passed else _("not as described"))
    parts += [part for part in (step.month, step.code, step.note, step.by) if part]
    return " · ".join(parts)
