"""Graphs to draw: small ones by hand, random ones, the six seed chains and a very large one."""

from __future__ import annotations

import json
import random
from typing import Any

from hypothesis import strategies as st

from invest_crm.domain.chain_state import STATES, LeafCounts, leaf_state
from invest_crm.maps.graph import (
    DOWNSTREAM,
    MIDSTREAM,
    SUPPORTING,
    TIER_KINDS,
    UPSTREAM,
    ChainGraph,
    Flow,
    Leaf,
    MapFacts,
    Segment,
    Tier,
)
from invest_crm.paths import resource

FACTS = MapFacts(
    "肉羊产业链图谱",
    as_of="2026年10月31日",
    leader="县委副书记",
    leading_firm="华晟肉业集团有限公司",
    lead_department="县农业农村局",
    target_regions="长三角、山东、河南",
    drawn_by="县投资促进局",
    demo=True,
)
FIRMS = ("青禾牧业", "恒丰农牧", "蒙牧源食品", "县供销冷链", "北纬三十六度食品科技")
SEED_IDS = tuple(
    chain["id"]
    for chain in json.loads(resource("reference/chains-2026.json").read_text("utf-8"))["chains"]
)


def seed_graph(chain_id: str) -> ChainGraph:
    """A seed chain with invented but fixed counts."""
    data = json.loads(resource("reference/chains-2026.json").read_text("utf-8"))
    chain = next(one for one in data["chains"] if one["id"] == chain_id)
    chance = random.Random(chain_id)
    tiers = tuple(
        Tier(
            tier["id"],
            tier["tier"],
            tier["name"],
            tuple(_segment(segment, chance) for segment in tier["children"]),
        )
        for tier in chain["segments"]
    )
    flows = tuple(Flow(*pair) for pair in chain["flows"])
    return ChainGraph(chain_id, chain["name"], FACTS, tiers, flows)


def _segment(segment: dict[str, Any], chance: random.Random) -> Segment:
    return Segment(
        segment["id"],
        segment["name"],
        tuple(_leaf(leaf, chance) for leaf in segment["children"]),
    )


def _leaf(leaf: dict[str, Any], chance: random.Random) -> Leaf:
    counts = chance.choice(
        [
            LeafCounts(local=3, in_statistics=3, leaders=1, started=1),
            LeafCounts(local=2, in_statistics=1),
            LeafCounts(local=1),
            LeafCounts(started=1, signed=1),
            LeafCounts(targets=3, talks=1),
            LeafCounts(),
        ]
    )
    state = leaf_state(counts, out_of_scope_for_statistics=False)
    firms = tuple(chance.sample(FIRMS, min(4, counts.local or counts.targets)))
    return Leaf(
        leaf["id"],
        leaf["name"],
        state,
        leaf["critical"],
        leaf["env_sensitive"],
        counts,
        leaf["note"],
        firms,
        tuple(f"{leaf['name']}项目{n}" for n in range(counts.signed + counts.started)),
    )


def small_graph(*, name: str = "种羊核心育种场", firm: str = "青禾牧业") -> ChainGraph:
    """Three columns and a band, every state, a link of every shape."""
    leaves = [
        Leaf(f"leaf-{state}", f"{name}{state}", state, critical=at % 2 == 0, firm_names=(firm,))
        for at, state in enumerate(STATES)
    ]
    return ChainGraph(
        "small",
        "小链",
        FACTS,
        (
            Tier("up", UPSTREAM, "投入品", (Segment("a", "繁育", tuple(leaves[:2])),)),
            Tier(
                "mid",
                MIDSTREAM,
                "加工",
                (
                    Segment("b", "养殖", tuple(leaves[2:4])),
                    Segment("c", "屠宰", (Leaf("c1", "屠宰", "weak"),)),
                    Segment("d", "熟食", (Leaf("d1", "熟食", "coming"),)),
                ),
            ),
            Tier("down", DOWNSTREAM, "流通", (Segment("e", "冷链", tuple(leaves[4:])),)),
            Tier(
                "side", SUPPORTING, "服务", (Segment("f", "检测", (Leaf("f1", "检测", "talks"),)),)
            ),
        ),
        (Flow("a", "b"), Flow("b", "c"), Flow("b", "d"), Flow("a", "e"), Flow("e", "f")),
    )


def large_graph(segments: int = 300, leaves: int = 10, flows: int = 300) -> ChainGraph:
    """A chain of ``segments`` × ``leaves`` leaves."""
    chance = random.Random(7)
    tiers = []
    for kind, share in zip(TIER_KINDS, (0.3, 0.4, 0.2, 0.1), strict=True):
        cards = tuple(
            Segment(f"{kind}-{card}", f"环节{card}", _plain_leaves(f"{kind}-{card}", leaves))
            for card in range(round(segments * share))
        )
        tiers.append(Tier(kind, kind, "层级", cards))
    ids = [card.id for tier in tiers for card in tier.segments]
    pairs = (chance.sample(ids, 2) for _ in range(flows))
    return ChainGraph(
        "large", "大链", MapFacts("大链"), tuple(tiers), tuple(Flow(*pair) for pair in pairs)
    )


def _plain_leaves(card: str, count: int) -> tuple[Leaf, ...]:
    return tuple(
        Leaf(f"{card}.{at}", f"子环节{at}" + "长" * (at % 9), STATES[at % 6], at % 4 == 0)
        for at in range(count)
    )


_NAMES = st.text("肉羊加工冷链配送（精深）、与AIot 12/-", min_size=1, max_size=30)
_COUNTS = st.builds(
    LeafCounts,
    local=st.integers(0, 12),
    leaders=st.integers(0, 2),
    targets=st.integers(0, 120),
    talks=st.integers(0, 3),
    started=st.integers(0, 3),
)


@st.composite
def graphs(draw: st.DrawFn, most_flows: int = 12) -> ChainGraph:
    """A chain of any shape: tiers missing or repeated, empty cards, long names, odd flows."""
    tiers = []
    ids: list[str] = []
    for number, kind in enumerate(draw(st.lists(st.sampled_from(TIER_KINDS), max_size=5))):
        cards = []
        for card in range(draw(st.integers(0, 5))):
            name = f"t{number}c{card}"
            ids.append(name)
            cards.append(Segment(name, draw(_NAMES), draw(_leaves(name))))
        tiers.append(Tier(f"t{number}", kind, draw(_NAMES), tuple(cards)))
    some_id = st.sampled_from([*ids, "nowhere"])
    flows = draw(st.lists(st.builds(Flow, some_id, some_id), max_size=most_flows))
    return ChainGraph("any", "链", FACTS, tuple(tiers), tuple(flows))


def _leaves(card: str) -> st.SearchStrategy[tuple[Leaf, ...]]:
    leaf = st.builds(
        Leaf,
        id=st.just(card),
        name=_NAMES,
        state=st.sampled_from(STATES),
        critical=st.booleans(),
        counts=_COUNTS,
        firm_names=st.lists(_NAMES, max_size=3).map(tuple),
    )
    return st.lists(leaf, max_size=7).map(tuple)
