"""Projects for exports: every field typed, and the county's ledger made of them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, TypeAlias

from sqlalchemy import select

from invest_crm.db.schema.chains import chain, chain_node
from invest_crm.db.schema.projects import project
from invest_crm.domain.project_fields import DATES
from invest_crm.exchange.writing import ledger_cells, project_ledger
from invest_crm.exchange.writing.cells import Column
from invest_crm.exchange.writing.ledger_sheet import Head, Ledger, Section, write_ledger
from invest_crm.exchange.writing.lists import Table
from invest_crm.services.export_lists import Filled
from invest_crm.services.options import option
from invest_crm.services.projects import records
from invest_crm.services.projects.listing import chain_names
from invest_crm.services.projects.shapes import project_json

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from invest_crm.exchange.writing.cells import Value
    from invest_crm.exchange.writing.stream import StreamBook
    from invest_crm.services.work import View

Values: TypeAlias = "Mapping[str, Any]"
_BATCH = 1000


class _Looked(list["Values"]):
    """Values that are gone through many times, by somebody who may be asked to stop."""

    def __init__(self, view: View, values: Iterable[Values]) -> None:
        super().__init__(values)
        self._view = view

    def __iter__(self) -> Iterator[Values]:
        """Python: each time, looking at each."""
        return self._view.looking(super().__iter__())


def project_items(view: View, *, reveal: bool) -> Iterator[dict[str, object]]:
    """Every project in the shape of ``projects --json``."""
    names = chain_names(view)
    ids = records.all_ids(view)
    for start in range(0, len(ids), _BATCH):
        for record in view.looking(records.load(view, ids[start : start + _BATCH]).values()):
            yield project_json(record, names, reveal=reveal)


def project_values(view: View) -> list[Values]:
    """Every project's fields, with the Chinese names of chain and node and what else a ledger
    shows (the high end of a range, supporting units, the day its source speaks for)."""
    names: dict[str, str] = {}
    for table in (chain, chain_node):
        names.update((row.id, row.name) for row in view.rows(select(table.c.id, table.c.name)))
    query = select(project.c.id, project.c.total_high, project.c.support_units)
    more = {row.id: (row.total_high, row.support_units) for row in view.rows(query)}
    found: list[Values] = []
    ids = records.all_ids(view)
    for start in range(0, len(ids), _BATCH):
        for record in view.looking(records.load(view, ids[start : start + _BATCH]).values()):
            high, support = more[record.id]
            found.append(
                {
                    **record.values,
                    "chain_name": names.get(record["chain"] or ""),
                    # A presumed node would be read back as a stated one.
                    "node_name": None if record["node_source"] else names.get(record["node"] or ""),
                    "total_high": high,
                    "support_units": support,
                    "cut_off": record.latest_cut_off,
                }
            )
    return _Looked(view, found)


def project_table(values: Sequence[Values], *, unit: str, reveal: bool) -> Filled:
    """The ledger's columns as a plain table with one row of headings."""
    columns = project_ledger.ledger_columns(values, unit=unit, reveal=reveal)
    headings = [Column(project_ledger.flat_heading(column, unit)) for column in columns]
    rows = ([column.cell(item) for column in columns] for item in values)
    return Filled(Table("项目台账", tuple(headings)), rows)


def write_project_ledger(view: View, book: StreamBook, *, unit: str, reveal: bool) -> int:
    """The sheet of the county's ledger; returns the number of projects."""
    values = project_values(view)
    columns = project_ledger.ledger_columns(values, unit=unit, reveal=reveal)
    sections: list[Section[Sequence[Value]]] = [
        Section(title, ([column.cell(item) for column in columns] for item in view.looking(items)))
        for title, items in project_ledger.sections(values)
    ]
    totals = [
        ledger_cells.money(sum(item[column.sum] or 0 for item in values), unit)
        if column.sum
        else None
        for column in columns
    ]
    heads = [
        Head(column.group, column.heading, column.width, column.text, money=bool(column.sum))
        for column in columns
    ]
    return write_ledger(
        book,
        Ledger(
            "项目台账",
            project_ledger.title(option(view, "county.name"), _as_of(view, values)),
            project_ledger.caption(option(view, "county.bureau"), unit),
            unit,
            heads,
            sections,
            totals,
            printed=project_ledger.OWN_COLUMNS,
        ),
    )


def _as_of(view: View, values: Sequence[Values]) -> date:
    """The day the records speak for: the latest cut-off, but no recorded date lies after it.

    Reading the ledger again bounds undated ticks by this day; where all records have one source
    that is the very day they were bounded by.
    """
    days = [date.fromisoformat(item["cut_off"]) for item in values if item["cut_off"]]
    for item in values:
        first = [item[key].first_day() for key in DATES if item[key] is not None]
        days += [day for day in first if day is not None]
    return max(days, default=view.today)
