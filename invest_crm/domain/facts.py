"""What is known about a project as of a day: the input of every figure.

Facts are already cut at the as-of day and at the moment of knowledge; nothing here knows where
they are stored. Days are ISO texts, money is in 分.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.stages import MilestoneKind, SideState, with_implied

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

_BIT = {kind: 1 << place for place, kind in enumerate(MilestoneKind)}


def mask(kinds: Iterable[MilestoneKind]) -> int:
    """A set of milestones as bits, without the implied ones."""
    bits = 0
    for kind in kinds:
        bits |= _BIT[kind]
    return bits


@cache
def closed_mask(bits: int) -> int:
    """The same with everything the reached milestones imply."""
    return mask(with_implied([kind for kind in MilestoneKind if bits & _BIT[kind]]))


class ProjectFacts(Struct, frozen=True):
    """One project as of a day.

    ``signed_day``: the first agreement of a counted type; None if not signed by then.
    ``reached``: bits of milestones, implied ones included. ``days``: the recorded day of each
    milestone that has a real date. ``increases``: (day, amount) of capital increases.
    ``section``: the GB/T 4754 section letter of the investor, None if unknown.
    """

    id: str
    name: str
    chain: str | None = None
    leader: str | None = None
    unit: str | None = None
    township: str | None = None
    park: str | None = None
    total: int | None = None
    filed_total: int | None = None
    external: int | None = None
    funds: int | None = None
    completed: int | None = None
    signed_day: str | None = None
    reached: int = 0
    start_grade: int = 0
    days: tuple[tuple[MilestoneKind, str], ...] = ()
    increases: tuple[tuple[str, int], ...] = ()
    side: SideState | None = None
    section: str | None = None
    above_threshold: bool | None = None
    site_mode: str | None = None

    def has(self, kind: MilestoneKind) -> bool:
        """Whether the milestone is reached, recorded or implied."""
        return bool(self.reached & _BIT[kind])

    @property
    def planned_total(self) -> int | None:
        """The filed total, else the agreed one: what decides the 500万元 threshold."""
        return self.total if self.filed_total is None else self.filed_total


class Cohort(Struct, frozen=True):
    """Projects signed from one day to another, both included; None leaves that end open."""

    start: date | None = None
    end: date | None = None

    def holds(self, day: str | None) -> bool:
        """Whether a signing day lies in the period."""
        if day is None:
            return False
        after = self.start is None or day >= self.start.isoformat()
        return after and (self.end is None or day <= self.end.isoformat())


def cohort_of(facts: Iterable[ProjectFacts], cohort: Cohort) -> list[ProjectFacts]:
    """The projects of a cohort; merged ones are nowhere."""
    merged = SideState.MERGED
    return [fact for fact in facts if fact.side is not merged and cohort.holds(fact.signed_day)]
