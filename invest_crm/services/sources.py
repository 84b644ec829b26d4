"""Where a record comes from, in words: what is stored is a code."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import and_, select

from invest_crm.db.schema.imports import import_batch
from invest_crm.db.schema.log import change, change_set
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.sources import DEMO, HAND, ledger_source
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.work import View


def source_words(view: View) -> dict[str, str]:
    """The words of every code: a ledger with its file and the day it was last imported."""
    query = (
        select(import_batch.c.sha256, import_batch.c.file_name, change_set.c.recorded_at)
        .join(
            change,
            and_(
                change.c.record_id == import_batch.c.id,
                change.c.table_name == import_batch.name,
                change.c.operation == "I",
            ),
        )
        .join(change_set, change_set.c.seq == change.c.set_seq)
        .order_by(change_set.c.seq)
    )
    words = {DEMO: _("Demonstration data"), HAND: _("Entered by hand")}
    for row in view.rows(query):
        day = row.recorded_at[:10]
        words[ledger_source(row.sha256)] = _("Ledger import ({file}, {day})").format(
            file=row.file_name, day=show(PartialDate(day, "day", day))
        )
    return words
