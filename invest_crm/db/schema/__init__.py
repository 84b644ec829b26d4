"""The tables, by subject, under the same names as the domain. Importing this declares them all."""

from invest_crm.db.schema import (
    access,
    attachments,
    calendar,
    chains,
    derived,
    figures,
    firms,
    gates,
    imports,
    interactions,
    log,
    monthly,
    projects,
    requests,
    schedules,
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
    "gates",
    "imports",
    "interactions",
    "log",
    "metadata",
    "monthly",
    "projects",
    "record_tables",
    "requests",
    "schedules",
    "settings",
    "views",
]
