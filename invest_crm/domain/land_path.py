"""The way of a project to its land, by site mode (domain rule 3.1): steps, and who takes them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping


class LandStep(Struct, frozen=True):
    """A step: its code, its word, who usually takes it."""

    code: str
    label_id: str
    holder_id: str

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(self.label_id)

    @property
    def holder(self) -> str:
        """The office or firm that has to act."""
        return _(self.holder_id)


_RESOURCES, _COUNTY = N_("natural resources bureau"), N_("county government")
_TOWNSHIP, _FIRM = N_("township"), N_("firm")
_PARK, _OWNER = N_("park committee"), N_("owner of the plant")
_STEPS = (
    LandStep("PLANNING", N_("Within the plan"), _RESOURCES),
    LandStep("PREREVIEW", N_("Land pre-review"), _RESOURCES),
    LandStep("CONVERSION", N_("Conversion approved"), _COUNTY),
    LandStep("COMPENSATION", N_("Compensation"), _TOWNSHIP),
    LandStep("CLEARED", N_("Cleared and levelled"), _PARK),
    LandStep("ASSESSED", N_("Regional assessments done"), _PARK),
    LandStep("CONDITIONS", N_("Planning conditions issued"), _RESOURCES),
    LandStep("NOTICE", N_("Public notice"), _RESOURCES),
    LandStep("DEAL", N_("Deal confirmed"), _RESOURCES),
    LandStep("CONTRACT", N_("Transfer contract signed"), _FIRM),
    LandStep("PAID", N_("Price paid"), _FIRM),
    LandStep("ALLOCATED", N_("Allocation decision"), _COUNTY),
    LandStep("HANDED_OVER", N_("Land handed over"), _RESOURCES),
    LandStep("TITLE", N_("Title certificate"), _FIRM),
    LandStep("PERMIT", N_("Planning permit"), _RESOURCES),
    LandStep("CHOSEN", N_("Plant chosen"), _FIRM),
    LandStep("LEASE", N_("Lease signed"), _FIRM),
    LandStep("PLANT_READY", N_("Plant handed over"), _OWNER),
    LandStep("REBUILT", N_("Rebuilding approved"), _FIRM),
    LandStep("FARM_CONTRACT", N_("Farmland contract signed"), _TOWNSHIP),
    LandStep("FARM_FILED", N_("Facility farmland filed"), _TOWNSHIP),
    LandStep("FARM_MAPPED", N_("Entered in the national map"), _RESOURCES),
    LandStep("OWN_TITLE", N_("Own title checked"), _FIRM),
    LandStep("PREMISES", N_("Premises found"), _FIRM),
)
BY_CODE: Mapping[str, LandStep] = {step.code: step for step in _STEPS}
_PATHS: Mapping[str, tuple[str, ...]] = {
    "GRANT": (
        *("PLANNING", "PREREVIEW", "CONVERSION", "COMPENSATION", "CLEARED", "ASSESSED"),
        *("CONDITIONS", "NOTICE", "DEAL", "CONTRACT", "PAID", "HANDED_OVER", "TITLE", "PERMIT"),
    ),
    "ALLOCATION": (
        *("PLANNING", "PREREVIEW", "CONVERSION", "COMPENSATION", "CONDITIONS", "ALLOCATED"),
        *("HANDED_OVER", "TITLE", "PERMIT"),
    ),
    "LEASED_PLANT": ("CHOSEN", "LEASE", "PLANT_READY", "REBUILT"),
    "FARM_LAND": ("PLANNING", "FARM_CONTRACT", "FARM_FILED", "FARM_MAPPED"),
    "EXPANSION": ("OWN_TITLE", "CONDITIONS", "PERMIT"),
    "OPERATION": ("PREMISES",),
}


def path_of(site_mode: str | None) -> tuple[LandStep, ...]:
    """The steps of a site mode in order; none while the mode is not known."""
    return tuple(BY_CODE[code] for code in _PATHS.get(site_mode or "", ()))


def waits_at(site_mode: str | None, reached: Collection[str]) -> LandStep | None:
    """The first step after the last one that was reached; None at the end or without a mode.

    >>> waits_at("LEASED_PLANT", {"LEASE"}).code
    'PLANT_READY'
    """
    path = path_of(site_mode)
    last = max((place for place, step in enumerate(path) if step.code in reached), default=-1)
    return path[last + 1] if last + 1 < len(path) else None
