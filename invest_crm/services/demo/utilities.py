"""Invented need sheets, applications for connection and capacities, some of which run short."""

from __future__ import annotations

import json
from collections import defaultdict
from datetime import timedelta
from typing import TYPE_CHECKING

from invest_crm.db.schema.utilities import (
    utility_capacity,
    utility_case,
    utility_need,
    utility_step,
)
from invest_crm.domain.ids import new_id
from invest_crm.domain.months import month_later, month_of
from invest_crm.domain.stages import MilestoneKind
from invest_crm.domain.utility_cases import APPLIED, STEP, STOPPED, shipped
from invest_crm.domain.utility_needs import SCALE, Supply
from invest_crm.services.demo.dice import Dice
from invest_crm.services.snapshot import Question, settled, snapshot

if TYPE_CHECKING:
    from invest_crm.services.work import Work

_SOURCE = "演示：供电、供水、燃气公司函"
_PEOPLE = ("赵敏", "钱进", "孙立")
_SHARES = {Supply.POWER: 90, Supply.WATER: 130, Supply.DRAIN: 140, Supply.GAS: 80,
           Supply.HEAT: 120, Supply.TELECOM: 200}  # fmt: skip
"""What a park can supply, in percent of all that is asked for there."""


def fill_utilities(work: Work, seed: int) -> None:
    """Write what stands beside the invented projects that are signed and not yet in production."""
    asked_for = settled(work, Question(work.today))
    rows = sorted(
        (
            one
            for one in snapshot(work, asked_for)
            if one.signed_day and one.side is None and not one.has(MilestoneKind.IN_PRODUCTION)
        ),
        key=lambda one: (one.signed_day or "", one.id),
    )
    facts = work.fact(source="demo", cut_off=work.today.isoformat())
    asked: defaultdict[tuple[str, Supply], int] = defaultdict(int)
    needs: list[dict[str, object]] = []
    cases: list[dict[str, object]] = []
    steps: list[dict[str, object]] = []
    for number, row in enumerate(rows):
        dice = Dice(f"{seed}/utilities/{number}")
        if dice.chance(0.2):
            continue
        numbers = _amounts(dice)
        needs.append(_need(work, dice, row.id, numbers))
        for supply in Supply:
            asked[row.park or "", supply] += sum(numbers.get(key, 0) for key in supply.fields)
        if row.has(MilestoneKind.STARTED) or not cases:
            case, own = _case(work, dice, row.id, facts)
            cases.append(case)
            steps += own
    work.insert_many(utility_need, needs)
    work.insert_many(utility_case, cases)
    work.insert_many(utility_step, steps)
    work.insert_many(utility_capacity, _capacities(work, asked, facts))


def _need(work: Work, dice: Dice, key: str, numbers: dict[str, int]) -> dict[str, object]:
    supply = "双电源" if dice.chance(0.2) else "单电源"
    return {
        "project_id": key,
        "phase": "一期",
        "from_month": month_later(month_of(work.today), dice.whole(-4, 10)),
        "until_month": None,
        "amounts": json.dumps({**numbers, "power_supply": supply}, ensure_ascii=False),
    }


def _case(
    work: Work, dice: Dice, key: str, facts: dict[str, object]
) -> tuple[dict[str, object], list[dict[str, object]]]:
    """An application with the steps that were done by now."""
    procedure = shipped()[dice.pick(tuple(shipped()))]
    case, applied = new_id(), work.today - timedelta(days=dice.whole(2, 60))
    done = dice.whole(0, len(procedure.steps))
    kinds = [APPLIED, *(f"{STEP}{place}" for place in range(done))]
    if done < len(procedure.steps) and dice.chance(0.2):
        kinds.append(STOPPED)
    steps = [
        {
            "utility_case_id": case,
            "kind": kind,
            "happened_on": min(applied + timedelta(days=2 * place), work.today).isoformat(),
            "reason": "outside" if kind == STOPPED else None,
            "note": None,
            **facts,
        }
        for place, kind in enumerate(kinds)
    ]
    made: dict[str, object] = {
        "id": case,
        "project_id": key,
        "procedure": procedure.code,
        "promised": procedure.days,
        "person": dice.pick(_PEOPLE),
        "recorded_at": facts["recorded_at"],
        "recorded_by": facts["recorded_by"],
    }
    return made, steps


def _capacities(
    work: Work, asked: dict[tuple[str, Supply], int], facts: dict[str, object]
) -> list[dict[str, object]]:
    return [
        {
            "park": park,
            "utility": supply.value,
            "from_month": f"{work.today.year}-01",
            "amount": amount * _SHARES[supply] // 100 // SCALE * SCALE,
            "note": _SOURCE,
            **facts,
        }
        for (park, supply), amount in sorted(asked.items())
        if park and amount
    ]


def _amounts(dice: Dice) -> dict[str, int]:
    kva = dice.whole(2, 40) * 50
    found = {
        "power_kva": kva * SCALE,
        "power_kw": kva * 8 // 10 * SCALE,
        "water_production": dice.whole(5, 200) * SCALE,
        "water_living": dice.whole(2, 30) * SCALE,
        "sewage": dice.whole(3, 150) * SCALE,
        "bandwidth": dice.whole(1, 10) * 100 * SCALE,
        "workers": dice.whole(20, 400) * SCALE,
    }
    if dice.chance(0.5):
        found["gas_day"] = dice.whole(2, 60) * 100 * SCALE
    if dice.chance(0.3):
        found["steam"] = dice.whole(1, 12) * SCALE
    return found
