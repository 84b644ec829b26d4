"""Options kept in the database: read with their default, changed through the log."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.figures import calibre
from invest_crm.db.schema.settings import setting
from invest_crm.errors import UserError
from invest_crm.settings.options import BY_KEY, OPTIONS
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.work import View, Work


COUNTY = "county.name"
CALIBRE = "calibre"
FIVE = "five_ones.five"


class SetOption(Struct, frozen=True):
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


def unset_county(view: View) -> str:
    """The notice beside a document that names the county; "" if the county has a name."""
    name = option(view, COUNTY)
    if name != BY_KEY[COUNTY].default:
        return ""
    return _(
        "The name of the county is not set, so “{name}” is printed; enter it in the settings."
    ).format(name=name)


def set_option(work: Work, command: SetOption) -> None:
    """Change an option of the database. UserError ``calibre-unknown`` for one that is not there."""
    declared = BY_KEY[command.key]
    if command.key == CALIBRE:
        _refuse_unknown_calibre(work, command.value)
    if command.key == FIVE:
        _refuse_unread_five(command.value)
    work.name("setting.change", name=declared.label_id)
    value = json.dumps(command.value, ensure_ascii=False)
    if work.first(select(setting.c.id).where(setting.c.id == command.key)) is None:
        work.insert(setting, id=command.key, value=value)
    else:
        work.update(setting, command.key, value=value)


def _refuse_unread_five(wanted: str) -> None:
    from invest_crm.domain.five_ones import FIELD_WORDS, parse_five

    try:
        parse_five(wanted)
    except ValueError as error:
        raise UserError(
            "five-unread",
            _("The five ones cannot be read: “{text}” is no field.").format(text=error),
            safe=_("Nothing was changed."),
            todo=_("Fields are: {names}.").format(names=_(", ").join(FIELD_WORDS)),
        ) from error


def _refuse_unknown_calibre(view: View, wanted: str) -> None:
    known = view.values(select(calibre.c.id).order_by(calibre.c.year, calibre.c.id))
    if wanted not in known:
        raise UserError(
            "calibre-unknown",
            _("There is no calibre “{name}”.").format(name=wanted),
            safe=_("Nothing was changed."),
            todo=_("There are: {names}.").format(names=_(", ").join(known)),
        )
