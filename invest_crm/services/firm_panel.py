"""One firm for the record panel, and its possible twins while it is being typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import or_, select

from invest_crm.db.schema.chains import chain, chain_node
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.firms import contact, firm, firm_node
from invest_crm.db.schema.log import change, change_set
from invest_crm.db.schema.projects import project
from invest_crm.domain.credit_code import LENGTH, check_credit_code
from invest_crm.domain.stages import SideState, Stage
from invest_crm.domain.text import firm_core, firm_key
from invest_crm.services import firms
from invest_crm.services.attachment_owners import Subject, every_id
from invest_crm.services.contacts import ContactLine, contact_lines
from invest_crm.services.field_changes import with_fields
from invest_crm.services.history import HistoryLine, record_history
from invest_crm.services.placement import PRESUMED
from invest_crm.services.projects.listing import chain_names
from invest_crm.services.request_panel import FirmRequest, open_of_firm
from invest_crm.services.sources import source_words
from invest_crm.services.statistics.owned import ids_of_firm

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invest_crm.services.firms import FirmRecord
    from invest_crm.services.work import View

SAME_CODE, SAME_NAME, SAME_CORE = "code", "name", "core"
_PLACING = ("firm.place", "firm.unplace")
_LEAST_CORE = 2
_BATCH = 900


class FirmPlace(Struct, frozen=True):
    """A node the firm stands on, with its role there; ``presumed``: read from words only."""

    node_id: str
    chain: str
    node: str
    role: str
    presumed: bool = False


class FirmProject(Struct, frozen=True):
    """A project of which the firm is the investor. ``total`` in 分."""

    id: str
    name: str
    stage: Stage
    side_state: str | None
    total: int | None

    @property
    def in_talks(self) -> bool:
        """Whether it is still before signing and goes on."""
        return self.side_state is None and self.stage.rank < Stage.SIGNED.rank


class Twin(Struct, frozen=True):
    """Another firm that may be the same one. ``why``: code, name or core (without legal form)."""

    id: str
    name: str
    why: str


class NodeChoice(Struct, frozen=True):
    """A leaf of a chain that a firm can be put on."""

    id: str
    chain_id: str
    chain: str
    name: str


class FirmPanel(Struct, frozen=True):
    """Everything the panel shows."""

    record: FirmRecord
    chain: str
    places: tuple[FirmPlace, ...]
    people: tuple[ContactLine, ...]
    projects: tuple[FirmProject, ...]
    twins: tuple[Twin, ...]
    history: tuple[HistoryLine, ...]
    today: date
    source: str
    """Where the firm comes from, in words."""
    requests: tuple[FirmRequest, ...] = ()
    """What it asked for and is not settled yet."""


def firm_panel(view: View, firm_id: str) -> FirmPanel | None:
    """The panel of a firm, None if it is gone."""
    record = firms.load(view, [firm_id]).get(firm_id)
    if record is None:
        return None
    names = chain_names(view)
    return FirmPanel(
        record=record,
        chain=names.get(record["chain"] or "", ""),
        places=firm_places(view, [firm_id], names).get(firm_id, ()),
        people=contact_lines(view, "firm_id", firm_id),
        projects=_projects(view, record),
        twins=tuple(find_twins(view, record["name"], record["credit_code"] or "", firm_id)),
        history=_history(view, firm_id),
        today=view.today,
        source=source_words(view).get(record["source"] or "", record["source"] or ""),
        requests=open_of_firm(view, firm_id, record["name"]),
    )


def node_choices(view: View) -> tuple[NodeChoice, ...]:
    """The leaves of every chain, in the order of the chains."""
    names = chain_names(view)
    query = (
        select(chain_node.c.id, chain_node.c.chain_id)
        .join(chain, chain.c.id == chain_node.c.chain_id)
        .where(chain_node.c.level == "leaf")
        .order_by(chain.c.position, chain_node.c.tier, chain_node.c.position)
    )
    return tuple(
        NodeChoice(row.id, row.chain_id, names[row.chain_id], names[row.id])
        for row in view.rows(query)
    )


def firm_places(
    view: View, ids: Sequence[str], names: Mapping[str, str]
) -> dict[str, tuple[FirmPlace, ...]]:
    """Where some firms stand on the chains, in the order of the chains."""
    found: dict[str, tuple[FirmPlace, ...]] = {}
    for start in range(0, len(ids), _BATCH):
        query = (
            select(
                firm_node.c.firm_id,
                firm_node.c.role,
                firm_node.c.source,
                chain_node.c.id,
                chain_node.c.chain_id,
            )
            .join(chain_node, chain_node.c.id == firm_node.c.node_id)
            .join(chain, chain.c.id == chain_node.c.chain_id)
            .where(firm_node.c.firm_id.in_(ids[start : start + _BATCH]))
            .order_by(chain.c.position, chain_node.c.tier, chain_node.c.position, firm_node.c.id)
        )
        for row in view.rows(query):
            place = FirmPlace(
                row.id,
                names.get(row.chain_id, ""),
                names.get(row.id, ""),
                row.role,
                presumed=row.source == PRESUMED,
            )
            found[row.firm_id] = (*found.get(row.firm_id, ()), place)
    return found


def find_twins(
    view: View, name: str, code: str, but: str | None = None, limit: int = 5
) -> list[Twin]:
    """Firms with the same credit code, the same name, or the same name without its legal form.

    ``but``: the firm itself. Names shorter than two characters match nothing.
    """
    wanted = check_credit_code(code).code
    key, core = firm_key(name), firm_core(name)
    conditions = []
    if len(wanted) == LENGTH:
        conditions.append(firm.c.credit_code == wanted)
    if len(core) >= _LEAST_CORE:
        conditions += [firm.c.name_key == key, firm.c.name_core == core]
    if not conditions:
        return []
    query = select(firm.c.id, firm.c.name, firm.c.name_key, firm.c.credit_code).where(
        or_(*conditions), firm.c.archived_at.is_(None)
    )
    found = [
        Twin(row.id, row.name, _why(row.credit_code, row.name_key, wanted, key))
        for row in view.rows(query.order_by(firm.c.id))
        if row.id != but
    ]
    strongest = (SAME_CODE, SAME_NAME, SAME_CORE)
    return sorted(found, key=lambda twin: strongest.index(twin.why))[:limit]


def _why(stored_code: str | None, stored_key: str, code: str, key: str) -> str:
    if stored_code and stored_code == code:
        return SAME_CODE
    return SAME_NAME if stored_key == key else SAME_CORE


def _projects(view: View, record: FirmRecord) -> tuple[FirmProject, ...]:
    mine = or_(
        project.c.investor_firm_id == record.id, project.c.investor_key == firm_key(record["name"])
    )
    query = (
        select(
            project.c.id,
            project.c.name,
            project.c.total_investment,
            project_state.c.stage,
            project_state.c.side_state,
        )
        .join(project_state, project_state.c.project_id == project.c.id)
        .where(mine, project.c.archived_at.is_(None))
        .order_by(project_state.c.stage_rank.desc(), project.c.name)
    )
    return tuple(
        FirmProject(row.id, row.name, Stage(row.stage), row.side_state, row.total_investment)
        for row in view.rows(query)
        if row.side_state != SideState.MERGED.value
    )


def _history(view: View, firm_id: str) -> tuple[HistoryLine, ...]:
    """Changes of the firm, its people, files and places; a place taken off is found in the log."""
    ids = [firm_id]
    for table in (contact, firm_node):
        ids += view.values(select(table.c.id).where(table.c.firm_id == firm_id))
    ids += every_id(view, Subject("firm", firm_id))
    ids += ids_of_firm(view, firm_id)
    placing = (
        select(change_set.c.seq)
        .join(change, change.c.set_seq == change_set.c.seq)
        .where(
            change_set.c.action.in_(_PLACING),
            change.c.operation == "D",
            change.c.before.contains(firm_id, autoescape=True),
        )
    )
    return with_fields(view, record_history(view, ids, sets=view.values(placing)), ids)
