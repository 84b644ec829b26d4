"""What the two lists of the statistics ask of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.ui.statistics import jobs
from invest_crm.ui.statistics.record_form import Offered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.cells import EditCells
    from invest_crm.services.statistics.records import StatRecord
    from invest_crm.services.work import App, Outcome


class StatJobs:
    """``RecordJobs`` of the applications of projects or firms (``subject``)."""

    def __init__(self, subject: str) -> None:
        self._subject = subject

    def panel(self, app: App, record_id: str) -> jobs.Shown | None:
        """What the panel shows."""
        return jobs.shown(app, self._subject, record_id)

    def form(self, app: App, record_id: str) -> tuple[Offered, StatRecord | None]:
        """The application."""
        found = self.records(app, [record_id]) if record_id else {}
        return Offered(), found.get(record_id)

    def save(
        self, app: App, record: Any, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> Outcome[str]:
        """Say who holds an application."""
        from invest_crm.services.statistics.records import EditStat, save_holder

        key = None if record is None else record.id
        return app.write(save_holder, EditStat(key, values, seen, subject=self._subject))

    def records(self, app: App, ids: Sequence[str]) -> Mapping[str, StatRecord]:
        """Applications by id."""
        from invest_crm.services.statistics.records import load

        return app.read(load, self._subject, ids)

    def named(self, app: App, names: Sequence[str]) -> frozenset[str]:  # noqa: ARG002 - a protocol
        """No application is named."""
        return frozenset()

    def save_cells(self, app: App, command: EditCells) -> Outcome[tuple[str, ...]]:
        """Say who holds many applications."""
        from invest_crm.services.statistics.records import edit_holder_cells

        subject = self._subject
        return app.write(lambda work, given: edit_holder_cells(work, subject, given), command)

    def archive(
        self,
        app: App,
        ids: tuple[str, ...],
        *,
        restore: bool,  # noqa: ARG002 - a protocol
    ) -> Outcome[int]:
        """An application goes to the trash with its record only: UserError ``stat-kept``."""
        from invest_crm.services.statistics.records import refuse_archive

        return app.write(refuse_archive, ids)
