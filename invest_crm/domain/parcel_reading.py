"""Parcels and plants as ledgers write them: statuses, kinds, measures with their units."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

from invest_crm.domain.numerals import decimal_of
from invest_crm.domain.parcel_fields import ParcelKind, ParcelStatus
from invest_crm.domain.patterns import pattern
from invest_crm.domain.text import fold, squeeze

if TYPE_CHECKING:
    from collections.abc import Mapping

    from invest_crm.domain.parcel_fields import Field

LEDGER_STATUSES: Mapping[str, str] = {
    ParcelStatus.UNSUPPLIED: "批而未供",
    ParcelStatus.UNUSED: "供而未用",
    ParcelStatus.IDLE: "闲置",
    ParcelStatus.INEFFICIENT: "低效",
    ParcelStatus.IN_USE: "已供在用",
    ParcelStatus.VACANT: "空置",
    ParcelStatus.PARTLY_USED: "部分空置",
}
LEDGER_KINDS: Mapping[str, str] = {ParcelKind.LAND: "地块", ParcelKind.PLANT: "厂房"}
_STATUS_WORDS = (
    (r"批而未供|已批未供|批未供|未供(?:地|应)?$|待供", ParcelStatus.UNSUPPLIED),
    (r"供而未用|已供未用|供而未建|已供未建|未动工|未开工|未建", ParcelStatus.UNUSED),
    (r"低效", ParcelStatus.INEFFICIENT),
    (r"部分(?:空置|闲置|出租|在用|使用)|半空置", ParcelStatus.PARTLY_USED),
    (r"空置|待租|空闲|可租|空厂房", ParcelStatus.VACANT),
    (r"闲置", ParcelStatus.IDLE),
    (r"在用|已用|使用|在建|建成|投产|已供|已租|满租|出租", ParcelStatus.IN_USE),
)
_KIND_WORDS = (
    (r"厂房|车间|标房|仓库|plant", ParcelKind.PLANT),
    (r"地|land|宗", ParcelKind.LAND),
)


def status_code(text: str) -> str | None:
    """The status that a ledger's words name, None for none.

    >>> status_code("供而未用"), status_code("闲置土地"), status_code("天晴")
    ('UNUSED', 'IDLE', None)
    """
    return _named(text, _STATUS_WORDS, ParcelStatus)


def kind_code(text: str) -> str | None:
    """Land or plant, as a ledger's words name it, None for neither.

    >>> kind_code("标准厂房"), kind_code("净地")
    ('PLANT', 'LAND')
    """
    return _named(text, _KIND_WORDS, ParcelKind)


def _named(
    text: str,
    words: tuple[tuple[str, ParcelKind | ParcelStatus], ...],
    members: type[ParcelKind | ParcelStatus],
) -> str | None:
    said = squeeze(text)
    for member in members:
        if said in (member.value, squeeze(member.label)):
            return member.value
    return next((code.value for pattern, code in words if re.search(pattern, said)), None)


_NUMBER = pattern(r"(?:约|>=|≥|>)?(\d[\d,]*(?:\.\d+)?)")
_KN_PER_TON = Decimal("9.80665")


def parse_measure(field: Field, cell: object) -> tuple[int | None, bool]:
    """A measure as a whole number of 1/scale, and whether the cell could be read.

    A bare number is in the unit of the field; kN/㎡ becomes t/㎡, 万㎡ ㎡, and a numeric cell
    between 0 and 1 per cent (spreadsheets store 33 % as 0.33).

    >>> from invest_crm.domain.parcel_fields import BY_KEY
    >>> parse_measure(BY_KEY["height"], "8.5米"), parse_measure(BY_KEY["built_percent"], 0.33)
    ((850, True), (3300, True))
    """
    number = decimal_of(cell)
    text = "" if number is not None else fold(str(cell)).strip()
    if number is None:
        if text in {"", "-", "—", "/", "无", "待定", "不详"}:
            return None, True
        found = _NUMBER.match(text)
        if found is None:
            return None, False
        number = Decimal(found[1].replace(",", ""))
    if number < 0:
        return None, False
    if field.unit == "%" and not text and 0 < number < 1:
        number *= 100
    if field.key == "load" and re.search("kn|千牛", text, re.IGNORECASE):
        number /= _KN_PER_TON
    if field.key == "floor_area" and "万" in text:
        number *= 10_000
    whole = int((number * field.scale).to_integral_value(ROUND_HALF_UP))
    return (whole, True) if whole < _LARGEST else (None, False)


_LARGEST = 2**31


def guess_kind(values: Mapping[str, object]) -> str:
    """Land or plant where a ledger does not say: a plant has its name or its measures.

    >>> guess_kind({"name": "3号标准厂房"}), guess_kind({"name": "东区地块", "area_mu": 1})
    ('PLANT', 'LAND')
    """
    measured = any(values.get(key) is not None for key in ("floor_area", "height", "load", "rent"))
    if re.search("厂房|车间|标房|仓库", str(values.get("name") or "")):
        return ParcelKind.PLANT.value
    return (
        ParcelKind.PLANT.value if measured and not values.get("area_mu") else ParcelKind.LAND.value
    )
