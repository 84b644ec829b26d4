"""A ledger on the table: opened once, read again with other choices, shown row by row, applied.

The file is parsed once and kept, so that another sheet, kind or column mapping is understood
within a second. What a person decided about rows and typed in place of cells is kept with it, and
carried over when the file itself was changed meanwhile. The window asks for rows by their place
as it shows them; nothing here writes before ``apply_preview``, and that is one transaction which
a cancelled import leaves untouched.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, cast

from msgspec import Struct, field
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db.schema.chains import chain, chain_node
from invest_crm.db.schema.imports import import_profile
from invest_crm.exchange.bulk import without_cycle_search
from invest_crm.exchange.corrections import corrected
from invest_crm.exchange.mapping import Profile
from invest_crm.exchange.reader import read_workbook
from invest_crm.exchange.reading import MONEY_FIELDS
from invest_crm.exchange.sheet import column_letters
from invest_crm.exchange.understand import Options, understand
from invest_crm.services.ledger.decisions import NOTHING_DECIDED, Decisions
from invest_crm.services.ledger.imports import plan_ledger
from invest_crm.services.placement import Placer
from invest_crm.services.work import Silent

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date
    from pathlib import Path

    from invest_crm.exchange.fields import Kind, Role
    from invest_crm.exchange.mapping import Column
    from invest_crm.exchange.reading import LedgerReading
    from invest_crm.exchange.sheet import Workbook
    from invest_crm.services.ledger.plan import Plan, Tally
    from invest_crm.services.work import App, Progress, View

Cells = Mapping[tuple[str, int, int], str]
"""Texts a person typed in place of cells, by sheet, row number and column (from 0)."""

Columns = dict[str, tuple["str | None", str, "str | None"]]
"""Field, role and unit by column path; field None leaves the column as text."""

STATED = frozenset({"title", "caption", "note"})
"""Where a ledger itself can name its cut-off."""


class Opened(Struct, frozen=True):
    """A file that was parsed: its place and what its cells hold."""

    path: Path
    book: Workbook

    @property
    def sheets(self) -> tuple[str, ...]:
        """The names of its sheets that hold anything."""
        return tuple(sheet.name for sheet in self.book.sheets if sheet.rows)


class ReadAs(Struct, frozen=True):
    """What the person decided about a file; None everywhere: let it be recognised.

    ``cells`` outlives every other choice: it belongs to the file, not to the mapping.
    """

    sheet: str | None = None
    kind: str | None = None
    as_of: date | None = None
    columns: Mapping[str, tuple[str | None, str, str | None]] | None = None
    cells: Cells = field(default_factory=dict)


class ColumnView(Struct, frozen=True):
    """One column of the file as understood. ``confidence`` 0 to 1; ``chosen`` by the person.

    ``unit`` is the column's own; a money column without one has the caption's, ``unit_in_force``.
    ``derived``: it is not read, because the program works it out itself.
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
    derived: bool


class Preview(Struct, frozen=True, dict=True):
    """A ledger as understood and compared with what is stored. ``names``: words for chain ids.

    ``base`` is the reading without the cells that a person corrected, ``noted`` the places of
    the rows with a problem, ``placer`` tells where new records would stand on the chains.
    """

    opened: Opened
    how: ReadAs
    base: LedgerReading
    plan: Plan
    noted: tuple[int, ...]
    columns: tuple[ColumnView, ...]
    names: Mapping[str, str]
    placer: Placer

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
        counts["left"] = len(self.tally.left)
        return counts

    @cached_property
    def tally(self) -> Tally:
        """What becomes of the rows."""
        return self.plan.tally()

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
    app: App,
    opened: Opened,
    how: ReadAs | None = None,
    progress: Progress | None = None,
    decisions: Decisions = NOTHING_DECIDED,
) -> Preview:
    """Understand a file as asked and compare it with what is stored. UserError if impossible."""
    how = how or ReadAs()
    known = app.read(_known)
    base = _understood(opened, how, known, progress or Silent())
    plan = _planned(app, read_with(base, how.cells), decisions, progress)
    chosen = frozenset(how.columns or ())
    columns = tuple(_column_view(column, base, chosen) for column in base.mapping.columns)
    placer = app.read(Placer.load)
    return Preview(opened, how, base, plan, _noted(plan), columns, known.names, placer)


