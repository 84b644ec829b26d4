"""What the page of projects asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.stages import AgreementType, SideState, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invest_crm.services.agreements.repeats import Repeat
    from invest_crm.services.attachment_intake import Offered as OfferedFile
    from invest_crm.services.cells import EditCells
    from invest_crm.services.projects.facts import AgreementLine
    from invest_crm.services.projects.gates import Gate
    from invest_crm.services.projects.panel import ProjectPanel
    from invest_crm.services.projects.records import ProjectRecord
    from invest_crm.services.work import App, Outcome, View
    from invest_crm.ui.projects.evidence_slots import Brought
    from invest_crm.ui.projects.form import Choices
    from invest_crm.ui.projects.gate_panel import Entering

    Wanted = tuple[SideState, date, str, date | None, tuple[str, ...]]
    Said = tuple[str, date, date, str]


class Offered(Struct, frozen=True):
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
        from invest_crm.ui.projects.form import Choices

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

    def records(self, app: App, ids: Sequence[str]) -> Mapping[str, ProjectRecord]:
        """Projects by id."""
        from invest_crm.services.projects.records import load

        return app.read(load, ids)

    def named(self, app: App, names: Sequence[str]) -> frozenset[str]:
        """Which of these names projects have."""
        from invest_crm.services.projects.edit import known_names

        return app.read(known_names, names)

    def save_cells(self, app: App, command: EditCells) -> Outcome[tuple[str, ...]]:
        """Write cells of many projects, and new ones."""
        from invest_crm.services.projects.edit import edit_project_cells

        return app.write(edit_project_cells, command)

    def gate(self, app: App, project_id: str, stage: Stage) -> tuple[Gate, Offered]:
        """What a project lacks to enter a stage, and the lists to fill it in with."""
        from invest_crm.services.projects.gates import gate

        offered, _record = self.form(app, "")
        return app.read(gate, project_id, stage), offered

    def move(self, app: App, project_id: str, stage: Stage, entering: Entering) -> Outcome[None]:
        """Enter a stage, with what its gate asked for."""
        from invest_crm.services.projects.moving import MoveProject, move_with_files

        command = MoveProject(
            project_id, stage, app.today, entering.values, entering.reason, ask=entering.ask
        )
        return move_with_files(app, command, _offered(app, entering.files))

    def bring(self, app: App, project_id: str, files: Sequence[Brought]) -> Outcome[Any]:
        """Attach evidence of known kinds."""
        from invest_crm.services.attachment_owners import Subject
        from invest_crm.services.attachments import add_files

        return add_files(app, Subject("project", project_id), _offered(app, files))

    def decide(self, app: App, project_id: str, stage: Stage, refusal: str) -> Outcome[None]:
        """Confirm a starred stage, or refuse it with a reason."""
        from invest_crm.services.projects.confirming import Decide, decide

        return app.write(decide, Decide(project_id, stage, refusal))

    def cannot_provide(self, app: App, project_id: str, need: str, said: Said) -> Outcome[str]:
        """Record that the investor cannot provide something yet."""
        from invest_crm.services.projects.answers import CannotProvide, cannot_provide

        return app.write(cannot_provide, CannotProvide(project_id, need, *said))

    def withdraw_answer(self, app: App, project_id: str, need: str) -> Outcome[None]:
        """Take such an answer back."""
        from invest_crm.services.projects.answers import WithdrawAnswer, withdraw_answer

        return app.write(withdraw_answer, WithdrawAnswer(project_id, need))

    def set_state(self, app: App, project_id: str, wanted: Wanted) -> Outcome[None]:
        """Set a side state."""
        from invest_crm.services.projects.facts import SetSideState, set_side_state

        return app.write(set_side_state, SetSideState(project_id, *wanted))

    def agreements(
        self, app: App, project_id: str
    ) -> tuple[tuple[AgreementLine, ...], list[Repeat]]:
        """The agreements that stand, and signings of the same firm elsewhere."""
        from invest_crm.services.agreements.repeats import possible_repeats
        from invest_crm.services.projects.facts import agreements

        def read(view: View) -> tuple[tuple[AgreementLine, ...], list[Repeat]]:
            return agreements(view, project_id), possible_repeats(view, project_id, None)

        return app.read(read)

    def add_agreement(self, app: App, project_id: str, values: Mapping[str, Any]) -> Outcome[str]:
        """Record a further agreement."""
        from invest_crm.services.projects.facts import AddAgreement, add_agreement

        kind = AgreementType(values["type"])
        money = (values["amount"], values["external_funds"])
        command = AddAgreement(
            project_id,
            kind,
            values["on"],
            *money,
            ceremony=values.get("ceremony"),
            parties=values.get("parties") or "",
            parent_id=values.get("parent") or "",
            signing=values.get("signing") or "",
            signing_of=values.get("signing_of") or "",
        )
        return app.write(add_agreement, command)

    def void_agreement(self, app: App, agreement_id: str, reason: str) -> Outcome[None]:
        """An agreement does not count any more."""
        from invest_crm.services.projects.facts import VoidAgreement, void_agreement

        return app.write(void_agreement, VoidAgreement(agreement_id, reason))

    def archive(self, app: App, ids: tuple[str, ...], *, restore: bool) -> Outcome[int]:
        """To the trash and back."""
        from invest_crm.services.projects.edit import archive_projects, restore_projects

        return app.write(restore_projects if restore else archive_projects, ids)


def _offered(app: App, files: Sequence[Brought]) -> list[OfferedFile]:
    from invest_crm.ui.attachments.taking import offered_of

    named = offered_of(app, [source for _kind, source in files])
    kinds = (kind for kind, _source in files)
    return [replace(one, kind=kind) for one, kind in zip(named, kinds, strict=True)]
