"""The importable columns, declared once: what a heading of each ledger may be called.

A heading is recognised by score, not by equality, because every county words its table its own
way. ``exact`` are whole headings, ``inside`` words that suggest the field when they are part of
a longer heading, ``never`` a pattern that forbids it. Keys are those of the command line.
"""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Literal, cast

from msgspec import Struct

from invest_crm.exchange import lexicon

if TYPE_CHECKING:
    from invest_crm.exchange.words_common import Row

Kind = Literal[
    "projects", "firms", "contacts", "monthly", "requests", "parcels", "approvals", "revenue"
]
KINDS: tuple[Kind, ...] = (
    *("projects", "firms", "contacts", "monthly", "requests", "parcels", "approvals"),
    "revenue",
)
Shape = Literal[
    "text",
    "long",
    "name",
    "firm",
    "money",
    "area",
    "date",
    "milestone",
    "contacts",
    "leaders",
    "units",
    "code",
    "credit",
    "chain",
    "agreement",
    "month",
    "closed",
    "land",
    "revenue",
    "period",
    "origin",
]
Role = Literal["", "flag", "date", "name", "phone", "post"]


class Field(Struct, frozen=True):
    """One importable column of one kind of ledger."""

    key: str
    shape: Shape
    exact: tuple[str, ...]
    inside: tuple[str, ...] = ()
    never: str = ""
    weight: float = 1.0
    many: bool = False


class Match(Struct, frozen=True):
    """A field a heading may mean, the part it plays, and how sure the words alone are."""

    key: str
    role: Role
    score: float


def _words(text: str) -> tuple[str, ...]:
    return tuple(text.split())


def _field(row: Row) -> Field:
    many = row.shape in {"milestone", "contacts", "closed", "revenue"}
    shape = cast("Shape", row.shape)
    exact, inside = _words(row.exact), _words(row.inside)
    return Field(row.key, shape, exact, inside, row.never, row.weight, many=many)


@cache
def fields_of(kind: Kind) -> dict[str, Field]:
    """The fields of a kind by key."""
    return {row.key: _field(row) for row in lexicon.TABLES[kind]}


@cache
def _exact_index(kind: Kind) -> dict[str, Field]:
    return {word: field for field in fields_of(kind).values() for word in field.exact}


@cache
def _never(kind: Kind) -> dict[str, re.Pattern[str]]:
    return {key: re.compile(field.never) for key, field in fields_of(kind).items() if field.never}


def allowed(kind: Kind, key: str, heading: str) -> bool:
    """Whether nothing in the heading forbids the field."""
    pattern = _never(kind).get(key)
    return pattern is None or not pattern.search(heading)


def exact_field(kind: Kind, word: str) -> Field | None:
    """The field a heading names outright."""
    return _exact_index(kind).get(word)
