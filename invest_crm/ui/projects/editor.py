"""The form in which a project is created or edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.projects.form import form_fields, texts_of
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.ui.kit.form import Field
    from invest_crm.ui.projects.jobs import Offered


def project_editor(offered: Offered, record: ProjectRecord | None = None) -> RecordEditor:
    """The form of a project, or an empty one."""

    def fields_of(found: ProjectRecord | None) -> list[Field]:
        people = () if found is None else found["contacts"]
        return form_fields(offered.choices, offered.today, people)

    title = _("New project") if record is None else _("Edit project")
    return RecordEditor(title, fields_of, texts_of, record)
