"""The columns of the two lists of the statistics, and their lines as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from invest_crm.domain.above_size import STANDINGS
from invest_crm.domain.departments import department_label
from invest_crm.domain.money import show_amount
from invest_crm.domain.statistics.state import State
from invest_crm.services.statistics.lists import STANDS
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import chip_width
from invest_crm.ui.kit.grid.delegate import PAD
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.ui.statistics.words import (
    class_words,
    day_words,
    missing_words,
    months_words,
    planned_words,
    revenue_words,
    share_words,
    stands_tone,
    stands_words,
    state_tone,
    window_words,
)
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from decimal import Decimal

    from invest_crm.services.statistics.firms import FirmLine
    from invest_crm.services.statistics.projects import ProjectLine

Heads = dict[str, tuple[str, int, str]]

_PROJECTS: Final[Heads] = {
    "name": (N_("Project"), 210, "text"),
    "stands": (N_("Standing"), 104, "chip"),
    "state": (N_("Application"), 120, "chip"),
    "missing": (N_("Missing papers"), 190, "text"),
    "holder": (N_("Now with"), 120, "text"),
    "person": (N_("Person"), 76, "text"),
    "held": (N_("Days held"), 84, "number"),
    "days": (N_("Days since the start"), 92, "number"),
    "planned": (N_("Planned total"), 130, "money"),
    "round": (N_("Next hand-over"), 104, "date"),
    "started": (N_("Started on"), 96, "date"),
    "kind": (N_("Kind"), 130, "text"),
    "month": (N_("Month of entry"), 96, "date"),
    "code": (N_("Statistical code"), 130, "text"),
    "reason": (N_("Returned because"), 180, "text"),
}
_MORE_OF_PROJECTS: Final[Heads] = {
    "lacking": (N_("Papers missing"), 84, "number"),
    "unit": (N_("Unit in charge"), 120, "text"),
    "investor": (N_("Investor"), 180, "text"),
}
_FIRMS: Final[Heads] = {
    "name": (N_("Firm"), 210, "text"),
    "stands": (N_("Standing"), 120, "chip"),
    "revenue": (N_("Revenue reported"), 136, "number"),
    "months": (N_("Months covered"), 140, "text"),
    "share": (N_("Of the threshold"), 84, "number"),
    "state": (N_("Application"), 120, "chip"),
    "missing": (N_("Missing papers"), 180, "text"),
    "holder": (N_("Now with"), 120, "text"),
    "person": (N_("Person"), 76, "text"),
    "held": (N_("Days held"), 84, "number"),
    "window": (N_("Window"), 160, "text"),
    "class": (N_("Class"), 150, "text"),
    "days": (N_("Days above"), 84, "number"),
    "reason": (N_("Returned because"), 180, "text"),
    "credit": (N_("Credit code"), 168, "text"),
}
_MORE_OF_FIRMS: Final[Heads] = {
    "lacking": (N_("Papers missing"), 84, "number"),
    "unit": (N_("Unit in charge"), 120, "text"),
}
SUMMED: Final = frozenset({"planned", "held", "days", "lacking"})
"""Columns whose numbers are told of a selection. Revenue of several firms is not added up."""


def project_columns() -> tuple[Column, ...]:
    """The columns of the list of projects; the first ones are shown."""
    return _columns(_PROJECTS, _MORE_OF_PROJECTS, STANDS.values())


def firm_columns() -> tuple[Column, ...]:
    """The columns of the list of firms; the first ones are shown."""
    return _columns(_FIRMS, _MORE_OF_FIRMS, STANDINGS.values())


def project_cells(line: ProjectLine) -> tuple[Cell | str, ...]:
    """A project in the order of the columns."""
    seen = line.seen
    made = {
        **_common(line),
        "days": _number(line.days),
        "planned": planned_words(line),
        "round": "" if line.stands == "in" else day_words(line.round.hand, seen),
        "started": day_words(line.started, seen),
        "kind": line.checklist.label,
        "month": line.month,
        "code": line.code,
        "investor": line.investor,
    }
    return tuple(made[key] for key in (*_PROJECTS, *_MORE_OF_PROJECTS))


def firm_cells(line: FirmLine) -> tuple[Cell | str, ...]:
    """A firm in the order of the columns."""
    made = {
        **_common(line),
        "revenue": revenue_words(line),
        "months": months_words(line),
        "share": share_words(line),
        "window": window_words(line),
        "class": class_words(line),
        "days": _number(line.days),
        "credit": line.credit_code,
    }
    return tuple(made[key] for key in (*_FIRMS, *_MORE_OF_FIRMS))


def _common(line: ProjectLine | FirmLine) -> dict[str, Cell | str]:
    held = line.holder
    return {
        "name": line.name,
        "stands": Cell(stands_words(line), stands_tone(line)),
        "state": Cell(line.course.state.label, state_tone(line.course.state)),
        "missing": missing_words(line),
        "holder": department_label(held.unit) if held else "",
        "person": held.person if held else "",
        "held": _number(line.held),
        "reason": line.course.reason,
        "lacking": _number(len(line.missing) or None),
        "unit": line.unit,
    }


def _columns(heads: Heads, more: Heads, stands: Iterable[str]) -> tuple[Column, ...]:
    chips = {"state": [state.label for state in State], "stands": [_(one) for one in stands]}
    return tuple(
        Column(
            key,
            _(title),
            width=max(width, heading_width(_(title), ""), _chips(chips.get(key, ()))),
            kind=kind,  # type: ignore[arg-type]  # one of the literals
            frozen=key == "name",
            visible=key in heads,
            format_total=_total if kind == "money" else None,
        )
        for key, (title, width, kind) in {**heads, **more}.items()
    )


def _total(fen: Decimal) -> str:
    return show_amount(int(fen))


def _chips(words: Iterable[str]) -> int:
    """The room the longest of some chips needs, px at text scale 1."""
    widest = max(map(chip_width, words), default=0)
    return round(widest / theme.current().text_scale) + 2 * PAD if widest else 0


def _number(number: int | None) -> str:
    return "" if number is None else str(number)
