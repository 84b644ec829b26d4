"""One parcel or plant for the record panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.land import parcel_use
from invest_crm.services.attachment_owners import Subject, every_id
from invest_crm.services.field_changes import with_fields
from invest_crm.services.history import HistoryLine, record_history
from invest_crm.services.land_uses import UseLine, uses
from invest_crm.services.parcels import load, standing_of

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.land import Standing
    from invest_crm.services.parcels import ParcelRecord
    from invest_crm.services.work import View


class ParcelPanel(Struct, frozen=True):
    """Everything the panel shows. ``stands``: what its dates say today."""

    record: ParcelRecord
    stands: Standing
    history: tuple[HistoryLine, ...]
    today: date
    uses: tuple[UseLine, ...] = ()


def parcel_panel(view: View, parcel_id: str) -> ParcelPanel | None:
    """The panel of a parcel, None if it is gone."""
    record = load(view, [parcel_id]).get(parcel_id)
    if record is None:
        return None
    mine = view.values(select(parcel_use.c.id).where(parcel_use.c.parcel_id == parcel_id))
    ids = [parcel_id, *mine, *every_id(view, Subject("parcel", parcel_id))]
    return ParcelPanel(
        record=record,
        stands=standing_of(record, view.today),
        history=with_fields(view, record_history(view, ids), ids),
        today=view.today,
        uses=tuple(uses(view, parcels=[parcel_id])),
    )
