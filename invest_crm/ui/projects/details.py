"""All fields of a project as words, for the details of its panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.project_fields import FIELDS
from invest_crm.domain.project_words import value_words

if TYPE_CHECKING:
    from invest_crm.domain.project_fields import Field
    from invest_crm.services.projects.panel import ProjectPanel

_LEFT_OUT = frozenset({"name", "contacts", "stage", "side_state", "extra", "flags"})


def detail_pairs(panel: ProjectPanel) -> list[tuple[str, str]]:
    """Every field as (label, words), then the columns of the ledger that have no field."""
    pairs = [(field.label, _words(field, panel)) for field in FIELDS if field.key not in _LEFT_OUT]
    return [*pairs, *((heading, str(text)) for heading, text in panel.record["extra"].items())]


def _words(field: Field, panel: ProjectPanel) -> str:
    if field.key in {"chain", "node"}:
        return panel.chain if field.key == "chain" else panel.node
    return value_words(field.key, panel.record[field.key], panel.today.year)
