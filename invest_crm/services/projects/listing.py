"""Listing projects for the command line and exports: conditions, as-of, JSON shapes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.chains import chain, chain_node
from invest_crm.domain.project_fields import BY_KEY
from invest_crm.errors import UserError
from invest_crm.services.projects import records
from invest_crm.services.projects.shapes import project_json
from invest_crm.words import _, language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.services.work import View


def list_projects(
    view: View,
    conditions: Sequence[tuple[str, str]] = (),
    *,
    as_of: date | None = None,
    reveal: bool = False,
) -> list[dict[str, object]]:
    """Projects as JSON shapes, in the order they were entered.

    A condition compares a field's JSON value (or its label) with a text. ``as_of`` leaves out
    what happened later. UserError for an unknown field.
    """
    for name, _value in conditions:
        if name != "id" and name not in BY_KEY:
            raise UserError(
                "field-unknown",
                _("There is no project field “{name}”.").format(name=name),
                todo=_("Fields: {names}").format(names=", ".join(BY_KEY)),
            )
    found = records.load(view, records.all_ids(view), as_of=as_of).values()
    names = chain_names(view)
    shapes = (project_json(record, names, reveal=reveal) for record in found)
    return [shape for shape in shapes if all(_holds(shape, *item) for item in conditions)]


def chain_names(view: View) -> dict[str, str]:
    """The words for chain and node ids, in the language in force."""
    chinese = language() == "zh_CN"
    names: dict[str, str] = {}
    for table in (chain, chain_node):
        for row in view.rows(select(table.c.id, table.c.name, table.c.name_en)):
            names[row.id] = row.name if chinese else row.name_en or row.name
    return names


def _holds(shape: dict[str, object], name: str, value: str) -> bool:
    found = shape[name]
    if isinstance(found, dict) and "value" in found:
        found = found["value"]
    label = shape.get(f"{name}_label")
    return value == str(found or "") or (label is not None and value == label)
