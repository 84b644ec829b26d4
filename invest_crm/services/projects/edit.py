"""Use cases of one project or a selection: create, edit, archive, restore.

An edit names the values its user saw. Where another's change came between, only the fields both
touched conflict, each with three values; the rest is merged.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from sqlalchemy import select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.firms import contact
from invest_crm.db.schema.projects import agreement, milestone, project
from invest_crm.domain.project_fields import BY_KEY, DATES, DEADLINES
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.text import project_key
from invest_crm.errors import UserError
from invest_crm.services.cells import EditCells, Rules, name_action, really_changed
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
from invest_crm.services.firms import replace_contacts
from invest_crm.services.projects.records import ProjectRecord, load, load_one
from invest_crm.services.projects.write import ProjectWriter
from invest_crm.services.refusals import unsaved
from invest_crm.services.stored import bring_back, put_away
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from sqlalchemy import Table

    from invest_crm.services.history import HistoryLine
    from invest_crm.services.work import View, Work

_KINDS = {kind.field: kind for kind in MilestoneKind}
_COLUMNS = {
    "chain": "chain_id",
    "node": "node_id",
    "land_mu": "land_sqdm",
    **{key: f"{key}_value" for key in DEADLINES},
}


class CreateProject(Struct, frozen=True):
    """Values by field key, typed as in ``ProjectRecord``."""

    values: Mapping[str, Any]


class EditProject(Struct, frozen=True):
    """Changed values, and what the user saw in the same fields before changing them."""

    id: str
    values: Mapping[str, Any]
    seen: Mapping[str, Any] = field(default_factory=dict)


def create_project(work: Work, command: CreateProject) -> str:
    """Take up a project by hand; returns its id."""
    name = _required_name(command.values)
    refuse_future(work, command.values)
    work.name("project.create", name=name)
    writer = ProjectWriter(work, source="hand", cut_off=work.today)
    project_id = writer.create(command.values)
    writer.flush()
    return project_id


def edit_project(work: Work, command: EditProject) -> ProjectRecord:
    """Change fields of a project. ``EditConflict`` if one was changed meanwhile."""
    record = stored_project(work, command.id)
    if "name" in command.values:
        _required_name(command.values)
    refuse_future(work, command.values)
    refuse_conflicts(
        record,
        command.values,
        command.seen,
        lambda key: BY_KEY[key].label,
        lambda key: _last_writer(work, command.id, key),
    )
    changed = {key: value for key, value in command.values.items() if record[key] != value}
    work.name("project.edit", name=record["name"])
    if "contacts" in changed:
        replace_contacts(work, "project_id", command.id, changed.pop("contacts"))
    writer = ProjectWriter(work, source="hand", cut_off=work.today)
    if changed:
        writer.change(record, changed)
    writer.flush()
    return record


def edit_project_cells(work: Work, command: EditCells) -> tuple[str, ...]:
    """Write cells of many projects, and new projects; returns the ids of the new ones.

    The last of the new ones is made first: lists show the newest first, and so the block stands
    there as it was typed.
    """
    records = load(work, list(command.values))
    rules = Rules(lambda key: BY_KEY[key].label, lambda item, key: _last_writer(work, item, key))
    changed = really_changed(command, records, rules)
    for values in (*command.values.values(), *command.new):
        refuse_future(work, values)
        if "name" in values or values in command.new:
            _required_name(values)
    name_action(work, command, records, "project.edit")
    writer = ProjectWriter(work, source="hand", cut_off=work.today)
    for key, values in changed.items():
        if "contacts" in values:
            replace_contacts(work, "project_id", key, values.pop("contacts"))
        if values:
            writer.change(records[key], values)
    made = [writer.create(values) for values in reversed(command.new)]
    writer.flush()
    return tuple(reversed(made))


def known_names(view: View, names: Sequence[str]) -> frozenset[str]:
    """Which of these names stand among the projects that are not in the trash."""
    stored: set[str] = set()
    for part in chunks([project_key(name) for name in names]):
        live = project.c.archived_at.is_(None)
        query = select(project.c.name_key).where(project.c.name_key.in_(part), live)
        stored.update(view.values(query))
    return frozenset(name for name in names if project_key(name) in stored)


def archive_projects(work: Work, ids: tuple[str, ...]) -> int:
    """Move projects to the trash; they keep everything and count in no figure."""
    return put_away(work, project, "project.archive", ids)


def restore_projects(work: Work, ids: tuple[str, ...]) -> int:
    """Take projects out of the trash."""
    return bring_back(work, project, "project.restore", ids)


def refuse_future(work: Work, values: Mapping[str, Any]) -> None:
    """A milestone has happened: a day still to come is a plan and is not taken."""
    for key in DATES:
        when = values.get(key)
        first = None if when is None else when.first_day()
        if first is not None and first > work.today:
            raise unsaved(
                "date-in-future",
                _("{field}: this day is still to come; a milestone has happened.").format(
                    field=BY_KEY[key].label
                ),
                _("Enter the day once it has happened."),
            )


def _last_writer(view: View, project_id: str, key: str) -> HistoryLine | None:
    """Who wrote a field last: in its column, or in the facts it is read from."""
    if key in _KINDS:
        return last_writer(view, _rows(view, milestone, project_id, kind=_KINDS[key].value))
    if key in {"signed_on", "agreement_type"}:
        return last_writer(view, _rows(view, agreement, project_id))
    if key == "contacts":
        people = _rows(view, contact, project_id)
        return last_writer(view, Place(people.ids, table=contact, owner=project_id))
    return last_writer(view, Place([project_id], _COLUMNS.get(key, key)))


def _rows(view: View, table: Table, project_id: str, **where: str) -> Place:
    query = select(table.c.id).where(table.c.project_id == project_id)
    for name, value in where.items():
        query = query.where(table.c[name] == value)
    return Place(view.values(query))


def stored_project(view: View | Work, project_id: str) -> ProjectRecord:
    """The project as it is stored. UserError if it is gone."""
    record = load_one(view, project_id)
    if record is None:
        raise UserError(
            "project-gone",
            _("This project no longer exists."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    return record


def _required_name(values: Mapping[str, Any]) -> str:
    name = str(values.get("name") or "").strip()
    if not name:
        raise unsaved(
            "name-missing",
            _("A project needs a name."),
            _("Enter the name."),
        )
    return name
