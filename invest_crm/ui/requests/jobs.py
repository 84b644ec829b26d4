"""What the page of requests asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.ui.requests.form import Offered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invest_crm.services.cells import EditCells
    from invest_crm.services.request_panel import RequestPanel
    from invest_crm.services.requests import RequestRecord
    from invest_crm.services.work import App, Outcome, View


class RequestJobs:
    """``RecordJobs`` of requests."""

    def panel(self, app: App, record_id: str) -> RequestPanel | None:
        """What the panel shows."""
        from invest_crm.services.request_panel import request_panel

        return app.read(request_panel, record_id)

    def form(self, app: App, record_id: str) -> tuple[Offered, RequestRecord | None]:
        """The day and the firms for the form, and the request."""
        from invest_crm.services.requests import linkable, load

        def read(view: View) -> tuple[Offered, RequestRecord | None]:
            record = load(view, [record_id]).get(record_id) if record_id else None
            return Offered(view.today, linkable(view)), record

        return app.read(read)

    def save(
        self, app: App, record: Any, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> Outcome[str]:
        """Create or edit a request."""
        from invest_crm.services.requests import EditRequest, save_request

        request_id = None if record is None else record.id
        return app.write(save_request, EditRequest(request_id, values, seen))

    def records(self, app: App, ids: Sequence[str]) -> Mapping[str, RequestRecord]:
        """Requests by id."""
        from invest_crm.services.requests import load

        return app.read(load, ids)

    def named(self, app: App, names: Sequence[str]) -> frozenset[str]:  # noqa: ARG002 - a protocol
        """A firm may ask for many things: no name is taken."""
        return frozenset()

    def save_cells(self, app: App, command: EditCells) -> Outcome[tuple[str, ...]]:
        """Write cells of many requests, and new ones."""
        from invest_crm.services.requests import edit_request_cells

        return app.write(edit_request_cells, command)

    def close(self, app: App, ids: tuple[str, ...], on: date, result: str) -> Outcome[int]:
        """Requests are settled."""
        from invest_crm.services.requests import CloseRequests, close_requests

        return app.write(close_requests, CloseRequests(ids, on, result))

    def reopen(self, app: App, ids: tuple[str, ...]) -> Outcome[int]:
        """They are taken up again."""
        from invest_crm.services.requests import reopen_requests

        return app.write(reopen_requests, ids)

    def archive(self, app: App, ids: tuple[str, ...], *, restore: bool) -> Outcome[int]:
        """To the trash and back."""
        from invest_crm.services.requests import archive_requests, restore_requests

        return app.write(restore_requests if restore else archive_requests, ids)
