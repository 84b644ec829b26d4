"""What the page of utilities and the tab of a project ask of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.utilities.outlooks import Outlooks
    from invest_crm.services.utilities.panel import Ground, ProjectUtilities
    from invest_crm.services.work import App, Outcome


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
    from invest_crm.services.utilities.panel import project_utilities

    return app.read(project_utilities, project_id)


def ground(app: App) -> Ground:
    """What forms offer."""
    from invest_crm.services.utilities.panel import ground as read

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
