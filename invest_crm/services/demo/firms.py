"""Invented firms: leaders, local firms and suppliers on the chains, and targets elsewhere."""

from __future__ import annotations

from functools import cache
from itertools import chain as joined
from itertools import islice, zip_longest
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.domain import chain_state
from invest_crm.domain.people import ContactReading
from invest_crm.domain.regions import find_region
from invest_crm.services.demo import words
from invest_crm.services.demo.dice import WAN

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invest_crm.services.demo.dice import Dice
    from invest_crm.services.demo.leaves import ChainPlan, Leaf

_HOME_CODE = "990000"  # no division has this code
_INVALID_EVERY = 40


class DemoFirm(Struct, frozen=True):
    """One firm. ``nodes`` are (leaf, role), the main one first; capital in 分."""

    name: str
    brand: str
    credit_code: str | None
    region: str
    region_code: str | None
    business: str
    industry: str
    capital: int
    legal_person: str
    chain: str
    nodes: tuple[tuple[str, str], ...]
    local: bool
    in_size: bool
    tags: str | None
    contacts: tuple[ContactReading, ...]


class _Slot(Struct, frozen=True):
    """A place a firm is wanted for."""

    plan: ChainPlan
    leaf: Leaf
    role: str
    in_size: bool = False


def make_firms(dice: Dice, plans: Sequence[ChainPlan], count: int) -> list[DemoFirm]:
    """``count`` firms; the first ones fill what the states of the leaves need."""
    taken: set[str] = set()
    return [
        _firm(dice, slot, number, taken)
        for number, slot in enumerate(islice(_slots(dice, plans), count), 1)
    ]


def _slots(dice: Dice, plans: Sequence[ChainPlan]) -> Iterator[_Slot]:
    needed = [_needed(plan) for plan in plans]
    yield from filter(None, joined.from_iterable(zip_longest(*needed)))
    while plans:
        plan = dice.pick(plans)
        kind = dice.weighted(("target", "strong", "present"), (0.6, 0.25, 0.15))
        if kind == "target":
            yield _Slot(plan, dice.pick(plan.of(chain_state.TALKS, chain_state.COMING)), "target")
        else:
            # In a leaf that is merely present a further firm must not be in the statistics.
            state = chain_state.STRONG if kind == "strong" else chain_state.PRESENT
            yield _Slot(plan, dice.pick(plan.of(state)), "existing", in_size=kind == "strong")


def _needed(plan: ChainPlan) -> list[_Slot]:
    """The firms without which the leaves would not show their states, in turns."""
    strong = plan.of(chain_state.STRONG)
    columns = (
        [_Slot(plan, leaf, "leader", in_size=True) for leaf in strong],
        [
            _Slot(plan, leaf, "existing", in_size=not leaf.farming)
            for leaf in plan.of(chain_state.PRESENT)
        ],
        [_Slot(plan, leaf, "existing") for leaf in plan.of(chain_state.WEAK)],
        [_Slot(plan, leaf, "target") for leaf in plan.of(chain_state.TALKS)],
        [_Slot(plan, leaf, "existing", in_size=True) for leaf in strong],
    )
    return [slot for slot in joined.from_iterable(zip_longest(*columns)) if slot]


def _firm(dice: Dice, slot: _Slot, number: int, taken: set[str]) -> DemoFirm:
    local = slot.role != "target"
    region = words.COUNTY if local else dice.pick(words.REGIONS)
    brand, name = _name(dice, slot.plan.id, region, taken)
    code = None if local else _region_code(region)
    legal = dice.person()
    return DemoFirm(
        name=name,
        brand=brand,
        credit_code=_credit_code(dice, code or _HOME_CODE, number),
        region=region,
        region_code=code,
        business=f"{slot.leaf.name}相关产品与服务",
        industry=slot.leaf.codes[0] if slot.leaf.codes else "",
        capital=_capital(dice, slot.role),
        legal_person=legal,
        chain=slot.plan.id,
        nodes=_nodes(dice, slot),
        local=local,
        in_size=slot.in_size,
        tags="链主企业" if slot.role == "leader" else None,
        contacts=_contacts(dice, legal),
    )


def _name(dice: Dice, chain_id: str, region: str, taken: set[str]) -> tuple[str, str]:
    trades = words.TRADES.get(chain_id, words.OTHER_TRADES)
    while True:
        brand = dice.pick(words.FIRST) + dice.pick(words.SECOND)
        if len(taken) > 10_000 and dice.chance(0.5):
            brand += dice.pick(words.SECOND)
        name = f"{region}{brand}{dice.pick(trades)}{dice.pick(words.FORMS)}"
        if name not in taken:
            taken.add(name)
            return brand, name


def _nodes(dice: Dice, slot: _Slot) -> tuple[tuple[str, str], ...]:
    main = (slot.leaf.id, slot.role)
    if slot.role == "target" or not dice.chance(0.45):
        return (main,)
    # A supplier only where a local firm changes no state.
    other = dice.pick(slot.plan.of(chain_state.STRONG, chain_state.PRESENT))
    return (main,) if other.id == slot.leaf.id or slot.in_size else (main, (other.id, "supporting"))


def _credit_code(dice: Dice, region_code: str, number: int) -> str | None:
    code = dice.credit_code(region_code)
    if number % _INVALID_EVERY:
        return code
    return code[:-1] + ("0" if code[-1] != "0" else "1")


def _capital(dice: Dice, role: str) -> int:
    if role == "leader":
        return dice.pick((10_000, 20_000, 35_000, 50_000)) * WAN
    return dice.pick((300, 500, 800, 1_000, 2_000, 3_000, 5_000, 8_000)) * WAN


def _contacts(dice: Dice, legal: str) -> tuple[ContactReading, ...]:
    first = ContactReading(legal, "法定代表人", dice.phone())
    if dice.chance(0.3):
        return (first, ContactReading(dice.person(), "招商对接人", dice.phone()))
    return (first,)


@cache
def _region_code(name: str) -> str | None:
    found = find_region(name)
    return found.code if found else None
