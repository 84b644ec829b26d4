"""Who carries how much: the projects of each person, unit and task force, and those that are late.

Counted are projects that are neither in the trash nor ended. Late is a project with a task of its
schedule overdue, or whose deadline for the start or the completion has passed without it.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import or_, select

from invest_crm.db.schema.derived import project_state
from invest_crm.db.schema.firms import contact
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.schedules import schedule
from invest_crm.domain.five_ones import (
    COLUMNS,
    MAIN,
    Holder,
    Kind,
    Role,
    missing,
    names_of,
    parse_five,
)
from invest_crm.domain.stages import SideState
from invest_crm.domain.text import squeeze
from invest_crm.services.five_ones.records import load_all
from invest_crm.services.options import FIVE, option

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from sqlalchemy import Row

    from invest_crm.services.five_ones.records import Responsible
    from invest_crm.services.work import View

_ENDED = (SideState.TERMINATED.value, SideState.LOST.value, SideState.MERGED.value)


class Load(Struct, frozen=True):
    """What one carries. ``ids``: projects of the main role of its kind; ``total`` in 分.

    ``late``: those of them that are late; ``others``: projects in which it has only another role.
    """

    ids: tuple[str, ...] = ()
    total: int = 0
    late: tuple[str, ...] = ()
    others: tuple[str, ...] = ()


class Carried(Struct, frozen=True):
    """A project somebody has a part in."""

    id: str
    name: str
    roles: tuple[Role, ...]
    total: int | None
    stage: str
    late: bool


class Holdings:
    """The projects of one snapshot by who holds which role in them."""

    def __init__(self, view: View) -> None:
        self.rows: dict[str, Row[Any]] = {row.id: row for row in view.rows(_open_projects())}
        self.people = _contacts(view)
        self.late = late_projects(view, self.rows.values(), view.today)
        self._shared, self._day = _shared_posts(view), view.today.isoformat()
        self._held: dict[tuple[Role, str], list[str]] = defaultdict(list)
        for row in self.rows.values():
            for role, column in COLUMNS.items():
                for name in names_of(role, getattr(row, column) or ""):
                    self._held[role, name].append(row.id)
            for name in self.people.get(row.id, ()):
                self._held[Role.CONTACT, name].append(row.id)

    def holder(self, record: Responsible) -> Holder:
        """What cells are compared with: a post names only whoever alone is in it."""
        post = record["post"] or ""
        alone = record["kind"] == Kind.PERSON and squeeze(post) not in self._shared
        return Holder(record["name"], post if alone and record.active(self._day) else "")

    def ids(self, role: Role, holder: Holder) -> list[str]:
        """The projects in which somebody holds a role."""
        keys = (holder.name, holder.post) if role is Role.LEADER else (holder.name,)
        found = [one for key in filter(None, keys) for one in self._held[role, squeeze(key)]]
        return list(dict.fromkeys(found))

    def load(self, record: Responsible) -> Load:
        """What a record carries."""
        kind, holder = Kind(record["kind"]), self.holder(record)
        ids = self.ids(MAIN[kind], holder)
        others: dict[str, None] = {}
        for role in (*COLUMNS, Role.CONTACT):
            if role is not MAIN[kind] and _may(kind, role):
                others.update(dict.fromkeys(self.ids(role, holder)))
        return Load(
            tuple(ids),
            sum(self.rows[one].total_investment or 0 for one in ids),
            tuple(one for one in ids if one in self.late),
            tuple(one for one in others if one not in ids),
        )

    def carried(self, record: Responsible) -> tuple[Carried, ...]:
        """The projects of a record with its roles: late ones first, then the largest."""
        kind, holder = Kind(record["kind"]), self.holder(record)
        roles: dict[str, list[Role]] = defaultdict(list)
        for role in (*COLUMNS, Role.CONTACT):
            for one in self.ids(role, holder) if _may(kind, role) else ():
                roles[one].append(role)
        made = [
            Carried(
                one,
                self.rows[one].name,
                tuple(held),
                self.rows[one].total_investment,
                self.rows[one].stage,
                one in self.late,
            )
            for one, held in roles.items()
        ]
        main = MAIN[kind]
        return tuple(
            sorted(made, key=lambda one: (main not in one.roles, not one.late, -(one.total or 0)))
        )

    def lacking(self, view: View) -> dict[str, tuple[str, ...]]:
        """The projects that lack one of the five, with the words of what they lack."""
        fives = parse_five(option(view, FIVE))
        found = {}
        for row in self.rows.values():
            values = {**row._mapping, "contacts": self.people.get(row.id)}  # noqa: SLF001
            lacks = missing(fives, values)
            if lacks:
                found[row.id] = lacks
        return found


def loads(view: View, records: Iterable[Responsible]) -> dict[str, Load]:
    """What each of some records carries."""
    held = Holdings(view)
    return {record.id: held.load(record) for record in records}


def late_projects(view: View, rows: Iterable[Row[Any]], day: date) -> frozenset[str]:
    """Those of some projects that are late on a day."""
    late: set[str] = set()
    for row in rows:
        past = (
            (row.start_by_day, row.started_day),
            (row.complete_by_day, row.completed_day),
        )
        produced = row.in_production_day is not None
        if not produced and any(by and by < day.isoformat() and not done for by, done in past):
            late.add(row.id)
    if view.first(select(schedule.c.id).limit(1)) is not None:
        from invest_crm.services.schedules.due import due_tasks

        late.update(task.project for task in due_tasks(view, day) if task.left < 0)
    return frozenset(late)


def _may(kind: Kind, role: Role) -> bool:
    units = {Role.LEAD_UNIT, Role.SUPPORT_UNIT, Role.CONTACT_UNIT, Role.FORCE}
    people = {Role.LEADER, Role.FORCE, Role.CONTACT}
    return role in {Kind.PERSON: people, Kind.UNIT: units, Kind.FORCE: {Role.FORCE}}[kind]


def _open_projects() -> Any:
    c, state = project.c, project_state.c
    columns = (
        *(c.id, c.name, c.leader, c.lead_unit, c.support_units, c.contact_unit, c.task_force),
        *(c.total_investment, c.start_by_day, c.complete_by_day, state.stage, state.started_day),
        *(state.completed_day, state.in_production_day),
    )
    return (
        select(*columns)
        .join(project_state, project_state.c.project_id == project.c.id)
        .where(
            c.archived_at.is_(None),
            or_(state.side_state.is_(None), state.side_state.not_in(_ENDED)),
        )
        .order_by(c.name, c.id)
    )


def _shared_posts(view: View) -> frozenset[str]:
    """Posts that several people in office carry: by post alone nobody of them is meant."""
    day = view.today.isoformat()
    people = (one for one in load_all(view, Kind.PERSON) if one.active(day))
    times = Counter(squeeze(one["post"]) for one in people if one["post"])
    return frozenset(post for post, count in times.items() if count > 1)


def _contacts(view: View) -> Mapping[str, Sequence[str]]:
    query = select(contact.c.project_id, contact.c.name).where(
        contact.c.project_id.is_not(None), contact.c.name.is_not(None)
    )
    found: dict[str, list[str]] = defaultdict(list)
    for row in view.rows(query.order_by(contact.c.position)):
        found[row.project_id].append(squeeze(row.name))
    return found
