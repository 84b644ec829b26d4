"""Cells of a ledger of revenue: figures with the months they cover, the source of the figures.

A column names its months (1-8月), or the row does (所属期), or the title; what none of them names
is not taken over, because a figure of unknown months is worse than none.
"""

from __future__ import annotations

import datetime as dt
import re
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.partial_date import parse_date
from invest_crm.domain.statistics.periods import (
    Reach,
    Span,
    read_reach,
    read_span,
    span_of,
    title_span,
)
from invest_crm.domain.statistics.revenue import Origin
from invest_crm.domain.text import is_unknown
from invest_crm.exchange.captions import year_in
from invest_crm.exchange.money_cells import amount_reader
from invest_crm.exchange.sheet import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.exchange.draft import Context, Draft, Reader
    from invest_crm.exchange.mapping import Column
    from invest_crm.exchange.sheet import Cell

_ORIGINS = (
    (re.compile(r"统计|直报|联网"), None),
    (re.compile(r"利润表|损益表|利润及"), Origin.PROFIT),
    (re.compile(r"增值税|纳税申报|VAT"), Origin.VAT),
    (re.compile(r"企业|上报|报送|自报|填报"), Origin.FIRM),
)
"""None: figures of the statistics bureau about one firm are not for others."""
_DROPPED_ZERO = 1
_FIRST_DAY, _LAST_DAY = 20_000, 80_000
"""Bare numbers between them are days as a spreadsheet counts them."""
_MONTHS = 12


class Times(Struct, frozen=True):
    """The months a ledger speaks of where neither column nor row names any.

    ``year`` and ``month`` (YYYY-MM) are None where only the file's own date would tell.
    """

    year: int | None
    month: str | None
    span: Span | None
    until: str


class Figure(Struct, frozen=True):
    """One amount (分) of a row: the months it covers, or what it covers of those of the row."""

    column: Column
    cell: Cell
    fen: int
    covers: Span | Reach | None


def times_of(title: Sequence[str], as_of: dt.date, *, dated: bool) -> Times:
    """What title and cut-off say; ``dated``: ledger or person named the cut-off."""
    until, year = f"{as_of:%Y-%m}", year_in(tuple(title))
    dated = dated and year in {None, as_of.year}
    span = next(filter(None, map(title_span, title)), None)
    return Times(as_of.year if dated else year, until if dated else None, span, until)


def figure_reader(column: Column, context: Context) -> Reader:
    """The reader of a column of revenue."""
    amount_of = amount_reader(column, context)
    covers = _covers(column.path, _times(context))

    def take(cell: Cell, draft: Draft) -> None:
        reading = amount_of(cell, draft)
        if reading.problem or "currency" in reading.flags:
            code = reading.problem or "amount-unreadable"
            draft.trouble(code, column, cell, keep=False)
        elif reading.fen is not None:
            draft.figures.append(Figure(column, cell, reading.fen, covers))

    return take


def _times(context: Context) -> Times:
    if context.times is None:
        raise RuntimeError("a ledger of revenue is read without its times")
    return context.times


def _covers(path: str, times: Times) -> Span | Reach | None:
    """What a column covers; None: months of a year that nobody names."""
    span = read_span(path, times.year, times.until)
    if span is not None:
        return span
    unnamed = times.year is None and read_span(path, int(times.until[:4]), times.until)
    return None if unnamed else read_reach(path)


def period_reader(column: Column, context: Context) -> Reader:
    """The reader of the column that names the months of the row."""
    times = _times(context)

    def take(cell: Cell, draft: Draft) -> None:
        text = shown(cell).strip()
        if is_unknown(text):
            return
        if _ambiguous(cell):
            draft.trouble("date-ambiguous", column, cell, keep=False)
            return
        span = _span_in(cell, text, times)
        if span is not None:
            draft.fields["period"] = span.key
        elif times.year is None and read_span(text, int(times.until[:4])) is not None:
            draft.trouble("year-missing", column, cell, keep=False)
        else:
            draft.trouble("months-unreadable", column, cell, keep=False)

    return take


def _ambiguous(cell: Cell) -> bool:
    """The number 2025.1 may be October: a spreadsheet drops the zero."""
    return isinstance(cell, float) and cell % 1 > 0 and round(cell % 1 * 10, 6) == _DROPPED_ZERO


def _span_in(cell: Cell, text: str, times: Times) -> Span | None:
    if isinstance(cell, int | float) and _FIRST_DAY < cell < _LAST_DAY:
        when = parse_date(cell).date
        cell = (when and when.first_day()) or cell
    if isinstance(cell, dt.date):
        month = f"{cell:%Y-%m}"
        return Span(month, month)
    if text.isdecimal() and 1 <= int(text) <= _MONTHS:
        text += "月"
    return read_span(text, times.year, times.until)


def origin_reader(column: Column) -> Reader:
    """The reader of where figures come from; another source than a firm's own bars the row."""

    def take(cell: Cell, draft: Draft) -> None:
        text = shown(cell).strip()
        if is_unknown(text):
            return
        origin = next((code for words, code in _ORIGINS if words.search(text)), None)
        if origin is not None:
            draft.fields["origin"] = origin.value
            return
        draft.rejected = "origin-unfit"
        draft.trouble("origin-unfit", column, cell, keep=False)

    return take


def settle_figures(draft: Draft, times: Times) -> None:
    """The figures of a whole row by their months; those that cannot be placed are told."""
    period = draft.fields.get("period")
    own = span_of(str(period)) if period else times.span
    known: dict[str, Figure] = {}
    doubtful: set[str] = set()
    for figure in draft.figures:
        span = _placed(figure.covers, own, times)
        if span is None:
            code = "year-missing" if figure.covers is None else "months-missing"
            draft.trouble(code, figure.column, figure.cell, keep=False)
        elif known.setdefault(span.key, figure).fen != figure.fen:
            doubtful.add(span.key)
            draft.trouble("figures-disagree", figure.column, figure.cell, keep=False)
    found = {key: one.fen for key, one in known.items() if key not in doubtful}
    draft.fields["revenue"] = found or None
    if draft.figures and not found and draft.rejected is None:
        draft.rejected = "months-missing"


def _placed(covers: Span | Reach | None, own: Span | None, times: Times) -> Span | None:
    if covers is None or isinstance(covers, Span):
        return covers
    if own is None and times.month is not None and covers is not Reach.PLAIN:
        own = Span(times.month, times.month)
    return None if own is None else own.reached(covers)
