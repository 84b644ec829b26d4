"""Need sheets of projects, phase by phase, and capacities of parks from a month on."""

from __future__ import annotations

import json
from collections.abc import Mapping  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.utilities import utility_capacity, utility_need
from invest_crm.domain.months import month_of
from invest_crm.domain.stages import SideState, Stage
from invest_crm.domain.utility_balance import Capacity, Demand
from invest_crm.domain.utility_needs import BY_KEY, Supply
from invest_crm.services.gone import project_name, record_gone
from invest_crm.services.refusals import unsaved
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.work import View, Work

_ENDED = [one.value for one in (SideState.TERMINATED, SideState.LOST, SideState.MERGED)]


class NeedPhase(Struct, frozen=True):
    """A phase of a sheet: its months (``YYYY-MM``, empty: not known, for good), its values by key.

    Numbers in thousandths of their unit, texts as written.
    """

    id: str
    project_id: str
    project: str
    park: str
    phase: str
    first: str
    last: str
    values: Mapping[str, Any]

    def amount(self, utility: Supply) -> int:
        """What it takes of a utility."""
        return sum(self.values.get(key) or 0 for key in utility.fields)


class SaveNeed(Struct, frozen=True):
    """A phase as it is to be (id empty: a new one)."""

    id: str
    project_id: str
    phase: str
    first: str
    last: str
    values: Mapping[str, Any]


class SetCapacity(Struct, frozen=True):
    """What a park can supply of a utility from a month on; ``note``: where that is known from."""

    park: str
    utility: Supply
    first: str
    amount: int
    note: str


class CapacityLine(Struct, frozen=True):
    """A capacity as it stands."""

    id: str
    capacity: Capacity
    note: str
    by: str


def save_need(work: Work, command: SaveNeed) -> str:
    """Write a phase; returns its id.

    UserErrors ``record-gone``, ``need-empty``, ``need-months``.
    """
    name = project_name(work, command.project_id)
    values = {
        key: value
        for key, value in command.values.items()
        if key in BY_KEY and value not in (None, "")
    }
    if not values:
        raise unsaved("need-empty", _("Nothing is needed yet."), _("Enter at least one line."))
    if command.last and (not command.first or command.last < command.first):
        raise unsaved(
            "need-months",
            _("The last month lies before the first."),
            _("Enter the month from which it is needed, then the last one."),
        )
    row = {
        "project_id": command.project_id,
        "phase": command.phase.strip() or None,
        "from_month": command.first or None,
        "until_month": command.last or None,
        "amounts": json.dumps(values, ensure_ascii=False),
    }
    work.name("utility.need", name=name)
    if not command.id:
        return work.insert(utility_need, **row)
    work.update(utility_need, command.id, **row)
    return command.id


def remove_need(work: Work, need_id: str) -> None:
    """Take a phase out of the sheet. UserError ``record-gone``."""
    found = [one for one in phases(work) if one.id == need_id]
    if not found:
        raise record_gone()
    work.name("utility.need.remove", name=found[0].project)
    work.delete(utility_need, need_id)


def phases(view: View, project_id: str = "", *, counted: bool = False) -> list[NeedPhase]:
    """The phases of a project, or of all that are not in the trash.

    ``counted``: only of projects that are signed and have not ended, whose demand is asked for.
    """
    state = project_state.c
    query = (
        select(utility_need, project.c.name, project.c.park)
        .join(project, project.c.id == utility_need.c.project_id)
        .join(project_state, state.project_id == project.c.id)
        .where(project.c.archived_at.is_(None))
        .order_by(project.c.name, utility_need.c.from_month, utility_need.c.id)
    )
    if project_id:
        query = query.where(project.c.id == project_id)
    if counted:
        loud = state.side_state.is_(None) | state.side_state.not_in(_ENDED)
        query = query.where(state.stage_rank >= Stage.SIGNED.rank, loud)
    return [
        NeedPhase(
            row.id,
            row.project_id,
            row.name,
            row.park or "",
            row.phase or "",
            row.from_month or "",
            row.until_month or "",
            json.loads(row.amounts or "{}"),
        )
        for row in view.rows(query)
    ]


def demands(view: View) -> list[Demand]:
    """What is taken of each utility; phases whose first month is not known are left out."""
    return [
        Demand(one.project_id, one.park, utility, one.amount(utility), one.first, one.last)
        for one in phases(view, counted=True)
        for utility in Supply
        if one.first and one.amount(utility)
    ]


def undated(view: View) -> list[NeedPhase]:
    """Phases that cannot be counted, because nobody said from which month they are needed."""
    return [one for one in phases(view, counted=True) if not one.first]


def set_capacity(work: Work, command: SetCapacity) -> str:
    """Record a capacity; one of the same month is replaced. Returns its id.

    UserErrors ``park-missing``, ``capacity-source`` (it says where it is known from).
    """
    if not command.park.strip():
        raise unsaved("park-missing", _("A capacity is that of a park."), _("Enter the park."))
    if not command.note.strip():
        raise unsaved(
            "capacity-source",
            _("Say where the capacity is known from."),
            _("Write the supplier, the paper and its day."),
        )
    month = command.first or month_of(work.today)
    same = work.values(
        select(utility_capacity.c.id).where(
            utility_capacity.c.park == command.park.strip(),
            utility_capacity.c.utility == command.utility.value,
            utility_capacity.c.from_month == month,
            utility_capacity.c.voided_at.is_(None),
        )
    )
    work.name("utility.capacity", park=command.park.strip(), utility=command.utility.label)
    if same:
        work.void(utility_capacity, "replaced by hand", *same)
    return work.insert(
        utility_capacity,
        park=command.park.strip(),
        utility=command.utility.value,
        from_month=month,
        amount=command.amount,
        note=command.note.strip(),
        **work.fact(source="hand"),
    )


def capacities(view: View) -> list[CapacityLine]:
    """Every capacity in force, by park, utility and month."""
    table = utility_capacity.c
    query = select(utility_capacity).where(table.voided_at.is_(None))
    order = table.park, table.utility, table.from_month
    return [
        CapacityLine(
            row.id,
            Capacity(row.park, Supply(row.utility), row.amount or 0, row.from_month),
            row.note or "",
            row.recorded_by,
        )
        for row in view.rows(query.order_by(*order))
    ]
