"""One reader per column: from a cell to the value of its field.

Readers are made once per column so that a plain text cell costs next to nothing; repeated values
of structured columns are remembered. Reading itself (amounts, dates, people) is the domain's.
"""

from __future__ import annotations

import re
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from invest_crm.domain.area import parse_area
from invest_crm.domain.credit_code import check_credit_code
from invest_crm.domain.flags import parse_flag
from invest_crm.domain.partial_date import parse_date
from invest_crm.domain.people import split_leaders, split_units
from invest_crm.domain.text import clean_lines, is_unknown
from invest_crm.exchange.cell_texts import ODD, remembered, tidy, tidy_lines
from invest_crm.exchange.chains import find_chain
from invest_crm.exchange.choices import agreement_code, find_place, site_code
from invest_crm.exchange.draft import Sign
from invest_crm.exchange.fields import fields_of
from invest_crm.exchange.heading import MONEY_UNITS
from invest_crm.exchange.land_cells import land_reader
from invest_crm.exchange.money_cells import amount_reader
from invest_crm.exchange.revenue_cells import figure_reader, origin_reader, period_reader
from invest_crm.exchange.sheet import EXACT, shown
from invest_crm.exchange.status import end_teller, is_status

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.exchange.draft import Context, Draft, Reader
    from invest_crm.exchange.mapping import Column
    from invest_crm.exchange.reading import Value
    from invest_crm.exchange.sheet import Cell

SOME = 2_000  # of cells that are quickly read no more are worth remembering
SHORT = 8
_SCIENTIFIC = re.compile(r"\d(?:\.\d+)?E\+0?1[4-9]")
_DAYS_TO_1904 = 1462
_CLOSED = re.compile(
    r"^(?:已|全部|均已|按时|按期)?(?:办结|解决|销号|完成|化解|闭环|结案|答复|办理完毕|完结)"
)
_OPEN = re.compile(r"未|正在|推进|办理中|进行中|对接|跟进|持续|待|部分|在办|协调中|处理中|暂")


class PlainReader:
    """The reader of a column in which a cell means the same in every row.

    ``read`` gives the value of a cell, None where ``odd`` must say what is wrong with it. Values
    are ``known`` by the kind of the cell (1, 1.0 and True are different cells), where the reading
    of rows looks first.
    """

    def __init__(
        self, key: str, read: Callable[[Cell], Value], odd: Reader, *, extra: bool = False
    ) -> None:
        self.key = key
        self.extra = extra
        self.known: defaultdict[type, Known] = defaultdict(lambda: Known(read))
        self._odd = odd

    def __call__(self, cell: Cell, draft: Draft) -> None:
        """Read a cell, an odd one too."""
        value = self.known[cell.__class__][cell]
        if value is None:
            self._odd(cell, draft)
            return
        into: dict[str, Any] = draft.extra if self.extra else draft.fields
        into[self.key] = value


class Known(dict["Cell", "Value"]):
    """What the cells of one kind mean; a cell is read when it is first looked up."""

    def __init__(self, read: Callable[[Cell], Value]) -> None:
        super().__init__()
        self._read = read

    def __missing__(self, cell: Cell) -> Value:
        """Read a cell and keep what it means, while there is room."""
        value = self._read(cell)
        if len(self) < SOME:
            self[cell] = value
        return value


def make_reader(column: Column, context: Context, extra_name: str) -> Reader:
    """The reader of a column; an unmapped one keeps its text under its heading."""
    if column.key is None:
        read = _extra(extra_name)
        stands = context.kind == "projects" and is_status(column)
        return _status(column, read) if stands else read
    shape = fields_of(context.kind)[column.key].shape
    makers: dict[str, Callable[[Column, Context], Reader]] = {
        "money": _money,
        "area": _area,
        "date": _date,
        "milestone": _milestone,
        "contacts": _contacts,
        "leaders": _leaders,
        "units": _units,
        "code": _code,
        "credit": _credit,
        "chain": _chain,
        "agreement": _agreement,
        "month": _month,
        "closed": _closed,
        "long": _long,
        "firm": _firm,
        "revenue": figure_reader,
        "period": period_reader,
        "origin": lambda column, _context: origin_reader(column),
        "land": lambda column, _context: land_reader(column),
    }
    return makers.get(shape, _text)(column, context)


def _lost(cell: Cell) -> bool:
    if isinstance(cell, str):
        return "E+" in cell and _SCIENTIFIC.fullmatch(cell.strip()) is not None
    return isinstance(cell, float) and abs(cell) >= EXACT


def _extra(name: str) -> Reader:
    return PlainReader(name, _extra_text, _nothing, extra=True)


def _nothing(_cell: Cell, _draft: Draft) -> None:
    """A cell that says nothing leaves nothing."""


