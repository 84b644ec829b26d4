"""What a person decided about single rows of a previewed ledger; silence means: as proposed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import replace

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

NEW = "new"
"""In place of a record's id: the row means none of the stored records, it is a new one."""


class Decision(Struct, frozen=True):
    """One row: whether it is written (None: as proposed), the stored record it means
    (an id, ``NEW``, None: as matched), and the fields whose stored value stays."""

    write: bool | None = None
    means: str | None = None
    kept: frozenset[str] = frozenset()


AS_PROPOSED = Decision()


class Decisions(Struct, frozen=True):
    """Decisions by row number of the file. ``suspicious``: such rows are written unless said
    otherwise (the command line's ``--accept-suspicious``)."""

    rows: Mapping[int, Decision] = field(default_factory=dict)
    suspicious: bool = False

    def of(self, row: int) -> Decision:
        """What was decided about a row."""
        return self.rows.get(row, AS_PROPOSED)

    def said(self, rows: Iterable[int], **words: Any) -> Decisions:
        """The same with something said about some rows (fields of ``Decision``)."""
        said: dict[Decision, Decision] = {}
        decided = dict(self.rows)
        for row in rows:
            before = self.of(row)
            if before not in said:
                said[before] = replace(before, **words)
            decided[row] = said[before]
        return replace(self, rows=decided)


NOTHING_DECIDED = Decisions()
