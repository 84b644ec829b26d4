"""What is typed of an application, in its form and in its cells: who holds it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct

from invest_crm.domain.departments import department_code, department_label
from invest_crm.ui.kit.form import Field
from invest_crm.ui.records import checks
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.ui.records.typed import CellForm
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from typing import Literal

    from invest_crm.services.statistics.records import StatRecord

FIELDS: Final = {"holder": N_("Now with"), "person": N_("Person")}
_FOLLOWS: Final = N_(
    "This follows from papers, steps and reported figures: enter those in the panel."
)
_WHY_NOT: Final = {
    "name": N_("The name is changed on the page of the project or firm."),
    "planned": N_("Type the total that stands on the filing: click the paper in the panel."),
    "revenue": N_("Revenue is reported in the panel, pasted, or imported as a ledger."),
    "unit": N_("The unit in charge is entered on the page of the project."),
}


class Offered(Struct, frozen=True):
    """What a form needs to know: nothing that is not known anyway."""


def form_fields(_offered: Offered) -> list[Field]:
    """The lines of the form, in order."""
    hints, checked = {"holder": _("empty: the usual one")}, {"holder": _department}
    return [
        Field(key, _(word), hint=hints.get(key, ""), check=checked.get(key, checks.plain))
        for key, word in FIELDS.items()
    ]


def texts_of(record: StatRecord) -> dict[str, str]:
    """What stands in the form for a stored application."""
    return {
        "holder": department_label(record["holder"] or ""),
        "person": record["person"] or "",
    }


def make_editor(offered: Offered, record: StatRecord | None) -> RecordEditor:
    """The form of an application."""
    title = _("Who holds it") if record is None else record["name"]
    return RecordEditor(title, lambda _found: form_fields(offered), texts_of, record)


def cell_form(kind: Literal["projects", "firms"]) -> CellForm:
    """The fields of the form in the cells of the list of a kind."""
    return CellForm(form_fields, texts_of, kind, "万元", why_not)


def why_not(key: str) -> str:
    """Where a column that is not typed in its cells is changed."""
    return _(_WHY_NOT.get(key, _FOLLOWS))


def _department(text: str) -> tuple[Any, str]:
    """The code of a department that is known by its name; any other name as it is."""
    return department_code(text) or None, ""
