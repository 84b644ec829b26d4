"""The list of monthly reports: a line for every project and month, asked in SQL.

A line is there before anybody reported, so the list is projects times months, narrowed to one
month, to one project, or to lines that are named.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from sqlalchemy import (
    BigInteger,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    literal_column,
    or_,
    select,
    true,
    type_coerce,
)

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.monthly import month_correction, monthly_report
from invest_crm.db.schema.projects import project
from invest_crm.db.search import parts_of
from invest_crm.domain.conditions import Field
from invest_crm.domain.month_reports import Subject
from invest_crm.domain.stages import Stage
from invest_crm.services.listing import Listing
from invest_crm.services.money import reports
from invest_crm.services.money.books import QUIET, deadline, owners
from invest_crm.services.money.reports import MISSING, NONE, REPORTED, STATES, TYPED, WORDS
from invest_crm.services.search import narrow
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import ColumnElement, Select, Subquery

    from invest_crm.domain.conditions import Kind
    from invest_crm.services.work import View

EVERY, LACKING, CORRECTED, WARNED = "every", "lacking", "corrected", "warned"
"""Filters: projects that owe nothing too; not reported; with corrections; with warnings."""

_FIRST, _LAST = 2000 * 12, 2060 * 12 + 11
_SHOWN: Final = 36
"""Months of one project that are listed, the newest."""
_numbers = select(literal(_FIRST).label("n")).cte("months", recursive=True)
_MONTHS = _numbers.union_all(select(_numbers.c.n + 1).where(_numbers.c.n < _LAST))
"""Every month there may be, as year × 12 + month − 1."""
_month: ColumnElement[str] = type_coerce(
    cast(_MONTHS.c.n // 12, Text) + "-" + func.substr(cast(101 + _MONTHS.c.n % 12, Text), 2), Text
)
_OF_PROJECT = ("name", "lead_unit", "township", "park", "archived_at")
_SUMS = tuple(f"{subject.value}_{scope}" for subject in Subject for scope in ("year", "total"))
_MORE = tuple(f"{subject.value}_more" for subject in Subject)
_MONEY = frozenset({"completed_month", "funds_month", *_MORE, *_SUMS})


def _own(query: Select[Any]) -> ColumnElement[Any]:
    """A query about the project and month of a line."""
    return query.correlate(project, _MONTHS).scalar_subquery()


def _since() -> ColumnElement[Any]:
    """The first month anybody reported."""
    every = monthly_report.alias()
    query = select(func.min(every.c.month)).where(every.c.voided_at.is_(None))
    return query.scalar_subquery()


def _owed() -> ColumnElement[bool]:
    """The rule of ``books.Owner.owes`` in SQL; a test holds the two equal."""
    state, mine = project_state.c, monthly_report.alias()
    first = _own(
        select(func.min(mine.c.month)).where(
            mine.c.project_id == project.c.id, mine.c.voided_at.is_(None)
        )
    )
    return and_(
        or_(state.side_state.is_(None), state.side_state.not_in([one.value for one in QUIET])),
        _month >= _since(),
        or_(_month >= func.substr(state.started_day, 1, 7), _month >= first),
        or_(
            state.stage_rank < Stage.IN_PRODUCTION.rank,
            _month <= func.substr(state.in_production_day, 1, 7),
        ),
    )


def _corrected(subject: Subject) -> ColumnElement[Any]:
    other = month_correction.alias()
    return _own(
        select(cast(func.sum(other.c[subject.value]), BigInteger)).where(
            other.c.project_id == project.c.id,
            other.c.month == _month,
            other.c.voided_at.is_(None),
        )
    )


def _sum(subject: Subject, *, year: bool) -> ColumnElement[Any]:
    """The months up to one with their corrections; null where neither is known."""
    parts = []
    for table, column in (
        (monthly_report.alias(), f"{subject.value}_month"),
        (month_correction.alias(), subject.value),
    ):
        since = [table.c.month >= func.substr(_month, 1, 4).concat("-01")] if year else []
        parts.append(
            _own(
                select(cast(func.sum(table.c[column]), BigInteger)).where(
                    table.c.project_id == project.c.id,
                    table.c.month <= _month,
                    table.c.voided_at.is_(None),
                    *since,
                )
            )
        )
    own, more = parts
    return case(
        (and_(own.is_(None), more.is_(None)), None),
        else_=func.coalesce(own, 0) + func.coalesce(more, 0),
    )


def _lines() -> Subquery:
    report, state = monthly_report, project_state.c
    stands = case(
        (report.c.id.is_not(None), literal_column(f"'{REPORTED}'")),
        (_owed(), literal_column(f"'{MISSING}'")),
        else_=literal_column(f"'{NONE}'"),
    )
    sums = [_sum(subject, year=year) for subject in Subject for year in (True, False)]
    return (
        select(
            project.c.id.concat(":").concat(_month).label("id"),
            _MONTHS.c.n.label("number"),
            _month.label("month"),
            project.c.id.label("project_id"),
            *(project.c[key] for key in _OF_PROJECT),
            state.stage_rank,
            type_coerce(stands, Text).label("state"),
            *(report.c[key] for key in TYPED),
            *(_corrected(subject).label(key) for subject, key in zip(Subject, _MORE, strict=True)),
            *(column.label(key) for column, key in zip(sums, _SUMS, strict=True)),
        )
        .select_from(project)
        .join(project_state, state.project_id == project.c.id)
        .join(_MONTHS, true())
        .outerjoin(
            report,
            and_(
                report.c.project_id == project.c.id,
                report.c.month == _month,
                report.c.voided_at.is_(None),
            ),
        )
        .subquery("month_line")
    )


LINES = _lines()
_c = LINES.c
COLUMNS: Mapping[str, ColumnElement[Any]] = {
    key: _c[key]
    for key in (
        *("name", "lead_unit", "township", "park", "month", "state", *TYPED, *_MORE, *_SUMS),
    )
}
_SEARCHED = (_c.name, _c.lead_unit, *(_c[key] for key in TYPED if key not in _MONEY))


def filter_fields(_view: View) -> dict[str, Field]:
    """The fields by key."""
    states = tuple((code, _(word)) for code, word in STATES.items())
    return {key: Field(key, _(WORDS[key]), _kind(key), _choices(key, states)) for key in COLUMNS}


def number_of(month: str) -> int:
    """A month as the list numbers it.

    >>> number_of("2025-08")
    24307
    """
    return int(month[:4]) * 12 + int(month[5:]) - 1


def _kind(key: str) -> Kind:
    return "money" if key in _MONEY else "choice" if key == "state" else "text"


def _choices(key: str, states: tuple[tuple[str, str], ...]) -> tuple[tuple[str, str], ...]:
    return states if key == "state" else ()


def _narrowed(view: View, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The lines that are listed, narrowed by the switches that are set."""
    found = _which(view, filters)
    if filters.get(LACKING):
        found.append(_c.state == MISSING)
    if filters.get(CORRECTED):
        found.append(or_(*(_c[key].is_not(None) for key in _MORE)))
    if filters.get(WARNED):
        found.append(_c.project_id.in_(_warned(view, filters)))
    return found


