"""What an import would do: one planned row for every row of the ledger.

Actions: ``new``, ``changed``, ``same``, ``suspicious`` (needs a person: possible duplicate or
reversal; written only when accepted) and ``rejected``. A person may decide otherwise row by row
(``Decisions``); the plan says which rows are written. A plan touches nothing.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct, field
from msgspec.structs import replace

from invest_crm.services.ledger.decisions import NOTHING_DECIDED
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.people import ContactReading
    from invest_crm.exchange.reading import LedgerReading, Problem, RowReading
    from invest_crm.services.ledger.decisions import Decision, Decisions

Action = Literal["new", "changed", "same", "suspicious", "rejected"]
Fate = Literal["written", "left", "suspicious", "rejected", "same"]

WRITABLE = frozenset({"new", "changed", "suspicious"})
PROBLEMS = {
    "possible-duplicate": N_("Looks like “{value}”, which is stored already; not written."),
    "duplicate-in-file": N_("The same record stands in row {value} already; not written."),
    "reversal": N_("Was recorded as reached, now says no. It is never taken back by itself."),
    "several-candidates": N_("Several stored records fit: {value}."),
    "investor-differs": N_("Taken to be the stored “{value}”, which has another investor."),
    "phase-assumed": N_("Taken to be the stored “{value}”: only one side names its phase."),
    "project-unknown": N_("No stored project of this name; import the project ledger first."),
    "cumulative-disagrees": N_("Another cumulative is stored for the same day; the first stays."),
    "month-locked": N_("This month is closed; enter a correction, or open the month again."),
    "code-differs": N_("A firm of this name is stored with another credit code."),
    "choice-gone": N_("The record this row was said to be is no longer there; choose again."),
    "item-unknown": N_("“{value}” is no item of the catalogue of approvals; add it there first."),
    "item-several": N_("Several items of the catalogue fit “{value}”; write its name in full."),
    "state-unknown": N_("“{value}” is no state of an approval; not taken over."),
    "day-inexact": N_("“{value}” is not a whole day; clocks need the day. Left empty."),
    "day-to-come": N_("“{value}” lies ahead, so it is a plan; left empty."),
    "decided-day-missing": N_("Said to be decided, without the day; enter the day."),
    "stop-day-missing": N_("The clock is said to stand, without the day since when; enter it."),
    "step-unfit": N_("The days do not fit what is stored of this approval; left as it is."),
    "limit-differs": N_("The catalogue says {value}; the limit of the catalogue counts."),
    "firm-unknown": N_("No stored firm of this name or credit code; enter the firm first."),
    "months-to-come": N_(
        "{value} is not over at the cut-off; not taken over. For the year so far write its months"
        " (2025年1-8月)."
    ),
    "owner-unknown": N_("No stored firm or project of this name."),
}
"""Problems that only the comparison with stored records can find."""


class Change(Struct, frozen=True):
    """One field that would change. Values are typed as in the records."""

    field: str
    before: Any
    after: Any


class Candidate(Struct, frozen=True):
    """A stored record a row may mean, with the values that tell it from others."""

    id: str
    name: str
    facts: tuple[tuple[str, Any], ...] = ()


class PlannedRow(Struct):
    """What would happen to one row. ``target``: the stored record it updates.

    ``values``: fields to write (all for a new record, the differing ones for a stored one).
    ``candidates``: the stored records among which a person may choose.
    """

    reading: RowReading
    action: Action
    target: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    history: dict[str, int] = field(default_factory=dict)
    """Amounts an older file adds to the history without changing what stands now."""
    candidates: tuple[Candidate, ...] = ()
    keys: tuple[str, str] | None = None
    """What matching compared of the name of a firm."""
    placed: bool = True
    """Whether a new record may stand where its words presume."""

    @property
    def writable(self) -> bool:
        """Whether it could be written at all."""
        return self.action in WRITABLE


class Tally(Struct, frozen=True):
    """Rows written by action; rows that say something and are not written by fate (left,
    suspicious, rejected); the places of those a person left out."""

    written: Counter[str] = field(default_factory=Counter)
    unwritten: Counter[str] = field(default_factory=Counter)
    left: list[int] = field(default_factory=list)


class Plan(Struct, frozen=True):
    """The ledger as understood and what would happen to each row."""

    reading: LedgerReading
    rows: Sequence[PlannedRow]
    decisions: Decisions = NOTHING_DECIDED

    def decision(self, row: PlannedRow) -> Decision:
        """What was decided about a row."""
        return self.decisions.of(row.reading.row)

    def writes(self, row: PlannedRow) -> bool:
        """Whether a row is written: as decided, else new and changed ones are."""
        return self.fate(row) == "written"

    def fate(self, row: PlannedRow) -> Fate:
        """What becomes of a row; ``left``: it could be written, a person left it out."""
        if not row.writable:
            return "rejected" if row.action == "rejected" else "same"
        said = self.decision(row)
        proposed = row.action != "suspicious" or self.decisions.suspicious
        write = proposed if said.write is None else said.write
        if write and not (said.kept and _nothing_left(row, said.kept)):
            return "written"
        return "left" if proposed or said.write is False else "suspicious"

    def tally(self) -> Tally:
        """How many rows are written and how many are not, by what they are."""
        tally = Tally()
        for place, row in enumerate(self.rows):
            fate = self.fate(row)
            if fate == "written":
                tally.written[row.action] += 1
            elif fate != "same":
                tally.unwritten[fate] += 1
            if fate == "left":
                tally.left.append(place)
        return tally

    def count(self, action: Action) -> int:
        """How many rows have an action."""
        return self.counts[action]

    @property
    def counts(self) -> Counter[str]:
        """Rows by action."""
        return Counter(row.action for row in self.rows)

    def problems(self) -> list[Problem]:
        """Every problem, of reading and of comparing, in the order of the rows."""
        return [problem for row in self.rows for problem in (*row.reading.problems, *row.problems)]


def _nothing_left(row: PlannedRow, kept: frozenset[str]) -> bool:
    """Whether every stored value stays, so that nothing of the row is left to write."""
    fields = {change.field for change in row.changes}
    return row.target is not None and not row.history and kept >= fields


def mark(row: PlannedRow, code: str, value: str = "", column: str = "") -> None:
    """Note a problem found by comparing."""
    from invest_crm.exchange.reading import Problem

    message = _(PROBLEMS[code]).format(value=value)
    row.problems.append(Problem(row.reading.row, column, value, code, message))


def new_people(
    wanted: Sequence[ContactReading], known: Sequence[ContactReading]
) -> tuple[ContactReading, ...]:
    """People a ledger adds. A masked number (138****0000) is nobody's: it comes from an export."""
    names = {person.name for person in known}
    return tuple(
        replace(person, phone="") if "*" in person.phone else person
        for person in wanted
        if person not in known and not ("*" in person.phone and person.name in names)
    )


def rejected(reading: RowReading) -> PlannedRow:
    """A row that cannot be written at all."""
    return PlannedRow(reading, "rejected")


def text_changes(
    stored: Mapping[str, Any], wanted: Mapping[str, Any], keys: Sequence[str]
) -> list[Change]:
    """Differences of plain fields; an empty cell records nothing and erases nothing."""
    return [
        Change(key, stored[key], wanted[key])
        for key in keys
        if wanted.get(key) not in (None, "") and wanted[key] != stored[key]
    ]
