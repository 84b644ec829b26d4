"""The sentences of the chain map page: why a state, what hangs on a node, what a chain covers."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain import chain_state as states
from invest_crm.domain.chain_state import completeness, critical_coverage
from invest_crm.domain.stages import Stage
from invest_crm.maps.labels import percent, state_word
from invest_crm.ui.tones import stage_tone
from invest_crm.words import _, language, ngettext

if TYPE_CHECKING:
    from invest_crm.domain.chain_state import LeafCounts
    from invest_crm.maps.graph import ChainGraph, Leaf
    from invest_crm.services.chains.edit import Hanging, OutlineNode


def coverage(graph: ChainGraph) -> str:
    """Completeness and critical coverage of a chain in one line."""
    leaves = tuple(graph.leaves())
    covered, total = critical_coverage(leaves)
    return _("Completeness {rate} · critical links {covered}/{total}").format(
        rate=percent(*completeness(leaves)), covered=covered, total=total
    )


def shown_name(node: OutlineNode) -> str:
    """A node's name in the language in force."""
    return node.name if language() == "zh_CN" else node.name_en or node.name


def override_note(node: OutlineNode) -> str:
    """What a person decided about a node's state, empty if nobody did."""
    if not node.state_override:
        return ""
    return _("Set by hand to “{state}”: {reason}").format(
        state=state_word(node.state_override), reason=node.override_reason or ""
    )


def why(leaf: Leaf, node: OutlineNode | None) -> str:
    """Why a leaf has its state, in one sentence."""
    if node is not None and node.state_override:
        return override_note(node)
    return _computed(leaf.state, leaf.counts)


def hanging_text(name: str, found: Hanging) -> str:
    """What a deletion would take along and what it would leave without a place."""
    lost = [
        text.format(n=number)
        for number, text in (
            (found.nodes, ngettext("{n} node below it", "{n} nodes below it", found.nodes)),
            (found.flows, ngettext("{n} connection", "{n} connections", found.flows)),
        )
        if number
    ]
    loose = [
        text.format(n=number)
        for number, text in (
            (found.firms, ngettext("{n} firm", "{n} firms", found.firms)),
            (found.projects, ngettext("{n} project on it", "{n} projects on it", found.projects)),
        )
        if number
    ]
    joined = _(", ")
    lines = [_("Delete “{name}”?").format(name=name)]
    if lost:
        lines.append(_("Goes with it: {things}.").format(things=joined.join(lost)))
    if loose:
        lines.append(_("Kept, but without a place: {things}.").format(things=joined.join(loose)))
    if not lost and not loose:
        lines.append(_("Nothing hangs on it."))
    return "\n".join(lines)


def tone_of_stage(label: str) -> str:
    """The colour of a stage's word."""
    return next((stage_tone(stage) for stage in Stage if stage.label == label), "talk")


def _computed(state: str, counts: LeafCounts) -> str:
    if state == states.STRONG:
        if counts.leaders:
            return _("A leading firm is here ({n}).").format(n=counts.leaders)
        return ngettext(
            "{n} firm in statistics is here; 3 make a strong link.",
            "{n} firms in statistics are here; 3 make a strong link.",
            counts.in_statistics,
        ).format(n=counts.in_statistics)
    if state == states.PRESENT:
        if counts.in_statistics:
            return ngettext(
                "{n} firm in statistics is here.",
                "{n} firms in statistics are here.",
                counts.in_statistics,
            ).format(n=counts.in_statistics)
        return ngettext(
            "{n} local firm is here; farming needs none in statistics.",
            "{n} local firms are here; farming needs none in statistics.",
            counts.local,
        ).format(n=counts.local)
    if state == states.WEAK:
        return ngettext(
            "{n} local firm is here, not in statistics.",
            "{n} local firms are here, none of them in statistics.",
            counts.local,
        ).format(n=counts.local)
    if state == states.COMING:
        ahead = counts.signed + counts.started + counts.in_production
        return ngettext(
            "No local firm yet; {n} project signed, being built or producing.",
            "No local firm yet; {n} projects signed, being built or producing.",
            ahead,
        ).format(n=ahead)
    if state == states.TALKS:
        return _("No local firm and nothing signed; {targets} target firms, {talks} talks.").format(
            targets=counts.targets, talks=counts.talks
        )
    return _("No firm and no project: a gap to fill.")
