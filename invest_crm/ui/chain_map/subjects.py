"""What the panel says of a node before the records on it are read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.maps.labels import all_counts, check_environment, segment_figure, tier_title
from invest_crm.ui.chain_map.occupants import Subject
from invest_crm.ui.chain_map.wording import why
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.maps.graph import Leaf, Segment, Tier
    from invest_crm.services.chains.edit import OutlineNode
    from invest_crm.ui.chain_map.jobs import Loaded


def subject_of(loaded: Loaded, node: str) -> Subject | None:
    """The head of the panel for a tier, segment or link; None if it is gone."""
    if loaded.graph is None:
        return None
    entries = {entry.id: entry for entry in loaded.nodes}
    for tier in loaded.graph.tiers:
        if tier.id == node:
            return Subject(node, tier_title(tier), loaded.graph.name)
        for segment in tier.segments:
            if segment.id == node:
                return Subject(
                    node, segment.name, tier_title(tier), counts=(segment_figure(segment),)
                )
            for leaf in segment.leaves:
                if leaf.id == node:
                    return _leaf(leaf, segment, tier, entries.get(node))
    return None


def _leaf(leaf: Leaf, segment: Segment, tier: Tier, entry: OutlineNode | None) -> Subject:
    notes = [leaf.note] if leaf.note else []
    if leaf.env_sensitive:
        notes.append(check_environment())
    return Subject(
        leaf.id,
        leaf.name,
        _("{tier} · {segment}").format(
            tier=tier_title(tier).partition(" · ")[0], segment=segment.name
        ),
        leaf.state,
        why(leaf, entry),
        all_counts(leaf.counts),
        tuple(notes),
        leaf.critical,
        leaf=True,
    )
