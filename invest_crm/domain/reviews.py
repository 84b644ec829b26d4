"""联审: what a joint review looks at, who is asked, and what follows from the opinions.

Domain rule 1.4: every reviewer agrees, agrees on conditions, or disagrees with a reason, with name
and date; conditions become tracked tasks.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Sequence


class Verdict(StrEnum):
    """What a department says."""

    AGREE = "AGREE"
    CONDITION = "CONDITION"
    REFUSE = "REFUSE"

    @property
    def label(self) -> str:
        """同意、有条件同意、不同意."""
        return _(_VERDICTS[self])


class Outcome(StrEnum):
    """What follows for the sheet. ``CONDITIONAL``: passed, with conditions still open."""

    OPEN = "OPEN"
    PASSED = "PASSED"
    CONDITIONAL = "CONDITIONAL"
    REFUSED = "REFUSED"

    @property
    def label(self) -> str:
        """The word for people."""
        return _(_OUTCOMES[self])

    @property
    def passes(self) -> bool:
        """Whether the project may go on to signing."""
        return self in (Outcome.PASSED, Outcome.CONDITIONAL)


_VERDICTS: Final = {
    Verdict.AGREE: N_("agrees"),
    Verdict.CONDITION: N_("agrees on conditions"),
    Verdict.REFUSE: N_("does not agree"),
}
_OUTCOMES: Final = {
    Outcome.OPEN: N_("opinions awaited"),
    Outcome.PASSED: N_("passed"),
    Outcome.CONDITIONAL: N_("passed on conditions"),
    Outcome.REFUSED: N_("not passed"),
}
ITEMS: Final = {
    "policy": N_("Industrial policy and admission"),
    "investor": N_("Strength and reputation of the investor"),
    "scale": N_("Scale and intensity of the investment"),
    "content": N_("Content, period and benefit"),
    "site": N_("Site, size, use and planning conditions"),
    "environment": N_("Environment"),
    "safety": N_("Safety"),
    "energy": N_("Energy consumption"),
    "utilities": N_("Water, power and transport"),
    "wishes": N_("Policies the investor asks for"),
}
"""What is reviewed (domain rule 1.4), in the order of the sheet."""
REVIEWERS: Final = {
    "reform": ("policy", "scale", "content", "energy"),
    "industry": ("policy", "content", "energy"),
    "resources": ("site",),
    "ecology": ("environment",),
    "emergency": ("safety",),
    "water": ("utilities",),
    "forestry": ("site",),
    "housing": ("site", "utilities"),
    "finance": ("investor", "wishes"),
    "tax": ("investor", "wishes"),
    "justice": ("wishes",),
    "park": ("site", "utilities"),
    "power": ("utilities",),
}
"""Who is usually asked, and about which items."""
REPLY_DAYS: Final = 5
"""Working days after which an opinion is awaited too long; the bureau's own habit, no law."""


class Opinion(Struct, frozen=True):
    """What matters of an opinion: the verdict, None while awaited, and its open conditions."""

    verdict: Verdict | None
    conditions_open: int = 0


def outcome(opinions: Sequence[Opinion]) -> Outcome:
    """What follows from the opinions: one refusal refuses, one that is missing leaves it open.

    >>> outcome([Opinion(Verdict.AGREE), Opinion(Verdict.CONDITION, 1)]).name
    'CONDITIONAL'
    >>> outcome([Opinion(Verdict.REFUSE), Opinion(None)]).name
    'REFUSED'
    >>> outcome([]).name
    'OPEN'
    """
    verdicts = [one.verdict for one in opinions]
    if Verdict.REFUSE in verdicts:
        return Outcome.REFUSED
    if not verdicts or None in verdicts:
        return Outcome.OPEN
    if any(one.conditions_open for one in opinions):
        return Outcome.CONDITIONAL
    return Outcome.PASSED


def items_of(department: str) -> tuple[str, ...]:
    """The items a department is asked about; all for one that is not usually asked."""
    return REVIEWERS.get(department, tuple(ITEMS))


def item_label(code: str) -> str:
    """The word for an item."""
    return _(ITEMS[code]) if code in ITEMS else code
