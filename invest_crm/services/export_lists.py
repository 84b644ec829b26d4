"""Firms, monthly rows, requests, contacts and cross tables for exports, read set by set.

A list of a hundred thousand firms is read with a handful of queries and passed on row by row.
"""

from __future__ import annotations

import json
from collections import Counter
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import case, func, select

from invest_crm.db.private import behind
from invest_crm.db.schema.approvals import approval
from invest_crm.db.schema.chains import chain, chain_node
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.firms import contact, firm, firm_node
from invest_crm.db.schema.land import parcel
from invest_crm.db.schema.log import private_value
from invest_crm.db.schema.monthly import monthly_report
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.requests import service_request
from invest_crm.domain.stages import Stage
from invest_crm.exchange.writing import ledger_cells, pivot
from invest_crm.exchange.writing import lists as shapes
from invest_crm.exchange.writing.cells import Column
from invest_crm.exchange.writing.stream import Page
from invest_crm.services import firms as firm_service
from invest_crm.services import lists as list_service
from invest_crm.services import parcel_shapes
from invest_crm.services.approvals import shapes as approval_shapes
from invest_crm.services.approvals.lists import list_approvals
from invest_crm.services.dates import read_date
from invest_crm.services.parcels import record_of
from invest_crm.services.statistics.ledger_rows import revenue_rows
from invest_crm.services.statistics.lists import list_revenue

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from sqlalchemy import ColumnElement, Select
    from sqlalchemy import Table as DbTable

    from invest_crm.exchange.writing.cells import Value
    from invest_crm.exchange.writing.stream import StreamBook
    from invest_crm.services.work import View

_AT_ONCE = 500
_BATCH = 2000
_UNIT = "万元"
_NO_CHAIN = "未分链"


class Filled(Struct, frozen=True):
    """A table and its rows (to be read once)."""

    shape: shapes.Table
    rows: Iterable[Sequence[Value]]


class _Extra(Struct, frozen=True):
    """What imported files had beyond our fields: headings of their own, and headings that are
    ours as well (place, heading) and speak where we know nothing."""

    keys: tuple[str, ...]
    shared: tuple[tuple[int, str], ...]

    def complete(
        self, own: Sequence[Sequence[Value]], extra: Sequence[Mapping[str, str]]
    ) -> Iterator[tuple[Value, ...]]:
        """The rows of columns of our own, with what their file said."""
        columns = list(own)
        for place, key in self.shared:
            columns[place] = [
                (said.get(key) or value) if value in (None, shapes.NO) else value
                for value, said in zip(columns[place], extra, strict=True)
            ]
        columns += ([said.get(key) or None for said in extra] for key in self.keys)
        return zip(*columns, strict=True)


def fill(view: View, name: str, *, reveal: bool) -> Filled:
    """A list as a table: firms, monthly, requests, parcels, approvals, revenue or contacts."""
    if name == "firms":
        return _firms(view, reveal=reveal)
    if name == "monthly":
        return _monthly(view)
    if name == "parcels":
        return _parcels(view)
    if name == "approvals":
        return _approvals(view)
    if name == "revenue":
        return Filled(shapes.REVENUE, revenue_rows(view))
    return _requests(view) if name == "requests" else _contacts(view, reveal=reveal)


def items(view: View, name: str, *, reveal: bool) -> Iterator[dict[str, object]]:
    """A list in the shapes of ``list … --json``."""
    if name == "firms":
        return _firm_items(view, reveal=reveal)
    if name == "contacts":
        return iter(list_service.list_contacts(view, reveal=reveal))
    if name == "parcels":
        return iter(parcel_shapes.list_parcels(view))
    if name == "approvals":
        return iter(list_approvals(view))
    if name == "revenue":
        return iter(list_revenue(view))
    read = list_service.list_monthly if name == "monthly" else list_service.list_requests
    return iter(read(view))


def write_sheet(book: StreamBook, table: Filled, view: View) -> int:
    """A list as a sheet with one frozen row of headings; returns its rows."""
    with book.sheet(table.shape.sheet, table.shape.columns, Page(frozen_columns=1)) as sheet:
        sheet.heading()
        return sheet.rows(view.looking(table.rows))


def write_pivots(view: View, book: StreamBook) -> int:
    """The cross tables, a sheet each; returns how many."""
    crosses = (_stage_cross(view), _month_cross(view))
    for cross in crosses:
        columns = [
            Column(heading, 34 if place == 0 else 13)
            for place, heading in enumerate(cross.headings)
        ]
        write_sheet(book, Filled(shapes.Table(cross.sheet, tuple(columns)), cross.rows), view)
    return len(crosses)


