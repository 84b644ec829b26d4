"""What a list of projects can be filtered by: fields with their words, and their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Text, cast, func, select

from invest_crm.db.schema.chains import chain, chain_node
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.projects import project
from invest_crm.domain.conditions import Field
from invest_crm.domain.evidence import GRADES, grade_label
from invest_crm.domain.project_fields import DEADLINES, FIELDS, SITE_MODES, site_mode_label
from invest_crm.domain.stages import AgreementType, SideState, Stage
from invest_crm.words import language

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Table

    from invest_crm.domain.conditions import Kind
    from invest_crm.services.work import View

_KINDS: Mapping[str, Kind] = {
    "text": "text", "long": "text", "people": "text", "money": "money", "area": "area",
    "date": "date", "deadline": "date", "choice": "choice", "chain": "choice", "node": "choice",
}  # fmt: skip
_ELSEWHERE: Mapping[str, ColumnElement[Any]] = {
    "chain": project.c.chain_id,
    "node": project.c.node_id,
    "land_mu": project.c.land_sqdm,
    "stage": project_state.c.stage,
    "side_state": project_state.c.side_state,
    "start_grade": cast(func.nullif(project_state.c.start_grade, 0), Text),
    "funds_in_place": project_state.c.funds_in_place,
    **{key: project.c[f"{key}_day"] for key in DEADLINES},
    **{
        field.key: project_state.c[field.key.removesuffix("_on") + "_day"]
        for field in FIELDS
        if field.kind == "date"
    },
}
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    field.key: _ELSEWHERE[field.key] if field.key in _ELSEWHERE else project.c[field.key]
    for field in FIELDS
    if field.kind in _KINDS
}
"""Columns of ``project`` and ``project_state`` by field key."""


def filter_fields(view: View) -> dict[str, Field]:
    """The fields by key, in the order of the form, with the choices of this database."""
    choices = {
        "stage": [(stage.value, stage.label) for stage in Stage],
        "side_state": [(state.value, state.label) for state in SideState],
        "start_grade": [(str(grade), grade_label(grade)) for grade in GRADES],
        "site_mode": [(code, site_mode_label(code)) for code in SITE_MODES],
        "agreement_type": [(kind.value, kind.label) for kind in AgreementType],
        "chain": named(view, chain),
        "node": named(view, chain_node),
    }
    return {
        field.key: Field(
            field.key,
            field.label,
            _KINDS[field.kind],
            tuple(choices.get(field.key, ())),
            people=field.kind == "people",
        )
        for field in FIELDS
        if field.key in COLUMNS
    }


def named(view: View, table: Table) -> list[tuple[str, str]]:
    """(id, name in the language in force) of every chain or node, in their order."""
    chinese = language() == "zh_CN"
    query = select(table.c.id, table.c.name, table.c.name_en).order_by(table.c.position, table.c.id)
    return [(row.id, row.name if chinese else row.name_en or row.name) for row in view.rows(query)]
