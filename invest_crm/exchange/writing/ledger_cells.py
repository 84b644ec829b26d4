"""Typed project values as the cells a county ledger shows, such that reading them gives the same.

A known day is a real date, a vaguer one the words it was written with, an undated tick a tick; an
approximate amount keeps its 约. Knows the words of the ledgers, no database.
"""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from invest_crm.domain.area import mu_to_sqdm
from invest_crm.domain.masking import mask_phone
from invest_crm.domain.money import FEN_PER_WAN, FEN_PER_YI, parse_amount
from invest_crm.domain.partial_date import parse_date
from invest_crm.domain.stages import (
    AgreementType,
    MilestoneKind,
    SideState,
    Stage,
    with_implied,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from invest_crm.domain.partial_date import PartialDate
    from invest_crm.domain.people import ContactReading
    from invest_crm.exchange.writing.cells import Value

YES, NO, UNKNOWN = "√", "×", "待定"
BETWEEN_PEOPLE = "；"
AGREEMENTS: Mapping[str, str] = MappingProxyType(
    {
        AgreementType.LETTER: "意向书",
        AgreementType.FRAMEWORK: "框架协议",
        AgreementType.INVESTMENT: "投资协议",
        AgreementType.FORMAL: "正式合同",
        AgreementType.SUPPLEMENT: "补充协议",
        AgreementType.INCREASE: "增资协议",
        AgreementType.TERMINATION: "解除协议",
    }
)
SITES: Mapping[str, str] = MappingProxyType(
    {
        "GRANT": "出让新建",
        "ALLOCATION": "划拨",
        "LEASED_PLANT": "租赁标准厂房",
        "FARM_LAND": "设施农业用地",
        "EXPANSION": "原厂扩建",
        "OPERATION": "纯运营",
    }
)
GRADES: Mapping[str, str] = MappingProxyType(
    {"1": "仅申报", "2": "有现场照片", "3": "有合同或许可证", "4": "已入库"}
)
"""What a recorded start is proved by; the grades as projects hold them."""
STAGES: Mapping[str, str] = MappingProxyType(
    {
        Stage.LEAD: "线索",
        Stage.CONTACT: "在谈",
        Stage.INTENT: "意向",
        Stage.REVIEW: "准入评审",
        Stage.SIGNED: "签约",
        Stage.REGISTERED: "注册",
        Stage.FILED: "立项",
        Stage.LAND: "供地",
        Stage.STARTED: "开工",
        Stage.COMPLETED: "竣工",
        Stage.IN_PRODUCTION: "投产",
        Stage.AT_CAPACITY: "达产",
    }
)
SIDES: Mapping[str, str] = MappingProxyType(
    {
        SideState.STALLED: "停滞",
        SideState.PAUSED: "暂缓",
        SideState.TERMINATED: "终止",
        SideState.LOST: "流失",
        SideState.MERGED: "并入",
    }
)
_KINDS = {kind.field: kind for kind in MilestoneKind}
_UNITS = {"亿元": FEN_PER_YI, "万元": FEN_PER_WAN}


def money(fen: int | None, unit: str) -> Value:
    """分 as a number of 亿元 or 万元; exact up to 15 digits.

    >>> money(35_000_000_000, "亿元"), money(35_000_000_000, "万元"), money(None, "亿元")
    (3.5, 35000, None)
    """
    if fen is None:
        return None
    whole, rest = divmod(fen, _UNITS[unit])
    return fen / _UNITS[unit] if rest else whole


def total(values: Mapping[str, Any], unit: str, path: str = "") -> Value:
    """The agreed total with what was said about it: 约3.5亿元, 1.2-1.5亿元, 3000万美元, 待定.

    ``path`` is the key under which the import kept the words of a range or a foreign currency.
    """
    fen, flags = values["total_investment"], values["flags"]
    words = values["extra"].get(path)
    if words and {"range", "currency"} & set(flags) and parse_amount(words, unit).fen == fen:
        return str(words)
    if fen is None:
        return UNKNOWN if "unknown" in flags else None
    low, high = money(fen, unit), money(values.get("total_high"), unit)
    if high is not None and high != low:
        return f"{low}-{high}{unit}"
    return f"约{low}{unit}" if "approx" in flags else low


def when(day: PartialDate | None) -> Value:
    """A date as a cell: a real date, the words it was written with, or a tick without a date."""
    if day is None:
        return None
    if day.value is None:
        return _undated(day)
    if day.precision == "day" and day.qualifier is None:
        return date.fromisoformat(day.value)
    written = parse_date(day.raw).date
    if written is not None and _same(written, day):
        return day.raw
    return day.value


def dated(day: PartialDate | None) -> Value:
    """The same in a column beside a tick: nothing where no date is known."""
    return None if day is None or day.value is None else when(day)


def tick(values: Mapping[str, Any], key: str) -> Value:
    """√ where the milestone is recorded, × where it is not reached, empty where only implied."""
    if values[key] is not None:
        return YES if values[key].value else _undated(values[key])
    recorded = [kind for field, kind in _KINDS.items() if values.get(field) is not None]
    return None if _KINDS[key] in with_implied(recorded) else NO


def land(sqdm: int | None) -> Value:
    """Square decimetres in 亩 with as many decimals as the area needs to come back exactly."""
    if sqdm is None:
        return None
    for places in range(2, 6):
        mu = round(sqdm * 3 / 200_000, places)
        if mu_to_sqdm(repr(mu)) == sqdm:
            return mu
    return sqdm * 3 / 200_000


def people(contacts: Iterable[ContactReading], *, reveal: bool) -> str | None:
    """Contacts as ledgers write them: 张三（副总）13800000000；李四 0350-1234042."""
    shown = (person(one.name, one.post, one.phone, reveal=reveal) for one in contacts)
    return BETWEEN_PEOPLE.join(shown) or None


def person(name: str, post: str, phone: str, *, reveal: bool) -> str:
    """One contact; the phone is masked unless ``reveal``."""
    if phone and not reveal:
        phone = mask_phone(phone)
    if not post:
        return f"{name} {phone}" if phone else name
    return f"{name}（{post}）{phone}" if name else f"{post}{phone}"


def units(values: Mapping[str, Any]) -> str | None:
    """The responsible unit, then those that support it."""
    named = [values["lead_unit"], values.get("support_units")]
    return "、".join(unit for unit in named if unit) or None


def _undated(day: PartialDate) -> str:
    """The tick as it was written, if it still reads as one."""
    again = parse_date(day.raw)
    return day.raw if again.flag and (again.date is None or not again.date.value) else YES


def _same(one: PartialDate, other: PartialDate) -> bool:
    return (one.value, one.precision, one.qualifier) == (
        other.value,
        other.precision,
        other.qualifier,
    )
