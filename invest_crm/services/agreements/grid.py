"""The list of promises of both sides: which ones, in which order, asked in SQL."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from sqlalchemy import and_, case, func, or_

from invest_crm.db.schema.agreements import commitment
from invest_crm.db.schema.projects import project
from invest_crm.db.search import parts_of
from invest_crm.domain.commitments import KINDS, SOON_DAYS, WORDS, Fair, Side, State, kind_label
from invest_crm.domain.conditions import Field
from invest_crm.services.agreements.commitments import commitment_word, load_all
from invest_crm.services.listing import Listing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement

    from invest_crm.domain.conditions import Kind
    from invest_crm.services.work import View

OVERDUE, SOON = "overdue", "soon"
"""What the filter ``due`` asks for."""
_c = commitment.c
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "project": project.c.name,
    **{key: _c[key] for key in WORDS if key != "project"},
}
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("side", "kind", "fair", "state"), "choice"),
    "amount": "money",
    "due_on": "date",
}
_SEARCHED = (project.c.name, _c.wording, _c.trigger, _c.basis, _c.person)


def filter_fields(_view: View) -> dict[str, Field]:
    """The fields by key."""
    kinds = {code: kind_label(side, code) for side in Side for code in KINDS[side]}
    choices = {
        "side": [(one.value, one.label) for one in Side],
        "kind": list(kinds.items()),
        "fair": [(one.value, one.label) for one in Fair],
        "state": [(one.value, one.label) for one in State],
    }
    return {
        key: Field(key, commitment_word(key), _KINDS.get(key, "text"), tuple(choices.get(key, ())))
        for key in COLUMNS
    }


def _narrowed(view: View, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The SQL of ``side``, ``open`` and ``due`` (open ones only), where they are set."""
    found: list[ColumnElement[bool]] = [project.c.archived_at.is_(None)]
    if filters.get("side"):
        found.append(_c.side == filters["side"])
    if filters.get("open") or filters.get("due"):
        found.append(_c.state == State.OPEN.value)
    today = view.today.isoformat()
    if filters.get("due") == OVERDUE:
        found.append(_c.due_on < today)
    elif filters.get("due"):
        last = (view.today + timedelta(days=SOON_DAYS)).isoformat()
        found.append(_c.due_on.between(today, last))
    return found


def _warned(view: View) -> list[str]:
    return [record.id for record in load_all(view) if record.warned()]


def _finds(_view: View, text: str) -> ColumnElement[bool]:
    """Every part of a text stands somewhere in the promise or its project's name."""
    return and_(
        *(
            or_(*(func.lower(column).contains(part, autoescape=True) for column in _SEARCHED))
            for part in parts_of(text)
        )
    )


COMMITMENTS = Listing(
    kind="commitment",
    table=commitment,
    source=commitment.join(project, project.c.id == _c.project_id),
    columns=COLUMNS,
    fields=filter_fields,
    narrowed=_narrowed,
    filters=frozenset({"side", "open", "due", "warned"}),
    chosen={"warned": _warned},
    days=frozenset({"due_on"}),
    sorts={"state": case((_c.state == State.OPEN.value, 0), else_=1)},
    usual=(("state", False), ("due_on", False)),
    finds=_finds,
)
"""How promises are listed: the open ones first, what is due first before the others."""
