"""How the cells of the list of who is in charge are typed."""

from __future__ import annotations

from invest_crm.ui.five_ones.form import form_fields, texts_of
from invest_crm.ui.records.typed import CellForm
from invest_crm.words import _


def cell_form() -> CellForm:
    """The fields of the form under the headings of lists of contacts."""
    return CellForm(
        form_fields,
        texts_of,
        "contacts",
        "万元",
        why_not,
        heads={"contacts": "name", "firm": "unit"},
    )


def why_not(_key: str) -> str:
    """Where a column that is not typed in its cells is changed."""
    return _("Counted from the projects: change who is in charge there, or hand over.")
