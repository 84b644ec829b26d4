"""What the wall says in sentences: how a schedule stands, what an edit leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.domain.schedule_plan import Light
from invest_crm.maps.wall_words import day_words, slip_words
from invest_crm.ui.kit.text import Span
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.domain.schedule_plan import Effect, Outlook, Row
    from invest_crm.ui.schedules.draft import Draft

TONES = {
    Light.DONE: "talk",
    Light.GREEN: "started",
    Light.AMBER: "signed",
    Light.RED: "bad",
}
"""Tones of chips; the word stands in them."""

_NAMED, _SOON = 3, 7


def standing(seen: Outlook, today: date) -> list[Span]:
    """How one schedule stands, in a sentence or two: target, forecast, what matters next."""
    target, reached = day_words(seen.plan.target, today), day_words(seen.reached, today)
    goal = seen.plan.goal.label
    if seen.light is Light.DONE:
        return [Span(_("{goal}: everything is done, {day}.").format(goal=goal, day=reached))]
    if seen.light is Light.RED:
        return _impossible(seen, today)
    spans = [Span(_("{goal} by {target}, ").format(goal=goal, target=target))]
    if seen.late > 0:
        words = _("forecast {day}, {slip}").format(day=reached, slip=slip_words(seen.late))
        spans.append(Span(words, "bad_ink", strong=True))
    else:
        spans.append(Span(_("forecast {day}").format(day=reached), strong=True))
    pressing = most_pressing(seen)
    if pressing is not None:
        spans.append(Span(_("; “{task}” must end by {day}, or all is later by as much.").format(
            task=pressing.task.name, day=day_words(pressing.dated.latest_finish, today)
        )))  # fmt: skip
    return spans


def whole_standing(found: Sequence[Outlook], today: date) -> list[Span]:
    """How many schedules together stand: what is overdue, what is due within a week."""
    left = [row for seen in found for row in seen.rows if not row.done and row.task.planned]
    overdue = sum(row.overdue for row in left)
    ends = [row.task.planned[1] for row in left if row.task.planned and not row.overdue]
    soon = sum((end - today).days <= _SOON for end in ends)
    spans = [
        Span(
            ngettext(
                "{n} project is scheduled. ", "{n} projects are scheduled. ", len(found)
            ).format(n=len(found))
        )
    ]
    if overdue:
        words = ngettext("{n} task is overdue. ", "{n} tasks are overdue. ", overdue)
        words = words.format(n=overdue)
        spans.append(Span(words, "bad_ink", strong=True))
    words = ngettext(
        "{n} task is to end within 7 days.", "{n} tasks are to end within 7 days.", soon
    )
    spans.append(Span(words.format(n=soon)))
    return spans


def _impossible(seen: Outlook, today: date) -> list[Span]:
    """From where on it breaks, by how much, and what would make it fit."""
    name, days = seen.breaks[0]
    task = seen.row(name).task.name
    critical = [row for row in seen.rows if row.dated.critical and row.task.days]
    longest = sorted(critical, key=lambda row: -row.task.days)[:_NAMED]
    names = _(", ").join(row.task.name for row in longest)
    return [
        Span(_("{goal} by {target} cannot be met: ").format(
            goal=seen.plan.goal.label, target=day_words(seen.plan.target, today)
        )),
        Span(_("“{task}” is already {n} days too late. ").format(task=task, n=days),
             "bad_ink", strong=True),
        Span(_("It fits with {day} as the target, or with {n} days less in {tasks}.").format(
            day=day_words(seen.fitting, today), n=seen.missing, tasks=names
        )),
    ]  # fmt: skip


def most_pressing(seen: Outlook) -> Row | None:
    """The unfinished task whose latest day comes first."""
    left = [row for row in seen.rows if not row.done]
    return min(left, key=lambda row: row.dated.latest_finish, default=None)


def draft_words(draft: Draft, today: date) -> list[Span]:
    """What an edit in the hand leads to: what it moves, where the end is then, what breaks."""
    found = draft.effect
    others = [item for item in found.moved if item.task != draft.task.id]
    spans = [Span(draft.task.name, strong=True), Span(": ")]
    row = found.after.row(draft.task.id)
    days = tuple(day_words(day, today) for day in row.days)
    spans.append(Span(_("{first} to {last}. ").format(first=days[0], last=days[1])))
    if others:
        plan = found.after.plan
        names = _(", ").join(plan.task(item.task).name for item in others[:_NAMED])
        words = (
            _("Moves {n} further tasks: {names}. ")
            if len(others) <= _NAMED
            else _("Moves {n} further tasks: {names} and others. ")
        )
        spans.append(Span(words.format(n=len(others), names=names)))
    else:
        spans.append(Span(_("Moves nothing else. ")))
    return [*spans, *_end_words(found, today)]


def _end_words(found: Effect, today: date) -> list[Span]:
    by = (found.after.reached - found.before.reached).days
    end = day_words(found.after.reached, today)
    spans = []
    if by > 0:
        words = ngettext(
            "All is done {n} day later, {day}. ", "All is done {n} days later, {day}. ", by
        ).format(n=by, day=end)
        spans.append(Span(words, "bad_ink", strong=True))
    elif by < 0:
        words = ngettext(
            "All is done {n} day earlier, {day}. ", "All is done {n} days earlier, {day}. ", -by
        ).format(n=-by, day=end)
        spans.append(Span(words, "started_ink", strong=True))
    else:
        spans.append(Span(_("The end stays {day}. ").format(day=end)))
    if found.breaks:
        task = found.after.plan.task(found.breaks[0]).name
        missing = found.after.missing
        words = ngettext(
            "The target then breaks at “{task}”: {n} day is missing. ",
            "The target then breaks at “{task}”: {n} days are missing. ",
            missing,
        )
        spans.append(Span(words.format(task=task, n=missing), "bad_ink", strong=True))
    return spans
