"""What a person may choose when a ledger is recognised wrongly: kinds, fields, units."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from invest_crm.exchange.fields import KINDS, fields_of

if TYPE_CHECKING:
    from invest_crm.exchange.fields import Kind

MONEY_UNITS = ("亿元", "万元", "千元", "元")
"""The units offered for a column of money."""

_ROLES = {
    "milestone": ("flag", "date"),
    "contacts": ("", "name", "phone", "post"),
}


def kinds() -> tuple[str, ...]:
    """The kinds of ledgers."""
    return KINDS


def importable(kind: str) -> list[tuple[str, tuple[str, ...]]]:
    """The fields of a kind with the parts a column can play in each."""
    fields = fields_of(cast("Kind", kind))
    return [(key, _ROLES.get(field.shape, ("",))) for key, field in fields.items()]
