"""The people of a firm or project for a panel: masked, and one number shown when asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.firms import contact
from invest_crm.domain.masking import mask_phone
from invest_crm.errors import UserError
from invest_crm.services.access import AccessNote, note_access
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.work import View, Work


class ContactLine(Struct, frozen=True):
    """One person; ``phone`` is masked, empty without one."""

    id: str
    name: str
    post: str
    phone: str


def contact_lines(view: View, owner: str, owner_id: str) -> tuple[ContactLine, ...]:
    """The people of a record in their order; ``owner``: ``firm_id`` or ``project_id``."""
    query = select(contact).where(contact.c[owner] == owner_id).order_by(contact.c.position)
    rows = view.rows(query)
    phones = view.reveal(row.phone for row in rows)
    return tuple(
        ContactLine(row.id, row.name or "", row.post or "", mask_phone(phones.get(row.phone, "")))
        for row in rows
    )


def reveal_phone(work: Work, contact_id: str) -> str:
    """One number in full; that somebody looked is put on record, the number is not.

    Domain rule 8.2: a mobile number is masked, its reveal is logged. UserError if it is gone.
    """
    row = work.first(select(contact.c.phone).where(contact.c.id == contact_id))
    phone = None if row is None else work.reveal([row.phone]).get(row.phone)
    if phone is None:
        raise UserError(
            "phone-gone",
            _("This number is no longer there."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    note_access(work, AccessNote("phone", contact_id))
    return phone
