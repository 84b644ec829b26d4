"""Joins a page of records to the writing of its cells: what is looked at first, what collided."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from invest_crm.ui.kit.grid.cells import Patch
from invest_crm.ui.records.cells import RecordCells
from invest_crm.ui.records.editor import Draft

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.errors import UserError
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.form import Field
    from invest_crm.ui.kit.grid.cells import Texts
    from invest_crm.ui.records.editor import Stored
    from invest_crm.ui.records.page import RecordsPage
    from invest_crm.ui.records.patch_panel import PatchPanel
    from invest_crm.ui.records.proposal import Proposal
    from invest_crm.ui.records.subject import RecordJobs
    from invest_crm.ui.records.typed import CellForm


class CellDesk(QObject):
    """Belongs to a page."""

    def __init__(
        self, page: RecordsPage, context: Context, jobs: RecordJobs, form: CellForm
    ) -> None:
        super().__init__(page)
        self._page = page
        self.cells = RecordCells(context, jobs, form, self)
        page.grid.set_cells(self.cells)
        self.cells.to_look_at.connect(self._look_at)
        self.cells.conflicted.connect(self._conflicted)
        self.cells.refused.connect(self._refused)
        self.cells.wrote.connect(self._wrote)
        page.grid.loaded.connect(self._begin)

    def refresh(self) -> None:
        """Something changed: ask again; while cells are written the list keeps its order."""
        self._page.grid.refresh(in_place=self.cells.in_place)
        self.cells.prepare()

    def panel(self) -> PatchPanel | None:
        """What is being looked at before it is written."""
        from invest_crm.ui.records.patch_panel import PatchPanel

        part = self._page.side.part()
        return part if isinstance(part, PatchPanel) else None

    def _begin(self) -> None:
        self._page.grid.loaded.disconnect(self._begin)
        self.cells.prepare()

    def _look_at(self, proposal: Proposal) -> None:
        from invest_crm.ui.records.patch_panel import PatchPanel

        panel = PatchPanel(proposal)
        panel.looked_again.connect(lambda patch: self._look_again(panel, patch))
        panel.accepted.connect(self.cells.carry_out)
        self._page.forms.show_occasion(panel)

    def edit_many(self, ids: Sequence[str]) -> None:
        """One form for many records."""
        fields = self.cells.fields()
        if not fields:
            return
        keys = [field.key for field in fields]
        self.cells.texts(ids, keys, lambda texts: self._open_bulk(fields, texts))

    def _open_bulk(self, fields: Sequence[Field], texts: Texts) -> None:
        from invest_crm.ui.records.bulk_panel import BulkPanel

        panel = BulkPanel(fields, texts.values())
        ids = tuple(texts)

        def write(touched: Mapping[str, str]) -> None:
            self.cells.put(Patch("bulk", ids, (touched,) * len(ids)))

        panel.accepted.connect(write)
        self._page.forms.show_occasion(panel)

    def _look_again(self, panel: PatchPanel, patch: Patch) -> None:
        def show(proposal: Proposal) -> None:
            if self.panel() is panel:
                panel.show_proposal(proposal)

        self.cells.look(patch, show)

    def _conflicted(self, record: Stored, key: str, text: str) -> None:
        """The form asks which value is to stand, as after typing in it."""
        self._page.forms.take_up(Draft(record, {key: text}), save=True)

    def _refused(self, error: UserError) -> None:
        self._page.show_error(error)
        self._page.grid.refresh()

    def _wrote(self, made: tuple[str, ...]) -> None:
        if self._page.side.busy() and self._page.side.editor() is None:
            self._page.forms.back()
        if made:
            self._page.grid.select_id(made[0])
