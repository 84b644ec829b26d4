"""A ledger on the table: opened once, read again with other choices, shown row by row, applied.

The file is parsed once and kept, so that another sheet, kind or column mapping is understood
within a second. The window asks for rows by their place as it shows them; nothing here writes
before ``apply_preview``, and that is one transaction which a cancelled import leaves untouched.
"""

from __future__ import annotations

import json
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING, cast

from sqlalchemy import select

from invest_crm.db.schema.chains import chain, chain_node
from invest_crm.db.schema.imports import import_profile
from invest_crm.exchange.mapping import Profile
from invest_crm.exchange.reader import read_workbook
from invest_crm.exchange.reading import MONEY_FIELDS
from invest_crm.exchange.sheet import column_letters
from invest_crm.exchange.understand import Options, understand
from invest_crm.services.ledger.imports import plan_ledger
from invest_crm.services.work import Silent

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from pathlib import Path

    from invest_crm.exchange.fields import Kind, Role
    from invest_crm.exchange.mapping import Column
    from invest_crm.exchange.reading import LedgerReading
    from invest_crm.exchange.sheet import Workbook
    from invest_crm.services.ledger.plan import Plan
    from invest_crm.services.work import App, Progress, View

Columns = dict[str, tuple["str | None", str, "str | None"]]
"""Field, role and unit by column path; field None leaves the column as text."""

STATED = frozenset({"title", "caption", "note"})
"""Where a ledger itself can name its cut-off."""


@dataclass(frozen=True, slots=True)
class Opened:
    """A file that was parsed: its place and what its cells hold."""

    path: Path
    book: Workbook

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets that hold anything."""
        return tuple(sheet.name for sheet in self.book.sheets if sheet.rows)


@dataclass(frozen=True, slots=True)
class ReadAs:
    """What the person decided about a file; None everywhere: let it be recognised."""

    sheet: str | None = None
    kind: str | None = None
    as_of: date | None = None
    columns: Mapping[str, tuple[str | None, str, str | None]] | None = None


@dataclass(frozen=True, slots=True)
class ColumnView:
    """One column of the file as understood. ``confidence`` 0 to 1; ``chosen`` by the person.

    ``unit`` is the column's own; a money column without one has the caption's, ``unit_in_force``.
    """

    index: int
    letters: str
    path: str
    key: str | None
    role: str
    unit: str | None
    unit_in_force: str | None
    money: bool
    confidence: float
    samples: tuple[str, ...]
    chosen: bool


@dataclass(frozen=True)
class Preview:
    """A ledger as understood and compared with what is stored. ``names``: words for chain ids."""

    opened: Opened
    how: ReadAs
    plan: Plan
    columns: tuple[ColumnView, ...]
    names: Mapping[str, str] = field(repr=False)

    @property
    def reading(self) -> LedgerReading:
        """What was understood."""
        return self.plan.reading

    @property
    def as_of_stated(self) -> bool:
        """Whether the ledger names its cut-off itself."""
        return self.reading.as_of_source not in {"option", "file"}

    @cached_property
    def counts(self) -> dict[str, int]:
        """Rows by action, all of them, and those with a problem."""
        counts = dict(self.plan.counts)
        counts["all"] = len(self.plan.rows)
        counts["noted"] = len(self.noted)
        return counts

    @cached_property
    def noted(self) -> tuple[int, ...]:
        """The places of the rows with a problem."""
        rows = self.plan.rows
        return tuple(
            place for place, row in enumerate(rows) if row.reading.problems or row.problems
        )

    @cached_property
    def touched(self) -> frozenset[str]:
        """The fields that change in some row, or hold a cell with a problem."""
        by_path = {column.path: column.key for column in self.columns if column.key}
        fields = {change.field for row in self.plan.rows for change in row.changes}
        for place in self.noted:
            row = self.plan.rows[place]
            for problem in (*row.reading.problems, *row.problems):
                fields.add(by_path.get(problem.column, problem.column))
        return frozenset(fields)

    @cached_property
    def keys(self) -> tuple[str, ...]:
        """The fields that have a column, in the order of the columns."""
        return tuple(dict.fromkeys(column.key for column in self.columns if column.key))


def open_ledger(path: Path, progress: Progress | None = None) -> Opened:
    """Parse a file; nothing is understood yet. UserError if it cannot be read."""
    return Opened(path, read_workbook(path, progress or Silent()))


def preview(
    app: App, opened: Opened, how: ReadAs | None = None, progress: Progress | None = None
) -> Preview:
    """Understand a file as asked and compare it with what is stored. UserError if impossible."""
    how = how or ReadAs()
    known = app.read(_known)
    reading = _understood(opened, how, known, progress or Silent())
    plan = app.read(plan_ledger, reading)
    chosen = frozenset(how.columns or ())
    columns = tuple(_column_view(column, reading, chosen) for column in reading.mapping.columns)
    return Preview(opened, how, plan, columns, known.names)


def compared_again(app: App, old: Preview) -> Preview:
    """The same reading against what is stored now."""
    return replace(old, plan=app.read(plan_ledger, old.reading), names=app.read(_known).names)


def columns_of(shown_: Preview) -> Columns:
    """The mapping in force, to be changed and read again."""
    return {column.path: (column.key, column.role, column.unit) for column in shown_.columns}


@dataclass(frozen=True, slots=True)
class _Known:
    """What the database adds to a reading: chains, words for ids, remembered mappings."""

    chains: Mapping[str, str]
    names: Mapping[str, str]
    profiles: Mapping[str, Profile]


def _known(view: View) -> _Known:
    chains = {row.name: row.id for row in view.rows(select(chain.c.id, chain.c.name))}
    nodes = view.rows(select(chain_node.c.id, chain_node.c.name))
    names = {**{id_: name for name, id_ in chains.items()}, **{n.id: n.name for n in nodes}}
    profiles = {
        row.fingerprint: Profile(
            row.kind, {path: (item[0], item[1], item[2]) for path, item in columns.items()}
        )
        for row in view.rows(select(import_profile))
        if (columns := json.loads(row.mapping))
    }
    return _Known(chains, names, profiles)


def _understood(opened: Opened, how: ReadAs, known: _Known, progress: Progress) -> LedgerReading:
    kind = cast("Kind | None", how.kind)
    options = Options(kind=kind, sheet=how.sheet, as_of=how.as_of, chains=known.chains)
    reading = understand(opened.book, options, progress)
    if how.columns is not None:
        columns = {
            path: (key, cast("Role", role), unit) for path, (key, role, unit) in how.columns.items()
        }
        profile: Profile | None = Profile(reading.kind, columns)
    else:
        profile = known.profiles.get(reading.fingerprint)
    if profile is None or profile.kind != reading.kind:
        return reading
    # A changed mapping may suit another sheet better; the one on the table stays.
    options = replace(options, profile=profile, sheet=reading.sheet.name, kind=reading.kind)
    return understand(opened.book, options, progress)


def _column_view(column: Column, reading: LedgerReading, chosen: frozenset[str]) -> ColumnView:
    money = column.key in MONEY_FIELDS
    return ColumnView(
        index=column.index,
        letters=column_letters(column.index),
        path=column.path,
        key=column.key,
        role=column.role,
        unit=column.unit,
        unit_in_force=(column.unit or reading.unit) if money else column.unit,
        money=money,
        confidence=column.confidence,
        samples=column.samples,
        chosen=column.path in chosen,
    )
