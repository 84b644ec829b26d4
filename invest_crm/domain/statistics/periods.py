"""The months that ledgers of revenue speak of: 1-8月, 2024年, 前三季度, 当月, 累计.

A heading or a cell names months outright, or it means them in relation to what the row or the
title names. Where neither does, nothing is taken for granted.
"""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum

from msgspec import Struct

_GAP = re.compile(r"\s+")
_TO = "[-—–~至到]"
_NUMERALS = {word: str(place) for place, word in enumerate("一二三四五六七八九十", start=1)}
_NUMERALS |= {"十一": "11", "十二": "12"}
_NUMERAL = re.compile(rf"(十[一二]?|[一二三四五六七八九])(?=月|个?季|{_TO})")
_WHOLE_DAY = re.compile(r"20\d\d([-./])\d{1,2}\1\d{1,2}(?!\d)")
_COMPACT = re.compile(r"(?<!\d)(20\d\d)(0[1-9]|1[0-2])(?!\d)")
_POINTED = re.compile(r"(?<!\d)(20\d\d)[-./](\d{1,2})(?!\d)")
_YEAR = re.compile(r"(?<!\d)(20\d\d)(?!\d)")
_YEAR_WORD = re.compile(r"(?<!\d)20\d\d(?!\d)年?度?")
_SPAN = re.compile(rf"(?<!\d)(\d{{1,2}})(?:月份?{_TO}(\d{{1,2}})(?!\d)月?|{_TO}(\d{{1,2}})月)")
_QUARTERS = re.compile(rf"(?:前|1{_TO})([1-4])个?季度")
_QUARTER = re.compile(r"([1-4])季度")
_MONTH = re.compile(r"(?<!\d)(\d{1,2})月")
_SO_FAR = re.compile(r"累计|截[至止]|年初|本年|今年|年内")
_THIS_MONTH = re.compile(r"本月|当月|本期")
_LAST_YEAR = re.compile(r"上年|去年|上一年")
_ALL_YEAR = re.compile(r"全年|年度|上年|去年|上一年")
_CUT_OFF = re.compile(r"截[至止].*|(?:20\d\d年)?\d{1,2}月\d{1,2}日")
_LENGTH = {"quarter": 3, "year": 12}


class Reach(StrEnum):
    """What a figure covers in relation to the months of its row: them, the last, all so far."""

    PLAIN = "plain"
    MONTH = "month"
    SO_FAR = "so_far"


class Span(Struct, frozen=True, order=True):
    """Months of one year, the first and the last as YYYY-MM."""

    first: str
    last: str

    @property
    def key(self) -> str:
        """As one word: 2025-01/2025-08."""
        return f"{self.first}/{self.last}"

    @property
    def zh(self) -> str:
        """As offices write it: 2025年1-8月."""
        year, first, last = self.first[:4], int(self.first[5:]), int(self.last[5:])
        if (first, last) == (1, _LENGTH["year"]):
            return f"{year}年"
        return f"{year}年{first}月" if first == last else f"{year}年{first}-{last}月"

    def reached(self, reach: Reach) -> Span:
        """What a figure of such a reach covers where these are the months of its row."""
        if reach is Reach.PLAIN:
            return self
        first = self.last if reach is Reach.MONTH else f"{self.last[:4]}-01"
        return Span(first, self.last)


def span_of(key: str) -> Span:
    """The months of ``Span.key``."""
    first, _slash, last = key.partition("/")
    return Span(first, last)


def read_span(text: str, year: int | None, until: str = "") -> Span | None:
    """The months a text names outright; ``year`` where it names none.

    ``until`` (YYYY-MM): 累计 of a year that is over by then is the whole year.

    >>> read_span("1-8月累计", 2025).zh, read_span("2024年", None).zh
    ('2025年1-8月', '2024年')
    >>> read_span("2025年二季度", None).zh, read_span("8月累计", 2025).zh
    ('2025年4-6月', '2025年1-8月')
    >>> read_span("当月", 2025), read_span("1-8月", None), read_span("2024年12月-2025年2月", None)
    (None, None, None)
    """
    plain = _plain(text)
    years = set(map(int, _YEAR.findall(plain)))
    if len(years) > 1 or _WHOLE_DAY.search(plain):
        return None
    stated = next(iter(years), None)
    if stated is None and year is not None:
        stated = year - 1 if _LAST_YEAR.search(plain) else year
    if stated is None:
        return None
    rest = _YEAR_WORD.sub("", plain)
    found = _months(rest) or _whole_year(rest, f"{stated}-12" <= until, named=bool(years))
    if found is None or not 1 <= found[0] <= found[1] <= _LENGTH["year"]:
        return None
    return Span(f"{stated}-{found[0]:02}", f"{stated}-{found[1]:02}")


def read_reach(text: str) -> Reach:
    """What a text without months of its own covers.

    >>> read_reach("本年累计").value, read_reach("当月营业收入").value
    ('so_far', 'month')
    """
    plain = _plain(text)
    if "累计" not in plain and _THIS_MONTH.search(plain):
        return Reach.MONTH
    return Reach.SO_FAR if _SO_FAR.search(plain) else Reach.PLAIN


def title_span(title: str) -> Span | None:
    """The months a table is about by its title; a cut-off names none.

    >>> title_span("2025年1-8月企业营业收入表（截至2025年8月31日）").zh
    '2025年1-8月'
    >>> title_span("企业营业收入台账（截至2025年8月31日）") is None
    True
    """
    return read_span(_CUT_OFF.sub("", _plain(title)), None)


def _plain(text: str) -> str:
    plain = _GAP.sub("", unicodedata.normalize("NFKC", text))
    plain = _NUMERAL.sub(lambda found: _NUMERALS[found.group(1)], plain)
    if _WHOLE_DAY.search(plain):
        return plain
    plain = _COMPACT.sub(_in_words, plain)
    return _POINTED.sub(_in_words, plain)


def _in_words(found: re.Match[str]) -> str:
    return f"{found.group(1)}年{int(found.group(2))}月"


def _months(rest: str) -> tuple[int, int] | None:
    span = _SPAN.search(re.sub(rf"月份?({_TO})月", r"月\1", rest))
    if span:
        return int(span.group(1)), int(span.group(2) or span.group(3))
    return _quarters(rest) or _halves(rest) or _month(rest)


def _quarters(rest: str) -> tuple[int, int] | None:
    size = _LENGTH["quarter"]
    whole = _QUARTERS.search(rest)
    if whole:
        return 1, size * int(whole.group(1))
    one = _QUARTER.search(rest)
    if one is None:
        return None
    last = size * int(one.group(1))
    return (1 if "累计" in rest else last - size + 1), last


def _halves(rest: str) -> tuple[int, int] | None:
    if "上半年" in rest:
        return 1, 6
    return (7, 12) if "下半年" in rest else None


def _month(rest: str) -> tuple[int, int] | None:
    one = _MONTH.search(rest)
    if one is None:
        return None
    month = int(one.group(1))
    return (1 if _SO_FAR.search(rest) else month), month


def _whole_year(rest: str, over: bool, *, named: bool) -> tuple[int, int] | None:  # noqa: FBT001
    """A year named by itself; one that 累计 is said of only when it is over."""
    if _THIS_MONTH.search(rest) or (_SO_FAR.search(rest) and not over):
        return None
    return (1, _LENGTH["year"]) if named or _ALL_YEAR.search(rest) else None
