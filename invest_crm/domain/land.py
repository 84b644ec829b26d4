"""Where a parcel of land stands in law as of a day, and what its dates call for.

Domain rule 3.4: 闲置土地处置办法 (国土资源部令第53号) arts. 2, 12 and 14, with the alarms the
bureau sets before them. The project's STARTED is not proof of 动工: only ``start_confirmed`` ends
the clock.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.months import add_months
from invest_crm.domain.parcel_fields import ParcelKind, ParcelStatus
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

FEE_PERCENT = 20
"""闲置费: per cent of the transfer price (art. 14)."""
WARNING_DAYS = 60
"""The officer hears of an agreed start so many days before it."""
_BUILT_LEAST, _INVESTED_LEAST = 3333, 2500
"""Art. 2: less than a third built, or less than 25 % invested; in 1/100 %."""


class Alarm(StrEnum):
    """What the clock of a parcel has reached; in the order of time."""

    START_SOON = "START_SOON"
    START_DUE = "START_DUE"
    NEARLY_IDLE = "NEARLY_IDLE"
    IDLE = "IDLE"
    NEARLY_TAKEN = "NEARLY_TAKEN"
    TAKE_BACK = "TAKE_BACK"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_LABELS[self])


_LABELS = {
    Alarm.START_SOON: N_("Start due within 60 days"),
    Alarm.START_DUE: N_("Agreed start has passed"),
    Alarm.NEARLY_IDLE: N_("Soon idle"),
    Alarm.IDLE: N_("Idle for a year"),
    Alarm.NEARLY_TAKEN: N_("Soon to be taken back"),
    Alarm.TAKE_BACK: N_("Idle for two years"),
}
_MONTHS: Mapping[Alarm, int] = {
    Alarm.START_DUE: 0,
    Alarm.NEARLY_IDLE: 9,
    Alarm.IDLE: 12,
    Alarm.NEARLY_TAKEN: 21,
    Alarm.TAKE_BACK: 24,
}
"""Months after the agreed start; ``START_SOON`` comes ``WARNING_DAYS`` before it."""
_STOPPED_MONTHS: Mapping[Alarm, int] = {Alarm.NEARLY_IDLE: 9, Alarm.IDLE: 12}
"""The same after works stopped: such land is idle after a year, but neither fee nor taking back
follows from art. 14; the case is settled by agreement (art. 12)."""


class Consequence(StrEnum):
    """What the law attaches to an alarm."""

    NOTHING = "NOTHING"
    FEE = "FEE"
    TAKE_BACK = "TAKE_BACK"
    NO_FEE = "NO_FEE"
    SETTLE = "SETTLE"

    @property
    def label(self) -> str:
        """The sentence for people, empty for nothing."""
        return _(_CONSEQUENCES[self]) if self in _CONSEQUENCES else ""


_CONSEQUENCES = {
    Consequence.FEE: N_("an idle fee of 20 % of the transfer price falls due"),
    Consequence.TAKE_BACK: N_("the land may be taken back without compensation"),
    Consequence.NO_FEE: N_(
        "caused by government: no fee; extend, adjust the use, swap or buy back"
    ),
    Consequence.SETTLE: N_("stopped after the start: settle by agreement, no fee by law"),
}


_USED = frozenset({ParcelStatus.IN_USE, ParcelStatus.INEFFICIENT})


class LandFacts(Struct, frozen=True):
    """What the rules need of a parcel. Shares in 1/100 %; ``status`` as the ledger has it."""

    kind: ParcelKind = ParcelKind.LAND
    status: ParcelStatus | None = None
    approved: date | None = None
    supplied: date | None = None
    agreed_start: date | None = None
    start_confirmed: date | None = None
    stopped: date | None = None
    recognised: date | None = None
    built: int | None = None
    invested: int | None = None
    government_caused: bool = False


class Standing(Struct, frozen=True):
    """A parcel as of a day.

    ``status``: derived (None where nothing is known); ``alarm`` reached on ``since``; ``next``
    comes on ``next_day``. ``differs``: the recorded status says otherwise than the dates.
    """

    status: ParcelStatus | None
    alarm: Alarm | None = None
    since: date | None = None
    next: Alarm | None = None
    next_day: date | None = None
    consequence: Consequence = Consequence.NOTHING
    differs: bool = False


def standing(facts: LandFacts, day: date) -> Standing:
    """Status, alarm and consequence of a parcel on a day."""
    if facts.kind is ParcelKind.PLANT:
        return Standing(facts.status)
    clock = _clock(facts, day)
    reached = [(when, alarm) for alarm, when in clock.items() if when <= day]
    to_come = [(when, alarm) for alarm, when in clock.items() if when > day]
    since, alarm = max(reached, default=(None, None))
    next_day, following = min(to_come, default=(None, None))
    status = _status(facts, day, alarm)
    return Standing(
        status,
        alarm,
        since,
        following,
        next_day,
        _consequence(facts, day, alarm),
        facts.status is not None and status is not None and status is not facts.status,
    )


def idle_fee(price_fen: int) -> int:
    """The idle fee in 分: 20 % of the transfer price, rounded half up (art. 14).

    >>> idle_fee(123_456_789)
    24691358
    """
    return (price_fen * FEE_PERCENT + 50) // 100


def is_stalled(facts: LandFacts, day: date) -> bool:
    """Started, then stopped, with less than a third built or less than a quarter invested."""
    little = _below(facts.built, _BUILT_LEAST) or _below(facts.invested, _INVESTED_LEAST)
    return _by(facts.start_confirmed, day) and _by(facts.stopped, day) and little


def _below(share: int | None, least: int) -> bool:
    return share is not None and share < least


def _by(when: date | None, day: date) -> bool:
    return when is not None and when <= day


def _clock(facts: LandFacts, day: date) -> dict[Alarm, date]:
    """The day of each alarm that can come; nothing for land whose start is confirmed, or that the
    land ledger itself says is used."""
    if is_stalled(facts, day) and facts.stopped is not None:
        stopped = facts.stopped
        return {alarm: add_months(stopped, n) for alarm, n in _STOPPED_MONTHS.items()}
    start = facts.agreed_start
    if start is None or _by(facts.start_confirmed, day) or facts.status in _USED:
        return {}
    days = {alarm: add_months(start, months) for alarm, months in _MONTHS.items()}
    return {Alarm.START_SOON: start - timedelta(days=WARNING_DAYS), **days}


def _status(facts: LandFacts, day: date, alarm: Alarm | None) -> ParcelStatus | None:
    if alarm in (Alarm.IDLE, Alarm.NEARLY_TAKEN, Alarm.TAKE_BACK):
        return ParcelStatus.IDLE
    if _by(facts.start_confirmed, day):
        low = facts.status is ParcelStatus.INEFFICIENT
        return ParcelStatus.INEFFICIENT if low else ParcelStatus.IN_USE
    if _by(facts.recognised, day):
        return ParcelStatus.IDLE
    if _by(facts.supplied, day) or facts.agreed_start is not None:
        return _kept(facts.status, ParcelStatus.UNUSED)
    if _by(facts.approved, day):
        return _kept(facts.status, ParcelStatus.UNSUPPLIED)
    return facts.status


def _kept(recorded: ParcelStatus | None, derived: ParcelStatus) -> ParcelStatus:
    """What the dates say, unless the land ledger itself says that the land is used."""
    return recorded if recorded is not None and recorded in _USED else derived


def _consequence(facts: LandFacts, day: date, alarm: Alarm | None) -> Consequence:
    if alarm not in (Alarm.IDLE, Alarm.NEARLY_TAKEN, Alarm.TAKE_BACK):
        return Consequence.NOTHING
    if facts.government_caused:
        return Consequence.NO_FEE
    if is_stalled(facts, day):
        return Consequence.SETTLE
    return Consequence.TAKE_BACK if alarm is Alarm.TAKE_BACK else Consequence.FEE
