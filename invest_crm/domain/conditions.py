"""Conditions on records: nested "all of" and "any of" groups, answered alike by SQL and Python.

Values are compared as they are stored: text, money in 分, area in square decimetres, days as
ISO text, choices by code. A field without a value fulfils no positive condition and every
negative one ("is not", "lacks", "none of"), as a person reading a list expects.
"""

from __future__ import annotations

from datetime import date, timedelta
from enum import StrEnum
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.periods import Period, bounds
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

Kind = Literal["text", "choice", "money", "area", "number", "date"]
Value = str | int
Day = str
"""A day as ``YYYY-MM-DD``: its order as text is its order in time."""

MAX_DEPTH = 3


class Op(StrEnum):
    """How a field is compared. ``VALUES`` and ``OF_KIND`` say what each takes and where it fits."""

    IS = "is"
    IS_NOT = "is_not"
    CONTAINS = "contains"
    LACKS = "lacks"
    BEGINS = "begins"
    ONE_OF = "one_of"
    NONE_OF = "none_of"
    LESS = "less"
    AT_MOST = "at_most"
    MORE = "more"
    AT_LEAST = "at_least"
    BETWEEN = "between"
    WITHIN = "within"
    IN_MONTHS = "in_months"
    BEFORE_FIELD = "before_field"
    AFTER_FIELD = "after_field"
    EMPTY = "empty"
    FILLED = "filled"


_ORDER = (Op.IS, Op.IS_NOT, Op.LESS, Op.AT_MOST, Op.MORE, Op.AT_LEAST, Op.BETWEEN)
_LISTED = (Op.ONE_OF, Op.NONE_OF)
_PRESENCE = (Op.EMPTY, Op.FILLED)
OF_KIND: Mapping[Kind, tuple[Op, ...]] = {
    "text": (Op.CONTAINS, Op.LACKS, Op.IS, Op.IS_NOT, Op.BEGINS, *_LISTED, *_PRESENCE),
    "choice": (*_LISTED, *_PRESENCE),
    "money": (*_ORDER, *_LISTED, *_PRESENCE),
    "area": (*_ORDER, *_LISTED, *_PRESENCE),
    "number": (*_ORDER, *_LISTED, *_PRESENCE),
    "date": (
        *_ORDER, Op.WITHIN, Op.IN_MONTHS, Op.BEFORE_FIELD, Op.AFTER_FIELD, *_PRESENCE,
    ),
}  # fmt: skip
"""The comparisons that make sense for a kind of field, in the order they are offered."""


class Field(Struct, frozen=True):
    """A field that can be asked for. ``choices``: (code, word) of what is stored as codes.

    ``people``: it names persons in their order, the first of them responsible.
    """

    key: str
    label: str
    kind: Kind
    choices: tuple[tuple[str, str], ...] = ()
    people: bool = False


class Condition(Struct, frozen=True):
    """One comparison.

    ``values``: one value; two of ``BETWEEN`` (both included); any number of ``ONE_OF`` and
    ``NONE_OF``; months as ``YYYY-MM`` of ``IN_MONTHS``; a ``Period`` and a number of days of
    ``WITHIN``; another date field and a number of days of ``BEFORE_FIELD`` and ``AFTER_FIELD``;
    none of ``EMPTY`` and ``FILLED``.
    """

    field: str
    op: Op
    values: tuple[Value, ...] = ()


class Group(Struct, frozen=True):
    """Parts of which all, or any one, must hold. A group without parts holds always."""

    how: Literal["all", "any"] = "all"
    parts: tuple[Part, ...] = ()

    def conditions(self) -> Iterator[Condition]:
        """Every comparison in it, from left to right."""
        for part in self.parts:
            if isinstance(part, Group):
                yield from part.conditions()
            else:
                yield part


Part = Condition | Group
EVERYTHING = Group()
"""The filter that leaves nothing out."""


def holds(part: Part, record: Mapping[str, Any], today: date) -> bool:
    """Whether a record (values by field key, as stored) fulfils a condition."""
    if isinstance(part, Group):
        answers = (holds(item, record, today) for item in part.parts)
        return not part.parts or (all(answers) if part.how == "all" else any(answers))
    value = record.get(part.field)
    value = None if value == "" else value
    if part.op in _PRESENCE:
        return (value is None) == (part.op is Op.EMPTY)
    if value is None:
        return part.op in (Op.IS_NOT, Op.LACKS, Op.NONE_OF)
    if part.op is Op.WITHIN:
        first, last = bounds(Period(str(part.values[0])), int(part.values[1]), today)
        return (first is None or value >= first) and (last is None or value <= last)
    if part.op in (Op.BEFORE_FIELD, Op.AFTER_FIELD):
        other = record.get(str(part.values[0]))
        return bool(other) and _beside(part, value, plus_days(str(other), int(part.values[1])))
    return _COMPARE[part.op](_folded(value), tuple(map(_folded, part.values)))


def plus_days(day: Day, days: int) -> Day:
    """The day that many days later (earlier if negative)."""
    return (date.fromisoformat(day) + timedelta(days=days)).isoformat()


