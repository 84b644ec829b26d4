"""Templates of the way from signing to production, one for each site mode (用地方式).

What stands in ``resources/reference/schedule-templates.json``: tasks with usual durations and the
department that must act, and for each site mode which of them are needed and what waits for what.
"""

from __future__ import annotations

from functools import cache
from typing import Any

from msgspec import Struct

from invest_crm import words
from invest_crm.domain.day_line import Unit
from invest_crm.domain.reference import Provenance, provenance, read_json
from invest_crm.domain.schedule import Link, LinkKind, Network, Task
from invest_crm.domain.stages import MilestoneKind

_FILE = "schedule-templates.json"
USUAL_MODE = "GRANT"
"""Taken for a project whose site mode is not known: the longest way."""


class TemplateTask(Struct, frozen=True):
    """A task of a template. ``milestone``: what is reached when it is finished.

    ``approvals``: codes of the approvals it consists of (``domain.approvals.items``).
    """

    task: Task
    title_zh: str
    title_en: str
    milestone: MilestoneKind | None = None
    approvals: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """The title in the language in force."""
        return self.title_en if words.language() == "en" else self.title_zh


class Template(Struct, frozen=True):
    """The tasks of a site mode and what waits for what."""

    site_mode: str
    tasks: tuple[TemplateTask, ...]
    links: tuple[Link, ...]

    def until(self, goal: MilestoneKind) -> Template:
        """Only what must be done for a milestone; for production what goes beside it as well.

        Raises ValueError when no task of this template reaches it.
        """
        ends = [item.task.id for item in self.tasks if item.milestone is goal]
        if not ends:
            raise ValueError(f"no task of {self.site_mode} reaches {goal}")
        if not any(link.before in ends for link in self.links):
            return self
        needed = self.before(ends)
        return Template(
            self.site_mode,
            tuple(item for item in self.tasks if item.task.id in needed),
            tuple(link for link in self.links if {link.before, link.after} <= needed),
        )

    def before(self, names: list[str]) -> set[str]:
        """These tasks and all that come before them."""
        found: set[str] = set()
        left = list(names)
        while left:
            name = left.pop()
            if name not in found:
                found.add(name)
                left += [link.before for link in self.links if link.after == name]
        return found

    def network(self) -> Network:
        """The tasks in order, ready to be scheduled."""
        return Network([item.task for item in self.tasks], self.links)


@cache
def _tasks() -> dict[str, TemplateTask]:
    return {name: _task(name, entry) for name, entry in read_json(_FILE)["tasks"].items()}


def template_task(code: str) -> TemplateTask | None:
    """The task of a code, None for a strange one."""
    return _tasks().get(code)


def milestone_of_approval(code: str) -> MilestoneKind | None:
    """What is reached when an approval is granted, None for most of them."""
    return next((task.milestone for task in _tasks().values() if code in task.approvals), None)


@cache
def templates() -> dict[str, Template]:
    """Every template by site mode."""
    data, tasks = read_json(_FILE), _tasks()
    return {
        entry["site_mode"]: Template(
            entry["site_mode"],
            tuple(tasks[name] for name in entry["tasks"]),
            tuple(_link(*parts) for parts in entry["links"]),
        )
        for entry in data["templates"]
    }


def template_of(site_mode: str | None) -> Template:
    """The template of a site mode, the usual one where it is unknown."""
    known = templates()
    return known.get(site_mode or "", known[USUAL_MODE])


def edition() -> Provenance:
    """Which edition of the templates this is and where it comes from."""
    return provenance(_FILE)


def _task(name: str, entry: dict[str, Any]) -> TemplateTask:
    reached = entry.get("milestone")
    return TemplateTask(
        Task(name, entry["days"], Unit(entry["unit"]), entry["owner"]),
        entry["zh"],
        entry["en"],
        MilestoneKind(reached) if reached else None,
        tuple(entry.get("approvals", ())),
    )


def _link(
    before: str, after: str, kind: str = "FS", lag: int = 0, unit: str = Unit.WORK.value
) -> Link:
    return Link(before, after, LinkKind(kind), lag, Unit(unit))
