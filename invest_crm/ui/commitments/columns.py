"""The columns of the list of promises, and a promise as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.commitments import Fair, Side, State, standing_label
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.ui import theme
from invest_crm.ui.commitments.words import (
    FAIR_TONES,
    day_words,
    fair_words,
    kind_words,
    side_words,
    state_words,
    title_of,
    warning_words,
)
from invest_crm.ui.kit.chip import chip_width
from invest_crm.ui.kit.grid.delegate import PAD
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable
    from datetime import date
    from decimal import Decimal

    from invest_crm.services.agreements.commitments import CommitmentRecord

_WIDTHS: tuple[tuple[str, int, bool], ...] = (
    ("project", 176, True),
    ("side", 62, True),
    ("wording", 196, True),
    ("due_on", 118, True),
    ("state", 76, True),
    ("warning", 190, True),
    ("kind", 128, True),
    ("fair", 104, True),
    ("amount", 100, True),
    ("person", 84, True),
    ("ratio", 84, False),
    ("trigger", 170, False),
    ("basis", 170, False),
)
KEYS = tuple(key for key, _width, _visible in _WIDTHS)
WARNING = "warning"


def commitment_columns() -> tuple[Column, ...]:
    """The columns in their usual order."""
    return tuple(_column(key, width, visible=visible) for key, width, visible in _WIDTHS)


def commitment_cells(record: CommitmentRecord, today: date) -> tuple[Cell | str, ...]:
    """A promise in the order of the columns."""
    return tuple(_cell(key, record, today) for key in KEYS)


def _column(key: str, width: int, *, visible: bool) -> Column:
    unit = _("10,000 yuan") if key == "amount" else ""
    kinds = {
        "amount": "money",
        "due_on": "date",
        **dict.fromkeys(("side", "state", "fair"), "chip"),
    }
    title = title_of(key)
    return Column(
        key,
        title,
        unit=unit,
        width=max(width, heading_width(title, unit), _chips(key)),
        kind=kinds.get(key, "text"),  # type: ignore[arg-type]  # one of the literals
        sortable=key != WARNING,
        frozen=key == "project",
        visible=visible,
        format_total=_total if key == "amount" else None,
    )


def _chips(key: str) -> int:
    words = {
        "side": [one.label for one in Side],
        "fair": [one.label for one in Fair],
        "state": [*(one.label for one in State), standing_label("LATE")],
    }.get(key)
    if words is None:
        return 0
    return round(max(map(chip_width, words)) / theme.current().text_scale) + 2 * PAD


def _total(value: Decimal) -> str:
    return f"{value:,.2f}".removesuffix(".00")


def _cell(key: str, record: CommitmentRecord, today: date) -> Cell | str:
    made: dict[str, Callable[[], Cell | str]] = {
        "side": lambda: Cell(side_words(record), "talk"),
        "kind": lambda: kind_words(record),
        "due_on": lambda: day_words(record["due_on"], today.year),
        "state": lambda: Cell(*state_words(record, today)),
        "fair": lambda: Cell(fair_words(record), FAIR_TONES[record["fair"]]),
        "amount": lambda: "" if record["amount"] is None else fen_to_wan_text(record["amount"]),
        WARNING: lambda: _warning(record),
    }
    return made[key]() if key in made else str(record[key] or "")


def _warning(record: CommitmentRecord) -> Cell | str:
    said = warning_words(record.warned())
    return Cell(said, "bad", said) if said else ""