def _firm_items(view: View, *, reveal: bool) -> Iterator[dict[str, object]]:
    ids = firm_service.all_ids(view)
    for start in range(0, len(ids), _BATCH):
        for record in firm_service.load(view, ids[start : start + _BATCH]).values():
            yield firm_service.firm_json(record, reveal=reveal)


def _firms(view: View, *, reveal: bool) -> Filled:
    # Nearly all firms are here: going along their ids spares sorting them.
    here = func.coalesce(firm.c.archived_at, "") == ""
    extra = _extra(view, shapes.FIRMS, firm.c.extra, here)
    chains = _names(view, chain)
    people = _people(view, reveal=reveal)
    stands = places(view)
    query = select(
        firm.c.id, firm.c.name, firm.c.credit_code, firm.c.short_name, firm.c.former_names,
        firm.c.region, firm.c.region_code, firm.c.business, firm.c.industry,
        firm.c.registered_capital, firm.c.legal_person, firm.c.chain_id, firm.c.tags,
        firm.c.source, _ticked(firm.c.local), _ticked(firm.c.in_size), firm.c.remark,
        firm.c.extra,
    ).where(here).order_by(firm.c.id)  # fmt: skip

    def rows() -> Iterator[tuple[Value, ...]]:
        for part in _parts(view, query):
            (
                keys, name, code, short, former, region, region_code, business, industry,
                capital, legal, chain_ids, tags, source, local, in_size, remark, said,
            ) = zip(*part, strict=True)  # fmt: skip
            own = (
                name, code, short, former, region, region_code, business, industry,
                [ledger_cells.money(amount, _UNIT) for amount in capital], legal,
                [chains.get(key) for key in chain_ids], [stands.get(key) for key in keys],
                tags, source, local, in_size, [people.get(key) for key in keys], remark,
            )  # fmt: skip
            yield from extra.complete(own, _parsed(said))

    return Filled(shapes.FIRMS.with_extra(extra.keys), rows())


def _ticked(flag: ColumnElement[bool]) -> ColumnElement[str]:
    return case((flag, shapes.YES), else_=shapes.NO)


def _monthly(view: View) -> Filled:
    live = monthly_report.c.voided_at.is_(None)
    extra = _extra(view, shapes.MONTHLY, monthly_report.c.extra, live)
    query = (
        select(monthly_report, project.c.name)
        .join(project, project.c.id == monthly_report.c.project_id)
        .where(live)
        .order_by(monthly_report.c.month, monthly_report.c.id)
    )

    def own(row: Any) -> tuple[Value, ...]:
        amounts = (getattr(row, key) for key in list_service.MONEY)
        return (
            row.name,
            row.month,
            *(ledger_cells.money(amount, _UNIT) for amount in amounts),
            row.progress_text,
            row.stat_code,
        )

    return Filled(shapes.MONTHLY.with_extra(extra.keys), _with_extra(view, query, own, extra))


def _requests(view: View) -> Filled:
    here = service_request.c.archived_at.is_(None)
    extra = _extra(view, shapes.REQUESTS, service_request.c.extra, here)
    query = select(service_request).where(here).order_by(service_request.c.id)

    def own(row: Any) -> tuple[Value, ...]:
        dates = (read_date(row._mapping, part) for part in ("received", "due"))  # noqa: SLF001 - SQLAlchemy's public name
        received, due = map(ledger_cells.when, dates)
        return (
            row.firm,
            row.kind,
            row.content,
            received,
            row.unit,
            due,
            row.progress_text,
            shapes.YES if row.closed else shapes.NO,
        )

    return Filled(shapes.REQUESTS.with_extra(extra.keys), _with_extra(view, query, own, extra))


def _parcels(view: View) -> Filled:
    here = parcel.c.archived_at.is_(None)
    extra = _extra(view, shapes.PARCELS, parcel.c.extra, here)
    query = select(parcel).where(here).order_by(parcel.c.id)

    def own(row: Any) -> tuple[Value, ...]:
        return parcel_shapes.ledger_row(record_of(row))

    return Filled(shapes.PARCELS.with_extra(extra.keys), _with_extra(view, query, own, extra))


def _approvals(view: View) -> Filled:
    extra = _extra(view, shapes.APPROVALS, approval.c.extra, approval.c.id.is_not(None))
    keys = frozenset(extra.keys)

    def rows() -> Iterator[tuple[Value, ...]]:
        for cells, said in approval_shapes.ledger_rows(view):
            yield (*cells, *(said.get(key) or None for key in extra.keys if key in keys))

    return Filled(shapes.APPROVALS.with_extra(extra.keys), rows())


def _contacts(view: View, *, reveal: bool) -> Filled:
    found = list_service.list_contacts(view, reveal=reveal)
    keys = ("name", "post", "phone", "firm", "project")
    rows = (tuple(item[key] for key in keys) for item in found)
    return Filled(shapes.CONTACTS, rows)  # type: ignore[arg-type]  # these keys hold texts


