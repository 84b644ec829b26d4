"""The list of people, units and task forces: which ones, in which order, asked in SQL."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_

from invest_crm.db.schema.five_ones import responsible
from invest_crm.db.search import parts_of
from invest_crm.domain.conditions import Field
from invest_crm.domain.five_ones import Kind
from invest_crm.services.five_ones.load import loads
from invest_crm.services.five_ones.records import WORDS, load_all, responsible_word
from invest_crm.services.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement

    from invest_crm.domain.conditions import Kind as FieldKind
    from invest_crm.services.work import View

_c = responsible.c
COLUMNS: Mapping[str, ColumnElement[Any]] = {key: _c[key] for key in WORDS if key != "precedence"}
"""What can be asked for, by field key."""
_DAYS = frozenset({"active_from", "active_until"})
_SEARCHED = (_c.name, _c.post, _c.unit, _c.remark)


def filter_fields(_view: View) -> dict[str, Field]:
    """The fields by key."""
    kinds: Mapping[str, FieldKind] = {**dict.fromkeys(_DAYS, "date"), "kind": "choice"}
    choices = tuple((one.value, one.label) for one in Kind)
    return {
        key: Field(
            key, responsible_word(key), kinds.get(key, "text"), choices if key == "kind" else ()
        )
        for key in COLUMNS
    }


def _narrowed(view: View, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The SQL of ``kind`` and ``gone`` (no longer in office), where they are set."""
    found: list[ColumnElement[bool]] = []
    if filters.get("kind"):
        found.append(_c.kind == filters["kind"])
    if filters.get("gone"):
        found.append(_c.active_until < view.today.isoformat())
    return found


def _late(view: View) -> list[str]:
    return [one for one, load in loads(view, load_all(view)).items() if load.late]


def _finds(_view: View, text: str) -> ColumnElement[bool]:
    """Every part of a text stands somewhere in the record."""
    return and_(
        *(
            or_(*(func.lower(column).contains(part, autoescape=True) for column in _SEARCHED))
            for part in parts_of(text)
        )
    )


RESPONSIBLE = Listing(
    kind="responsible",
    table=responsible,
    source=responsible,
    columns=COLUMNS,
    fields=filter_fields,
    narrowed=_narrowed,
    filters=frozenset({"kind", "gone", "late"}),
    chosen={"late": _late},
    days=_DAYS,
    sorts={
        "kind": case((_c.kind == Kind.PERSON, 0), (_c.kind == Kind.UNIT, 1), else_=2),
        "precedence": _c.precedence,
    },
    usual=(("kind", False), ("precedence", False), ("name", False)),
    finds=_finds,
)
"""How they are listed: people, units, task forces, each by precedence."""
