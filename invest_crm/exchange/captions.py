"""What stands around the table: title, caption and notes, and what they say.

Cut-off rule (figures rule "What a ledger means"): the date in title, caption or note; of a named
week its Sunday, of a named month its last day. A bare year is no cut-off but dates without a
year borrow it.
"""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from calendar import monthrange

from msgspec import Struct

from invest_crm.exchange.heading import MONEY_UNITS

_GAP = re.compile(r"\s+")
_UNITS = "|".join(sorted(MONEY_UNITS, key=len, reverse=True))
_UNIT = re.compile(rf"(?:单位|计量单位|金额单位|货币单位)[::为是均]*(?:人民币)?({_UNITS})")
_UNIT_BARE = re.compile(rf"^[(]?(?:人民币)?({_UNITS})[)]?$")
_TITLE = re.compile(
    r"台账|表$|一览表|清单|名录|汇总|情况表|月报|周报|统计|通讯录|名单|[库册]$|台帐|进展|调度"
)

_YEAR = r"(?:(?P<y>(?:19|20)\d\d|[〇零一二○]{2}[〇零一二三四五六七八九○]{2})年?度?)"
_DAY_TEXT = r"(?:(?P<y>(?:19|20)\d\d)[年./-])?(?P<m>\d{1,2})[月./-](?P<d>\d{1,2})日?(?![\d.])"
_COMPACT = r"(?P<y>(?:19|20)\d\d)(?P<m>[01]\d)(?P<d>[0-3]\d)(?!\d)"
_MONTH_TEXT = r"(?:(?P<y>(?:19|20)\d\d)[年./-])?(?P<m>\d{1,2})月(?:份|底|末)?"
_CUT = r"(?:截至|截止|截止到|截至到|数据截至|统计截至)(?:日期|时间|目前|到|至)?[::]?(?:到|至)?"
_FILED = r"(?:填报|填表|更新|统计|报送|制表|上报|编制|数据)(?:日期|时间)[::]?"
_WEEK = re.compile(
    rf"(?:{_YEAR})?(?:.{{0,6}}?)第?(?P<w>\d{{1,2}}|[一二三四五六七八九十]{{1,3}})周(?!年|岁|边)"
)
_SPAN = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)[年./-])?\d{1,2}(?:[月./-]\d{1,2}日?)?[-—–~至到](?:(?P<y2>20\d\d)[年./-])?"
    r"(?P<m>\d{1,2})[月./-](?P<d>\d{1,2})日?"
)
_DAY_SPAN = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)[年./-])?(?P<m>\d{1,2})月\d{1,2}日?[-—–~至到](?P<d>\d{1,2})日"
)
_WEEK_OF_MONTH = re.compile(
    r"(?:(?P<y>(?:19|20)\d\d)年)?(?P<m>\d{1,2})月(?:份)?第?(?P<w>[1-6一二三四五六])周"
)
_CHINESE_YEAR = re.compile(r"[〇零一二○][〇零一二三四五六七八九○]{3}(?=年)")
_CHINESE_PART = re.compile(r"([一二三四五六七八九十]{1,3})(?=[月日])")
_MONTH_SPAN = re.compile(r"(?:(?P<y>(?:19|20)\d\d)年)?\d{1,2}月?[-—–~至到](?P<m>\d{1,2})月(?!\d)")
_QUARTER = re.compile(rf"(?:{_YEAR})?第?(?P<q>[一二三四1234])季度")
_HALF = re.compile(rf"(?:{_YEAR})?(?P<h>上|下)半年")
_ANY_YEAR = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d\d)(?!\d)(?:年|[./-])?")
_CHINESE = {word: index for index, word in enumerate("〇一二三四五六七八九")} | {"零": 0, "○": 0}


class CutOff(Struct, frozen=True):
    """A cut-off found in words, and where: title, caption, note or sheet."""

    day: dt.date
    where: str
    text: str


def plain(text: str) -> str:
    """Folded for reading: width, spaces, kinds of dash."""
    return _GAP.sub("", unicodedata.normalize("NFKC", text)).replace("−", "-").replace("－", "-")


def unit_in(texts: tuple[str, ...]) -> str | None:
    """The money unit a caption or note declares (单位：亿元)."""
    for text in texts:
        found = _UNIT.search(plain(text)) or _UNIT_BARE.match(plain(text))
        if found:
            return found.group(1)
    return None


def looks_like_title(text: str) -> bool:
    """Whether a text is worded like the title of a table."""
    return bool(_TITLE.search(plain(text)))


def year_in(texts: tuple[str, ...]) -> int | None:
    """The first year mentioned."""
    for text in texts:
        found = _ANY_YEAR.search(plain(text))
        if found:
            return int(found.group("y"))
    return None


