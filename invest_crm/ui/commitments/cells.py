"""How the cells of the list of promises are typed."""

from __future__ import annotations

from invest_crm.ui.commitments.form import form_fields, texts_of
from invest_crm.ui.records.typed import CellForm
from invest_crm.words import _


def cell_form() -> CellForm:
    """The fields of the form under the headings of lists of requests."""
    return CellForm(
        form_fields,
        texts_of,
        "requests",
        "万元",
        why_not,
        heads={"name": "project", "content": "wording", "unit": "person"},
    )


def why_not(key: str) -> str:
    """Where a column that is not typed in its cells is changed."""
    if key == "warning":
        return _("The warning follows from the kind and the wording.")
    return _("Say what became of the promise by the buttons in its panel.")
