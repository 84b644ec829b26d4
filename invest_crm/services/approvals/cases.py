"""The approvals of a project as a whole: what decides which it needs, the path, 帮代办."""

from __future__ import annotations

import json
from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.approvals import approval, approval_case, approval_step
from invest_crm.db.schema.projects import project
from invest_crm.domain.approvals.rules import (
    PERMIT_LIMITS,
    Eia,
    PermitLimit,
    Works,
    chosen,
    eia_kind,
)
from invest_crm.errors import UserError
from invest_crm.services.approvals.catalogue import items_in_force
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
from invest_crm.services.options import option
from invest_crm.services.refusals import unsaved
from invest_crm.services.stored import EditRecord, StoredRecord
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from sqlalchemy import Row

    from invest_crm.domain.approvals.items import Item
    from invest_crm.services.work import View, Work

PERMIT_OPTION = "approvals.permit_limit"
HELP_STEPS = ("entrusted_on", "analysed_on", "planned_on", "handled_on", "told_on", "revisited_on")
"""The six steps of 帮代办, in order."""

WORDS = {
    "eia": N_("Environmental procedure"),
    "industry": N_("Industry code (GB/T 4754)"),
    "earthwork": N_("Earthwork"),
    "tce": N_("Energy a year"),
    "kwh": N_("Power a year"),
    "floor": N_("Floor area"),
    "cost": N_("Cost of the works"),
    "flags": N_("What holds for it"),
    "deal_on": N_("Day of the land contract"),
    "our_agent": N_("Agent of the investment bureau"),
    "their_agent": N_("Agent of the approval bureau"),
    "entrusted_on": N_("Entrusted"),
    "analysed_on": N_("Needs analysed"),
    "planned_on": N_("Plan made"),
    "handled_on": N_("Items handled"),
    "told_on": N_("Result told"),
    "revisited_on": N_("Visited again"),
}
"""The fields of a case by key."""
_DAYS = ("deal_on", *HELP_STEPS)
_NUMBERS = ("earthwork", "tce", "kwh", "floor", "cost")
_TEXTS = ("industry", "our_agent", "their_agent")


class CaseRecord(StoredRecord, frozen=True):
    """What is kept of a project's approvals as a whole; ``id`` empty where nothing is yet."""


class EditCase(EditRecord, frozen=True):
    """Changed values of the case of a project (``id`` is the project's)."""


class AddApproval(Struct, frozen=True):
    """One more item for a project, under a title of its own or that of the item."""

    project_id: str
    code: str
    title: str = ""


class Opened(Struct, frozen=True):
    """What a path was made of: how many added, taken away, and items that cannot be told yet."""

    added: int
    removed: int
    undecided: tuple[str, ...]


def load_case(view: View, project_id: str) -> CaseRecord:
    """The case of a project, an empty one where nothing was entered yet."""
    row = view.first(select(approval_case).where(approval_case.c.project_id == project_id))
    blank: dict[str, Any] = {**dict.fromkeys(WORDS), "flags": ()}
    if row is None:
        return CaseRecord("", 0, None, MappingProxyType(blank))
    stored = row._mapping  # noqa: SLF001 - the public name of SQLAlchemy for it
    values = {
        **{key: stored[key] for key in (*_TEXTS, *_NUMBERS)},
        **{key: _date(stored[key]) for key in _DAYS},
        "eia": Eia(row.eia) if row.eia else None,
        "flags": tuple(json.loads(row.flags or "[]")),
    }
    return CaseRecord(row.id, row.row_version, None, MappingProxyType(values))


def save_case(work: Work, command: EditCase) -> Opened:
    """Write values of a project's case; a path that is there follows them.

    UserErrors: ``project-gone``, ``day-to-come``, ``steps-disordered``; ``EditConflict``.
    """
    row = owner_row(work, command.id or "")
    record = load_case(work, row.id)
    place = (record.id,)
    refuse_conflicts(
        record,
        command.values,
        command.seen,
        case_word,
        lambda key: last_writer(work, Place(place, key)),
    )
    _refuse_days(work, {**record.values, **command.values})
    work.name("approval.case", name=row.name)
    values = {key: _stored(value) for key, value in command.values.items()}
    if record.id:
        work.update(approval_case, record.id, **values)
    else:
        work.insert(approval_case, project_id=row.id, **values)
    there = work.values(select(approval.c.id).where(approval.c.project_id == row.id).limit(1))
    return _follow(work, row) if there else Opened(0, 0, ())


def open_case(work: Work, project_id: str) -> Opened:
    """Set up the approvals a project needs, or bring its path in step with what is known now.

    Items it no longer needs go only while nothing happened to them. UserErrors ``project-gone``,
    ``path-complete`` if nothing changes.
    """
    row = owner_row(work, project_id)
    work.name("approval.open", name=row.name)
    made = _follow(work, row)
    if not made.added and not made.removed:
        raise UserError(
            "path-complete",
            _("Every approval that is known to be needed is there."),
            safe=_("Nothing was changed."),
            todo=_("Add a single item if something is missing, or complete the data of the case."),
        )
    return made