def _stage_cross(view: View) -> pivot.Cross:
    heads = view.rows(select(chain.c.id, chain.c.name).order_by(chain.c.position))
    names = {row.id: row.name for row in heads}
    query = (
        select(project.c.chain_id, project_state.c.stage, project.c.total_investment)
        .join(project_state, project_state.c.project_id == project.c.id)
        .where(project.c.archived_at.is_(None))
    )
    found = [
        (
            names.get(row.chain_id, _NO_CHAIN),
            ledger_cells.STAGES[row.stage],
            row.total_investment or 0,
        )
        for row in view.rows(query)
    ]
    return pivot.chain_stages(
        found, [*names.values(), _NO_CHAIN], [ledger_cells.STAGES[stage] for stage in Stage]
    )


def _month_cross(view: View) -> pivot.Cross:
    query = (
        select(
            project.c.id, project.c.name, monthly_report.c.month, monthly_report.c.completed_month
        )
        .join(project, project.c.id == monthly_report.c.project_id)
        .where(
            monthly_report.c.voided_at.is_(None),
            monthly_report.c.completed_month.is_not(None),
            project.c.archived_at.is_(None),
        )
    )
    rows = view.rows(query)
    labels = _labels({row.id: row.name for row in rows})
    return pivot.project_months([(labels[row.id], row.month, row.completed_month) for row in rows])


def _labels(names: Mapping[str, str]) -> dict[str, str]:
    """Names that tell projects apart: the second of the same name gets a number."""
    seen: Counter[str] = Counter()
    labels = {}
    for key, name in names.items():
        seen[name] += 1
        labels[key] = name if seen[name] == 1 else f"{name}（{seen[name]}）"
    return labels


def _people(view: View, *, reveal: bool) -> dict[str, str]:
    query = (
        select(contact.c.firm_id, contact.c.name, contact.c.post, private_value.c.value)
        .outerjoin(private_value, behind(contact.c.phone))
        .where(contact.c.firm_id.is_not(None))
        .order_by(contact.c.position)
    )
    found: dict[str, str] = {}
    for key, name, post, phone in _stream(view, query):
        shown = ledger_cells.person(name or "", post or "", phone or "", reveal=reveal)
        found[key] = f"{found[key]}{ledger_cells.BETWEEN_PEOPLE}{shown}" if key in found else shown
    return found


def places(view: View) -> dict[str, str]:
    """Where firms stand on the chains: 现有：屠宰加工；目标：冷链."""
    query = (
        select(firm_node.c.firm_id, firm_node.c.role, chain_node.c.name)
        .join(chain_node, chain_node.c.id == firm_node.c.node_id)
        .order_by(firm_node.c.is_primary.desc(), firm_node.c.id)
    )
    found: dict[str, str] = {}
    for key, role, node in _stream(view, query):
        shown = f"{shapes.ROLES.get(role, role)}：{node}"
        found[key] = f"{found[key]}；{shown}" if key in found else shown
    return found


def _names(view: View, table: DbTable) -> dict[str, str]:
    return {row.id: row.name for row in view.rows(select(table.c.id, table.c.name))}


def _parts(view: View, query: Select[Any]) -> Iterator[Sequence[Any]]:
    return view.looking(
        view.connection.execute(query.execution_options(yield_per=_AT_ONCE)).partitions()
    )


def _stream(view: View, query: Select[Any]) -> Iterator[Any]:
    for part in _parts(view, query):
        yield from part


def _with_extra(
    view: View, query: Select[Any], own: Callable[[Any], tuple[Value, ...]], extra: _Extra
) -> Iterator[tuple[Value, ...]]:
    """The rows of a query as ``own`` makes them, each with what its file said."""
    for part in _parts(view, query):
        columns = list(zip(*map(own, part), strict=True))
        yield from extra.complete(columns, _parsed(row.extra for row in part))


def _extra(view: View, table: shapes.Table, column: Any, where: ColumnElement[bool]) -> _Extra:
    """The headings beyond ours, in the order they first appear, and those that are also ours."""
    seen: dict[tuple[str, ...], None] = {}
    for part in _parts(view, select(column).where(where, column.is_not(None))):
        seen.update(dict.fromkeys(map(tuple, _parsed(text for (text,) in part))))
    keys = dict.fromkeys(key for row in seen for key in row)
    ours = {heading: place for place, heading in enumerate(table.headings)}
    return _Extra(
        tuple(key for key in keys if key not in ours),
        tuple((ours[key], key) for key in keys if key in ours),
    )


def _parsed(texts: Iterable[str | None]) -> list[dict[str, str]]:
    """Several documents, parsed as one: half the time of one by one."""
    parsed: list[dict[str, str]] = json.loads(f"[{','.join(text or '{}' for text in texts)}]")
    return parsed
