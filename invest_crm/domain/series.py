"""Continuing what stands in the first cells: numbers and days by their step, the rest repeated.

As a spreadsheet fills: one cell is copied, two or more of one step are continued.
"""

from __future__ import annotations

import re
from contextlib import suppress
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import TYPE_CHECKING, TypeVar

from invest_crm.domain.months import add_months, month_end

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_NUMBER = re.compile(r"-?\d{1,15}(?:\.\d{1,6})?")
_DAY = re.compile(r"(\d{4})-(\d{2})-(\d{2})")
_MONTH = re.compile(r"(\d{4})-(\d{2})")
_COUNTED = re.compile(r"(|.*\D)(\d{1,9})(\D*)", re.DOTALL)
_YEAR = 12
N = TypeVar("N", int, Decimal)


def continued(texts: Sequence[str], count: int) -> list[str]:
    """The next ``count`` texts after ``texts`` (at least one).

    >>> continued(["1", "3"], 2), continued(["一期"], 2)
    (['5', '7'], ['一期', '一期'])
    >>> continued(["2025-01-31", "2025-02-28"], 2), continued(["项目1", "项目2"], 1)
    (['2025-03-31', '2025-04-30'], ['项目3'])
    """
    if len(texts) > 1:
        for rule in (_numbers, _months, _month_days, _days, _counted):
            following = rule(texts)
            if following is None:
                continue
            with suppress(OverflowError, ValueError):  # past the last day of the calendar
                return [following(place) for place in range(1, count + 1)]
    return [texts[place % len(texts)] for place in range(count)]


def _numbers(texts: Sequence[str]) -> Callable[[int], str] | None:
    if not all(_NUMBER.fullmatch(text) for text in texts):
        return None
    if any(re.match(r"-?0\d", text) for text in texts):
        return None  # a code, not a number
    numbers = [Decimal(text) for text in texts]
    step = _step(numbers)
    return None if step is None else lambda place: f"{numbers[-1] + step * place:f}"


def _days(texts: Sequence[str]) -> Callable[[int], str] | None:
    days = _read_days(texts)
    if days is None:
        return None
    step = _step([day.toordinal() for day in days])
    if step is None:
        return None
    return lambda place: (days[-1] + timedelta(days=step * place)).isoformat()


def _month_days(texts: Sequence[str]) -> Callable[[int], str] | None:
    """The same day of each month, or the last one: 31 January, 28 February, 31 March."""
    days = _read_days(texts)
    if days is None:
        return None
    step = _step([day.year * _YEAR + day.month for day in days])
    last = all(_is_last(day) for day in days)
    same = len({day.day for day in days}) == 1
    if not step or not (last or same):
        return None

    def following(place: int) -> str:
        moved = add_months(days[0].replace(day=1), step * (len(days) - 1 + place))
        number = 31 if last else days[0].day
        end = month_end(moved.year, moved.month)
        return end.replace(day=min(number, end.day)).isoformat()

    return following


def _months(texts: Sequence[str]) -> Callable[[int], str] | None:
    found = [_MONTH.fullmatch(text) for text in texts]
    numbers = [int(m[1]) * _YEAR + int(m[2]) - 1 for m in found if m]
    if len(numbers) < len(texts):
        return None
    step = _step(numbers)
    if step is None:
        return None

    def following(place: int) -> str:
        year, month = divmod(numbers[-1] + step * place, _YEAR)
        return f"{year}-{month + 1:02d}"

    return following


def _counted(texts: Sequence[str]) -> Callable[[int], str] | None:
    """Words with a number in them: 项目1, 项目2."""
    found = [None if _DAY.fullmatch(text) else _COUNTED.fullmatch(text) for text in texts]
    parts = [(m[1], m[3]) for m in found if m]
    if len(parts) < len(texts) or len(set(parts)) > 1:
        return None
    numbers = [int(m[2]) for m in found if m]
    step = _step(numbers)
    last = found[-1][2] if found[-1] else ""
    width = len(last) if last.startswith("0") else 0
    if step is None:
        return None
    before, after = parts[0]
    return lambda place: f"{before}{numbers[-1] + step * place:0{width}d}{after}"


def _step(numbers: Sequence[N]) -> N | None:
    """The one difference between neighbours, None if there are several."""
    steps = {after - before for before, after in pairwise(numbers)}
    return steps.pop() if len(steps) == 1 else None


def _read_days(texts: Sequence[str]) -> list[date] | None:
    try:
        days = [date.fromisoformat(text) for text in texts if _DAY.fullmatch(text)]
    except ValueError:
        return None
    return days if len(days) == len(texts) else None


def _is_last(day: date) -> bool:
    return (day + timedelta(days=1)).month != day.month
