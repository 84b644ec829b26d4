"""应入未入 and 应统未统 as documents: one wide table, its definition and who may see it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm import words
from invest_crm.reports.blocks import Align, Annex, Column, Document, Table
from invest_crm.reports.bulletin_text import demo_mark, source_notes
from invest_crm.reports.numbers import day
from invest_crm.reports.plain import plain
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date


class StatColumn(Struct, frozen=True):
    """A column by its heading; ``width`` is a share of the page, ``number``: right-aligned."""

    title: str
    width: float
    number: bool = False


class StatListBrief(Struct, frozen=True):
    """Everything a list of the statistics prints; the first column counts the rows."""

    title: str
    county: str
    unit: str
    as_of: date
    columns: tuple[StatColumn, ...]
    rows: tuple[tuple[str, ...], ...]
    notes: tuple[str, ...] = ()
    demo: bool = False
    fingerprint: str = ""
    language: str = "zh_CN"

    @property
    def heading(self) -> str:
        """County and title."""
        return _("{county}: {title}").format(county=plain(self.county), title=plain(self.title))


def stat_list(brief: StatListBrief) -> Document:
    """The list in the language in force."""
    return Document(
        title=brief.heading,
        author=plain(brief.unit),
        subject=as_of(brief),
        created=brief.as_of,
        language=words.language(),
        blocks=(Annex("", brief.heading, _table(brief), landscape=True),),
        mark=demo_mark() if brief.demo else "",
    )


def as_of(brief: StatListBrief) -> str:
    """The day of the list in words."""
    return _("As of {day}").format(day=day(brief.as_of))


def notes_of(brief: StatListBrief) -> tuple[str, ...]:
    """Definition, who may see it, the state of the data."""
    return source_notes("", brief.notes, brief.fingerprint)


def _table(brief: StatListBrief) -> Table:
    columns = tuple(
        Column(plain(one.title), one.width, Align.RIGHT if one.number else Align.LEFT)
        for one in brief.columns
    )
    rows = brief.rows or (("", _("None."), *[""] * (len(columns) - 2)),)
    return Table(
        columns=columns,
        rows=tuple(tuple(plain(text) for text in row) for row in rows),
        unit_note=as_of(brief),
        notes=notes_of(brief),
    )
