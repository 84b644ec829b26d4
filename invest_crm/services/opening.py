"""Opening a database for a door: which one, prepared or refused, and who works in it."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import TYPE_CHECKING

from invest_crm.db import upgrade
from invest_crm.db.engine import database_url, open_engine
from invest_crm.paths import user_data_dir
from invest_crm.services.work import App, login_name

if TYPE_CHECKING:
    from collections.abc import Iterator

_LAST = "last-database.json"


def default_database() -> str:
    """``INVEST_CRM_DB``, else the database opened last, else the one in the user's data folder."""
    named = os.environ.get("INVEST_CRM_DB")
    if named:
        return named
    for last in _remembered():
        if "://" in last or Path(last).exists():
            return last
    return str(user_data_dir() / "invest_crm.db")


def remember_database(where: str) -> None:
    """Keep in mind which database was opened, for the next start (no password is kept)."""
    url = database_url(where)
    folder = user_data_dir()
    folder.mkdir(parents=True, exist_ok=True)
    text = str(url.database) if url.get_backend_name() == "sqlite" else str(url)
    scratch = folder / (_LAST + ".new")
    scratch.write_text(json.dumps({"database": text}), encoding="utf-8")
    scratch.replace(folder / _LAST)


def open_app(where: str, *, actor: str | None = None, create: bool = False) -> App:
    """Open a database at its newest schema. ``create``: make it if it does not exist.

    UserError: missing, not ours, newer than this program, damaged, unreachable.
    """
    database = open_engine(where)
    try:
        upgrade.prepare(database, create=create)
    except BaseException:
        database.close()
        raise
    return App(database, actor or login_name())


def schema_version() -> str:
    """The newest schema this program knows."""
    return upgrade.HEAD


def _remembered() -> Iterator[str]:
    try:
        stored = json.loads((user_data_dir() / _LAST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return
    if isinstance(stored, dict) and isinstance(stored.get("database"), str):
        yield stored["database"]
