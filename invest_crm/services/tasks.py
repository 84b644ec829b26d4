"""Use cases and queries about tasks: add, finish, postpone, put aside, hand over, drop, reopen."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import or_, select

from invest_crm.db.schema.firms import firm
from invest_crm.db.schema.interactions import task
from invest_crm.db.schema.projects import project
from invest_crm.domain.due_words import due_at
from invest_crm.domain.interactions import TaskState, Urgency, urgency
from invest_crm.domain.masking import mask_numbers
from invest_crm.domain.quick_entry import level
from invest_crm.errors import UserError
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.refusals import unsaved
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from typing import Any

    from sqlalchemy import ColumnElement, Row

    from invest_crm.services.work import View, Work

_NAME = 24
"""As much of a task's text as the name of an action holds."""


class TaskLine(Struct, frozen=True):
    """One task for a list. ``text`` and ``result`` have their numbers masked.

    ``subject``: the name of the project, else of the firm, it is about. ``urgency`` as of the day
    of the question, None for one that is no longer open.
    """

    id: str
    text: str
    assignee: str
    due: date | None
    state: TaskState
    done: date | None
    result: str
    snoozed: date | None
    project_id: str
    firm_id: str
    subject: str
    urgency: Urgency | None
    recorded_at: str
    recorded_by: str
    source: str
    interaction_id: str


class AddTask(Struct, frozen=True):
    """A new task; ``assignee`` empty: whoever enters it."""

    text: str
    due: date | None = None
    assignee: str = ""
    project_id: str | None = None
    firm_id: str | None = None
    interaction_id: str | None = None


class CompleteTask(Struct, frozen=True):
    """A task is done; ``result`` is what came of it, ``on`` when (None: today)."""

    id: str
    result: str = ""
    on: date | None = None


class DropTask(Struct, frozen=True):
    """A task is no longer wanted, and why."""

    id: str
    reason: str = ""


class PostponeTask(Struct, frozen=True):
    """Another due day for some tasks."""

    ids: tuple[str, ...]
    due: date


class SnoozeTask(Struct, frozen=True):
    """A task keeps quiet until a day; its due day stays."""

    id: str
    until: date | None


class HandOver(Struct, frozen=True):
    """Another person does it."""

    id: str
    assignee: str


class EditTask(Struct, frozen=True):
    """Other words for a task."""

    id: str
    text: str


def add_task(work: Work, command: AddTask) -> str:
    """Enter a task; returns its id. UserError without words."""
    text = _words(command.text)
    work.name("task.add", text=short(text))
    return insert_task(work, command)


def insert_task(work: Work, command: AddTask) -> str:
    """Write the row of a task as part of an action that has its own name."""
    return work.insert(
        task,
        project_id=command.project_id,
        firm_id=command.firm_id,
        interaction_id=command.interaction_id,
        text=_words(command.text),
        assignee=command.assignee.strip() or work.actor,
        due_on=None if command.due is None else command.due.isoformat(),
        state=TaskState.OPEN.value,
        source="hand",
        recorded_at=work.now,
        recorded_by=work.actor,
    )


def complete_task(work: Work, command: CompleteTask) -> None:
    """Finish an open task. UserError if it is gone or no longer open."""
    _open_one(work, command.id, "task.done")
    day = command.on or work.today
    work.update(
        task,
        command.id,
        state=TaskState.DONE.value,
        done_on=day.isoformat(),
        result=command.result.strip() or None,
        snoozed_until=None,
    )


def drop_task(work: Work, command: DropTask) -> None:
    """Drop an open task. UserError if it is gone or no longer open."""
    _open_one(work, command.id, "task.drop")
    work.update(
        task,
        command.id,
        state=TaskState.DROPPED.value,
        done_on=work.today.isoformat(),
        result=command.reason.strip() or None,
        snoozed_until=None,
    )


def postpone_task(work: Work, command: PostponeTask) -> int:
    """Give open tasks another due day, awake; returns how many changed."""
    for task_id in command.ids:
        _open_one(work, task_id, "task.postpone")
    change = {"due_on": command.due.isoformat(), "snoozed_until": None}
    return work.update_many(task, dict.fromkeys(command.ids, change))


def snooze_task(work: Work, command: SnoozeTask) -> None:
    """Let an open task keep quiet until a day; None wakes it."""
    _open_one(work, command.id, "task.snooze")
    until = None if command.until is None else command.until.isoformat()
    work.update(task, command.id, snoozed_until=until)


def hand_over_task(work: Work, command: HandOver) -> None:
    """Give an open task to somebody else. UserError without a name."""
    person = command.assignee.strip()
    if not person:
        raise UserError(
            "person-missing",
            _("Say who takes the task over."),
            safe=_("Nothing was changed."),
            todo=_("Enter a name."),
        )
    _open_one(work, command.id, "task.hand_over", person=person)
    work.update(task, command.id, assignee=person, snoozed_until=None)


def reopen_task(work: Work, task_id: str) -> None:
    """Take up a task again that was done or dropped."""
    _named(work, task_id, "task.reopen")
    work.update(task, task_id, state=TaskState.OPEN.value, done_on=None, result=None)


def edit_task(work: Work, command: EditTask) -> None:
    """Other words for an open task. UserError without words."""
    _open_one(work, command.id, "task.edit")
    work.update(task, command.id, text=_words(command.text))


