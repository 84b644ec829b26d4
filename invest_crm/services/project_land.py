"""A project's way to its land: the steps of its site mode, with days and who, and its places."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import select

from invest_crm.db.schema.land import land_step
from invest_crm.domain.land_path import BY_CODE, LandStep, path_of, waits_at
from invest_crm.domain.partial_date import PartialDate  # noqa: TC001 - named in a public field
from invest_crm.errors import UserError
from invest_crm.services.dates import date_columns, read_date
from invest_crm.services.land_indicators import IndicatorLine, indicators
from invest_crm.services.land_uses import UseLine, uses
from invest_crm.services.projects.edit import stored_project
from invest_crm.services.projects.records import load_one
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from sqlalchemy import Row

    from invest_crm.services.work import View, Work


class StepLine(Struct, frozen=True):
    """A step of the way. ``state``: done, held (here it waits) or todo; ``person``: who did it."""

    step: LandStep
    state: str
    reached: PartialDate | None = None
    person: str = ""
    note: str = ""


class ProjectLand(Struct, frozen=True):
    """What the tab of a project's land shows. ``mode``: its site mode, None while unknown."""

    project_id: str
    mode: str | None
    steps: tuple[StepLine, ...]
    uses: tuple[UseLine, ...]
    today: date
    indicators: tuple[IndicatorLine, ...] = ()


class ReachStep(Struct, frozen=True):
    """A step was reached on a day; ``on`` None takes back that it was."""

    project_id: str
    step: str
    on: PartialDate | None
    person: str = ""
    note: str = ""


def project_land(view: View, project_id: str) -> ProjectLand | None:
    """The way of a project to its land, None if it is gone."""
    record = load_one(view, project_id)
    if record is None:
        return None
    mode = record["site_mode"]
    reached = {row.step: row for row in _reached(view, project_id)}
    held = waits_at(mode, reached)
    path = path_of(mode)
    known = {step.code for step in path}
    others = [BY_CODE[code] for code in reached if code in BY_CODE and code not in known]
    return ProjectLand(
        project_id=project_id,
        mode=mode,
        steps=tuple(_line(step, reached.get(step.code), held) for step in (*path, *others)),
        uses=tuple(uses(view, projects=[project_id])),
        today=view.today,
        indicators=indicators(view, record),
    )


def reach_step(work: Work, command: ReachStep) -> None:
    """Record a step with its day and who; a former record of it is voided.

    UserError ``day-to-come``, ``project-gone``, ``step-unknown``.
    """
    name = stored_project(work, command.project_id)["name"]
    if command.step not in BY_CODE:
        raise _refused("step-unknown", _("There is no such step."), _("Refresh the page."))
    first = command.on.first_day() if command.on is not None else None
    if first is not None and first > work.today:
        raise _refused(
            "day-to-come",
            _("This day is still to come."),
            _("Enter the day on which it happened."),
        )
    step = BY_CODE[command.step].label
    former = [row.id for row in _reached(work, command.project_id) if row.step == command.step]
    if command.on is None:
        work.name("land.step.void", name=name, step=step)
        work.void(land_step, "taken back", *former)
        return
    work.name("land.step", name=name, step=step)
    if former:
        work.void(land_step, "corrected", *former)
    work.insert(
        land_step,
        project_id=command.project_id,
        step=command.step,
        **date_columns("reached", command.on, work.today),
        person=command.person.strip() or None,
        note=command.note.strip() or None,
        **work.fact(source="hand", cut_off=work.today.isoformat()),
    )


def _reached(view: View, project_id: str) -> list[Row[Any]]:
    query = (
        select(land_step)
        .where(land_step.c.project_id == project_id, land_step.c.voided_at.is_(None))
        .order_by(land_step.c.id)
    )
    return list(view.rows(query))


def _line(step: LandStep, row: Row[Any] | None, held: LandStep | None) -> StepLine:
    if row is None:
        return StepLine(step, "held" if held is not None and held.code == step.code else "todo")
    when = read_date(row._mapping, "reached")  # noqa: SLF001 - SQLAlchemy's public name
    return StepLine(step, "done", when, row.person or "", row.note or "")


def _refused(code: str, what: str, todo: str) -> UserError:
    return UserError(code, what, safe=_("Nothing was changed."), todo=todo)