def add_approval(work: Work, command: AddApproval) -> str:
    """One more item for a project; returns its id. UserErrors ``project-gone``, ``item-unknown``.

    The same item may stand there more than once, under titles of its own.
    """
    row = owner_row(work, command.project_id)
    item = items_in_force(work).get(command.code)
    if item is None:
        raise UserError(
            "item-unknown",
            _("There is no such item in the catalogue."),
            safe=_("Nothing was changed."),
            todo=_("Choose an item of the catalogue."),
        )
    work.name("approval.add", item=command.title.strip() or item.name, name=row.name)
    return _insert(work, row.id, item, command.title.strip())


def works_of(view: View, row: Row[Any]) -> Works:
    """What decides which approvals a project needs."""
    case = load_case(view, row.id)
    return Works(
        site_mode=row.site_mode,
        land=row.land_sqdm,
        earthwork=case["earthwork"],
        tce=case["tce"],
        kwh=case["kwh"],
        floor=case["floor"],
        cost=case["cost"],
        industry=case["industry"] or row.industry,
        eia=case["eia"],
        flags=frozenset(case["flags"]),
    )


def permit_limit(view: View) -> PermitLimit:
    """Below what no construction permit is needed here."""
    return PERMIT_LIMITS[option(view, PERMIT_OPTION)]


def undecided(view: View, project_id: str) -> list[Item]:
    """The items of which cannot be told yet whether a project needs them."""
    row = owner_row(view, project_id)
    return chosen(items_in_force(view), works_of(view, row), permit_limit(view))[1]


def presumed_eia(view: View, project_id: str) -> Eia | None:
    """The environmental procedure if it follows from the industry alone, else None."""
    works = works_of(view, owner_row(view, project_id))
    kind, presumed = eia_kind(works.eia, works.industry)
    return kind if presumed else None


def owner_row(view: View, project_id: str) -> Row[Any]:
    """The stored project. UserError ``project-gone``."""
    query = select(project).where(project.c.id == project_id, project.c.archived_at.is_(None))
    row = view.first(query)
    if row is None:
        raise UserError(
            "project-gone",
            _("This project is no longer there."),
            safe=_("Nothing was changed."),
            todo=_("Look for it in the trash."),
        )
    return row


def case_word(key: str) -> str:
    """The word for a field of a case."""
    return _(WORDS[key]) if key in WORDS else key


def _follow(work: Work, row: Row[Any]) -> Opened:
    works = works_of(work, row)
    needed, open_ones = chosen(items_in_force(work), works, permit_limit(work))
    there = work.rows(select(approval).where(approval.c.project_id == row.id))
    codes = {one.code for one in there}
    new = [item for item in needed if item.code not in codes]
    wanted = {item.code for item in (*needed, *open_ones)}
    items = items_in_force(work)
    spare = [
        one
        for one in there
        if one.code not in wanted and one.code in items and not _by_hand(one, items[one.code])
    ]
    touched = set(
        work.values(
            select(approval_step.c.approval_id).where(
                approval_step.c.approval_id.in_([one.id for one in spare])
            )
        )
    )
    gone = [one.id for one in spare if one.id not in touched]
    for item in new:
        _insert(work, row.id, item)
    if gone:
        work.delete(approval, *gone)
    return Opened(len(new), len(gone), tuple(item.code for item in open_ones))


def _by_hand(row: Row[Any], item: Item) -> bool:
    """Added by a person, or given to somebody: it does not go by itself."""
    return bool(row.title or row.person or row.department or item.optional or item.retired)


def _insert(work: Work, project_id: str, item: Item, title: str = "") -> str:
    return work.insert(
        approval,
        project_id=project_id,
        code=item.code,
        title=title or None,
        recorded_at=work.now,
        recorded_by=work.actor,
    )


def _refuse_days(work: Work, values: Mapping[str, Any]) -> None:
    steps = [values[key] for key in HELP_STEPS if values[key] is not None]
    if any(day > work.today for day in steps):
        raise UserError(
            "day-to-come",
            _("This day is still to come."),
            safe=_("Nothing was changed."),
            todo=_("Enter the day on which it happened."),
        )
    if steps != sorted(steps):
        raise unsaved(
            "steps-disordered",
            _("The six steps of helping follow each other; one day lies before an earlier step."),
            _("Correct the days."),
        )


def _stored(value: Any) -> Any:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (tuple, list, frozenset)):
        return json.dumps(sorted(value))
    if isinstance(value, Eia):
        return value.value
    return value or None if isinstance(value, str) else value


def _date(text: str | None) -> date | None:
    return None if text is None else date.fromisoformat(text)
