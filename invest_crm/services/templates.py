"""Blank workbooks for every kind of ledger, with the county's own chains to choose from."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from invest_crm.db.schema.chains import chain
from invest_crm.exchange.writing.files import replacing
from invest_crm.exchange.writing.templates import template_workbook

if TYPE_CHECKING:
    from pathlib import Path

    from invest_crm.exchange.fields import Kind
    from invest_crm.services.work import View


def save_template(view: View, kind: str, path: Path) -> Path:
    """Write the blank workbook of a kind. UserError if the disk refuses."""
    names = view.rows(select(chain.c.name).order_by(chain.c.position, chain.c.id))
    content = template_workbook(cast("Kind", kind), [row.name for row in names])
    with replacing(path) as handle:
        handle.write(content)
    return path
