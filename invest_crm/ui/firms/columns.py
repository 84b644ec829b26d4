"""The columns of the firm list, and a firm as cells."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.credit_code import check_credit_code
from invest_crm.domain.industry import industry_words
from invest_crm.domain.masking import mask_phone
from invest_crm.domain.money import show_wan
from invest_crm.ui.firms.words import (
    code_fault,
    role_tone,
    role_word,
    title_of,
)
from invest_crm.ui.kit.grid.header import heading_width
from invest_crm.ui.kit.grid.source import Cell, Column
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.firm_panel import FirmPlace
    from invest_crm.services.firms import FirmRecord

_KEYS: tuple[tuple[str, int, bool], ...] = (
    ("name", 216, True),
    ("region", 96, True),
    ("chain", 84, True),
    ("nodes", 200, True),
    ("business", 150, True),
    ("registered_capital", 112, True),
    ("credit_code", 240, True),
    ("legal_person", 84, True),
    ("contacts", 200, True),
    ("tags", 120, True),
    ("source", 100, True),
    ("industry", 190, False),
    ("short_name", 110, False),
    ("former_names", 180, False),
    ("local", 84, False),
    ("in_size", 84, False),
    ("remark", 200, False),
)
_SORTED = frozenset(
    {
        *("name", "credit_code", "region", "business", "registered_capital", "chain"),
        *("legal_person", "tags", "source"),
    }
)
_KINDS = {"nodes": "chip", "registered_capital": "money"}


def firm_columns() -> tuple[Column, ...]:
    """The columns in their usual order; the first ones are shown."""
    return tuple(_column(key, width, visible=visible) for key, width, visible in _KEYS)


def firm_cells(
    record: FirmRecord, names: Mapping[str, str], places: Sequence[FirmPlace]
) -> tuple[Cell | str, ...]:
    """A firm in the order of the columns; phones are masked. ``names``: words for codes."""
    return tuple(_cell(key, record, names, places) for key, _width, _visible in _KEYS)


def _column(key: str, width: int, *, visible: bool) -> Column:
    unit = _("10,000 yuan") if key == "registered_capital" else ""
    return Column(
        key,
        title_of(key),
        unit=unit,
        width=max(width, heading_width(title_of(key), unit)),
        kind=_KINDS.get(key, "text"),  # type: ignore[arg-type]  # one of the literals
        sortable=key in _SORTED,
        frozen=key == "name",
        visible=visible,
    )


def _cell(
    key: str, record: FirmRecord, names: Mapping[str, str], places: Sequence[FirmPlace]
) -> Cell | str:
    if key == "nodes":
        return _places(places)
    value = record[key]
    if key == "contacts":
        return "；".join(f"{one.name} {mask_phone(one.phone)}".strip() for one in value)
    if key == "registered_capital":
        return "—" if value is None else show_wan(value)
    if key in {"local", "in_size"}:
        return _("yes") if value else ""
    if not value:
        return ""
    if key == "credit_code":
        return _code(value)
    if key in {"chain", "source"}:
        return names.get(value, str(value))
    return industry_words(value) if key == "industry" else str(value)


def _places(places: Sequence[FirmPlace]) -> Cell:
    words = [(f"{role_word(place.role)} {place.node}", role_tone(place.role)) for place in places]
    lines = [f"{role_word(place.role)} {place.chain} / {place.node}" for place in places]
    text = "、".join(word for word, _tone in words)
    return Cell(text, tip="\n".join(lines), chips=tuple(words))


def _code(code: str) -> Cell | str:
    if check_credit_code(code).valid:
        return code
    return Cell(code, tip=code_fault(code), chips=((_("check fails"), "slow"),))
