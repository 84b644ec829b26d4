"""Is the database whole? The engine's own checks, the log's chain, and the derived tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import func, select, text

from invest_crm.db.log import GENESIS, chain_hash, items
from invest_crm.db.schema.derived import project_state, search_text
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.log import change_set
from invest_crm.db.schema.projects import project
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from sqlalchemy import Connection


class Finding(Struct, frozen=True):
    """One check: its id, whether it passed, and what was found."""

    check: str
    ok: bool
    detail: str = ""


def quick(connection: Connection) -> list[Finding]:
    """The checks of a start: pages readable, references whole (about 1 s per 100 MB)."""
    if connection.dialect.name != "sqlite":
        return [Finding("connection", connection.scalar(text("SELECT 1")) == 1)]
    pages = connection.exec_driver_sql("PRAGMA quick_check").scalar()
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").first()
    return [
        Finding("pages", pages == "ok", "" if pages == "ok" else str(pages)),
        Finding("references", broken is None, "" if broken is None else str(broken[0])),
    ]


def require_sound(connection: Connection) -> None:
    """Make the checks of a start. UserError ``database-damaged`` unless all of them pass."""
    failed = [finding.check for finding in quick(connection) if not finding.ok]
    if failed:
        raise UserError(
            "database-damaged",
            _("The database file is damaged."),
            safe=_("The file is unchanged."),
            todo=_("Do not write to it. Restore the newest verified backup."),
        )


def full(connection: Connection) -> list[Finding]:
    """Everything: the engine, the log's chain, derived rows."""
    return [*quick(connection), verify_chain(connection), *_derived(connection)]


def verify_chain(connection: Connection) -> Finding:
    """Recompute the hash of every ChangeSet; names the first one that does not fit."""
    previous = GENESIS
    heads = connection.execute(select(change_set).order_by(change_set.c.seq)).mappings().all()
    for place, head in enumerate(heads, start=1):
        fits = head["seq"] == place and head["prev_hash"] == previous
        if not fits or chain_hash(dict(head), items(connection, head["seq"])) != head["hash"]:
            return Finding("log-chain", ok=False, detail=f"#{head['seq']}")
        previous = head["hash"]
    return Finding("log-chain", ok=True, detail=f"{len(heads)}")


def _derived(connection: Connection) -> list[Finding]:
    from invest_crm.db.schema.approvals import approval, approval_state

    projects, states, firms, indexed, approvals, standing = (
        connection.scalar(select(func.count()).select_from(table)) or 0
        for table in (project, project_state, firm, search_text, approval, approval_state)
    )
    return [
        Finding("project-state", projects == states, f"{states}/{projects}"),
        Finding("search-index", indexed == projects + firms, f"{indexed}/{projects + firms}"),
        Finding("approval-state", approvals == standing, f"{standing}/{approvals}"),
    ]
