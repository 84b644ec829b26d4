"""The map as one HTML file that opens from a phone's file folder.

Why: a leader gets it by message and taps on a link of the chain to see its firms. Inline SVG,
style and script only; a content security policy forbids everything else, script and style are
allowed by their hash. Data goes in as escaped JSON and is shown as text, never as markup.
It must not load anything from outside.
"""

from __future__ import annotations

import base64
import hashlib
import json
from typing import TYPE_CHECKING

from invest_crm.maps import labels
from invest_crm.maps.html_parts import SCRIPT, STYLE
from invest_crm.maps.svg import escaped, svg
from invest_crm.words import _, language

if TYPE_CHECKING:
    from invest_crm.maps.graph import ChainGraph, Leaf, Segment
    from invest_crm.maps.scene import Scene

_JSON_ESCAPES = str.maketrans(
    {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
)


def html(graph: ChainGraph, scene: Scene) -> str:
    """The whole page as text (UTF-8)."""
    title = escaped(graph.facts.title)
    words = _words()
    pairs = (*labels.head_facts(graph.facts), *labels.head_figures(graph))
    said = [f"{name} {text}" for name, text in pairs] + [labels.drawn_by(graph.facts)]
    facts = escaped(" · ".join(text for text in said if text))
    policy = (
        f"default-src 'none'; style-src '{_hash(STYLE)}'; script-src '{_hash(SCRIPT)}'; "
        "base-uri 'none'; form-action 'none'"
    )
    return f"""<!DOCTYPE html>
<html lang="{language().replace("_", "-")}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{policy}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>{title}</title>
<style>{STYLE}</style>
</head>
<body>
<header>
<h1>{title}</h1>
<p id="facts">{facts}</p>
<input id="find" type="search" aria-label="{words["find"]}" \
placeholder="{words["find"]}">
<span class="tools">
<button id="swap" data-other="{words["list"]}">{words["picture"]}</button>
<button id="less" class="zoom" aria-label="{words["less"]}">−</button>
<button id="more" class="zoom" aria-label="{words["more"]}">+</button>
<button id="whole" class="zoom">{words["whole"]}</button>
</span>
</header>
<nav id="list"></nav>
<main id="stage">
{svg(scene, title=graph.facts.title, inline=True)}</main>
<p id="hint">{words["hint"]}</p>
<aside id="sheet" hidden aria-live="polite">
<button id="close" aria-label="{words["close"]}">×</button>
<div id="body"></div>
</aside>
<script type="application/json" id="data">{_data(graph)}</script>
<script>{SCRIPT}</script>
</body>
</html>
"""


def _words() -> dict[str, str]:
    words = {
        "find": _("Find a link, firm or project"),
        "less": _("Zoom out"),
        "more": _("Zoom in"),
        "whole": _("Whole map"),
        "picture": _("Map"),
        "list": _("List"),
        "hint": _("Tap a card or a line for its firms, projects and figures."),
        "close": _("Close"),
    }
    return {name: escaped(text) for name, text in words.items()}


def _hash(text: str) -> str:
    digest = hashlib.sha256(text.encode()).digest()
    return f"sha256-{base64.b64encode(digest).decode()}"


def _data(graph: ChainGraph) -> str:
    nodes: dict[str, dict[str, object]] = {}
    for segment in graph.segments():
        nodes[segment.id] = _segment(segment)
        nodes |= {leaf.id: _leaf(leaf, segment) for leaf in segment.leaves}
    words = {
        "firms": _("Firms"),
        "projects": _("Signed projects"),
        "none": _("No figures yet"),
        "parts": _("Links in this segment"),
    }
    outline = [
        {"name": labels.tier_title(tier), "parts": [segment.id for segment in tier.segments]}
        for tier in graph.tiers
    ]
    data = {"nodes": nodes, "words": words, "outline": outline}
    return json.dumps(data, ensure_ascii=False).translate(_JSON_ESCAPES)


def _segment(segment: Segment) -> dict[str, object]:
    return {
        "name": segment.name,
        "line": labels.segment_figure(segment),
        "parts": [leaf.id for leaf in segment.leaves],
    }


def _leaf(leaf: Leaf, segment: Segment) -> dict[str, object]:
    marks = [labels.state_word(leaf.state)]
    if leaf.critical:
        marks.append("★ " + labels.critical())
    notes = [labels.check_environment()] if leaf.env_sensitive else []
    return {
        "name": leaf.name,
        "line": " · ".join([segment.name, *marks]),
        "state": labels.state_word(leaf.state),
        "code": leaf.state,
        "critical": leaf.critical,
        "counts": list(labels.all_counts(leaf.counts)),
        "figures": labels.counts_text(leaf.state, leaf.counts),
        "firms": list(leaf.firm_names),
        "projects": list(leaf.project_names),
        "notes": [*notes, leaf.note] if leaf.note else notes,
    }
