"""Areas of land, held as integer ㎡ × 100 (square decimetres) so that sums are exact.

Domain rule: 1 亩 = 2000/3 ㎡, 1 公顷 = 15 亩, 1 平方公里 = 1500 亩. Knows nothing of parcels.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation

from msgspec import Struct

from invest_crm.domain.numerals import CHINESE_DIGITS, EXACT, decimal_of, parse_numeral
from invest_crm.domain.patterns import pattern
from invest_crm.domain.text import fold, is_blank, is_error_cell, is_unknown

LARGEST_MU = 100_000
"""A single project above this (66.7 平方公里) is a slip of unit, not a parcel."""

_HALF_UP = Context(prec=80, rounding=ROUND_HALF_UP)
_MU = (200_000, 3)
_FACTORS: dict[str, tuple[int, int]] = {
    **dict.fromkeys(("亩",), _MU),
    **dict.fromkeys(("万亩",), (10_000 * _MU[0], _MU[1])),
    **dict.fromkeys(("公顷", "ha", "hm2", "hm²"), (1_000_000, 1)),
    **dict.fromkeys(("平方公里", "平方千米", "km2", "km²"), (100_000_000, 1)),
    **dict.fromkeys(("平方米", "平米", "平方", "平", "m2", "m²"), (100, 1)),
    **dict.fromkeys(("万平方米", "万平米", "万平方", "万平", "万m2", "万m²"), (1_000_000, 1)),
}
_UNIT = "|".join(sorted(_FACTORS, key=len, reverse=True))
_NUMBER = rf"(?:[0-9][0-9,]*(?:\.[0-9]+)?[千万]?|[{CHINESE_DIGITS}十百千万]+)"
_APPROX_TAIL = "(?:余|多|来)?"
_RANGE = rf"({_NUMBER})(?:(?:{_UNIT})?[-—–~至到]+({_NUMBER}))?{_APPROX_TAIL}"
_MEASURE = pattern(rf"(?P<phase>期(?:用地|占地)?[:约]*)?{_RANGE}({_UNIT})", re.IGNORECASE)
_BARE = pattern(rf"(?:约|近)?(-?){_RANGE}(?:左右)?")
_ASIDE = pattern(r"\([^()]*\)|其中.*|[,;，、](?:含|包括).*")
_APPROX = pattern(r"约|余|多|来|近|左右|上下|不低于|不少于|不超过|超|以上|以内|至少|\+|>|<|≥|≤")


class AreaReading(Struct, frozen=True):
    """What a cell says about an area.

    ``sqdm`` is ㎡ × 100 (the low end of a range); ``flags`` are of approx, range, phases, unknown,
    suspicious; ``problem`` is a stable code or None.
    """

    sqdm: int | None = None
    flags: frozenset[str] = frozenset()
    problem: str | None = None


def mu_to_sqdm(mu: Decimal | int | str) -> int:
    """亩 to ㎡ × 100, rounded half up. Raises ValueError for what is not a finite number."""
    return _to_sqdm(_finite(mu), _MU)


def sqdm_to_mu_text(sqdm: int | None) -> str:
    """亩 with two decimals, rounded half up; "—" when unknown.

    >>> sqdm_to_mu_text(mu_to_sqdm(80))
    '80.00'
    """
    if sqdm is None:
        return "—"
    mu = _HALF_UP.divide(Decimal(sqdm * _MU[1]), Decimal(_MU[0]))
    return f"{mu.quantize(Decimal('0.01'), context=_HALF_UP):f}"


def parse_area(cell: object, unit: str | None = None) -> AreaReading:
    """Read an area; ``unit`` is the column's (亩, 公顷, 平方米, ㎡, 万平方米, 平方公里 or None).

    A unit in the cell wins. Brackets and 其中 parts are asides. Raises ValueError for a unit that
    is none of these.

    >>> parse_area("占地约100余亩").sqdm == mu_to_sqdm(100)
    True
    """
    column = None if unit is None else _factor(unit)
    number = decimal_of(cell)
    if number is not None:
        return _judged(number, number, column, frozenset())
    if is_blank(cell):
        return AreaReading()
    if not isinstance(cell, str):
        return AreaReading(problem="area-unreadable")
    if is_error_cell(cell):
        return AreaReading(problem="error-cell")
    if is_unknown(cell):
        return AreaReading(flags=frozenset({"unknown"}))
    return _from_text(fold(cell).replace(" ", ""), column)


def _factor(unit: str) -> tuple[int, int]:
    try:
        return _FACTORS[fold(unit).lower()]
    except KeyError:
        raise ValueError(f"not a unit of area: {unit!r}") from None


def _from_text(text: str, column: tuple[int, int] | None) -> AreaReading:
    body = _ASIDE.sub("", text)
    flags = frozenset({"approx"}) if _APPROX.search(text) else frozenset()
    bare = _BARE.fullmatch(body)
    if bare is not None:
        return _one(bare[1], bare[2], bare[3], column, flags)
    found = list(_MEASURE.finditer(body))
    if len(found) == 1 and not re.search("[0-9]", _MEASURE.sub("", body)):
        sign = body[: found[0].start()][-1:]
        _, low, high, named = found[0].groups()
        return _one(sign, low, high, _FACTORS[named.lower()], flags)
    if len(found) > 1 and all(match["phase"] for match in found):
        return _phases(found, flags)
    return AreaReading(flags=flags, problem="area-unreadable")


def _one(
    sign: str, low: str, high: str | None, factor: tuple[int, int] | None, flags: frozenset[str]
) -> AreaReading:
    first, last = parse_numeral(low), parse_numeral(high or low)
    if first is None or last is None:
        return AreaReading(flags=flags, problem="area-unreadable")
    if sign == "-":
        first, last = -first, -last
    if high:
        flags |= {"range"}
    return _judged(first, last, factor, flags)


def _phases(found: list[re.Match[str]], flags: frozenset[str]) -> AreaReading:
    parts = [
        _one("", match[2], match[3], _FACTORS[match[4].lower()], flags | {"phases"})
        for match in found
    ]
    broken = next((part for part in parts if part.sqdm is None), None)
    if broken is not None:
        return broken
    both = flags.union(*(part.flags for part in parts))
    return AreaReading(sum(part.sqdm or 0 for part in parts), both)


def _judged(
    low: Decimal, high: Decimal, factor: tuple[int, int] | None, flags: frozenset[str]
) -> AreaReading:
    if factor is None and low:
        return AreaReading(flags=flags, problem="unit-missing")
    if low < 0:
        return AreaReading(flags=flags | {"suspicious"}, problem="area-negative")
    times = factor or _MU
    largest = Decimal(LARGEST_MU) * _MU[0] / _MU[1]
    if low > high or EXACT.multiply(high, Decimal(times[0])) / times[1] > largest:
        return AreaReading(flags=flags | {"suspicious"}, problem="area-suspicious")
    return AreaReading(_to_sqdm(low, times), flags)


def _to_sqdm(value: Decimal, factor: tuple[int, int]) -> int:
    exact = _HALF_UP.divide(_HALF_UP.multiply(value, Decimal(factor[0])), Decimal(factor[1]))
    return int(exact.to_integral_value(rounding=ROUND_HALF_UP))


def _finite(value: Decimal | int | str) -> Decimal:
    try:
        number = Decimal(value)
    except InvalidOperation:
        raise ValueError(f"not a number: {value!r}") from None
    if not number.is_finite():
        raise ValueError(f"not a number: {value!r}")
    return number
