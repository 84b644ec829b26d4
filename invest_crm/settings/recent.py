"""Which database to open: named by the environment, the one opened last, or the user's own."""

from __future__ import annotations

import os
from pathlib import Path

from invest_crm.paths import user_data_dir
from invest_crm.settings import user

_LAST = "database"


def default_database() -> str:
    """``INVEST_CRM_DB``, else the database opened last, else the one in the user's data folder."""
    named = os.environ.get("INVEST_CRM_DB")
    if named:
        return named
    last = user.read_state(_LAST)
    if isinstance(last, str) and ("://" in last or Path(last).exists()):
        return last
    return str(user_data_dir() / "invest_crm.db")


def remember(where: str) -> None:
    """Keep in mind which database was opened (its address without a password)."""
    user.write_state(_LAST, where)
