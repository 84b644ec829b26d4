"""Setting Chinese lines: where a line may end, and where each character of it stands.

Rules (domain brief 7.4, GB/T 9704): no line starts with a closing mark or ends with an opening
one; a closing mark that just does not fit is taken in by compressing punctuation; every full
line is spread to the full measure. Works on text and measured advances (points): knows no font
and no drawing.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_CLOSING = frozenset("，。、；：？！）》”’】〕〉」』〗")
_OPENING = frozenset("（《“‘【〔〈「『〖")
NOT_AT_START = _CLOSING | frozenset("…—～·,.;:?!)]}%％‰℃°")
NOT_AT_END = _OPENING | frozenset("([{￥$")
_MEASURES = frozenset("年月日时分秒号个万亿元天名家次位项亩吨倍期条处")
_MARKS = _CLOSING | _OPENING
_SQUEEZE_END, _SQUEEZE = 0.5, 0.3  # of the character: at the line's end, within it
_LOOSEST = 0.5  # of the widest character: the most that is added in one place
_SHORT_GROUP = 6  # characters, the brackets included
_EPSILON = 0.01


class Placed(NamedTuple):
    """A run of one face: ``text`` from ``x``, with ``gap`` points added after each character.

    ``face`` is "" for a character that no font has; such a run is one character.
    """

    x: float
    face: str
    text: str
    gap: float


class Measured(NamedTuple):
    """A text with, for each character, its face, drawn width and advance in points."""

    text: str
    faces: Sequence[str]
    widths: Sequence[float]
    advances: Sequence[float]

    def part(self, start: int, end: int) -> Measured:
        """The characters from ``start`` to before ``end``."""
        return Measured(
            self.text[start:end],
            self.faces[start:end],
            self.widths[start:end],
            self.advances[start:end],
        )

    @property
    def length(self) -> float:
        """The sum of the advances."""
        return sum(self.advances)


def is_wide(char: str) -> bool:
    """Whether the character takes a full square of the grid.

    >>> [is_wide(c) for c in "国，“A1—"]
    [True, True, True, False, False, False]
    """
    return char >= "\u2e80" or char in "“”‘’…"


def characters(text: str) -> float:
    """The width of a text in characters of the grid, Latin counted as half.

    >>> characters("2025年")
    3.0
    """
    return sum(1.0 if is_wide(char) else 0.5 for char in text)


def may_break(before: str, after: str) -> bool:
    """Whether a line may end between two characters.

    >>> may_break("国", "，"), may_break("（", "国"), may_break("4", "个"), may_break("国", "家")
    (False, False, False, True)
    """
    if after in NOT_AT_START or before in NOT_AT_END or after == " ":
        return False
    if before == " ":
        return True
    if before == "—":
        return is_wide(after)
    if before.isdigit() and after in _MEASURES:
        return False  # a number stays with what it counts: 2025年, 24个, 62.33亿元
    return is_wide(before) or is_wide(after)


def break_lines(
    text: str,
    advances: Sequence[float],
    measure: float,
    *,
    indent: float = 0.0,
    squeeze: bool = True,
) -> list[tuple[int, int]]:
    """The lines of a paragraph as (start, end) in ``text``; the first is shorter by ``indent``.

    A Latin word longer than the measure is broken anywhere rather than lost. Without
    ``squeeze`` (the cells of a table) only the blank half of a last closing mark may pass the
    measure, and a short word in brackets is not torn.
    """
    spans: list[tuple[int, int]] = []
    start, total, room = 0, len(text), measure - indent
    while start < total:
        end = _line_end(text, advances, start, room, squeeze)
        if not squeeze:
            end = _before_short_group(text, start, end)
        last = end
        while last > start and text[last - 1] == " ":
            last -= 1
        spans.append((start, last))
        start, room = end, measure
        while start < total and text[start] == " ":
            start += 1
    return spans


def _line_end(
    text: str,
    advances: Sequence[float],
    start: int,
    room: float,
    squeeze: bool,  # noqa: FBT001
) -> int:
    used, allowed, before = 0.0, start, ""
    for at in range(start, len(text)):
        char, advance = text[at], advances[at]
        if before and may_break(before, char):
            allowed = at
        if used + advance > room + _EPSILON and char != " ":
            taken = _taken_in(text, advances, start, at, room, squeeze)
            if taken:
                return taken
            return allowed if allowed > start else max(at, start + 1)
        used += advance
        before = char
    return len(text)


def _before_short_group(text: str, start: int, end: int) -> int:
    """The end of a line that would tear （推定） or （一期）, moved to before the bracket.

    >>> _before_short_group("立项（推定）", 0, 4)
    2
    """
    opened = text.rfind("（", start + 1, end)
    closed = text.find("）", opened) if opened > 0 else -1
    return opened if end <= closed < opened + _SHORT_GROUP else end


def _taken_in(
    text: str,
    advances: Sequence[float],
    start: int,
    at: int,
    room: float,
    squeeze: bool,  # noqa: FBT001
) -> int:
    """The end of the line if the closing marks from ``at`` on can be taken in, else 0."""
    end = at
    while end < len(text) and text[end] in _CLOSING:
        end += 1
    if end == at:
        return 0
    give = advances[end - 1] * _SQUEEZE_END
    if squeeze:
        give += sum(advances[i] * _SQUEEZE for i in range(start, end - 1) if text[i] in _MARKS)
    return end if sum(advances[start:end]) - room <= give + _EPSILON else 0


def place(line: Measured, room: float, *, spread: bool) -> list[Placed]:
    """The line's runs from x = 0: compressed if too long, spread to ``room`` if asked."""
    slack = room - line.length
    cuts = _cuts(line, -slack) if slack < -_EPSILON else [0.0] * len(line.text)
    gaps = _gaps(line.text) if spread and slack > _EPSILON else []
    extra = slack / sum(gaps) if any(gaps) else 0.0
    if extra > _LOOSEST * max(line.advances, default=0.0):
        extra = 0.0  # a line of few words is better short than torn
    x = 0.0
    runs: list[Placed] = []
    for i, char in enumerate(line.text):
        # an opening mark is cut on its blank left half: it is drawn further left
        left = cuts[i] if char in _OPENING else 0.0
        step = line.advances[i] - cuts[i] + (extra if extra and gaps[i] else 0.0)
        _append(runs, Placed(x - left, line.faces[i], char, step + left - line.widths[i]), line, i)
        x += step
    return [Placed(round(run.x, 3), run.face, run.text, round(run.gap, 3)) for run in runs]


