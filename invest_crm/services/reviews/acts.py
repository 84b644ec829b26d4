"""What happens in a joint review: convened, answered, taken back, given up. All in the log.

Conditions become tasks in the same action; an opinion that is given anew drops the tasks of the
former one that are still open.
"""

from __future__ import annotations

import json
from datetime import date  # noqa: TC003 - named in public fields
from typing import TYPE_CHECKING

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.interactions import task
from invest_crm.db.schema.reviews import review, review_condition, review_opinion
from invest_crm.domain.interactions import TaskState
from invest_crm.domain.reviews import ITEMS, Verdict
from invest_crm.errors import UserError
from invest_crm.services.projects.edit import stored_project
from invest_crm.services.reviews.sheets import OpinionLine, Sheet, one_sheet, project_sheets
from invest_crm.services.tasks import AddTask, insert_task
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invest_crm.services.work import View, Work


class Convene(Struct, frozen=True):
    """A new round of the review of a project.

    ``departments``: codes or names; ``on``: when they were asked; ``held``: the day of the meeting.
    """

    project_id: str
    departments: tuple[str, ...]
    on: date
    convened_by: str = ""
    held: date | None = None
    items: tuple[str, ...] = tuple(ITEMS)
    note: str = ""


class EditSheet(Struct, frozen=True):
    """The meeting of a round, its items, further departments that are asked from a day on."""

    id: str
    convened_by: str
    held: date | None
    items: tuple[str, ...]
    note: str = ""
    further: tuple[str, ...] = ()
    on: date | None = None


class Condition(Struct, frozen=True):
    """Something that must be done, by whom and by when."""

    text: str
    owner: str = ""
    due: date | None = None


class Answer(Struct, frozen=True):
    """What a department says, by whom and when; ``reason`` for a refusal, or a remark."""

    opinion_id: str
    verdict: Verdict
    person: str
    on: date
    reason: str = ""
    conditions: tuple[Condition, ...] = ()


def convene(work: Work, command: Convene) -> str:
    """Begin a round; returns its id. UserError ``reviewers-none``, ``day-to-come``,
    ``review-open`` (departments of the round before have not answered), ``project-gone``.
    """
    record = stored_project(work, command.project_id)
    wanted = _named(command.departments)
    if not wanted:
        raise _refusal("reviewers-none", _("Nobody is asked."), _("Choose the departments."))
    _refuse_future(work, command.on)
    before = project_sheets(work, command.project_id)
    if before and before[0].outcome.name == "OPEN":
        raise _refusal(
            "review-open",
            _("Round {n} still waits for opinions.").format(n=before[0].round),
            _("Enter them, or remove that round."),
        )
    number = before[0].round + 1 if before else 1
    work.name("review.convene", name=record["name"], n=number)
    made = work.insert(
        review,
        project_id=command.project_id,
        round=number,
        asked_on=command.on.isoformat(),
        held_on=command.held.isoformat() if command.held else None,
        convened_by=command.convened_by.strip() or None,
        items=json.dumps(list(command.items)),
        note=command.note.strip() or None,
        recorded_at=work.now,
        recorded_by=work.actor,
    )
    _ask(work, made, wanted, command.on, 0)
    return made


def edit_sheet(work: Work, command: EditSheet) -> None:
    """Change the meeting, ask further departments. UserError ``review-gone``, ``day-to-come``."""
    sheet = _sheet(work, command.id)
    known = {one.department for one in sheet.opinions}
    further = [name for name in _named(command.further) if name not in known]
    day = command.on or work.today
    _refuse_future(work, day)
    work.name("review.edit", name=sheet.project, n=sheet.round)
    work.update(
        review,
        sheet.id,
        convened_by=command.convened_by.strip() or None,
        held_on=command.held.isoformat() if command.held else None,
        items=json.dumps(list(command.items)),
        note=command.note.strip() or None,
    )
    _ask(work, sheet.id, further, day, len(known))


def answer(work: Work, command: Answer) -> None:
    """Record what a department says; its conditions become tasks of the project.

    UserError ``review-gone``, ``day-to-come``, ``day-before`` (before it was asked),
    ``person-missing``, ``reason-missing`` (a refusal says why), ``conditions-none``.
    """
    sheet, line = _opinion(work, command.opinion_id)
    _refuse_answer(work, line, command)
    work.name(
        "review.answer", name=sheet.project, department=line.name, verdict=command.verdict.label
    )
    _drop_conditions(work, line)
    work.update(
        review_opinion,
        line.id,
        verdict=command.verdict.value,
        person=command.person.strip(),
        answered_on=command.on.isoformat(),
        reason=command.reason.strip() or None,
    )
    if command.verdict is Verdict.CONDITION:
        for one in command.conditions:
            _add_condition(work, sheet, line, one)


