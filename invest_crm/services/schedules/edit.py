"""Use cases on the tasks of a schedule: edit, add, remove, link, say what happened."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db.schema.schedules import schedule_fact, schedule_link, schedule_task
from invest_crm.domain.day_line import Unit
from invest_crm.domain.schedule import Link, LinkKind
from invest_crm.domain.schedule_plan import MOST_DAYS, PlanTask, circle, day_line, outlook
from invest_crm.errors import UserError
from invest_crm.services.calendar import calendar_in_force
from invest_crm.services.conflicts import Place, last_writer, refuse_conflicts
from invest_crm.services.projects.following import follow_milestone
from invest_crm.services.schedules.asked import out_of_range, refuse_far
from invest_crm.services.schedules.records import FINISHED, PROGRESS, STARTED, of_task, stored
from invest_crm.services.tasks import short
from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from invest_crm.domain.schedule_plan import Plan
    from invest_crm.services.schedules.commands import (
        AddTask,
        EditTask,
        RemoveTask,
        ReportTask,
        SetLinks,
    )
    from invest_crm.services.work import Work

WORDS = {
    "name": N_("Name of the task"),
    "days": N_("Duration"),
    "unit": N_("Unit of days"),
    "owner": N_("Responsible"),
    "not_before": N_("Not before"),
}
"""Fields of a task, for people."""


class _Values(Struct, frozen=True):
    values: Mapping[str, Any]


def edit_task(work: Work, command: EditTask) -> None:
    """Change a task. ``EditConflict``; UserErrors ``task-*`` for values that make no sense."""
    found = of_task(work, command.id)
    task = found.plan.task(command.id)
    now = {key: getattr(task, key) for key in WORDS}
    refuse_conflicts(
        _Values(now),
        command.values,
        command.seen,
        lambda key: _(WORDS[key]),
        lambda key: last_writer(work, Place([command.id], key)),
    )
    wanted = {key: value for key, value in command.values.items() if now[key] != value}
    _check({**now, **wanted})
    refuse_far(work, wanted.get("not_before"))
    _refuse_endless(work, found.plan.with_task(command.id, **wanted))
    work.name("schedule.task.edit", name=found.name, task=short(task.name), what=_what(wanted))
    work.update(schedule_task, command.id, **_columns(wanted))


def add_task(work: Work, command: AddTask) -> str:
    """Add a task; returns its id. UserErrors ``task-*``, ``schedule-circle``."""
    found = stored(work, command.schedule)
    values = {"name": command.name, "days": command.days, "unit": command.unit}
    _check(values)
    plan = found.plan
    work.name("schedule.task.add", name=found.name, task=short(command.name.strip()))
    known = [item.id for item in plan.tasks]
    place = max((known.index(one) for one in command.after if one in known), default=len(known) - 1)
    _make_room(work, plan, place + 1)
    task_id = work.insert(
        schedule_task,
        schedule_id=plan.id,
        position=place + 1,
        **_columns({**values, "owner": command.owner}),
    )
    links = [Link(one, task_id) for one in command.after]
    links += [Link(task_id, one) for one in command.before]
    for link in links:
        _refuse_strange(plan, (link.before, link.after), task_id)
        _refuse_circle([*plan.links, *links], link, _names(plan, task_id, command.name))
    work.insert_many(schedule_link, [_link_row(plan.id, link) for link in links])
    return task_id


def remove_task(work: Work, command: RemoveTask) -> None:
    """Take a task out; what it waited for then holds what waited for it."""
    found = of_task(work, command.id)
    plan, task = found.plan, found.plan.task(command.id)
    work.name("schedule.task.remove", name=found.name, task=short(task.name))
    into, out = plan.before(command.id), plan.after(command.id)
    known = {(link.before, link.after) for link in plan.links}
    bridges = {
        (one.before, other.after)
        for one in into
        for other in out
        if LinkKind.FF not in (one.kind, other.kind)
    }
    facts = work.values(select(schedule_fact.c.id).where(schedule_fact.c.task_id == command.id))
    links = work.values(
        select(schedule_link.c.id).where(
            (schedule_link.c.before_id == command.id) | (schedule_link.c.after_id == command.id)
        )
    )
    work.delete(schedule_fact, *facts)
    work.delete(schedule_link, *links)
    work.insert_many(
        schedule_link, [_link_row(plan.id, Link(*pair)) for pair in sorted(bridges - known)]
    )
    work.delete(schedule_task, command.id)


def set_links(work: Work, command: SetLinks) -> None:
    """Say what holds a task. UserErrors ``schedule-circle``, ``link-*``."""
    found = of_task(work, command.id)
    plan, task = found.plan, found.plan.task(command.id)
    wanted = tuple(dict.fromkeys(command.links))
    others = [link for link in plan.links if link.after != command.id]
    names = _names(plan)
    if len({link.before for link in wanted}) < len(wanted):
        raise _refused("link-twice", _("A task is named twice among those this one waits for."))
    for link in wanted:
        _refuse_strange(plan, (link.before, command.id))
        if link.lag < 0 or link.lag > MOST_DAYS:
            raise _refused("link-lag", _("The days between are a number from 0."))
        _refuse_circle(others, link, names)
    _refuse_endless(work, replace(plan, links=(*others, *wanted)))
    work.name("schedule.task.links", name=found.name, task=short(task.name))
    stands = work.rows(select(schedule_link).where(schedule_link.c.after_id == command.id))
    known = {row.id: (row.before_id, row.kind, row.lag, row.unit) for row in stands}
    keys = {(link.before, link.kind.value, link.lag, link.unit.value): link for link in wanted}
    work.delete(schedule_link, *(one for one, key in known.items() if key not in keys))
    fresh = [link for key, link in keys.items() if key not in known.values()]
    work.insert_many(schedule_link, [_link_row(plan.id, link) for link in fresh])


def report_task(work: Work, command: ReportTask) -> None:
    """Enter what happened: dated facts, a correction voids what stood there.

    UserErrors ``date-in-future``, ``task-ends-first``, ``task-percent``.
    """
    found = of_task(work, command.id)
    task, values = found.plan.task(command.id), command.values
    if not task.days and values.get("started") and "finished" not in values:
        values = {**values, "finished": values["started"]}  # an event that began has happened
    _check_report(work, task, values)
    work.name("schedule.task.report", name=found.name, task=short(task.name), what=_told(values))
    for key, kind in (("started", STARTED), ("finished", FINISHED)):
        if key in values:
            _date_fact(work, command.id, kind, values[key])
    if {"percent", "note"} & values.keys():
        _progress(work, task, values)
    finished = values.get("finished")
    if task.milestone is not None and finished is not None:
        follow_milestone(work, found.project, task.milestone, finished)


def _date_fact(work: Work, task_id: str, kind: str, day: date | None) -> None:
    stands = work.rows(
        select(schedule_fact.c.id, schedule_fact.c.effective_on).where(
            schedule_fact.c.task_id == task_id,
            schedule_fact.c.kind == kind,
            schedule_fact.c.voided_at.is_(None),
        )
    )
    if day is not None and [row.effective_on for row in stands] == [day.isoformat()]:
        return
    work.void(schedule_fact, _("entered anew"), *(row.id for row in stands))
    if day is not None:
        _insert_fact(work, task_id, kind, day)


def _progress(work: Work, task: PlanTask, values: Mapping[str, Any]) -> None:
    """The last word on the progress; one of the same day is replaced."""
    same = select(schedule_fact.c.id).where(
        schedule_fact.c.task_id == task.id,
        schedule_fact.c.kind == PROGRESS,
        schedule_fact.c.effective_on == work.today.isoformat(),
        schedule_fact.c.voided_at.is_(None),
    )
    percent, note = values.get("percent", task.percent), values.get("note", task.note)
    if (percent, note or "") == (task.percent, task.note):
        return
    work.void(schedule_fact, _("entered anew"), *work.values(same))
    text = (note or "").strip() or None
    _insert_fact(work, task.id, PROGRESS, work.today, percent=percent, note=text)


def _insert_fact(work: Work, task_id: str, kind: str, day: date, **more: object) -> None:
    work.insert(
        schedule_fact,
        task_id=task_id,
        kind=kind,
        effective_on=day.isoformat(),
        **more,
        **work.fact(source="hand", cut_off=work.today.isoformat()),
    )


def _check_report(work: Work, task: PlanTask, values: Mapping[str, Any]) -> None:
    started = values.get("started", task.started)
    finished = values.get("finished", task.finished)
    for day in (started, finished):
        if day is not None and day > work.today:
            raise _refused(
                "date-in-future",
                _("This day is still to come; only what has happened is entered here."),
                _("Enter the day once it has happened."),
            )
    if started is not None and finished is not None and finished < started:
        raise _refused("task-ends-first", _("A task cannot end before it has begun."))
    percent = values.get("percent")
    if percent is not None and not 0 <= percent <= 100:
        raise _refused("task-percent", _("The progress is a number from 0 to 100."))


def _check(values: Mapping[str, Any]) -> None:
    if not str(values["name"] or "").strip():
        raise _refused("task-nameless", _("A task needs a name."))
    if not 0 <= values["days"] <= MOST_DAYS:
        raise _refused(
            "task-days",
            _("The duration is a whole number of days from 0 to {most}.").format(most=MOST_DAYS),
        )


def _refuse_endless(work: Work, plan: Plan) -> None:
    """UserError ``day-out-of-range`` where the dates would lead beyond every calendar."""
    try:
        outlook(plan, day_line(calendar_in_force(work), work.today, [plan]), work.today)
    except OverflowError as error:
        raise out_of_range() from error


def _columns(values: Mapping[str, Any]) -> dict[str, Any]:
    """Values as the table holds them."""
    made = dict(values)
    if "name" in made:
        made["name"] = made["name"].strip()
    if "unit" in made:
        made["unit"] = Unit(made["unit"]).value
    if "owner" in made:
        made["owner"] = (made["owner"] or "").strip() or None
    if "not_before" in made:
        day = made["not_before"]
        made["not_before"] = None if day is None else day.isoformat()
    return made


def _make_room(work: Work, plan: Plan, place: int) -> None:
    """Number the tasks so that the place is free."""
    moved = {item.id: {"position": n + (n >= place)} for n, item in enumerate(plan.tasks)}
    work.update_many(schedule_task, moved)


def _link_row(schedule_id: str, link: Link) -> dict[str, object]:
    return {
        "schedule_id": schedule_id,
        "before_id": link.before,
        "after_id": link.after,
        "kind": link.kind.value,
        "lag": link.lag,
        "unit": link.unit.value,
    }


def _names(plan: Plan, *more: str) -> dict[str, str]:
    found = {item.id: item.name for item in plan.tasks}
    return {**found, more[0]: more[1]} if more else found


def _refuse_strange(plan: Plan, ends: Sequence[str], *more: str) -> None:
    known = {item.id for item in plan.tasks} | set(more)
    if not set(ends) <= known:
        raise _refused("link-strange", _("One of these tasks is not of this schedule."))


def _refuse_circle(links: Sequence[Link], link: Link, names: Mapping[str, str]) -> None:
    found = circle([one for one in links if one != link], link)
    if found:
        arrow = pgettext("one task after another", " → ")
        listed = arrow.join(names[one] for one in [*found, found[0]])
        raise _refused(
            "schedule-circle",
            _("These tasks would wait for each other: {tasks}.").format(tasks=listed),
            _("Take one of these links away first."),
        )


def _what(wanted: Mapping[str, Any]) -> str:
    """The fields that were changed, in words."""
    return pgettext("between words", ", ").join(_(WORDS[key]) for key in wanted)


def _told(values: Mapping[str, Any]) -> str:
    """What was said to have happened, in words."""
    said = []
    for key, words in (
        ("started", _("begun {day}")),
        ("finished", _("finished {day}")),
    ):
        if values.get(key) is not None:
            said.append(words.format(day=values[key].isoformat()))
    if values.get("percent") is not None and not values.get("finished"):
        said.append(f"{values['percent']}%")
    return pgettext("between words", ", ").join(said) or _("progress")


def _refused(code: str, what: str, todo: str = "") -> UserError:
    return UserError(
        code,
        what,
        safe=_("Nothing was changed."),
        todo=todo or _("Correct it and save again."),
    )
