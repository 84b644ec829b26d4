"""The form in which a project is created or edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui.projects.form import form_fields, texts_of
from invest_crm.ui.records.editor import RecordEditor
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.ui.projects.form import Choices


def project_editor(
    choices: Choices, today: date, record: ProjectRecord | None = None
) -> RecordEditor:
    """The form of a project, or an empty one; ``today`` is the bureau's day."""
    if record is None:
        return RecordEditor(_("New project"), form_fields(choices, today))
    fields = form_fields(choices, today, record["contacts"])
    return RecordEditor(_("Edit project"), fields, record, texts_of(record))
