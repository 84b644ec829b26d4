"""Texts by the columns they take in a terminal: Chinese characters take two."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

_LEAST = 8
"""A column of a table is not made narrower than this."""
_GAP = 2
_NEVER_FIRST = frozenset("，。；：、？！）”》】")


def columns_of(text: str) -> int:
    """How many columns a text takes.

    >>> columns_of("abc"), columns_of("招商")
    (3, 4)
    """
    return len(text) if text.isascii() else sum(map(_columns, text))


def shortened(text: str, width: int) -> str:
    """The text on one line in at most ``width`` columns; what is cut off is marked.

    >>> shortened("招商引资台账", 8)
    '招商引…'
    """
    line = " ".join(text.split())
    if columns_of(line) <= width:
        return line
    kept, room = "", width - 1
    for char in line:
        room -= _columns(char)
        if room < 0:
            break
        kept += char
    return kept + "…"


def wrap(text: str, width: int) -> list[str]:
    """The text in lines of at most ``width`` columns, broken at blanks or beside Chinese.

    >>> wrap("打开窗口 (open)", 9)
    ['打开窗口', '(open)']
    """
    lines, line = [], ""
    for piece in _pieces(text):
        if line and columns_of(line + piece.rstrip()) > width:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()]


def fitting(widths: list[int], fixed: frozenset[int], room: int) -> list[int]:
    """The widths of columns made to fit side by side in ``room``: the widest give way first.

    Columns at the places in ``fixed`` (numbers) keep theirs.

    >>> fitting([40, 10, 30], frozenset(), 54)
    [20, 10, 20]
    """
    room -= _GAP * (len(widths) - 1)
    most = max(widths, default=0)
    while most > _LEAST and sum(_capped(widths, fixed, most)) > room:
        most -= 1
    return _capped(widths, fixed, most)


def _capped(widths: list[int], fixed: frozenset[int], most: int) -> list[int]:
    return [width if place in fixed else min(width, most) for place, width in enumerate(widths)]


def _columns(char: str) -> int:
    if combining(char):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def _pieces(text: str) -> list[str]:
    """What stays together: words with the blank behind them, single Chinese characters."""
    pieces: list[str] = []
    for char in " ".join(text.split()):
        before = pieces[-1] if pieces else ""
        joined = (
            before
            and not before.endswith(" ")
            and (char == " " or char in _NEVER_FIRST or max(map(_columns, before + char)) == 1)
        )
        if joined:
            pieces[-1] += char
        else:
            pieces.append(char)
    return pieces
