"""Where a new record of a ledger stands on its chain, if only its own words tell."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.services.placement import Placer

NODE = "node"
"""The field of the place; among the kept fields of a new row: it gets no place."""

_TELLING = {"firms": ("business", "name"), "projects": ("name", "content")}
"""Which texts tell the place, the most telling first."""


def presumed(placer: Placer, kind: str, values: Mapping[str, Any]) -> tuple[str, str] | None:
    """The leaf a new record is put on and the field that told it; None for no place.

    A place that the ledger names needs no presumption; a firm without a chain gets none.
    """
    chain = values.get("chain")
    if kind not in _TELLING or values.get(NODE) or (kind == "firms" and not chain):
        return None
    told = [key for key in _TELLING[kind] if values.get(key)]
    node = placer.place(chain, *(str(values[key]) for key in told))
    if node is None:
        return None
    return node, next(key for key in told if placer.place(chain, str(values[key])) == node)
