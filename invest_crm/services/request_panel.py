"""One request for the record panel, and the open requests of a firm for its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import and_, or_, select

from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.requests import service_request
from invest_crm.domain.requests import days_left
from invest_crm.domain.text import firm_key
from invest_crm.services.field_changes import with_fields
from invest_crm.services.history import HistoryLine, record_history
from invest_crm.services.requests import load

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.requests import RequestRecord
    from invest_crm.services.work import View


class RequestPanel(Struct, frozen=True):
    """Everything the panel shows. ``firm_id``: the firm that can be opened, empty for none."""

    record: RequestRecord
    firm_id: str
    history: tuple[HistoryLine, ...]
    today: date

    @property
    def left(self) -> int | None:
        """Days until it is due (negative: overdue); None if closed or without a day."""
        return _left(self.record, self.today)


class FirmRequest(Struct, frozen=True):
    """An open request of a firm. ``left``: days until it is due, None without a day."""

    id: str
    text: str
    left: int | None


def request_panel(view: View, request_id: str) -> RequestPanel | None:
    """The panel of a request, None if it is gone."""
    record = load(view, [request_id]).get(request_id)
    if record is None:
        return None
    return RequestPanel(
        record=record,
        firm_id=_firm(view, record),
        history=with_fields(view, record_history(view, [request_id]), [request_id]),
        today=view.today,
    )


def open_of_firm(view: View, firm_id: str, name: str) -> tuple[FirmRequest, ...]:
    """The open requests of a firm (linked to it, or of its name without a link), due first."""
    columns = service_request.c
    mine = or_(
        columns.firm_id == firm_id,
        and_(columns.firm_id.is_(None), columns.firm_key == firm_key(name)),
    )
    query = (
        select(columns.id)
        .where(mine, columns.closed.is_(False), columns.archived_at.is_(None))
        .order_by(columns.due_day.is_(None), columns.due_day, columns.id)
    )
    return tuple(
        FirmRequest(record.id, record["content"] or record["kind"] or "", _left(record, view.today))
        for record in load(view, view.values(query)).values()
    )


def _left(record: RequestRecord, today: date) -> int | None:
    return days_left(record["due_on"], today, closed=record["closed"])


def _firm(view: View, record: RequestRecord) -> str:
    """The firm it is linked to, else the only one of its name; empty if none can be opened."""
    linked = record["firm_id"]
    same = firm.c.id == linked if linked else firm.c.name_key == firm_key(record["name"])
    found = view.values(select(firm.c.id).where(same, firm.c.archived_at.is_(None)))
    return str(found[0]) if len(found) == 1 else ""
