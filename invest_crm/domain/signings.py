"""Is a signing a new one: what a further signing of the same firm may be, and what it counts.

Domain rule 1.10: a project counts once, at its first signing; an increase counts its increment
only; renewed and repeated signings count nothing.
"""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from invest_crm.words import N_, _


class Signing(StrEnum):
    """What a signing is, where another of the same firm is known."""

    NEW = "NEW"
    INCREASE = "INCREASE"
    RENEWAL = "RENEWAL"
    REPEAT = "REPEAT"

    @property
    def label(self) -> str:
        """The word for people, with what is counted."""
        return _(_LABELS[self])


_LABELS: Final = {
    Signing.NEW: N_("a new project (counted whole)"),
    Signing.INCREASE: N_("an increase (only the increment is counted)"),
    Signing.RENEWAL: N_("a renewal (not counted again)"),
    Signing.REPEAT: N_("the same signing once more (not counted)"),
}
NEAR: Final = 5
"""Amounts that differ by no more than so many per cent are taken for the same one."""


def same_amount(one: int | None, other: int | None) -> bool:
    """Whether two amounts in 分 may be the same.

    >>> same_amount(100, 104), same_amount(100, 106), same_amount(None, 100)
    (True, False, False)
    """
    if not one or not other:
        return False
    return abs(one - other) * 100 <= NEAR * max(one, other)
