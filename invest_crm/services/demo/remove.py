"""Taking demonstration data out again, whoever filled it in and however long ago."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.log import change_set
from invest_crm.db.schema.settings import setting
from invest_crm.errors import UserError
from invest_crm.services.demo.fill import DEMO, is_demo
from invest_crm.services.undo import undo
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.undo import Undone
    from invest_crm.services.work import Work


def remove(work: Work, _command: None = None) -> Undone:
    """Undo the filling in. Records somebody worked on since stay, and the mark stays with them.

    UserErrors: ``no-demo`` for a database without demonstration data, ``demo-kept`` where somebody
    worked on all that is left of it.
    """
    query = select(change_set.c.id).where(change_set.c.action == "demo.fill")
    filled = work.first(query.order_by(change_set.c.seq.desc()).limit(1))
    if filled is None or not is_demo(work):
        raise UserError(
            "no-demo",
            _("There is no demonstration data in this database."),
            safe=_("Nothing was changed."),
            todo=_("Nothing needs to be done."),
        )
    undone = undo(work, filled.id)
    if undone.kept and undone.reversed == 1:  # the mark alone
        raise UserError(
            "demo-kept",
            _("Somebody worked on all that is left of the demonstration data."),
            safe=_("Nothing was changed."),
            todo=_("Move to the trash what is not needed any more."),
        )
    # An action of its own, which Ctrl+Z takes back; not an undo, which only redo would.
    work.undoes = None
    work.name("demo.remove")
    if undone.kept and not is_demo(work):
        work.insert(setting, id=DEMO, value=json.dumps(obj=True))
    return undone
