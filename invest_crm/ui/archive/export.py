"""Exporting everything from the window: where to, and what is said when it is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.ui import operations
from invest_crm.ui.archive import jobs
from invest_crm.ui.documents import ask_target, say_written
from invest_crm.ui.operations import Progress
from invest_crm.words import _

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.errors import UserError
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import Page


def ask_export(page: Page, context: Context) -> None:
    """Ask for a file and export everything into it."""
    path = ask_target(page, _("Full export"), ("zip",))
    if path is not None:
        export_to(page, context, path)


def export_to(page: Page, context: Context, path: Path) -> None:
    """Export everything into a file, in the background."""
    notice = _("This file holds personal data that are not masked; keep it safe.")
    progress = Progress(_("Exporting everything"))

    def failed(error: UserError) -> None:
        if error.code == "cancelled":
            page.notify(_("Export stopped. No file was written."), topic="written")
        else:
            page.show_error(error)

    operations.run_query(
        page,
        lambda: jobs.export_everything(context.app, path, progress),
        lambda written: say_written(page, written, notice),
        on_error=failed,
        key="export",
        progress=progress,
    )
