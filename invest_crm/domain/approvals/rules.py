"""Which items a project needs: water category, kind of EIA, energy review, size of a permit.

Thresholds stand in ``approvals.json`` (水利部令第53号; 节能审查办法 2023; 住建部令第18号).
A condition that cannot be told yet is *open*: the item is then neither taken nor left out.
"""

from __future__ import annotations

from enum import StrEnum
from functools import cache
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.domain.approvals.items import FILE
from invest_crm.domain.reference import read_json
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.domain.approvals.items import Item

_LAND = frozenset({"GRANT", "ALLOCATION"})
_BUILDING = frozenset({"GRANT", "ALLOCATION", "EXPANSION"})

FLAGS = {
    "special-fire": N_("special works in the sense of fire protection"),
    "hazardous": N_("hazardous trade"),
    "air-defence": N_("civil air defence is due"),
    "lightning": N_("special site for lightning protection"),
    "flood": N_("near a river or with an own water intake"),
    "forest": N_("uses forest or grassland"),
    "land-taken": N_("land is taken over from villages, or a major project"),
    "assessed": N_("in a park with area-wide assessments"),
}
"""What a person says of a project; what is not said does not hold."""


class Eia(StrEnum):
    """环评: 报告书, 报告表, 登记表, or none."""

    REPORT = "report"
    FORM = "form"
    REGISTRATION = "registration"
    NONE = "none"

    @property
    def label(self) -> str:
        """The word for people, in the language in force."""
        return _(_EIA[self])


_EIA = {
    Eia.REPORT: N_("environmental report"),
    Eia.FORM: N_("environmental form"),
    Eia.REGISTRATION: N_("environmental registration"),
    Eia.NONE: N_("no environmental procedure"),
}


class Water(StrEnum):
    """水土保持: 报告书, 报告表, or no plan."""

    REPORT = "report"
    FORM = "form"
    NONE = "none"


class Energy(StrEnum):
    """节能审查: by the province, by the county or city, or none of its own."""

    PROVINCE = "province"
    REVIEW = "review"
    NONE = "none"


class Works(Struct, frozen=True):
    """What decides which approvals a project needs; None where it is not known.

    ``land`` in square decimetres, ``earthwork`` in cubic metres, ``floor`` in square metres,
    ``cost`` of the works in fen, ``tce`` in tonnes of standard coal and ``kwh`` a year;
    ``eia``: as a person decided; ``industry``: the code of GB/T 4754.
    """

    site_mode: str | None = None
    land: int | None = None
    earthwork: int | None = None
    tce: int | None = None
    kwh: int | None = None
    floor: int | None = None
    cost: int | None = None
    industry: str | None = None
    eia: Eia | None = None
    flags: frozenset[str] = frozenset()


class PermitLimit(Struct, frozen=True):
    """Below this cost (fen) or floor (square metres) no construction permit is needed."""

    cost: int
    floor: int


PERMIT_LIMITS: dict[str, PermitLimit] = {
    "30/300": PermitLimit(30_000_000, 300),
    "100/500": PermitLimit(100_000_000, 500),
    "200/1000": PermitLimit(200_000_000, 1000),
}
"""万元/㎡ by the key of the option: 30 万元 or 300 ㎡ in the whole country, more in provinces."""


def water_kind(land: int | None, earthwork: int | None) -> Water | None:
    """The category of the water and soil plan from land (square decimetres) and earthwork (m³).

    Either reaching a threshold decides. None: nothing is known, or the one that is known stays
    below and the other could still reach it.

    >>> water_kind(5_000_000, None), water_kind(499_999, 999), water_kind(600_000, 0)
    (<Water.REPORT: 'report'>, <Water.NONE: 'none'>, <Water.FORM: 'form'>)
    """
    limits = _data()["thresholds"]["water"]
    for kind in (Water.REPORT, Water.FORM):
        limit = limits[kind.value]
        if (land or 0) >= limit["land_sqdm"] or (earthwork or 0) >= limit["earthwork_m3"]:
            return kind
    return None if land is None else Water.NONE


def energy_kind(tce: int | None, kwh: int | None) -> Energy | None:
    """Who reviews the energy: no review of its own below both thresholds. None: not known.

    >>> energy_kind(999, 4_999_999), energy_kind(1000, 0), energy_kind(10_000, None)
    (<Energy.NONE: 'none'>, <Energy.REVIEW: 'review'>, <Energy.PROVINCE: 'province'>)
    """
    limits = _data()["thresholds"]["energy"]
    if (tce or 0) >= limits["province_tce"]:
        return Energy.PROVINCE
    if (tce or 0) >= limits["review_tce"] or (kwh or 0) >= limits["review_kwh"]:
        return Energy.REVIEW
    return None if tce is None and kwh is None else Energy.NONE


