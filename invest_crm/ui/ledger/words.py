"""The words of an import: actions, how sure, and the sentences that count."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.words import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.services.ledger.preview import ColumnView

ACTIONS = {
    "new": N_("New row"),
    "changed": N_("Updated"),
    "same": N_("Unchanged"),
    "suspicious": N_("Suspicious"),
    "rejected": N_("Rejected"),
}
LEFT = "left"
_COUNTED = {**ACTIONS, LEFT: N_("Left out")}
TONES = {
    "new": "talk",
    "changed": "talk",
    "same": "talk",
    "suspicious": "slow",
    "rejected": "bad",
}
"""Chips of rows: routine is quiet, only what asks for a decision is coloured."""

SURE, LIKELY = 0.9, 0.7


def action_word(action: str) -> str:
    """What happens to a row; ``left``: a person left it out."""
    return _(_COUNTED[action])


def confidence_word(column: ColumnView) -> tuple[str, str]:
    """How sure a column's meaning is, and the colour role of the word."""
    if column.derived:
        return _("Calculated"), "ink_3"
    if column.key is None:
        return _("Kept as text"), "ink_3"
    if column.chosen:
        return _("Your choice"), "accent"
    if column.confidence >= SURE:
        return _("Sure"), "ink_2"
    if column.confidence >= LIKELY:
        return _("Likely"), "signed_ink"
    return _("Please check"), "bad_ink"


def counts_words(counts: Mapping[str, int], *, every: bool = False) -> str:
    """ "20 new, 3 updated": the actions that happened."""
    parts = [
        _("{action} {n}").format(action=action_word(action), n=f"{counts.get(action, 0):,}")
        for action in _COUNTED
        if every or counts.get(action)
    ]
    return pgettext("between counts", ", ").join(parts)


def rows_words(n: int) -> str:
    """ "24 rows"."""
    return ngettext("{n} row", "{n} rows", n).format(n=f"{n:,}")


def header_words(rows: tuple[int, ...]) -> str:
    """Which rows of the sheet hold the headings."""
    if not rows:
        return ""
    if rows[0] == rows[-1]:
        return _("row {n}").format(n=rows[0])
    return _("rows {first} to {last}").format(first=rows[0], last=rows[-1])
