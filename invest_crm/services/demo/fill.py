"""Filling an empty database with demonstration data as one ChangeSet, and taking it out again.

Everything is marked: the county is called 演示县, the setting ``demo`` is true, every record has
the source ``demo``. To remove the data, undo the ChangeSet ``demo.fill``.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.chains import chain, chain_node
from invest_crm.db.schema.figures import annual_target
from invest_crm.db.schema.firms import contact, firm
from invest_crm.db.schema.interactions import task
from invest_crm.db.schema.monthly import monthly_report
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.requests import service_request
from invest_crm.db.schema.settings import setting
from invest_crm.errors import UserError
from invest_crm.services.demo import rows, words
from invest_crm.services.demo.agreements import fill_evidence
from invest_crm.services.demo.data import DemoChain, invent
from invest_crm.services.demo.leaves import Leaf
from invest_crm.services.demo.money import fill_money
from invest_crm.services.demo.schedules import fill_schedules
from invest_crm.services.demo.statistics import fill_statistics
from invest_crm.services.demo.utilities import fill_utilities
from invest_crm.services.options import option
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlalchemy import Table

    from invest_crm.services.demo.data import DemoData
    from invest_crm.services.work import View, Work

DEMO, COUNTY = "demo", "county.name"
"""The options that say that the records are invented, and the name of the county."""

_BATCH = 20_000
_MUST_BE_EMPTY = (project, firm, monthly_report, service_request, contact, task)


class FillDemo(Struct, frozen=True):
    """How much to invent, and from which seed."""

    seed: int = 1
    projects: int = 60
    firms: int = 120


class Filled(Struct, frozen=True):
    """How many records were written, by kind."""

    projects: int
    firms: int
    contacts: int
    monthly: int
    requests: int
    targets: int
    interactions: int
    tasks: int
    schedules: int
    parcels: int


def fill(work: Work, command: FillDemo) -> Filled:
    """Write the data. UserError ``not-empty``, ``no-chains`` (load the reference data first)."""
    work.name("demo.fill")
    _require_empty(work)
    chains = _chains(work)
    if not chains:
        raise UserError(
            "no-chains",
            _("The industry chains are not loaded yet."),
            safe=_("Nothing was changed."),
            todo=_("Run “init” first."),
        )
    data = invent(
        chains,
        seed=command.seed,
        today=work.today,
        projects=command.projects,
        firms=command.firms,
    )
    counts = _write(work, data)
    _mark(work, data)
    fill_evidence(work)
    fill_statistics(work, command.seed)
    targets = work.insert_many(annual_target, rows.target_rows(data, work.today))
    fill_money(work, command.seed)
    fill_utilities(work, command.seed)
    return Filled(
        projects=len(data.projects),
        firms=len(data.firms),
        contacts=counts["contact"],
        monthly=counts["monthly_report"],
        requests=len(data.requests),
        targets=len(targets),
        interactions=counts.get("interaction", 0),
        tasks=counts.get("task", 0),
        schedules=fill_schedules(work, command.seed),
        parcels=counts["parcel"],
    )


def is_demo(view: View) -> bool:
    """Whether the database holds demonstration data: pages and documents then say so."""
    return bool(option(view, DEMO))


def _require_empty(work: Work) -> None:
    if any(work.first(select(table.c.id).limit(1)) for table in _MUST_BE_EMPTY):
        raise UserError(
            "not-empty",
            _("The database already holds records."),
            safe=_("Nothing was changed."),
            todo=_("Demonstration data go into a new database only: choose another file."),
        )


def _chains(work: Work) -> list[DemoChain]:
    leaves: dict[str, list[Leaf]] = {}
    query = select(chain_node).where(chain_node.c.level == "leaf").order_by(chain_node.c.id)
    for node in work.rows(query):
        leaf = Leaf(node.id, node.name, tuple(json.loads(node.codes or "[]")))
        leaves.setdefault(node.chain_id, []).append(leaf)
    found = work.rows(select(chain).order_by(chain.c.position, chain.c.id))
    return [DemoChain(row.id, row.name, tuple(leaves[row.id])) for row in found if row.id in leaves]


def _write(work: Work, data: DemoData) -> dict[str, int]:
    counts: dict[str, int] = {}
    facts = work.fact(source=words.SOURCE, cut_off=work.today.isoformat())
    maker = rows.RowMaker(facts, work.today, work.now)
    records = (maker.firms(data), maker.projects(data), maker.requests(data))
    made = (
        *records,
        maker.notes(data),
        maker.cases(data),
        maker.parcels(data),
        maker.charge(data),
        maker.reviews(data),
        maker.promises(data),
    )
    for tables in (*made, maker.gates(work, data)):
        for table, batch in _batches(tables):
            work.insert_many(table, batch)
            counts[table.name] = counts.get(table.name, 0) + len(batch)
    return {"contact": 0, "monthly_report": 0, **counts}


def _batches(
    rows_: Iterable[tuple[Table, dict[str, object]]],
) -> Iterable[tuple[Table, list[dict[str, object]]]]:
    """Rows collected per table; references are checked at commit, so any order will do."""
    waiting: dict[Table, list[dict[str, object]]] = {}
    for table, row in rows_:
        batch = waiting.setdefault(table, [])
        batch.append(row)
        if len(batch) >= _BATCH:
            yield table, waiting.pop(table)
    yield from waiting.items()


def _mark(work: Work, data: DemoData) -> None:
    for key, value in ((DEMO, True), (COUNTY, words.COUNTY)):
        text = json.dumps(value, ensure_ascii=False)
        if work.first(select(setting.c.id).where(setting.c.id == key)):
            work.update(setting, key, value=text)
        else:
            work.insert(setting, id=key, value=text)
    work.update_many(chain, rows.chain_changes(data))
