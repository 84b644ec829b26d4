"""What stands on a paper, typed once beside the evidence, and what matters on which kind."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

FILING, LICENCE, PHOTO = "FILING", "LICENCE", "SITE_PHOTO"
WORKS_CONTRACT, PERMIT, FORM = "CONSTRUCTION_CONTRACT", "CONSTRUCTION_PERMIT", "STATS_FORM"
EQUIPMENT_CONTRACT, EQUIPMENT_PHOTO = "EQUIPMENT_CONTRACT", "EQUIPMENT_PHOTO"
PAYMENT, PROFIT, VAT = "PAYMENT_PROOF", "PROFIT_TABLE", "VAT_RETURN"
UNIT_FORM, MONTHLY_TABLE = "UNIT_FORM", "MONTHLY_TABLE"


class Paper(Struct, frozen=True):
    """What is written on the paper of a kind of evidence.

    ``on``: its date, of a photo when it was taken, of a licence the founding of the firm;
    ``amount`` and ``revenue`` in 分; ``first`` and ``last``: the months it covers (YYYY-MM).
    ``revenue`` is that of a single firm and confidential (统计法).
    """

    kind: str
    name: str = ""
    number: str = ""
    on: date | None = None
    amount: int | None = None
    region: str = ""
    industry: str = ""
    first: str = ""
    last: str = ""
    revenue: int | None = None
    id: str = ""


class ProjectFile(Struct, frozen=True):
    """What the checks of a project look at. Money in 分; ``started`` as far as it is a full day.

    ``total``: the agreed total; ``home``: the county's division code (six digits), empty where
    it is not set; ``month``: the month of the acceptance (YYYY-MM).
    """

    name: str
    papers: Mapping[str, Paper]
    started: date | None = None
    total: int | None = None
    industry: str = ""
    home: str = ""
    month: str = ""


class FirmFile(Struct, frozen=True):
    """What the checks of a firm look at."""

    name: str
    papers: Mapping[str, Paper]
    credit_code: str = ""
    industry: str = ""


KEYS: Final = {
    "name": N_("Name on the paper"),
    "number": N_("Number of the paper"),
    "on": N_("Date of the paper"),
    "amount": N_("Amount on the paper"),
    "region": N_("Region code"),
    "industry": N_("Industry code"),
    "first": N_("First month"),
    "last": N_("Last month"),
    "revenue": N_("Revenue on the paper"),
}
_TITLES: Final = {
    (FILING, "amount"): N_("Planned total investment"),
    (FORM, "amount"): N_("Planned total investment"),
    (WORKS_CONTRACT, "amount"): N_("Contract price"),
    (EQUIPMENT_CONTRACT, "amount"): N_("Contract price"),
    (PAYMENT, "amount"): N_("Amount paid"),
    (LICENCE, "number"): N_("Unified social credit code"),
    (LICENCE, "on"): N_("Founded on"),
    (PHOTO, "on"): N_("Taken on"),
    (EQUIPMENT_PHOTO, "on"): N_("Taken on"),
}
_FIELDS: Final = {
    FILING: ("name", "number", "on", "amount", "industry", "region"),
    FORM: ("name", "on", "amount", "industry", "region"),
    WORKS_CONTRACT: ("name", "on", "amount"),
    EQUIPMENT_CONTRACT: ("name", "on", "amount"),
    PERMIT: ("name", "number", "on"),
    PAYMENT: ("on", "amount"),
    PHOTO: ("on",),
    EQUIPMENT_PHOTO: ("on",),
    LICENCE: ("name", "number", "on"),
    PROFIT: ("first", "last", "revenue"),
    VAT: ("first", "last", "revenue"),
    MONTHLY_TABLE: ("first", "last", "revenue"),
    UNIT_FORM: ("name", "number", "industry"),
}
_OTHERS: Final = ("name", "number", "on")


def fields_of(kind: str) -> tuple[str, ...]:
    """What is asked of a paper, in the order of the form.

    >>> fields_of("SITE_PHOTO")
    ('on',)
    """
    return _FIELDS.get(kind, _OTHERS)


def title_of(kind: str, key: str) -> str:
    """The word for a field on a kind of paper."""
    return _(_TITLES.get((kind, key), KEYS[key]))
