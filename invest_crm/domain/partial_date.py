"""Dates known only in part, and the reading of the dates that ledgers hold.

A date is a value with a precision and the text it came from; no day is ever invented. Domain
rules: ``PartialDate.latest_day`` decides as-of and cohort membership; words such as 上旬, 月底,
年底 stay as a qualifier. Knows no milestones or deadlines.
"""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.numerals import CHINESE_DIGITS, decimal_of, parse_numeral
from invest_crm.domain.patterns import pattern
from invest_crm.domain.text import cell_text, flag_word, fold, is_blank, is_error_cell, is_unknown
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

FIRST_YEAR, LAST_YEAR = 1980, 2100

_FORMS = {
    "day": pattern(r"\d{4}-\d\d-\d\d", re.ASCII),
    "month": pattern(r"\d{4}-\d\d", re.ASCII),
    "quarter": pattern(r"\d{4}-Q[1-4]", re.ASCII),
    "half": pattern(r"\d{4}-H[12]", re.ASCII),
    "year": pattern(r"\d{4}", re.ASCII),
}
_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}
_TEN_DAYS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31)}
MONTH_NAMES = (
    *(N_("Jan"), N_("Feb"), N_("Mar"), N_("Apr"), N_("May"), N_("Jun")),
    *(N_("Jul"), N_("Aug"), N_("Sep"), N_("Oct"), N_("Nov"), N_("Dec")),
)

