"""One hands all roles to another on a day: what would change, the change itself, the record of it.

Ended projects keep who was in charge of them. A contact's telephone goes with its person. Cells
that name several keep the others.
"""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.approvals import approval, approval_case
from invest_crm.db.schema.chains import chain
from invest_crm.db.schema.firms import contact
from invest_crm.db.schema.five_ones import hand_over, hand_over_role, responsible
from invest_crm.db.schema.interactions import task
from invest_crm.db.schema.projects import project
from invest_crm.db.schema.requests import service_request
from invest_crm.domain.five_ones import COLUMNS, HELD, Holder, Kind, Role, holds, replaced
from invest_crm.domain.interactions import TaskState
from invest_crm.domain.text import squeeze
from invest_crm.errors import UserError
from invest_crm.services.five_ones.load import Holdings
from invest_crm.services.five_ones.records import existing
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlalchemy import Table

    from invest_crm.services.five_ones.records import Responsible
    from invest_crm.services.work import View, Work


class HeldRole(Struct, frozen=True):
    """A role somebody holds and how its cell would read afterwards.

    ``key``: the role with the record it stands in; ``subject``: the project, chain or matter.
    """

    key: str
    role: Role
    project_id: str
    subject: str
    before: str
    after: str


class HandOverAll(Struct, frozen=True):
    """Who hands over to whom, on which day, why; ``keys``: only these roles (None: all).

    ``leaves``: whoever hands over leaves office that day.
    """

    from_id: str
    to_id: str
    on: date
    reason: str = ""
    keys: tuple[str, ...] | None = None
    leaves: bool = True


class HandedOver(Struct, frozen=True):
    """A hand-over that took place."""

    id: str
    from_name: str
    to_name: str
    on: date
    reason: str
    recorded_by: str
    roles: tuple[HeldRole, ...]


def roles_to_hand(view: View, from_id: str, to_id: str) -> tuple[HeldRole, ...]:
    """Everything one holds, as it would read with the other. UserError ``hand-over-*``."""
    giver, taker = _both(view, from_id, to_id)
    return tuple(role for role, _where in _roles(view, giver, taker))


def hand_all_over(work: Work, command: HandOverAll) -> str:
    """Carry the roles over in one action; returns the id of the hand-over.

    UserError ``hand-over-self``, ``hand-over-kind``, ``hand-over-none``, ``day-to-come``,
    ``responsible-gone``.
    """
    giver, taker = _both(work, command.from_id, command.to_id)
    if command.on > work.today:
        raise UserError(
            "day-to-come",
            _("This day is still to come."),
            safe=_("Nothing was changed."),
            todo=_("Hand over on the day on which it takes effect."),
        )
    chosen = [
        (role, where)
        for role, where in _roles(work, giver, taker)
        if command.keys is None or role.key in command.keys
    ]
    if not chosen:
        raise UserError(
            "hand-over-none",
            _("“{name}” holds none of these roles.").format(name=giver["name"]),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who changed it."),
        )
    work.name("responsible.handover", count=len(chosen), **_names(giver, taker))
    _write(work, chosen)
    if command.leaves and not giver["active_until"]:
        work.update(responsible, giver.id, active_until=command.on.isoformat())
    return _keep(work, command, (giver, taker), [role for role, _where in chosen])


def handed_over(view: View, hand_over_id: str = "", project_id: str = "") -> list[HandedOver]:
    """The hand-overs there were, one of them, or those of a project's roles; the latest first."""
    query = select(hand_over).order_by(
        hand_over.c.happened_on.desc(), hand_over.c.recorded_at.desc()
    )
    roles = select(hand_over_role).order_by(hand_over_role.c.id)
    if hand_over_id:
        query = query.where(hand_over.c.id == hand_over_id)
        roles = roles.where(hand_over_role.c.hand_over_id == hand_over_id)
    if project_id:
        roles = roles.where(hand_over_role.c.project_id == project_id)
    held: dict[str, list[HeldRole]] = defaultdict(list)
    for row in view.rows(roles):
        held[row.hand_over_id].append(
            HeldRole(
                row.id,
                Role(row.role),
                row.project_id or "",
                row.subject,
                row.before or "",
                row.after or "",
            )
        )
    return [
        HandedOver(
            row.id,
            row.from_name,
            row.to_name,
            date.fromisoformat(row.happened_on),
            row.reason or "",
            row.recorded_by,
            tuple(held[row.id]),
        )
        for row in view.rows(query)
        if row.id in held
    ]


