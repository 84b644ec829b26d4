"""The columns of the list of requests, and a request as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.partial_date import show
from invest_crm.domain.requests import days_left
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.ui.kit.text import NOTHING
from invest_crm.ui.requests.words import (
    left_tone,
    left_words,
    state_tone,
    state_word,
    title_of,
)

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.requests import RequestRecord

KEYS: tuple[tuple[str, int], ...] = (
    ("name", 160),
    ("content", 176),
    ("kind", 84),
    ("received_on", 104),
    ("due_on", 104),
    ("left", 92),
    ("unit", 120),
    ("progress_text", 220),
    ("closed", 84),
)
_KINDS = {"received_on": "date", "due_on": "date", "closed": "chip"}


def request_columns() -> tuple[Column, ...]:
    """The columns in their usual order."""
    return tuple(
        Column(
            key,
            title_of(key),
            width=max(width, heading_width(title_of(key), "")),
            kind=_KINDS.get(key, "text"),  # type: ignore[arg-type]  # one of the literals
            frozen=key == "name",
        )
        for key, width in KEYS
    )


def request_cells(record: RequestRecord, today: date) -> tuple[Cell | str, ...]:
    """A request in the order of the columns, seen from a day."""
    return tuple(_cell(key, record, today) for key, _width in KEYS)


def _cell(key: str, record: RequestRecord, today: date) -> Cell | str:
    if key == "left":
        left = days_left(record["due_on"], today, closed=record["closed"])
        return Cell(left_words(left), left_tone(left))
    value = record[key]
    if key == "closed":
        return Cell(state_word(closed=value), state_tone(closed=value))
    if key in {"received_on", "due_on"}:
        return NOTHING if value is None else show(value, year=today.year)
    return value or ""
