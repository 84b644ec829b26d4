"""An industry as the panels, lists and forms of all pages write and read it."""

from __future__ import annotations

from invest_crm.domain.industry import industry, industry_words, search_industry
from invest_crm.words import _

_GUESSES = 3


def industry_note(text: str) -> tuple[str, bool]:
    """Below the field: the entry of the standard (GB/T 4754), or the nearest ones."""
    if industry(text) is not None:
        return industry_words(text), False
    near = search_industry(text.strip(), _GUESSES)
    if near and near[0].name == text.strip():
        return industry_words(near[0].code), False
    if not near:
        return _("Not in the standard classification; kept as written."), True
    guesses = _(", ").join(f"{entry.code} {entry.name}" for entry in near)
    return _("Perhaps {guesses}").format(guesses=guesses), True


def industry_value(text: str) -> str:
    """The code where a code or its exact name was typed, else the text as written."""
    entry = industry(text)
    if entry is None:
        near = search_industry(text.strip(), 1)
        entry = near[0] if near and near[0].name == text.strip() else None
    return text.strip() if entry is None else entry.code