def compared_again(app: App, old: Preview) -> Preview:
    """The same reading, with its corrected cells and decisions, against what is stored now."""
    plan = _planned(app, read_with(old.base, old.how.cells), old.plan.decisions)
    return replace(old, plan=plan, noted=_noted(plan), names=app.read(_known).names)


def compared_row(app: App, old: Preview, place: int) -> Preview:
    """The same with one row compared anew, by itself: quick, but blind to the rows around it."""
    reading = read_with(old.base, old.how.cells)
    alone = replace(reading, rows=(reading.rows[place],))
    rows = list(old.plan.rows)
    (rows[place],) = _planned(app, alone, old.plan.decisions).rows
    plan = replace(old.plan, reading=reading, rows=rows)
    return replace(old, plan=plan, noted=_noted(plan))


def decided(old: Preview, places: Iterable[int], **words: Any) -> Preview:
    """The preview with something said about rows (fields of ``Decision``).

    What rows mean is compared only by ``compared_again``; the rest counts at once.
    """
    numbers = [old.plan.rows[place].reading.row for place in places]
    return replace(old, plan=replace(old.plan, decisions=old.plan.decisions.said(numbers, **words)))


def caught_up(fresh: Preview, shown_: Preview) -> Preview:
    """A comparison that took a while, with what was decided about rows meanwhile."""
    decisions = shown_.plan.decisions
    if fresh.plan.decisions is decisions:
        return fresh
    return replace(fresh, plan=replace(fresh.plan, decisions=decisions))


def with_cell(old: Preview, place: int, column: int, text: str | None) -> Preview:
    """The preview with a cell to be read from another text (None: as the file has it).

    Takes effect by ``compared_again``.
    """
    where = (old.base.sheet.name, old.plan.rows[place].reading.row, column)
    cells = {key: other for key, other in old.how.cells.items() if key != where}
    if text is not None:
        cells[where] = text
    return replace(old, how=replace(old.how, cells=cells))


def looked_again(app: App, old: Preview, progress: Progress | None = None) -> Preview | None:
    """The file read anew if it is another one than was looked at, else None.

    A file that is gone is None too: what was looked at is in memory. Decisions and corrected
    cells are carried over to the rows whose cells are the same.
    """
    try:
        digest = hashlib.sha256(old.opened.path.read_bytes()).hexdigest()
    except OSError:
        return None
    if digest == old.base.sha256:
        return None
    opened = open_ledger(old.opened.path, progress)
    fresh = preview(app, opened, replace(old.how, cells={}), progress)
    moved = _moved(old.base, fresh.base)
    sheet = old.base.sheet.name
    cells = {
        (fresh.base.sheet.name, moved[row], column): text
        for (name, row, column), text in old.how.cells.items()
        if name == sheet and row in moved
    }
    rows = {moved[row]: said for row, said in old.plan.decisions.rows.items() if row in moved}
    decisions = replace(old.plan.decisions, rows=rows)
    how = replace(fresh.how, cells=cells)
    return compared_again(
        app, replace(fresh, how=how, plan=replace(fresh.plan, decisions=decisions))
    )


def _planned(
    app: App, reading: LedgerReading, decisions: Decisions, progress: Progress | None = None
) -> Plan:
    with without_cycle_search():
        return app.read(lambda view: plan_ledger(view.watched(progress), reading, decisions))


def _noted(plan: Plan) -> tuple[int, ...]:
    return tuple(
        place for place, row in enumerate(plan.rows) if row.reading.problems or row.problems
    )


def _moved(before: LedgerReading, after: LedgerReading) -> dict[int, int]:
    """Where each row of a file stands in a later state of it; changed rows are left out."""
    places: defaultdict[object, list[int]] = defaultdict(list)
    for row in reversed(after.rows):
        places[row.cells].append(row.row)
    return {row.row: places[row.cells].pop() for row in before.rows if places.get(row.cells)}


def read_with(base: LedgerReading, cells: Cells) -> LedgerReading:
    """A reading with the cells of its sheet that a person corrected."""
    name = base.sheet.name
    return corrected(
        base, {(row, col): text for (sheet, row, col), text in cells.items() if sheet == name}
    )


def columns_of(shown_: Preview) -> Columns:
    """The mapping in force, to be changed and read again."""
    return {column.path: (column.key, column.role, column.unit) for column in shown_.columns}


class _Known(Struct, frozen=True):
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
        derived=column.derived,
    )
