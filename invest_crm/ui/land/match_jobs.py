"""What the page of matching asks of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.domain.parcel_fields import ParcelKind
    from invest_crm.services.land_balance import Balance
    from invest_crm.services.land_matching import Matches, Overview, Pair
    from invest_crm.services.work import App, Outcome


def look(app: App) -> Overview:
    """The projects that look for a place."""
    from invest_crm.services.land_matching import overview

    return app.read(overview)


def places(app: App, project_id: str) -> Matches | None:
    """The places for one project."""
    from invest_crm.services.land_matching import matches

    return app.read(matches, project_id)


def together(app: App) -> tuple[Pair, ...]:
    """The best places for all projects without one."""
    from invest_crm.services.land_matching import best_together

    return app.read(best_together)


def weigh(app: App, kind: ParcelKind) -> Balance:
    """Demand and supply."""
    from invest_crm.services.land_balance import balance

    return app.read(balance, kind)


def take(app: App, pairs: tuple[tuple[str, str, int | None], ...]) -> Outcome[tuple[str, ...]]:
    """Reserve places."""
    from invest_crm.services.land_uses import Reserve, reserve

    return app.write(reserve, Reserve(pairs))


def save(app: App, project_id: str, values: Mapping[str, Any]) -> Outcome[None]:
    """Change what a project asks for."""
    from invest_crm.services.land_needs import EditNeed, save_need

    return app.write(save_need, EditNeed(project_id, values))