def _extra_text(cell: Cell) -> str | None:
    text = shown(cell)
    return (clean_lines(text) if isinstance(cell, str) and ODD.search(text) else text) or None


def _status(column: Column, keep: Reader) -> Reader:
    tell = end_teller(column)
    ended = remembered(lambda cell: tell(tidy(cell)))

    def read(cell: Cell, draft: Draft) -> None:
        keep(cell, draft)
        if ended(cell):
            draft.trouble("status-ended", column, cell, keep=False)

    return read


def _text(column: Column, _context: Context) -> Reader:
    key = column.key or ""
    if key == "site_mode":
        return _choice(column, site_code)

    def lost(cell: Cell, draft: Draft) -> None:
        draft.trouble("precision-lost", column, cell)

    return PlainReader(key, _kept_text, lost)


def _kept_text(cell: Cell) -> str | None:
    """The text of a cell, None of a number that a spreadsheet has shortened."""
    if type(cell) is str and not ODD.search(cell):
        return None if "E+" in cell and _lost(cell) else cell
    return None if _lost(cell) else tidy(cell)


def _long(column: Column, _context: Context) -> Reader:
    key = column.key or ""

    def read(cell: Cell, draft: Draft) -> None:
        draft.fields[key] = tidy_lines(cell)

    return read


def _firm(column: Column, _context: Context) -> Reader:
    """A firm's name; a place in brackets behind it is where the money comes from."""
    key = column.key or ""
    recall = remembered(find_place)

    def read(cell: Cell, draft: Draft) -> None:
        name = tidy(cell)
        if key == "investor" and name.endswith(("）", ")")):
            name, place = recall(name)
            if place:
                draft.fields.setdefault("funds_origin", place)
        draft.fields[key] = name

    return read


def _money(column: Column, context: Context) -> Reader:
    key = column.key or ""
    amount_of = amount_reader(column, context)
    main = key in {"total_investment", "registered_capital"}

    def read(cell: Cell, draft: Draft) -> None:
        reading = amount_of(cell, draft)
        draft.fields[key] = reading.fen
        if reading.flags or reading.problem or reading.fixed_fen is not None:
            if main and "unknown" in reading.flags:
                draft.flags.add("unknown")
            if reading.problem:
                draft.trouble(reading.problem, column, cell)
            elif "currency" in reading.flags or "range" in reading.flags:
                draft.extra[column.path] = shown(cell).strip()
            draft.amounts[key] = reading
            if key == "total_investment":
                draft.total_column = column

    return read


def _area(column: Column, _context: Context) -> Reader:
    key = column.key or ""
    unit = column.unit if column.unit and column.unit not in MONEY_UNITS else "亩"
    if unit not in {"亩", "公顷", "平方米", "万平方米", "m2", "万m2", "平方公里"}:
        unit = "亩"
    recall = remembered(lambda cell: parse_area(cell, unit))

    def read(cell: Cell, draft: Draft) -> None:
        reading = recall(cell)
        draft.fields[key] = reading if reading.sqdm is not None else None
        if reading.problem:
            draft.trouble(reading.problem, column, cell)

    return read


def _moment(cell: Cell, context: Context) -> Cell:
    """A bare day number of a workbook that counts from 1904, as the usual day number."""
    if not context.date1904 or not isinstance(cell, int | float) or isinstance(cell, bool):
        return cell
    return cell + _DAYS_TO_1904 if 20_000 < cell < 80_000 and cell == int(cell) else cell


def _date(column: Column, context: Context) -> Reader:
    key = column.key or ""
    recall = remembered(lambda cell: parse_date(_moment(cell, context), year=context.year))

    def read(cell: Cell, draft: Draft) -> None:
        reading = recall(cell)
        known = reading.date if reading.date is not None and reading.date.value else None
        draft.fields[key] = known
        if reading.problem:
            draft.trouble(reading.problem, column, cell)
        elif known is None and not is_unknown(shown(cell)):
            draft.trouble("date-text", column, cell)

    return read


def _milestone(column: Column, context: Context) -> Reader:
    key = column.key or ""
    read_sign = _flag_sign if column.role == "flag" else _date_sign
    recall = remembered(lambda cell: read_sign(column, context, cell))

    def read(cell: Cell, draft: Draft) -> None:
        draft.signs.setdefault(key, []).append(recall(cell))

    return read


def _flag_sign(column: Column, context: Context, cell: Cell) -> Sign:
    raw = shown(cell).strip()
    reading = parse_flag(
        _moment(cell, context), year=context.year, cut_off=context.as_of, asked=column.key
    )
    return Sign(column, raw, reading.value, reading.date, reading.problem)


