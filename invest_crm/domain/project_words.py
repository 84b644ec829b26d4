"""The values of a project as an office writes them; the same in the window and in documents."""

from __future__ import annotations

from typing import Any

from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.evidence import grade_label
from invest_crm.domain.industry import industry_words
from invest_crm.domain.money import show_amount
from invest_crm.domain.partial_date import show
from invest_crm.domain.project_fields import BY_KEY, site_mode_label
from invest_crm.domain.stages import AgreementType
from invest_crm.words import _


def value_words(key: str, value: Any, year: int) -> str:
    """A value typed as in ``ProjectRecord`` in words, empty for none; days of ``year`` without it.

    Chains and their nodes are codes: their names are not known here.
    """
    if value in (None, "", ()):
        return ""
    kind = BY_KEY[key].kind
    if kind == "money":
        return show_amount(value)
    if kind in {"date", "deadline"}:
        return show(value, year=year) if value.value else _("reached, date unknown")
    if kind == "area":
        return _("{n} mu").format(n=sqdm_to_mu_text(value))
    written = _CODES.get(key)
    return str(value) if written is None else written(value)


_CODES = {
    "agreement_type": lambda value: AgreementType(value).label,
    "start_grade": lambda value: grade_label(int(value)),
    "site_mode": site_mode_label,
    "industry": industry_words,
}
