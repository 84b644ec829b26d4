"""What is typed of an approval, in its form and in its cells: title, who holds it, a note."""

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
    from invest_crm.services.approvals.records import ApprovalRecord

FIELDS: Final = {
    "person": N_("Person"),
    "department": N_("Handled by"),
    "title": N_("Title of its own"),
    "note": N_("Note"),
}
_STEPS: Final = N_("This follows from what happened: accept, stop or grant it in the panel.")
_WHY_NOT: Final = {
    "project": N_("An approval stays with its project."),
    "name": N_("The name is that of the item; an own title can be typed in its column."),
    "stage": N_("The stage belongs to the item; change it in the catalogue of items."),
    "agent": N_("Agents are entered in the data of the approvals of a project."),
    "unit": N_("The unit in charge is entered on the page of the project."),
}


class Offered(Struct, frozen=True):
    """What a form needs to know: nothing that is not known anyway."""


def form_fields(_offered: Offered) -> list[Field]:
    """The lines of the form, in order."""
    hints = {"title": _("empty: as in the catalogue"), "department": _("empty: that of the item")}
    checked = {"department": _department}
    return [
        Field(key, _(word), "multiline" if key == "note" else "text", hints.get(key, ""),
              check=checked.get(key, checks.plain))
        for key, word in FIELDS.items()
    ]  # fmt: skip


def texts_of(record: ApprovalRecord) -> dict[str, str]:
    """What stands in the form for a stored approval."""
    texts = {key: record[key] or "" for key in FIELDS}
    return {**texts, "department": department_label(texts["department"])}


def make_editor(offered: Offered, record: ApprovalRecord | None) -> RecordEditor:
    """The form of an approval."""
    title = _("Edit approval") if record is None else record["name"]
    return RecordEditor(title, lambda _found: form_fields(offered), texts_of, record)


def cell_form() -> CellForm:
    """The fields of the form under the headings of ledgers of approvals."""
    return CellForm(form_fields, texts_of, "approvals", "万元", why_not, heads={"remark": "note"})


def why_not(key: str) -> str:
    """Where a column that is not typed in its cells is changed."""
    return _(_WHY_NOT.get(key, _STEPS))


def _department(text: str) -> tuple[Any, str]:
    """The code of a department that is known by its name; any other name as it is."""
    return department_code(text) or None, ""
