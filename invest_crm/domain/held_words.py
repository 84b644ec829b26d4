"""When a visit was: 5/12, 昨天, 上周三, 3天前, 上月, 2026年4月. Never a day to come."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from invest_crm.domain.due_words import (
    DAY_SHORT,
    DAY_WRITTEN,
    NUMBER,
    SMALL,
    number,
    weekday,
    whole_day,
)
from invest_crm.domain.months import add_months
from invest_crm.domain.numerals import CHINESE_DIGITS
from invest_crm.domain.partial_date import PartialDate
from invest_crm.domain.patterns import pattern

if TYPE_CHECKING:
    import re
    from collections.abc import Callable

    Found = date | str | None
    Rule = Callable[[re.Match[str], date], Found]

_NEAR = {"今": 0, "昨": 1, "前": 2, "大前": 3}
_LONGEST_AGO = 400
_SOON = timedelta(days=60)


def _near(match: re.Match[str], today: date) -> Found:
    return today - timedelta(days=_NEAR[match["near"]])


def _ago(match: re.Match[str], today: date) -> Found:
    count = number(match["n"])
    days = None if count is None else count * (7 if match["unit"] in ("周", "星期") else 1)
    return None if days is None or days > _LONGEST_AGO else today - timedelta(days=days)


def _weekday(match: re.Match[str], today: date) -> Found:
    """上周三; 周三 and 本周三 are the last one that was."""
    day = weekday(match["day"])
    if match["last"] == "上":
        return today - timedelta(days=today.weekday() + 7 - day)
    ago = (today.weekday() - day) % 7
    if match["last"] and ago > today.weekday():
        return None
    return today - timedelta(days=ago)


def _last_month(_match: re.Match[str], today: date) -> Found:
    return f"{add_months(today.replace(day=1), -1):%Y-%m}"


def _on_day(match: re.Match[str], today: date) -> Found:
    """Without a year the last such day, unless it comes again soon (that is no visit)."""
    month, day = number(match["month"]), number(match["day"])
    if month is None or day is None:
        return None
    if match["year"]:
        return whole_day(int(match["year"]), month, day)
    days = [whole_day(year, month, day) for year in (today.year - 1, today.year, today.year + 1)]
    known = [item for item in days if item is not None and item <= today + _SOON]
    return min(known, key=lambda item: (abs((item - today).days), item), default=None)


def _day_of_month(match: re.Match[str], today: date) -> Found:
    day = number(match["day"])
    return None if day is None else whole_day(today.year, today.month, day)


def _month(match: re.Match[str], today: date) -> Found:
    month = number(match["month"])
    if month is None or not 1 <= month <= 12:
        return None
    year = int(match["year"]) if match["year"] else today.year - (month > today.month)
    return f"{year:04d}-{month:02d}"


_MORE = f"0-9{CHINESE_DIGITS}十底末初中上下"
_RULES: tuple[tuple[re.Pattern[str], Rule], ...] = tuple(
    (pattern(text), rule)
    for text, rule in (
        ("(?P<near>大前|前|昨|今)[天日晚早](?:[上下]午)?", _near),
        (rf"(?P<n>{NUMBER})个?(?P<unit>天|日|周|星期)(?:之?前|以前)", _ago),
        ("(?P<last>上|本|这)?个?(?:周|星期|礼拜)(?P<day>[一二三四五六日天1-7])", _weekday),
        ("上个?月(?![0-9初中底上下])", _last_month),
        (DAY_WRITTEN, _on_day),
        (DAY_SHORT, _on_day),
        (rf"(?P<day>{SMALL})[日号](?!线|楼|门)", _day_of_month),
        (rf"(?:(?P<year>20[0-9]{{2}})[-/.年])?(?P<month>{SMALL})月份?(?![{_MORE}])", _month),
    )
)


def held_at(text: str, start: int, today: date) -> tuple[int, PartialDate] | None:
    """The expression of a past day or month that begins at ``start``: its end, and the date.

    None where there is none, or where it means a day to come.
    """
    for rule, meaning in _RULES:
        match = rule.match(text, start)
        found = meaning(match, today) if match is not None else None
        if match is None or found is None:
            continue
        if isinstance(found, str):
            return match.end(), PartialDate(found, "month", match[0])
        if found > today:
            return None
        return match.end(), PartialDate(found.isoformat(), "day", match[0])
    return None
