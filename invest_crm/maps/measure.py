"""Widths of text on the map, and the breaking and cutting that follow from them.

Why: one bundled font measures for every painter, so a name that fits here fits in the window, the
PDF and the SVG. Units: points (or any unit, widths grow with the size). It must not know layout.
"""

from __future__ import annotations

import math
from functools import lru_cache
from itertools import accumulate

from invest_crm.domain.text_width import text_width
from invest_crm.maps.scene import REGULAR, START, Label

ELLIPSIS = "…"

_NO_LINE_START = frozenset("，。、；：！？）》」』】〉”’…·%,.;:!?)]}/")
_NO_LINE_END = frozenset("（《「『【〈“‘([{")
_BREAK_BEFORE = frozenset("与和及")
_BREAK_AFTER = frozenset("、，,/ ）)-·")
_LEAST_FILL = 0.4
_LEAST_REST = 3


@lru_cache(maxsize=32768)
def width(text: str, size: float, weight: int = REGULAR) -> float:
    """How wide one line of text is, in the unit of ``size``."""
    return text_width(text, size, bold=weight > REGULAR)


def label(
    x: float,
    y: float,
    text: str,
    size: float,
    role: str,
    *,
    weight: int = REGULAR,
    anchor: str = START,
    kind: str = "",
    target: str = "",
) -> Label:
    """A label that knows its width."""
    return Label(x, y, text, size, role, weight, anchor, width(text, size, weight), kind, target)


def cut(text: str, size: float, limit: float, weight: int = REGULAR) -> str:
    """The text, or as much of its beginning as fits with an ellipsis."""
    if width(text, size, weight) <= limit:
        return text
    room = limit - width(ELLIPSIS, size, weight)
    kept = ""
    for char, so_far in zip(text, _running(text, size, weight), strict=True):
        if so_far > room:
            break
        kept += char
    return kept.rstrip() + ELLIPSIS if kept else ELLIPSIS


def two_lines(
    text: str, size: float, first: float, second: float, weight: int = REGULAR
) -> tuple[str, ...]:
    """One line if it fits ``first``, else two; the second is cut to ``second``.

    Breaks where a reader would pause (before a bracket, after 、) if that leaves the first line
    at least half full; never before a closing mark.
    """
    if width(text, size, weight) <= first:
        return (text,)
    at = _break_at(text, _running(text, size, weight), first, second)
    return text[:at].rstrip(), cut(text[at:].lstrip(), size, second, weight)


def in_lines(text: str, size: float, room: float, most: int) -> tuple[str, ...]:
    """The text in at most so many lines of a narrow column; the last one is cut if it must be."""
    lines: list[str] = []
    rest = text
    while len(lines) < most - 1 and width(rest, size) > room:
        at = _break_at(rest, _running(rest, size, REGULAR), room, math.inf)
        lines.append(rest[:at].rstrip())
        rest = rest[at:].lstrip()
    return (*lines, cut(rest, size, room))


def breaks_word(text: str, lines: tuple[str, ...]) -> bool:
    """Whether ``two_lines`` had to break a word of Latin letters."""
    at = len(lines[0])
    return len(lines) > 1 and _is_word(text[at - 1]) and _is_word(text[at])


def whole_names(names: tuple[str, ...], size: float, limit: float, joiner: str, rest: str) -> str:
    """As many whole names as fit, ``rest`` after them if some are left out.

    The first name is cut rather than dropped.
    """
    full = joiner.join(names)
    if width(full, size) <= limit:
        return full
    for count in range(len(names) - 1, 0, -1):
        some = joiner.join(names[:count]) + rest
        if width(some, size) <= limit:
            return some
    return cut(names[0], size, limit)


def _running(text: str, size: float, weight: int) -> list[float]:
    return list(accumulate(width(char, size, weight) for char in text))


def _break_at(text: str, running: list[float], first: float, second: float) -> int:
    """Where the second line begins: before a bracket, after a pause, else near the end."""
    last = min(max(1, sum(value <= first for value in running)), len(text) - 1)
    fair = [
        at
        for at in range(last, 0, -1)
        if running[at - 1] >= first * _LEAST_FILL
        and running[-1] - running[at - 1] <= second
        and _may_break(text, at)
    ]
    for pause in (_before_bracket, _at_pause):
        at = next((at for at in fair if pause(text, at)), 0)
        if at:
            return at
    full = [at for at in fair if len(text) - at >= _LEAST_REST] or fair
    return full[0] if full else last


def _before_bracket(text: str, at: int) -> bool:
    return text[at] in _NO_LINE_END


def _at_pause(text: str, at: int) -> bool:
    return text[at] in _BREAK_BEFORE or text[at - 1] in _BREAK_AFTER


def _may_break(text: str, at: int) -> bool:
    before, after = text[at - 1], text[at]
    if after in _NO_LINE_START or before in _NO_LINE_END:
        return False
    return not (_is_word(before) and _is_word(after))


def _is_word(char: str) -> bool:
    return char.isascii() and char.isalnum()
