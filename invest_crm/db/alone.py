"""Having a database file to oneself while another file takes its place."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from typing import TYPE_CHECKING

from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATIENCE_S = 5.0


@contextmanager
def held_alone(path: Path) -> Iterator[sqlite3.Connection]:
    """A connection that keeps everybody else out until it is closed.

    UserError ``database-busy`` when somebody has the file open.
    """
    with closing(sqlite3.connect(path, timeout=_PATIENCE_S, isolation_level=None)) as held:
        try:
            held.execute("PRAGMA locking_mode=EXCLUSIVE")
            held.execute("BEGIN IMMEDIATE")
            held.execute("COMMIT")
        except sqlite3.OperationalError as error:
            raise in_use() from error
        yield held


def in_use() -> UserError:
    """Somebody else has the database open."""
    return UserError(
        "database-busy",
        _("Another program is holding the database."),
        safe=_("The present database is unchanged."),
        todo=_("Close other copies of this program or backup tools, then try again."),
    )
