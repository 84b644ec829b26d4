"""Listing projects for the command line and exports: conditions, as-of, JSON shapes."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType
from typing import TYPE_CHECKING

from sqlalchemy import select

from invest_crm.db.schema.chains import chain, chain_node
from invest_crm.domain.project_fields import BY_KEY, DATES
from invest_crm.domain.stages import SHOWN_MILESTONES, Stage, stage_of, with_implied
from invest_crm.errors import UserError
from invest_crm.services.projects import records
from invest_crm.services.projects.shapes import project_json
from invest_crm.words import _, language

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.services.projects.records import ProjectRecord
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
    found = records.load(view, records.all_ids(view)).values()
    names = chain_names(view)
    chosen = [record if as_of is None else _as_of(record, as_of) for record in found]
    shapes = (project_json(record, names, reveal=reveal) for record in chosen)
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


def _as_of(record: ProjectRecord, day: date) -> ProjectRecord:
    """The record without the dates that come after a day, and the stage it then had."""
    values = dict(record.values)
    for key in DATES:
        when = values[key]
        last = None if when is None else when.latest_day(None)
        if last is not None and last > day:
            values[key] = None
    reached = [kind for kind in SHOWN_MILESTONES if values.get(kind.field) is not None]
    signed = values["signed_on"] is not None
    entry = Stage(values["stage"])
    entry = entry if entry.rank < Stage.SIGNED.rank else Stage.LEAD
    stage = stage_of(entry, signed=signed, reached=with_implied(reached))
    return replace(record, values=MappingProxyType({**values, "stage": stage.value}))
