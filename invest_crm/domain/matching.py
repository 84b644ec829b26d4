"""How well a text answers what was typed: as it is written, in pinyin, by initials, with gaps.

One way of finding for commands, pages, settings and records. Chinese is found by its characters,
by any reading in full (``chongqing``), by initials (``cq``) or mixed (``cqing``, ``c庆``); English
by beginnings of words, their initials, or any part of three letters. Pure; keeps what it prepared.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache
from typing import Final

from msgspec import Struct

from invest_crm.domain.pinyin import syllables

_KEPT: Final = 8192
_PART: Final = 3  # letters from which a part inside a word counts
_FULL_WIDTH: Final = 0xFEE0
_RUNS: Final = re.compile(r"[a-z0-9]+|[^a-z0-9]+")


class Level(IntEnum):
    """How something was found, the best first."""

    PREFIX = 0
    WORD = 1
    INITIALS = 2
    LOOSE = 3


class Match(Struct, frozen=True):
    """``start`` is the first place found, ``marks`` are all places, in order."""

    level: Level
    start: int
    marks: tuple[int, ...]


class Spelt(Struct, frozen=True):
    """A text prepared: lower case, readings and first letters of each sign, where words begin."""

    text: str
    readings: tuple[tuple[str, ...], ...]
    firsts: tuple[str, ...]
    starts: tuple[int, ...]
    letters: frozenset[str]


@lru_cache(_KEPT)
def spell(text: str) -> Spelt:
    """Prepare a text; a text asked for again is not prepared again."""
    plain = "".join(_folded(char) for char in text)
    readings = tuple(() if char.isascii() else syllables(char) for char in plain)
    starts = tuple(
        place
        for place, char in enumerate(plain)
        if char.isalnum() and (readings[place] or not place or not _joined(plain, readings, place))
    )
    firsts = tuple(
        char + "".join(item[0] for item in found)
        for char, found in zip(plain, readings, strict=True)
    )
    letters = frozenset(plain).union(*(frozenset(item) for found in readings for item in found))
    return Spelt(plain, readings, firsts, starts, letters)


def match(text: str, typed: str) -> Match | None:
    """The best way in which a text answers everything that was typed; None if it does not.

    Words are found apart from each other if they are not found together, and so are Latin and
    Chinese in one word (``hz新能源``). Nothing typed finds nothing.

    >>> match("重庆长安汽车", "cqca").level.name, match("重庆长安汽车", "changan").start
    ('INITIALS', 2)
    """
    words = _split(typed)
    if not words:
        return None
    spelt, together = spell(text), "".join(words)
    if not spelt.letters.issuperset(together):
        return None
    return _contiguous(spelt, together) or _apart(spelt, words)


@lru_cache(64)
def _split(typed: str) -> tuple[str, ...]:
    """What was typed, in words of letters, digits and characters."""
    return tuple("".join(_folded(char) if char.isalnum() else " " for char in typed).split())


def _apart(spelt: Spelt, words: tuple[str, ...]) -> Match | None:
    """Each word by itself, in any order; as well found as the worst of them."""
    found: list[Match] = []
    for word in words:
        hits = _word(spelt, word)
        if not hits:
            return None
        found += hits
    marks = tuple(sorted({place for hit in found for place in hit.marks}))
    return Match(max(hit.level for hit in found), marks[0], marks)


def _word(spelt: Spelt, word: str) -> list[Match]:
    """One word in one piece, else in its Latin and Chinese runs, else with gaps."""
    whole = _contiguous(spelt, word)
    if whole is not None:
        return [whole]
    runs = _RUNS.findall(word)
    if len(runs) > 1:
        hits = [_contiguous(spelt, run) for run in runs]
        if None not in hits:
            return [hit for hit in hits if hit is not None]
    loose = _loose(spelt, word)
    return [loose] if loose is not None else []


def _contiguous(spelt: Spelt, typed: str) -> Match | None:
    """Without gaps from the beginning of a word; spelt out before initials, early before late."""
    best: Match | None = None
    for start in spelt.starts:
        if typed[0] not in spelt.firsts[start]:
            continue
        walked = _walk(spelt, typed, start, 0)
        if walked is None:
            continue
        weak, marks = walked
        level = Level.INITIALS if weak else Level.PREFIX if start == spelt.starts[0] else Level.WORD
        if best is None or level < best.level:
            best = Match(level, start, marks)
        if level == Level.PREFIX:
            break
    return best


def _walk(spelt: Spelt, typed: str, place: int, at: int) -> tuple[bool, tuple[int, ...]] | None:
    """Go on at ``place`` of the text with ``typed[at:]``: whether by initials, and the marks."""
    if at == len(typed):
        return False, ()
    place = _next_sign(spelt, place)
    if place == len(spelt.text) or typed[at] not in spelt.firsts[place]:
        return None
    weakly: tuple[bool, tuple[int, ...]] | None = None
    for taken, weak in _steps(spelt, typed, place, at):
        rest = _walk(spelt, typed, place + 1, at + taken)
        if rest is None and at + taken < len(typed) and not spelt.readings[place]:
            rest = _next_word(spelt, typed, place, at + taken)
        if rest is None:
            continue
        if not weak and not rest[0]:
            return False, (place, *rest[1])
        weakly = weakly or (True, (place, *rest[1]))
    return weakly


def _next_word(
    spelt: Spelt, typed: str, place: int, at: int
) -> tuple[bool, tuple[int, ...]] | None:
    """Leave a Latin word before its end and go on with the next one."""
    following = next((start for start in spelt.starts if start > place + 1), None)
    if following is None:
        return None
    rest = _walk(spelt, typed, following, at)
    return None if rest is None else (True, rest[1])


def _steps(spelt: Spelt, typed: str, place: int, at: int) -> list[tuple[int, bool]]:
    """How many letters the sign at ``place`` can take, and whether only as an initial."""
    steps = [(1, False)] if spelt.text[place] == typed[at] else []
    left = len(typed) - at
    for reading in spelt.readings[place]:
        if typed.startswith(reading, at):
            steps.append((len(reading), False))
        elif left > 1 and reading.startswith(typed[at:]):
            steps.append((left, False))
    if typed[at] in spelt.firsts[place][1:]:
        steps.append((1, True))
    return steps


def _loose(spelt: Spelt, typed: str) -> Match | None:
    """A part inside a word, or letters in their order from the beginning of a word on."""
    inside = spelt.text.find(typed) if len(typed) >= _PART else -1
    if inside >= 0:
        return Match(Level.LOOSE, inside, tuple(range(inside, inside + len(typed))))
    if len(typed) < _PART:
        return None
    for start in spelt.starts:
        marks = _scattered(spelt, typed, start)
        if marks:
            return Match(Level.LOOSE, start, marks)
    return None


def _scattered(spelt: Spelt, typed: str, start: int) -> tuple[int, ...]:
    """The places of the letters from ``start`` on; empty unless it begins there and finds all."""
    marks: list[int] = []
    for place in range(start, len(spelt.text)):
        if typed[len(marks)] in spelt.firsts[place]:
            marks.append(place)
            if len(marks) == len(typed):
                return tuple(marks)
        elif place == start:
            return ()
    return ()


def _next_sign(spelt: Spelt, place: int) -> int:
    """The next letter, digit or character at or after ``place``."""
    text = spelt.text
    while place < len(text) and not text[place].isalnum():
        place += 1
    return place


def _joined(plain: str, readings: tuple[tuple[str, ...], ...], place: int) -> bool:
    """Whether the sign before belongs to the same Latin word or number."""
    return plain[place - 1].isalnum() and not readings[place - 1]


def _folded(char: str) -> str:
    number = ord(char)
    if 0xFF01 <= number <= 0xFF5E:
        return chr(number - _FULL_WIDTH).lower()
    lower = char.lower()
    return "v" if lower == "ü" else lower if len(lower) == 1 else char
