"""When something is to be done, as people say it: 下周三, 3天后, 月底, 5月20日, +7, 5个工作日内.

Each rule is one expression with one meaning. A whole week or month means its end, because a due
day is the last day on which the work is in time. Working days count only where the word says so.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from invest_crm.domain.months import add_months, month_end
from invest_crm.domain.numerals import CHINESE_DIGITS, parse_numeral
from invest_crm.domain.patterns import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    from invest_crm.domain.workdays import Calendar

    Rule = Callable[[re.Match[str], date, Calendar], date | None]

NUMBER = rf"[0-9]{{1,3}}|[{CHINESE_DIGITS}十百半]{{1,4}}"
SMALL = rf"[0-9]{{1,2}}|[{CHINESE_DIGITS}十]{{1,3}}"
_WEEKDAYS = "一二三四五六"
_SUNDAY = 6
_FRIDAY, _SATURDAY = 4, 5
_MOST_DAYS = 1100
_LONGEST_YEAR_CHANGE = 183
"""A date without a year that has passed means next year only within this many days."""

_UNITS = {"天": 1, "日": 1, "周": 7, "星期": 7, "礼拜": 7}
_NEAR = {"今天": 0, "今日": 0, "明天": 1, "明日": 1, "后天": 2, "大后天": 3}


def number(text: str) -> int | None:
    """A small whole number in digits or Chinese; None if it is not one.

    >>> number("十二"), number("3"), number("两"), number("半")
    (12, 3, 2, None)
    """
    found = parse_numeral(text)
    return int(found) if found is not None and found == int(found) else None


def weekday(word: str) -> int:
    """Monday 0 to Sunday 6 for 一 to 六, 日 and 天 (or 1 to 7)."""
    if word.isdigit():
        return int(word) - 1
    return _WEEKDAYS.index(word) if word in _WEEKDAYS else _SUNDAY


def whole_day(year: int, month: int, day: int) -> date | None:
    """The day, None if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _near(match: re.Match[str], today: date, _calendar: Calendar) -> date:
    return today + timedelta(days=_NEAR[match[0]])


def _week(match: re.Match[str], today: date, _calendar: Calendar) -> date:
    """下周 its Friday, 下周三, 本周末 its Saturday."""
    weeks = match["next"].count("下")
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)
    if match["end"]:
        return monday + timedelta(days=_SATURDAY)
    if match["day"]:
        return monday + timedelta(days=weekday(match["day"]))
    friday = monday + timedelta(days=_FRIDAY)
    return friday if friday >= today else monday + timedelta(days=_SUNDAY)


def _coming_weekday(match: re.Match[str], today: date, _calendar: Calendar) -> date:
    ahead = (weekday(match["day"]) - today.weekday() - 1) % 7 + 1
    return today + timedelta(days=ahead)


def _after(match: re.Match[str], today: date, calendar: Calendar) -> date | None:
    """3天后, 两周内, 一个月后, 5个工作日内, +7, +5工作日."""
    unit, count = match["unit"] or "天", number(match["n"])
    if match["n"] == "半":
        return today + timedelta(days=15) if unit == "月" else None
    if count is None or not 0 < count * _UNITS.get(unit, 30) <= _MOST_DAYS:
        return None
    if unit == "工作日":
        return calendar.add_workdays(today, count).day
    if unit == "月":
        return add_months(today, count)
    return today + timedelta(days=count * _UNITS[unit])


def _month_part(match: re.Match[str], today: date, _calendar: Calendar) -> date | None:
    """月底, 下月初, 本月中旬, 下个月20日, 下月."""
    start = add_months(today.replace(day=1), match["next"].count("下"))
    if match["day"]:
        day = number(match["day"])
        return None if day is None else whole_day(start.year, start.month, day)
    part = match["part"] or "底"
    ends = {"初": 10, "上旬": 10, "中": 20, "中旬": 20}
    return start.replace(day=ends[part]) if part in ends else month_end(start.year, start.month)


