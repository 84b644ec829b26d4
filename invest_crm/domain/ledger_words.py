"""What the kinds and the fields of ledgers are called, in the window and on the command line."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.parcel_fields import FIELDS as PARCEL_FIELDS
from invest_crm.domain.project_fields import BY_KEY
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

KINDS = {
    "projects": N_("Projects"),
    "firms": N_("Firms"),
    "monthly": N_("Monthly progress"),
    "requests": N_("Requests of firms"),
    "contacts": N_("Contacts"),
    "parcels": N_("Land and plants"),
    "approvals": N_("Approvals of projects"),
    "revenue": N_("Revenue of firms"),
}
_FIELDS = {
    "month": N_("Month"),
    "completed_month": N_("Completed this month"),
    "completed_year": N_("Completed this year"),
    "completed_total": N_("Completed since the start"),
    "funds_month": N_("Funds this month"),
    "funds_year": N_("Funds this year"),
    "credit_code": N_("Unified credit code"),
    "region": N_("Place of registration"),
    "business": N_("Main business"),
    "registered_capital": N_("Registered capital"),
    "legal_person": N_("Legal person"),
    "post": N_("Post"),
    "firm": N_("Firm"),
    "project": N_("Project name"),
    "kind": N_("Kind of request"),
    "received_on": N_("Received on"),
    "due_on": N_("Due on"),
    "unit": N_("Unit in charge"),
    "closed": N_("Closed"),
}
_FIELDS_OF = {
    "projects": {},
    "firms": {"name": N_("Firm")},
    "monthly": {"name": N_("Project name"), "progress_text": N_("Visible progress")},
    "parcels": {
        **{field.key: field.label_id for field in PARCEL_FIELDS},
        "utilities": N_("All utilities"),
    },
    "requests": {"content": N_("What is asked"), "progress_text": N_("Handling")},
    "approvals": {
        "name": N_("Project name"),
        "item": N_("Item of approval"),
        "code": N_("Code of the item"),
        "department": N_("Handled by"),
        "accepted_on": N_("Accepted on"),
        "limit": N_("Promised limit"),
        "due_on": N_("Due on"),
        "decided_on": N_("Decided on"),
        "status": N_("State"),
        "person": N_("Agent or clerk"),
        "remark": N_("Note"),
    },
    "revenue": {
        "name": N_("Firm"),
        "period": N_("Months covered"),
        "revenue": N_("Revenue"),
        "origin": N_("Where it is from"),
        "reason": N_("Why corrected"),
    },
    "contacts": {"contacts": N_("Name and phone"), "name": N_("Name"), "phone": N_("Phone")},
}
_ROLES = {
    "flag": N_("{field} (yes or no)"),
    "date": N_("{field} (date)"),
    "name": N_("{field} (name)"),
    "phone": N_("{field} (phone)"),
    "post": N_("{field} (post)"),
}


def kind_word(kind: str) -> str:
    """What a ledger is about."""
    return _(KINDS[kind])


MARKS = {
    "approx": N_("approximate"),
    "range": N_("from – to"),
    "phases": N_("several phases"),
    "fixed_in_cell": N_("fixed assets in the same cell"),
    "currency": N_("foreign currency"),
    "unknown": N_("not known"),
    "suspicious": N_("doubtful"),
}
"""What is noted of the amounts of a row (``flags``)."""


def mark_words(marks: Iterable[str]) -> str:
    """The marks of a record in words, "" for none."""
    return "、".join(_(MARKS[mark]) if mark in MARKS else mark for mark in marks)


def field_word(kind: str, key: str, role: str = "") -> str:
    """The name of a field of a ledger, with the part a column plays in it."""
    special: Mapping[str, str] = _FIELDS_OF[kind]
    if key in special:
        word = _(special[key])
    elif kind != "projects" and key in _FIELDS:
        word = _(_FIELDS[key])
    elif key in BY_KEY:
        word = BY_KEY[key].label
    else:
        word = _(_FIELDS[key])
    return _(_ROLES[role]).format(field=word) if role in _ROLES else word
