"""What the page of utilities and the tab of a project ask of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from invest_crm.domain.utility_cases import Procedure
    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.utilities.needs import NeedPhase
    from invest_crm.services.utilities.outlooks import Outlooks
    from invest_crm.services.work import App, Outcome, View


class ProjectUtilities(Struct, frozen=True):
    """What the tab of a project shows."""

    id: str
    name: str
    park: str
    phases: tuple[NeedPhase, ...]
    cases: tuple[CaseLine, ...]
    short: tuple[str, ...]
    today: date


class Ground(Struct, frozen=True):
    """What forms offer: projects as (id, name), procedures, parks, the day."""

    projects: tuple[tuple[str, str], ...]
    procedures: tuple[Procedure, ...]
    parks: tuple[str, ...]
    today: date


def lines(app: App) -> list[CaseLine]:
    """Every application."""
    from invest_crm.services.utilities.cases import case_lines

    return app.read(case_lines)


def looked(app: App) -> Outlooks:
    """Demand against capacity."""
    from invest_crm.services.utilities.outlooks import outlooks

    return app.read(outlooks)


def of_project(app: App, project_id: str) -> ProjectUtilities | None:
    """Needs and applications of a project; None if it is gone."""

    def read(view: View) -> ProjectUtilities | None:
        from sqlalchemy import select

        from invest_crm.db.schema.projects import project
        from invest_crm.services.utilities.cases import case_lines
        from invest_crm.services.utilities.needs import phases
        from invest_crm.services.utilities.outlooks import first_shorts
        from invest_crm.ui.utilities.words import outlook_words

        query = select(project.c.name, project.c.park).where(project.c.id == project_id)
        row = view.first(query)
        if row is None:
            return None
        own = phases(view, project_id)
        short = first_shorts(view) if own else []
        return ProjectUtilities(
            project_id,
            row.name,
            row.park or "",
            tuple(own),
            tuple(case_lines(view, project_id)),
            tuple(
                f"{one.park} {one.utility.label}: {outlook_words(one)}"
                for one, month in short
                if project_id in month.projects
            ),
            view.today,
        )

    return app.read(read)


def ground(app: App) -> Ground:
    """What forms offer."""

    def read(view: View) -> Ground:
        from sqlalchemy import select

        from invest_crm.db.schema.derived import project_state
        from invest_crm.db.schema.projects import project
        from invest_crm.domain.stages import Stage
        from invest_crm.services.utilities.cases import procedures
        from invest_crm.services.utilities.needs import capacities

        query = (
            select(project.c.id, project.c.name, project.c.park)
            .join(project_state, project_state.c.project_id == project.c.id)
            .where(
                project.c.archived_at.is_(None),
                project_state.c.stage_rank >= Stage.SIGNED.rank,
            )
            .order_by(project.c.name)
        )
        rows = view.rows(query)
        parks = {row.park for row in rows if row.park}
        parks |= {line.capacity.park for line in capacities(view)}
        return Ground(
            tuple((row.id, row.name) for row in rows),
            tuple(procedures(view).values()),
            tuple(sorted(parks)),
            view.today,
        )

    return app.read(read)


def save_need(app: App, project: str, phase: str, values: Mapping[str, Any]) -> Outcome[str]:
    """Write a phase of a need sheet (empty id: a new one)."""
    from invest_crm.domain.utility_needs import BY_KEY
    from invest_crm.services.utilities.needs import SaveNeed
    from invest_crm.services.utilities.needs import save_need as save

    sheet = {key: value for key, value in values.items() if key in BY_KEY}
    title, first, last = (str(values[key] or "") for key in ("phase", "first", "last"))
    return app.write(save, SaveNeed(phase, project, title, first, last, sheet))


def remove_need(app: App, phase: str) -> Outcome[None]:
    """Take a phase out."""
    from invest_crm.services.utilities.needs import remove_need as remove

    return app.write(remove, phase)


def apply_for(app: App, project: str, values: Mapping[str, Any]) -> Outcome[str]:
    """Hand in an application."""
    from invest_crm.services.utilities.cases import Apply
    from invest_crm.services.utilities.cases import apply_for as apply_now

    person = str(values["person"] or "")
    return app.write(apply_now, Apply(project, str(values["procedure"]), values["on"], person))


def take_step(app: App, case: str, values: Mapping[str, Any]) -> Outcome[None]:
    """Let something happen to an application."""
    from invest_crm.services.utilities.cases import TakeStep
    from invest_crm.services.utilities.cases import take_step as take

    reason, note = (str(values.get(key) or "") for key in ("reason", "note"))
    return app.write(take, TakeStep(case, str(values["kind"]), values["on"], reason, note))


def take_back(app: App, case: str, reason: str) -> Outcome[None]:
    """Void the latest step."""
    from invest_crm.services.utilities.cases import TakeBack
    from invest_crm.services.utilities.cases import take_back as back

    return app.write(back, TakeBack(case, reason))


def set_capacity(app: App, values: Mapping[str, Any]) -> Outcome[str]:
    """Record what a park can supply."""
    from invest_crm.domain.utility_needs import Supply
    from invest_crm.services.utilities.needs import SetCapacity
    from invest_crm.services.utilities.needs import set_capacity as put

    command = SetCapacity(
        str(values["park"] or ""),
        Supply(values["utility"]),
        str(values["first"] or ""),
        values["amount"] or 0,
        str(values["note"] or ""),
    )
    return app.write(put, command)


def set_days(app: App, code: str, days: int) -> Outcome[None]:
    """Change promised days."""
    from invest_crm.services.utilities.cases import SetDays
    from invest_crm.services.utilities.cases import set_days as put

    return app.write(put, SetDays(code, days))
