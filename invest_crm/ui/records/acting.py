"""What every page of records can do to those that are selected, and what it tells of itself."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, cast

from invest_crm.ui.kit.page import Page

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from PySide6.QtWidgets import QMenu

    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.commands.command import Command
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.grid.grid import DataGrid
    from invest_crm.ui.printing.content import Printable
    from invest_crm.ui.records.page import RecordsPage
    from invest_crm.ui.records.subject import RecordJobs


class ActingPage(Page):
    """``kind``: what the records are called as keys (project, firm).

    ``switches``: filters that are simply on or off, ``fields``: the lines of the form, each by
    name with its title (a message id). ``has_trash``: records are put into the trash one by one.
    """

    has_trash: ClassVar[bool] = True
    kind: ClassVar[str] = ""
    switches: ClassVar[Mapping[str, str]] = {}
    fields: ClassVar[Mapping[str, str]] = {}

    grid: DataGrid
    _context: Context
    _jobs: RecordJobs

    def selection_extras(self, ids: Sequence[str]) -> list[Command]:  # noqa: ARG002 - a hook
        """What else can be done to selected records of this kind."""
        return []

    def menu(self) -> QMenu:
        """The menu of the grid."""
        return self.grid.menu()

    def printable(self) -> Printable | None:
        """The list as shown, the rows selected, the record in the panel."""
        from invest_crm.ui.printing.lists import list_printable

        made = list_printable(cast("RecordsPage", self))
        return made if made.contents else None

    def archive(self, ids: Sequence[str], *, restore: bool = False) -> None:
        """Move records to the trash, or back."""
        chosen = tuple(ids)

        def job(app: App) -> Outcome[int]:
            return self._jobs.archive(app, chosen, restore=restore)

        self._context.write(self, job)