def of_person(view: View, record_id: str) -> list[str]:
    """The hand-overs from or to a record, by id."""
    either = (hand_over.c.from_id == record_id) | (hand_over.c.to_id == record_id)
    return view.values(select(hand_over.c.id).where(either).order_by(hand_over.c.happened_on))


# ---- what is held ----------------------------------------------------------------------------

_Where = tuple["Table", str, "Mapping[str, object]"]
"""The table, record and columns in which a role stands."""


def _roles(view: View, giver: Responsible, taker: Responsible) -> list[tuple[HeldRole, _Where]]:
    kind = Kind(giver["kind"])
    finder = _Finder(view, giver, Holder(taker["name"], taker["post"] or ""))
    found: list[tuple[HeldRole, _Where]] = []
    for role in HELD[kind]:
        found += finder.of(role)
    return found


class _Finder:
    """The roles of one, each with where it stands and what would stand there."""

    def __init__(self, view: View, giver: Responsible, new: Holder) -> None:
        self._view, self._new = view, new
        self._held = Holdings(view)
        self._old = self._held.holder(giver)

    def of(self, role: Role) -> Iterator[tuple[HeldRole, _Where]]:
        if role in COLUMNS:
            yield from self._in_projects(role, COLUMNS[role])
        elif role is Role.CONTACT:
            yield from self._contacts()
        elif role is Role.CHAIN:
            yield from self._cells(role, chain, "leader", chain.c.name)
        elif role is Role.REQUEST:
            yield from self._requests()
        elif role is Role.TASK:
            yield from self._tasks()
        elif role is Role.APPROVAL:
            yield from self._approvals()
        else:
            yield from self._agents()

    def _in_projects(self, role: Role, column: str) -> Iterator[tuple[HeldRole, _Where]]:
        for row in self._held.rows.values():
            text = getattr(row, column)
            if holds(role, text, self._old):
                after = replaced(role, text, self._old, self._new)
                yield self._one(role, (project, row.id, {column: after}), row.name, text, after)

    def _contacts(self) -> Iterator[tuple[HeldRole, _Where]]:
        query = select(contact).where(contact.c.project_id.is_not(None)).order_by(contact.c.id)
        for row in self._view.rows(query):
            if row.project_id not in self._held.rows or not self._is(row.name):
                continue
            values = {"name": self._new.name, "post": self._new.post or None, "phone": None}
            before, after = _person(row.name, row.post), _person(self._new.name, self._new.post)
            name = self._held.rows[row.project_id].name
            where = (contact, row.id, values)
            yield self._one(Role.CONTACT, where, name, before, after, row.project_id)

    def _cells(
        self, role: Role, table: Table, column: str, named: Any
    ) -> Iterator[tuple[HeldRole, _Where]]:
        for row in self._view.rows(
            select(table.c.id, named.label("called"), table.c[column].label("cell"))
        ):
            if holds(role, row.cell, self._old):
                after = replaced(role, row.cell, self._old, self._new)
                yield self._one(role, (table, row.id, {column: after}), row.called, row.cell, after)

    def _requests(self) -> Iterator[tuple[HeldRole, _Where]]:
        query = select(service_request).where(
            service_request.c.closed.is_(False), service_request.c.archived_at.is_(None)
        )
        for row in self._view.rows(query.order_by(service_request.c.id)):
            if holds(Role.REQUEST, row.unit, self._old):
                after = replaced(Role.REQUEST, row.unit, self._old, self._new)
                where = (service_request, row.id, {"unit": after})
                yield self._one(Role.REQUEST, where, row.firm, row.unit, after)

    def _tasks(self) -> Iterator[tuple[HeldRole, _Where]]:
        from invest_crm.services.tasks import open_tasks, short

        for line in open_tasks(self._view):
            if line.state is TaskState.OPEN and self._is(line.assignee):
                where = (task, line.id, {"assignee": self._new.name, "snoozed_until": None})
                subject = _(": ").join(filter(None, (line.subject, short(line.text))))
                yield self._one(
                    Role.TASK, where, subject, line.assignee, self._new.name, line.project_id
                )

    def _approvals(self) -> Iterator[tuple[HeldRole, _Where]]:
        from invest_crm.services.approvals.reading import approval_lines

        for line in approval_lines(self._view, approval.c.person == self._old.name):
            if line.course.decided is None:
                where = (approval, line.id, {"person": self._new.name})
                subject = _(": ").join((line.project, line.name))
                yield self._one(
                    Role.APPROVAL, where, subject, line.person, self._new.name, line.project_id
                )

    def _agents(self) -> Iterator[tuple[HeldRole, _Where]]:
        for row in self._view.rows(select(approval_case).order_by(approval_case.c.id)):
            for column in ("our_agent", "their_agent"):
                text = getattr(row, column)
                if row.project_id in self._held.rows and self._is(text):
                    name = self._held.rows[row.project_id].name
                    where = (approval_case, row.id, {column: self._new.name})
                    yield self._one(Role.AGENT, where, name, text, self._new.name, row.project_id)

    def _is(self, name: str | None) -> bool:
        return bool(name) and squeeze(name or "") == squeeze(self._old.name)

    def _one(
        self, role: Role, where: _Where, subject: str, before: str, after: str, of: str = ""
    ) -> tuple[HeldRole, _Where]:
        table, record, values = where
        of = record if table is project else of
        key = f"{role.value}:{record}:{next(iter(values))}"
        return HeldRole(key, role, of, subject, before, after), where


