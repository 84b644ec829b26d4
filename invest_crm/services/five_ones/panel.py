"""One person, unit or task force for the record panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.services.field_changes import with_fields
from invest_crm.services.five_ones.handing import HandedOver, handed_over, of_person
from invest_crm.services.five_ones.load import Carried, Holdings, Load
from invest_crm.services.five_ones.records import load
from invest_crm.services.history import HistoryLine, record_history

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.five_ones.records import Responsible
    from invest_crm.services.work import View


class ResponsiblePanel(Struct, frozen=True):
    """Everything the panel shows."""

    record: Responsible
    load: Load
    carried: tuple[Carried, ...]
    handed: tuple[HandedOver, ...]
    history: tuple[HistoryLine, ...]
    today: date


def responsible_panel(view: View, record_id: str) -> ResponsiblePanel | None:
    """The panel of a record, None if it is gone."""
    record = load(view, [record_id]).get(record_id)
    if record is None:
        return None
    held = Holdings(view)
    overs = [over for one in of_person(view, record_id) for over in handed_over(view, one)]
    ids = [record_id, *(over.id for over in overs)]
    return ResponsiblePanel(
        record=record,
        load=held.load(record),
        carried=held.carried(record),
        handed=tuple(reversed(overs)),
        history=with_fields(view, record_history(view, ids), ids),
        today=view.today,
    )
