"""Pinyin: every syllable a Chinese character can be read as, and the words that need care.

The table comes from pypinyin (MIT); ``polyphones.yaml`` is written by hand.
"""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from importlib.metadata import version
from typing import Any

import yaml
from common import HERE, REFERENCE, write_json, write_text
from pypinyin.constants import PINYIN_DICT

LETTERS = frozenset("abcdefghjklmnopqrstwxyz")  # no Mandarin syllable begins with i, u or v
# In GBK for the sake of Japanese and Korean sources; they have no Mandarin reading.
UNREAD = set("兙兡嗧桛烪瓧瓰瓱瓼甅﨎﨏﨑﨓﨔﨟﨡﨣﨤﨧﨨﨩")


def is_han(number: int) -> bool:
    return number == 0x3007 or 0x3400 <= number < 0xA000 or 0xF900 <= number < 0xFB00


def syllables(number: int) -> tuple[str, ...]:
    """Distinct syllables without tones, the commonest first; ü is v, but lüe and nüe have u."""
    plain = [_plain(item) for item in PINYIN_DICT[number].split(",")]
    return tuple(dict.fromkeys(item for item in plain if item[:1] in LETTERS))


def _plain(syllable: str) -> str:
    apart = unicodedata.normalize("NFD", syllable).replace("u\u0308", "v")
    letters = "".join(char for char in apart if char in LETTERS | set("iuv"))
    return letters.replace("ve", "ue")


def build_table(care: dict[str, Any]) -> dict[str, tuple[str, ...]]:
    table = {
        chr(number): found
        for number in PINYIN_DICT
        if (is_han(number) or number >= 0x20000) and (found := syllables(number))
    }
    for number in range(
        0xF900, 0xFB00
    ):  # compatibility forms are read as the character they repeat
        plain = unicodedata.normalize("NFKC", chr(number))
        if plain in table:
            table.setdefault(chr(number), table[plain])
    for char, added in care["extra"].items():
        table[char] = tuple(dict.fromkeys((*table[char], *added.split())))
    for char, letters in care["order"].items():
        first = {item[0] for item in table[char]}
        assert letters[0] in first, f"{char} is never read {letters[0]}"
        table[char] = tuple(
            sorted(table[char], key=lambda item: f"{letters}{item[0]}".index(item[0]))
        )
    return table


def check_words(table: dict[str, tuple[str, ...]], words: dict[str, str]) -> None:
    for word, letters in words.items():
        assert len(word) == len(letters), f"{word}: {letters}"
        for char, letter in zip(word, letters, strict=True):
            assert letter in _letters(table[char]), f"{word}: {char} is never read {letter}"


def _letters(found: tuple[str, ...]) -> set[str]:
    return {item[0] for item in found}


def write_table(table: dict[str, tuple[str, ...]]) -> None:
    groups = defaultdict(list)
    for char, found in table.items():
        groups[" ".join(found)].append(char)
    lines = [
        "# Readings of characters, the usual one first: syllables without tones, characters.",
        "# version: 2026",
        f"# source: pypinyin {version('pypinyin')} (MIT), order corrected by hand for names",
        "# licence: MIT",
    ]
    lines += [f"{found}\t{''.join(sorted(chars))}" for found, chars in sorted(groups.items())]
    write_text(REFERENCE / "pinyin.tsv", "\n".join(lines))


def main() -> None:
    care = yaml.safe_load((HERE / "polyphones.yaml").read_text("utf-8"))
    table = build_table(care)
    gbk = {char for pair in gbk_pairs() if len(char := bytes(pair).decode("gbk", "ignore")) == 1}
    assert {char for char in gbk if is_han(ord(char)) and char not in table} == UNREAD
    assert not care["places"].keys() & care["words"].keys()
    words = dict(sorted((care["places"] | care["words"]).items()))
    check_words(table, words)
    for name, letters in care["surnames"].items():
        assert len(name) == 1, name
        assert set(letters) <= _letters(table[name]), name
    write_table(table)
    write_json(
        REFERENCE / "pinyin-overrides.json",
        {
            "title": "Initials of names that a character-by-character table gets wrong",
            "version": "2026",
            "source": "compiled by hand for this program",
            "licence": "MIT, as the program",
            "words": words,
            "surnames": dict(sorted(care["surnames"].items())),
        },
    )


def gbk_pairs() -> list[tuple[int, int]]:
    return [(high, low) for high in range(0x81, 0xFF) for low in range(0x40, 0xFF)]


if __name__ == "__main__":
    main()
