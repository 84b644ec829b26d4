"""How the cells of the firm list are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.firms.form import form_fields, ready_values, texts_of
from invest_crm.ui.records.typed import CellForm
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.ui.kit.form import Field


def cell_form() -> CellForm:
    """Amounts in 万元, as the headings say."""
    return CellForm(_fields, texts_of, "firms", "万元", why_not, ready_values)


def why_not(key: str) -> str:
    """Where a column that is not typed in its cells is changed."""
    if key == "nodes":
        return _("Places on the chains are set in the panel at the right.")
    return _("This column cannot be typed here: open the firm with Enter.")


def _fields(chains: Sequence[tuple[str, str]]) -> list[Field]:
    return form_fields(chains, None)
