"""The table of signed projects that have not started: one column list for every format.

The most used single report (domain brief 1.7). Its rows stand in the order of the brief, the
earliest signed first. PDF, DOCX and XLSX take headers, cells and total from here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.reports.blocks import Align, Column, Table
from invest_crm.reports.brief import Disposal
from invest_crm.reports.numbers import NULL, day, short_day, yi
from invest_crm.reports.plain import lines, plain
from invest_crm.words import N_, _, ngettext, pgettext

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.reports.brief import NotStartedRow

OVER_SIX_MONTHS = 2
"""The first age bucket of the projects signed more than six months ago."""
_PERSON = 14  # the column of the person's name
_DISPOSALS = {
    Disposal.PUSH: N_("push forward"),
    Disposal.PAUSE: N_("pause"),
    Disposal.TERMINATE: N_("terminate"),
}


def total_fen(rows: tuple[NotStartedRow, ...]) -> int:
    """Sum of the known amounts in 分; the raw values are added before any rounding."""
    return sum(row.amount_fen or 0 for row in rows)


def columns() -> tuple[Column, ...]:
    """The seventeen columns; widths in mm for the 225 mm of a page on its side."""
    project, progress, duty = (
        pgettext("column", "Project"),
        pgettext("column", "What holds it"),
        pgettext("column", "Who answers for it"),
    )
    return (
        Column(pgettext("column", "No."), 7.4, Align.CENTER),
        Column(pgettext("column", "Project name"), 22.5, Align.LEFT, project),
        Column(pgettext("column", "Investor"), 19.5, Align.LEFT, project),
        Column(pgettext("column", "Amount (RMB 100 million)"), 12.4, Align.RIGHT, project),
        Column(pgettext("column", "Signed on"), 17.8, Align.CENTER, project),
        Column(pgettext("column", "Months signed"), 10.6, Align.RIGHT, project),
        Column(pgettext("column", "Site"), 8.5, Align.CENTER, progress),
        Column(pgettext("column", "Current step"), 13.8, Align.LEFT, progress),
        Column(pgettext("column", "Why not started"), 16.2, Align.LEFT, progress),
        Column(pgettext("column", "Unit to act"), 13.9, Align.LEFT, progress),
        Column(pgettext("column", "Needs"), 12, Align.LEFT, progress),
        Column(pgettext("column", "Planned start"), 17.8, Align.CENTER, progress),
        Column(pgettext("column", "Leader"), 11.5, Align.LEFT, duty),
        Column(pgettext("column", "Unit in charge"), 13.9, Align.LEFT, duty),
        Column(pgettext("column", "Person"), 10.7, Align.CENTER, duty),
        Column(pgettext("column", "Next step"), 14, Align.LEFT, duty),
        Column(pgettext("column", "Proposal"), 8, Align.CENTER, duty),
    )


def step_words(row: NotStartedRow) -> str:
    """The holding step with the days there, marked when it was inferred (推定)."""
    words = plain(row.step)
    if not words:
        return ""
    if row.presumed:
        words = _("{step} (presumed)").format(step=words)
    if row.step_days is not None:
        days = ngettext("{n} day", "{n} days", row.step_days).format(n=row.step_days)
        words += "\n" + _("{days} there").format(days=days)
    return words


def disposal_words(row: NotStartedRow) -> str:
    """推进, 暂缓 or 解约; empty when nothing is proposed."""
    return _(_DISPOSALS[row.disposal]) if row.disposal else ""


def cells(number: int, row: NotStartedRow) -> tuple[str, ...]:
    """The seventeen cells of a row as they are printed."""
    texts = (
        row.site_mode,
        step_words(row),
        row.reason,
        row.holding_unit,
        row.to_coordinate,
        short_day(row.planned_start),
        row.leader,
        row.lead_unit,
        row.person,
        row.next_step,
    )
    return (
        str(number),
        plain(row.name),
        plain(row.investor),
        yi(row.amount_fen),
        plain(short_day(row.signed_on)),
        NULL if row.months is None else str(row.months),
        *("\n".join(lines(text)) for text in texts),
        disposal_words(row),
    )


def title_words(county: str) -> str:
    """The list's title."""
    return _("Signed projects of {county} not yet started").format(county=plain(county))


def count_words(n: int) -> str:
    """So many projects, in the short form of a heading."""
    return pgettext("count", "{n}").format(n=n)


def total_words(rows: tuple[NotStartedRow, ...]) -> str:
    """The label of the total row with its count."""
    return ngettext("Total ({n} project)", "Total ({n} projects)", len(rows)).format(n=len(rows))


def table(
    rows: tuple[NotStartedRow, ...],
    as_of: date,
    notes: tuple[str, ...] = (),
    *,
    names: bool = True,
) -> Table:
    """The list as a table block with its total row and notes.

    ``names=False`` leaves out the persons: a circular goes to every office (domain brief 8.2).
    """
    kept = [i for i in range(len(columns())) if names or i != _PERSON]
    printed = [cells(i, row) for i, row in enumerate(rows, 1)]
    total = ("", total_words(rows), "", yi(total_fen(rows)), *("" for _i in range(13)))
    return Table(
        columns=tuple(columns()[i] for i in kept),
        rows=tuple(tuple(row[i] for i in kept) for row in printed or [_nothing()]),
        total=tuple(total[i] for i in kept) if rows else (),
        unit_note=_("As of {day}").format(day=day(as_of)),
        notes=tuple(plain(note) for note in (*notes, *gap_notes(rows))),
    )


def _nothing() -> tuple[str, ...]:
    """The row of a list with no project: said, not left to be guessed."""
    return ("", pgettext("no project", "None"), *("" for _i in range(15)))


def gap_notes(rows: tuple[NotStartedRow, ...]) -> tuple[str, ...]:
    """What a reader must know about the total: unknown amounts, rounding."""
    notes: list[str] = []
    unknown = sum(row.amount_fen is None for row in rows)
    if unknown:
        notes.append(
            ngettext(
                "{n} project without a known total investment counts as nothing in the sum.",
                "{n} projects without a known total investment count as nothing in the sum.",
                unknown,
            ).format(n=unknown)
        )
    if rounding_shows([row.amount_fen or 0 for row in rows]):
        notes.append(rounding_note())
    return tuple(notes)


def rounding_shows(amounts_fen: list[int]) -> bool:
    """Whether the printed rows do not add up to the printed sum (two places of 亿元)."""
    hundredths = 100_000_000
    printed = sum((fen + hundredths // 2) // hundredths for fen in amounts_fen)
    return printed != (sum(amounts_fen) + hundredths // 2) // hundredths


def rounding_note() -> str:
    """The customary note on sums of rounded parts."""
    return _("Parts may not add up to the total because of rounding.")


def definition_words() -> str:
    """What the list counts, for a brief that brings no definition of its own."""
    return _(
        "Signed and not started: a formal investment agreement is signed, the start is not "
        "recorded, and the project is neither terminated nor merged, as of the cut-off day."
    )


def bucket_words(index: int) -> str:
    """The name of an ageing bucket."""
    names = (
        _("within the last 3 months"),
        _("3 to 6 months ago"),
        _("6 to 12 months ago"),
        _("over 12 months ago"),
    )
    return names[index]