def _append(runs: list[Placed], run: Placed, line: Measured, at: int) -> None:
    """Add one character, joined to the run before if that draws it at the same place."""
    if runs:
        last = runs[-1]
        size = len(last.text)
        end = last.x + sum(line.widths[at - size : at]) + size * last.gap
        if (
            last.face == run.face != ""
            and abs(last.gap - run.gap) < _EPSILON
            and abs(end - run.x) < _EPSILON
        ):
            runs[-1] = Placed(last.x, last.face, last.text + run.text, last.gap)
            return
    runs.append(run)


def _cuts(line: Measured, excess: float) -> list[float]:
    cuts = [0.0] * len(line.text)
    if line.text[-1] in _CLOSING:
        cuts[-1] = min(excess, line.advances[-1] * _SQUEEZE_END)
        excess -= cuts[-1]
    marks = [i for i, char in enumerate(line.text[:-1]) if char in _MARKS]
    room = sum(line.advances[i] * _SQUEEZE for i in marks)
    if room > 0 and excess > 0:
        share = min(1.0, excess / room)
        for i in marks:
            cuts[i] = line.advances[i] * _SQUEEZE * share
    return cuts


def _gaps(text: str) -> list[int]:
    """1 after each character where space may be added: at Chinese characters and at spaces."""
    gaps = [int(here == " " or is_wide(here) or is_wide(after)) for here, after in pairwise(text)]
    return [*gaps, 0]


def balanced(phrases: Sequence[tuple[str, float]], measure: float) -> list[str]:
    """A title's lines from (phrase, width): as few as fit, as even as can be, widest not last.

    A phrase wider than the measure stays one line; the caller breaks it.
    """
    best: tuple[tuple[float, int, float], list[str]] | None = None
    for cut in range(1 << max(len(phrases) - 1, 0)):
        lines, widths = _cut(phrases, cut)
        too_wide = sum(max(0.0, width - measure) for width in widths)
        ragged = max(widths) - min(widths)
        if len(widths) > 1 and widths[-1] > max(widths[:-1]):
            ragged += measure / 20
        score = (too_wide, len(lines), ragged)
        if best is None or score < best[0]:
            best = (score, lines)
    return best[1] if best else []


def _cut(phrases: Sequence[tuple[str, float]], cut: int) -> tuple[list[str], list[float]]:
    lines, widths = [""], [0.0]
    for i, (text, width) in enumerate(phrases):
        lines[-1] += text
        widths[-1] += width
        if cut >> i & 1 and i < len(phrases) - 1:
            lines.append("")
            widths.append(0.0)
    return [line.strip() for line in lines], widths