def eia_kind(decided: Eia | None, industry: str | None) -> tuple[Eia | None, bool]:
    """The kind of EIA and whether it is only presumed from the industry (GB/T 4754 code).

    The list of categories (分类管理名录) decides by process too, so what a person says wins.
    """
    if decided is not None:
        return decided, False
    code = (industry or "").strip().lstrip("ABCDEFGHIJKLMNOPQRST")
    if not code[:2].isdigit():
        return None, False
    table = _data()["eia"]
    for kind, prefixes in table["prefixes"]:
        if code.startswith(tuple(prefixes)):
            return Eia(kind), True
    return Eia(table["usual"]), True


def needs_permit(cost: int | None, floor: int | None, limit: PermitLimit) -> bool:
    """Whether a construction permit is needed: not if cost or floor is known and below the limit.

    >>> needs_permit(29_999_999, None, PERMIT_LIMITS["30/300"]), needs_permit(None, None, PERMIT_LIMITS["30/300"])
    (False, True)
    """  # noqa: E501 - an example
    small = (cost is not None and cost < limit.cost) or (floor is not None and floor < limit.floor)
    return not small


def applies(item: Item, works: Works, limit: PermitLimit) -> bool | None:
    """Whether a project needs an item; None where it cannot be told yet."""
    if item.optional or item.retired or (item.modes and (works.site_mode or "") not in item.modes):
        return None if _mode_open(item, works) else False
    answers = [CONDITIONS[name](works, limit) for name in item.when if name in CONDITIONS]
    if False in answers:
        return False
    return None if None in answers else True


def _mode_open(item: Item, works: Works) -> bool:
    return bool(item.modes) and not works.site_mode and not (item.optional or item.retired)


def _is_eia(kind: Eia) -> Any:
    def told(works: Works, _limit: PermitLimit) -> bool | None:
        found = eia_kind(works.eia, works.industry)[0]
        return None if found is None else found is kind

    return told


def _is_water(kind: Water) -> Any:
    def told(works: Works, _limit: PermitLimit) -> bool | None:
        if works.site_mode and works.site_mode not in _BUILDING:
            return False
        found = water_kind(works.land, works.earthwork)
        return None if found is None else found is kind

    return told


def _energy(works: Works, _limit: PermitLimit) -> bool | None:
    found = energy_kind(works.tce, works.kwh)
    return None if found is None else found is not Energy.NONE


def _size(works: Works, limit: PermitLimit) -> bool:
    return needs_permit(works.cost, works.floor, limit)


def _not_assessed(works: Works, _limit: PermitLimit) -> bool:
    return "assessed" not in works.flags


def _flag(name: str) -> Any:
    return lambda works, _limit: name in works.flags


CONDITIONS: dict[str, Any] = {
    **{f"eia-{kind.value}": _is_eia(kind) for kind in Eia if kind is not Eia.NONE},
    **{f"water-{kind.value}": _is_water(kind) for kind in Water if kind is not Water.NONE},
    "energy-review": _energy,
    "permit-size": _size,
    "not-assessed": _not_assessed,
    **{name: _flag(name) for name in FLAGS if name != "assessed"},
}
"""What ``Item.when`` may name: a function of the works, True, False or None (not known)."""

CONDITION_WORDS = {
    "eia-report": N_("needs an environmental report"),
    "eia-form": N_("needs an environmental form"),
    "eia-registration": N_("needs an environmental registration"),
    "water-report": N_("5 hectares or 50,000 m³ of earthwork and more"),
    "water-form": N_("0.5 to 5 hectares or 1,000 to 50,000 m³ of earthwork"),
    "energy-review": N_("1,000 tce or 5 million kWh a year and more"),
    "permit-size": N_("not below the size limit of a permit"),
    "not-assessed": N_("not in a park with area-wide assessments"),
    **{name: word for name, word in FLAGS.items() if name != "assessed"},
}


def chosen(
    items: Mapping[str, Item], works: Works, limit: PermitLimit
) -> tuple[list[Item], list[Item]]:
    """The items a project needs, and those that cannot be told yet."""
    answers = [(item, applies(item, works, limit)) for item in items.values()]
    taken = [item for item, answer in answers if answer]
    return taken, [item for item, answer in answers if answer is None]


@cache
def _data() -> Mapping[str, Any]:
    return read_json(FILE)
