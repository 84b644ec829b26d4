"""A chain as the map and the outline need it: its tree with what the records hold on every leaf."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any, NamedTuple

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.chains import chain, chain_flow, chain_node
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.firms import firm, firm_node
from invest_crm.db.schema.projects import project
from invest_crm.domain.chain_state import LeafCounts, leaf_state
from invest_crm.domain.stages import SideState, Stage
from invest_crm.errors import UserError
from invest_crm.maps.graph import ChainGraph, Flow, Leaf, MapFacts, Segment, Tier
from invest_crm.services.options import option
from invest_crm.services.projects import records
from invest_crm.services.snapshot import check_day
from invest_crm.words import _, language

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date
    from pathlib import Path

    from sqlalchemy import Row

    from invest_crm.services.work import View

_LOCAL = frozenset({"existing", "leader", "supporting"})
_QUIET = frozenset({SideState.TERMINATED.value, SideState.LOST.value, SideState.MERGED.value})


class ChainRow(Struct, frozen=True):
    """One chain in the list of chains."""

    id: str
    name: str
    leaves: int
    covered: int
    critical: int
    critical_covered: int
    projects: int
    firms: int


class Occupant(Struct, frozen=True):
    """A firm or project on a node. ``note``: its role or stage, in words."""

    kind: str
    id: str
    name: str
    note: str


class _Placed(NamedTuple):
    """A project on a leaf with its stage and side state."""

    node: str
    name: str
    stage: Stage
    side: str | None


class _Names(NamedTuple):
    """What is called by name on each leaf."""

    firms: dict[str, list[str]]
    projects: dict[str, list[str]]


def chain_rows(view: View) -> list[ChainRow]:
    """Every chain with its coverage and what lies on it."""
    rows = []
    for item in view.rows(select(chain).order_by(chain.c.position)):
        graph = chain_graph(view, item.id)
        leaves = list(graph.leaves())
        critical = [leaf for leaf in leaves if leaf.critical]
        rows.append(
            ChainRow(
                item.id,
                graph.name,
                len(leaves),
                _covered(leaves),
                len(critical),
                _covered(critical),
                sum(
                    leaf.counts.talks
                    + leaf.counts.signed
                    + leaf.counts.started
                    + leaf.counts.in_production
                    for leaf in leaves
                ),
                sum(leaf.counts.local + leaf.counts.targets for leaf in leaves),
            )
        )
    return rows


def chain_graph(view: View, chain_id: str, as_of: date | None = None) -> ChainGraph:
    """The chain with the state of every leaf, its projects as of a day (today without one).

    Firms carry no dates: they are always those of today. UserError for an unknown chain (id or
    name) and for a day still to come.
    """
    day = view.today if as_of is None else as_of
    check_day(view, day)
    head = view.first(select(chain).where((chain.c.id == chain_id) | (chain.c.name == chain_id)))
    if head is None:
        known = view.values(select(chain.c.id).order_by(chain.c.position))
        raise UserError(
            "chain-unknown",
            _("There is no chain “{name}”.").format(name=chain_id),
            todo=_("Chains: {names}").format(names=", ".join(known)),
        )
    nodes = view.rows(
        select(chain_node).where(chain_node.c.chain_id == head.id).order_by(chain_node.c.position)
    )
    projects = _projects(view, head.id, day)
    counts = _counts(view, head.id, projects)
    names = _Names(_firm_names(view, head.id), _project_names(projects))
    children: dict[str | None, list[Row[Any]]] = defaultdict(list)
    for node in nodes:
        children[node.parent_id].append(node)
    flows = view.rows(select(chain_flow).where(chain_flow.c.chain_id == head.id))
    return ChainGraph(
        id=head.id,
        name=_name(head),
        facts=_facts(view, head, day),
        tiers=tuple(
            Tier(
                top.id,
                top.tier,
                _name(top),
                tuple(
                    Segment(
                        segment.id,
                        _name(segment),
                        tuple(_leaf(leaf, counts, names) for leaf in children[segment.id]),
                    )
                    for segment in children[top.id]
                ),
            )
            for top in children[None]
        ),
        flows=tuple(Flow(flow.source_id, flow.target_id) for flow in flows),
    )


def occupants(view: View, node_id: str) -> list[Occupant]:
    """The firms and projects on a node or anywhere below it."""
    ids = _below(view, node_id)
    firms = view.rows(
        select(firm.c.id, firm.c.name, firm_node.c.role)
        .join(firm_node, firm_node.c.firm_id == firm.c.id)
        .where(firm_node.c.node_id.in_(ids), firm.c.archived_at.is_(None))
        .order_by(firm_node.c.role, firm.c.name)
    )
    projects = view.rows(
        select(project.c.id, project.c.name, project_state.c.stage)
        .join(project_state, project_state.c.project_id == project.c.id)
        .where(project.c.node_id.in_(ids), project.c.archived_at.is_(None))
        .order_by(project_state.c.stage_rank.desc(), project.c.name)
    )
    return [
        *(Occupant("firm", row.id, row.name, role_label(row.role)) for row in firms),
        *(Occupant("project", row.id, row.name, Stage(row.stage).label) for row in projects),
    ]


def export_chain_map(view: View, chain_id: str, path: Path, paper: str, as_of: date) -> None:
    """Draw a chain map into a file; its kind is that of the suffix."""
    from invest_crm.maps.export import export_map

    export_map(chain_graph(view, chain_id, as_of), path, paper=paper)


def role_label(role: str) -> str:
    """The word for a firm's part on a node."""
    return {
        "existing": _("Local firm"),
        "target": _("Target firm"),
        "leader": _("Leading firm"),
        "supporting": _("Supporting firm"),
    }.get(role, role)


