"""The tables, by subject, under the same names as the domain.

A subject is declared when its module is first imported: all together would be a tenth of the time
until the window is painted. Whoever needs every table asks for them here.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from invest_crm.db.schema.base import metadata

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlalchemy import MetaData, Table

SUBJECTS = (
    "agreements",
    *("access", "approvals", "attachments", "calendar", "chains", "derived", "figures", "firms"),
    "five_ones",
    *("gates", "imports", "interactions", "land", "log", "money", "monthly", "projects"),
    *("requests", "reviews", "schedules", "settings", "statistics", "utilities", "views"),
)


def whole() -> MetaData:
    """Every table, declared."""
    for subject in SUBJECTS:
        import_module(f"{__name__}.{subject}")
    return metadata


def record_tables() -> Iterator[Table]:
    """Every record table, parents before children."""
    return (table for table in whole().sorted_tables if table.info.get("record"))
