"""Whether a parcel or plant suits a project, how well, and why: hard limits, then a score of 100.

Every refusal names its reason and every part of a score says what it is for, so that a person can
follow and contradict it. Areas in square decimetres, heights in cm, loads in kg/㎡, cranes in kg.
"""

from __future__ import annotations

from datetime import date  # noqa: TC003 - named in public fields
from enum import StrEnum
from typing import TYPE_CHECKING

from msgspec import Struct, field

from invest_crm.domain.area import sqdm_to_mu_text
from invest_crm.domain.parcel_fields import BY_KEY, ParcelKind, ParcelStatus
from invest_crm.domain.utilities import Utility, UtilityState
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

AREA, SUPPLY, PARK, TIME, USE = 40, 25, 15, 10, 10
"""The most points of each part; together 100."""


class Need(Struct, frozen=True):
    """What a project asks for; None and empty: nothing is asked.

    ``area``: land, or floor area of a plant. ``utilities``: keys that must be there by
    ``wanted_on`` (today without one). ``parks``: wishes, any of which will do.
    """

    kind: ParcelKind
    area: int | None = None
    use: str = ""
    utilities: tuple[str, ...] = ()
    height: int | None = None
    load: int | None = None
    crane: int | None = None
    parks: tuple[str, ...] = ()
    wanted_on: date | None = None


class Offer(Struct, frozen=True):
    """A parcel or plant. ``free``: the area that nobody has taken; ``taken_by``: who has it."""

    id: str
    name: str
    kind: ParcelKind
    status: ParcelStatus | None = None
    free: int | None = None
    use: str = ""
    utilities: Mapping[str, Utility | None] = field(default_factory=dict)
    height: int | None = None
    load: int | None = None
    crane: int | None = None
    park: str = ""
    available_on: date | None = None
    taken_by: str = ""


class Part(Struct, frozen=True):
    """One part of a score: what for, points out of ``most``, and why in words."""

    title: str
    points: int
    most: int
    reason: str


class Fit(Struct, frozen=True):
    """How an offer suits a need. ``refusals``: the hard limits it breaks, in words."""

    offer: Offer
    parts: tuple[Part, ...] = ()
    refusals: tuple[str, ...] = ()

    @property
    def score(self) -> int:
        """All points, 0 to 100."""
        return sum(part.points for part in self.parts)

    @property
    def suits(self) -> bool:
        """Whether no hard limit is broken."""
        return not self.refusals


class Purpose(StrEnum):
    """What land may be used for, as far as it decides."""

    INDUSTRY = "INDUSTRY"
    STORAGE = "STORAGE"
    TRADE = "TRADE"
    FARMING = "FARMING"
    ANY = "ANY"


_PURPOSES = (
    ("通用", Purpose.ANY),
    ("仓储|物流|冷链|冷库", Purpose.STORAGE),
    ("商业|商服|旅游|文旅|研学|餐饮|酒店|电商", Purpose.TRADE),
    ("农业|养殖|种植|设施农", Purpose.FARMING),
    ("工业|加工|制造|装配|生产|电子|食品|标准厂房", Purpose.INDUSTRY),
)


def purpose_of(use: str) -> Purpose | None:
    """What a use comes to, None where the words do not say.

    >>> purpose_of("物流仓储用地").value, purpose_of("食品加工").value, purpose_of("其他")
    ('STORAGE', 'INDUSTRY', None)
    """
    for words, purpose in _PURPOSES:
        if any(word in use for word in words.split("|")):
            return purpose
    return None


def fit(need: Need, offer: Offer, today: date) -> Fit:
    """Hard limits first; what breaks none is scored."""
    refusals = tuple(_refusals(need, offer, today))
    return Fit(offer, refusals=refusals) if refusals else Fit(offer, _parts(need, offer, today))


# ---- hard limits -----------------------------------------------------------------------------


def _refusals(need: Need, offer: Offer, today: date) -> Iterator[str]:
    if offer.kind is not need.kind:
        yield _("asked for: {asked}, this is: {is_}").format(
            asked=need.kind.label, is_=offer.kind.label
        )
        return
    if offer.taken_by:
        yield _("taken by {name}").format(name=offer.taken_by)
    if offer.status in (ParcelStatus.IN_USE, ParcelStatus.UNUSED):
        yield _("status: {status}").format(status=offer.status.label)
    yield from _too_small(need, offer)
    asked, given = purpose_of(need.use), purpose_of(offer.use)
    if asked and given and asked is not given and Purpose.ANY not in (asked, given):
        yield _("use {given}, asked for {asked}").format(given=offer.use, asked=need.use)
    for key in need.utilities:
        if not _in_time(offer.utilities.get(key), need.wanted_on or today):
            yield _("without {utility} in time").format(utility=_utility(key))
    if need.wanted_on and offer.available_on and offer.available_on > need.wanted_on:
        yield _("available only from {day}").format(day=offer.available_on.isoformat())


