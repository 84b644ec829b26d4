"""Input of the chain map: one chain as plain frozen values.

Why: services fill it from the records and every drawing starts from it. It must not know the
database, the layout or any colour.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from invest_crm.domain.chain_state import LeafCounts

if TYPE_CHECKING:
    from collections.abc import Iterator

UPSTREAM = "upstream"
MIDSTREAM = "midstream"
DOWNSTREAM = "downstream"
SUPPORTING = "supporting"

TIER_KINDS = (UPSTREAM, MIDSTREAM, DOWNSTREAM, SUPPORTING)


class Leaf(Struct, frozen=True):
    """A 子环节: the smallest link, with its state code and what the records hold for it.

    ``firm_names``: local firms first, then targets; as many are printed as there is room for.
    ``project_names``: signed projects; a map leaves the house, so none that is only talked about.
    """

    id: str
    name: str
    state: str
    critical: bool = False
    env_sensitive: bool = False
    counts: LeafCounts = field(default_factory=LeafCounts)
    note: str = ""
    firm_names: tuple[str, ...] = ()
    project_names: tuple[str, ...] = ()


class Segment(Struct, frozen=True):
    """A 环节: a card on the map."""

    id: str
    name: str
    leaves: tuple[Leaf, ...] = ()


class Tier(Struct, frozen=True):
    """上游, 中游, 下游 (columns) or 支撑配套 (a band below)."""

    id: str
    kind: str
    name: str
    segments: tuple[Segment, ...] = ()


class Flow(Struct, frozen=True):
    """Goods or services going from one segment to another."""

    source_segment: str
    target_segment: str


class MapFacts(Struct, frozen=True):
    """What the head and the foot of the map say; texts are shown as they are.

    ``as_of`` is a date text without the word 截至. ``completeness`` overrides the rate that is
    otherwise computed from the leaves. ``drawn_by`` is the 制图单位. ``demo`` prints 演示数据.
    ``earlier``: the day is past, and what carries no date is told as it is today; the foot says so.
    """

    title: str
    as_of: str = ""
    leader: str = ""
    leading_firm: str = ""
    lead_department: str = ""
    target_regions: str = ""
    completeness: str = ""
    drawn_by: str = ""
    demo: bool = False
    earlier: bool = False


class ChainGraph(Struct, frozen=True):
    """One chain: tiers with segments with leaves, and the flows between segments."""

    id: str
    name: str
    facts: MapFacts
    tiers: tuple[Tier, ...] = ()
    flows: tuple[Flow, ...] = ()

    def segments(self) -> Iterator[Segment]:
        """Every segment, in the user's order."""
        for tier in self.tiers:
            yield from tier.segments

    def leaves(self) -> Iterator[Leaf]:
        """Every leaf, in the user's order."""
        for segment in self.segments():
            yield from segment.leaves
