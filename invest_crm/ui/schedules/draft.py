"""An edit of a task while it is in the hand: what it would lead to, before anything is written."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.schedule_plan import effect, outlook
from invest_crm.maps.wall_words import day_words, length_words

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.day_line import DayLine
    from invest_crm.domain.schedule_plan import Effect, Outlook, PlanTask

LENGTH, BEGIN = "length", "begin"
"""Which handle is held: the end (duration), the beginning (not before)."""


class Draft(Struct, frozen=True):
    """One task of one schedule, and what is wanted of it."""

    project: str
    task: PlanTask
    which: str
    values: dict[str, Any]
    effect: Effect

    @property
    def changes(self) -> bool:
        """Whether anything is other than it was."""
        return any(getattr(self.task, key) != value for key, value in self.values.items())

    @property
    def seen(self) -> dict[str, Any]:
        """What stood there when it was taken into the hand."""
        return {key: getattr(self.task, key) for key in self.values}


class Drafter(Struct, frozen=True):
    """Makes drafts over one outlook: ``line`` and ``today`` as the outlook was computed with."""

    project: str
    before: Outlook
    line: DayLine
    today: date

    def to_end(self, task: PlanTask, day: date) -> Draft | None:
        """The end is drawn to a day: another duration, of one day at least."""
        begin = self.before.row(task.id).days[0]
        days = self.line.between(self.line.start(begin), self.line.end(day), task.unit)
        return self.lasting(task, max(days, 1))

    def lasting(self, task: PlanTask, days: int) -> Draft | None:
        """Another duration; None where the dates would lead too far."""
        return self._made(task, LENGTH, {"days": max(days, 1)})

    def to_begin(self, task: PlanTask, day: date) -> Draft | None:
        """The beginning is drawn to a day: it is not to begin before."""
        return self._made(task, BEGIN, {"not_before": max(day, self.today)})

    def _made(self, task: PlanTask, which: str, values: dict[str, Any]) -> Draft | None:
        try:
            after = outlook(self.before.plan.with_task(task.id, **values), self.line, self.today)
        except OverflowError:
            return None
        return Draft(self.project, task, which, values, effect(self.before, after))


def can_lengthen(task: PlanTask) -> bool:
    """Whether its end has a handle: an event has no length, what is done has its own."""
    return task.finished is None and task.days > 0


def can_begin_later(task: PlanTask) -> bool:
    """Whether its beginning has a handle."""
    return can_lengthen(task) and task.started is None


def tip(draft: Draft, today: date) -> str:
    """What is written beside the handle: the difference, and where it leads."""
    row = draft.effect.after.row(draft.task.id)
    if draft.which == LENGTH:
        days = int(draft.values["days"])
        words = length_words(abs(days - draft.task.days), draft.task.unit)
        sign = "+" if days >= draft.task.days else "−"
        return f"{sign}{words} → {day_words(row.days[1], today)}"
    return f"{day_words(row.days[0], today)} →"
