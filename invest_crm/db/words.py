"""Cutting what a record is found by into the words of the search index.

Chinese words are two characters long, and SQLite's trigram index answers nothing below three.
So each record has its bigrams, and the last character of every field alone: then every character
begins a word, and no phrase of bigrams straddles two fields. Knows no database: much of it is done
in a process of its own.
"""

from __future__ import annotations

import re
from operator import add
from typing import TYPE_CHECKING, TypeAlias

from invest_crm.domain.pinyin import initials_variants

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

Fields: TypeAlias = tuple[str | None, ...]
"""What a record is found by; its name, which is also found by its initials, stands first."""
_EDGE, _END = "\0", "\1"
"""Between two fields, and between two records, while they are one text; no word holds them."""
_OVER_EDGE = re.compile(f"{_EDGE} {_EDGE}[^ ]")
_WORD = re.compile(r"[^\W_]+")


def with_initials(fields: Fields) -> Fields:
    """The fields and, as fields of their own, the initials of the first."""
    return (*fields, *initials_variants(fields[0] or ""))


def words_of(fields: Fields) -> str:
    """The words of one record.

    >>> words_of(("甲乙丙", "ab"))
    '甲乙 乙丙 丙 ab b'
    """
    return next(iter(words_of_many([fields])))


def words_of_many(records: Iterable[Fields]) -> Iterator[str]:
    """``words_of`` each of many records, cut out of one text of them all."""
    texts = [
        _EDGE.join([word for field in fields if field and (word := _word(field))])
        for fields in records
    ]
    if not texts:
        return iter(())
    pairs = _OVER_EDGE.sub("", _all_pairs(f"{_END}{_END.join(texts)}{_END}"))
    # Of every other part, which is a record, the first character stands alone as well.
    return (row[2:] for row in pairs.split(_END)[1::2])


def _word(field: str) -> str:
    lower = field.lower()
    return lower if lower.isalnum() else "".join(_WORD.findall(lower))


def _all_pairs(whole: str) -> str:
    """Every two neighbours of a long text, with blanks between: ``pairs_of`` without a loop."""
    codes = memoryview(whole.encode("utf-32-le", "surrogatepass")).cast("I")
    count = len(codes) - 1
    pairs = memoryview(bytearray((" " * 3 * count).encode("utf-32-le"))).cast("I")
    pairs[0::3] = codes[:-1]
    pairs[1::3] = codes[1:]
    return pairs[:-1].tobytes().decode("utf-32-le", "surrogatepass")


def pairs_of(part: str) -> str:
    """The bigrams of one word, with blanks between."""
    return " ".join(map(add, part, part[1:]))
