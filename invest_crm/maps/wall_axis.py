"""The axis of a Gantt wall: months and days, weeks, months or quarters; days off, today, targets.

How fine it is follows from how wide a day is. Days off are banded where a band can be seen; a
holiday and a weekend day that is worked in return carry their sign (休, 班).
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from invest_crm.domain.months import add_months
from invest_crm.domain.partial_date import MONTH_NAMES
from invest_crm.domain.workdays import DayKind
from invest_crm.maps.measure import label, width
from invest_crm.maps.scene import BOLD, MIDDLE, Box
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from invest_crm.maps.scene import Item
    from invest_crm.maps.wall import Wall
    from invest_crm.maps.wall_layout import Geometry

DAY, WEEK, MONTH, QUARTER = "day", "week", "month", "quarter"

LEVELS = {DAY: 22.0, WEEK: 8.0, MONTH: 2.8, QUARTER: 1.0}
"""How wide a day is at each level, at text scale 1."""

_LEAST_DAY, _LEAST_WEEK, _LEAST_MONTH = 1.45, 0.46, 0.1
_BANDS_FROM, _LONG = 0.4, 4
"""From which width of a day every day off is banded; below, only so many in a row."""
_FLAG = 1.25
_ONE = timedelta(days=1)

Piece = tuple[date, date, str]
"""First day, the day after the last, and the words of a piece of the axis."""


def level(geometry: Geometry) -> str:
    """How fine the axis is."""
    wide = geometry.scale.day / geometry.small
    if wide >= _LEAST_DAY:
        return DAY
    if wide >= _LEAST_WEEK:
        return WEEK
    return MONTH if wide >= _LEAST_MONTH else QUARTER


def axis_items(
    wall: Wall, geometry: Geometry, days: tuple[date, date], high: float, left: float = 0.0
) -> list[Item]:
    """The axis between two days, from y 0 to ``high``: two lines of time, and one for flags.

    ``left``: the x from which it is seen; words of a piece that begins before stand there.
    """
    first, last = days
    above, below = _lines(level(geometry))
    flags = geometry.small * _FLAG
    half = (high - flags) / 2
    items: list[Item] = []
    edges = (left, geometry.scale.end(last))
    for makers, top in ((above, 0.0), (below, half)):
        for piece in makers(first, last):
            items += _piece(geometry, piece, (top, half), edges)
    if level(geometry) == DAY:
        items += _signs(wall, geometry, first, last, (half, half))
    if wall.target is not None and first <= wall.target <= last:
        x = geometry.scale.end(wall.target)
        items += _flag(geometry, x, high, _("Target"), ("missing_line", "card"))
    if first <= wall.today <= last:
        x = geometry.scale.x(wall.today) + geometry.scale.day / 2
        items += _flag(geometry, x, high, _("Today"), ("accent", "card"))
    return items


def field_items(
    wall: Wall, geometry: Geometry, first: date, last: date, span: tuple[float, float]
) -> list[Item]:
    """What stands behind the bars between two days: days off, lines, the target, today."""
    top, bottom = span
    scale = geometry.scale
    items: list[Item] = []
    least = 1 if scale.day / geometry.small >= _BANDS_FROM else _LONG
    for begin, end in _off(wall, first, last):
        wide = (end - begin).days
        if wide >= least:
            x = scale.x(begin)
            items.append(Box(x, top, wide * scale.day, bottom - top, fill="off_band", kind="off"))
    _above, below = _lines(level(geometry))
    items += [
        Box(scale.x(begin), top, 0.8, bottom - top, fill="line_soft", kind="grid")
        for begin, _end, _words in below(first, last)
        if begin >= first
    ]
    if wall.target is not None:
        x = scale.end(wall.target)
        items.append(Box(x - 0.8, top, 1.6, bottom - top, fill="missing_line", kind="target"))
    x = scale.x(wall.today) + scale.day / 2
    items.append(Box(x - 0.8, top, 1.6, bottom - top, fill="accent", kind="today"))
    return items


def _lines(fine: str) -> tuple[Callable[..., Iterator[Piece]], Callable[..., Iterator[Piece]]]:
    return {
        DAY: (_months_long, _days),
        WEEK: (_months_long, _weeks),
        MONTH: (_years, _months_short),
        QUARTER: (_years, _quarters),
    }[fine]


def _piece(
    geometry: Geometry, piece: Piece, place: tuple[float, float], edges: tuple[float, float]
) -> list[Item]:
    """A piece with its words; cut off at the left, they stay where the axis begins."""
    begin, end, words = piece
    top, high = place
    scale, size = geometry.scale, geometry.small
    left, right = scale.x(begin), min(scale.x(end), edges[1])
    from_ = max(left, edges[0])
    items: list[Item] = []
    if left >= edges[0]:
        items.append(Box(left, top, 0.8, high, fill="line", kind="axis"))
    if width(words, size) + 6 <= right - from_:
        baseline = top + high / 2 + size * 0.36
        if right - left < width(words, size) * 2:
            middle = (from_ + right) / 2
            items.append(label(middle, baseline, words, size, "ink2", anchor=MIDDLE, kind="axis"))
        else:
            items.append(label(from_ + 5, baseline, words, size, "ink2", kind="axis"))
    elif end - begin == _ONE:
        small = size * 0.86
        middle = (left + right) / 2
        baseline = top + high / 2 + size * 0.36
        items.append(label(middle, baseline, words, small, "ink2", anchor=MIDDLE, kind="axis"))
    return items


def _signs(
    wall: Wall, geometry: Geometry, first: date, last: date, place: tuple[float, float]
) -> list[Item]:
    """休 and 班 above the days that differ from their weekday."""
    top, _high = place
    size = geometry.small * 0.7
    words = {DayKind.OFF: pgettext("day", "off"), DayKind.WORK: pgettext("day", "on")}
    items: list[Item] = []
    day = first
    while day <= last:
        kind = wall.calendar.days.get(day)
        if kind is not None and (kind is DayKind.WORK or day.weekday() < 5):
            role = "missing_ink" if kind is DayKind.WORK else "weak_ink"
            x = geometry.scale.x(day) + geometry.scale.day / 2
            items.append(
                label(x, top + size * 0.2, words[kind], size, role, weight=BOLD, anchor=MIDDLE,
                      kind="sign")
            )  # fmt: skip
        day += _ONE
    return items


def _flag(
    geometry: Geometry, x: float, high: float, words: str, roles: tuple[str, str]
) -> list[Item]:
    """A word on a ground at the foot of the axis, over the line of its day."""
    size = geometry.small * 0.9
    wide = width(words, size, BOLD) + size * 0.8
    tall = geometry.small * _FLAG
    ground, ink = roles
    return [
        Box(x - wide / 2, high - tall, wide, tall, 2.0, ground, kind="flag"),
        label(
            x,
            high - tall / 2 + size * 0.36,
            words,
            size,
            ink,
            weight=BOLD,
            anchor=MIDDLE,
            kind="flag",
        ),
    ]


def _off(wall: Wall, first: date, last: date) -> Iterator[tuple[date, date]]:
    """Stretches of days on which nobody works, the end not included."""
    begin: date | None = None
    day = first
    while day <= last:
        works = wall.calendar.is_workday(day)
        if not works and begin is None:
            begin = day
        elif works and begin is not None:
            yield begin, day
            begin = None
        day += _ONE
    if begin is not None:
        yield begin, day


def _days(first: date, last: date) -> Iterator[Piece]:
    for number in range((last - first).days + 1):
        day = first + timedelta(days=number)
        yield day, day + _ONE, str(day.day)


def _weeks(first: date, last: date) -> Iterator[Piece]:
    day = first - timedelta(days=first.weekday())
    while day <= last:
        yield day, day + timedelta(days=7), str(day.day)
        day += timedelta(days=7)


def _months(first: date, last: date, words: Callable[[date], str], by: int) -> Iterator[Piece]:
    day = date(first.year, (first.month - 1) // by * by + 1, 1)
    while day <= last:
        after = add_months(day, by)
        yield day, after, words(day)
        day = after


def _months_long(first: date, last: date) -> Iterator[Piece]:
    shape = pgettext("month of a year", "{month} {year}")
    return _months(
        first, last, lambda day: shape.format(month=_(MONTH_NAMES[day.month - 1]), year=day.year), 1
    )


def _months_short(first: date, last: date) -> Iterator[Piece]:
    return _months(first, last, lambda day: _(MONTH_NAMES[day.month - 1]), 1)


def _quarters(first: date, last: date) -> Iterator[Piece]:
    shape = pgettext("quarter", "Q{n}")
    return _months(first, last, lambda day: shape.format(n=(day.month + 2) // 3), 3)


def _years(first: date, last: date) -> Iterator[Piece]:
    shape = pgettext("year", "{year}")
    return _months(first, last, lambda day: shape.format(year=day.year), 12)
