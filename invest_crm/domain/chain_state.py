"""State of one link (环节) of an industry chain, and the coverage rates of a whole chain.

Why: the chain map, the gap analysis and the bulletins must say 强/有/弱/在建/在谈/缺 by one rule.
It returns codes only; the words people read live with whoever shows them. It must not know where
the counts come from.

Source of the rules: domain rule "chain node state" (first match wins), with 在谈 split off 缺.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Iterable

STRONG = "strong"
PRESENT = "present"
WEAK = "weak"
COMING = "coming"
TALKS = "talks"
MISSING = "missing"
EXCLUDED = "excluded"

STATES = (STRONG, PRESENT, WEAK, COMING, TALKS, MISSING, EXCLUDED)
"""Every code, best first."""

COVERED = frozenset({STRONG, PRESENT, WEAK})
"""States that count as "the county has this link"."""

STRONG_FROM_FIRMS_IN_STATISTICS = 3


class StatedLeaf(Protocol):
    """What the rates need to know of a leaf."""

    @property
    def state(self) -> str:
        """One of ``STATES``."""

    @property
    def critical(self) -> bool:
        """关键环节: the chain breaks without it."""


class LeafCounts(Struct, frozen=True):
    """What the records hold for one leaf; firms first, then projects.

    A project is counted once, at the furthest stage it has reached.

    ``local`` operating local firms · ``in_statistics`` those among the 四上 firms ·
    ``leaders`` 链主/龙头 among them · ``targets`` target firms · ``talks`` projects in talks ·
    ``signed`` signed, not yet started · ``started`` under construction ·
    ``in_production`` producing · ``in_stats`` projects whose firm is already in statistics.
    """

    local: int = 0
    in_statistics: int = 0
    leaders: int = 0
    targets: int = 0
    talks: int = 0
    signed: int = 0
    started: int = 0
    in_production: int = 0
    in_stats: int = 0


def leaf_state(
    counts: LeafCounts, *, out_of_scope_for_statistics: bool, override: str | None = None
) -> str:
    """The state code of a leaf; the first rule that matches wins.

    ``out_of_scope_for_statistics`` is true where a firm of this kind is never a 四上 firm (all its
    industry codes in section A, farming). ``override`` is the state a person set by hand, with a
    reason recorded elsewhere; it always wins. Raises ValueError for an unknown override.

    >>> leaf_state(LeafCounts(local=1), out_of_scope_for_statistics=False)
    'weak'
    >>> leaf_state(LeafCounts(local=1), out_of_scope_for_statistics=True)
    'present'
    """
    if override is not None:
        if override not in STATES:
            raise ValueError(f"unknown state {override!r}")
        return override
    if counts.leaders >= 1 or counts.in_statistics >= STRONG_FROM_FIRMS_IN_STATISTICS:
        return STRONG
    if counts.local >= 1:
        present = counts.in_statistics >= 1 or out_of_scope_for_statistics
        return PRESENT if present else WEAK
    return _state_without_local_firm(counts)


def completeness(leaves: Iterable[StatedLeaf]) -> tuple[int, int]:
    """链条完整度 as (covered, total): leaves in 强/有/弱, leaves in scope."""
    in_scope = [leaf for leaf in leaves if leaf.state != EXCLUDED]
    return sum(leaf.state in COVERED for leaf in in_scope), len(in_scope)


def critical_coverage(leaves: Iterable[StatedLeaf]) -> tuple[int, int]:
    """关键环节覆盖率 as (covered, total): the same over critical leaves."""
    return completeness(leaf for leaf in leaves if leaf.critical)


def coming_rate(leaves: Iterable[StatedLeaf]) -> tuple[int, int]:
    """在建补缺率 as (coming, total): 在建 out of every leaf without a local firm.

    在谈 is a missing leaf somebody is working on, so it stays in the denominator.
    """
    open_leaves = [leaf.state for leaf in leaves if leaf.state in {COMING, TALKS, MISSING}]
    return open_leaves.count(COMING), len(open_leaves)


def _state_without_local_firm(counts: LeafCounts) -> str:
    # A producing project whose firm is not yet entered as local is still no missing link.
    if counts.signed or counts.started or counts.in_production or counts.in_stats:
        return COMING
    if counts.targets or counts.talks:
        return TALKS
    return MISSING
