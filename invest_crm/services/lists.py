"""The other lists: monthly rows, requests and contacts, as JSON shapes."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.schema.firms import contact, firm
from invest_crm.db.schema.monthly import monthly_report
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.requests import service_request
from invest_crm.domain.masking import mask_phone
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.services.money.books import corrections_by_month

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlalchemy import Row

    from invest_crm.domain.month_reports import Correction
    from invest_crm.services.work import View

MONEY = (
    "completed_month",
    "completed_year",
    "completed_total",
    "funds_month",
    "funds_year",
    "funds_total",
)


WRITTEN = ("problem_text", "plan_text", "filled_by", "checked_by")
"""What people wrote beside the figures of a month."""


def list_monthly(view: View) -> list[dict[str, object]]:
    """Monthly rows in force, by month and entry."""
    query = (
        select(monthly_report, project.c.name)
        .join(project, project.c.id == monthly_report.c.project_id)
        .where(monthly_report.c.voided_at.is_(None))
        .order_by(monthly_report.c.month, monthly_report.c.id)
    )
    found = corrections_by_month(view)
    return [_monthly(row, found.get((row.project_id, row.month), ())) for row in view.rows(query)]


def list_requests(view: View) -> list[dict[str, object]]:
    """Requests, in the order they were entered."""
    query = (
        select(service_request)
        .where(service_request.c.archived_at.is_(None))
        .order_by(service_request.c.id)
    )
    return [request_json(row) for row in view.rows(query)]


def list_contacts(view: View, *, reveal: bool = False) -> list[dict[str, object]]:
    """Contacts with the firm or project they belong to; phones masked unless ``reveal``."""
    query = (
        select(contact, firm.c.name.label("firm"), project.c.name.label("project"))
        .outerjoin(firm, firm.c.id == contact.c.firm_id)
        .outerjoin(project, project.c.id == contact.c.project_id)
        .order_by(contact.c.id)
    )
    rows = view.rows(query)
    phones = view.reveal(row.phone for row in rows)
    return [
        {
            "id": row.id,
            "name": row.name,
            "post": row.post,
            "phone": _phone(phones.get(row.phone), reveal=reveal),
            "firm": row.firm,
            "project": row.project,
        }
        for row in rows
    ]


def request_json(row: Row[Any]) -> dict[str, object]:
    """A request in the shape of ``list requests --json``."""
    return {
        "id": row.id,
        "firm": row.firm,
        "kind": row.kind,
        "content": row.content,
        "received_on": row.received_value,
        "due_on": row.due_value,
        "unit": row.unit,
        "progress_text": row.progress_text,
        "closed": row.closed,
        "extra": json.loads(row.extra or "{}"),
    }


def _monthly(row: Row[Any], corrections: Sequence[Correction]) -> dict[str, object]:
    amounts = {key: getattr(row, key) for key in MONEY}
    return {
        "id": row.id,
        "name": row.name,
        "project": row.project_id,
        "month": row.month,
        **{key: _wan(value) for key, value in amounts.items()},
        "progress_text": row.progress_text,
        **{key: getattr(row, key) for key in WRITTEN},
        "corrections": [
            {
                "completed": _wan(one.completed),
                "funds": _wan(one.funds),
                "reason": one.reason,
                "by": one.by,
                "on": one.on.isoformat(),
            }
            for one in corrections
        ],
        "stat_code": row.stat_code,
        "extra": json.loads(row.extra or "{}"),
    }


def _wan(fen: int | None) -> str | None:
    return None if fen is None else fen_to_wan_text(fen)


def _phone(phone: str | None, *, reveal: bool) -> str | None:
    return phone if reveal or phone is None else mask_phone(phone)
