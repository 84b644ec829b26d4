"""The list of requests: which ones, in which order, asked in SQL."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, and_, case, func, literal_column, or_, type_coerce

from invest_crm.db.schema.requests import service_request
from invest_crm.db.search import parts_of
from invest_crm.domain.conditions import Field
from invest_crm.domain.requests import DUE_SOON_DAYS
from invest_crm.services.listing import Listing
from invest_crm.services.requests import WORDS
from invest_crm.services.search import narrow
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement

    from invest_crm.domain.conditions import Kind
    from invest_crm.services.work import View

STATES = {"open": N_("Not settled"), "closed": N_("Settled")}
"""未办结、已办结."""

OVERDUE, SOON = "overdue", "soon"
"""What the filter ``due`` asks for: before today, or today and within ``DUE_SOON_DAYS``."""

_c = service_request.c
_state = case((_c.closed.is_(True), literal_column("'closed'")), else_=literal_column("'open'"))
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "name": _c.firm,
    "content": _c.content,
    "kind": _c.kind,
    "received_on": _c.received_day,
    "due_on": _c.due_day,
    "unit": _c.unit,
    "progress_text": _c.progress_text,
    "closed": type_coerce(_state, Text),
}
"""Columns of ``service_request`` by field key."""

_DAYS = frozenset({"received_on", "due_on"})
_SEARCHED = (_c.firm, _c.content, _c.kind, _c.unit, _c.progress_text)


def filter_fields(_view: View) -> dict[str, Field]:
    """The fields by key."""
    kinds: Mapping[str, Kind] = {**dict.fromkeys(_DAYS, "date"), "closed": "choice"}
    states = tuple((code, _(word)) for code, word in STATES.items())
    return {
        key: Field(key, _(WORDS[key]), kinds.get(key, "text"), states if key == "closed" else ())
        for key in COLUMNS
    }


def _narrowed(view: View, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The SQL of ``open`` and ``due`` (open ones only), where they are set."""
    found: list[ColumnElement[bool]] = []
    if filters.get("open") or filters.get("due"):
        found.append(_c.closed.is_(False))
    today = view.today.isoformat()
    if filters.get("due") == OVERDUE:
        found.append(_c.due_day < today)
    elif filters.get("due"):
        last = view.today + timedelta(days=DUE_SOON_DAYS)
        found.append(_c.due_day.between(today, last.isoformat()))
    return found


def _finds(view: View, text: str) -> ColumnElement[bool]:
    """Every part of a text stands somewhere in the request, or the text finds its firm."""
    words = and_(
        *(
            or_(*(func.lower(column).contains(part, autoescape=True) for column in _SEARCHED))
            for part in parts_of(text)
        )
    )
    firms = narrow(view, "firm", text)
    return words if firms is None else or_(words, _c.firm_id.in_(firms))


REQUESTS = Listing(
    kind="request",
    table=service_request,
    source=service_request,
    columns=COLUMNS,
    fields=filter_fields,
    narrowed=_narrowed,
    filters=frozenset({"open", "due"}),
    days=_DAYS,
    sorts={"left": _c.due_day},
    usual=(("closed", True), ("due_on", False)),
    finds=_finds,
)
"""How requests are listed: the open ones first, what is due first before the others."""
