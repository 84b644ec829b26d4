"""A project as JSON: the shapes the command line and the exports promise."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.evidence import grade_label
from invest_crm.domain.masking import mask_phone
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.domain.project_fields import FIELDS, Field, site_mode_label
from invest_crm.domain.stages import AgreementType, SideState, Stage

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.services.projects.records import ProjectRecord


def project_json(
    record: ProjectRecord, names: Mapping[str, str], *, reveal: bool
) -> dict[str, object]:
    """Every field under its fixed key; codes with their label beside them.

    ``names``: the words for chain and node ids. Phones are masked unless ``reveal``.
    """
    shape: dict[str, object] = {"id": record.id}
    for field in FIELDS:
        value = record[field.key]
        shape[field.key] = field_json(field, value, reveal=reveal)
        if field.kind in {"choice", "chain", "node"}:
            shape[f"{field.key}_label"] = label_of(field.key, value, names)
    shape["node_presumed"] = record["node_source"] is not None
    return shape


def field_json(field: Field, value: Any, *, reveal: bool) -> object:
    """One typed value in its JSON shape."""
    if field.kind in {"flags", "extra", "contacts"}:
        return _collection(field, value, reveal=reveal)
    if value is None:
        return None
    if field.kind == "money":
        return fen_to_wan_text(value)
    if field.kind == "area":
        return sqdm_to_mu_text(value)
    if field.kind in {"date", "deadline"}:
        return value.to_json()
    return value


def label_of(key: str, code: str | None, names: Mapping[str, str]) -> str | None:
    """The word for a coded value, in the language in force."""
    if code is None:
        return None
    if key == "stage":
        return Stage(code).label
    if key == "side_state":
        return SideState(code).label
    if key == "start_grade":
        return grade_label(int(code))
    if key == "agreement_type":
        return AgreementType(code).label
    if key == "site_mode":
        return site_mode_label(code)
    return names.get(code, code)


def contact_json(person: Any, *, reveal: bool) -> dict[str, str]:
    """A contact; absent parts are left out, the phone is masked unless ``reveal``."""
    phone = person.phone if reveal or not person.phone else mask_phone(person.phone)
    parts = {"name": person.name, "post": person.post, "phone": phone}
    return {key: value for key, value in parts.items() if value}


def _collection(field: Field, value: Any, *, reveal: bool) -> object:
    if field.kind == "contacts":
        return [contact_json(person, reveal=reveal) for person in value]
    return sorted(value) if field.kind == "flags" else dict(value)
