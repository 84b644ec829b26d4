"""Loading the shipped reference data into a new database: chains, the calibre in force."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import func, select

from invest_crm.db.schema.chains import chain, chain_flow, chain_node
from invest_crm.db.schema.figures import calibre
from invest_crm.domain.calibre import DEFAULT_CALIBRE

if TYPE_CHECKING:
    from invest_crm.domain.chain_seed import SeedChain, SeedNode
    from invest_crm.services.work import View, Work

SEED_VERSION = "2026"
_LEVELS = ("tier", "segment", "leaf")


class Loaded(Struct, frozen=True):
    """What a database holds of the reference data."""

    chains: int
    leaves: int
    industries: int
    classification: str
    calendar_years: tuple[int, ...]


def load_reference(work: Work, _command: None = None) -> Loaded:
    """Put the six chains and the default calibre into a database that has none yet."""
    from invest_crm.domain.chain_seed import seed_chains

    work.name("database.init")
    if not work.count(select(chain.c.id)):
        for position, seed in enumerate(seed_chains()):
            _insert_chain(work, seed, position)
    if not work.count(select(calibre.c.id)):
        work.insert(
            calibre,
            id=DEFAULT_CALIBRE.id,
            name=DEFAULT_CALIBRE.name,
            year=2026,
            options=json.dumps({}),
        )
    return loaded(work)


def is_loaded(view: View) -> bool:
    """Whether a database has its chains and a calibre: what a start looks for before it writes."""
    tables = (chain, calibre)
    return all(view.first(select(table.c.id).limit(1)) is not None for table in tables)


def loaded(view: View) -> Loaded:
    """Count what is there."""
    # Every start asks ``is_loaded`` and needs none of these tables.
    from invest_crm.domain.industry import CLASSIFICATION_VERSION, all_industries
    from invest_crm.domain.workdays import load_calendar

    leaves = select(func.count()).select_from(chain_node).where(chain_node.c.level == "leaf")
    return Loaded(
        chains=view.count(select(chain.c.id)),
        leaves=view.values(leaves)[0],
        industries=len(all_industries()),
        classification=CLASSIFICATION_VERSION,
        calendar_years=tuple(sorted(load_calendar().years)),
    )


def _insert_chain(work: Work, seed: SeedChain, position: int) -> None:
    work.insert(
        chain,
        id=seed.id,
        name=seed.name,
        name_en=seed.name_en,
        summary=seed.summary,
        lead_department=seed.lead_department,
        position=position,
        seed_version=SEED_VERSION,
    )
    rows: list[dict[str, object]] = []
    for place, top in enumerate(seed.segments):
        _collect(seed.id, top, None, 0, place, rows)
    work.insert_many(chain_node, rows)
    work.insert_many(
        chain_flow,
        [
            {
                "id": f"{flow.source}>{flow.target}",
                "chain_id": seed.id,
                "source_id": flow.source,
                "target_id": flow.target,
            }
            for flow in seed.flows
        ],
    )


def _collect(
    chain_id: str,
    node: SeedNode,
    parent: str | None,
    depth: int,
    position: int,
    rows: list[dict[str, object]],
) -> None:
    rows.append(
        {
            "id": node.id,
            "chain_id": chain_id,
            "parent_id": parent,
            "level": _LEVELS[depth],
            "tier": node.tier,
            "name": node.name,
            "name_en": node.name_en,
            "codes": json.dumps(node.codes),
            "keywords": json.dumps(node.keywords, ensure_ascii=False),
            "critical": node.critical,
            "env_sensitive": node.env_sensitive,
            "note": node.note or None,
            "position": position,
        }
    )
    for place, child in enumerate(node.children):
        _collect(chain_id, child, node.id, depth + 1, place, rows)
