"""签约未开工: how long a signed project has waited, and at which step.

The holding step is presumed: the first of registration, filing, site and construction permit that
its site mode needs and that is not reached, with its usual department.
"""

from __future__ import annotations

from datetime import date
from functools import cache
from itertools import pairwise
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain.months import add_months, months_between
from invest_crm.domain.stages import MilestoneKind, SideState, Stage
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterable

    from invest_crm.domain.calibre import Calibre
    from invest_crm.domain.facts import ProjectFacts

STEPS: tuple[tuple[MilestoneKind, str, str], ...] = (
    (MilestoneKind.REGISTERED, N_("Registration"), N_("Market regulation bureau")),
    (MilestoneKind.FILED, N_("Filing"), N_("Development and reform bureau")),
    (MilestoneKind.LAND, N_("Site"), N_("Natural resources bureau")),
    (MilestoneKind.PERMIT, N_("Construction permit"), N_("Housing and construction bureau")),
)
_READY = (MilestoneKind.STARTED, N_("Start of works"), N_("Investor"))


class Waiting(Struct, frozen=True):
    """One signed project that has not started.

    ``months``: full calendar months since signing. ``bucket``: index into the calibre's age
    buckets. ``days``: calendar days since the last dated fact. The step is presumed.
    """

    id: str
    months: int
    bucket: int
    step: MilestoneKind
    step_label: str
    holder: str
    days: int


def waiting(facts: Iterable[ProjectFacts], as_of: date, calibre: Calibre) -> list[Waiting]:
    """The signed, not started projects among ``facts`` on a day, the earliest signed first.

    Page, list and document keep this order; of one day the larger amount comes first.
    """
    held = [
        fact
        for fact in facts
        if fact.signed_day is not None
        and fact.side not in (SideState.TERMINATED, SideState.MERGED)
        and not (fact.has(MilestoneKind.STARTED) and fact.start_grade >= calibre.started_grade)
    ]
    held.sort(key=lambda fact: (fact.signed_day or "", -(fact.total or 0), fact.name, fact.id))
    return [_row(fact, as_of, calibre) for fact in held]


def is_on_path(kind: MilestoneKind, site_mode: str | None) -> bool:
    """Whether projects of a site mode pass a milestone: a leased plant needs no building permit."""
    if kind is not MilestoneKind.PERMIT:
        return True
    from invest_crm.domain.gates import applies  # headings of lists do not need the gates

    return applies(kind.field, Stage.STARTED, site_mode)


@cache
def _steps(site_mode: str | None) -> tuple[tuple[MilestoneKind, str, str], ...]:
    return tuple(step for step in STEPS if is_on_path(step[0], site_mode))


def bucket_labels(calibre: Calibre) -> list[str]:
    """The words for the age buckets: within 3 months, 3 to 6 months, …"""
    bounds = calibre.buckets
    labels = [_("Within {n} months").format(n=bounds[0])]
    labels += [
        _("{low} to {high} months").format(low=low, high=high) for low, high in pairwise(bounds)
    ]
    return [*labels, _("Over {n} months").format(n=bounds[-1])]


def _row(fact: ProjectFacts, as_of: date, calibre: Calibre) -> Waiting:
    signed = date.fromisoformat(fact.signed_day or as_of.isoformat())
    steps = _steps(fact.site_mode)
    kind, label, holder = next((step for step in steps if not fact.has(step[0])), _READY)
    dated = [fact.signed_day or as_of.isoformat(), *(day for _kind, day in fact.days)]
    last = date.fromisoformat(max(dated))
    return Waiting(
        id=fact.id,
        months=months_between(signed, as_of),
        bucket=sum(as_of > add_months(signed, bound) for bound in calibre.buckets),
        step=kind,
        step_label=_(label),
        holder=_(holder),
        days=max((as_of - last).days, 0),
    )
