"""The list of approvals: which ones, in which order, asked in SQL of ``approval_state``.

What depends on the day (days left, days held, late, soon) is the difference of two numbers of
days, so a listing is made for the day it is asked on (``approvals_today``).
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct
from sqlalchemy import Integer, and_, case, false, func, literal_column, or_, select

from invest_crm.db import approval_states
from invest_crm.db.bulk import chunks
from invest_crm.db.schema.approvals import approval, approval_case, approval_state
from invest_crm.db.schema.projects import project
from invest_crm.db.search import parts_of
from invest_crm.domain.approvals.items import ItemStage
from invest_crm.domain.approvals.standing import CHECK, LIMIT, PAPERS, SOON_DAYS, START
from invest_crm.domain.approvals.state import RUNNING, State
from invest_crm.domain.conditions import Field
from invest_crm.domain.day_line import Unit
from invest_crm.domain.departments import DEPARTMENTS, department_label
from invest_crm.services.approvals.catalogue import items_in_force
from invest_crm.services.approvals.reading import some_lines
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.listing import Listing, ListQuery, list_ids
from invest_crm.services.search import narrow
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from sqlalchemy import ColumnElement

    from invest_crm.domain.conditions import Kind
    from invest_crm.domain.workdays import Calendar
    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.work import View, Work

ONLY: Final = ("running", "late", "soon", "gap", "ready")
"""What the filter ``only`` asks for: in hand, overdue, due soon, with gaps, may begin."""

LABELS: Final = {
    "project": N_("Project"),
    "name": N_("Approval"),
    "state": N_("State"),
    "left": N_("Days left"),
    "department": N_("Handled by"),
    "due_on": N_("Due day"),
    "due_what": N_("What is due"),
    "person": N_("Person"),
    "agent": N_("Agent of the bureau"),
    "held": N_("Held, working days"),
    "began_on": N_("Accepted on"),
    "since_on": N_("In this state since"),
    "decided_on": N_("Decided on"),
    "limit_on": N_("Limit ends on"),
    "legal_on": N_("Legal limit ends on"),
    "waits": N_("Waits for, missing"),
    "missing": N_("Papers missing"),
    "stage": N_("Stage"),
    "unit": N_("Unit in charge"),
    "title": N_("Title of its own"),
    "note": N_("Note"),
}
"""The fields of the list by key, in the order of its columns."""

WAITS: Final = {
    "ready": N_("may begin"),
    "waits": N_("waits for others"),
    "papers": N_("papers missing"),
    "stopped": N_("clock stopped"),
}
MATTERS: Final = {
    LIMIT: N_("limit"),
    PAPERS: N_("missing papers"),
    CHECK: N_("check of the promise"),
    START: N_("start of the works"),
}
_KINDS: Mapping[str, Kind] = {
    **dict.fromkeys(("name", "state", "department", "due_what", "waits", "stage"), "choice"),
    **dict.fromkeys(("due_on", "began_on", "since_on", "decided_on"), "date"),
    **dict.fromkeys(("limit_on", "legal_on"), "date"),
    **dict.fromkeys(("left", "held", "missing"), "number"),
}
_a, _s = approval.c, approval_state.c
_RUNNING = _s.state.in_([state.value for state in RUNNING])
_agents = (
    select(approval_case.c.project_id, func.min(approval_case.c.our_agent).label("agent"))
    .group_by(approval_case.c.project_id)
    .subquery("agents")
)
_COLUMNS: Mapping[str, ColumnElement[Any]] = {
    "project": project.c.name,
    "name": _a.code,
    "state": _s.state,
    "department": _s.department,
    "due_on": _s.due_day,
    "due_what": _s.due_what,
    "person": _a.person,
    "agent": _agents.c.agent,
    "began_on": _s.began_day,
    "since_on": _s.since_day,
    "decided_on": _s.decided_day,
    "limit_on": _s.limit_day,
    "legal_on": _s.legal_day,
    "waits": _s.holds,
    "missing": _s.missing,
    "stage": _s.stage,
    "unit": project.c.lead_unit,
    "title": _a.title,
    "note": _a.note,
}
_SOURCE = (
    approval.join(project, project.c.id == _a.project_id)
    .join(approval_state, _s.approval_id == _a.id)
    .outerjoin(_agents, _agents.c.project_id == _a.project_id)
)
_SEARCHED = (project.c.name, _a.title, _a.person, _a.department, _a.note)
_STATE_ORDER = case({state.value: place for place, state in enumerate(State)}, value=_s.state)


class ListRow(Struct, frozen=True):
    """An approval as a line, with what else the list shows of it: texts, empty for none.

    ``agent``: of the bureau, for its project; ``unit``: in charge of its project.
    """

    line: ApprovalLine
    agent: str
    unit: str
    title: str
    note: str


_OWN = ("agent", "unit", "title", "note")


def filter_fields(view: View) -> dict[str, Field]:
    """The fields by key, with the items and departments of this database."""
    choices = {
        "name": [(code, item.name) for code, item in items_in_force(view).items()],
        "state": [(state.value, state.label) for state in State],
        "stage": [(stage.value, stage.label) for stage in ItemStage],
        "department": _departments(view),
        "due_what": [(code, _(word)) for code, word in MATTERS.items()],
        "waits": [(code, _(word)) for code, word in WAITS.items()],
    }
    return {
        key: Field(key, _(word), _KINDS.get(key, "text"), tuple(choices.get(key, ())))
        for key, word in LABELS.items()
    }


def approvals_today(view: View) -> Listing:
    """How approvals are listed on the day of the view."""
    calendar, today = calendar_in_force(view), view.today
    return Listing(
        kind="approval",
        table=approval,
        source=_SOURCE,
        columns={
            **_COLUMNS,
            "left": days_left(calendar, today),
            "held": _number(calendar, today, Unit.WORK) - _s.held_no,
        },
        fields=filter_fields,
        narrowed=_narrowed,
        filters=frozenset({"only", "mine", "of"}),
        days=frozenset(key for key, kind in _KINDS.items() if kind == "date"),
        sorts={"name": _path_order(view), "state": _STATE_ORDER, "stage": _s.stage_rank},
        usual=(("due_on", False), ("project", False), ("name", False)),
        finds=_finds,
        archived=project.c.archived_at,
    )


def days_left(calendar: Calendar, today: date) -> ColumnElement[int]:
    """Days until it is due in the unit of what is due, negative once it is late."""
    work, days = (_number(calendar, today, unit) for unit in (Unit.WORK, Unit.CALENDAR))
    over = _s.due_no - case((_s.due_unit == literal_column("'work'"), work), else_=days)
    minus = literal_column("-1", Integer)  # passed counts as a day, whatever day off lies between
    late = case((over >= minus, minus), else_=over)
    return case((_s.due_day >= literal_column(f"'{today.isoformat()}'"), over), else_=late)


def _number(calendar: Calendar, day: date, unit: Unit) -> ColumnElement[int]:
    """A day on its line, written out: a list is grouped by what is computed with it."""
    return literal_column(str(approval_states.day_number(calendar, day, unit)), Integer)


def counts(view: View) -> dict[str, int]:
    """How many approvals each of ``ONLY`` leaves."""
    listing = approvals_today(view)
    found = {name: func.sum(case((_only(view, name), 1), else_=0)).label(name) for name in ONLY}
    query = select(*found.values()).select_from(listing.source)
    row = view.first(query.where(project.c.archived_at.is_(None)))
    return {name: int(getattr(row, name) or 0) for name in ONLY}


def keep_current(work: Work, _command: None) -> bool:
    """Compute the states anew where the program ships another catalogue or calendar than before."""
    if approval_states.are_current(work.connection):
        return False
    approval_states.rebuild(work.connection, work.today.isoformat())
    return True


def are_current(view: View) -> bool:
    """Whether the states were computed with what this program ships."""
    return approval_states.are_current(view.connection)


def list_rows(view: View, ids: Sequence[str]) -> dict[str, ListRow]:
    """What the list shows of some approvals, by id; those gone are left out."""
    listing, lines = approvals_today(view), some_lines(view, ids)
    columns = [listing.columns[key].label(key) for key in _OWN]
    found: dict[str, ListRow] = {}
    for part in chunks(ids):
        query = select(_a.id, *columns).select_from(listing.source).where(_a.id.in_(part))
        for row in view.rows(query):
            if row.id in lines:
                own = {key: getattr(row, key) or "" for key in _OWN}
                found[row.id] = ListRow(lines[row.id], **own)
    return found


def lines_in_hand(view: View) -> list[ApprovalLine]:
    """Every approval that somebody holds, what is due first before the others."""
    ids = list_ids(view, approvals_today(view), ListQuery(filters={"only": "running"}))
    return list(some_lines(view, ids).values())


def _narrowed(view: View, filters: Mapping[str, Any]) -> list[ColumnElement[bool]]:
    """The SQL of ``only``, ``mine`` (held by this person, or their project's agent is this person)
    and ``of`` (a project), where they are set.
    """
    found: list[ColumnElement[bool]] = []
    if filters.get("only"):
        found.append(_only(view, str(filters["only"])))
    if filters.get("mine"):
        me = view.app.actor
        found.append(or_(_a.person == me, _agents.c.agent == me))
    if filters.get("of"):
        found.append(_a.project_id == str(filters["of"]))
    return found


def _only(view: View, name: str) -> ColumnElement[bool]:
    today = view.today.isoformat()
    if name == "soon":
        return and_(_s.due_day >= today, _pressing(view))
    conditions = {
        "running": _RUNNING,
        "late": _s.due_day < today,
        "gap": _s.state == State.GAP.value,
        "ready": _s.holds == "ready",
    }
    return conditions.get(name, false())


def _pressing(view: View) -> ColumnElement[bool]:
    """Due before more than ``SOON_DAYS`` of its unit have passed."""
    far = calendar_in_force(view).add_workdays(view.today, SOON_DAYS + 1).day
    near = view.today + timedelta(days=SOON_DAYS)
    return or_(
        and_(_s.due_unit == Unit.WORK.value, _s.due_day < far.isoformat()),
        and_(_s.due_unit == Unit.CALENDAR.value, _s.due_day <= near.isoformat()),
    )


def _path_order(view: View) -> ColumnElement[int]:
    places = {code: place for place, code in enumerate(items_in_force(view))}
    return case(places, value=_a.code, else_=len(places))


def _departments(view: View) -> list[tuple[str, str]]:
    """Those of the catalogue and the program, then those written out in this database."""
    written = view.values(select(_a.department).where(_a.department.is_not(None)).distinct())
    own = {item.department for item in items_in_force(view).values()} | set(written)
    more = sorted(own - DEPARTMENTS.keys() - {""})
    return [(code, department_label(code)) for code in (*DEPARTMENTS, *more)]


def _finds(view: View, text: str) -> ColumnElement[bool]:
    """Every part of a text stands somewhere in the approval; or the text finds its project."""
    items = items_in_force(view)

    def found(part: str) -> ColumnElement[bool]:
        named = [code for code, one in items.items() if part in f"{one.zh} {one.en}".casefold()]
        holders = [code for code in DEPARTMENTS if part in department_label(code).casefold()]
        texts = (func.lower(column).contains(part, autoescape=True) for column in _SEARCHED)
        return or_(_a.code.in_(named), _s.department.in_(holders), *texts)

    every = and_(*(found(part) for part in parts_of(text)))
    projects = narrow(view, "project", text)
    return every if projects is None else or_(every, _a.project_id.in_(projects))
