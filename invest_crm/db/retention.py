"""Which backups stay: close together for today, further apart the longer ago.

Of every hour, day, week and month at the bureau the newest backup stays: 24 hours, 14 days,
8 weeks and 12 months in which there are any. What was made before something risky, or by hand,
also stays while it is among the twelve newest such. A backup that is not proven, or that
holds far fewer records than the proven one before it, takes nobody's place: such backups are
thinned among themselves only. The newest proven backup always stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.clock import at_bureau

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Iterable, Sequence
    from datetime import datetime

LEAST_PART = 80
"""A backup with less than this percentage of the records before it is shrunken."""
MARKED = 12
"""So many of those made by hand or before something risky stay whatever their hour."""
CONFIRMED = "confirmed"
"""The reason of a backup whose content a person has approved after restoring: never shrunken."""

_RULES: tuple[tuple[int, Callable[[datetime], Hashable]], ...] = (
    (24, lambda moment: (moment.date(), moment.hour)),
    (14, lambda moment: moment.date()),
    (8, lambda moment: moment.isocalendar()[:2]),
    (12, lambda moment: (moment.year, moment.month)),
)


class Aged(Struct, frozen=True):
    """A backup as the rule sees it: a name, when it was made, how many records, why."""

    name: str
    made_at: datetime
    rows: int
    verified: bool = True
    reason: str = "auto"


def shrunken(backups: Iterable[Aged]) -> frozenset[str]:
    """The names of those that hold far fewer records than the last whole one before them."""
    found, before = set(), 0
    for one in sorted(backups, key=_age):
        if not one.verified:
            continue
        if one.reason != CONFIRMED and one.rows * 100 < before * LEAST_PART:
            found.add(one.name)
        else:
            before = one.rows
    return frozenset(found)


def staying(backups: Sequence[Aged]) -> frozenset[str]:
    """The names of the backups to keep; every other may go."""
    small = shrunken(backups)
    good = [one for one in backups if one.verified and one.name not in small]
    doubtful = [one for one in backups if not one.verified or one.name in small]
    newest = [one.name for one in sorted(backups, key=_age) if one.verified][-1:]
    return frozenset({*_thinned(good), *_thinned(doubtful), *newest})


def _thinned(backups: Sequence[Aged]) -> set[str]:
    newest_first = sorted(backups, key=_age, reverse=True)
    stays = {one.name for one in [b for b in newest_first if b.reason != "auto"][:MARKED]}
    for most, period_of in _RULES:
        periods: set[Hashable] = set()
        for one in newest_first:
            period = period_of(at_bureau(one.made_at))
            if period in periods:
                continue
            if len(periods) == most:
                break
            periods.add(period)
            stays.add(one.name)
    return stays


def _age(one: Aged) -> tuple[datetime, str]:
    return one.made_at, one.name
