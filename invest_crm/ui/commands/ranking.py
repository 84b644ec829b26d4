"""Which entries answer what was typed, in which order and under which headings. Knows no widget."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from invest_crm.domain.matching import Level, match

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.ui.commands.provider import Entry

MOST: Final = 10
"""Entries under one heading while something is typed."""

Rank = tuple[int, int, bool, int]
"""How well an entry answers: level, by its title or otherwise, cannot be done, where."""

_BY_CHANCE: Final[Rank] = (Level.LOOSE, 2, False, 0)


class Hit(Struct, frozen=True):
    """An entry with the places of its title that answer."""

    entry: Entry
    marks: tuple[int, ...] = ()


class Group(Struct, frozen=True):
    """Hits under a heading, the best first; ``best``: how well that one answers."""

    title: str
    hits: tuple[Hit, ...]
    best: Rank = (Level.PREFIX, 0, False, 0)


def ranked(
    title: str,
    entries: Sequence[Entry],
    typed: str,
    recent: Mapping[str, int],
    *,
    trusted: bool = False,
) -> Group:
    """The entries that answer: prefix, word, initials, gaps; then recently used; then as given.

    ``trusted``: all of them answer (the database found them by something that is not shown).
    """
    found: list[tuple[Rank, Hit]] = []
    for entry in entries:
        rank, marks = _rank(entry, typed)
        if rank is not None or trusted:
            found.append((rank or _BY_CHANCE, Hit(entry, marks)))

    def order(pair: tuple[Rank, Hit]) -> tuple[bool, int, int, bool, int, int]:
        (level, text, disabled, start), hit = pair
        place = recent.get(hit.entry.key, len(recent))
        return hit.entry.tail, level, text, disabled, place, start

    found.sort(key=order)
    best = min((rank for rank, hit in found if not hit.entry.tail), default=_BY_CHANCE)
    return Group(title, tuple(hit for _rank, hit in found[: MOST + 1]), best)


def in_order(groups: Sequence[Group]) -> list[Group]:
    """Groups with something in them, the one with the best answer first; else as given."""
    return sorted((group for group in groups if group.hits), key=lambda group: group.best[:3])


def _rank(entry: Entry, typed: str) -> tuple[Rank | None, tuple[int, ...]]:
    """How well an entry answers, None if it does not; and the marks of its title."""
    disabled = bool(entry.reason)
    shown = match(entry.title, typed)
    best = None if shown is None else (int(shown.level), 0, disabled, shown.start)
    for text in entry.also:
        other = match(text, typed)
        if other is not None and (best is None or other.level < best[0]):
            best = (int(other.level), 1, disabled, other.start)
    return best, shown.marks if shown is not None else ()
