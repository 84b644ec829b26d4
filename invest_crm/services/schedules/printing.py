"""A Gantt wall as pages, for the preview, the printer, the file and the command line."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.schedule_plan import Light
from invest_crm.domain.workdays import assumed_notice
from invest_crm.maps.sheet_frame import SheetWords, smallest_text
from invest_crm.maps.wall import WallProject, wall
from invest_crm.maps.wall_sheet import wall_sheets
from invest_crm.maps.wall_words import day_words, outlook_words
from invest_crm.reports.bulletin_text import demo_mark
from invest_crm.reports.files import write_whole
from invest_crm.services.options import option
from invest_crm.services.printing import county_title, drawn_pages
from invest_crm.services.schedules.records import gone
from invest_crm.services.schedules.wall import Schedules, schedules
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date
    from pathlib import Path

    from invest_crm.reports.sheet_pdf import Printed
    from invest_crm.services.schedules.wall import Entry
    from invest_crm.services.work import View


class WallAsked(Struct, frozen=True):
    """Which projects, which of them with their tasks, arranged by leader, park or unit (or not)."""

    projects: tuple[str, ...]
    unfolded: frozenset[str]
    by: str = ""


def wall_project(entry: Entry, by: str) -> WallProject:
    """A schedule as it stands on a wall that is arranged by something."""
    plan = entry.plan
    holder = plan.unit if by == "leader" else plan.leader or plan.unit
    group = getattr(plan, by) if by else ""
    return WallProject(plan.project, plan.name, entry.outlook, group, holder)


def wall_pages(view: View, asked: WallAsked, paper: str, tile: str) -> Printed:
    """The wall on a paper, cut to smaller sheets if ``tile`` names one (A4, A3).

    UserErrors: ``schedule-gone`` where none of the projects has a schedule, an unknown paper.
    """
    found = schedules(view, asked.projects)
    if not found.entries:
        raise gone()
    projects = [wall_project(entry, asked.by) for entry in found.entries]
    made = wall(projects, found.today, found.calendar, asked.unfolded, grouped=bool(asked.by))
    words = _words(view, found)
    sheets = wall_sheets(made, words, paper)
    return drawn_pages(sheets, words.title, view.app.actor, tile, smallest_text(sheets))


def write_wall(view: View, project: str, path: Path, paper: str) -> Path:
    """Draw the schedule of a project as a PDF. UserErrors of ``wall_pages`` and of writing."""
    made = wall_pages(view, WallAsked((project,), frozenset([project])), paper, "")
    write_whole(path, made.data)
    return path


def _words(view: View, found: Schedules) -> SheetWords:
    entries, today = found.entries, found.today
    if len(entries) == 1:
        title = _("Schedule of {name}").format(name=entries[0].plan.name)
        facts = _facts(entries[0], today)
    else:
        title = county_title(view, _("Schedules of {n} projects").format(n=len(entries)))
        counts = Counter(entry.outlook.light for entry in entries)
        order = (Light.RED, Light.AMBER, Light.GREEN, Light.DONE)
        facts = _(", ").join(
            _("{light} {n}").format(light=light.label, n=counts[light])
            for light in order
            if counts[light]
        )
    made = _("{unit}, {maker}, as of {day}").format(
        unit=option(view, "county.bureau"), maker=view.app.actor, day=today.isoformat()
    )
    mark = demo_mark() if option(view, "demo") else ""
    return SheetWords(title, facts, made, mark, assumed_notice(found.assumed_years))


def _facts(entry: Entry, today: date) -> str:
    """Target, how it stands, forecast, who holds it, which version of the plan."""
    seen, plan = entry.outlook, entry.plan
    parts = [
        _("{goal} by {day}").format(
            goal=seen.plan.goal.label, day=day_words(seen.plan.target, today)
        ),
        seen.light.label,
        outlook_words(seen, today),
        _("Leader: {name}").format(name=plan.leader) if plan.leader else "",
        _("Unit: {name}").format(name=plan.unit) if plan.unit else "",
        _("Plan {n}").format(n=plan.baselines[-1].version) if plan.baselines else "",
    ]
    return "  ·  ".join(part for part in parts if part)
