"""What the page of land and plants asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.ui.land.form import Offered

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.cells import EditCells
    from invest_crm.services.parcel_panel import ParcelPanel
    from invest_crm.services.parcels import ParcelRecord
    from invest_crm.services.work import App, Outcome, View


class LandJobs:
    """``RecordJobs`` of parcels and plants."""

    def panel(self, app: App, record_id: str) -> ParcelPanel | None:
        """What the panel shows."""
        from invest_crm.services.parcel_panel import parcel_panel

        return app.read(parcel_panel, record_id)

    def form(self, app: App, record_id: str) -> tuple[Offered, ParcelRecord | None]:
        """The day for the form, and the parcel."""
        from invest_crm.services.parcels import load

        def read(view: View) -> tuple[Offered, ParcelRecord | None]:
            record = load(view, [record_id]).get(record_id) if record_id else None
            return Offered(view.today), record

        return app.read(read)

    def save(
        self, app: App, record: Any, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> Outcome[str]:
        """Create or edit a parcel."""
        from invest_crm.services.parcels import EditParcel, save_parcel

        parcel_id = None if record is None else record.id
        return app.write(save_parcel, EditParcel(parcel_id, values, seen))

    def records(self, app: App, ids: Sequence[str]) -> Mapping[str, ParcelRecord]:
        """Parcels by id."""
        from invest_crm.services.parcels import load

        return app.read(load, ids)

    def named(self, app: App, names: Sequence[str]) -> frozenset[str]:
        """The names that stored parcels have."""
        from invest_crm.services.parcels import names_taken

        return app.read(names_taken, names)

    def save_cells(self, app: App, command: EditCells) -> Outcome[tuple[str, ...]]:
        """Write cells of many parcels, and new ones."""
        from invest_crm.services.parcels import edit_parcel_cells

        return app.write(edit_parcel_cells, command)

    def archive(self, app: App, ids: tuple[str, ...], *, restore: bool) -> Outcome[int]:
        """To the trash and back."""
        from invest_crm.services.parcels import archive_parcels, restore_parcels

        return app.write(restore_parcels if restore else archive_parcels, ids)
