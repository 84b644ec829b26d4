"""How the cells of the project list are typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.records.typed import CellForm
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.ui.kit.form import Field
    from invest_crm.ui.projects.jobs import Offered

_WHY_NOT = {
    "stage": N_("The stage follows from the dates: type the date of a step instead."),
    "held_step": N_("It follows from the steps that are dated: type the date of the next one."),
    "start_grade": N_("It follows from the evidence: attach the photo, contract or permit."),
    "side_state": N_("Set the state with a day and a reason in the menu of the row."),
}


def cell_form() -> CellForm:
    """Amounts in 亿元, as the headings say."""
    return CellForm(_fields, _texts, "projects", "亿元", why_not)


def why_not(key: str) -> str:
    """Where a column that is not typed in its cells is changed."""
    if key in _WHY_NOT:
        return _(_WHY_NOT[key])
    return _("This column cannot be typed here: open the project with Enter.")


def _texts(record: ProjectRecord) -> dict[str, str]:
    from invest_crm.ui.projects.form import texts_of

    return texts_of(record)


def _fields(offered: Offered) -> list[Field]:
    from invest_crm.ui.projects.form import form_fields

    return form_fields(offered.choices, offered.today)
