"""Editing a chain: add, rename, move, reorder, delete, attributes. Every edit is one ChangeSet."""

from __future__ import annotations

import json
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.chains import chain, chain_flow, chain_node
from invest_crm.db.schema.firms import firm_node
from invest_crm.db.schema.projects import project
from invest_crm.domain.ids import new_id
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Row

    from invest_crm.services.work import View, Work

LEVELS = ("tier", "segment", "leaf")
EDITABLE = ("name", "name_en", "codes", "keywords", "critical", "env_sensitive", "note")
CHAIN_FIELDS = ("name", "summary", "lead_department", "leader", "leading_firm", "target_regions")


class OutlineNode(Struct, frozen=True):
    """A node of the outline beside the map."""

    id: str
    parent_id: str | None
    level: str
    tier: str
    name: str
    name_en: str | None
    codes: tuple[str, ...]
    keywords: tuple[str, ...]
    critical: bool
    env_sensitive: bool
    note: str | None
    position: int
    state_override: str | None
    override_reason: str | None


class AddNode(Struct, frozen=True):
    """Add a node below ``parent_id`` (a tier or segment), after its siblings."""

    parent_id: str
    name: str


class EditNode(Struct, frozen=True):
    """Change attributes of a node: keys of ``EDITABLE``."""

    id: str
    values: Mapping[str, Any]


class MoveNode(Struct, frozen=True):
    """Put a node below another parent of the same level, at a position among its siblings."""

    id: str
    parent_id: str
    position: int


class OverrideState(Struct, frozen=True):
    """Set the state of a leaf by hand, with a reason; None takes the override away."""

    id: str
    state: str | None
    reason: str


class EditChain(Struct, frozen=True):
    """Change attributes of a chain: keys of ``CHAIN_FIELDS``."""

    id: str
    values: Mapping[str, Any]


class AddChain(Struct, frozen=True):
    """A new chain with the four tiers and nothing in them."""

    name: str


class AddFlow(Struct, frozen=True):
    """Draw a link between two segments."""

    source_id: str
    target_id: str


class Hanging(Struct, frozen=True):
    """What would go or be left without a place if a node were deleted."""

    nodes: int
    firms: int
    projects: int
    flows: int