def _which(view: View, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The lines of named ids, else of a project, else of a month (the one being reported)."""
    somehow = or_(_c.state != NONE, *(_c[key].is_not(None) for key in _MORE))
    if filters.get("ids"):
        months = {reports.parts_of(one)[1] for one in filters["ids"]}
        projects = {reports.parts_of(one)[0] for one in filters["ids"]}
        return [
            _c.number.in_(sorted(number_of(month) for month in months)),
            _c.project_id.in_(sorted(projects)),
        ]
    if filters.get("project"):
        last = number_of(deadline(view).latest(view.today)) + 1
        window = _c.number.between(last - _SHOWN, last)
        return [_c.project_id == filters["project"], window, somehow]
    month = str(filters.get("month") or deadline(view).latest(view.today))
    found = [_c.number == number_of(month), _c.stage_rank >= Stage.SIGNED.rank]
    return found if filters.get(EVERY) else [*found, somehow]


def _warned(view: View, filters: Mapping[str, Any]) -> list[str]:
    month = str(filters.get("month") or deadline(view).latest(view.today))
    return [owner.id for owner in owners(view) if owner.warnings(month)]


def _finds(view: View, text: str) -> ColumnElement[bool]:
    """Every part of a text stands somewhere in the line, or the text finds its project."""
    words = and_(
        *(
            or_(*(func.lower(column).contains(part, autoescape=True) for column in _SEARCHED))
            for part in parts_of(text)
        )
    )
    found = narrow(view, "project", text)
    return words if found is None else or_(words, _c.project_id.in_(found))


MONTHS = Listing(
    kind="monthly",
    table=LINES,  # type: ignore[arg-type]  # its columns are asked for, nothing else
    source=LINES,
    columns=COLUMNS,
    fields=filter_fields,
    narrowed=_narrowed,
    filters=frozenset({"month", "project", EVERY, LACKING, CORRECTED, WARNED}),
    usual=(("name", False), ("month", True)),
    finds=_finds,
)
"""How monthly reports are listed: by project, the newest month first."""
