"""The words of the map: states, counts, heads, tooltips, the foot.

Why: every painter and every tooltip says the same thing in the language in force. It must not
know where a word will stand.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING

from invest_crm.domain import chain_state
from invest_crm.domain.chain_state import completeness, critical_coverage
from invest_crm.maps import graph as g
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from invest_crm.domain.chain_state import LeafCounts

# Functions, because the language is chosen after import.
_STATE_WORDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        chain_state.STRONG: lambda: pgettext("chain state", "Strong"),
        chain_state.PRESENT: lambda: pgettext("chain state", "Present"),
        chain_state.WEAK: lambda: pgettext("chain state", "Weak"),
        chain_state.COMING: lambda: pgettext("chain state", "Coming"),
        chain_state.TALKS: lambda: pgettext("chain state", "In talks"),
        chain_state.MISSING: lambda: pgettext("chain state", "Missing"),
        chain_state.EXCLUDED: lambda: pgettext("chain state", "Left out"),
    }
)

_TIER_WORDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        g.UPSTREAM: lambda: pgettext("chain tier", "Upstream"),
        g.MIDSTREAM: lambda: pgettext("chain tier", "Midstream"),
        g.DOWNSTREAM: lambda: pgettext("chain tier", "Downstream"),
        g.SUPPORTING: lambda: pgettext("chain tier", "Supporting"),
    }
)

_COUNT_WORDS: Mapping[str, Callable[[], str]] = MappingProxyType(
    {
        "leaders": lambda: pgettext("map count", "Leading {n}"),
        "local": lambda: pgettext("map count", "Local {n}"),
        "in_statistics": lambda: pgettext("map count", "In statistics {n}"),
        "targets": lambda: pgettext("map count", "Targets {n}"),
        "talks": lambda: pgettext("map count", "Talks {n}"),
        "signed": lambda: pgettext("map count", "Signed {n}"),
        "started": lambda: pgettext("map count", "Started {n}"),
        "in_production": lambda: pgettext("map count", "Producing {n}"),
        "in_stats": lambda: pgettext("map count", "Projects in statistics {n}"),
    }
)

_TIP_NAMES = 5
_FURTHEST_FIRST = ("started", "signed", "talks")


def state_word(state: str) -> str:
    """The word in a leaf's chip."""
    return _STATE_WORDS[state]()


def tier_title(tier: g.Tier) -> str:
    """Tier word and the tier's own name: 上游 · 良种与投入品."""
    word = _TIER_WORDS[tier.kind]()
    return f"{word} · {tier.name}" if tier.name and tier.name != word else word


def counts_text(state: str, counts: LeafCounts) -> str:
    """The short figures at the right of a row: what matters most for its state."""
    furthest = next((name for name in _FURTHEST_FIRST if getattr(counts, name)), "")
    if state in chain_state.COVERED:
        wanted = ["leaders", "local", furthest]
    elif state == chain_state.COMING:
        ahead = [n for n in ("in_production", "started", "signed", "talks") if getattr(counts, n)]
        wanted = [*ahead[:2], "targets"]
    else:
        wanted = ["targets", "talks"]
    return " ".join(
        _count(name, getattr(counts, name)) for name in wanted if name and getattr(counts, name)
    )


def all_counts(counts: LeafCounts) -> tuple[str, ...]:
    """Every figure that is not zero, firms first."""
    return tuple(
        _count(name, getattr(counts, name)) for name in _COUNT_WORDS if getattr(counts, name)
    )


def segment_figure(segment: g.Segment) -> str:
    """n/m 环 at the right of a card's head."""
    covered, total = completeness(segment.leaves)
    return _("{covered}/{total} links").format(covered=covered, total=total)


def between_names() -> tuple[str, str]:
    """The joiner between firm names and what follows when some are left out."""
    return pgettext("between names", ", "), pgettext("after names", " and others")


def critical() -> str:
    """The words for a star."""
    return _("critical link")


def check_environment() -> str:
    """The hint for a leaf whose projects need an environmental check before land is promised."""
    return _("Check environmental assessment, land control lines and energy first")


def leaf_tip(leaf: g.Leaf) -> str:
    """Everything about a leaf in a few lines."""
    head = f"{leaf.name} · {state_word(leaf.state)}"
    if leaf.critical:
        head += " · " + critical()
    lines = [
        head,
        "  ".join(all_counts(leaf.counts)),
        _some(leaf.firm_names),
    ]
    if leaf.env_sensitive:
        lines.append(check_environment())
    lines.append(leaf.note)
    return "\n".join(line for line in lines if line)


def _some(names: tuple[str, ...]) -> str:
    joiner, others = between_names()
    return joiner.join(names[:_TIP_NAMES]) + (others if len(names) > _TIP_NAMES else "")


def segment_tip(segment: g.Segment) -> str:
    """Name and coverage of a card."""
    return f"{segment.name} · {segment_figure(segment)}"


def percent(part: int, whole: int) -> str:
    """A share in whole per cent, "—" of nothing (half rounds up)."""
    return f"{(200 * part + whole) // (2 * whole)}%" if whole else "—"


def head_figures(graph: g.ChainGraph) -> tuple[tuple[str, str], ...]:
    """Label and figure for the right of the head."""
    leaves = tuple(graph.leaves())
    rate = graph.facts.completeness or percent(*completeness(leaves))
    covered, total = critical_coverage(leaves)
    figures = [(_("Completeness"), rate), (_("Critical links"), f"{covered}/{total}")]
    return tuple(figures)


def head_facts(facts: g.MapFacts) -> tuple[tuple[str, str], ...]:
    """Label and text for the line under the title."""
    pairs = (
        (_("Chain leader"), facts.leader),
        (_("Leading firm"), facts.leading_firm),
        (_("Lead department"), facts.lead_department),
        (_("Target regions"), facts.target_regions),
        (_("As of"), facts.as_of),
    )
    return tuple(pair for pair in pairs if pair[1])


def definitions(facts: g.MapFacts) -> tuple[str, ...]:
    """What the states and marks mean, one short sentence each; what a past day does not change."""
    undated = (_("Firms and projects in talks carry no dates: they are shown as recorded today"),)
    return (
        *(undated if facts.earlier else ()),
        _("Strong: a leading firm, or 3 or more firms in statistics"),
        _("Present: a firm in statistics (in farming any firm)"),
        _("Weak: local firms, none in statistics"),
        _("Coming: no firm yet, a project signed or being built"),
        _("In talks: only targets or projects in talks"),
        _("Missing: none of these"),
        _("★ critical link"),
        _("n/m links: links with a local firm out of all"),
    )


def demonstration() -> str:
    """The mark of invented data."""
    return _("Demonstration data")


def nothing() -> str:
    """What a map of no link says."""
    return _("This chain has no links yet.")


def drawn_by(facts: g.MapFacts) -> str:
    """The note at the right of the foot."""
    parts = []
    if facts.demo:
        parts.append(demonstration())
    if facts.drawn_by:
        parts.append(_("Drawn by {unit}").format(unit=facts.drawn_by))
    return " · ".join(parts)


def _count(name: str, n: int) -> str:
    return _COUNT_WORDS[name]().format(n=n)