def _person(name: str | None, post: str | None) -> str:
    return _("{name} ({post})").format(name=name, post=post) if post else name or ""


# ---- writing ---------------------------------------------------------------------------------


def _write(work: Work, chosen: Sequence[tuple[HeldRole, _Where]]) -> None:
    """One change a record, though it may hold several roles."""
    changes: dict[str, dict[str, dict[str, object]]] = defaultdict(lambda: defaultdict(dict))
    tables: dict[str, Table] = {}
    for _role, (table, record, values) in chosen:
        tables[table.name] = table
        changes[table.name][record].update(values)
    for name, records in changes.items():
        work.update_many(tables[name], records)


def _keep(
    work: Work,
    command: HandOverAll,
    both: tuple[Responsible, Responsible],
    roles: Sequence[HeldRole],
) -> str:
    giver, taker = both
    made = work.insert(
        hand_over,
        from_id=giver.id,
        to_id=taker.id,
        from_name=giver["name"],
        to_name=taker["name"],
        happened_on=command.on.isoformat(),
        reason=command.reason.strip() or None,
        recorded_at=work.now,
        recorded_by=work.actor,
    )
    work.insert_many(
        hand_over_role,
        [
            {
                "hand_over_id": made,
                "project_id": role.project_id or None,
                "role": role.role.value,
                "subject": role.subject,
                "before": role.before,
                "after": role.after,
            }
            for role in roles
        ],
    )
    return made


def _names(giver: Responsible, taker: Responsible) -> dict[str, object]:
    return {"giver": giver["name"], "taker": taker["name"]}


def _both(view: View, from_id: str, to_id: str) -> tuple[Responsible, Responsible]:
    if from_id == to_id:
        raise UserError(
            "hand-over-self",
            _("Nobody hands over to themselves."),
            safe=_("Nothing was changed."),
            todo=_("Choose who takes over."),
        )
    found = existing(view, (from_id, to_id))
    giver, taker = found[from_id], found[to_id]
    if giver["kind"] != taker["kind"]:
        raise UserError(
            "hand-over-kind",
            _("A person hands over to a person, a unit to a unit."),
            safe=_("Nothing was changed."),
            todo=_("Choose who takes over."),
        )
    return giver, taker