def _date_sign(column: Column, context: Context, cell: Cell) -> Sign:
    raw = shown(cell).strip()
    reading = parse_date(_moment(cell, context), year=context.year, cut_off=context.as_of)
    known = reading.date if reading.date is not None and reading.date.value else None
    problem = reading.problem
    if problem is None and "planned" in reading.notes:
        known, problem = None, "date-planned"
    said = reading.flag if reading.flag is not None else (True if known else None)
    if known is None and problem is None and (said or "text" in reading.notes):
        said = parse_flag(cell, asked=column.key).value
        problem = None if said or is_unknown(raw) else "date-text"
    return Sign(column, raw, said, known, problem)


def _contacts(column: Column, _context: Context) -> Reader:
    role = column.role

    def read(cell: Cell, draft: Draft) -> None:
        draft.people.append((role, cell))

    return read


def _leaders(column: Column, _context: Context) -> Reader:
    recall = remembered(lambda cell: "；".join(leader.text for leader in split_leaders(cell)))
    return _plain(column.key or "", recall)


def _plain(key: str, read_text: Callable[[Cell], str]) -> Reader:
    def read(cell: Cell, draft: Draft) -> None:
        draft.fields[key] = read_text(cell) or None

    return read


def _units(column: Column, _context: Context) -> Reader:
    key = column.key or ""
    recall = remembered(split_units)

    def read(cell: Cell, draft: Draft) -> None:
        units = recall(cell)
        draft.fields[key] = units[0] if units else None
        if len(units) > 1 and key == "lead_unit":
            draft.fields.setdefault("contact_unit", "、".join(units[1:]))
        elif len(units) > 1:
            draft.extra[column.path] = shown(cell).strip()

    return read


def _code(column: Column, _context: Context) -> Reader:
    key = column.key or ""

    def read(cell: Cell, draft: Draft) -> None:
        if _lost(cell):
            draft.trouble("precision-lost", column, cell)
            return
        text = tidy(cell)
        draft.fields[key] = None if len(text) < SHORT and is_unknown(text) else text

    return read


def _credit(column: Column, _context: Context) -> Reader:
    key = column.key or ""

    def read(cell: Cell, draft: Draft) -> None:
        if _lost(cell):
            draft.trouble("precision-lost", column, cell)
            return
        check = check_credit_code(shown(cell))
        if not check.valid and is_unknown(check.code):
            return
        draft.fields[key] = check.code
        if not check.valid:
            draft.trouble("credit-code-invalid", column, cell, keep=False)

    return read


def _chain(column: Column, context: Context) -> Reader:
    key = column.key or ""
    recall = remembered(lambda cell: find_chain(shown(cell), context.chains))
    unsaid = remembered(lambda cell: is_unknown(shown(cell)))

    def none(cell: Cell, draft: Draft) -> None:
        draft.fields[key] = None
        if not unsaid(cell):
            draft.trouble("chain-unknown", column, cell)

    return PlainReader(key, recall, none)


def _agreement(column: Column, _context: Context) -> Reader:
    return _choice(column, agreement_code)


def _choice(column: Column, find: Callable[[str], str | None]) -> Reader:
    key = column.key or ""
    recall = remembered(lambda cell: find(shown(cell)))

    def read(cell: Cell, draft: Draft) -> None:
        draft.fields[key] = recall(cell)
        if draft.fields[key] is None and not is_unknown(shown(cell)):
            draft.trouble("choice-unknown", column, cell)

    return read


def _month(column: Column, context: Context) -> Reader:
    key = column.key or ""
    recall = remembered(lambda cell: month_of(cell, context))

    def read(cell: Cell, draft: Draft) -> None:
        month = recall(cell)
        if month:
            draft.fields[key] = month
        else:
            draft.trouble("date-unreadable", column, cell)

    return read


def month_of(cell: Cell, context: Context) -> str | None:
    """The month a cell names (2025-08); a bare number 1 to 12 is a month of the year."""
    if isinstance(cell, int | float) and not isinstance(cell, bool) and 1 <= cell <= 12:
        return f"{context.year}-{int(cell):02d}"
    when = parse_date(cell, year=context.year).date
    if when is None or when.value is None or when.precision not in {"day", "month"}:
        return None
    return when.value[:7]


def _closed(column: Column, context: Context) -> Reader:
    key = column.key or ""
    recall = remembered(lambda cell: _is_closed(cell, context))

    def read(cell: Cell, draft: Draft) -> None:
        said = recall(cell)
        if said is None:
            draft.trouble("flag-unreadable", column, cell)
        else:
            draft.fields[key] = bool(draft.fields.get(key)) or said
        if column.role == "date" and said:
            draft.extra[column.path] = shown(cell).strip()

    return read


def _is_closed(cell: Cell, context: Context) -> bool | None:
    text = tidy(cell)
    if _CLOSED.match(text) and not _OPEN.search(text):
        return True
    said = parse_flag(cell, year=context.year, cut_off=context.as_of).value
    if said is None and _OPEN.search(text):
        return False
    return said
