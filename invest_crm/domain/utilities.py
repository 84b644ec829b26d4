"""七通一平: how far each utility of a parcel is, with its capacity and the day it will be there.

One utility is written on one line, as ledgers do: 已通 · 10MVA, 在建 · 2026-12, 1, 未通. The lists
of utilities behind 三通一平, 五通一平 and 七通一平: domain rule 5.1.
"""

from __future__ import annotations

from enum import StrEnum
from types import MappingProxyType
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.patterns import pattern
from invest_crm.domain.text import fold
from invest_crm.words import N_, _

if TYPE_CHECKING:
    import re
    from collections.abc import Mapping

UTILITIES = ("road", "water", "drain", "power", "telecom", "gas", "heat", "levelled")
"""路、给水、排水、电、讯、气、热, and 场地平整."""


class UtilityState(StrEnum):
    """已通、在建、未通."""

    READY = "READY"
    BUILDING = "BUILDING"
    NONE = "NONE"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_LABELS[self])


_LABELS = {
    UtilityState.READY: N_("connected"),
    UtilityState.BUILDING: N_("being built"),
    UtilityState.NONE: N_("not connected"),
}
LEDGER_WORDS: Mapping[str, str] = MappingProxyType(
    {UtilityState.READY: "已通", UtilityState.BUILDING: "在建", UtilityState.NONE: "未通"}
)
"""What a ledger calls the states, whatever the language of the window."""


class Utility(Struct, frozen=True):
    """One utility. ``ready_on``: ``YYYY-MM-DD`` or ``YYYY-MM``, when it is (to be) completed."""

    state: UtilityState
    capacity: str = ""
    ready_on: str = ""

    def written(self, words: Mapping[str, str] = LEDGER_WORDS) -> str:
        """On one line, such that ``parse_utility`` reads the same again.

        >>> Utility(UtilityState.BUILDING, "10MVA", "2026-12").written()
        '在建 · 10MVA · 2026-12'
        """
        return " · ".join(filter(None, (words[self.state], self.capacity, self.ready_on)))

    def to_json(self) -> dict[str, str | None]:
        """The form of ``import --json`` and ``list parcels --json``."""
        return {
            "state": self.state.value,
            "capacity": self.capacity or None,
            "ready_on": self.ready_on or None,
        }

    @property
    def shown(self) -> str:
        """The same in the language in force."""
        return self.written({state: state.label for state in UtilityState})


_NONE = pattern(
    r"未(?:接?通|平整?|达|建|完成|接入|供|到位)?|无|没有|不通|不具备|否|[×xX✗]|0(?:\.0)?"
    r"|not connected"
)
_BUILDING = pattern(
    r"(?:正?在建|建设中|施工中|正在(?:建设|施工|接入|平整)|拟建|部分(?:已?通)?"
    r"|计划(?:建设|接入)?|being built)中?"
)
_READY = pattern(
    r"(?:均|全部)?已(?:接?通|平整?|达|建成?|完成|接入|供|具备|到位)(?:红线)?|接?通|是|有|具备"
    r"|到位|平整完?|[√✓✔vV]|1(?:\.0)?|connected"
)
_DAY = pattern(
    r"(20\d\d)[年./-](\d{1,2})(?:(?:月|[./-])(\d{1,2})日?)?月?(?:底|前|建成|完成|投用|通水|通电)?"
)
_MEASURED = pattern(r"(?:DN|d|Φ)?\d")
_PARTS = pattern(r"[,;、·()|]+")


def parse_utility(text: str) -> tuple[Utility | None, bool]:
    """What a text says of a utility, and whether it could be read; None with True for a blank one.

    >>> parse_utility("已通（630kVA）")[0].capacity, parse_utility("1")[0].state.value
    ('630kVA', 'READY')
    >>> parse_utility("待定之后再说吧")
    (None, False)
    """
    whole = fold(text).strip()
    if whole in {"", "-", "—", "/", "待定", "不详"}:
        return None, True
    state: UtilityState | None = None
    day, capacity = "", []
    for part in filter(None, map(str.strip, _PARTS.split(whole))):
        found = _state(part)
        when = _DAY.fullmatch(part)
        if found is not None and state is None:
            state = found
        elif when is not None:
            day = _iso(when)
        else:
            capacity.append(part)
    said = " ".join(capacity)
    if state is None:
        return _by_what_is_left(said, day)
    return Utility(state, said, day), True


def _by_what_is_left(said: str, day: str) -> tuple[Utility | None, bool]:
    """A capacity alone is connected, a day alone is being built."""
    if _MEASURED.match(said):
        return Utility(UtilityState.READY, said, day), True
    if day and not said:
        return Utility(UtilityState.BUILDING, "", day), True
    return None, False


def _state(part: str) -> UtilityState | None:
    for words, state in (
        (_NONE, UtilityState.NONE),
        (_BUILDING, UtilityState.BUILDING),
        (_READY, UtilityState.READY),
    ):
        if words.fullmatch(part):
            return state
    return None


def _iso(found: re.Match[str]) -> str:
    year, month, day = found.groups()
    return f"{year}-{int(month):02d}" + (f"-{int(day):02d}" if day else "")


_SETS = {
    "三": ("water", "power", "road", "levelled"),
    "五": ("road", "water", "drain", "power", "telecom", "levelled"),
    "七": UTILITIES,
    "九": UTILITIES,
}
_SET = pattern(r"(?:已)?(?:完成|实现|达到|具备)?([三五七九])通一平(?:已?(?:完成|到位))?")


def parse_utilities(text: str) -> tuple[Mapping[str, Utility], bool]:
    """The utilities of a column 七通一平, by key, and whether it could be read.

    >>> sorted(parse_utilities("三通一平")[0])
    ['levelled', 'power', 'road', 'water']
    """
    whole = fold(text).replace(" ", "")
    named = _SET.fullmatch(whole)
    if named is not None:
        ready = Utility(UtilityState.READY)
        return dict.fromkeys(_SETS[named[1]], ready), True
    one, readable = parse_utility(whole)
    if one is None:
        return {}, readable
    return dict.fromkeys(UTILITIES, Utility(one.state)), True


def ready_count(found: Mapping[str, Utility | None]) -> int:
    """How many utilities are connected."""
    return sum(
        one is not None and one.state is UtilityState.READY
        for one in (found.get(key) for key in UTILITIES)
    )
