"""The filter of a list in the parts people handle: chips, and what lists a column's values.

A filter whose top is "all of" is handled part by part; a top of "any of" only as a whole.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.condition_words import value_word
from invest_crm.domain.conditions import (
    EVERYTHING,
    MAX_DEPTH,
    Condition,
    Group,
    Op,
    depth,
    holds,
)
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Sequence
    from datetime import date

    from invest_crm.domain.conditions import Field, Part
    from invest_crm.domain.conditions import Value as Known

    Value = Known | None

_LISTED = frozenset((Op.ONE_OF, Op.NONE_OF, Op.IN_MONTHS, Op.EMPTY, Op.FILLED))


class Option(Struct, frozen=True):
    """One value with its words and how many records have it. ``value`` None: none at all."""

    value: Value
    words: str
    count: int


def tops(where: Group) -> tuple[Part, ...]:
    """The parts that can go one by one."""
    whole = where.how == "any" and len(where.parts) > 1
    return (where,) if whole else where.parts


def without(where: Group, part: Part) -> Group:
    """The filter without one of its ``tops``."""
    return _all_of(item for item in tops(where) if item != part)


def takes_more(where: Group) -> bool:
    """Whether one more condition can be asked for besides: not below three levels of "any"."""
    return tops(where) == where.parts or depth(where) < MAX_DEPTH


def listed(where: Group, key: str) -> tuple[Part, ...]:
    """The tops that do nothing but list the values of a field."""
    return tuple(part for part in tops(where) if _lists(part, key))


def rest(where: Group, key: str) -> Group:
    """The filter without what lists the values of a field."""
    return _all_of(part for part in tops(where) if not _lists(part, key))


def replaced(where: Group, key: str, part: Part | None) -> Group:
    """The filter with another list of the values of a field; None for none."""
    kept = tops(rest(where, key))
    return _all_of(kept if part is None else (*kept, part))


def only(where: Group, field: Field, value: Value) -> Group:
    """Narrowed to one value of a field (a day, not its month)."""
    if field.kind == "date" and value is not None:
        return replaced(where, field.key, Condition(field.key, Op.IS, (value,)))
    return replaced(where, field.key, part_of(field, (value,)))


def all_but(where: Group, field: Field, value: Value) -> Group:
    """Without the records that have a value; several so left out make one condition."""
    key = field.key
    if value is None:
        return _all_of((*tops(where), Condition(key, Op.FILLED)))
    if field.kind == "date":
        return _all_of((*tops(where), Condition(key, Op.IS_NOT, (value,))))
    fresh = Condition(key, Op.NONE_OF, (value,))
    parts = list(tops(where))
    for place, part in enumerate(parts):
        if isinstance(part, Condition) and (part.field, part.op) == (key, Op.NONE_OF):
            parts[place] = replace(part, values=(*part.values, value))
            return _all_of(parts)
    return _all_of((*parts, fresh))


def with_all(where: Group, more: Iterable[Part]) -> Group:
    """Narrowed by more conditions, each a part that can go by itself."""
    return _all_of((*tops(where), *more))


def same_month(where: Group, field: Field, day: str) -> Group:
    """Narrowed to the month of a day."""
    return replaced(where, field.key, Condition(field.key, Op.IN_MONTHS, (day[:7],)))


def part_of(field: Field, values: Sequence[Value]) -> Part:
    """The condition that a field has one of some values, None among them for none."""
    known = tuple(value for value in values if value is not None)
    op = Op.IN_MONTHS if field.kind == "date" else Op.ONE_OF
    one_of = Condition(field.key, op, known)
    if len(known) == len(values):
        return one_of
    empty = Condition(field.key, Op.EMPTY)
    return Group("any", (one_of, empty)) if known else empty


def part_without(field: Field, values: Sequence[Value]) -> Part:
    """The condition that a field (not of days) has none of some values."""
    known = tuple(value for value in values if value is not None)
    none_of = Condition(field.key, Op.NONE_OF, known)
    if len(known) == len(values):
        return none_of
    filled = Condition(field.key, Op.FILLED)
    return Group("all", (none_of, filled)) if known else filled


def ticked(where: Group, key: str, options: Iterable[Option], today: date) -> list[Value]:
    """The values that the filter lets through as far as it lists them."""
    parts = listed(where, key)
    return [
        option.value
        for option in options
        if all(holds(part, {key: option.value}, today) for part in parts)
    ]


def options(field: Field, values: Iterable[tuple[Value, int]]) -> tuple[Option, ...]:
    """Values in words: choices in their own order, months latest first, others most frequent.

    What is empty comes last.
    """
    counts: dict[Value, int] = {}
    for value, count in values:
        known = None if value == "" else value
        counts[known] = counts.get(known, 0) + count
    known_values = [value for value in counts if value is not None]
    if field.kind == "choice":
        places = {code: place for place, (code, _word) in enumerate(field.choices)}
        known_values.sort(key=lambda value: places.get(str(value), len(places)))
    elif field.kind == "date":
        known_values.sort(key=str, reverse=True)
    made = [Option(value, value_word(value, field), counts[value]) for value in known_values]
    if None in counts:
        made.append(Option(None, _("(empty)"), counts[None]))
    return tuple(made)


def fields_in(where: Group) -> frozenset[str]:
    """The fields a filter asks about."""
    return frozenset(condition.field for condition in where.conditions())


def _lists(part: Part, key: str) -> bool:
    conditions: Collection[Condition] = (
        tuple(part.conditions()) if isinstance(part, Group) else (part,)
    )
    return all(item.field == key and item.op in _LISTED for item in conditions)


def _all_of(parts: Iterable[Part]) -> Group:
    kept = tuple(parts)
    if len(kept) == 1 and isinstance(kept[0], Group):
        return kept[0]
    return Group("all", kept) if kept else EVERYTHING
