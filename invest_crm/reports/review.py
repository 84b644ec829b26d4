"""联审表: the sheet of a joint review, to be signed and filed; confidential by its own note."""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in a public field
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm import words
from invest_crm.reports.blocks import Align, Column, Document, Heading, Paragraph, Table, Title
from invest_crm.reports.bulletin_text import demo_mark, ordinal, source_notes
from invest_crm.reports.numbers import day
from invest_crm.reports.plain import plain
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.reports.blocks import Block


class ReviewOpinionRow(Struct, frozen=True):
    """An opinion as the sheet prints it; texts in the office's words."""

    department: str
    items: str
    verdict: str
    text: str
    signed: str


class ReviewConditionRow(Struct, frozen=True):
    """A condition with who meets it by when, and how it stands."""

    department: str
    text: str
    owner: str
    due: str
    state: str


class ReviewBrief(Struct, frozen=True):
    """Everything the sheet of a review prints; ``facts`` are (label, words) of the project."""

    project: str
    number: int
    unit: str
    as_of: date
    facts: tuple[tuple[str, str], ...]
    outcome: str
    opinions: tuple[ReviewOpinionRow, ...]
    conditions: tuple[ReviewConditionRow, ...] = ()
    note: str = ""
    demo: bool = False
    fingerprint: str = ""
    language: str = "zh_CN"


def review_document(brief: ReviewBrief) -> Document:
    """The whole sheet in the language in force."""
    name = plain(brief.project)
    title = Title((_("Admission review sheet (round {n})").format(n=brief.number),))
    when = _("As of {day}").format(day=day(brief.as_of))
    blocks: list[Block] = [title, _facts(brief, when)]
    sections = [(_("Opinions of the departments"), _opinions(brief))]
    if brief.conditions:
        sections.append((_("Conditions and how they stand"), _conditions(brief)))
    for number, (words_, table) in enumerate(sections, 1):
        blocks += [Heading(1, ordinal(1, number) + words_), table]
    heading = ordinal(1, len(sections) + 1) + _("Conclusion")
    blocks += [Heading(1, heading), Paragraph(_("{outcome}.").format(outcome=brief.outcome))]
    if brief.note:
        blocks.append(Paragraph(plain(brief.note)))
    blocks.append(
        Paragraph(
            _("What was said in this review is confidential: it is shown to the departments that"
              " take part, and not handed on."),
        )
    )  # fmt: skip
    return Document(
        title=f"{title.text} {name}",
        author=plain(brief.unit),
        subject=when,
        created=brief.as_of,
        language=words.language(),
        blocks=tuple(blocks),
        mark=demo_mark() if brief.demo else "",
    )


def _facts(brief: ReviewBrief, when: str) -> Table:
    rows = ((_("Project"), brief.project), *brief.facts)
    return Table(
        columns=(
            Column(pgettext("column", "Item"), 36),
            Column(pgettext("column", "Content"), 120),
        ),
        rows=tuple((plain(title), plain(text)) for title, text in rows),
        unit_note=when,
    )


def _opinions(brief: ReviewBrief) -> Table:
    heads = (
        Column(pgettext("column", "Department"), 28),
        Column(pgettext("column", "Items"), 34),
        Column(pgettext("column", "Opinion"), 22, Align.CENTER),
        Column(pgettext("column", "Reason and conditions"), 46),
        Column(pgettext("column", "Name and day"), 26, Align.CENTER),
    )
    rows = tuple(
        tuple(map(plain, (row.department, row.items, row.verdict, row.text, row.signed)))
        for row in brief.opinions
    )
    return Table(columns=heads, rows=rows)


def _conditions(brief: ReviewBrief) -> Table:
    heads = (
        Column(pgettext("column", "Department"), 28),
        Column(pgettext("column", "Condition"), 62),
        Column(pgettext("column", "By whom"), 22),
        Column(pgettext("column", "Due"), 24, Align.CENTER),
        Column(pgettext("column", "State"), 20, Align.CENTER),
    )
    rows = tuple(
        tuple(map(plain, (row.department, row.text, row.owner, row.due, row.state)))
        for row in brief.conditions
    )
    return Table(columns=heads, rows=rows, notes=source_notes("", (), brief.fingerprint))