def _part_of_named_month(match: re.Match[str], today: date, _calendar: Calendar) -> date | None:
    """9月底, 6月上旬: of this year, or of the next if it has passed."""
    month = number(match["month"])
    if month is None or not 1 <= month <= 12:
        return None
    part, year = match["part"], today.year + (month < today.month)
    ends = {"初": 10, "上旬": 10, "中旬": 20}
    return date(year, month, ends[part]) if part in ends else month_end(year, month)


def _year_end(match: re.Match[str], today: date, _calendar: Calendar) -> date:
    return date(today.year + (match["next"] == "明"), 12, 31)


def _on_day(match: re.Match[str], today: date, _calendar: Calendar) -> date | None:
    """2026年5月20日, 5月20日, 5/20: in this year, or early in the next."""
    month, day = number(match["month"]), number(match["day"])
    if month is None or day is None:
        return None
    if match["year"]:
        return whole_day(int(match["year"]), month, day)
    found = whole_day(today.year, month, day)
    if found is not None and found < today:
        later = whole_day(today.year + 1, month, day)
        near = later is not None and (later - today).days <= _LONGEST_YEAR_CHANGE
        return later if near else None
    return found


def _day_of_month(match: re.Match[str], today: date, _calendar: Calendar) -> date | None:
    """20日, 20号: in this month, or in the next if it has passed."""
    day = number(match["day"])
    if day is None:
        return None
    found = whole_day(today.year, today.month, day)
    if found is None or found < today:
        later = add_months(today.replace(day=1), 1)
        return whole_day(later.year, later.month, day)
    return found


_WEEK_WORDS = "(?:周|星期|礼拜)"
_NOT_MEASURED = r"(?![0-9.亿万千%吨亩元倍个])"
DAY_WRITTEN = rf"(?:(?P<year>20[0-9]{{2}})[-/.年])?(?:(?P<month>{SMALL})月(?P<day>{SMALL})[日号]?)"
DAY_SHORT = (
    r"(?<![0-9./-])(?:(?P<year>20[0-9]{2})[-/.])?(?P<month>[0-9]{1,2})[-/.](?P<day>[0-9]{1,2})"
    + _NOT_MEASURED
)
_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (pattern(text), rule)
    for text, rule in (
        ("大后天|后天|明[天日]|今[天日]", _near),
        (
            rf"(?P<next>下+|本|这)个?{_WEEK_WORDS}(?:(?P<day>[一二三四五六日天1-7])|(?P<end>末))?",
            _week,
        ),
        (rf"{_WEEK_WORDS}(?P<day>[一二三四五六日天1-7])", _coming_weekday),
        (
            rf"(?P<n>{NUMBER})个?(?P<unit>工作日|天|日|周|星期|礼拜|月)(?:之?[后内]|以[后内])",
            _after,
        ),
        (rf"\+(?P<n>{NUMBER})个?(?P<unit>工作日|天|日|周|星期|月)?", _after),
        (
            rf"(?P<next>下+|本|这)个?月(?:(?P<day>{SMALL})[日号]|(?P<part>底|末|初|[上中下]旬))?",
            _month_part,
        ),
        (r"(?P<next>)(?P<day>)月(?P<part>底|末|中)", _month_part),
        (rf"(?P<month>{SMALL})月(?P<part>底|末|初|[上中下]旬)", _part_of_named_month),
        (r"(?P<next>今|本|明)?年[底末]", _year_end),
        (DAY_WRITTEN, _on_day),
        (DAY_SHORT, _on_day),
        (rf"(?<![0-9月])(?P<day>{SMALL})[日号](?!线|楼|门)", _day_of_month),
    )
)
_BEFORE = pattern(r"(?:之?前|以前|内|左右|再)")


def due_at(text: str, start: int, today: date, calendar: Calendar) -> tuple[int, date] | None:
    """The due expression that begins exactly at ``start``: where it ends, and the day it means.

    ``text`` is half-width (``quick_entry.level``). None where no expression begins.
    """
    for rule, meaning in _RULES:
        match = rule.match(text, start)
        if match is None:
            continue
        day = meaning(match, today, calendar)
        if day is not None:
            tail = _BEFORE.match(text, match.end())
            return (tail.end() if tail else match.end()), day
    return None
