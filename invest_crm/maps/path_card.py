"""One part of the whole path as it is drawn: a card for what is open, plain lines for the rest.

Units: those of the text size.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.whole_path import Standing
from invest_crm.maps.measure import cut, in_lines, label, width
from invest_crm.maps.path_words import join, when_words
from invest_crm.maps.scene import BOLD, END, REGULAR, Box

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from invest_crm.domain.whole_path import Part
    from invest_crm.maps.scene import Item

_SMALL, _LINE, _EDGE = 0.88, 1.35, 0.32
_LEFT, _RIGHT = 1.85, 0.4
_INK = {
    Standing.DONE: "weak_ink",
    Standing.DOING: "accent",
    Standing.WAITING: "coming_ink",
    Standing.LATE: "missing_ink",
    Standing.AHEAD: "ink3",
}
_FILL = {
    Standing.DOING: "going_soft",
    Standing.WAITING: "coming_fill",
    Standing.LATE: "late_fill",
}
_SIGN = {Standing.DONE: "✓", Standing.LATE: "!", Standing.WAITING: "?"}


class Card(Struct, frozen=True):
    """The lines of a part: its name, what is said below it, the day at the end of the last line."""

    part: Part
    name: tuple[str, ...]
    below: tuple[str, ...]
    when: str
    text: float

    @property
    def height(self) -> float:
        """How high it is."""
        lines = len(self.name) + len(self.below)
        return (lines * _LINE + 2 * _EDGE * (1.4 if self.below else 0.8)) * self.text


def card(part: Part, wide: float, text: float, today: date) -> Card:
    """A part in a column of a width."""
    room = wide - (_LEFT + _RIGHT) * text
    small = text * _SMALL
    if part.standing.open:
        name = in_lines(part.label, text * 1.04, room, 2)
        below = (join(part.standing.label, part.holder), when_words(part, today))
        return Card(part, name, tuple(cut(line, small, room) for line in below if line), "", text)
    name = in_lines(part.label, text, room, 2)
    when = when_words(part, today)
    left = room - width(name[-1], text) - 0.6 * text
    return Card(part, name, (), when if when and width(when, small) <= left else "", text)


def card_items(made: Card, x: float, y: float, wide: float) -> Iterator[Item]:
    """The card with its upper left corner at a point."""
    text, part = made.text, made.part
    small, ink = text * _SMALL, _INK[part.standing]
    shut = part.standing not in _FILL
    if not shut:
        yield Box(x, y, wide, made.height, 0.3 * text, fill=_FILL[part.standing], kind="card")
        yield Box(x, y, 0.22 * text, made.height, fill=ink)
    base = y + (_EDGE * (0.8 if shut else 1.4) + 1.0) * text
    yield from mark_items(part.standing, x + 1.0 * text, base - 0.36 * text, text * 0.42)
    left = x + _LEFT * text
    role = "ink2" if part.standing is Standing.AHEAD else "ink"
    weight = REGULAR if shut else BOLD
    for words in made.name:
        yield label(left, base, words, text, role, weight=weight, target=part.id)
        base += _LINE * text
    for words in made.below:
        yield label(left, base, words, small, ink)
        base += _LINE * text
    if made.when:
        right = x + wide - _RIGHT * text
        yield label(right, base - _LINE * text, made.when, small, "ink3", anchor=END)


def mark_items(standing: Standing, x: float, y: float, r: float) -> Iterator[Item]:
    """A disc for what is done or open, a ring for what is ahead."""
    if standing is Standing.AHEAD:
        yield Box(x - r, y - r, 2 * r, 2 * r, r, fill="card", line="ink3", line_width=r * 0.3)
        return
    yield Box(x - r, y - r, 2 * r, 2 * r, r, fill=_INK[standing])
    sign = _SIGN.get(standing, "")
    if sign:
        size = r * 1.7
        left = x - width(sign, size, BOLD) / 2
        yield label(left, y + size * 0.36, sign, size, "paper", weight=BOLD, kind="sign")
