"""The best places for 50 projects among 200 parcels, scores and reasons included."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from invest_crm.domain.land_match import Need, Offer
from invest_crm.domain.parcel_fields import ParcelKind, ParcelStatus
from invest_crm.domain.stages import Stage
from invest_crm.domain.utilities import UTILITIES, Utility, UtilityState
from invest_crm.services.land_matching import Pair, assigned
from invest_crm.services.land_needs import NeedLine

if TYPE_CHECKING:
    from tests.bench.board import Race

DAY = date(2025, 9, 1)
_SECONDS = 1.0


def test_fifty_projects_among_two_hundred_parcels(race: Race) -> None:
    chance = Random(7)
    lines = [line(chance, number) for number in range(50)]
    offers = [offer(chance, number) for number in range(200)]
    found: list[tuple[Pair, ...]] = []
    race.run(
        "best places for 50 projects among 200 parcels",
        lambda: found.append(assigned(lines, offers, DAY)),
        lambda: None,
        bar=_SECONDS,
        rounds=3,
        absolute=True,
    )
    assert sum(pair.fit is not None for pair in found[-1]) > 40


def line(chance: Random, number: int) -> tuple[NeedLine, Need]:
    need = Need(
        ParcelKind.LAND,
        chance.randint(10, 200) * 66_667,
        "工业",
        ("power",),
        parks=("东区",),
        wanted_on=DAY + timedelta(days=chance.randint(0, 400)),
    )
    return NeedLine(str(number), f"项目{number}", Stage.SIGNED, need, "东区", "2025-03-01"), need


def offer(chance: Random, number: int) -> Offer:
    states = [Utility(chance.choice(list(UtilityState))) for _key in UTILITIES]
    return Offer(
        str(number),
        f"地块{number}",
        ParcelKind.LAND,
        chance.choice((ParcelStatus.UNSUPPLIED, ParcelStatus.IDLE)),
        chance.randint(20, 300) * 66_667,
        "工业用地",
        dict(zip(UTILITIES, states, strict=True)),
        park=chance.choice(("东区", "西区")),
    )
