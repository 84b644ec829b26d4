"""The rows of a previewed ledger as texts: what was read, understood, stored before and after.

Also what a person may decide about a row, and what a cell would mean with another text. Rows are
made when they are looked at, so that a ledger of 100,000 rows costs nothing to show.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.area import AreaReading, sqdm_to_mu_text
from invest_crm.domain.ledger_words import field_word, mark_words
from invest_crm.domain.money import show_amount
from invest_crm.domain.parcel_fields import BY_KEY, CHOICES, MEASURES, choice_label, measure_text
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.domain.statistics.periods import span_of
from invest_crm.domain.statistics.revenue import Origin, period_words
from invest_crm.domain.utilities import Utility
from invest_crm.exchange.reading import MONEY_FIELDS
from invest_crm.exchange.sheet import shown
from invest_crm.services.ledger.decisions import NEW
from invest_crm.services.ledger.placing import NODE, presumed
from invest_crm.services.ledger.plan import PlannedRow
from invest_crm.services.ledger.preview import read_with, with_cell
from invest_crm.services.projects.shapes import label_of

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.domain.people import ContactReading
    from invest_crm.exchange.reading import Problem
    from invest_crm.services.ledger.plan import Candidate
    from invest_crm.services.ledger.preview import ColumnView, Preview

_CODED = frozenset({"agreement_type", "site_mode", "stage"})
_MARKS = "flags"
_OWN_RECORDS = frozenset({"projects", "firms", "parcels"})
"""Kinds whose rows may add a record; a monthly row needs its project."""
_FACT_LENGTH = 40
_NAMED = ("name", "firm", "contacts", "investor")


class CellView(Struct, frozen=True):
    """One cell of a field: its column (from 0), the last part of its heading, what was read.

    ``was``: what the file has where a person typed another text, else None. ``doubtful``: it is
    the cell to look at when something is wrong with the field.
    """

    column: int
    heading: str
    text: str
    was: str | None = None
    doubtful: bool = False


class FieldView(Struct, frozen=True):
    """One field of a row. ``key`` is a field, or the heading of a column kept as text.

    ``before``: what is stored and would be replaced, None if nothing is; ``kept``: it stays, by
    the person's choice. ``problem``: what is wrong with the cell; ``taken`` is false where the
    field was left empty because of it. ``presumed``: the name of the field the value was read
    from, for a place on a chain that the ledger does not name.
    """

    key: str
    original: str
    understood: str
    before: str | None = None
    problem: str = ""
    taken: bool = True
    cells: tuple[CellView, ...] = ()
    kept: bool = False
    presumed: str = ""


class OptionView(Struct, frozen=True):
    """A stored record the row may mean; ``facts`` tell it from others."""

    id: str
    name: str
    facts: str


class RowView(Struct, frozen=True):
    """One row of the ledger: number in the file, action, name, fields, remarks on the row.

    ``writable``: it could be written; ``written``: it will be. ``options``: the stored records
    it may mean, ``means`` the one in force (an id, ``NEW``, "" while nobody knows);
    ``may_be_new``: it may as well be a record of its own.
    """

    row: int
    action: str
    name: str
    fields: tuple[FieldView, ...]
    extra: tuple[FieldView, ...]
    remarks: tuple[str, ...]
    writable: bool
    written: bool
    options: tuple[OptionView, ...] = ()
    means: str = ""
    may_be_new: bool = True


def places(shown_: Preview, wanted: str = "all", text: str = "") -> list[int]:
    """The places of rows: ``all``, one action, ``noted`` (with a problem) or ``left`` out."""
    rows = shown_.plan.rows
    if wanted == "all":
        found: Sequence[int] = range(len(rows))
    elif wanted == "noted":
        found = shown_.noted
    elif wanted == "left":
        found = shown_.tally.left
    else:
        found = [place for place, row in enumerate(rows) if row.action == wanted]
    if text:
        needle = text.casefold()
        return [place for place in found if _contains(rows[place], needle)]
    return list(found)


def row_view(shown_: Preview, place: int) -> RowView:
    """One row with everything that was made of it."""
    planned = shown_.plan.rows[place]
    row = _Row(shown_, planned)
    mapped = frozenset(column.path for column in shown_.columns if column.key)
    written = shown_.plan.writes(planned)
    return RowView(
        planned.reading.row,
        planned.action,
        _name_of(shown_, planned),
        row.fields(),
        row.texts(mapped),
        row.remarks(),
        planned.writable,
        written,
        tuple(_option(shown_, candidate) for candidate in planned.candidates),
        _means(shown_, planned, written=written),
        shown_.reading.kind in _OWN_RECORDS,
    )


def tried(shown_: Preview, place: int, column: int, text: str) -> FieldView | None:
    """What a field would be if a cell read ``text``; None if it would be no record any more."""
    number = shown_.plan.rows[place].reading.row
    how = with_cell(shown_, place, column, text).how
    reading = read_with(shown_.base, how.cells)
    found = next((row for row in reading.rows if row.row == number), None)
    if found is None:
        return None
    key = next((view.key for view in shown_.columns if view.index == column), None)
    if key is None:
        return FieldView("", text, text)
    return _Row(shown_, PlannedRow(found, "same")).field(key)


def show_value(key: str, value: Any, names: Mapping[str, str]) -> str:
    """A value of a record in the words of an office; "" for none."""
    if value in (None, "", ()):
        return ""
    return _SAID[key](value) if key in _SAID else _shown(key, value, names)


def _shown(key: str, value: Any, names: Mapping[str, str]) -> str:
    if isinstance(value, PartialDate):
        return show(value)
    if isinstance(value, AreaReading):
        return _mu(value.sqdm)
    if isinstance(value, Utility):
        return value.shown
    if isinstance(value, bool):
        return "√" if value else "×"
    if isinstance(value, int):
        return _number(key, value)
    if isinstance(value, tuple):
        return mark_words(value) if key == _MARKS else "；".join(map(_person, value))
    if isinstance(value, Mapping):
        return "；".join(f"{heading}：{text}" for heading, text in value.items())
    text = str(value)
    if key in CHOICES:
        return choice_label(key, text)
    return (label_of(key, text, names) or text) if key in _CODED else names.get(text, text)


def _number(key: str, value: int) -> str:
    if key in MONEY_FIELDS or key == "funds_total":
        return show_amount(value)
    if key in MEASURES:
        return f"{measure_text(BY_KEY[key], value)} {BY_KEY[key].unit}"
    return _mu(value) if key.endswith("_mu") else str(value)


def _figures(value: Mapping[str, int]) -> str:
    """Figures by their months, in words."""
    return "；".join(f"{_months(key)} {show_amount(fen)}" for key, fen in value.items())


def _months(key: str) -> str:
    span = span_of(key)
    return period_words(span.first, span.last)


_SAID: dict[str, Callable[[Any], str]] = {
    "revenue": _figures,
    "period": _months,
    "origin": lambda code: Origin(code).label,
}
"""Values of ledgers of revenue."""


def _mu(sqdm: int | None) -> str:
    return "" if sqdm is None else f"{sqdm_to_mu_text(sqdm)} 亩"


def _person(item: ContactReading | str) -> str:
    if isinstance(item, str):
        return item
    return " ".join(part for part in (item.name, item.post, item.phone) if part)


class _Row:
    """Makes the views of one planned row."""

    def __init__(self, shown_: Preview, planned: PlannedRow) -> None:
        self._shown = shown_
        self._planned = planned
        self._problems = (*planned.reading.problems, *planned.problems)
        self._changes = {change.field: change for change in planned.changes}
        number = planned.reading.row
        cells = shown_.reading.corrected
        self._was = {cell.column: cell.was for cell in cells if cell.row == number}
        self._columns: dict[str, list[ColumnView]] = {}
        for column in shown_.columns:
            if column.key:
                self._columns.setdefault(column.key, []).append(column)

    def fields(self) -> tuple[FieldView, ...]:
        """Every field with a column, then those that change without one (an agreement's type)."""
        others = (key for key in self._changes if key not in self._columns)
        place = self._place()
        rest = (key for key in (*self._shown.keys, *others) if place is None or key != NODE)
        found = tuple(self.field(key) for key in rest)
        return found if place is None else (*found, place)

    def texts(self, mapped: frozenset[str]) -> tuple[FieldView, ...]:
        """Texts kept beside the fields; those of a mapped column stand with its field already."""
        extra = self._planned.reading.fields.get("extra")
        texts: Mapping[str, Any] = extra if isinstance(extra, Mapping) else {}
        by_path = {column.path: column for column in self._shown.columns}
        return tuple(
            FieldView(
                heading,
                text,
                text,
                cells=(self._cell(by_path[heading]),) if heading in by_path else (),
            )
            for heading, text in texts.items()
            if heading not in mapped
        )

    def remarks(self) -> tuple[str, ...]:
        """What is wrong with the row as a whole."""
        told = {id(p) for columns in self._columns.values() for p in _of(columns, self._problems)}
        return tuple(problem.message for problem in self._problems if id(problem) not in told)

    def field(self, key: str) -> FieldView:
        """One field: its cells, what was understood, what is stored."""
        columns = self._columns.get(key, [])
        understood = self._show(key, self._planned.reading.fields.get(key))
        change = self._changes.get(key)
        before = None
        if change is not None:
            before = self._show(key, change.before)
            understood = self._show(key, change.after) or understood
        mine = _of(columns, self._problems)
        return FieldView(
            key,
            " · ".join(filter(None, (_original(self._planned, column) for column in columns))),
            understood,
            before,
            "\n".join(dict.fromkeys(problem.message for problem in mine)),
            taken=not mine or bool(understood),
            cells=self._cells(key, columns, mine),
            kept=key in self._shown.plan.decision(self._planned).kept,
        )

    def _place(self) -> FieldView | None:
        """Where a new record would stand without the ledger naming it."""
        planned, kind = self._planned, self._shown.reading.kind
        if planned.target is not None or not planned.writable:
            return None
        place = presumed(self._shown.placer, kind, planned.values)
        if place is None:
            return None
        node, told = place
        words = self._show(NODE, node)
        if not planned.values.get("chain"):
            words = f"{self._show('chain', self._shown.placer.chain_of(node))} / {words}"
        kept = NODE in self._shown.plan.decision(planned).kept
        return FieldView(NODE, "", words, kept=kept, presumed=field_word(kind, told))

    def _cells(
        self, key: str, columns: Sequence[ColumnView], mine: Sequence[Problem]
    ) -> tuple[CellView, ...]:
        doubtful = {problem.column for problem in mine}
        everywhere = key in doubtful or self._nameless(key)
        return tuple(
            self._cell(column, doubtful=everywhere or column.path in doubtful) for column in columns
        )

    def _cell(self, column: ColumnView, *, doubtful: bool = False) -> CellView:
        return CellView(
            column.index,
            column.path.rpartition("/")[2],
            _original(self._planned, column),
            self._was.get(column.index),
            doubtful,
        )

    def _nameless(self, key: str) -> bool:
        """Whether this is the field that ought to name the record and does not."""
        if self._planned.reading.rejected != "name-missing":
            return False
        return key == next((named for named in _NAMED if named in self._columns), None)

    def _show(self, key: str, value: Any) -> str:
        return show_value(key, value, self._shown.names)


def _option(shown_: Preview, candidate: Candidate) -> OptionView:
    kind = shown_.reading.kind
    facts = []
    for key, value in candidate.facts:
        text = " ".join(show_value(key, value, shown_.names).split())
        short = text if len(text) <= _FACT_LENGTH else f"{text[:_FACT_LENGTH]}…"
        facts.append(f"{field_word(kind, key)} {short}")
    return OptionView(candidate.id, candidate.name, " · ".join(facts))


def _means(shown_: Preview, planned: PlannedRow, *, written: bool) -> str:
    """What the row is taken to mean: what was said, else what was matched."""
    said = shown_.plan.decision(planned).means
    return said or planned.target or (NEW if written else "")


def _of(columns: Sequence[ColumnView], problems: Sequence[Problem]) -> list[Problem]:
    marks = {mark for column in columns for mark in (column.path, column.key)}
    return [problem for problem in problems if problem.column and problem.column in marks]


def _original(planned: PlannedRow, column: ColumnView) -> str:
    cells = planned.reading.cells
    return shown(cells[column.index]).strip() if column.index < len(cells) else ""


def _name_of(shown_: Preview, planned: PlannedRow) -> str:
    """What a row is called; one without its name is not called by whoever stands in it."""
    if planned.reading.rejected == "name-missing":
        return ""
    for key in _NAMED:
        text = show_value(key, planned.reading.fields.get(key), shown_.names)
        if text:
            return " ".join(text.split())
    return ""


def _contains(planned: PlannedRow, needle: str) -> bool:
    return any(needle in shown(cell).casefold() for cell in planned.reading.cells)
