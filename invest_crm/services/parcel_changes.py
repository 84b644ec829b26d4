"""What the log says of a parcel's columns, as people read them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from invest_crm.db.schema.land import UTILITY_PARTS
from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.money import show_amount
from invest_crm.domain.parcel_fields import BY_KEY, CHOICES, FIELDS, choice_label, measure_text
from invest_crm.domain.utilities import UtilityState
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invest_crm.domain.parcel_fields import Field


def _named(field: Field) -> Iterator[str]:
    """The columns of a field that are told: a date as it is known, every part of a utility."""
    if field.kind == "date":
        yield f"{field.column}_value"
    elif field.kind == "utility":
        yield from (f"{field.column}_{part}" for part in UTILITY_PARTS)
    else:
        yield field.column


_FIELD_OF: Final[Mapping[str, str]] = {
    column: field.key for field in FIELDS for column in _named(field)
}


def field_of(column: str) -> tuple[str, str]:
    """The key and word of the field a column belongs to; no word for what is not told."""
    key = _FIELD_OF.get(column, "")
    return column, _title(column, BY_KEY[key]) if key else ""


def _title(column: str, field: Field) -> str:
    if column.endswith("_capacity"):
        return _("{field}: capacity").format(field=field.label)
    if column.endswith("_ready_on"):
        return _("{field}: completed on").format(field=field.label)
    return field.label


def shown(column: str, _key: str, image: Mapping[str, Any]) -> str:
    """What a column held in an image of the log, empty for nothing."""
    value, field = image.get(column), BY_KEY[_FIELD_OF[column]]
    if value is None or value == "":
        return ""
    if field.kind == "utility":
        return UtilityState(value).label if column.endswith("_state") else str(value)
    if field.key in CHOICES:
        return choice_label(field.key, value)
    if field.kind == "area":
        return _("{n} mu").format(n=sqdm_to_mu_text(value))
    if field.kind == "money":
        return show_amount(value)
    if field.kind == "measure":
        return f"{measure_text(field, value)} {field.unit}"
    if field.kind == "flag":
        return _("yes") if value else _("no")
    return str(value)
