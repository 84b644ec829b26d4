"""The tables, by subject, under the same names as the domain. Importing this declares them all."""

from invest_crm.db.schema import (
    access,
    attachments,
    calendar,
    chains,
    derived,
    figures,
    firms,
    imports,
    interactions,
    land,
    log,
    monthly,
    projects,
    requests,
    settings,
    views,
)
from invest_crm.db.schema.base import metadata, record_tables

__all__ = [
    "access",
    "attachments",
    "calendar",
    "chains",
    "derived",
    "figures",
    "firms",
    "imports",
    "interactions",
    "land",
    "log",
    "metadata",
    "monthly",
    "projects",
    "record_tables",
    "requests",
    "settings",
    "views",
]