def outline(view: View, chain_id: str) -> list[OutlineNode]:
    """The tree in drawing order, parents before children."""
    rows = view.rows(
        select(chain_node).where(chain_node.c.chain_id == chain_id).order_by(chain_node.c.position)
    )
    children: dict[str | None, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        children[row.parent_id].append(row)
    found: list[OutlineNode] = []

    def walk(parent: str | None) -> None:
        for row in children[parent]:
            found.append(_node(row))
            walk(row.id)

    walk(None)
    return found


def hanging(view: View, node_id: str) -> Hanging:
    """What hangs on a node: shown before it is deleted."""
    ids = _subtree(view, node_id)
    flows = select(chain_flow.c.id).where(
        chain_flow.c.source_id.in_(ids) | chain_flow.c.target_id.in_(ids)
    )
    return Hanging(
        nodes=len(ids) - 1,
        firms=view.count(select(firm_node.c.id).where(firm_node.c.node_id.in_(ids))),
        projects=view.count(select(project.c.id).where(project.c.node_id.in_(ids))),
        flows=view.count(flows),
    )


def add_chain(work: Work, command: AddChain) -> str:
    """Create a chain; returns its id."""
    work.name("node.add", name=command.name)
    position = work.count(select(chain.c.id))
    chain_id = work.insert(chain, name=_named(command.name), position=position)
    tiers = (
        ("upstream", _("Upstream")),
        ("midstream", _("Midstream")),
        ("downstream", _("Downstream")),
        ("supporting", _("Supporting")),
    )
    for place, (tier, name) in enumerate(tiers):
        work.insert(
            chain_node, chain_id=chain_id, level="tier", tier=tier, name=name, position=place
        )
    return chain_id


def edit_chain(work: Work, command: EditChain) -> None:
    """Change attributes of a chain."""
    present = work.recorder.images(chain, [command.id])[command.id]
    work.name("chain.edit", name=present["name"])
    work.update(chain, command.id, **{key: command.values[key] or None for key in command.values})


def add_node(work: Work, command: AddNode) -> str:
    """Add a node; returns its id."""
    parent = _row(work, command.parent_id)
    if parent.level == LEVELS[-1]:
        raise UserError(
            "leaf-has-no-children",
            _("A leaf holds firms and projects, not further nodes."),
            safe=_("Nothing was changed."),
            todo=_("Add the node beside it instead."),
        )
    work.name("node.add", name=command.name)
    return work.insert(
        chain_node,
        id=new_id(),
        chain_id=parent.chain_id,
        parent_id=parent.id,
        level=LEVELS[LEVELS.index(parent.level) + 1],
        tier=parent.tier,
        name=_named(command.name),
        position=len(_siblings(work, parent.id)),
    )


def edit_node(work: Work, command: EditNode) -> None:
    """Change attributes of a node."""
    row = _row(work, command.id)
    work.name("node.edit", name=row.name)
    values = {key: command.values[key] for key in EDITABLE if key in command.values}
    if "name" in values:
        values["name"] = _named(values["name"])
    for key in ("codes", "keywords"):
        if key in values:
            values[key] = json.dumps(list(values[key]), ensure_ascii=False)
    work.update(chain_node, command.id, **values)


def override_state(work: Work, command: OverrideState) -> None:
    """Set or clear the state of a leaf by hand; a reason is required."""
    row = _row(work, command.id)
    if command.state and not command.reason.strip():
        raise UserError(
            "reason-missing",
            _("A state set by hand needs a reason."),
            safe=_("Nothing was changed."),
            todo=_("Say in a few words why the computed state does not fit."),
        )
    work.name("node.edit", name=row.name)
    reason = command.reason.strip() if command.state else None
    work.update(chain_node, command.id, state_override=command.state, override_reason=reason)


def move_node(work: Work, command: MoveNode) -> None:
    """Move or reorder a node; what hangs on it comes along, and takes the tier it moves into."""
    row, parent = _row(work, command.id), _row(work, command.parent_id)
    expected = LEVELS[LEVELS.index(row.level) - 1] if row.level != "tier" else None
    if parent.level != expected or parent.chain_id != row.chain_id:
        raise UserError(
            "node-does-not-fit",
            _("“{name}” cannot stand there.").format(name=row.name),
            safe=_("Nothing was changed."),
            todo=_("A leaf goes into a segment, a segment into a tier of the same chain."),
        )
    work.name("node.move", name=row.name)
    order = [item for item in _siblings(work, parent.id) if item != row.id]
    order.insert(min(command.position, len(order)), row.id)
    changes: dict[str, dict[str, object]] = {
        item: {"position": place} for place, item in enumerate(order)
    }
    changes[row.id]["parent_id"] = parent.id
    for item in _subtree(work, row.id):
        changes.setdefault(item, {})["tier"] = parent.tier
    work.update_many(chain_node, changes)


def delete_node(work: Work, node_id: str) -> Hanging:
    """Delete a node with everything below it; firms and projects on it lose only their place."""
    row = _row(work, node_id)
    lost = hanging(work, node_id)
    work.name("node.delete", name=row.name)
    ids = _subtree(work, node_id)
    placed = work.values(select(firm_node.c.id).where(firm_node.c.node_id.in_(ids)))
    on_node = work.values(select(project.c.id).where(project.c.node_id.in_(ids)))
    flows = work.values(
        select(chain_flow.c.id).where(
            chain_flow.c.source_id.in_(ids) | chain_flow.c.target_id.in_(ids)
        )
    )
    work.delete(firm_node, *placed)
    work.update_many(project, {item: {"node_id": None} for item in on_node})
    work.delete(chain_flow, *flows)
    work.delete(chain_node, *ids)
    return lost


def add_flow(work: Work, command: AddFlow) -> str:
    """Link two segments of one chain; a link that is there already stays the only one."""
    source, target = _row(work, command.source_id), _row(work, command.target_id)
    fits = source.chain_id == target.chain_id and source.id != target.id
    if not fits or {source.level, target.level} != {"segment"}:
        raise UserError(
            "flow-does-not-fit",
            _("A link joins two segments of one chain."),
            safe=_("Nothing was changed."),
        )
    work.name("node.edit", name=source.name)
    drawn = _flows(work, command)
    if drawn:
        return drawn[0]
    return work.insert(
        chain_flow, chain_id=source.chain_id, source_id=source.id, target_id=target.id
    )


def remove_flow(work: Work, command: AddFlow) -> None:
    """Take a link away."""
    source = _row(work, command.source_id)
    work.name("node.edit", name=source.name)
    work.delete(chain_flow, *_flows(work, command))


def _flows(view: View, link: AddFlow) -> list[str]:
    return view.values(
        select(chain_flow.c.id).where(
            chain_flow.c.source_id == link.source_id, chain_flow.c.target_id == link.target_id
        )
    )


def _subtree(view: View, node_id: str) -> list[str]:
    links = view.rows(select(chain_node.c.id, chain_node.c.parent_id))
    children: dict[str | None, list[str]] = defaultdict(list)
    for row in links:
        children[row.parent_id].append(row.id)
    found, waiting = [], [node_id]
    while waiting:
        found.append(waiting.pop())
        waiting.extend(children[found[-1]])
    return found


def _siblings(view: View, parent_id: str) -> Sequence[str]:
    query = select(chain_node.c.id).where(chain_node.c.parent_id == parent_id)
    return view.values(query.order_by(chain_node.c.position))


def _row(view: View, node_id: str) -> Row[Any]:
    row = view.first(select(chain_node).where(chain_node.c.id == node_id))
    if row is None:
        raise UserError(
            "node-gone",
            _("This node no longer exists."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the map."),
        )
    return row


def _named(name: str) -> str:
    if not name.strip():
        raise UserError(
            "name-missing",
            _("A node needs a name."),
            safe=_("Nothing was changed."),
            todo=_("Enter the name."),
        )
    return name.strip()


def _node(row: Row[Any]) -> OutlineNode:
    return OutlineNode(
        id=row.id,
        parent_id=row.parent_id,
        level=row.level,
        tier=row.tier,
        name=row.name,
        name_en=row.name_en,
        codes=tuple(json.loads(row.codes or "[]")),
        keywords=tuple(json.loads(row.keywords or "[]")),
        critical=row.critical,
        env_sensitive=row.env_sensitive,
        note=row.note,
        position=row.position,
        state_override=row.state_override,
        override_reason=row.override_reason,
    )
