"""All fields of a project as words, for the details of its panel."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.evidence import grade_label
from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import show
from invest_crm.domain.project_fields import FIELDS, site_mode_label
from invest_crm.domain.stages import AgreementType
from invest_crm.ui.industry import industry_words
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.domain.project_fields import Field
    from invest_crm.services.projects.panel import ProjectPanel

_LEFT_OUT = frozenset({"name", "contacts", "stage", "side_state", "extra", "flags"})


def detail_pairs(panel: ProjectPanel) -> list[tuple[str, str]]:
    """Every field as (label, words), then the columns of the ledger that have no field."""
    pairs = [(field.label, _words(field, panel)) for field in FIELDS if field.key not in _LEFT_OUT]
    return [*pairs, *((heading, str(text)) for heading, text in panel.record["extra"].items())]


def _words(field: Field, panel: ProjectPanel) -> str:
    value = panel.record[field.key]
    if value in (None, "", ()):
        return ""
    if field.kind == "money":
        return show_amount(value)
    if field.kind in {"date", "deadline"}:
        return show(value, year=panel.today.year) if value.value else _("reached, date unknown")
    if field.kind == "area":
        from invest_crm.domain.area import sqdm_to_mu_text

        return _("{n} mu").format(n=sqdm_to_mu_text(value))
    if field.key in {"chain", "node"}:
        return panel.chain if field.key == "chain" else panel.node
    if field.key == "agreement_type":
        return AgreementType(value).label
    if field.key == "start_grade":
        return grade_label(int(value))
    if field.key == "site_mode":
        return site_mode_label(value)
    if field.key == "industry":
        return industry_words(value)
    return str(value)