_SERIAL_ZERO = date(1899, 12, 30)
_SERIAL_FIRST, _SERIAL_LAST = (
    (day - _SERIAL_ZERO).days for day in (date(1990, 1, 1), date(2060, 12, 31))
)
_YEAR = r"(?P<y>\d{4}|\d{2}(?=年))"
_BOUND = r"(?P<bound>(?:之|以)?前|左右|前后)?"
_IN_MONTH = r"(?P<part>上旬|中旬|下旬|月?[初中底末])?"
_READ = tuple(
    (kind, pattern(form, re.ASCII | re.IGNORECASE))
    for kind, form in (
        ("day", rf"(?P<y>\d{{4}}|\d\d)[年./-](?P<m>\d\d?)[月./-](?P<d>\d\d?)[日号]?{_BOUND}"),
        ("day", rf"(?P<m>\d\d?)月(?P<d>\d\d?)[日号]?{_BOUND}"),
        ("day", r"(?P<m>\d\d?)[./-](?P<d>\d\d?)"),
        ("day", r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"),
        ("month", rf"{_YEAR}[年./-](?P<m>\d\d?)月?份?{_IN_MONTH}{_BOUND}"),
        ("month", rf"(?P<m>\d\d?)月份?{_IN_MONTH}{_BOUND}"),
        ("month", r"(?P<y>\d{4})(?P<m>\d\d)"),
        ("quarter", rf"(?:{_YEAR}年?-?)?第?(?P<n>[一二三四1-4])季度?[初内底末]?{_BOUND}"),
        ("quarter", rf"(?:{_YEAR}年?-?)?Q(?P<n>[1-4]){_BOUND}"),
        ("half", rf"(?:{_YEAR}年?-?)?(?P<n>[上下])半年[内底末]?{_BOUND}"),
        ("half", rf"(?:{_YEAR}年?-?)?H(?P<n>[12]){_BOUND}"),
        ("year_part", rf"(?:{_YEAR})?年?年(?P<part>[初中底末]){_BOUND}"),
        ("year", rf"{_YEAR}(?:年度?)?(?:内|全年)?{_BOUND}"),
        ("year", rf"(?:全年|年内){_BOUND}"),
    )
)
_ORDINAL = {**dict(zip("一二三四", "1234", strict=True)), "上": "1", "下": "2"}
_YEAR_PARTS = {
    "初": ("01", "年初"),
    "中": ("06", "年中"),
    "底": ("12", "年底"),
    "末": ("12", "年底"),
}
_SERIAL = pattern(r"(\d{5})(?:\.\d+)?", re.ASCII)
_AMBIGUOUS = pattern(r"(?:\d{4}\.1|\d\d?\.\d+)", re.ASCII)
_TIME = pattern(
    r"(?<=[\d日号])[ T]*(?:\d\d?:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?"
    r"|[上下中]午|早上|晚上|全天)|[ ,]*(?:星期|周)[一二三四五六日天]",
    re.ASCII,
)
_CHINESE = pattern(rf"[{CHINESE_DIGITS}十廿卅]+(?=[年月日号])")
_RELATIVE = pattern("(今|本|当|明|次|去)年度?")
_OFFSET = {"今": 0, "本": 0, "当": 0, "明": 1, "次": 1, "去": -1}
_PLANNED = pattern("(?:预计|计划|拟定?|力争|争取|确保|暂定|原定)[于在]?")
_SINCE = pattern("(?P<done>已经?)?[于在自]?")
_EVENT = pattern(
    "(?P<done>已经?)?(?:正式|全面|实质性|全部)?(?:开工|动工|签约|签订|投产|试生产|竣工|完工|建成|入库|入统|注册|备案"
    "|完成|办结|交付|启动)(?:建设|仪式|生产)?$"
)
_BRACKETED = pattern(r"([^()]*)\(([^()]*)\)")
_RANGE = pattern(r"[-‐-―~〜至到]+")
_RANGE_END = pattern(r"(?:\d{4}[年./-])?\d{1,2}(?:[月./-]\d{0,2})?[日号]?", re.ASCII)
_DATE_LIKE = pattern(r"\d{4}|\d[./-]\d|^[^㐀-鿿]*$", re.ASCII)

_SHOWN = {
    "day": N_("{day} {month} {year}"),
    "month": N_("{month} {year}"),
    "quarter1": N_("Q1 {year}"),
    "quarter2": N_("Q2 {year}"),
    "quarter3": N_("Q3 {year}"),
    "quarter4": N_("Q4 {year}"),
    "half1": N_("first half of {year}"),
    "half2": N_("second half of {year}"),
    "year": N_("during {year}"),
    "this year": N_("{day} {month}"),
    "上旬": N_("early {month} {year}"),
    "中旬": N_("mid-{month} {year}"),
    "下旬": N_("late {month} {year}"),
    "月初": N_("start of {month} {year}"),
    "月中": N_("middle of {month} {year}"),
    "月底": N_("end of {month} {year}"),
    "年初": N_("start of {year}"),
    "年中": N_("middle of {year}"),
    "年底": N_("end of {year}"),
}
_SHOWN_BOUND = {"前": N_("by {date}"), "左右": N_("about {date}")}
_QUALIFIER = pattern(r"(.*?)(前|左右)?")


class PartialDate(Struct, frozen=True):
    """A date as far as it is known.

    ``precision`` is day, month, quarter, half, year or unknown; ``value`` is 2025-08-05, 2025-08,
    2025-Q3, 2025-H1, 2025 or None. ``qualifier`` is a word that narrows or bounds it (上旬, 月底,
    年底, 前 …). ``not_after`` (ISO day) is the cut-off of the source of a flag without a date.
    Raises ValueError when value and precision disagree.
    """

    value: str | None
    precision: str
    raw: str
    qualifier: str | None = None
    not_after: str | None = None

    def __post_init__(self) -> None:
        form = _FORMS.get(self.precision)
        if form is None:
            agrees = self.precision == "unknown" and self.value is None
        else:
            agrees = form.fullmatch(self.value or "") is not None
        if not agrees:
            raise ValueError(f"{self.value!r} is not a date of precision {self.precision!r}")
        self._span()
        if self.not_after is not None:
            date.fromisoformat(self.not_after)

    def first_day(self) -> date | None:
        """The earliest day it can be; None when unknown."""
        span = self._span()
        return None if span is None else span[0]

    def last_day(self) -> date | None:
        """The last day of its period; None when unknown.

        >>> PartialDate("2025-08", "month", "8月上旬", "上旬").last_day()
        datetime.date(2025, 8, 10)
        """
        span = self._span()
        return None if span is None else span[1]

    def latest_day(self, cut_off: date | None) -> date | None:
        """The latest possible day: the earlier of the end of its period and the cut-off.

        Domain rule: this day decides as-of and cohort membership. An unknown date has its own
        ``not_after`` for an end.
        """
        end = self.last_day()
        if end is None and self.not_after is not None:
            end = date.fromisoformat(self.not_after)
        return min((day for day in (end, cut_off) if day is not None), default=None)

    def to_json(self) -> dict[str, str | None]:
        """The public form: value, precision, raw, and not_after when set."""
        shape = {"value": self.value, "precision": self.precision, "raw": self.raw}
        return shape if self.not_after is None else {**shape, "not_after": self.not_after}

    @classmethod
    def from_json(cls, shape: Mapping[str, str | None]) -> PartialDate:
        """Rebuild from the public form; the qualifier is read from ``raw`` again."""
        value, raw = shape["value"], shape["raw"] or ""
        precision = shape["precision"] or "unknown"
        made = cls(value, precision, raw, not_after=shape.get("not_after"))
        if value is None:
            return made
        again = parse_date(raw, year=int(value[:4])).date
        if again is None or (again.value, again.precision) != (value, precision):
            return made
        return replace(made, qualifier=again.qualifier)

    def _span(self) -> tuple[date, date] | None:
        if self.value is None:
            return None
        if self.precision == "day":
            day = date.fromisoformat(self.value)
            return day, day
        year, months = int(self.value[:4]), _MONTHS_IN[self.precision]
        last_month = int(self.value[5:].lstrip("QH") or 1) * months
        first = date(year, last_month - months + 1, 1)
        last = date(year, last_month, monthrange(year, last_month)[1])
        start, end = _TEN_DAYS.get((self.qualifier or "")[:2], (1, 31))
        return first.replace(day=start), last.replace(day=min(end, last.day))


class DateReading(Struct, frozen=True):
    """What a cell says about a date.

    ``flag`` is True or False when the cell says that something did or did not happen; with True
    and no date, ``date`` is unknown with the cut-off as ``not_after``. ``problem`` is None or one
    of date-ambiguous, date-impossible, date-suspicious, date-unreadable, year-missing, error-cell.
    ``notes`` are of serial, two-digit-year, year-inferred, range, planned, bracket-text,
    after-cut-off, and text (words that name no date, such as 签约后3个月内).
    """

    date: PartialDate | None = None
    flag: bool | None = None
    problem: str | None = None
    notes: tuple[str, ...] = ()


def exact(day: date) -> PartialDate:
    """A day that is known."""
    return PartialDate(day.isoformat(), "day", day.isoformat())


def show(when: PartialDate | None, *, year: int | None = None) -> str:
    """A date as an office writes it in the language in force; "—" when nothing is known.

    ``year`` is the current year, left out of its days: 11月6日, but 2025年9月.
    """
    if when is None:
        return "—"
    first = when.first_day()
    if first is None:
        if when.not_after is None:
            return _("date unknown")
        end = PartialDate(when.not_after, "day", "")
        return _("date unknown, not after {date}").format(date=show(end, year=year))
    match = _QUALIFIER.fullmatch(when.qualifier or "")
    part, bound = match.groups() if match else ("", None)
    month = _(MONTH_NAMES[first.month - 1])
    shape = _(_SHOWN[part or _shape(when, first, year)])
    text = shape.format(year=first.year, month=month, day=first.day)
    return _(_SHOWN_BOUND[bound]).format(date=text) if bound else text


def _shape(when: PartialDate, first: date, year: int | None) -> str:
    if when.precision in ("quarter", "half"):
        return f"{when.precision}{(first.month - 1) // _MONTHS_IN[when.precision] + 1}"
    return "this year" if when.precision == "day" and first.year == year else when.precision


def parse_date(
    cell: object, *, year: int | None = None, cut_off: date | None = None
) -> DateReading:
    """Read a date cell; ``year`` (of the title or the filing date) completes 8月底前.

    Without ``year`` the year of ``cut_off`` (the day the source was closed) is used and noted.

    >>> parse_date("2025.8").date
    PartialDate(value='2025-08', precision='month', raw='2025.8', qualifier=None, not_after=None)
    >>> parse_date(2025.1).problem
    'date-ambiguous'
    """
    reading = _read(cell, year if year is not None or cut_off is None else cut_off.year)
    if reading.flag and reading.date is None:
        not_after = cut_off.isoformat() if cut_off else None
        unknown = PartialDate(None, "unknown", cell_text(cell).strip(), not_after=not_after)
        return replace(reading, date=unknown)
    first = reading.date.first_day() if reading.date else None
    if first is not None and cut_off is not None and first > cut_off:
        return replace(reading, notes=(*reading.notes, "after-cut-off"))
    return reading


def _read(cell: object, year: int | None) -> DateReading:
    if is_blank(cell):
        return DateReading()
    if isinstance(cell, bool):
        return DateReading(flag=cell)
    if isinstance(cell, date):
        return _Reader(cell_text(cell), year).on_day(cell.year, cell.month, cell.day)
    number = decimal_of(cell)
    if number is not None:
        return _from_number(number, cell_text(cell), year)
    if not isinstance(cell, str):
        return DateReading(problem="date-unreadable")
    return _from_text(cell, year)


def _from_number(number: Decimal, raw: str, year: int | None) -> DateReading:
    text = f"{number.normalize():f}"
    if text in ("0", "1"):
        return DateReading(flag=text == "1")
    if _AMBIGUOUS.fullmatch(text):
        # A spreadsheet drops the zero: 2025.1 is January or October, 8.1 the 1st or the 10th.
        return DateReading(problem="date-ambiguous")
    return _Reader(raw, year).matched(text) or DateReading(problem="date-unreadable")


def _from_text(cell: str, year: int | None) -> DateReading:
    folded = fold(cell)
    if is_error_cell(folded):
        return DateReading(problem="error-cell")
    if is_unknown(folded):
        return DateReading()
    said = flag_word(folded)
    if said is not None:
        return DateReading(flag=said)
    reader = _Reader(cell.strip(), year)
    body = _TIME.sub("", folded).replace(" ", "")
    return reader.sentence(body) or reader.bracketed(body) or reader.unread(body)


class _Reader:
    """One reading of one text; collects its notes on the way."""

    def __init__(self, raw: str, year: int | None) -> None:
        self.raw = raw
        self.year = year
        self.notes: list[str] = []

    def sentence(self, body: str) -> DateReading | None:
        """A date with words around it: 预计8月底前开工, 已于2025年3月投产."""
        planned = _PLANNED.match(body)
        since = _SINCE.match(body, planned.end() if planned else 0)
        start = since.end() if since else 0
        event = _EVENT.search(body, start)
        core = body[start : event.start() if event else None]
        core = _CHINESE.sub(self._arabic, _RELATIVE.sub(self._absolute, core, count=1))
        reading = self.matched(core) or self._range(core)
        if reading is None or reading.date is None:
            return reading
        if planned:
            return replace(reading, notes=(*reading.notes, "planned"))
        done = any(match is not None and match["done"] for match in (since, event))
        return replace(reading, flag=True) if done else reading

    def bracketed(self, body: str) -> DateReading | None:
        """A date with an aside, 2025.8.5（奠基）, or a flag with its date, 已开工（2025.8）."""
        match = _BRACKETED.fullmatch(body)
        if match is None:
            return None
        reading = self.sentence(match[1])
        if reading is not None:
            return replace(reading, notes=(*reading.notes, "bracket-text"))
        if not flag_word(match[1]):
            return None
        inner = self.sentence(match[2])
        return DateReading(flag=True) if inner is None else replace(inner, flag=True)

    def unread(self, body: str) -> DateReading:
        """Words are kept as text; what looks like a date but is none is a problem."""
        if _RELATIVE.match(body) and self.year is None:
            return DateReading(problem="year-missing")
        if _DATE_LIKE.search(body):
            return DateReading(problem="date-unreadable")
        return DateReading(notes=("text",))

    def matched(self, text: str) -> DateReading | None:
        """The reading of a text that is nothing but a date; None when it is not."""
        serial = _SERIAL.fullmatch(text)
        if serial is not None and _SERIAL_FIRST <= int(serial[1]) <= _SERIAL_LAST:
            self.notes.append("serial")
            day = _SERIAL_ZERO + timedelta(days=int(serial[1]))
            return self.on_day(day.year, day.month, day.day)
        for kind, form in _READ:
            match = form.fullmatch(text)
            if match is not None:
                return self._built(kind, match.groupdict(""))
        return None

    def on_day(self, year: int, month: int, day: int, qualifier: str | None = None) -> DateReading:
        """A reading of day precision, or the reason why there is no such day."""
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return DateReading(problem="date-suspicious")
        try:
            value = date(year, month, day).isoformat()
        except ValueError:
            return DateReading(problem="date-impossible")
        return self._reading(value, "day", qualifier)

    def _built(self, kind: str, groups: dict[str, str]) -> DateReading:
        year = self._year(groups.get("y", ""))
        if year is None:
            return DateReading(problem="year-missing")
        if not FIRST_YEAR <= year <= LAST_YEAR:
            return DateReading(problem="date-suspicious")
        bound = groups.get("bound", "")
        bound = "前" if bound in ("之前", "以前") else bound.replace("前后", "左右")
        month = int(groups.get("m") or 1)
        if kind == "day":
            return self.on_day(year, month, int(groups["d"]), bound or None)
        if not 1 <= month <= 12:
            return DateReading(problem="date-impossible")
        if kind == "year_part":
            digits, word = _YEAR_PARTS[groups["part"]]
            return self._reading(f"{year}-{digits}", "month", word + bound)
        number = _ORDINAL.get(groups.get("n", ""), groups.get("n", ""))
        value = {
            "month": f"{year}-{month:02d}",
            "quarter": f"{year}-Q{number}",
            "half": f"{year}-H{number}",
            "year": f"{year}",
        }[kind]
        return self._reading(value, kind, _part_of_month(groups.get("part", "")) + bound or None)

    def _reading(self, value: str, precision: str, qualifier: str | None) -> DateReading:
        when = PartialDate(value, precision, self.raw, qualifier)
        return DateReading(when, notes=tuple(self.notes))

    def _year(self, digits: str) -> int | None:
        if not digits:
            self.notes.append("year-inferred")
            return self.year
        if len(digits) == 2:
            self.notes.append("two-digit-year")
            return int(digits) + (1900 if int(digits) >= FIRST_YEAR % 100 else 2000)
        return int(digits)

    def _absolute(self, match: re.Match[str]) -> str:
        if self.year is None:
            return match[0]
        self.notes.append("year-inferred")
        return f"{self.year + _OFFSET[match[1]]}年"

    @staticmethod
    def _arabic(match: re.Match[str]) -> str:
        number = parse_numeral(match[0])
        return match[0] if number is None else f"{number:f}"

    def _range(self, text: str) -> DateReading | None:
        """The start of 2025年8月5日-9日; the longest readable start wins over 2025-8."""
        for mark in reversed(list(_RANGE.finditer(text))):
            if not _RANGE_END.fullmatch(text[mark.end() :]):
                continue
            start = self.matched(text[: mark.start()])
            if start is not None and (start.date is None or start.date.precision != "year"):
                return replace(start, notes=(*start.notes, "range"))
        return None


def _part_of_month(part: str) -> str:
    if len(part) == 2 and part in _TEN_DAYS:
        return part
    return {"初": "月初", "中": "月中", "底": "月底", "末": "月底"}.get(part[-1:], "")
