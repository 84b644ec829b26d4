"""Rows that were computed, as a table that lists are asked of in SQL beside the stored ones.

Some lists show what no table holds: it follows from the day, from settings, from values that must
not stand open in a table. Their rows go to the database with the question, as one document, so
that conditions, groups and order are the database's as in every other list.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import BigInteger, Text, bindparam, cast, func, select
from sqlalchemy.dialects.postgresql import JSONB

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import ColumnElement, Subquery

    from invest_crm.services.work import View

Value = str | int | None


def computed(
    view: View, name: str, numbers: Mapping[str, bool], rows: Sequence[Mapping[str, Value]]
) -> Subquery:
    """A table of rows; ``numbers`` says of every column whether it holds whole numbers."""
    text = json.dumps([[row[key] for key in numbers] for row in rows], ensure_ascii=False)
    given = bindparam(f"{name}_rows", text, Text)
    if view.connection.dialect.name == "postgresql":
        return _postgres(name, numbers, given)
    return _sqlite(name, numbers, given)


def _sqlite(name: str, numbers: Mapping[str, bool], given: Any) -> Subquery:
    each = func.json_each(given).table_valued("value", name=f"{name}_each")
    columns = (
        func.json_extract(each.c.value, f"$[{place}]", type_=BigInteger if number else Text).label(
            key
        )
        for place, (key, number) in enumerate(numbers.items())
    )
    return select(*columns).subquery(name)


def _postgres(name: str, numbers: Mapping[str, bool], given: Any) -> Subquery:
    each = func.jsonb_array_elements(cast(given, JSONB)).table_valued("value", name=f"{name}_each")

    def column(place: int, *, number: bool) -> ColumnElement[Any]:
        text = func.jsonb_extract_path_text(each.c.value, str(place), type_=Text)
        return cast(text, BigInteger) if number else text

    columns = (
        column(place, number=number).label(key)
        for place, (key, number) in enumerate(numbers.items())
    )
    return select(*columns).subquery(name)
