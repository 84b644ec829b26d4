"""Pinyin: 华中能源 → hzny or huazhongnengyuan, the way people type a name they are looking for.

A table of readings made beforehand, and words and surnames that need care (重庆 is cq). Initials
are stored with the record, once for each name written. A query in full pinyin is cut into
syllables (``cuts``), whose initials lead to the candidates; every reading of a character counts.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from itertools import islice, product
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.reference import read_json
from invest_crm.paths import resource

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_FULL_WIDTH = 0xFEE0  # distance between ！ and !, Ａ and A
_LONGEST = 6  # letters of a syllable (zhuang)
_INITIALS = frozenset("abcdefghjklmnopqrstwxyz")  # no Mandarin syllable begins with i, u or v
_VARIED = 2  # characters at the start of a name that are tried in every reading


class _Tables(Struct, frozen=True):
    """Readings, the translation made from them, and the words that override it."""

    readings: Mapping[str, tuple[str, ...]]
    first: dict[int, str | None]
    pattern: re.Pattern[str]
    spell: Callable[[re.Match[str]], str]
    surnames: Mapping[str, str]


class _Dropping(dict[int, str | None]):
    """A translation table in which whatever is not listed disappears."""

    def __missing__(self, key: int) -> None:
        self[key] = None


def initials(text: str) -> str:
    """The usual initials in lower case; letters and digits stay, anything else is dropped.

    >>> initials("重庆长安汽车A1（集团）")
    'cqcaqca1jt'
    """
    tables = _tables()
    return tables.pattern.sub(tables.spell, text).translate(tables.first)


def initials_variants(text: str, limit: int = 6) -> tuple[str, ...]:
    """The usual initials first, then those of other readings, at most ``limit``.

    Varied are the first two Chinese characters and a surname: 单县 gives sx and also dx, 曾氏 zs
    and cs. Empty for a text without letters.
    """
    usual = initials(text)
    if not usual:
        return ()
    tables = _tables()
    found = dict.fromkeys([usual])
    surname = tables.surnames.get(text[:1], "")
    found.update(dict.fromkeys(letter + usual[1:] for letter in surname))
    kept = list(islice((char for char in text if tables.first[ord(char)]), _VARIED))
    heads = _heads("".join(kept), usual[: len(kept)])
    found.update(dict.fromkeys(head + usual[len(kept) :] for head in heads))
    return tuple(found)[:limit]


def readings(char: str) -> str:
    """Every letter one character can begin with, the usual one first; empty if unknown."""
    return "".join(dict.fromkeys(syllable[0] for syllable in syllables(char)))


def syllables(char: str) -> tuple[str, ...]:
    """Every reading of one character without tones (ü is v), the usual one first.

    >>> syllables("重")
    ('zhong', 'chong', 'tong')
    """
    return _tables().readings.get(char, ())


def cuts(typed: str, limit: int = 6) -> tuple[str, ...]:
    """The initials that Latin letters typed as full or mixed pinyin can mean, at most ``limit``.

    Cuts into few syllables come first; the last one may be half typed. Letters that are nothing
    but initials mean themselves and are left out.

    >>> cuts("huazhong")[0], cuts("xian"), cuts("hzny")
    ('hz', ('x', 'xa', 'xn', 'xan'), ())
    """
    found: list[set[str]] = [set() for _place in range(len(typed) + 1)]
    found[0].add("")
    for start, first in enumerate(typed):
        shortest = sorted(found[start], key=_by_length)[: limit + 1]
        for end in _ends(typed, start):
            found[end] |= {letters + first for letters in shortest}
    return tuple(sorted(found[-1] - {typed}, key=_by_length)[:limit])


def characters(typed: str) -> str:
    """The common characters (GB 2312) whose reading is ``typed``, in no order.

    >>> "华" in characters("hua")
    True
    """
    return _by_syllable().get(typed, "")


def _by_length(letters: str) -> tuple[int, str]:
    return len(letters), letters


def _ends(typed: str, start: int) -> list[int]:
    """Where a syllable, a half-typed last one or a single initial that begins here can end."""
    whole, begun = _syllables()
    ends = [
        end
        for end in range(start + 2, min(start + _LONGEST, len(typed)) + 1)
        if typed[start:end] in whole or (end == len(typed) and typed[start:end] in begun)
    ]
    return [*ends, start + 1] if typed[start] in _INITIALS else ends


@cache
def _syllables() -> tuple[frozenset[str], frozenset[str]]:
    """Every syllable, and every beginning of one."""
    whole = frozenset(item for found in _tables().readings.values() for item in found)
    return whole, frozenset(item[:end] for item in whole for end in range(1, len(item)))


@cache
def _by_syllable() -> Mapping[str, str]:
    found: dict[str, list[str]] = {}
    for high, low in product(range(0xB0, 0xF8), range(0xA1, 0xFF)):
        char = bytes((high, low)).decode("gb2312", "ignore")
        for syllable in syllables(char) if char else ():
            found.setdefault(syllable, []).append(char)
    return {syllable: "".join(chars) for syllable, chars in found.items()}


@lru_cache(maxsize=4096)
def _heads(kept: str, usual: str) -> tuple[str, ...]:
    """Every way to read the leading characters, the usual one first."""
    choices = [
        letter + readings(char).replace(letter, "")
        for char, letter in zip(kept, usual, strict=False)
    ]
    return tuple(map("".join, product(*choices)))


@cache
def _tables() -> _Tables:
    table = _read_table()
    care = read_json("pinyin-overrides.json")
    first = _Dropping({ord(char): found[0][0] for char, found in table.items()})
    for number in range(0x21, 0x7F):
        char = chr(number)
        if char.isalnum():
            first[number] = first[number + _FULL_WIDTH] = char.lower()
    # A word that the table already spells rightly would only slow every name down.
    words = {
        word: letters for word, letters in care["words"].items() if word.translate(first) != letters
    }
    return _Tables(
        readings=table,
        first=first,
        pattern=_word_pattern(words),
        spell=lambda match: words[match[0]],
        surnames=care["surnames"],
    )


def _read_table() -> dict[str, tuple[str, ...]]:
    table: dict[str, tuple[str, ...]] = {}
    with resource("reference/pinyin.tsv").open(encoding="utf-8") as handle:
        for line in handle:
            if not line.startswith("#"):
                found, chars = line.rstrip("\n").split("\t")
                table.update(dict.fromkeys(chars, tuple(found.split())))
    return table


def _word_pattern(words: Mapping[str, str]) -> re.Pattern[str]:
    """One pattern for all words, longest first, grouped by first character for speed."""
    tails: dict[str, list[str]] = {}
    for word in sorted(words, key=lambda item: (-len(item), item)):
        tails.setdefault(word[0], []).append(word[1:])
    return re.compile("|".join(f"{head}(?:{'|'.join(rest)})" for head, rest in tails.items()))
