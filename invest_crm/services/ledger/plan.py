"""What an import would do: one planned row for every row of the ledger.

Actions: ``new``, ``changed``, ``same``, ``suspicious`` (needs a person: possible duplicate or
reversal; written only when accepted) and ``rejected``. A plan touches nothing.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, Literal

from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.people import ContactReading
    from invest_crm.exchange.reading import LedgerReading, Problem, RowReading

Action = Literal["new", "changed", "same", "suspicious", "rejected"]

PROBLEMS = {
    "possible-duplicate": N_("Looks like “{value}”, which is stored already; not written."),
    "duplicate-in-file": N_("The same record stands in row {value} already; not written."),
    "reversal": N_("Was recorded as reached, now says no. It is never taken back by itself."),
    "several-candidates": N_("Several stored records fit: {value}."),
    "phase-assumed": N_("Taken to be the stored “{value}”: only one side names its phase."),
    "project-unknown": N_("No stored project of this name; import the project ledger first."),
    "cumulative-disagrees": N_("Another cumulative is stored for the same day; the first stays."),
    "code-differs": N_("A firm of this name is stored with another credit code."),
    "owner-unknown": N_("No stored firm or project of this name."),
}
"""Problems that only the comparison with stored records can find."""


@dataclass(frozen=True, slots=True)
class Change:
    """One field that would change. Values are typed as in the records."""

    field: str
    before: Any
    after: Any


@dataclass(slots=True)
class PlannedRow:
    """What would happen to one row. ``target``: the stored record it updates.

    ``values``: fields to write (all for a new record, the differing ones for a stored one).
    """

    reading: RowReading
    action: Action
    target: str | None = None
    values: dict[str, Any] = field(default_factory=dict)
    changes: list[Change] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    history: dict[str, int] = field(default_factory=dict)
    """Amounts an older file adds to the history without changing what stands now."""


@dataclass(frozen=True, slots=True)
class Plan:
    """The ledger as understood and what would happen to each row."""

    reading: LedgerReading
    rows: Sequence[PlannedRow]

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
