"""一项目一档: one record on paper, section by section, each a table; only what is known is printed.

Telephone numbers are masked by whoever makes the brief.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm import words
from invest_crm.reports.blocks import Align, Column, Document, Heading, Paragraph, Table, Title
from invest_crm.reports.bulletin_text import demo_mark, ordinal, source_notes
from invest_crm.reports.numbers import day
from invest_crm.reports.plain import plain
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.reports.blocks import Block


class CardColumn(Struct, frozen=True):
    """A column of a section: its head, its share of the width, whether it holds numbers."""

    head: str
    width: float
    number: bool = False


class CardSection(Struct, frozen=True):
    """A table under a heading; ``note`` stands above it at the right (a unit, a day)."""

    title: str
    columns: tuple[CardColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    note: str = ""


class CardBrief(Struct, frozen=True):
    """Everything the card of ``name`` prints; ``lead`` is the paragraph below the title."""

    name: str
    lead: str
    as_of: date
    unit: str
    sections: tuple[CardSection, ...]
    demo: bool = False
    fingerprint: str = ""
    language: str = "zh_CN"


def record_card(brief: CardBrief) -> Document:
    """The whole card in the language in force; sections without a row are left out."""
    title = Title((_("{name}: project file").format(name=plain(brief.name)),))
    blocks: list[Block] = [title, Paragraph(plain(brief.lead))]
    filled = [section for section in brief.sections if section.rows]
    for number, section in enumerate(filled, start=1):
        notes = source_notes("", (), brief.fingerprint) if number == len(filled) else ()
        blocks += [Heading(1, ordinal(1, number) + section.title), _table(section, notes)]
    return Document(
        title=title.text,
        author=plain(brief.unit),
        subject=_("As of {day}").format(day=day(brief.as_of)),
        created=brief.as_of,
        language=words.language(),
        blocks=tuple(blocks),
        mark=demo_mark() if brief.demo else "",
    )


def _table(section: CardSection, notes: tuple[str, ...]) -> Table:
    return Table(
        columns=tuple(
            Column(column.head, column.width, Align.RIGHT if column.number else Align.LEFT)
            for column in section.columns
        ),
        rows=tuple(tuple(plain(text) for text in row) for row in section.rows),
        unit_note=section.note,
        notes=notes,
    )
