"""Why projects stall, pause, end or are lost (domain rule 1.2): a list; several may hold."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Iterable

OTHER = "OTHER"
HOLD_UPS = {
    "LAND_QUOTA": N_("Not enough land quota"),
    "PLANNING": N_("Against the plans (three zones and lines, use)"),
    "DEMOLITION": N_("Land not cleared"),
    "ENVIRONMENT": N_("Environmental, energy or discharge limits"),
    "POWER": N_("Not enough power"),
    "FUNDS": N_("Money not in place, financing hard"),
    "MARKET": N_("Market changed"),
    "INVESTOR": N_("Changes inside the investor"),
    "POLICY": N_("Wishes that law does not allow"),
    "APPROVAL": N_("Stuck in approvals"),
    "SUPPORT": N_("Lack of logistics, labour, suppliers or buyers"),
    "RIVAL": N_("Taken by another region"),
    "CREDIT": N_("Debts, bad credit"),
    OTHER: N_("Other reason"),
}
"""Code and words, in the order of the rule."""


def hold_up_words(codes: Iterable[str], text: str = "") -> str:
    """The reasons in words, with what else was said."""
    parts = [_(HOLD_UPS[code]) if code in HOLD_UPS else code for code in codes if code != OTHER]
    if OTHER in codes and not text:
        parts.append(_(HOLD_UPS[OTHER]))
    return pgettext("between words", ", ").join([*parts, *filter(None, [text])])


def stored_words(reasons: str | None, text: str | None) -> str:
    """The same from the columns of a side state.

    >>> stored_words('["MARKET"]', "行情下行")
    'Market changed, 行情下行'
    """
    return hold_up_words(json.loads(reasons or "[]"), text or "")
