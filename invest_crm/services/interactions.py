"""Use cases and queries about interactions: visits, calls, meetings with a firm or on a project.

An interaction is a dated fact: to correct one voids the row and adds another, in one action.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import or_, select

from invest_crm.db.schema.attachments import attachment
from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.interactions import interaction, task
from invest_crm.db.schema.projects import project
from invest_crm.domain.interactions import InteractionKind
from invest_crm.domain.masking import mask_numbers
from invest_crm.errors import UserError
from invest_crm.services.attachment_owners import INTERACTION, Subject
from invest_crm.services.attachments import AddFiles, keep_files
from invest_crm.services.dates import date_columns, read_date
from invest_crm.services.projects.grading import regrade
from invest_crm.services.refusals import unsaved
from invest_crm.services.tasks import AddTask, insert_task
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from sqlalchemy import ColumnElement, Row

    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.services.attachment_intake import StagedFile
    from invest_crm.services.work import View, Work

_BETWEEN = "、"


class NextStep(Struct, frozen=True):
    """What is to follow; ``assignee`` empty: whoever enters it."""

    text: str
    due: date | None = None
    assignee: str = ""


class Contact(Struct, frozen=True):
    """What is known of one contact: with whom, when, how, who took part, what was said."""

    kind: InteractionKind
    held: PartialDate
    text: str
    project_id: str | None = None
    firm_id: str | None = None
    ours: tuple[str, ...] = ()
    theirs: tuple[str, ...] = ()


class RecordInteraction(Struct, frozen=True):
    """A new interaction and, if one was said, the next step; the photos and papers of it."""

    contact: Contact
    next_step: NextStep | None = None
    files: tuple[StagedFile, ...] = ()


class CorrectInteraction(Struct, frozen=True):
    """What an interaction really was, and files that are added to those it has."""

    id: str
    contact: Contact
    files: tuple[StagedFile, ...] = ()


class Recorded(Struct, frozen=True):
    """The records an entry made; ``task_id`` empty without a next step."""

    interaction_id: str
    task_id: str = ""


class InteractionLine(Struct, frozen=True):
    """One interaction for a list; ``contact.text`` has its numbers masked unless asked for."""

    id: str
    contact: Contact
    day: str
    subject: str
    recorded_at: str
    recorded_by: str
    source: str


def record_interaction(work: Work, command: RecordInteraction) -> Recorded:
    """Enter an interaction with its next step as one action. UserError without words or subject."""
    made = command.contact
    work.name("interaction.add", name=_checked(work, made))
    found = work.insert(interaction, **_columns(work, made), **work.fact(source="hand"))
    keep_files(work, AddFiles(Subject(INTERACTION, found), command.files))
    if command.next_step is None:
        return Recorded(found)
    step = command.next_step
    added = AddTask(step.text, step.due, step.assignee, made.project_id, made.firm_id, found)
    return Recorded(found, insert_task(work, added))


def correct_interaction(work: Work, command: CorrectInteraction) -> str:
    """Void an interaction and enter it anew with its tasks and files; returns the new id."""
    work.name("interaction.correct", name=_checked(work, command.contact))
    _standing(work, command.id)
    work.void(interaction, "corrected", command.id)
    new = work.insert(interaction, **_columns(work, command.contact), **work.fact(source="hand"))
    tasks = work.values(select(task.c.id).where(task.c.interaction_id == command.id))
    work.update_many(task, {item: {"interaction_id": new} for item in tasks})
    mine = select(attachment.c.id).where(attachment.c.interaction_id == command.id)
    work.update_many(attachment, {item: {"interaction_id": new} for item in work.values(mine)})
    keep_files(work, AddFiles(Subject(INTERACTION, new), command.files))
    return new


def void_interaction(work: Work, interaction_id: str) -> None:
    """Take an interaction back: it never was; what follows from it stays."""
    row = _standing(work, interaction_id)
    work.name("interaction.void", name=_subject(work, row.project_id, row.firm_id))
    work.void(interaction, "taken back", interaction_id)
    regrade(work, [row.project_id] if row.project_id else [])


def load_interaction(view: View, interaction_id: str) -> InteractionLine | None:
    """One interaction whole, for correcting it; None if it is gone or void."""
    found = interaction_lines(view, interaction.c.id == interaction_id, reveal=True)
    return found[0] if found else None


def interaction_lines(
    view: View, *wanted: ColumnElement[bool], reveal: bool = False
) -> list[InteractionLine]:
    """Interactions that stand, under some conditions, newest first."""
    names = [project.c.name.label("project_name"), firm.c.name.label("firm_name")]
    query = (
        select(interaction, *names)
        .outerjoin(project, project.c.id == interaction.c.project_id)
        .outerjoin(firm, firm.c.id == interaction.c.firm_id)
        .where(interaction.c.voided_at.is_(None), *wanted)
        .order_by(interaction.c.held_day.desc(), interaction.c.id.desc())
    )
    rows = view.rows(query)
    texts = view.reveal(row.text for row in rows)
    return [_line(row, texts.get(row.text, ""), reveal=reveal) for row in rows]


def about(project_ids: Iterable[str], firm_id: str | None = None) -> ColumnElement[bool]:
    """The condition: interactions of these projects or of the firm."""
    return or_(
        interaction.c.project_id.in_(list(project_ids)), interaction.c.firm_id == (firm_id or "")
    )


def list_interactions(view: View, *, reveal: bool = False) -> list[dict[str, object]]:
    """All interactions that stand as JSON shapes, newest first."""
    return [interaction_json(line) for line in interaction_lines(view, reveal=reveal)]


def interaction_json(line: InteractionLine) -> dict[str, object]:
    """An interaction in the shape of ``list interactions --json``."""
    found = line.contact
    return {
        "id": line.id,
        "kind": found.kind.value,
        "kind_label": found.kind.label,
        "held_on": found.held.to_json(),
        "subject": line.subject,
        "project": found.project_id,
        "firm": found.firm_id,
        "ours": list(found.ours),
        "theirs": list(found.theirs),
        "text": found.text,
        "recorded_by": line.recorded_by,
    }


def _line(row: Row[Any], text: str, *, reveal: bool) -> InteractionLine:
    held = read_date(row._mapping, "held")  # noqa: SLF001 - SQLAlchemy's public name
    if held is None:
        raise ValueError(f"interaction {row.id} has no day")
    contact = Contact(
        InteractionKind(row.kind),
        held,
        text if reveal else mask_numbers(text),
        row.project_id,
        row.firm_id,
        _names(row.ours),
        _names(row.theirs),
    )
    return InteractionLine(
        row.id,
        contact,
        row.held_day,
        row.project_name or row.firm_name or "",
        row.recorded_at,
        row.recorded_by,
        row.source or "",
    )


def _names(stored: str | None) -> tuple[str, ...]:
    return tuple(stored.split(_BETWEEN)) if stored else ()


def _columns(work: Work, found: Contact) -> dict[str, object]:
    return {
        "project_id": found.project_id,
        "firm_id": found.firm_id,
        "kind": found.kind.value,
        **date_columns("held", found.held, work.today),
        "ours": _BETWEEN.join(found.ours) or None,
        "theirs": _BETWEEN.join(found.theirs) or None,
        "text": found.text.strip(),
    }


def _checked(work: Work, found: Contact) -> str:
    """The name of the subject. UserError without words, without a subject, or for a day to come."""
    if not found.text.strip():
        raise _refused("text-missing", _("Say what was talked about."))
    name = _subject(work, found.project_id, found.firm_id)
    if not name:
        raise _refused("subject-missing", _("Say which firm or project it was about."))
    first = found.held.first_day()
    if first is not None and first > work.today:
        raise _refused("day-to-come", _("A contact cannot be on a day to come."))
    return name


def _refused(code: str, what: str) -> UserError:
    return unsaved(
        code,
        what,
        _("Correct the line and press Enter again."),
    )


def _subject(view: View, project_id: str | None, firm_id: str | None) -> str:
    for table, key in ((project, project_id), (firm, firm_id)):
        row = view.first(select(table.c.name).where(table.c.id == key)) if key else None
        if row is not None:
            return str(row.name)
    return ""


def _standing(work: Work, interaction_id: str) -> Row[Any]:
    row = work.first(
        select(interaction).where(
            interaction.c.id == interaction_id, interaction.c.voided_at.is_(None)
        )
    )
    if row is None:
        raise UserError(
            "interaction-gone",
            _("This contact was corrected or taken back already."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the page; the history shows who did it."),
        )
    return row
