"""What the list of approvals asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.ui.approvals import jobs
from invest_crm.ui.approvals.record_form import Offered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.approvals.records import ApprovalRecord
    from invest_crm.services.cells import EditCells
    from invest_crm.services.work import App, Outcome, View


class ApprovalJobs:
    """``RecordJobs`` of approvals. They come of a path, and go with their project."""

    def panel(self, app: App, record_id: str) -> jobs.Shown | None:
        """What the panel shows."""
        return app.read(jobs.shown, record_id)

    def form(self, app: App, record_id: str) -> tuple[Offered, ApprovalRecord | None]:
        """The approval."""
        from invest_crm.services.approvals.records import load

        def read(view: View) -> tuple[Offered, ApprovalRecord | None]:
            return Offered(), load(view, [record_id]).get(record_id) if record_id else None

        return app.read(read)

    def save(
        self, app: App, record: Any, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> Outcome[str]:
        """Edit an approval."""
        from invest_crm.services.approvals.records import EditApproval, save_approval

        key = None if record is None else record.id
        return app.write(save_approval, EditApproval(key, values, seen))

    def records(self, app: App, ids: Sequence[str]) -> Mapping[str, ApprovalRecord]:
        """Approvals by id."""
        from invest_crm.services.approvals.records import load

        return app.read(load, ids)

    def named(self, app: App, names: Sequence[str]) -> frozenset[str]:  # noqa: ARG002 - a protocol
        """Every project may have the same items: no name is taken."""
        return frozenset()

    def save_cells(self, app: App, command: EditCells) -> Outcome[tuple[str, ...]]:
        """Write cells of many approvals."""
        from invest_crm.services.approvals.records import edit_approval_cells

        return app.write(edit_approval_cells, command)

    def archive(
        self,
        app: App,
        ids: tuple[str, ...],
        *,
        restore: bool,  # noqa: ARG002 - a protocol
    ) -> Outcome[int]:
        """An approval goes to the trash with its project only: UserError ``approval-kept``."""
        from invest_crm.services.approvals.records import refuse_archive

        return app.write(refuse_archive, ids)
