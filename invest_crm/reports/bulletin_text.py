"""《关于…招商引资签约与开工情况的通报》: the brief as a sequence of blocks.

The skeleton is the domain brief 7.3: overall, units, chains, key projects, problems by name,
next steps, signature, annexes. A section without data is left out and the rest is renumbered:
nothing is invented. Knows no page and no format.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from invest_crm import words
from invest_crm.reports import bulletin_sentences as say
from invest_crm.reports import not_started
from invest_crm.reports.blocks import (
    Addressee,
    Align,
    Annex,
    AnnexList,
    Block,
    Column,
    DocNumber,
    Document,
    Heading,
    Paragraph,
    Signature,
    Table,
    Title,
)
from invest_crm.reports.brief import Reach, Stage
from invest_crm.reports.numbers import NULL, day, percent, yi
from invest_crm.reports.plain import plain
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable
    from fractions import Fraction

    from invest_crm.reports.brief import BulletinBrief, NotStartedBrief

_LONG_NAME = 12  # characters of a county's name, from which a line may end inside it
_PROVINCE = re.compile("(?<=[省市州盟区])(?=.{4})")
_NUMERALS = "一二三四五六七八九十"


def bulletin(brief: BulletinBrief) -> Document:
    """The whole circular in the language in force."""
    title = Title(_title_phrases(brief))
    annexes = _annexes(brief)
    blocks: list[Block] = []
    if brief.doc_number:
        blocks.append(DocNumber(plain(brief.doc_number)))
    blocks.append(title)
    if brief.addressee:
        blocks.append(Addressee(_("{addressee}:").format(addressee=plain(brief.addressee))))
    blocks.append(Paragraph(_opening(brief)))
    sections = (_overall, _units, _chains, _key_projects, _problems, _next_steps)
    blocks += _numbered(brief, sections)
    if annexes:
        label = ngettext("Annex: ", "Annexes: ", len(annexes))
        blocks.append(AnnexList(label, tuple(annex.title for annex in annexes)))
    blocks.append(Signature(plain(brief.unit), day(brief.issued_on)))
    return Document(
        title=title.text,
        author=plain(brief.unit),
        subject=_("As of {day}").format(day=day(brief.as_of)),
        created=brief.issued_on,
        language=words.language(),
        blocks=(*blocks, *annexes),
        mark=demo_mark() if brief.demo else "",
    )


def not_started_list(brief: NotStartedBrief) -> Document:
    """The list of signed-not-started projects as a document of its own."""
    title = not_started.title_words(brief.county)
    notes = (
        plain(brief.definition) or not_started.definition_words(),
        *source_notes(brief.calibre.name, brief.calibre.notes, brief.fingerprint),
    )
    table = not_started.table(brief.rows, brief.as_of, notes)
    return Document(
        title=title,
        author=plain(brief.unit),
        subject=table.unit_note,
        created=brief.as_of,
        language=words.language(),
        blocks=(Annex("", title, table, landscape=True),),
        mark=demo_mark() if brief.demo else "",
    )


def demo_mark() -> str:
    """The mark no demonstration document may be without."""
    return _("Demonstration data")


def source_notes(calibre: str, notes: tuple[str, ...], fingerprint: str) -> tuple[str, ...]:
    """Calibre by name, its sentences, and the head of the change log the figures stand on."""
    lines = [_("Calibre: {name}.").format(name=plain(calibre))] if calibre else []
    lines += [plain(note) for note in notes]
    if fingerprint:
        lines.append(_("Fingerprint of the data: {head}.").format(head=plain(fingerprint)))
    return tuple(lines)


def ordinal(level: int, number: int) -> str:
    """The number of a heading: 一、 and （一） in Chinese, "1. " and "(1) " in English.

    >>> with words.using("en"): ordinal(1, 2)
    '2. '
    """
    if words.language() != "zh_CN":
        return f"{number}. " if level == 1 else f"({number}) "
    tens, ones = divmod(number, 10)
    digits = ("十" if tens == 1 else f"{_NUMERALS[tens - 1]}十") if tens else ""
    digits += _NUMERALS[ones - 1] if ones else ""
    return f"{digits}、" if level == 1 else f"（{digits}）"


def _numbered(
    brief: BulletinBrief, sections: tuple[Callable[[BulletinBrief], tuple[str, list[Block]]], ...]
) -> list[Block]:
    blocks: list[Block] = []
    number = 0
    for section in sections:
        name, body = section(brief)
        if body:
            number += 1
            blocks += [Heading(1, ordinal(1, number) + name), *body]
    return blocks


def _title_phrases(brief: BulletinBrief) -> tuple[str, ...]:
    # "|" separates the phrases a title line may end after; split before data is put in
    template = _("Circular on |signed and started |investment projects |of {county}, |{period}")
    county, period = plain(brief.county), plain(brief.period)
    names = _PROVINCE.split(county) if len(county) > _LONG_NAME else [county]
    phrases: list[str] = []
    for part in template.split("|"):
        before, named, after = part.partition("{county}")
        first, *others = names if named else [""]
        phrases += [before.format(period=period) + first, *others]
        phrases[-1] += after.format(period=period)
    return tuple(phrases)


def _opening(brief: BulletinBrief) -> str:
    return _(
        "The signing and starting of investment projects in {county}, {period}, is reported "
        "as follows."
    ).format(county=plain(brief.county), period=plain(brief.period))


def _paragraphs(*texts: str) -> list[Block]:
    return [Paragraph(text) for text in texts if text]


def _overall(brief: BulletinBrief) -> tuple[str, list[Block]]:
    facts = brief.overall
    reached = facts.stages if facts.signed_count else ()
    as_of = brief.as_of if brief.reach is Reach.ENDED else None
    signed, funds = say.overall_sentence(brief), say.funds_sentence(facts)
    far, grades = say.stage_sentence(reached, as_of), say.grade_sentence(facts.grades)
    # Behind a period that has ended, money stands with the facts of the later day.
    text = say.join_sentences([signed] if as_of else [signed, funds])
    stages = say.join_sentences([far, funds, grades] if as_of else [far, grades])
    return pgettext("heading", "Overall situation"), _paragraphs(text, stages)


def _units(brief: BulletinBrief) -> tuple[str, list[Block]]:
    if not brief.rankings:
        return "", []
    columns = (
        Column(pgettext("column", "Rank"), 14, Align.CENTER),
        Column(pgettext("column", "Unit"), 40),
        Column(pgettext("column", "Signed"), 22, Align.RIGHT),
        Column(pgettext("column", "Agreed investment (RMB 100 million)"), 38, Align.RIGHT),
        Column(pgettext("column", "Started"), 22, Align.RIGHT),
        Column(pgettext("column", "Start rate (%)"), 24, Align.RIGHT),
    )
    rows = tuple(
        (
            NULL if row.rank is None else str(row.rank),
            plain(row.unit),
            str(row.signed),
            yi(row.amount_fen),
            str(row.started),
            percent(row.rate, 2),
        )
        for row in brief.rankings
    )
    total = _total(brief, [(r.signed, r.amount_fen, r.started) for r in brief.rankings])
    notes = _rounding([row.amount_fen for row in brief.rankings])
    table = Table(columns, rows, total, caption=_("Signed and started by unit"), notes=notes)
    return pgettext("heading", "Ranking of units"), [Paragraph(say.ranking_sentence(brief)), table]


def _total(brief: BulletinBrief, parts: list[tuple[int, int, int]]) -> tuple[str, ...]:
    signed, fen, started = (sum(values) for values in zip(*parts, strict=True))
    whole = brief.overall
    # the rate of the whole may stand below the parts only if they are the whole
    parts_are_all = (signed, fen) == (whole.signed_count, whole.signed_amount_fen)
    share: Fraction | None = next(
        (
            figure.rate
            for figure in whole.stages
            if figure.stage is Stage.STARTED and figure.count == started and parts_are_all
        ),
        None,
    )
    return ("", pgettext("column", "Total"), str(signed), yi(fen), str(started), percent(share, 2))


def _rounding(amounts_fen: list[int]) -> tuple[str, ...]:
    return (not_started.rounding_note(),) if not_started.rounding_shows(amounts_fen) else ()


def _chains(brief: BulletinBrief) -> tuple[str, list[Block]]:
    if not brief.by_chain:
        return "", []
    columns = (
        Column(pgettext("column", "Chain"), 30),
        Column(pgettext("column", "Signed"), 22, Align.RIGHT),
        Column(pgettext("column", "Agreed investment (RMB 100 million)"), 38, Align.RIGHT),
        Column(pgettext("column", "Started"), 22, Align.RIGHT),
        Column(pgettext("column", "In production"), 22, Align.RIGHT),
        Column(pgettext("column", "Start rate (%)"), 24, Align.RIGHT),
    )
    rows = tuple(
        (
            plain(row.chain),
            str(row.signed),
            yi(row.amount_fen),
            str(row.started),
            str(row.in_production),
            percent(row.rate, 2),
        )
        for row in brief.by_chain
    )
    total = list(_total(brief, [(r.signed, r.amount_fen, r.started) for r in brief.by_chain])[1:])
    total.insert(4, str(sum(row.in_production for row in brief.by_chain)))
    notes = _rounding([row.amount_fen for row in brief.by_chain])
    table = Table(
        columns, rows, tuple(total), caption=_("Signed and started by chain"), notes=notes
    )
    lead = _("The chains compare as in the following table.")
    return pgettext("heading", "Industry chains"), [Paragraph(lead), table]


def _key_projects(brief: BulletinBrief) -> tuple[str, list[Block]]:
    body: list[Block] = []
    for number, project in enumerate(brief.key_projects, 1):
        lead = ordinal(2, number) + say.closed(project.name)
        body.append(Paragraph(say.key_project_text(project), lead))
    return pgettext("heading", "Progress of key projects"), body


def _problems(brief: BulletinBrief) -> tuple[str, list[Block]]:
    body = _paragraphs(
        say.join_sentences(
            [say.not_started_sentence(brief.annex), say.holding_sentence(brief.annex)]
        )
    )
    named = say.overdue_by_unit(brief.annex)
    named += [(plain(problem.unit), say.closed(problem.text)) for problem in brief.problems]
    for number, (unit, text) in enumerate(named, 1):
        lead = ordinal(2, number) + (say.closed(unit) if unit else "")
        body.append(Paragraph(text, lead))
    return pgettext("heading", "Problems"), body


def _next_steps(brief: BulletinBrief) -> tuple[str, list[Block]]:
    body: list[Block] = [
        Paragraph(say.closed(text), ordinal(2, number))
        for number, text in enumerate((t for t in brief.next_steps if plain(t)), 1)
    ]
    return pgettext("heading", "Next steps"), body


def _annexes(brief: BulletinBrief) -> list[Annex]:
    tables: list[tuple[str, Table, bool]] = []
    sources = source_notes(brief.calibre.name, brief.calibre.notes, brief.fingerprint)
    extra = (*(plain(note) for note in brief.footnotes), *sources)
    if brief.annex:
        definition = not_started.definition_words()
        notes = (definition,) if brief.headline else (definition, *extra)
        table = not_started.table(brief.annex, brief.as_of, notes, names=False)
        tables.append((_("List of signed projects not yet started"), table, True))
    if brief.headline:
        tables.append((_("Main figures and their definitions"), _figures(brief, extra), False))
    many = len(tables) > 1
    return [
        Annex(
            pgettext("label", "Annex {n}").format(n=n) if many else pgettext("label", "Annex"),
            title,
            table,
            landscape,
        )
        for n, (title, table, landscape) in enumerate(tables, 1)
    ]


def _figures(brief: BulletinBrief, notes: tuple[str, ...]) -> Table:
    columns = (
        Column(pgettext("column", "Figure"), 34),
        Column(pgettext("column", "Value"), 22, Align.RIGHT),
        Column(pgettext("column", "Unit of measure"), 16, Align.CENTER),
        Column(pgettext("column", "Numerator / denominator"), 24, Align.CENTER),
        Column(pgettext("column", "Definition"), 60),
    )
    rows = tuple(
        (
            plain(cell.label),
            plain(cell.value) or NULL,
            plain(cell.unit),
            f"{cell.numerator} / {cell.denominator}"
            if cell.numerator is not None and cell.denominator is not None
            else NULL,
            plain(cell.definition),
        )
        for cell in brief.headline
    )
    return Table(
        columns, rows, unit_note=_("As of {day}").format(day=day(brief.as_of)), notes=notes
    )
