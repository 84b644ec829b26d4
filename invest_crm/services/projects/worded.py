"""Field values written as text (on the command line): read as the form reads them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.area import parse_area
from invest_crm.domain.money import parse_amount
from invest_crm.domain.partial_date import parse_date
from invest_crm.domain.project_fields import BY_KEY, SITE_MODES
from invest_crm.domain.stages import AgreementType
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_CHOICES = {"site_mode": frozenset(SITE_MODES), "agreement_type": frozenset(AgreementType)}
_KINDS = frozenset({"text", "long", "people", "money", "area", "date", "choice"})


def read_values(pairs: Iterable[tuple[str, str]], today: date) -> dict[str, Any]:
    """Values by field key, typed as in ``ProjectRecord``; a bare amount is in 万元, an area in 亩.

    UserErrors: ``field-unknown``, ``value-unread``.
    """
    values: dict[str, Any] = {}
    for key, text in pairs:
        field = BY_KEY.get(key)
        if field is None or not field.editable or field.kind not in _KINDS:
            raise UserError(
                "field-unknown",
                _("There is no project field “{name}”.").format(name=key),
                todo=_("Fields: {names}").format(names=", ".join(BY_KEY)),
            )
        value = _read(key, field.kind, text.strip(), today)
        if value is None:
            raise UserError(
                "value-unread",
                _("“{text}” cannot be read as {field}.").format(text=text, field=field.label),
                safe=_("Nothing was changed."),
                todo=_(
                    "Write amounts like 8000 or 1.2亿, dates like 2025-08-05, codes for choices."
                ),
            )
        values[key] = value
    return values


def _read(key: str, kind: str, text: str, today: date) -> Any:
    if kind == "money":
        amount = parse_amount(text, "万元")
        return None if amount.problem or amount.currency else amount.fen
    if kind == "area":
        area = parse_area(text, "亩")
        return None if area.problem else area.sqdm
    if kind == "date":
        found = parse_date(text, year=today.year)
        return None if found.problem or not found.date or not found.date.value else found.date
    if kind == "choice":
        return text if text in _CHOICES[key] else None
    return text or None
