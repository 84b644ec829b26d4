"""The two lists of the statistics: which records, in which order, asked in SQL.

How an application stands follows from the day, the calendar, the papers and, of firms, from
revenue that must not stand open in a table. So the lines are computed and asked as a table
(``services.computed``). Revenue itself orders its list and is not filtered by: what somebody
filters by is kept in saved views, and those are in the log.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from sqlalchemy import and_, or_

from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.projects import project
from invest_crm.db.search import parts_of
from invest_crm.domain.above_size import CLASSES, STANDINGS
from invest_crm.domain.conditions import Field
from invest_crm.domain.departments import department_label
from invest_crm.domain.statistics.materials import lists
from invest_crm.domain.statistics.state import State
from invest_crm.services.computed import computed
from invest_crm.services.listing import Listing
from invest_crm.services.search import narrow
from invest_crm.services.statistics.firms import FirmLine, firm_lines
from invest_crm.services.statistics.lists import FIRM_TESTS, PROJECT_TESTS, STANDS
from invest_crm.services.statistics.projects import IN, ProjectLine, project_lines
from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement, Subquery, Table

    from invest_crm.domain.conditions import Kind
    from invest_crm.services.computed import Value
    from invest_crm.services.work import View

ONLY: Final = "only"
"""The filter: a key of the tests of ``lists``."""

PROJECT_LABELS: Final = {
    "name": N_("Project"),
    "stands": N_("Standing"),
    "state": N_("Application"),
    "missing": N_("Missing papers"),
    "holder": N_("Now with"),
    "held": N_("Days held"),
    "days": N_("Days since the start"),
    "planned": N_("Planned total"),
    "round": N_("Next hand-over"),
    "started": N_("Started on"),
    "kind": N_("Kind"),
    "month": N_("Month of entry"),
    "code": N_("Statistical code"),
    "reason": N_("Returned because"),
    "person": N_("Person"),
    "lacking": N_("Papers missing"),
    "unit": N_("Unit in charge"),
    "investor": N_("Investor"),
}
FIRM_LABELS: Final = {
    "name": N_("Firm"),
    "stands": N_("Standing"),
    "share": N_("Of the threshold"),
    "state": N_("Application"),
    "missing": N_("Missing papers"),
    "holder": N_("Now with"),
    "held": N_("Days held"),
    "window": N_("Window until"),
    "class": N_("Class"),
    "days": N_("Days above"),
    "months": N_("Months covered"),
    "reason": N_("Returned because"),
    "credit": N_("Credit code"),
    "person": N_("Person"),
    "lacking": N_("Papers missing"),
    "unit": N_("Unit in charge"),
}
"""The fields that can be asked for, by key; ``share`` in percent."""
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("stands", "state", "holder", "kind", "class"), "choice"),
    **dict.fromkeys(("held", "days", "lacking", "share", "months"), "number"),
    **dict.fromkeys(("round", "started", "window"), "date"),
    "planned": "money",
}
_HIDDEN = ("id", "said", "tests", "place", "state_place", "revenue")
_NUMBERS = frozenset({"place", "state_place", "revenue"})
_STATES = list(State)


class _List(Struct, frozen=True):
    """What tells the two lists apart."""

    kind: str
    table: Table
    labels: Mapping[str, str]
    stands: Mapping[Any, str]
    tests: Mapping[str, Callable[[Any], bool]]
    own: Callable[[Any], dict[str, Value]]


def projects_today(view: View) -> Listing:
    """How projects on their way into the statistics are listed on the day of the view."""
    return project_listing(view, project_lines(view))


def firms_today(view: View) -> Listing:
    """How firms on their way into the statistics are listed on the day of the view."""
    return firm_listing(view, firm_lines(view))


def project_listing(view: View, lines: Sequence[ProjectLine]) -> Listing:
    """The list of these projects."""
    return _listing(view, _PROJECTS, lines)


def firm_listing(view: View, lines: Sequence[FirmLine]) -> Listing:
    """The list of these firms."""
    return _listing(view, _FIRMS, lines)


def _listing(view: View, what: _List, lines: Sequence[ProjectLine | FirmLine]) -> Listing:
    keys = (*_HIDDEN, *(key for key in what.labels if key != "name"))
    numbers = {
        key: key in _NUMBERS or _KINDS.get(key) in {"number", "money"}
        for key in keys
    }  # fmt: skip
    rows = [_row(what, line, place) for place, line in enumerate(lines)]
    stands = computed(view, "stands", numbers, rows)
    columns = {key: what.table.c.name if key == "name" else stands.c[key] for key in what.labels}
    return Listing(
        kind=what.kind,
        table=what.table,
        source=what.table.join(stands, stands.c.id == what.table.c.id),
        columns=columns,
        fields=lambda _view: _fields(what, lines),
        narrowed=lambda _view, filters: _narrowed(stands, filters),
        filters=frozenset({ONLY}),
        days=frozenset(key for key in columns if _KINDS.get(key) == "date"),
        sorts={
            "place": stands.c.place,
            "state": stands.c.state_place,
            "revenue": stands.c.revenue,
        },
        usual=(("place", False),),
        finds=lambda asked, text: _finds(asked, what, stands, text),
    )


def _row(what: _List, line: ProjectLine | FirmLine, place: int) -> dict[str, Value]:
    held = line.holder
    missing = pgettext("between words", ", ").join(one.label for one in line.missing)
    row: dict[str, Value] = {
        "id": line.id,
        "place": place,
        "tests": "".join(f"|{name}|" for name, test in what.tests.items() if test(line)),
        "state": line.course.state.value,
        "state_place": _STATES.index(line.course.state),
        "missing": missing or None,
        "lacking": len(line.missing),
        "holder": (held.unit or None) if held else None,
        "person": (held.person or None) if held else None,
        "held": line.held,
        "days": line.days,
        "reason": line.course.reason or None,
        "unit": line.unit or None,
        "revenue": None,
        **what.own(line),
    }
    holder = department_label(held.unit) if held else ""
    standing = what.stands[row["stands"]]
    said = (line.name, _(standing), line.course.state.label, holder)
    texts = ("missing", "person", "reason", "unit", "investor", "code", "credit")
    row["said"] = "\n".join([*said, *(str(row.get(key) or "") for key in texts)]).casefold()
    return row


def _of_project(line: ProjectLine) -> dict[str, Value]:
    return {
        "stands": line.stands,
        "planned": line.total if line.planned is None else line.planned,
        "round": None if line.stands == IN else _text(line.round.hand),
        "started": _text(line.started),
        "kind": line.checklist.id,
        "month": line.month or None,
        "code": line.code or None,
        "investor": line.investor or None,
    }


def _of_firm(line: FirmLine) -> dict[str, Value]:
    revenue, threshold = line.revenue, line.threshold
    amount = None if revenue is None else revenue.amount
    return {
        "stands": line.standing,
        "revenue": amount,
        "share": amount * 100 // threshold if amount is not None and threshold else None,
        "months": None if revenue is None else revenue.months,
        "window": _text(line.window.closes) if line.window else None,
        "class": line.kind.id if line.kind else None,
        "credit": line.credit_code or None,
    }


_PROJECTS = _List("project", project, PROJECT_LABELS, STANDS, PROJECT_TESTS, _of_project)
_FIRMS = _List("firm", firm, FIRM_LABELS, STANDINGS, FIRM_TESTS, _of_firm)


def _fields(what: _List, lines: Sequence[ProjectLine | FirmLine]) -> dict[str, Field]:
    holders = sorted({line.holder.unit for line in lines if line.holder and line.holder.unit})
    choices = {
        "stands": [(code, _(word)) for code, word in what.stands.items()],
        "state": [(state.value, state.label) for state in State],
        "holder": [(unit, department_label(unit)) for unit in holders],
        "class": [(code, _(word)) for code, word in CLASSES.items()],
        "kind": [(code, checklist.label) for code, checklist in lists().items()],
    }
    return {
        key: Field(key, _(word), _KINDS.get(key, "text"), tuple(choices.get(key, ())))
        for key, word in what.labels.items()
    }


def _narrowed(stands: Subquery, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    only = filters.get(ONLY)
    return [stands.c.tests.contains(f"|{only}|", autoescape=True)] if only else []


def _finds(view: View, what: _List, stands: Subquery, text: str) -> ColumnElement[bool]:
    """Every part of a text stands somewhere in the line; or the text finds its record."""
    every = and_(*(stands.c.said.contains(part, autoescape=True) for part in parts_of(text)))
    records = narrow(view, what.kind, text)
    return every if records is None else or_(every, what.table.c.id.in_(records))


def _text(day: date | None) -> str | None:
    return None if day is None else day.isoformat()
