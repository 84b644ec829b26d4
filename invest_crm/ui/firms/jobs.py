"""What the page of firms asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.ui.firms.form import ready_values

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.cells import EditCells
    from invest_crm.services.firm_panel import FirmPanel, NodeChoice
    from invest_crm.services.firms import FirmRecord
    from invest_crm.services.work import App, Outcome, View


class Found(Struct, frozen=True):
    """A firm for the panel, and the nodes it could be put on."""

    panel: FirmPanel
    nodes: tuple[NodeChoice, ...]


class FirmJobs:
    """``RecordJobs`` of firms."""

    def panel(self, app: App, record_id: str) -> Found | None:
        """What the panel shows."""
        from invest_crm.services.firm_panel import firm_panel, node_choices

        def read(view: View) -> Found | None:
            panel = firm_panel(view, record_id)
            return None if panel is None else Found(panel, node_choices(view))

        return app.read(read)

    def form(self, app: App, record_id: str) -> tuple[Sequence[tuple[str, str]], FirmRecord | None]:
        """The chains for the form, and the firm."""
        from invest_crm.services.chains.atlas import form_choices
        from invest_crm.services.firms import load

        def read(view: View) -> tuple[Sequence[tuple[str, str]], FirmRecord | None]:
            record = load(view, [record_id]).get(record_id) if record_id else None
            return form_choices(view)[0], record

        return app.read(read)

    def save(
        self, app: App, record: Any, values: Mapping[str, Any], seen: Mapping[str, Any]
    ) -> Outcome[str]:
        """Create or edit a firm."""
        from invest_crm.services.firms import EditFirm, save_firm

        firm_id = None if record is None else record.id
        return app.write(save_firm, EditFirm(firm_id, ready_values(values), seen))

    def records(self, app: App, ids: Sequence[str]) -> Mapping[str, FirmRecord]:
        """Firms by id."""
        from invest_crm.services.firms import load

        return app.read(load, ids)

    def named(self, app: App, names: Sequence[str]) -> frozenset[str]:
        """Which of these names firms have."""
        from invest_crm.services.firms import known_names

        return app.read(known_names, names)

    def save_cells(self, app: App, command: EditCells) -> Outcome[tuple[str, ...]]:
        """Write cells of many firms, and new ones."""
        from invest_crm.services.firms import edit_firm_cells

        return app.write(edit_firm_cells, command)

    def archive(self, app: App, ids: tuple[str, ...], *, restore: bool) -> Outcome[int]:
        """To the trash and back."""
        from invest_crm.services.firms import archive_firms, restore_firms

        return app.write(restore_firms if restore else archive_firms, ids)
