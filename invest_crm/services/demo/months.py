"""Invented monthly rows of a project under construction: a rising curve with months of nothing,
a month taken back, and now and then a figure that was corrected."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.services.demo.dice import WAN

if TYPE_CHECKING:
    from invest_crm.services.demo.dice import Dice

LONGEST = 18
_FULL_AFTER = 14
_STEPS = ("场地平整", "基础施工", "主体施工", "设备安装", "试生产", "正常生产")


class DemoMonth(Struct, frozen=True):
    """A month's figures in 分; ``voided``: it was replaced by another row of the same month."""

    month: str
    completed: int
    completed_year: int
    completed_total: int
    funds: int
    funds_year: int
    text: str
    voided: bool = False


def make_months(dice: Dice, start: date, today: date, fixed: int, funds: int) -> list[DemoMonth]:
    """The months from the start of works to the last full one, at most 18.

    ``fixed`` and ``funds`` (分) are what is reached after about 14 months.
    """
    months = _names(start, today)[-LONGEST:]
    rows: list[DemoMonth] = []
    spent = arrived = 0
    in_year = ("", 0, 0)
    for place, month in enumerate(months, 1):
        reach = min(1.0, place / _FULL_AFTER)
        done = _part(dice, round(fixed * reach) - spent, spent)
        came = _part(dice, round(funds * reach) - arrived, arrived)
        if in_year[0] != month[:4]:
            in_year = (month[:4], 0, 0)
        in_year = (in_year[0], in_year[1] + done, in_year[2] + came)
        spent, arrived = spent + done, arrived + came
        text = _STEPS[min(int(reach * len(_STEPS)), len(_STEPS) - 1)]
        row = DemoMonth(month, done, in_year[1], spent, came, in_year[2], text)
        if done > 0 and dice.chance(0.05):
            rows.append(_mistyped(row))
        rows.append(row)
    return rows


def month_end_of(month: str) -> date:
    """The last day of 2025-08."""
    first = date(int(month[:4]), int(month[5:]), 1)
    return (first + timedelta(days=32)).replace(day=1) - timedelta(days=1)


def _names(start: date, today: date) -> list[str]:
    first, last = start.year * 12 + start.month - 1, today.year * 12 + today.month - 1
    return [f"{index // 12}-{index % 12 + 1:02d}" for index in range(first, last)]


def _part(dice: Dice, gap: int, before: int) -> int:
    """What a month brings of what is still missing: usually all, sometimes nothing, rarely less
    than nothing (冲减)."""
    if dice.chance(0.12):
        return 0
    if dice.chance(0.04) and before > 100 * WAN:
        return -dice.whole(5, 60) * WAN
    return max(round(gap * dice.share(0.6, 1.15) / WAN), 0) * WAN


def _mistyped(row: DemoMonth) -> DemoMonth:
    return DemoMonth(
        row.month,
        row.completed * 10,
        row.completed_year,
        row.completed_total,
        row.funds,
        row.funds_year,
        row.text,
        voided=True,
    )
