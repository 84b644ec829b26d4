"""Where a record comes from, in words: what is stored is a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.imports import import_batch
from invest_crm.db.schema.log import change, change_set
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.sources import DEMO, HAND, ledger_source
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.work import View


def source_words(view: View) -> dict[str, str]:
    """The words of every code: a ledger with its file and the day it was last imported."""
    # By the ids of the few imports: joined to them the log would be read from end to end.
    batches = {row.id: row for row in view.rows(select(import_batch))}
    query = (
        select(change.c.record_id, change_set.c.recorded_at)
        .join(change_set, change_set.c.seq == change.c.set_seq)
        .where(
            change.c.record_id.in_(list(batches)),
            change.c.table_name == import_batch.name,
            change.c.operation == "I",
        )
        .order_by(change_set.c.seq)
    )
    words = {DEMO: _("Demonstration data"), HAND: _("Entered by hand")}
    for row in view.rows(query):
        batch, day = batches[row.record_id], row.recorded_at[:10]
        words[ledger_source(batch.sha256)] = _("Ledger import ({file}, {day})").format(
            file=batch.file_name, day=show(PartialDate(day, "day", day))
        )
    return words
