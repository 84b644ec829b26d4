"""What a grid asks of whoever lets its cells be written: how a cell is typed, and the writing.

Texts go both ways as a person writes them, exact to the last digit and in the unit of the column,
so that what is copied can be pasted again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, Protocol

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from invest_crm.ui.kit.form import Field

How = Literal["paste", "fill", "clear", "bulk"]
Texts = dict[str, dict[str, str]]
"""Texts by record id and column key."""


class Patch(Struct, frozen=True):
    """Texts to be put into many cells at once.

    ``order`` are the records from the first row to the last; ``rows`` what is pasted row by row
    (by column key), the first of them into the first of ``order`` and so on: rows without a record
    are new ones. ``left``: titles of columns that cannot be written here.
    """

    how: How
    order: Sequence[str]
    rows: Sequence[Mapping[str, str]]
    left: Sequence[str] = ()

    @property
    def cells(self) -> int:
        """How many texts."""
        return sum(map(len, self.rows))


class Head(Struct, frozen=True):
    """A column of a block that is pasted: whose key, and the unit its bare numbers are in."""

    key: str
    unit: str = ""

    def text(self, text: str) -> str:
        """A text of the column with its unit."""
        return f"{text.strip()}{self.unit}" if self.unit and text.strip()[-1:].isdigit() else text


class CellWriter(Protocol):
    """Who writes the cells of a grid. Every answer comes on the main thread."""

    def field(self, key: str) -> Field | None:
        """How a column is typed; None if it is not typed in a cell (``why_not`` tells)."""

    def headings(self, texts: Sequence[str]) -> Sequence[Head | None]:
        """The columns that a line of headings names, None where it names none."""
        ...

    def why_not(self, key: str) -> str:
        """Why a column cannot be typed in a cell, and where it is changed."""
        ...

    def texts(
        self, records: Sequence[str], keys: Sequence[str], then: Callable[[Texts], object]
    ) -> None:
        """The present texts of cells; columns that are not typed are left out."""

    def write(self, record: str, key: str, text: str, then: Callable[[str], object]) -> None:
        """Write a cell that ``texts`` read before; ``then`` hears what is wrong ("": nothing)."""

    def put(self, patch: Patch, *, show: bool = False) -> None:
        """Look through a patch, show what is wrong with it, and write it as one action.

        ``show``: let the person look at it first, whatever there is to see.
        """