def fold(text: str) -> str:
    """A text for comparing: Latin letters small, everything else as it is.

    Only A to Z, because that is what every database folds alike.
    """
    return "".join(chr(ord(sign) + 32) if "A" <= sign <= "Z" else sign for sign in text)


def _folded(value: Value) -> Any:
    return fold(value) if isinstance(value, str) else value


def _beside(part: Condition, value: Day, other: Day) -> bool:
    return value < other if part.op is Op.BEFORE_FIELD else value > other


_COMPARE: Mapping[Op, Callable[[Any, tuple[Any, ...]], bool]] = {
    Op.IS: lambda value, said: bool(value == said[0]),
    Op.IS_NOT: lambda value, said: bool(value != said[0]),
    Op.CONTAINS: lambda value, said: said[0] in value,
    Op.LACKS: lambda value, said: said[0] not in value,
    Op.BEGINS: lambda value, said: bool(value.startswith(said[0])),
    Op.ONE_OF: lambda value, said: value in said,
    Op.NONE_OF: lambda value, said: value not in said,
    Op.LESS: lambda value, said: bool(value < said[0]),
    Op.AT_MOST: lambda value, said: bool(value <= said[0]),
    Op.MORE: lambda value, said: bool(value > said[0]),
    Op.AT_LEAST: lambda value, said: bool(value >= said[0]),
    Op.BETWEEN: lambda value, said: bool(said[0] <= value <= said[1]),
    Op.IN_MONTHS: lambda value, said: value[:7] in said,
}


# ---- what may be asked -------------------------------------------------------------------------


def checked(group: Group, fields: Mapping[str, Field]) -> Group:
    """The same group. UserError ``filter-unusable`` if a part of it makes no sense."""
    if depth(group) > MAX_DEPTH or not all(_sensible(c, fields) for c in group.conditions()):
        raise UserError(
            "filter-unusable",
            _("This filter asks for something that the list does not have."),
            safe=_("Nothing was changed."),
            todo=_("Make the filter anew."),
        )
    return group


def without_unknown(group: Group, fields: Mapping[str, Field]) -> tuple[Group, tuple[str, ...]]:
    """The group without what makes no sense (any more), and the field keys that were left out."""
    left_out: list[str] = []
    kept: list[Part] = []
    for part in group.parts:
        if isinstance(part, Group):
            inner, lost = without_unknown(part, fields)
            left_out += lost
            if inner.parts:
                kept.append(inner)
        elif _sensible(part, fields):
            kept.append(part)
        else:
            left_out.append(part.field)
    return replace(group, parts=tuple(kept)), tuple(left_out)


def depth(group: Group) -> int:
    """How many groups lie within each other, itself included."""
    return 1 + max((depth(part) for part in group.parts if isinstance(part, Group)), default=0)


def _sensible(condition: Condition, fields: Mapping[str, Field]) -> bool:
    field = fields.get(condition.field)
    if field is None or condition.op not in OF_KIND[field.kind]:
        return False
    values = condition.values
    match condition.op:
        case Op.EMPTY | Op.FILLED:
            return not values
        case Op.WITHIN:
            return len(values) == 2 and values[0] in set(Period) and _is_days(values[1])
        case Op.BEFORE_FIELD | Op.AFTER_FIELD:
            other = fields.get(str(values[0])) if len(values) == 2 else None
            return other is not None and other.kind == "date" and _is_days(values[1])
        case Op.ONE_OF | Op.NONE_OF:
            return bool(values) and all(_fits(value, field.kind) for value in values)
        case Op.IN_MONTHS:
            return bool(values) and all(_is_day(f"{value}-01") for value in values)
    count = 2 if condition.op is Op.BETWEEN else 1
    return len(values) == count and all(_fits(value, field.kind) for value in values)


def _is_days(value: Value) -> bool:
    return isinstance(value, int) and abs(value) <= 36_500


def _fits(value: Value, kind: Kind) -> bool:
    if kind in ("money", "area", "number"):
        return isinstance(value, int)
    if kind == "date":
        return isinstance(value, str) and _is_day(value)
    return isinstance(value, str) and bool(value)


def _is_day(text: str) -> bool:
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


# ---- kept as JSON ------------------------------------------------------------------------------


def to_json(part: Part) -> dict[str, Any]:
    """A shape that JSON can hold; ``from_json`` makes the same part of it."""
    if isinstance(part, Group):
        return {"how": part.how, "parts": [to_json(item) for item in part.parts]}
    return {"field": part.field, "op": part.op.value, "values": list(part.values)}


def from_json(shape: Mapping[str, Any]) -> Group:
    """The group a stored shape describes. ValueError if it is none."""
    part = _part(shape)
    if not isinstance(part, Group):
        raise ValueError("not a group")  # noqa: TRY004 - the shape is wrong, not its type
    return part


def _part(shape: Any) -> Part:
    try:
        if "parts" in shape:
            how = shape["how"]
            if how not in ("all", "any"):
                raise ValueError(how)
            return Group(how, tuple(_part(item) for item in shape["parts"]))
        values = tuple(shape["values"])
        if not all(isinstance(value, str | int) for value in values):
            raise ValueError(values)
        return Condition(str(shape["field"]), Op(shape["op"]), values)
    except (KeyError, TypeError) as error:
        raise ValueError("not a filter") from error
