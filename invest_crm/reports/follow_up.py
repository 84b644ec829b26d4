"""跟踪记录: what happened to one firm or project and what is to be done, as one table each.

The brief comes from the stream the window shows; telephone numbers in it are masked already.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm import words
from invest_crm.reports.blocks import Column, Document, Heading, Paragraph, Table, Title
from invest_crm.reports.bulletin_text import demo_mark, ordinal, source_notes
from invest_crm.reports.numbers import day
from invest_crm.reports.plain import plain
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.reports.blocks import Block


class FollowUpRow(Struct, frozen=True):
    """One thing that happened, or one open task; ``when`` and ``what`` in the office's words."""

    when: str
    what: str
    text: str
    people: str


class FollowUpBrief(Struct, frozen=True):
    """Everything the follow-up record of ``name`` prints, newest first."""

    name: str
    as_of: date
    unit: str
    rows: tuple[FollowUpRow, ...]
    tasks: tuple[FollowUpRow, ...] = ()
    demo: bool = False
    fingerprint: str = ""
    language: str = "zh_CN"


def follow_up(brief: FollowUpBrief) -> Document:
    """The whole record in the language in force."""
    name = plain(brief.name)
    title = Title((_("Follow-up record of {name}").format(name=name),))
    when = _("As of {day}").format(day=day(brief.as_of))
    blocks: list[Block] = [title]
    sections = (
        (_("To be done"), (_("Due"), _("State"), _("Task"), _("By")), brief.tasks),
        (_("What happened"), (_("Day"), _("Kind"), _("Content"), _("People")), brief.rows),
    )
    filled = [section for section in sections if section[2]]
    for number, (words_, heads, rows) in enumerate(filled, start=1):
        notes = source_notes("", (), brief.fingerprint) if number == len(filled) else ()
        blocks += [Heading(1, ordinal(1, number) + words_), _table(heads, rows, when, notes)]
    if not filled:
        blocks.append(Paragraph(_("Nothing noted yet.")))
    return Document(
        title=title.text,
        author=plain(brief.unit),
        subject=when,
        created=brief.as_of,
        language=words.language(),
        blocks=tuple(blocks),
        mark=demo_mark() if brief.demo else "",
    )


def _table(
    heads: tuple[str, ...], rows: tuple[FollowUpRow, ...], note: str, notes: tuple[str, ...]
) -> Table:
    widths = (34, 24, 70, 28)
    return Table(
        columns=tuple(Column(head, width) for head, width in zip(heads, widths, strict=True)),
        rows=tuple(
            tuple(plain(text) for text in (row.when, row.what, row.text, row.people))
            for row in rows
        ),
        unit_note=note,
        notes=notes,
    )
