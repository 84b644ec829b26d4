"""The columns of the list of who is in charge, and a record as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.five_ones import Kind
from invest_crm.domain.money import FEN_PER_YI, show_yi
from invest_crm.ui import theme
from invest_crm.ui.five_ones.words import LOADS, day_words, kind_word, load_text, title_of
from invest_crm.ui.kit.chip import chip_width
from invest_crm.ui.kit.grid.delegate import PAD
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from invest_crm.services.five_ones.load import Load
    from invest_crm.services.five_ones.records import Responsible

_WIDTHS: tuple[tuple[str, int, bool], ...] = (
    ("name", 150, True),
    ("kind", 76, True),
    ("post", 190, True),
    ("projects", 76, True),
    ("investment", 96, True),
    ("late", 64, True),
    ("others", 84, True),
    ("unit", 130, True),
    ("precedence", 84, True),
    ("active_from", 104, True),
    ("active_until", 104, True),
    ("remark", 180, False),
)
KEYS = tuple(key for key, _width, _visible in _WIDTHS)
_DAYS = frozenset({"active_from", "active_until"})


def responsible_columns() -> tuple[Column, ...]:
    """The columns in their usual order."""
    return tuple(_column(key, width, visible=visible) for key, width, visible in _WIDTHS)


def responsible_cells(record: Responsible, load: Load, today: date) -> tuple[Cell | str, ...]:
    """A record in the order of the columns."""
    return tuple(_cell(key, record, load, today) for key in KEYS)


def _column(key: str, width: int, *, visible: bool) -> Column:
    unit = _("100 million yuan") if key == "investment" else ""
    kinds = {
        **dict.fromkeys(("projects", "late", "others", "precedence"), "number"),
        **dict.fromkeys(_DAYS, "date"),
        "investment": "money",
        "kind": "chip",
    }
    title = title_of(key)
    return Column(
        key,
        title,
        unit=unit,
        width=max(width, heading_width(title, unit), _chips(key)),
        kind=kinds.get(key, "text"),  # type: ignore[arg-type]  # one of the literals
        frozen=key == "name",
        visible=visible,
        format_total=(_yi if key == "investment" else _whole) if key in LOADS else None,
    )


def _chips(key: str) -> int:
    if key != "kind":
        return 0
    widest = max(chip_width(kind.label) for kind in Kind)
    return round(widest / theme.current().text_scale) + 2 * PAD


def _yi(value: Decimal) -> str:
    return show_yi(int(value * FEN_PER_YI))


def _whole(value: Decimal) -> str:
    return f"{value:,.0f}"


def _cell(key: str, record: Responsible, load: Load, today: date) -> Cell | str:
    if key in LOADS:
        text = load_text(load, key)
        return Cell(text, "bad") if key == "late" and text else text
    if key == "kind":
        return Cell(kind_word(record), "talk")
    if key in _DAYS:
        return day_words(record[key], today.year)
    value = record[key]
    return "" if value is None else str(value)
