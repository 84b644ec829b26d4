"""What a thing in the trash held, what comes back with it, and what was done to it before."""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.recorder import owners_of
from invest_crm.db.schema import record_tables
from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.interactions import interaction
from invest_crm.db.schema.log import change, change_set
from invest_crm.domain.evidence import evidence_label
from invest_crm.domain.project_fields import BY_KEY
from invest_crm.services.agreements.commitments import commitment_word
from invest_crm.services.attachment_owners import owner, subject_of
from invest_crm.services.field_changes import with_fields
from invest_crm.services.firms import firm_word
from invest_crm.services.five_ones.records import responsible_word
from invest_crm.services.history import minute, record_history
from invest_crm.services.parcels import parcel_word
from invest_crm.services.requests import request_word
from invest_crm.services.trash import ARCHIVED, gone_contacts
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Table

    from invest_crm.services.history import HistoryLine
    from invest_crm.services.trash import TrashLine
    from invest_crm.services.work import View

_BATCH = 400
_SHOWN = {
    "project": ("investor", "content", "township", "park", "lead_unit", "remark"),
    "firm": ("credit_code", "region", "business", "legal_person", "remark"),
    "request": ("kind", "content", "unit", "progress_text"),
    "parcel": ("number", "township", "park", "place", "use", "holder", "unit", "progress_text"),
    "responsible": ("post", "unit", "active_from", "active_until", "remark"),
    "commitment": ("trigger", "basis", "due_on", "person"),
}
_OWNED = {
    "project": N_("projects"),
    "chain_node": N_("nodes of chains"),
    "chain_flow": N_("links"),
    "firm_node": N_("places on chains"),
    "agreement": N_("agreements"),
    "milestone": N_("milestones"),
    "project_amount": N_("amounts"),
    "side_state": N_("side states"),
    "funds_statement": N_("statements of funds"),
    "monthly_report": N_("monthly rows"),
    "month_correction": N_("corrections of months"),
    "money_figure": N_("figures of papers and statistics"),
    "progress_entry": N_("entries of visible progress"),
    "contact": N_("contacts"),
    "interaction": N_("visits and calls"),
    "attachment": N_("attachments"),
    "confirmation": N_("confirmations"),
    "gate_answer": N_("answers of investors"),
    "parcel_use": N_("places"),
    "land_step": N_("land steps"),
    "land_indicator": N_("control indicators"),
    "task": N_("tasks"),
    "schedule": N_("schedules"),
    "schedule_task": N_("tasks of schedules"),
    "schedule_link": N_("links between tasks"),
    "schedule_fact": N_("entries of progress"),
    "schedule_baseline": N_("versions of plans"),
    "utility_need": N_("needs of utilities"),
    "utility_case": N_("applications for utilities"),
    "approval": N_("approvals"),
    "approval_step": N_("steps of approvals"),
    "agreement_amount": N_("amounts of agreements"),
    "commitment": N_("promises"),
    "commitment_fact": N_("entries about promises"),
    "review": N_("joint reviews"),
    "review_opinion": N_("opinions of departments"),
    "review_condition": N_("conditions"),
    "hand_over": N_("hand-overs"),
    "hand_over_role": N_("roles handed over"),
    "stat_case": N_("applications to the statistics"),
    "stat_step": N_("steps of applications to the statistics"),
    "stat_paper": N_("contents of papers"),
    "firm_revenue": N_("figures of revenue"),
    "saved_view": N_("views"),
    "view_pin": N_("pins"),
}
"""What is counted among the things that come back, by table."""


def trash_details(
    view: View, line: TrashLine
) -> tuple[list[tuple[str, str]], tuple[HistoryLine, ...]]:
    """What a thing in the trash held, in pairs of words, and what was done to it before."""
    if line.kind in ARCHIVED:
        table = ARCHIVED[line.kind][0]
        found = view.connection.execute(select(table).where(table.c.id == line.record)).mappings()
        image: dict[str, Any] = dict(found.first() or dict.fromkeys(_SHOWN[line.kind]))
        owned = _owned(view, table, line.record)
        pairs = [(_word(line.kind, key), str(image[key] or "")) for key in _SHOWN[line.kind]]
        return [*pairs, *_with_it(owned)], record_history(view, [line.record])
    if line.kind == "contact":
        gone = gone_contacts(view, [line.record])
        image = json.loads(gone[0].before) if gone else {}
        return (
            [(_("Name"), image.get("name") or ""), (_("Post"), image.get("post") or "")],
            record_history(view, [line.record]),
        )
    if line.kind == "attachment":
        return _of_file(view, line.record)
    seq = view.values(select(change_set.c.seq).where(change_set.c.id == line.record))
    rows = view.rows(
        select(change.c.table_name, change.c.record_id).where(change.c.set_seq.in_(seq)).distinct()
    )
    counted = Counter(row.table_name for row in rows)
    visits = [row.record_id for row in rows if row.table_name == interaction.name]
    mine = attachment.c.interaction_id.in_(visits), attachment.c.archived_at.is_(None)
    counted[attachment.name] += view.count(select(attachment.c.id).where(*mine))
    ids = sorted({row.record_id for row in rows})[:_BATCH]
    return _with_it(counted), record_history(view, ids)


def _of_file(
    view: View, attachment_id: str
) -> tuple[list[tuple[str, str]], tuple[HistoryLine, ...]]:
    row = view.first(select(attachment).where(attachment.c.id == attachment_id))
    if row is None:
        return [], ()
    found = owner(view, subject_of(row))
    same = view.values(select(attachment.c.id).where(attachment.c.series == row.series))
    record = _("{name} (in the trash too: the file is seen again when it is restored)")
    pairs = [
        (_("Of the record"), record.format(name=found.name) if found.away else found.name),
        (_("Noted with"), found.origin),
        (_("Kind of evidence"), evidence_label(row.kind)),
        (_("Versions"), str(len(same)) if len(same) > 1 else ""),
        (_("Added by"), row.added_by),
        (_("Added"), minute(row.added_at)),
    ]
    return pairs, with_fields(view, record_history(view, same), [attachment_id, *same])


def _owned(view: View, table: Table, record: str) -> Counter[str]:
    """How many records of each table belong to a record and come back with it."""
    found: Counter[str] = Counter()
    for other in record_tables():
        for column, whose in owners_of(other):
            if whose == table.name and other.name in _OWNED:
                found[other.name] = view.count(select(other.c.id).where(other.c[column] == record))
    return found


def _with_it(counted: Mapping[str, int]) -> list[tuple[str, str]]:
    parts = [
        _("{what}: {n}").format(what=_(word), n=counted[table])
        for table, word in _OWNED.items()
        if counted.get(table)
    ]
    return [(_("Comes back with it"), _(", ").join(parts))] if parts else []


def _word(kind: str, key: str) -> str:
    if kind == "project":
        return BY_KEY[key].label
    words = {
        "firm": firm_word,
        "parcel": parcel_word,
        "request": request_word,
        "responsible": responsible_word,
        "commitment": commitment_word,
    }
    return words[kind](key)
