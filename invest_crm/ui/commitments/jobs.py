"""What the page of promises asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.ui.commitments.form import Offered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.agreements.commitments import CommitmentRecord
    from invest_crm.services.agreements.outcomes import SetCommitment
    from invest_crm.services.agreements.panel import CommitmentPanel
    from invest_crm.services.cells import EditCells
    from invest_crm.services.work import App, Outcome, View
    from invest_crm.ui.attachments.taking import Source


class CommitmentJobs:
    """``RecordJobs`` of promises."""

    def panel(self, app: App, record_id: str) -> CommitmentPanel | None:
        """What the panel shows."""
        from invest_crm.services.agreements.panel import commitment_panel

        return app.read(commitment_panel, record_id)

    def form(self, app: App, record_id: str) -> tuple[Offered, CommitmentRecord | None]:
        """The day for the form, and the promise."""
        from invest_crm.services.agreements.commitments import load

        def read(view: View) -> tuple[Offered, CommitmentRecord | None]:
            record = load(view, [record_id]).get(record_id) if record_id else None
            return Offered(view.today), record

        return app.read(read)

    def save(
        self, app: App, record: Any, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> Outcome[str]:
        """Record or edit a promise; its project stays what it is."""
        from invest_crm.services.agreements.commitments import EditCommitment, save_commitment

        if record is None:
            return app.write(save_commitment, EditCommitment(None, values, seen))
        kept = {key: value for key, value in values.items() if key != "project"}
        return app.write(save_commitment, EditCommitment(record.id, kept, seen))

    def records(self, app: App, ids: Sequence[str]) -> Mapping[str, CommitmentRecord]:
        """Promises by id."""
        from invest_crm.services.agreements.commitments import load

        return app.read(load, ids)

    def named(self, app: App, names: Sequence[str]) -> frozenset[str]:  # noqa: ARG002
        """Promises have no names."""
        return frozenset()

    def save_cells(self, app: App, command: EditCells) -> Outcome[tuple[str, ...]]:
        """Write cells of many promises, and new ones."""
        from invest_crm.services.agreements.commitments import edit_commitment_cells

        return app.write(edit_commitment_cells, command)

    def archive(self, app: App, ids: tuple[str, ...], *, restore: bool) -> Outcome[int]:
        """To the trash and back."""
        from invest_crm.services.agreements.commitments import (
            archive_commitments,
            restore_commitments,
        )

        return app.write(restore_commitments if restore else archive_commitments, ids)

    def set_state(
        self, app: App, command: SetCommitment, sources: Sequence[Source]
    ) -> Outcome[int]:
        """Say what became of promises, with the papers that prove it."""
        from invest_crm.services.agreements.outcomes import set_with_files
        from invest_crm.ui.attachments.taking import offered_of

        return set_with_files(app, command, offered_of(app, sources))