def _below(view: View, node_id: str) -> list[str]:
    """The node and everything under it."""
    links = view.rows(select(chain_node.c.id, chain_node.c.parent_id))
    children: dict[str | None, list[str]] = defaultdict(list)
    for row in links:
        children[row.parent_id].append(row.id)
    found, waiting = [], [node_id]
    while waiting:
        current = waiting.pop()
        found.append(current)
        waiting.extend(children[current])
    return found


def _leaf(node: Row[Any], counts: dict[str, LeafCounts], names: _Names) -> Leaf:
    own = counts.get(node.id, LeafCounts())
    codes = json.loads(node.codes or "[]")
    farming = bool(codes) and all(str(code)[:2] <= "05" for code in codes)
    state = leaf_state(own, out_of_scope_for_statistics=farming, override=node.state_override)
    return Leaf(
        node.id,
        _name(node),
        state,
        critical=node.critical,
        env_sensitive=node.env_sensitive,
        counts=own,
        note=node.note or "",
        firm_names=tuple(names.firms.get(node.id, ())),
        project_names=tuple(names.projects.get(node.id, ())),
    )


def _projects(view: View, chain_id: str, day: date) -> list[_Placed]:
    """The projects on the leaves of a chain that have not ended, furthest first."""
    query = (
        select(project.c.id, project.c.node_id, project.c.name)
        .add_columns(project_state.c.stage, project_state.c.side_state)
        .join(chain_node, chain_node.c.id == project.c.node_id)
        .join(project_state, project_state.c.project_id == project.c.id)
        .where(chain_node.c.chain_id == chain_id, project.c.archived_at.is_(None))
    )
    rows = view.rows(query)
    found = [_Placed(row.node_id, row.name, Stage(row.stage), row.side_state) for row in rows]
    if day < view.today:
        then = records.load(view, [row.id for row in rows], as_of=day)
        states = ((row, then[row.id]) for row in rows)
        found = [
            _Placed(row.node_id, row.name, Stage(own["stage"]), own["side_state"])
            for row, own in states
        ]
    going = (item for item in found if item.side not in _QUIET)
    return sorted(going, key=lambda item: (-item.stage.rank, item.name))


