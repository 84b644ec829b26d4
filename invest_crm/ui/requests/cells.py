"""How the cells of the list of requests are typed."""

from __future__ import annotations

from invest_crm.ui.records.typed import CellForm
from invest_crm.ui.requests.form import form_fields, texts_of
from invest_crm.words import N_, _

_WHY_NOT = {
    "closed": N_("Settle a request, or take it up again, in the menu of the row."),
    "left": N_("The time left follows from the day it is due: type that day instead."),
}


def cell_form() -> CellForm:
    """Ledgers call the name of the firm ``firm``; there are no amounts."""
    heads = {"firm": "name"}
    return CellForm(form_fields, texts_of, "requests", "万元", why_not, heads=heads)


def why_not(key: str) -> str:
    """Where a column that is not typed in its cells is changed."""
    return _(_WHY_NOT[key])
