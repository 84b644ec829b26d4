"""口径 in versions: which one is in force, and a new one made from it.

A version is never changed: an edit makes another one, so that a figure that names its calibre can
be computed by it again. Making and choosing are logged and can be undone.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db.schema.figures import calibre as calibre_table
from invest_crm.domain.calibre import DEFAULT_CALIBRE, Calibre
from invest_crm.domain.calibre_words import typed, with_typed
from invest_crm.domain.ids import new_id
from invest_crm.errors import UserError
from invest_crm.services.options import CALIBRE, SetOption, option, set_option
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

    from sqlalchemy import Row

    from invest_crm.services.work import View, Work


class Version(Struct, frozen=True):
    """A stored calibre, the year it is for, and whether figures are computed by it now."""

    calibre: Calibre
    year: int
    in_force: bool


class NewCalibre(Struct, frozen=True):
    """A version like the one in force but for ``texts`` (keys and forms of ``calibre_words``)."""

    name: str
    year: int
    texts: Mapping[str, str]


def calibre_in_force(view: View) -> Calibre:
    """The calibre that figures are computed by."""
    chosen = option(view, CALIBRE)
    row = view.first(select(calibre_table).where(calibre_table.c.id == chosen))
    return DEFAULT_CALIBRE if row is None else _calibre(row)


def list_calibres(view: View) -> list[Version]:
    """Every version, the latest year first."""
    chosen = option(view, CALIBRE)
    order = (calibre_table.c.year.desc(), calibre_table.c.id.desc())
    rows = view.rows(select(calibre_table).order_by(*order))
    return [Version(_calibre(row), row.year, row.id == chosen) for row in rows]


def add_calibre(work: Work, command: NewCalibre) -> str:
    """Make a version and put it in force; returns its id.

    UserError ``calibre-name`` without a name of its own, ``calibre-unread`` for a choice that
    cannot be read.
    """
    name = command.name.strip()
    if not name or name in {version.calibre.label for version in list_calibres(work)}:
        raise UserError(
            "calibre-name",
            _("A calibre needs a name of its own."),
            safe=_("Nothing was changed."),
            todo=_("Name it by its year and source, such as the city's assessment of 2027."),
        )
    try:
        made = with_typed(calibre_in_force(work), command.texts)
    except ValueError as error:
        raise UserError("calibre-unread", str(error), safe=_("Nothing was changed.")) from error
    made_id = f"{command.year}-{new_id()[-6:]}"
    work.insert(
        calibre_table,
        id=made_id,
        name=name,
        year=command.year,
        options=json.dumps(typed(made), ensure_ascii=False),
    )
    set_option(work, SetOption(CALIBRE, made_id))
    work.name("calibre.add", name=name)
    return made_id


def _calibre(row: Row[Any]) -> Calibre:
    base = replace(DEFAULT_CALIBRE, id=row.id, name=row.name)
    return with_typed(base, json.loads(row.options or "{}"))
