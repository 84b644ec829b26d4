"""What the page of projects asks of the services, in the background."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from invest_crm.ui.projects.form import Choices

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invest_crm.services.projects.panel import ProjectPanel
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import App, Outcome, View


@dataclass(frozen=True, slots=True)
class Offered:
    """What a form offers: the lists, and the bureau's day."""

    choices: Choices
    today: date


class ProjectJobs:
    """``RecordJobs`` of projects."""

    def panel(self, app: App, record_id: str) -> ProjectPanel | None:
        """What the panel shows."""
        from invest_crm.services.projects.panel import project_panel

        return app.read(project_panel, record_id)

    def form(self, app: App, record_id: str) -> tuple[Offered, ProjectRecord | None]:
        """Lists and day for the form, and the project."""
        from invest_crm.services.chains.atlas import form_choices
        from invest_crm.services.projects.records import load_one

        def read(view: View) -> tuple[Offered, ProjectRecord | None]:
            offered = Offered(Choices(*form_choices(view)), view.today)
            return offered, load_one(view, record_id) if record_id else None

        return app.read(read)

    def save(
        self, app: App, record: Any, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> Outcome[Any]:
        """Create or edit a project."""
        from invest_crm.services.projects import edit

        if record is None:
            return app.write(edit.create_project, edit.CreateProject(values))
        return app.write(edit.edit_project, edit.EditProject(record.id, values, seen))

    def archive(self, app: App, ids: tuple[str, ...], *, restore: bool) -> Outcome[int]:
        """To the trash and back."""
        from invest_crm.services.projects.edit import archive_projects, restore_projects

        return app.write(restore_projects if restore else archive_projects, ids)