def _counts(view: View, chain_id: str, projects: Sequence[_Placed]) -> dict[str, LeafCounts]:
    tally: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    on_chain = select(chain_node.c.id).where(chain_node.c.chain_id == chain_id)
    for row in view.rows(
        select(firm_node.c.node_id, firm_node.c.role, firm.c.in_size)
        .join(firm, firm.c.id == firm_node.c.firm_id)
        .where(firm_node.c.node_id.in_(on_chain), firm.c.archived_at.is_(None))
    ):
        node = tally[row.node_id]
        node["local"] += row.role in _LOCAL
        node["leaders"] += row.role == "leader"
        node["targets"] += row.role == "target"
        node["in_statistics"] += row.role in _LOCAL and row.in_size
    for item in projects:
        tally[item.node][_column(item.stage)] += 1
    return {node_id: LeafCounts(**found) for node_id, found in tally.items()}


def _column(stage: Stage) -> str:
    if stage.rank >= Stage.IN_PRODUCTION.rank:
        return "in_production"
    if stage.rank >= Stage.STARTED.rank:
        return "started"
    return "signed" if stage.rank >= Stage.SIGNED.rank else "talks"


def _firm_names(view: View, chain_id: str) -> dict[str, list[str]]:
    """Names to print on each leaf: local firms first, then targets."""
    query = (
        select(firm_node.c.node_id, firm_node.c.role, firm.c.name, firm.c.short_name)
        .join(firm, firm.c.id == firm_node.c.firm_id)
        .join(chain_node, chain_node.c.id == firm_node.c.node_id)
        .where(chain_node.c.chain_id == chain_id, firm.c.archived_at.is_(None))
    )
    rows = sorted(view.rows(query), key=lambda row: (row.role == "target", row.role, row.name))
    names: dict[str, list[str]] = defaultdict(list)
    for row in rows:
        names[row.node_id].append(row.short_name or row.name)
    return names


def _project_names(projects: Sequence[_Placed]) -> dict[str, list[str]]:
    """The signed projects on each leaf: a map names no talks."""
    names: dict[str, list[str]] = defaultdict(list)
    for item in projects:
        if item.stage.rank >= Stage.SIGNED.rank:
            names[item.node].append(item.name)
    return names


def _facts(view: View, head: Row[Any], day: date) -> MapFacts:
    text = _("{d.year}-{d.month:02d}-{d.day:02d}").format(d=day)
    return MapFacts(
        title=_("Industry chain map: {name}, {county}").format(
            name=_name(head), county=option(view, "county.name")
        ),
        as_of=text,
        leader=head.leader or "",
        leading_firm=head.leading_firm or "",
        lead_department=head.lead_department or "",
        target_regions=head.target_regions or "",
        drawn_by=option(view, "county.bureau"),
        demo=bool(option(view, "demo")),
        earlier=day < view.today,
    )


def _covered(leaves: Sequence[Leaf] | Iterable[Leaf]) -> int:
    return sum(leaf.state in {"strong", "present", "weak"} for leaf in leaves)


def _name(row: Row[Any]) -> str:
    return str(row.name if language() == "zh_CN" else row.name_en or row.name)


def form_choices(
    view: View,
) -> tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]:
    """Chains and leaves as (id, words) for the choices of a form; a leaf names its chain."""
    chains = tuple(
        (row.id, _name(row)) for row in view.rows(select(chain).order_by(chain.c.position))
    )
    words = dict(chains)
    leaves = (
        select(chain_node)
        .where(chain_node.c.level == "leaf")
        .order_by(chain_node.c.chain_id, chain_node.c.tier, chain_node.c.position)
    )
    nodes = tuple(
        (row.id, f"{words.get(row.chain_id, '')} / {_name(row)}") for row in view.rows(leaves)
    )
    return chains, nodes
