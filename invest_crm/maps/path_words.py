"""What a part of the whole path says beside its name. Shared by window and paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.partial_date import show
from invest_crm.domain.whole_path import Standing
from invest_crm.maps.wall_words import day_words
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.whole_path import Part, WholePath


def when_words(part: Part, today: date) -> str:
    """When it was reached; by when it has to be, and how long somebody has held it."""
    if part.standing is Standing.DONE:
        dated = part.on is not None and part.on.value
        return part.said or (show(part.on, year=today.year) if dated else "")
    said = [part.said] if part.said else []
    if part.due is not None:
        said.append(due_words(part.due, today))
    if part.held:
        said.append(
            ngettext("for {n} working day", "for {n} working days", part.held).format(n=part.held)
        )
    return join(*said)


def due_words(due: date, today: date) -> str:
    """By when, or for how many days it has been overdue."""
    late = (today - due).days
    if late > 0:
        return ngettext("overdue for {n} day", "overdue for {n} days", late).format(n=late)
    return _("by {day}").format(day=day_words(due, today))


def join(*words: str) -> str:
    """What there is of them, on one line."""
    return " · ".join(word for word in words if word)


def part_tip(part: Part, lane: str, today: date) -> str:
    """Everything about a part on three lines."""
    head = join(lane, part.standing.label)
    said = join(part.holder, when_words(part, today))
    return "\n".join(line for line in (part.label, head, said) if line)


def summary(path: WholePath) -> str:
    """How many parts stand how: 12 done, 3 doing, 1 late."""
    found = ((standing, path.count(standing)) for standing in Standing)
    said = (f"{standing.label} {count}" for standing, count in found if count)
    return _(", ").join(said)
