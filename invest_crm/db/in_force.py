"""The catalogue and the calendar in force: what is shipped with the bureau's own over it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import select

from invest_crm.db.schema.calendar import calendar_day
from invest_crm.domain.workdays import Calendar, DayKind, load_calendar

if TYPE_CHECKING:
    from sqlalchemy import Connection

    from invest_crm.domain.approvals.items import Item


def calendar_in_force(connection: Connection) -> Calendar:
    """Shipped holidays and make-up days, overridden by the days entered in this database."""
    rows = connection.execute(select(calendar_day)).all()
    own = {date.fromisoformat(row.day): DayKind(row.kind) for row in rows}
    names = {date.fromisoformat(row.day): row.name for row in rows if row.name}
    return load_calendar().with_overrides(own, names=names) if own else load_calendar()


def own_items(connection: Connection) -> dict[str, Item]:
    """The items of the catalogue the bureau changed or added, by code."""
    from invest_crm.db.schema.approvals import approval_item
    from invest_crm.domain.approvals.items import Item

    rows = connection.execute(select(approval_item).order_by(approval_item.c.id))
    return {row.id: msgspec.json.decode(row.item, type=Item) for row in rows}


def items_in_force(connection: Connection) -> dict[str, Item]:
    """Every item by code in the order of the path, retired ones too."""
    from invest_crm.domain.approvals.items import in_order, shipped

    own = own_items(connection)
    if not own:
        return dict(shipped())
    merged = {**shipped(), **own}
    return {item.code: item for item in in_order(list(merged.values()))}