def cut_off(
    title: tuple[str, ...], caption: tuple[str, ...], notes: tuple[str, ...]
) -> CutOff | None:
    """The cut-off the sheet itself names, None when it names none.

    >>> cut_off(("在谈项目周调度表（2025年第36周）",), (), ()).day
    datetime.date(2025, 9, 7)
    """
    year = year_in((*title, *caption, *notes))
    places = (("title", title), ("caption", caption), ("note", notes))
    for where, texts in places:
        for text in texts:
            day = _after(_CUT, _in_digits(plain(text)), year)
            if day:
                return CutOff(day, where, text)
    for text in title:
        day = _in_title(plain(text), year)
        if day:
            return CutOff(day, "title", text)
    for where, texts in places[1:]:
        for text in texts:
            day = _after(_FILED, plain(text), year) or _bare(plain(text), year, where)
            if day:
                return CutOff(day, where, text)
    return None


def _after(lead: str, text: str, year: int | None) -> dt.date | None:
    """A day or month that follows a leading word."""
    for pattern in (_COMPACT, _DAY_TEXT, _MONTH_TEXT):
        found = re.search(lead + pattern, text)
        if found:
            return _day(found, year)
    found = re.search(lead + r"(?P<y>(?:19|20)\d\d)年?底", text)
    if found:
        return dt.date(int(found.group("y")), 12, 31)
    found = re.search(lead + r"(?P<y>(?:19|20)\d\d)[./-](?P<m>\d{1,2})(?![\d.])", text)
    return _day(found, year) if found else None


def _in_title(text: str, year: int | None) -> dt.date | None:
    text = _in_digits(text)
    of_month = _WEEK_OF_MONTH.search(text)
    if of_month:
        return _week_end(of_month, year)
    week = _WEEK.search(text)
    if week and (week.group("y") or year):
        return _sunday(_year(week.group("y")) or year or 0, _count(week.group("w")))
    for pattern in (_DAY_SPAN, _SPAN, _MONTH_SPAN):
        found = pattern.search(text)
        if found:
            return _day(found, year)
    for words in (rf"(?<!\d){_DAY_TEXT}", rf"(?<!\d){_COMPACT}", rf"(?<!\d){_MONTH_TEXT}"):
        found = re.search(words, text)
        if found and _day(found, year):
            return _day(found, year)
    found = re.search(r"(?<!\d)(?P<y>20\d\d)[./-](?P<m>\d{1,2})(?![\d.])", text)
    return _day(found, year) if found else _part_of_year(text, year)


def _part_of_year(text: str, year: int | None) -> dt.date | None:
    for pattern, group in ((_QUARTER, "q"), (_HALF, "h")):
        found = pattern.search(text)
        if found:
            stated = _year(found.group("y")) or year
            if stated is None:
                return None
            value = found.group(group)
            month = {"上": 6, "下": 12}.get(value) or 3 * _count(value)
            return _last(stated, month)
    return None


def _bare(text: str, year: int | None, where: str) -> dt.date | None:
    """A caption that is nothing but a date (2025年8月31日)."""
    if where != "caption":
        return None
    for pattern in (_DAY_TEXT, _COMPACT, _MONTH_TEXT):
        found = re.search(rf"(?:^|[:;,。)]|[^\d/.-]){pattern}(?:$|[;,。(单填审制])", text)
        if found and (found.group("y") or year):
            return _day(found, year)
    return None


def _day(found: re.Match[str], year: int | None) -> dt.date | None:
    groups = found.groupdict()
    stated = groups.get("y2") or groups.get("y")
    number = int(stated) if stated else year
    month, day = int(groups["m"]), groups.get("d")
    if number is None or not 1 <= month <= 12:
        return None
    if not day:
        return _last(number, month)
    return (
        dt.date(number, month, int(day)) if 1 <= int(day) <= monthrange(number, month)[1] else None
    )


def _week_end(found: re.Match[str], year: int | None) -> dt.date | None:
    """The Sunday of the n-th week of a month, at most the month's last day."""
    stated, month = int(found.group("y") or 0) or year, int(found.group("m"))
    if stated is None or not 1 <= month <= 12:
        return None
    first = dt.date(stated, month, 1)
    sunday = first + dt.timedelta(days=6 - first.weekday() + 7 * (_count(found.group("w")) - 1))
    return min(sunday, _last(stated, month))


def _in_digits(text: str) -> str:
    """Years, months and days in Chinese numerals as digits: 二〇二五年八月, 十一月三日."""
    years = _CHINESE_YEAR.sub(lambda found: str(_year(found.group())), text)
    return _CHINESE_PART.sub(lambda found: str(_count(found.group())), years)


def _last(year: int, month: int) -> dt.date:
    return dt.date(year, month, monthrange(year, month)[1])


def _sunday(year: int, week: int) -> dt.date | None:
    try:
        return dt.date.fromisocalendar(year, week, 7)
    except ValueError:
        return None


def _year(text: str | None) -> int | None:
    if not text:
        return None
    digits = "".join(str(_CHINESE.get(char, char)) for char in text)
    return int(digits) if digits.isdecimal() else None


def _count(text: str) -> int:
    """A number up to 99 in either script."""
    if text.isdecimal():
        return int(text)
    tens, mark, ones = text.partition("十")
    if not mark:
        return _CHINESE.get(text, 0)
    return 10 * _CHINESE.get(tens, 1) + _CHINESE.get(ones, 0)
