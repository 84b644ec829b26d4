"""A document as a sequence of plain blocks: written once, set as PDF, DOCX or HTML.

Blocks hold cleaned text and no layout decision beyond what the text means. They know neither
the brief they came from nor the format they go to.
"""

from __future__ import annotations

from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct

if TYPE_CHECKING:
    from datetime import date


class Align(StrEnum):
    """How a column's cells stand."""

    LEFT = "left"
    CENTER = "center"
    RIGHT = "right"


class Title(Struct, frozen=True):
    """The document's title in phrases: a line may end after a phrase, never inside one."""

    phrases: tuple[str, ...]

    @property
    def text(self) -> str:
        """The title on one line."""
        return "".join(self.phrases).strip()


class DocNumber(Struct, frozen=True):
    """发文字号, printed above the title when the office gives one."""

    text: str


class Addressee(Struct, frozen=True):
    """主送: flush left, with its colon."""

    text: str


class Heading(Struct, frozen=True):
    """A heading that stands alone; level 1 is 一、, level 2 is （一）. ``text`` has its number."""

    level: int
    text: str


class Paragraph(Struct, frozen=True):
    """Running text; ``lead`` is set in 楷体 at its head (the （一） of a numbered paragraph)."""

    text: str
    lead: str = ""

    @property
    def lead_in(self) -> str:
        """The lead with the space that a Latin full stop wants before the text."""
        spaced = self.text and self.lead.endswith((".", "!", "?"))
        return self.lead + " " if spaced else self.lead


class Column(Struct, frozen=True):
    """One table column; ``width`` in mm is a share of the type area, ``group`` spans headers."""

    header: str
    width: float
    align: Align = Align.LEFT
    group: str = ""


class Table(Struct, frozen=True):
    """A table of plain strings with its caption, unit line, total row and notes."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[str, ...], ...]
    total: tuple[str, ...] = ()
    caption: str = ""
    unit_note: str = ""
    notes: tuple[str, ...] = ()


class AnnexList(Struct, frozen=True):
    """附件说明 below the text: the annexes by name."""

    label: str
    items: tuple[str, ...]

    @property
    def lines(self) -> tuple[str, ...]:
        """The names with their numbers; a single annex has none (GB/T 9704, 7.3.4)."""
        if len(self.items) == 1:
            return self.items
        return tuple(f"{number}.{text}" for number, text in enumerate(self.items, 1))


class Signature(Struct, frozen=True):
    """落款: the unit that signs, and the date in full."""

    unit: str
    date: str


class Annex(Struct, frozen=True):
    """An annex on pages of its own: label (附件1), title, one table; wide ones lie on the side."""

    label: str
    title: str
    table: Table
    landscape: bool


Block = Title | DocNumber | Addressee | Heading | Paragraph | Table | AnnexList | Signature | Annex


class Document(Struct, frozen=True):
    """The blocks and what the file says about itself; ``mark`` is printed on every page."""

    title: str
    author: str
    subject: str
    created: date
    language: str
    blocks: tuple[Block, ...]
    mark: str = ""
