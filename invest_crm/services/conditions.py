"""Conditions as SQL: the same answers as ``domain.conditions.holds``, on both databases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import Date, Text, and_, cast, func, not_, or_, true
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.sql.functions import FunctionElement

from invest_crm.domain.conditions import Condition, Group, Op, fold
from invest_crm.domain.periods import Period, bounds

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from datetime import date

    from sqlalchemy import ColumnElement
    from sqlalchemy.sql.compiler import SQLCompiler

    from invest_crm.domain.conditions import Part


def sql_of(
    part: Part, columns: Mapping[str, ColumnElement[Any]], today: date
) -> ColumnElement[bool]:
    """What a select must be narrowed by. ``columns`` by field key; every value is bound."""
    if isinstance(part, Group):
        inner = [sql_of(item, columns, today) for item in part.parts]
        if not inner:
            return true()
        return and_(*inner) if part.how == "all" else or_(*inner)
    return _condition(part, columns, today)


def _condition(
    part: Condition, columns: Mapping[str, ColumnElement[Any]], today: date
) -> ColumnElement[bool]:
    column = columns[part.field]
    textual = isinstance(column.type, Text)
    empty = or_(column.is_(None), column == "") if textual else column.is_(None)
    if part.op is Op.EMPTY:
        return empty
    if part.op is Op.FILLED:
        return not_(empty)
    if part.op is Op.WITHIN:
        return and_(not_(empty), *_within(part, column, today))
    if part.op in (Op.BEFORE_FIELD, Op.AFTER_FIELD):
        other = columns[str(part.values[0])]
        beside = _day_after(other, int(part.values[1]))
        earlier = part.op is Op.BEFORE_FIELD
        compared = column < beside if earlier else column > beside
        return and_(not_(empty), other.is_not(None), other != "", compared)
    said = [fold(value) if isinstance(value, str) else value for value in part.values]
    found = _COMPARE[part.op](folded(column) if textual else column, said)
    if part.op in (Op.IS_NOT, Op.LACKS, Op.NONE_OF):
        return or_(empty, found)
    return and_(not_(empty), found)


def _within(part: Condition, column: ColumnElement[Any], today: date) -> list[ColumnElement[bool]]:
    first, last = bounds(Period(str(part.values[0])), int(part.values[1]), today)
    inside = [column >= first] if first is not None else []
    return [*inside, column <= last] if last is not None else inside


_COMPARE: Mapping[Op, Callable[[ColumnElement[Any], list[Any]], ColumnElement[bool]]] = {
    Op.IS: lambda column, said: column == said[0],
    Op.IS_NOT: lambda column, said: column != said[0],
    Op.CONTAINS: lambda column, said: column.contains(said[0], autoescape=True),
    Op.LACKS: lambda column, said: not_(column.contains(said[0], autoescape=True)),
    Op.BEGINS: lambda column, said: column.startswith(said[0], autoescape=True),
    Op.ONE_OF: lambda column, said: column.in_(said),
    Op.NONE_OF: lambda column, said: column.not_in(said),
    Op.LESS: lambda column, said: column < said[0],
    Op.AT_MOST: lambda column, said: column <= said[0],
    Op.MORE: lambda column, said: column > said[0],
    Op.AT_LEAST: lambda column, said: column >= said[0],
    Op.BETWEEN: lambda column, said: column.between(said[0], said[1]),
    Op.IN_MONTHS: lambda column, said: func.substr(column, 1, 7).in_(said),
}


class folded(FunctionElement[str]):  # noqa: N801 - reads as the function it is in SQL
    """Latin letters small, as ``fold`` does; byte order, as Python compares."""

    type = Text()
    inherit_cache = True


@compiles(folded)
def _folded_sqlite(element: folded, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(func.lower(*element.clauses), **kw)


@compiles(folded, "postgresql")
def _folded_postgresql(element: folded, compiler: SQLCompiler, **kw: Any) -> str:
    (column,) = element.clauses
    return compiler.process(func.lower(column.collate("C")).collate("C"), **kw)


class bytewise(FunctionElement[str]):  # noqa: N801 - reads as the function it is in SQL
    """A text in the order of its bytes, on every database."""

    type = Text()
    inherit_cache = True


@compiles(bytewise)
def _bytewise_sqlite(element: bytewise, compiler: SQLCompiler, **kw: Any) -> str:
    return compiler.process(*element.clauses, **kw)


@compiles(bytewise, "postgresql")
def _bytewise_postgresql(element: bytewise, compiler: SQLCompiler, **kw: Any) -> str:
    (column,) = element.clauses
    return compiler.process(column.collate("C"), **kw)


class _day_after(FunctionElement[str]):  # noqa: N801 - reads as the function it is in SQL
    """A stored day and some days more, as ISO text."""

    type = Text()
    inherit_cache = True


@compiles(_day_after)
def _day_after_sqlite(element: _day_after, compiler: SQLCompiler, **kw: Any) -> str:
    day, days = element.clauses
    return compiler.process(func.date(day, cast(days, Text).concat(" days")), **kw)


@compiles(_day_after, "postgresql")
def _day_after_postgresql(element: _day_after, compiler: SQLCompiler, **kw: Any) -> str:
    day, days = element.clauses
    return compiler.process(func.to_char(cast(day, Date) + days, "YYYY-MM-DD"), **kw)
