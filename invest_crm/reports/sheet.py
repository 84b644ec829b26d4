"""What the window prints as plain content: a list, a record, the board, the day's work.

A page of the window says once, in the words it shows, what is to be on paper; paper, scale and
margins come from the page setup, and both together give the pages. Knows no layout.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.reports.blocks import Align

if TYPE_CHECKING:
    from datetime import date


class LineKind(StrEnum):
    """What a line of a printed table is."""

    ROW = "row"
    GROUP = "group"
    """The heading of a group: one text over the whole width, never at the foot of a page."""
    SUBTOTAL = "subtotal"
    """The sums of a group below its rows."""


class SheetColumn(Struct, frozen=True):
    """One column; ``width`` in mm at 100 %.

    ``keep``: it stands on every page where the columns need several side by side.
    """

    heading: str
    width: float
    align: Align = Align.LEFT
    keep: bool = False


class Line(Struct, frozen=True):
    """A line of a table: a text for each column, of a group's heading the one text."""

    cells: tuple[str, ...]
    kind: LineKind = LineKind.ROW


class SheetTable(Struct, frozen=True):
    """A table under an optional heading, with the sums in ``total`` and notes below.

    ``note`` stands at the right above it (the unit of its amounts). ``numbered``: the rows may be
    numbered; ``shares``: the widths are no lengths but shares of the page; ``empty``: the words in
    place of rows.
    """

    columns: tuple[SheetColumn, ...]
    lines: tuple[Line, ...]
    total: tuple[str, ...] = ()
    heading: str = ""
    note: str = ""
    notes: tuple[str, ...] = ()
    numbered: bool = False
    shares: bool = False
    empty: str = ""


class Pairs(Struct, frozen=True):
    """Facts in pairs of a label and words, two side by side, long words over the whole width."""

    pairs: tuple[tuple[str, str], ...]
    heading: str = ""


class Prose(Struct, frozen=True):
    """Sentences under an optional heading, in small type (definitions, notes)."""

    sentences: tuple[str, ...]
    heading: str = ""


Part = SheetTable | Pairs | Prose


class Imprint(Struct, frozen=True):
    """What the foot of every page says, and the mark of invented records in its head."""

    unit: str
    maker: str
    as_of: date
    mark: str = ""
    fingerprint: str = ""
    language: str = "zh_CN"


class Sheet(Struct, frozen=True):
    """Everything to be printed: ``condition`` says what is shown, ``count`` how much of it.

    ``landscape``: how it lies where the person has not said.
    """

    title: str
    parts: tuple[Part, ...]
    imprint: Imprint
    condition: str = ""
    count: str = ""
    landscape: bool | None = None
