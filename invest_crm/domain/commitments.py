"""双向承诺: what government and firm promise in an agreement, how it stands, what warns of it.

Domain rule 1.4: each promise clause is a record; favours in tax, land and money to one firm need a
legal basis, and “审查通过” needs the opinion itself. What warns is data
(``resources/reference/fair-competition.json``).
"""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from invest_crm.domain.reference import read_json
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from datetime import date

_FILE = "fair-competition.json"
_NAME = 16


class Side(StrEnum):
    """Who promises."""

    GOVERNMENT = "GOVERNMENT"
    FIRM = "FIRM"

    @property
    def label(self) -> str:
        """The word for people."""
        return _(_SIDES[self])


class State(StrEnum):
    """How a promise stands by its latest fact; overdue ones are told by ``standing``."""

    OPEN = "OPEN"
    KEPT = "KEPT"
    BROKEN = "BROKEN"
    WAIVED = "WAIVED"

    @property
    def label(self) -> str:
        """The word for people."""
        return _(_STATES[self])


LATE: Final = "LATE"
"""An open promise whose day has passed."""


class Fair(StrEnum):
    """The conclusion of the fair competition review (公平竞争审查结论)."""

    NOT_NEEDED = "NOT_NEEDED"
    PENDING = "PENDING"
    PASSED = "PASSED"
    FAILED = "FAILED"

    @property
    def label(self) -> str:
        """The word for people."""
        return _(_FAIR[self])


_SIDES: Final = {Side.GOVERNMENT: N_("Government"), Side.FIRM: N_("Firm")}
_STATES: Final = {
    State.OPEN: N_("to be kept"),
    State.KEPT: N_("kept"),
    State.BROKEN: N_("broken"),
    State.WAIVED: N_("waived"),
}
_FAIR: Final = {
    Fair.NOT_NEEDED: N_("no review needed"),
    Fair.PENDING: N_("under review"),
    Fair.PASSED: N_("review passed"),
    Fair.FAILED: N_("review not passed"),
}
KINDS: Final = {
    Side.GOVERNMENT: {
        "LAND": N_("Supply of land"),
        "UTILITIES": N_("Roads, water, power to the site"),
        "PLANT": N_("Plant or rent"),
        "SERVICE": N_("Help with approvals"),
        "SUBSIDY": N_("Subsidy under a general policy"),
        "TALENT": N_("People and housing"),
        "TAX_REFUND": N_("Refund of tax"),
        "TAX_REWARD": N_("Reward by tax paid"),
        "LAND_REFUND": N_("Refund of the land price"),
        "FEE_WAIVER": N_("Waiver of taxes or fees"),
        "PRICE": N_("Favourable price of land or power"),
        "EXCLUSIVE": N_("Exclusive rights"),
        "OTHER": N_("Other"),
    },
    Side.FIRM: {
        "INVEST": N_("Investment"),
        "FUNDS": N_("Funds in place"),
        "REGISTER": N_("Registration in the county"),
        "START": N_("Start of works"),
        "COMPLETE": N_("Completion and production"),
        "OUTPUT": N_("Output"),
        "TAX": N_("Tax to be paid"),
        "JOBS": N_("Jobs"),
        "ENVIRONMENT": N_("Environment and safety"),
        "OTHER": N_("Other"),
    },
}
WORDS: Final = {
    "project": N_("Project"),
    "side": N_("Who promises"),
    "kind": N_("Kind"),
    "wording": N_("Wording of the agreement"),
    "amount": N_("Amount"),
    "ratio": N_("Ratio"),
    "trigger": N_("Condition"),
    "basis": N_("Legal basis"),
    "fair": N_("Fair competition review"),
    "due_on": N_("Due day"),
    "person": N_("Handled by"),
    "state": N_("State"),
}
"""The fields by key. Amounts in 分, days as ISO texts, side, kind, fair, state by code."""
SOON_DAYS: Final = 30
"""A promise presses from so many days before its day."""


class Warned(Struct, frozen=True):
    """Why a clause calls for a review: the words that were found (empty: its kind), the rule."""

    words: str
    why: str


def kind_label(side: Side, kind: str) -> str:
    """The word for a kind; a text that is no kind stays itself."""
    return _(KINDS[side][kind]) if kind in KINDS[side] else kind


def warnings(side: Side, kind: str, wording: str) -> tuple[Warned, ...]:
    """What in a promise of the government calls for a fair competition review.

    >>> [one.words for one in warnings(Side.GOVERNMENT, "OTHER", "按地方留成的50%给予奖励")]
    ['地方留成的50%给予奖励']
    >>> warnings(Side.FIRM, "TAX", "税收返还")
    ()
    """
    if side is not Side.GOVERNMENT:
        return ()
    kinds, patterns = _rules()
    found = [Warned("", kinds[kind])] if kind in kinds else []
    for pattern, why in patterns:
        hit = pattern.search(wording)
        if hit:
            found.append(Warned(hit.group(), why))
    return tuple(found)


def standing(state: State, due: date | None, day: date) -> str:
    """The state as it is shown on a day: ``LATE`` for an open one whose day has passed.

    >>> from datetime import date
    >>> standing(State.OPEN, date(2026, 1, 1), date(2026, 1, 2))
    'LATE'
    >>> str(standing(State.KEPT, date(2026, 1, 1), date(2026, 1, 2)))
    'KEPT'
    """
    late = state is State.OPEN and due is not None and due < day
    return LATE if late else state.value


def standing_label(code: str) -> str:
    """The word for a state as it is shown."""
    return _("overdue") if code == LATE else State(code).label


@cache
def _rules() -> tuple[dict[str, str], tuple[tuple[re.Pattern[str], str], ...]]:
    data = read_json(_FILE)
    words = tuple((re.compile(one["pattern"]), one["why"]) for one in data["words"])
    return data["kinds"], words


def clause(wording: str) -> str:
    """The beginning of a wording, to call a promise by: promises have no names.

    >>> clause("乙方自合同签订之日起六个月内开工建设，十八个月内建成投产")
    '乙方自合同签订之日起六个月内开…'
    """
    plain = " ".join(str(wording).split())
    return plain if len(plain) <= _NAME else plain[: _NAME - 1] + "…"
