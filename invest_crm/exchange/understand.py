"""A sheet as a ledger: choose, map, read every row, check the totals. Writes nothing.

The result is what a later step compares with the database; preview and commit use the same one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct, field

from invest_crm.domain import clock
from invest_crm.domain.text import cell_text
from invest_crm.errors import UserError
from invest_crm.exchange import captions
from invest_crm.exchange.draft import Context
from invest_crm.exchange.mapping import Choice, choose, fingerprint
from invest_crm.exchange.money_cells import money_reading
from invest_crm.exchange.problems import ledger_message
from invest_crm.exchange.reader import Quiet
from invest_crm.exchange.reading import LedgerReading, Notice
from invest_crm.exchange.records import REPORT_EVERY, read_rows, stop_if_asked
from invest_crm.exchange.revenue_cells import times_of
from invest_crm.exchange.rows import Anchor, sort_rows
from invest_crm.exchange.sheet import HOW_TO, is_blank
from invest_crm.exchange.status import status_columns
from invest_crm.exchange.talks import is_signed_title, is_talks
from invest_crm.exchange.totals import Line, check_totals, sums_money
from invest_crm.words import _

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Callable, Mapping, Sequence

    from invest_crm.domain.money import AmountReading
    from invest_crm.exchange.captions import CutOff
    from invest_crm.exchange.fields import Kind
    from invest_crm.exchange.headers import Layout
    from invest_crm.exchange.mapping import Column, Mapping_, Profile
    from invest_crm.exchange.reader import Progress
    from invest_crm.exchange.reading import Total
    from invest_crm.exchange.revenue_cells import Times
    from invest_crm.exchange.sheet import Cell, Sheet, Workbook
_TELLS: Mapping[Kind, tuple[str, ...]] = {
    "projects": ("name", "investor"),
    "firms": ("name",),
    "monthly": ("name",),
    "requests": ("content", "kind", "firm"),
    "contacts": ("contacts", "firm", "project"),
    "parcels": ("number", "name"),
    "approvals": ("item", "code"),
    "revenue": ("period", "name", "credit_code"),
}
"""The field that tells one record of a kind from the next, by preference. A firm or a unit merged
over several rows has several requests, or several people, or figures of
several months; a project several approvals."""
NEGLIGIBLE = 3
"""A sheet of so few rows (（此页空白）) holds no ledger."""


class Options(Struct, frozen=True):
    """What the person decided: kind, sheet, cut-off for a ledger that names none, profile.

    ``chains`` maps the county's own chain names to their ids.
    """

    kind: Kind | None = None
    sheet: str | None = None
    as_of: dt.date | None = None
    profile: Profile | None = None
    chains: Mapping[str, str] = field(default_factory=dict)


class _CutOff(Struct, frozen=True):
    """The cut-off in force and where it came from: sheet, option or file."""

    day: dt.date
    source: str
    notices: tuple[Notice, ...]


def understand(
    book: Workbook, options: Options | None = None, progress: Progress | None = None
) -> LedgerReading:
    """Read the ledger of a workbook.

    Raises UserError ``sheet-unknown``, ``ledger-unknown`` (no sheet reads like a ledger),
    ``kind-unfit`` (the kind asked for does not fit), ``cancelled``.
    """
    options = options or Options()
    choice = _choose(book, options)
    sheet, layout, mapping = choice.sheet, choice.layout, choice.mapping
    watch = progress or Quiet()
    lines = _lines(choice, watch)
    notes = tuple(_note_text(line) for line in lines if line.sort == "note")
    cut = _cut_off(book, choice, notes, options)
    context = _context(book, choice, notes, cut, options)
    rows = read_rows(choice, context, lines, watch)
    return LedgerReading(
        file=book.path_name,
        sha256=book.sha256,
        sheet=sheet,
        kind=mapping.kind,
        layout=layout,
        mapping=mapping,
        title="\n".join(layout.title),
        caption="\n".join(layout.caption),
        as_of=cut.day,
        as_of_source=cut.source,
        unit=context.unit or _common_unit(mapping),
        talks=context.talks,
        signed_title=context.signed_title,
        rows=rows,
        skipped=sum(line.sort not in {"data", "more"} for line in lines),
        totals=totals_of(choice, context, lines),
        notices=(*cut.notices, *_notices(book, choice), *_other_table(lines)),
        fingerprint=fingerprint(layout),
        context=context,
        lines=tuple(lines),
        other_sheets=_others(book, sheet),
    )


def _choose(book: Workbook, options: Options) -> Choice:
    names = {sheet.name for sheet in book.sheets}
    if options.sheet is not None and options.sheet not in names:
        raise UserError(
            "sheet-unknown",
            _("The file has no sheet of that name."),
            safe=_("Nothing was imported."),
            todo=_("Its sheets are: {names}.").format(names="、".join(sorted(names))),
        )
    choice = choose(book, sheet_name=options.sheet, kind=options.kind, profile=options.profile)
    if choice is not None:
        return choice
    if options.kind is not None:
        raise UserError(
            "kind-unfit",
            _("The file has no columns for the kind of ledger you asked for."),
            safe=_("Nothing was imported."),
            todo=_("Leave the kind open, or check the headings of the table."),
        )
    raise UserError(
        "ledger-unknown",
        _("No sheet of the file reads like a ledger: no row of known headings was found."),
        safe=_("Nothing was imported."),
        todo=_("Check that the table has a row of headings such as project or firm name."),
    )


def _lines(choice: Choice, progress: Progress) -> list[Line]:
    mapping = choice.mapping
    named = next(filter(None, map(mapping.of, _TELLS[mapping.kind])), None)
    anchor = Anchor(named.index if named else None, mapping.index)
    lines: list[Line] = []
    for number, row in enumerate(sort_rows(choice.sheet, choice.layout, anchor)):
        if number % REPORT_EVERY == 0:
            stop_if_asked(progress)
        lines.append(Line(*row))
    while lines and lines[-1].sort == "blank" and not any(map(_filled, lines[-1].cells)):
        lines.pop()
    return lines


def _filled(cell: Cell) -> bool:
    return not is_blank(cell)


def _note_text(line: Line) -> str:
    return " ".join(cell_text(cell) for cell in line.cells if not is_blank(cell))


def _cut_off(book: Workbook, choice: Choice, notes: tuple[str, ...], options: Options) -> _CutOff:
    layout = choice.layout
    found: CutOff | None = captions.cut_off(layout.title, layout.caption, notes)
    if found is not None:
        differs = options.as_of is not None and options.as_of != found.day
        notices = (_notice("as-of-differs", day=found.day.isoformat()),) if differs else ()
        return _CutOff(found.day, found.where, notices)
    if options.as_of is not None:
        day = options.as_of
        return _CutOff(day, "option", (_notice("as-of-from-option", day=day.isoformat()),))
    day = book.modified or clock.day_of(clock.now())
    return _CutOff(day, "file", (_notice("as-of-from-file", day=day.isoformat()),))


def _notice(code: str, **words: object) -> Notice:
    return Notice(code, ledger_message(code, **words))


def _context(
    book: Workbook, choice: Choice, notes: tuple[str, ...], cut: _CutOff, options: Options
) -> Context:
    layout, mapping = choice.layout, choice.mapping
    words = "".join(layout.title) or choice.sheet.name + book.path_name
    talks = mapping.kind == "projects" and is_talks(words, layout, mapping)
    stated = captions.year_in((*layout.title, *layout.caption))
    year = stated if stated and cut.source in {"file", "option"} else cut.day.year
    return Context(
        kind=mapping.kind,
        unit=captions.unit_in((*layout.caption, *layout.title, *notes)),
        year=year,
        as_of=cut.day,
        talks=talks,
        signed_title=not talks and is_signed_title(words),
        date1904=book.date1904,
        chains=options.chains,
        unit_column=mapping.unit_column,
        times=_times(layout, cut) if mapping.kind == "revenue" else None,
    )


def _times(layout: Layout, cut: _CutOff) -> Times:
    return times_of(layout.title, cut.day, dated=cut.source != "file")


def totals_of(choice: Choice, context: Context, lines: Sequence[Line]) -> tuple[Total, ...]:
    """The stated totals of a table against the sums of its records."""

    def reading_of(column: Column) -> Callable[[Cell], AmountReading] | None:
        return money_reading(column, context) if sums_money(choice.mapping, column) else None

    return check_totals(choice.sheet, choice.mapping, lines, reading_of, context.unit)


def _common_unit(mapping: Mapping_) -> str | None:
    """The unit all money columns share, when the caption names none."""
    units = {column.unit for column in mapping.columns if sums_money(mapping, column)}
    return units.pop() if len(units) == 1 else None


def _notices(book: Workbook, choice: Choice) -> tuple[Notice, ...]:
    sheet, mapping = choice.sheet, choice.mapping
    found = [_notice(code) for code in book.notes]
    hidden = [row for row in sheet.hidden_rows if choice.layout.first_data <= row <= sheet.last_row]
    if hidden:
        found.append(_notice("hidden-rows", count=len(hidden)))
    columns = [column for column in sheet.hidden_columns if column < len(mapping.columns)]
    if columns:
        found.append(_notice("hidden-columns", count=len(columns)))
    others = _others(book, sheet)
    if others:
        found.append(_notice("other-sheets", names="、".join(others)))
    if book.date1904:
        found.append(_notice("date-1904"))
    if mapping.kind == "projects" and mapping.of("name") is None:
        found.append(_notice("name-from-investor"))
    if mapping.kind == "revenue":
        found += _not_kept(mapping)
    found += [_notice("status-not-read", column=column.path) for column in status_columns(mapping)]
    return tuple(found)


def _not_kept(mapping: Mapping_) -> list[Notice]:
    """Filled columns of a ledger of revenue that have no place in a figure."""
    own = {mapping.index, mapping.unit_column}
    names = [
        column.path
        for column in mapping.columns
        if column.key is None and column.samples and column.index not in own
    ]
    return [_notice("columns-not-kept", names="、".join(names))] if names else []


def _other_table(lines: Sequence[Line]) -> tuple[Notice, ...]:
    """A second table below the first is not read; that is told, with its first row."""
    first = next((line.row for line in lines if line.sort == "other"), None)
    return () if first is None else (_notice("other-table", row=first),)


def _others(book: Workbook, sheet: Sheet) -> tuple[str, ...]:
    """The other sheets that hold more than a line or two."""
    return tuple(
        other.name
        for other in book.sheets
        if other is not sheet and len(other.rows) > NEGLIGIBLE and other.name != HOW_TO
    )
