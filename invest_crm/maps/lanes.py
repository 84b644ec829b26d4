"""Lanes for parallel runs of links in one gutter, so that none lies on another and few cross.

Why: in a gutter (or, turned by a quarter, in a channel) every run covers an interval; runs whose
intervals meet need different lanes. The order of lanes is chosen for few crossings. Pure; it must
not know cards.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Sequence

CLEAR = 9.0
"""Least distance between the ends of two runs that share a lane."""

_FULL_SEARCH = 60
_PASSES = 6


class Run(Struct, frozen=True):
    """An interval with what is attached: (position, -1 towards lower lanes, +1 towards higher)."""

    low: float
    high: float
    ends: tuple[tuple[float, int], ...]

    def meets(self, other: Run) -> bool:
        """Whether the two may not share a lane."""
        return self.low < other.high + CLEAR and other.low < self.high + CLEAR

    def covers(self, position: float) -> bool:
        """Whether a line at the position would cross this run."""
        return self.low - 0.5 < position < self.high + 0.5


def assign(runs: Sequence[Run]) -> tuple[list[int], int]:
    """A lane number for every run, and how many lanes there are.

    >>> down = Run(0, 50, ((0, -1), (50, 1)))
    >>> below = Run(20, 80, ((20, -1), (80, 1)))
    >>> assign([down, below])
    ([1, 0], 2)
    """
    order = _ordered(runs)
    lanes = [0] * len(runs)
    done: list[int] = []
    for at in order:
        run = runs[at]
        lanes[at] = max((lanes[other] + 1 for other in done if runs[other].meets(run)), default=0)
        done.append(at)
    return lanes, max(lanes, default=-1) + 1


def _crossings(first: Run, second: Run) -> int:
    """Crossings of two runs if ``first`` has the lower lane."""
    count = 0
    for position, side in first.ends:
        if side > 0 and second.covers(position):
            count += 1
    for position, side in second.ends:
        if side < 0 and first.covers(position):
            count += 1
    return count


def _ordered(runs: Sequence[Run]) -> list[int]:
    order = sorted(range(len(runs)), key=lambda at: (_slope(runs[at]), at))
    if len(runs) > _FULL_SEARCH:
        return order
    gain = [[_crossings(a, b) - _crossings(b, a) for b in runs] for a in runs]
    order.sort(key=lambda at: (sum(gain[at]), _slope(runs[at]), at))
    for _ in range(_PASSES):
        if not _swapped(order, gain):
            break
    return order


def _swapped(order: list[int], gain: list[list[int]]) -> bool:
    """One bubble pass; true if a swap lowered the number of crossings."""
    changed = False
    for at in range(len(order) - 1):
        if gain[order[at]][order[at + 1]] > 0:
            order[at], order[at + 1] = order[at + 1], order[at]
            changed = True
    return changed


def _slope(run: Run) -> float:
    """Sort key without pairs: a run falling from the low side turns the sooner the lower it is."""
    low_side = [position for position, side in run.ends if side < 0]
    high_side = [position for position, side in run.ends if side > 0]
    if not low_side or not high_side:
        return 0.0
    falling = high_side[0] > low_side[0]
    return -low_side[0] if falling else low_side[0]
