"""What was understood of a quick line, as chips: each shows a part and offers to correct it.

Pure: ``services.quick_entry.Understood`` in, words and choices out.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.interactions import InteractionKind
from invest_crm.domain.months import month_end
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.quick_entry import FIRM, HELD, KIND, NEXT, PERSON, Corrections
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.quick_entry import Understood

_ONE, _THREE, _SEVEN = timedelta(days=1), timedelta(days=3), timedelta(days=7)


class ChipSpec(Struct, frozen=True):
    """One chip. ``presumed``: nobody said so. ``missing``: must be chosen.

    ``choices`` are (words, what is then decided); ``without`` what its cross decides (None: no
    cross).
    """

    id: str
    words: str
    presumed: bool = False
    missing: bool = False
    choices: tuple[tuple[str, Corrections], ...] = ()
    without: Corrections | None = None


def chips_of(
    found: Understood, given: Corrections, today: date, people: Sequence[str] = ()
) -> list[ChipSpec]:
    """The chips of a line that has words, in the order in which a sentence would say them."""
    chips = []
    if not found.entry.only_task:
        chips += [_held(found, given, today), _kind(found, given)]
    chips += _subjects(found, given)
    chips += [_person(name, given, ours=True) for name in found.ours]
    chips += [_person(name, given, ours=False) for name in found.theirs]
    if found.has_next:
        chips += [_next(found, given, today), _assignee(found, given, people)]
    return chips


def _held(found: Understood, given: Corrections, today: date) -> ChipSpec:
    said = given.held is not None or found.entry.held is not None
    days = (
        (_("Today"), today),
        (_("Yesterday"), today - _ONE),
        (_("The day before yesterday"), today - 2 * _ONE),
    )
    return ChipSpec(
        HELD,
        show(found.held, year=today.year) if said else _("today (no day said)"),
        presumed=not said,
        choices=tuple(
            (words, replace(given, held=PartialDate(day.isoformat(), "day", words)))
            for words, day in days
        ),
        without=_less(given, HELD, held=None) if said else None,
    )


def _kind(found: Understood, given: Corrections) -> ChipSpec:
    said = given.kind is not None or found.entry.kind is not None
    return ChipSpec(
        KIND,
        found.kind.label if said else _("{kind} (not said)").format(kind=found.kind.label),
        presumed=not said,
        choices=tuple((kind.label, replace(given, kind=kind)) for kind in InteractionKind),
        without=_less(given, KIND, kind=None) if said else None,
    )


def _subjects(found: Understood, given: Corrections) -> list[ChipSpec]:
    known = [item for item in (found.firm, found.project) if item is not None]
    chips = [
        ChipSpec(
            item.kind,
            item.name,
            without=_less(
                given,
                item.kind,
                subjects=tuple(other for other in given.subjects if other.kind != item.kind),
            )
            if len(known) > 1
            else None,
        )
        for item in known
    ]
    chips += [
        ChipSpec(
            f"{item.kind}:{item.id}",
            _("{name}?").format(name=item.name),
            missing=True,
            choices=((item.name, replace(given, subjects=(*given.subjects, item))),),
        )
        for item in found.unsure
    ]
    if not chips:
        chips.append(ChipSpec(FIRM, _("which firm or project?"), missing=True))
    return chips


def _person(name: str, given: Corrections, *, ours: bool) -> ChipSpec:
    other = {name}
    moved = (
        replace(given, theirs=given.theirs | other, ours=given.ours - other)
        if ours
        else replace(given, ours=given.ours | other, theirs=given.theirs - other)
    )
    words = _("{name} (their side)").format(name=name)
    return ChipSpec(
        f"{PERSON}:{name}",
        name if ours else words,
        choices=((words if ours else _("{name} (our side)").format(name=name), moved),),
        without=_less(given, f"{PERSON}:{name}"),
    )


def _next(found: Understood, given: Corrections, today: date) -> ChipSpec:
    due = found.due
    when = _("no due day") if due is None else show(_whole(due), year=today.year)
    friday = today + timedelta(days=11 - today.weekday())
    days = (
        (_("Tomorrow"), today + _ONE),
        (_("In 3 days"), today + _THREE),
        (_("In a week"), today + _SEVEN),
        (_("Friday next week"), friday),
        (_("End of the month"), month_end(today.year, today.month)),
    )
    return ChipSpec(
        NEXT,
        _("Next: {task}, {date}").format(task=found.next_text, date=when),
        choices=tuple((words, replace(given, due=day)) for words, day in days),
        without=_less(given, NEXT, due=None),
    )


def _assignee(found: Understood, given: Corrections, people: Sequence[str]) -> ChipSpec:
    said = bool(given.assignee or found.entry.assignee)
    others = [name for name in dict.fromkeys((*found.ours, *people)) if name != found.assignee]
    return ChipSpec(
        "assignee",
        _("done by {name}").format(name=found.assignee),
        presumed=not said,
        choices=tuple((name, replace(given, assignee=name)) for name in others),
    )


def _less(given: Corrections, what: str, **changes: object) -> Corrections:
    """The same without one part of the line."""
    return replace(given, without=given.without | {what}, **changes)  # type: ignore[arg-type]


def _whole(day: date) -> PartialDate:
    return PartialDate(day.isoformat(), "day", "")
