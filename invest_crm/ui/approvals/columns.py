"""The columns of the list of approvals, and an approval as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invest_crm.domain.approvals.state import State
from invest_crm.domain.departments import department_label
from invest_crm.ui import theme
from invest_crm.ui.approvals.words import (
    day_words,
    due_tone,
    matter_words,
    state_tone,
    time_words,
    waits_words,
)
from invest_crm.ui.kit.chip import chip_width
from invest_crm.ui.kit.grid.delegate import PAD
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.approvals.grid import ListRow

_HEADS: Final = {
    "project": (N_("Project"), 172, "text"),
    "name": (N_("Approval"), 150, "text"),
    "state": (N_("State"), 104, "chip"),
    "left": (N_("Time left"), 168, "text"),
    "department": (N_("Handled by"), 122, "text"),
    "due_on": (N_("Due day"), 112, "date"),
    "person": (N_("Person"), 76, "text"),
    "held": (N_("Held, working days"), 92, "number"),
    "began_on": (N_("Accepted on"), 112, "date"),
    "waits": (N_("Waits for, missing"), 210, "text"),
    "stage": (N_("Stage"), 130, "text"),
}
_HIDDEN: Final = {
    "agent": (N_("Agent of the bureau"), 96, "text"),
    "unit": (N_("Unit in charge"), 120, "text"),
    "due_what": (N_("What is due"), 110, "text"),
    "since_on": (N_("In this state since"), 112, "date"),
    "decided_on": (N_("Decided on"), 112, "date"),
    "limit_on": (N_("Limit ends on"), 112, "date"),
    "legal_on": (N_("Legal limit ends on"), 112, "date"),
    "missing": (N_("Papers missing"), 84, "number"),
    "title": (N_("Title of its own"), 140, "text"),
    "note": (N_("Note"), 180, "text"),
}
KEYS: Final = (*_HEADS, *_HIDDEN)
SUMMED: Final = frozenset({"held", "missing"})


def approval_columns() -> tuple[Column, ...]:
    """The columns in their usual order; the first ones are shown."""
    return tuple(
        Column(
            key,
            _(title),
            width=max(width, heading_width(_(title), ""), _chips(key)),
            kind=kind,  # type: ignore[arg-type]  # one of the literals
            frozen=key == "project",
            visible=key in _HEADS,
        )
        for key, (title, width, kind) in {**_HEADS, **_HIDDEN}.items()
    )


def approval_cells(row: ListRow) -> tuple[Cell | str, ...]:
    """An approval in the order of the columns."""
    line, course = row.line, row.line.course
    limit = line.clock.due if line.clock is not None else None
    legal = line.legal.due if line.legal is not None else None
    made: dict[str, Cell | str] = {
        "project": line.project,
        "name": line.name,
        "state": Cell(line.state.label, state_tone(line.state)),
        "left": Cell(time_words(line), due_tone(line.due)),
        "department": department_label(line.department),
        "due_on": _day(line.due.day if line.due else None, line.seen),
        "person": line.person,
        "held": "" if line.held is None else str(line.held),
        "began_on": _day(course.began, line.seen),
        "waits": waits_words(line),
        "stage": line.stage.label,
        "agent": row.agent,
        "unit": row.unit,
        "due_what": matter_words(line.due),
        "since_on": _day(course.since, line.seen),
        "decided_on": _day(course.decided, line.seen),
        "limit_on": _day(limit, line.seen),
        "legal_on": _day(legal, line.seen),
        "missing": str(len(line.missing)) if line.missing else "",
        "title": row.title,
        "note": row.note,
    }
    return tuple(made[key] for key in KEYS)


def _day(day: date | None, today: date) -> str:
    return "" if day is None else day_words(day, today)


def _chips(key: str) -> int:
    """The room the longest state needs, px at text scale 1."""
    if key != "state":
        return 0
    widest = max(chip_width(state.label) for state in State)
    return round(widest / theme.current().text_scale) + 2 * PAD
