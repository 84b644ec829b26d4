"""What can be done with a schedule, as it is handed to the use cases in ``edit``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct, field

from invest_crm.domain.day_line import Unit
from invest_crm.domain.stages import MilestoneKind

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.schedule import Link


class MakeSchedules(Struct, frozen=True):
    """Back-schedule projects from the day on which each is to reach its goal."""

    projects: tuple[str, ...]
    target: date
    goal: MilestoneKind = MilestoneKind.IN_PRODUCTION


class EditTask(Struct, frozen=True):
    """Other values of a task, by key: name, days, unit, owner, not_before (a date or None).

    ``seen``: what stood there when it was read.
    """

    id: str
    values: dict[str, Any]
    seen: dict[str, Any] = field(default_factory=dict)


class AddTask(Struct, frozen=True):
    """A further task; it begins when those in ``after`` have ended, ``before`` wait for it."""

    schedule: str
    name: str
    days: int
    unit: Unit = Unit.WORK
    owner: str = ""
    after: tuple[str, ...] = ()
    before: tuple[str, ...] = ()


class RemoveTask(Struct, frozen=True):
    """A task that is not needed; what came before it then holds what came after it."""

    id: str


class SetLinks(Struct, frozen=True):
    """Everything that holds a task; ``after`` of each link is the task."""

    id: str
    links: tuple[Link, ...]


class ReportTask(Struct, frozen=True):
    """What happened with a task, by key: started, finished (dates or None), percent, note.

    Only what is given is changed.
    """

    id: str
    values: dict[str, Any]


class Replan(Struct, frozen=True):
    """A new version of the plan: only what is not finished is planned anew.

    ``target``: another day, None keeps it. ``follow``: the target moves to where the forecast
    leads and every task to its forecast days (整体顺延未完成), whatever ``target`` says.
    """

    schedule: str
    target: date | None = None
    reason: str = ""
    follow: bool = False


class RemoveSchedule(Struct, frozen=True):
    """A schedule is given up, with all it holds."""

    id: str
