"""The national classification of economic activities, GB/T 4754-2017.

20 sections, 97 divisions, 473 groups, 1,381 classes. Codes are strings: the zero of 0314 counts.
The letter of a section is no part of a code, but people write A0314; both are understood.
Which class a firm belongs to is decided by the statistics bureau, not here.
"""

from __future__ import annotations

import unicodedata
from functools import cache

from msgspec import Struct

from invest_crm.domain.pinyin import initials
from invest_crm.domain.reference import read_rows

CLASSIFICATION_VERSION = "GB/T 4754-2017"

SECTION, DIVISION, GROUP, CLASS = 1, 2, 3, 4


class Industry(Struct, frozen=True):
    """One line of the standard: level 1 section (letter) … 4 class (four digits)."""

    code: str
    name: str
    level: int
    parent: str
    section: str


def normalise_code(text: str) -> str:
    """The stored form of a code as typed: ``Ａ0314 `` → ``0314``, ``a`` → ``A``.

    A letter before digits is dropped only if it is the section of those digits.
    """
    code = unicodedata.normalize("NFKC", text).strip().upper()
    if len(code) > 1 and code[0].isalpha() and code[1:].isdigit():
        found = _table().get(code[1:])
        if found is not None and found.section == code[0]:
            return code[1:]
    return code


def industry(code: str) -> Industry | None:
    """The entry of a code (``0314``, ``A0314``, ``A``), or None if the standard has none."""
    return _table().get(normalise_code(code))


def section_of(code: str) -> str | None:
    """The letter of the section a code lies in, or None for an unknown code."""
    found = industry(code)
    return found.section if found else None


def is_within(code: str, ancestor: str) -> bool:
    """Whether ``code`` is ``ancestor`` or lies below it; False if either is unknown."""
    inner, outer = industry(code), industry(ancestor)
    if inner is None or outer is None:
        return False
    if outer.level == SECTION:
        return inner.section == outer.code
    return inner.code.startswith(outer.code)


def path_of(code: str) -> tuple[Industry, ...]:
    """The entry with all above it, section first; empty for an unknown code."""
    found = industry(code)
    chain: list[Industry] = []
    while found is not None:
        chain.append(found)
        found = _table().get(found.parent)
    return tuple(reversed(chain))


def search_industry(text: str, limit: int = 50) -> tuple[Industry, ...]:
    """Entries by code, by name or by the initials of the name, nearest first.

    Exact matches come first, then those that begin with the text, then those that contain it;
    classes before groups, divisions and sections. Blank text finds nothing.
    """
    wanted = normalise_code(text).lower()
    if not wanted:
        return ()
    ranked = []
    for entry, letters in _searchable():
        rank = min(
            _rank(wanted, entry.code.lower()), _rank(wanted, entry.name), _rank(wanted, letters)
        )
        if rank < _NO_MATCH:
            ranked.append((rank, -entry.level, entry.section, entry.code, entry))
    ranked.sort(key=lambda item: item[:4])
    return tuple(item[4] for item in ranked[:limit])


def all_industries() -> tuple[Industry, ...]:
    """Every entry in the order of the standard."""
    return tuple(_table().values())


_NO_MATCH = 3


def _rank(wanted: str, have: str) -> int:
    if have == wanted:
        return 0
    if have.startswith(wanted):
        return 1
    return 2 if len(wanted) > 1 and wanted in have else _NO_MATCH


@cache
def _table() -> dict[str, Industry]:
    rows = read_rows("gbt4754-2017.csv")
    return {
        code: Industry(code, name, int(level), parent, section)
        for code, name, level, parent, section in rows
    }


@cache
def _searchable() -> tuple[tuple[Industry, str], ...]:
    return tuple((entry, initials(entry.name)) for entry in _table().values())


def industry_words(text: str) -> str:
    """``1351 牲畜屠宰 · 制造业``; the text itself where GB/T 4754 has no such code."""
    entry = industry(text)
    if entry is None:
        return text
    top = path_of(entry.code)[0]
    return f"{entry.code} {entry.name} · {top.name}" if top.code != entry.code else entry.name
