"""What the chain map asks of the services: reads for the background, edits as one write each.

Services are imported inside the jobs, because the window must stand before they are loaded.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from pathlib import Path

    from invest_crm.maps.graph import ChainGraph
    from invest_crm.services.chains.atlas import ChainRow, Occupant
    from invest_crm.services.chains.edit import Hanging, OutlineNode
    from invest_crm.services.search import Found
    from invest_crm.services.work import App, Outcome, View, Work

    Edit = Callable[[App], Outcome[Any]]

ROLES = ("existing", "target", "leader", "supporting")
"""A firm's part on a node, in the order they are offered."""


class Loaded(Struct, frozen=True):
    """Everything the page shows: the chains, and the one chosen with its tree."""

    rows: tuple[ChainRow, ...]
    graph: ChainGraph | None = None
    nodes: tuple[OutlineNode, ...] = ()
    roles: tuple[tuple[str, str], ...] = ()


def load(app: App, chain_id: str) -> Loaded:
    """The chains, and the one with this id (the first one for an unknown id)."""

    def read(view: View) -> Loaded:
        from invest_crm.services.chains.atlas import chain_graph, chain_rows, role_label
        from invest_crm.services.chains.edit import outline

        rows = tuple(chain_rows(view))
        if not rows:
            return Loaded(rows)
        known = {row.id for row in rows}
        chosen = chain_id if chain_id in known else rows[0].id
        roles = tuple((role, role_label(role)) for role in ROLES)
        return Loaded(rows, chain_graph(view, chosen), tuple(outline(view, chosen)), roles)

    return app.read(read)


def load_occupants(app: App, node: str) -> tuple[Occupant, ...]:
    """The firms and projects on a node or below it."""
    from invest_crm.services.chains.atlas import occupants

    return tuple(app.read(occupants, node))


def load_hanging(app: App, node: str) -> Hanging:
    """What would go with a node."""
    from invest_crm.services.chains.edit import hanging

    return app.read(hanging, node)


def find_firms(app: App, text: str) -> tuple[Found, ...]:
    """Firms that match a text."""
    from invest_crm.services.search import find

    return app.read(lambda view: find(view, "firm", text)).records


def export(app: App, chain_id: str, path: Path, paper: str) -> tuple[Path, str]:
    """Write the map as of today; where it lies and what to know about it.

    UserError if the file cannot be written.
    """
    from invest_crm.services.chains.atlas import export_chain_map
    from invest_crm.services.options import unset_county

    app.read(lambda view: export_chain_map(view, chain_id, path, paper, view.today))
    return path, app.read(unset_county)


# ---- edits: each is one ChangeSet ------------------------------------------------------------


def add_chain(name: str) -> Edit:
    """A new chain with the four tiers."""

    def run(app: App) -> Outcome[str]:
        from invest_crm.services.chains.edit import AddChain, add_chain

        return app.write(add_chain, AddChain(name))

    return run


def add_node(parent: str, name: str, position: int) -> Edit:
    """A node below a parent at a position among its children."""

    def run(app: App) -> Outcome[str]:
        from invest_crm.services.chains import edit

        def add_there(work: Work, command: edit.AddNode) -> str:
            node = edit.add_node(work, command)
            edit.move_node(work, edit.MoveNode(node, parent, position))
            work.name("node.add", name=command.name)
            return node

        return app.write(add_there, edit.AddNode(parent, name))

    return run


def edit_node(node: str, values: Mapping[str, Any]) -> Edit:
    """Attributes of a node."""

    def run(app: App) -> Outcome[None]:
        from invest_crm.services.chains.edit import EditNode, edit_node

        return app.write(edit_node, EditNode(node, values))

    return run


def move_node(node: str, parent: str, position: int) -> Edit:
    """Another place in the tree."""

    def run(app: App) -> Outcome[None]:
        from invest_crm.services.chains.edit import MoveNode, move_node

        return app.write(move_node, MoveNode(node, parent, position))

    return run


def delete_node(node: str) -> Edit:
    """A node with everything below it."""

    def run(app: App) -> Outcome[Hanging]:
        from invest_crm.services.chains.edit import delete_node

        return app.write(delete_node, node)

    return run


def override_state(node: str, state: str | None, reason: str) -> Edit:
    """A state set by hand, or taken back."""

    def run(app: App) -> Outcome[None]:
        from invest_crm.services.chains.edit import OverrideState, override_state

        return app.write(override_state, OverrideState(node, state, reason))

    return run


def edit_chain(chain_id: str, values: Mapping[str, Any]) -> Edit:
    """Attributes of a chain."""

    def run(app: App) -> Outcome[None]:
        from invest_crm.services.chains.edit import EditChain, edit_chain

        return app.write(edit_chain, EditChain(chain_id, values))

    return run


def add_link(source: str, target: str) -> Edit:
    """A link between two segments."""

    def run(app: App) -> Outcome[str]:
        from invest_crm.services.chains.edit import AddFlow, add_flow

        return app.write(add_flow, AddFlow(source, target))

    return run


def remove_link(source: str, target: str) -> Edit:
    """One link less."""

    def run(app: App) -> Outcome[None]:
        from invest_crm.services.chains.edit import AddFlow, remove_flow

        return app.write(remove_flow, AddFlow(source, target))

    return run


def place_firm(firm: str, node: str, role: str | None) -> Edit:
    """A firm on a node with a role; None takes it off."""

    def run(app: App) -> Outcome[None]:
        from invest_crm.services.firms import PlaceFirm, place_firm

        return app.write(place_firm, PlaceFirm(firm, node, role))

    return run
