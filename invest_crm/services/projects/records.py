"""Reading projects whole: every field of a project, typed, from its row and its facts."""

from __future__ import annotations

import json
from collections import defaultdict
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from sqlalchemy import select

from invest_crm.db.derive import state_of
from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.firms import contact
from invest_crm.db.schema.monthly import month_correction, monthly_report
from invest_crm.db.schema.projects import (
    agreement,
    funds_statement,
    milestone,
    project,
    project_amount,
    side_state,
)
from invest_crm.domain.months import month_end
from invest_crm.domain.people import ContactReading
from invest_crm.domain.project_fields import DEADLINES, STORED
from invest_crm.domain.stages import MilestoneKind
from invest_crm.services.dates import read_date
from invest_crm.services.stored import StoredRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row, Select, Table

    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.services.work import View

_BATCH = 400


class ProjectRecord(StoredRecord, frozen=True):
    """One project. ``values`` holds every field of ``project_fields`` by key, typed:

    money in 分, dates as ``PartialDate``, area in square decimetres, contacts as
    ``ContactReading`` (phones whole: mask them before showing a list), codes as text.
    """

    latest_cut_off: str | None = None


def all_ids(view: View, *, archived: bool = False) -> list[str]:
    """The ids of all projects, in the order they were entered."""
    query = select(project.c.id).order_by(project.c.id)
    if not archived:
        query = query.where(project.c.archived_at.is_(None))
    return view.values(query)


def load(view: View, ids: Sequence[str], *, as_of: date | None = None) -> dict[str, ProjectRecord]:
    """Projects by id; unknown ids are absent.

    ``as_of`` leaves out facts whose latest possible day comes after it: dates, stage, side state,
    agreed amounts and money in place are then those of that day.
    """
    day = None if as_of is None else as_of.isoformat()
    rows = _fetch(view, select(project), project.c.id, ids)
    signings = _group(_facts(view, agreement, ids, "contract_day", day))
    milestones = _group(_facts(view, milestone, ids, "effective_day", day))
    states = _states(view, rows, signings, milestones, as_of)
    amounts = {} if day is None else _amounts(view, ids, day)
    people = _contacts(view, ids)
    return {
        row.id: ProjectRecord(
            row.id,
            row.row_version,
            row.archived_at,
            MappingProxyType(
                {
                    **_own_values(row, states[row.id]),
                    **amounts.get(row.id, {}),
                    **_dates(signings[row.id], milestones[row.id]),
                    "contacts": people.get(row.id, ()),
                }
            ),
            row.latest_cut_off,
        )
        for row in view.looking(rows)
    }


def load_one(view: View, project_id: str) -> ProjectRecord | None:
    """One project, or None."""
    return load(view, [project_id]).get(project_id)


def _states(
    view: View,
    rows: Sequence[Row[Any]],
    signings: Mapping[str, Sequence[Row[Any]]],
    milestones: Mapping[str, Sequence[Row[Any]]],
    as_of: date | None,
) -> dict[str, Mapping[str, Any]]:
    """Stage, side state and money: the stored ones for today, computed for an earlier day."""
    ids = [row.id for row in rows]
    if as_of is None:
        found = _facts(view, project_state, ids)
        return {row.project_id: dict(row._mapping) for row in found}  # noqa: SLF001
    day = as_of.isoformat()
    sides = _group(_facts(view, side_state, ids, "effective_on", day))
    funds = _group(_facts(view, funds_statement, ids, "as_of", day))
    reports = _facts(view, monthly_report, ids, "month", day)
    months = _group(row for row in reports if _ended(row.month, as_of))
    entered = _facts(view, month_correction, ids, "month", day)
    corrections = _group(row for row in entered if _ended(row.month, as_of))
    return {
        row.id: state_of(
            row,
            {
                "agreement": signings.get(row.id, ()),
                "milestone": milestones.get(row.id, ()),
                "side_state": sides.get(row.id, ()),
                "funds_statement": funds.get(row.id, ()),
                "monthly_report": months.get(row.id, ()),
                "month_correction": corrections.get(row.id, ()),
            },
            day,
        )
        for row in rows
    }