# ---- queries ---------------------------------------------------------------------------------


def open_tasks(view: View, day: date | None = None) -> tuple[TaskLine, ...]:
    """Everybody's open tasks by due day; their urgency as of a day, today without one."""
    return by_due(task_lines(view, task.c.state == TaskState.OPEN.value, day=day))


def by_due(lines: Iterable[TaskLine]) -> tuple[TaskLine, ...]:
    """Tasks by due day, those without one last."""
    return tuple(sorted(lines, key=lambda line: line.due or date.max))


def task_lines(view: View, *wanted: ColumnElement[bool], day: date | None = None) -> list[TaskLine]:
    """Tasks under some conditions, as they were entered; of records that are not in the trash."""
    names = [project.c.name.label("project_name"), firm.c.name.label("firm_name")]
    query = (
        select(task, *names)
        .outerjoin(project, project.c.id == task.c.project_id)
        .outerjoin(firm, firm.c.id == task.c.firm_id)
        .where(project.c.archived_at.is_(None), firm.c.archived_at.is_(None), *wanted)
        .order_by(task.c.id)
    )
    rows = view.rows(query)
    texts = view.reveal(token for row in rows for token in (row.text, row.result))
    return [_line(row, texts, day or view.today) for row in rows]


def day_meant(view: View, words: str) -> date:
    """The day some words mean (下周三, 5月20日, +7), from today on. UserError if they mean none."""
    text = level(words).strip()
    found = due_at(text, 0, view.today, calendar_in_force(view)) if text else None
    if found is None or found[0] < len(text) or found[1] < view.today:
        raise UserError(
            "day-unread",
            _("“{words}” is no day to come.").format(words=words.strip()),
            safe=_("Nothing was changed."),
            todo=_("Write a day such as 5/20, or +7 for a week from now."),
        )
    return found[1]


def people(view: View) -> list[str]:
    """Everybody who ever had a task, by name."""
    return view.values(select(task.c.assignee).distinct().order_by(task.c.assignee))


def list_tasks(view: View, *, reveal: bool = False) -> list[dict[str, object]]:
    """All tasks as JSON shapes; texts masked unless ``reveal``."""
    rows = view.rows(select(task).order_by(task.c.id))
    texts = view.reveal(token for row in rows for token in (row.text, row.result))

    def words(token: str | None) -> str | None:
        text = texts.get(token or "")
        return text if text is None or reveal else mask_numbers(text)

    return [
        {
            "id": row.id,
            "text": words(row.text),
            "assignee": row.assignee,
            "due_on": row.due_on,
            "state": row.state,
            "state_label": TaskState(row.state).label,
            "done_on": row.done_on,
            "result": words(row.result),
            "snoozed_until": row.snoozed_until,
            "project": row.project_id,
            "firm": row.firm_id,
            "interaction": row.interaction_id,
        }
        for row in rows
    ]


def about(project_ids: Iterable[str], firm_id: str | None = None) -> ColumnElement[bool]:
    """The condition: tasks of these projects or of the firm."""
    return or_(task.c.project_id.in_(list(project_ids)), task.c.firm_id == (firm_id or ""))


def short(text: str) -> str:
    """A text for the name of an action: numbers masked, not long."""
    masked = mask_numbers(" ".join(text.split()))
    return masked if len(masked) <= _NAME else masked[: _NAME - 1] + "…"


def _line(row: Row[Any], texts: Mapping[str, str], day: date) -> TaskLine:
    state = TaskState(row.state)
    due, snoozed, done = (
        None if text is None else date.fromisoformat(text)
        for text in (row.due_on, row.snoozed_until, row.done_on)
    )
    return TaskLine(
        id=row.id,
        text=mask_numbers(texts.get(row.text, "")),
        assignee=row.assignee,
        due=due,
        state=state,
        done=done,
        result=mask_numbers(texts.get(row.result or "", "")),
        snoozed=snoozed,
        project_id=row.project_id or "",
        firm_id=row.firm_id or "",
        subject=row.project_name or row.firm_name or "",
        urgency=urgency(due, snoozed, day) if state is TaskState.OPEN else None,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        source=row.source or "",
        interaction_id=row.interaction_id or "",
    )


def _words(text: str) -> str:
    words = text.strip()
    if not words:
        raise unsaved(
            "task-empty",
            _("Say what is to be done."),
            _("Write the next step in a few words."),
        )
    return words


def _named(work: Work, task_id: str, action: str, **params: object) -> Row[Any]:
    """The stored task, the action named after it."""
    row = work.first(select(task).where(task.c.id == task_id))
    if row is None:
        raise UserError(
            "task-gone",
            _("This task no longer exists."),
            safe=_("Nothing was changed."),
            todo=_("Refresh the list; the history shows who removed it."),
        )
    work.name(action, text=short(work.reveal([row.text]).get(row.text, "")), **params)
    return row


def _open_one(work: Work, task_id: str, action: str, **params: object) -> None:
    row = _named(work, task_id, action, **params)
    if row.state != TaskState.OPEN.value:
        raise UserError(
            "task-closed",
            _("Somebody has closed this task already ({state}).").format(
                state=TaskState(row.state).label
            ),
            safe=_("Nothing was changed."),
            todo=_("Take it up again first if there is more to do."),
        )