def take_back(work: Work, opinion_id: str) -> None:
    """An opinion was entered by mistake: it is awaited again. UserError ``review-gone``."""
    sheet, line = _opinion(work, opinion_id)
    work.name("review.withdraw", name=sheet.project, department=line.name)
    _drop_conditions(work, line)
    change = dict.fromkeys(("verdict", "person", "answered_on", "reason"))
    work.update(review_opinion, line.id, **change)


def remove_sheet(work: Work, review_id: str) -> None:
    """Take out a round with its opinions; its open tasks are dropped. UserError ``review-gone``."""
    sheet = _sheet(work, review_id)
    work.name("review.remove", name=sheet.project, n=sheet.round)
    for line in sheet.opinions:
        _drop_conditions(work, line)
    work.delete(review_opinion, *(line.id for line in sheet.opinions))
    work.delete(review, sheet.id)


def _ask(work: Work, review_id: str, departments: Iterable[str], day: date, first: int) -> None:
    rows = [
        {
            "review_id": review_id,
            "department": name,
            "asked_on": day.isoformat(),
            "position": place,
        }
        for place, name in enumerate(departments, first)
    ]
    if rows:
        work.insert_many(review_opinion, rows)


def _add_condition(work: Work, sheet: Sheet, line: OpinionLine, one: Condition) -> None:
    text = one.text.strip()
    made = insert_task(
        work,
        AddTask(
            _("Review condition of {department}: {text}").format(department=line.name, text=text),
            one.due,
            one.owner,
            sheet.project_id,
        ),
    )
    work.insert(review_condition, opinion_id=line.id, task_id=made, text=text)


def _drop_conditions(work: Work, line: OpinionLine) -> None:
    """Conditions go with their opinion; tasks that are done stay done."""
    gone = {
        "state": TaskState.DROPPED.value,
        "done_on": work.today.isoformat(),
        "snoozed_until": None,
    }
    open_ones = [one.task_id for one in line.conditions if one.state is TaskState.OPEN]
    if open_ones:
        work.update_many(task, dict.fromkeys(open_ones, gone))
    if line.conditions:
        work.delete(review_condition, *(one.id for one in line.conditions))


def _refuse_answer(work: Work, line: OpinionLine, command: Answer) -> None:
    _refuse_future(work, command.on)
    if command.on < line.asked:
        raise _refusal(
            "day-before",
            _("This day lies before the department was asked."),
            _("Correct the day."),
        )
    if not command.person.strip():
        raise _refusal("person-missing", _("Say who answered."), _("Enter a name."))
    if command.verdict is Verdict.REFUSE and not command.reason.strip():
        raise _refusal(
            "reason-missing", _("A refusal says why."), _("Write down the reason it gives.")
        )
    named = [one for one in command.conditions if one.text.strip()]
    if command.verdict is Verdict.CONDITION and not named:
        raise _refusal(
            "conditions-none",
            _("Agreement on conditions names at least one condition."),
            _("Write what must be done, who does it and by when."),
        )


def _refuse_future(work: Work, day: date) -> None:
    if day > work.today:
        raise _refusal(
            "day-to-come",
            _("This day is still to come."),
            _("Enter the day on which it happened."),
        )


def _sheet(view: View, review_id: str) -> Sheet:
    found = one_sheet(view, review_id)
    if found is None:
        raise _gone()
    return found


def _opinion(view: View, opinion_id: str) -> tuple[Sheet, OpinionLine]:
    query = select(review_opinion.c.review_id).where(review_opinion.c.id == opinion_id)
    rows = view.values(query)
    sheet = one_sheet(view, rows[0]) if rows else None
    if sheet is None:
        raise _gone()
    return sheet, next(one for one in sheet.opinions if one.id == opinion_id)


def _named(departments: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(filter(None, (name.strip() for name in departments))))


def _gone() -> UserError:
    return _refusal(
        "review-gone",
        _("This review is no longer there."),
        _("Refresh the page; the history shows who removed it."),
    )


def _refusal(code: str, happened: str, todo: str) -> UserError:
    return UserError(code, happened, safe=_("Nothing was changed."), todo=todo)