def _amounts(view: View, ids: Sequence[str], day: str) -> dict[str, dict[str, int | None]]:
    """The agreed amounts in force on a day: the latest effective by then, else the first stated."""
    found: defaultdict[str, dict[str, int | None]] = defaultdict(dict)
    rows = _facts(view, project_amount, ids)
    for row in sorted(rows, key=lambda row: (row.effective_on, row.recorded_at)):
        if row.effective_on <= day or row.kind not in found[row.project_id]:
            found[row.project_id][row.kind] = row.amount
    return found


def _ended(month: str, day: date) -> bool:
    """Whether a month (``2025-08``) was over on a day."""
    return month_end(int(month[:4]), int(month[5:])) <= day


def _own_values(row: Row[Any], state: Mapping[str, Any]) -> dict[str, Any]:
    mapping = row._mapping  # noqa: SLF001 - SQLAlchemy's public name
    return {
        **{key: mapping[key] for key in STORED},
        **{key: read_date(mapping, key) for key in DEADLINES},
        "chain": row.chain_id,
        "node": row.node_id,
        "node_source": row.node_source,
        "stage": state["stage"],
        "side_state": state["side_state"],
        "funds_in_place": state["funds_in_place"],
        "start_grade": str(state["start_grade"]) if state["start_grade"] else None,
        "land_mu": row.land_sqdm,
        "flags": tuple(json.loads(row.flags or "[]")),
        "extra": json.loads(row.extra or "{}"),
    }


def _dates(signings: Iterable[Row[Any]], milestones: Iterable[Row[Any]]) -> dict[str, Any]:
    dates: dict[str, PartialDate | None] = {
        "signed_on": None,
        **{kind.field: None for kind in MilestoneKind},
    }
    counted = sorted(signings, key=lambda row: row.contract_day or "9999")
    first = next((row for row in counted if row.type in {"INVESTMENT", "FORMAL"}), None)
    if first is not None or counted:
        dates["signed_on"] = read_date((first or counted[0])._mapping, "contract")  # noqa: SLF001
    for row in sorted(milestones, key=lambda row: row.effective_day or "9999", reverse=True):
        key = f"{row.kind.lower()}_on"
        if key in dates:
            dates[key] = read_date(row._mapping, "effective")  # noqa: SLF001
    return dates


def _contacts(view: View, ids: Sequence[str]) -> dict[str, tuple[ContactReading, ...]]:
    rows = _fetch(view, select(contact).order_by(contact.c.position), contact.c.project_id, ids)
    phones = view.reveal(row.phone for row in rows)
    found: dict[str, list[ContactReading]] = defaultdict(list)
    for row in rows:
        found[row.project_id].append(
            ContactReading(row.name or "", row.post or "", phones.get(row.phone, ""))
        )
    return {key: tuple(value) for key, value in found.items()}


def _facts(
    view: View, table: Table, ids: Sequence[str], by: str = "", day: str | None = None
) -> list[Row[Any]]:
    query = select(table)
    if "voided_at" in table.c:
        query = query.where(table.c.voided_at.is_(None))
    if day is not None:
        query = query.where(table.c[by] <= day)
    return _fetch(view, query, table.c.project_id, ids)


def _fetch(view: View, query: Select[Any], column: Any, ids: Sequence[str]) -> list[Row[Any]]:
    rows: list[Row[Any]] = []
    for start in range(0, len(ids), _BATCH):
        rows.extend(view.rows(query.where(column.in_(ids[start : start + _BATCH]))))
    return rows


def _group(rows: Iterable[Row[Any]]) -> defaultdict[str, list[Row[Any]]]:
    grouped: defaultdict[str, list[Row[Any]]] = defaultdict(list)
    for row in rows:
        grouped[row.project_id].append(row)
    return grouped
