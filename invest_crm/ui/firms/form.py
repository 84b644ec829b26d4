"""The form of a firm: what is typed, checked beside the field, and what it means."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.credit_code import check_credit_code
from invest_crm.domain.money import fen_to_wan_text
from invest_crm.domain.regions import find_region
from invest_crm.domain.sources import is_code
from invest_crm.ui.firms.words import (
    code_note,
    region_note,
    title_of,
)
from invest_crm.ui.industry import industry_note, industry_value
from invest_crm.ui.kit.form import Field
from invest_crm.ui.records import checks
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.services.firms import FirmRecord

FLAGS = ("local", "in_size")
_TEXTS = ("short_name", "former_names", "legal_person", "tags", "source")


def form_fields(chains: Sequence[tuple[str, str]], record: FirmRecord | None) -> list[Field]:
    """The lines of the form, in order."""
    people = checks.people(record["contacts"] if record is not None else ())
    yes_no = (("yes", _("yes")), ("no", _("no")))
    text = {key: Field(key, title_of(key), check=checks.plain) for key in _TEXTS}
    flag = {key: Field(key, title_of(key), "choice", choices=yes_no, check=_yes) for key in FLAGS}
    return [
        Field("name", _("Name of the firm"), required=True, check=checks.plain),
        Field("credit_code", title_of("credit_code"), check=_code, note=code_note),
        Field(
            "region",
            title_of("region"),
            hint=_("e.g. 浙江嘉兴南湖"),
            check=checks.plain,
            note=region_note,
        ),
        Field("chain", title_of("chain"), "choice", choices=tuple(chains), check=checks.plain),
        Field("business", title_of("business"), "multiline", check=checks.plain),
        Field(
            "industry",
            title_of("industry"),
            hint=_("code or name, e.g. 1351"),
            check=_industry,
            note=industry_note,
        ),
        Field(
            "registered_capital",
            title_of("registered_capital"),
            "money",
            hint=_("e.g. 1.2亿, 8000"),
            unit=_("10,000 yuan"),
            check=checks.money,
            note=checks.money_note,
        ),
        text["legal_person"],
        Field(
            "contacts",
            title_of("contacts"),
            "multiline",
            hint=_("one person a line: name (post) phone"),
            check=people,
        ),
        *(text[key] for key in ("short_name", "former_names", "tags")),
        *([] if _is_coded(record) else [text["source"]]),
        *flag.values(),
        Field("remark", title_of("remark"), "multiline", check=checks.plain),
    ]


def texts_of(record: FirmRecord) -> dict[str, str]:
    """What stands in the form for a stored firm; phones are masked."""
    keys = ["name", "credit_code", "region", "chain", "business", "industry", "remark", *_TEXTS]
    if _is_coded(record):
        keys.remove("source")
    capital = record["registered_capital"]
    return {
        **{key: record[key] or "" for key in keys},
        "registered_capital": "" if capital is None else fen_to_wan_text(capital),
        "contacts": checks.people_text(record["contacts"]),
        **{key: "yes" if record[key] else "" for key in FLAGS},
    }


def ready_values(values: Mapping[str, Any]) -> dict[str, Any]:
    """Form values as the service stores them: flags, and the code of the region."""
    ready = dict(values)
    for key in FLAGS:
        if key in ready:
            ready[key] = bool(ready[key])
    if "region" in ready:
        found = find_region(ready["region"] or "")
        ready["region_code"] = found.code if found else None
    return ready


def _is_coded(record: FirmRecord | None) -> bool:
    """Whether the program knows where the firm comes from; then nobody types it."""
    return record is not None and is_code(record["source"] or "")


def _code(text: str) -> tuple[Any, str]:
    """Cleaned; a wrong check character is a doubt, never a refusal."""
    return check_credit_code(text).code or None, ""


def _industry(text: str) -> tuple[Any, str]:
    return industry_value(text), ""


def _yes(text: str) -> tuple[Any, str]:
    return text == "yes", ""
