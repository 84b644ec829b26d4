"""Options kept in the database: read with their default, changed through the log."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.settings import setting
from invest_crm.settings.options import BY_KEY, OPTIONS

if TYPE_CHECKING:
    from invest_crm.services.work import View, Work


@dataclass(frozen=True, slots=True)
class SetOption:
    """Give an option of the database a new value."""

    key: str
    value: str


def option(view: View, key: str) -> str:
    """The value of an option of the database."""
    row = view.first(select(setting.c.value).where(setting.c.id == key))
    return BY_KEY[key].default if row is None or row.value is None else str(json.loads(row.value))


def options(view: View) -> dict[str, str]:
    """Every option of the database with its value."""
    return {item.key: option(view, item.key) for item in OPTIONS if item.store == "database"}


def set_option(work: Work, command: SetOption) -> None:
    """Change an option of the database."""
    declared = BY_KEY[command.key]
    work.name("setting.change", name=declared.label_id)
    value = json.dumps(command.value, ensure_ascii=False)
    if work.first(select(setting.c.id).where(setting.c.id == command.key)) is None:
        work.insert(setting, id=command.key, value=value)
    else:
        work.update(setting, command.key, value=value)
