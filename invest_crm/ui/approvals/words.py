"""The words and tones of approvals: states, clocks, what is due, what is missing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.approvals.state import State
from invest_crm.domain.day_line import Unit
from invest_crm.domain.departments import department_label
from invest_crm.domain.partial_date import exact, show
from invest_crm.domain.workdays import assumed_notice
from invest_crm.ui.kit.text import NOTHING
from invest_crm.words import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.approvals.reading import ApprovalLine, Due

_TONES = {
    State.NOT_BEGUN: "talk",
    State.ACCEPTED: "signed",
    State.GAP: "slow",
    State.STOPPED: "statistics",
    State.CORRECTING: "statistics",
    State.GRANTED: "production",
    State.REFUSED: "bad",
    State.ENDED: "bad",
    State.NOT_NEEDED: "talk",
}
_MATTERS = {
    "limit": N_("limit"),
    "papers": N_("missing papers"),
    "check": N_("check of the promise"),
    "start": N_("start of the works"),
}
_STOPS = {
    "correction": N_("papers to be corrected"),
    "experts": N_("expert review"),
    "notice": N_("public notice"),
    "hearing": N_("hearing"),
    "testing": N_("testing"),
}


def state_tone(state: State) -> str:
    """The tone of a state: what runs is in the colour of signed, what stands still apart."""
    return _TONES[state]


def state_words(line: ApprovalLine) -> str:
    """The state; of a stopped clock also what for, of a grant on promise that it is one."""
    stop = line.course.stop
    if line.state is State.STOPPED and stop in _STOPS:
        return _("Stopped: {reason}").format(reason=_(_STOPS[stop]))
    if line.state is State.GRANTED and line.course.check_due is not None:
        return _("Granted on promise")
    return line.state.label


def left_words(left: int, unit: Unit) -> str:
    """How many days are left or have passed, in their unit."""
    n = abs(left)
    if left == 0:
        return _("due today")
    if unit is Unit.WORK:
        if left < 0:
            return ngettext("{n} working day late", "{n} working days late", n).format(n=n)
        return ngettext("{n} working day left", "{n} working days left", n).format(n=n)
    if left < 0:
        return ngettext("{n} day late", "{n} days late", n).format(n=n)
    return ngettext("{n} day left", "{n} days left", n).format(n=n)


def due_words(due: Due) -> str:
    """What is due and how long there is still time."""
    words = left_words(due.left, due.unit)
    if due.matter == "limit":
        return words
    return _("{matter}: {left}").format(matter=_(_MATTERS[due.matter]), left=words)


def matter_words(due: Due | None) -> str:
    """What is due, in a word."""
    return "" if due is None else _(_MATTERS[due.matter])


def due_tone(due: Due | None) -> str:
    """Red when overdue or due today, amber when it is near."""
    if due is None or not due.presses:
        return ""
    return "bad" if due.left <= 0 else "slow"


def time_words(line: ApprovalLine) -> str:
    """The time column: what is due, or where the clock stands, or how long it took."""
    if line.due is not None:
        return due_words(line.due)
    clock = line.clock
    if clock is None:
        return ""
    if line.state.running:
        return _("stands still, {left}").format(left=left_words(clock.left, clock.limit.unit))
    if line.state is State.GRANTED:
        return _("took {used} of {limit}").format(used=clock.used, limit=clock.limit.label)
    return ""


def waits_words(line: ApprovalLine) -> str:
    """What it waits for, which papers are missing, or that it may begin."""
    between = pgettext("between words", ", ")
    if line.course.stop in _STOPS:
        return _(_STOPS[line.course.stop])
    if line.missing:
        names = between.join(paper.name for paper in line.missing)
        return _("missing: {papers}").format(papers=names)
    if line.waits:
        return _("after: {items}").format(items=between.join(line.waits))
    return _("may begin") if line.may_begin else ""


def holder_words(line: ApprovalLine) -> str:
    """Department and person."""
    return " ".join(filter(None, (department_label(line.department), line.person)))


def day_words(day: date | None, today: date) -> str:
    """A day in the office's words; a dash for none."""
    if day is None:
        return NOTHING
    return show(exact(day), year=today.year)


def clock_pairs(line: ApprovalLine, today: date) -> list[tuple[str, str]]:
    """The clocks of an approval in pairs of words, with what is assumed about holidays."""
    pairs: list[tuple[str, str]] = []
    for title, clock in ((_("Promised limit"), line.clock), (_("Legal limit"), line.legal)):
        if clock is None or (clock is line.clock and line.item.promise is None):
            continue
        until = _("clock stands") if clock.due is None else day_words(clock.due, today)
        said = _("{limit}, until {day}").format(limit=clock.limit.label, day=until)
        pairs.append((title, said))
    if line.clock is not None:
        pairs.append((_("Days used"), str(line.clock.used)))
    assumed = assumed_notice(line.clock.assumed_years) if line.clock is not None else ""
    return [*pairs, (_("Note on holidays"), assumed)]


def notice_text(line: ApprovalLine) -> str:
    """一次性告知: what is missing of an acceptance with gaps, by when, and what follows."""
    papers = "\n".join(
        _("- {name}, by {day}").format(name=paper.name, day=paper.promised_by)
        for paper in line.missing
    )
    return _(
        "Notice of acceptance with gaps\n\nProject: {project}\nItem: {item}\nAccepted on: {day}\n"
        "Still to be handed in as promised:\n{papers}\n"
        "If they are not handed in by then the procedure ends, and nothing is granted on promise"
        " until the credit is repaired."
    ).format(project=line.project, item=line.name, day=line.course.began, papers=papers)
