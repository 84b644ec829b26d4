"""How the cells of the list of land and plants are typed."""

from __future__ import annotations

from invest_crm.ui.land.form import form_fields, texts_of
from invest_crm.ui.land.words import ALARM, READY
from invest_crm.ui.records.typed import CellForm
from invest_crm.words import N_, _

_WHY_NOT = {
    ALARM: N_("The alarm follows from the agreed start and the confirmed start: type these days."),
    READY: N_("Counted from the utilities: show their columns and type there."),
}


def cell_form() -> CellForm:
    """The fields of the form under the headings of land ledgers."""
    return CellForm(form_fields, texts_of, "parcels", "万元", why_not)


def why_not(key: str) -> str:
    """Where a column that is not typed in its cells is changed."""
    return _(_WHY_NOT[key])