def _too_small(need: Need, offer: Offer) -> Iterator[str]:
    if need.area is not None and offer.free is None:
        yield _("its area is not known")
    elif need.area is not None and offer.free is not None and offer.free < need.area:
        yield _("{free} free, {asked} asked for").format(
            free=area_words(offer.kind, offer.free), asked=area_words(need.kind, need.area)
        )
    limits = (
        (_("storey height"), need.height, offer.height, 100, "m"),
        (_("floor load"), need.load, offer.load, 1000, "t/㎡"),
        (_("crane"), need.crane, offer.crane, 1000, "t"),
    )
    for name, asked, given, scale, unit in limits:
        if asked is not None and (given is None or given < asked):
            has = "—" if given is None else f"{given / scale:g}{unit}"
            yield _("{name} {has}, {asked} asked for").format(
                name=name, has=has, asked=f"{asked / scale:g}{unit}"
            )


def _in_time(one: Utility | None, day: date) -> bool:
    if one is None or one.state is UtilityState.NONE:
        return False
    ready = one.ready_on
    return one.state is UtilityState.READY or bool(ready and ready[:10] <= day.isoformat())


# ---- the score -------------------------------------------------------------------------------


def _parts(need: Need, offer: Offer, today: date) -> tuple[Part, ...]:
    return (
        _area(need, offer),
        _supply(offer),
        _park(need, offer),
        _time(offer, today),
        _use(need, offer),
    )


def _area(need: Need, offer: Offer) -> Part:
    """The nearer the free area to what is asked, the less is left over or cut off."""
    title = _("Area")
    if need.area is None or not offer.free:
        return Part(title, AREA // 2, AREA, _("no area asked for"))
    points = (2 * AREA * need.area + offer.free) // (2 * offer.free)
    words = _("{asked} of {free} free").format(
        asked=area_words(need.kind, need.area), free=area_words(offer.kind, offer.free)
    )
    return Part(title, points, AREA, words)


def _supply(offer: Offer) -> Part:
    """Utilities that are there count whole, those being built half."""
    known = [one for one in offer.utilities.values() if one is not None]
    ready = sum(one.state is UtilityState.READY for one in known)
    building = sum(one.state is UtilityState.BUILDING for one in known)
    total = max(len(offer.utilities), 1)
    points = SUPPLY * (2 * ready + building) // (2 * total)
    words = _("{ready} of {total} connected, {building} being built")
    return Part(
        _("Utilities"), points, SUPPLY, words.format(ready=ready, total=total, building=building)
    )


def _park(need: Need, offer: Offer) -> Part:
    title = _("Park")
    if not need.parks:
        return Part(title, PARK, PARK, _("no wish"))
    if offer.park in need.parks:
        return Part(title, PARK, PARK, _("as wished: {park}").format(park=offer.park))
    return Part(title, 0, PARK, _("elsewhere: {park}").format(park=offer.park or "—"))


def _time(offer: Offer, today: date) -> Part:
    """Idle and inefficient land must be dealt with first."""
    title = _("When")
    if offer.status in (ParcelStatus.IDLE, ParcelStatus.INEFFICIENT):
        words = _("{status}: to be dealt with first").format(status=offer.status.label)
        return Part(title, TIME * 3 // 10, TIME, words)
    if offer.available_on is not None and offer.available_on > today:
        words = _("from {day}").format(day=offer.available_on.isoformat())
        return Part(title, TIME * 6 // 10, TIME, words)
    return Part(title, TIME, TIME, _("at once"))


def _use(need: Need, offer: Offer) -> Part:
    title = _("Use")
    if not need.use:
        return Part(title, USE, USE, _("no use asked for"))
    if purpose_of(need.use) is not None and purpose_of(need.use) is purpose_of(offer.use):
        return Part(title, USE, USE, offer.use)
    return Part(title, USE // 2, USE, offer.use or _("not said"))


def area_words(kind: ParcelKind, area: int) -> str:
    """Land in 亩, plants in ㎡."""
    if kind is ParcelKind.PLANT:
        return f"{area / 100:,.0f} ㎡"
    return _("{n} mu").format(n=sqdm_to_mu_text(area).removesuffix(".00"))


def _utility(key: str) -> str:
    return BY_KEY[key].label
