"""Looking after a database: its checks and the audit chain."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.db import integrity
from invest_crm.services.safeguards import head_finding
from invest_crm.words import N_

if TYPE_CHECKING:
    from invest_crm.db.integrity import Finding
    from invest_crm.services.work import View

CHECKS = {
    "pages": N_("Pages of the file"),
    "references": N_("References between records"),
    "connection": N_("Connection to the server"),
    "log-chain": N_("Chain of the change log"),
    "log-head": N_("Saves made on this computer"),
    "project-state": N_("Stages of projects"),
    "search-index": N_("Search index"),
    "approval-state": N_("States of approvals"),
    "files": N_("Contents of attachments"),
}


def check(view: View) -> list[Finding]:
    """Every integrity check."""
    return [*integrity.full(view.connection), *head_finding(view), _files(view)]


def _files(view: View) -> Finding:
    """Whether the content of every attachment is there; how many are and should be."""
    from invest_crm.services.attachments import facts  # opening a database does not need it

    found = facts(view)
    detail = f"{found.rows - len(found.lost)}/{found.rows}"
    return integrity.Finding("files", not found.lost, detail)


def quick_check(view: View) -> list[Finding]:
    """The checks made at every start."""
    return integrity.quick(view.connection)


def require_sound(view: View) -> None:
    """The same, for a door that opens: UserError ``database-damaged`` if one fails."""
    integrity.require_sound(view.connection)


def verify(view: View) -> Finding:
    """Whether the change log's chain is unbroken."""
    return integrity.verify_chain(view.connection)
