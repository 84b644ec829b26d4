"""Money of ledgers: integer 分 inside, 万元 and 亿元 outside, and the reading of messy cells.

Domain rules: a unit in the cell wins over the column's; foreign currency is kept and never
converted; of a range the low end counts; a doubtful value is left null and named. Knows no fields:
whether zero means unknown, and whether less than nothing is possible, is said by the caller.
"""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Context, Decimal, InvalidOperation
from typing import TypeAlias

from msgspec import Struct, field
from msgspec.structs import replace

from invest_crm.domain.numerals import CHINESE_DIGITS, EXACT, decimal_of, parse_numeral
from invest_crm.domain.patterns import pattern
from invest_crm.domain.text import fold, is_blank, is_error_cell, is_unknown
from invest_crm.words import _, language

Fen: TypeAlias = int

FEN_PER_YUAN = 100
FEN_PER_WAN = 1_000_000
FEN_PER_YI = 10_000_000_000
_FEN_PER_MILLION = 100 * FEN_PER_WAN
LARGEST = 1000 * FEN_PER_YI
"""Above 1000 亿元 a single project is a slip of unit (5000 under 亿元 is likely 万元)."""
DASH = "—"

_HALF_UP = Context(prec=80, rounding=ROUND_HALF_UP)
_YUAN = Decimal(1)
_COLUMN_UNITS = {"亿元": Decimal(10**8), "万元": Decimal(10**4), "元": _YUAN}
_CELL_UNITS = {
    "亿元": Decimal(10**8), "亿": Decimal(10**8), "千万元": Decimal(10**7), "千万": Decimal(10**7),
    "百万元": Decimal(10**6), "百万": Decimal(10**6), "万元": Decimal(10**4), "万": Decimal(10**4),
    "千元": Decimal(1000), "元": _YUAN, "圆": _YUAN, "w": Decimal(10**4), "k": Decimal(1000),
    "m": Decimal(10**6), "mn": Decimal(10**6), "million": Decimal(10**6),
    "b": Decimal(10**9), "bn": Decimal(10**9), "billion": Decimal(10**9),
}  # fmt: skip
_UNIT = "|".join(sorted(_CELL_UNITS, key=len, reverse=True))
_NUMBER = r"(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]{1,15})(?:\.[0-9]{0,20})?|\.[0-9]{1,20}"
_SINGLE = pattern(rf"([+-]?)({_NUMBER})({_UNIT})?", re.IGNORECASE)
_RANGE = pattern(r"(.+?)(?:[-‐-―~至到〜]+)(.+)")
_EXPLICIT = pattern("[亿億万萬元圆圓]")
_SAME_UNIT = {"億": "亿", "萬": "万", "圓": "元"}
_CHINESE = pattern(rf"[{CHINESE_DIGITS}十拾百佰千仟]")

_CURRENCIES = {
    "USD": r"美元|美金|USD|US\$|U\$|\$",
    "HKD": r"港元|港币|HKD|HK\$",
    "EUR": "欧元|EUR|€",
    "JPY": "日元|日币|JPY",
    "GBP": "英镑|GBP|£",
    "TWD": r"新?台币|TWD|NT\$",
    "MOP": "澳门元|MOP",
    "AUD": "澳元|AUD",
    "CAD": "加元|CAD",
    "SGD": "新加坡元|新元|SGD",
    "KRW": "韩元|韩币|KRW",
}
_CURRENCY = pattern(
    "|".join(f"(?P<{code}>{_CURRENCIES[code]})" for code in sorted(_CURRENCIES, reverse=True)),
    re.IGNORECASE,
)
_RENMINBI = pattern(r"人民币|RMB|CNY|¥", re.IGNORECASE)

_APPROX = pattern(
    "大约|大概|约|左右|上下|将近|接近|近|不低于|不少于|不超过|不足|至少|至多|最高|最多|超过|超|逾|以上|以下|以内|暂定|暂估|预估"
    "|余|多|来|许|[+](?=$)|[><≥≤]=?"
)
_LABEL = pattern(
    "(?:(?:项目|计划|预计|协议|合同|概算|估算|意向|总|拟|投资|引资|引进|资金|金额|额|规模|固定资产|固投|流动资金|到位|注册资本|共计"
    "|合计|总计|共|折?合|为|是|达到?|其中|:)+)"
)
_TOTAL = pattern("(?:项目|计划|预计|协议|合同)?(?:总投资|投资总额|共计|合计|总计|共|总)")
_FIXED = pattern("固投|固定资产")
_COUNTED = pattern(rf"[0-9{CHINESE_DIGITS}十拾百佰千仟]")
_PART = pattern("其中|含|包括")
_PHASE = pattern(
    r"(?:其中)?(?:第?(?:[一二三四五六七八九十]|[0-9]{1,2})|首|前|后)期(?:工程|项目)?(.*)"
)
_BRACKET = pattern(r"[(\[【〔]([^()\[\]【】〔〕]*)[)\]】〕]")
_NEGATIVE = pattern(rf"\((?:{_NUMBER})(?:{_UNIT})?\)({_UNIT})?")
_CLAUSE = pattern(r"(?<![0-9]),|,(?![0-9]{3}(?![0-9]))|[;、。/]|(?=其中)")
# 12 000: no second amount begins with 0, so the blank can only divide the thousands.
_BLANK_THOUSANDS = pattern(
    r"(?<![0-9.,] )(?<![0-9.,])[0-9]{1,3}(?: [0-9]{3})* 0[0-9]{2}(?: [0-9]{3})*(?! ?[0-9])"
)
_JOINED = pattern(r"[0-9] +[0-9]")
_WIDE = pattern("[０-９Ａ-Ｚａ-ｚ．]")


class AmountReading(Struct, frozen=True):
    """What a cell says about money.

    ``fen`` (the low end), ``high_fen`` (of a range) and ``fixed_fen`` (a fixed-asset part written
    inside the total) are 分. ``currency_amount`` is in whole units of ``currency`` (ISO code).
    ``flags`` are of approx, range, phases, fixed_in_cell, currency, unknown, suspicious; ``notes``
    of unit-in-cell, width-folded, numeral, bracket-text. ``problem`` is None or one of
    amount-unreadable, amount-suspicious, amount-negative, unit-missing, error-cell.
    """

    fen: Fen | None = None
    high_fen: Fen | None = None
    fixed_fen: Fen | None = None
    flags: frozenset[str] = frozenset()
    notes: tuple[str, ...] = ()
    currency: str | None = None
    currency_amount: Decimal | None = None
    problem: str | None = None


class _Value(Struct, frozen=True):
    """One amount: in yuan when the cell names its ``scale``, else in the column's unit."""

    low: Decimal
    high: Decimal | None = None
    scale: Decimal | None = None
    currency: str | None = None
    marks: frozenset[str] = frozenset()


class _Parts(Struct):
    """The clauses of a cell by what they speak of."""

    totals: list[str] = field(default_factory=list)
    phases: list[str] = field(default_factory=list)
    fixed: str | None = None
    flags: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def wan_to_fen(wan: Decimal | int | str) -> Fen:
    """万元 to 分, rounded half up. Raises ValueError for what is not a finite number.

    >>> wan_to_fen("0.5")
    500000
    """
    try:
        number = Decimal(wan)
    except InvalidOperation:
        raise ValueError(f"not an amount: {wan!r}") from None
    if not number.is_finite():
        raise ValueError(f"not an amount: {wan!r}")
    return _whole(EXACT.multiply(number, Decimal(FEN_PER_WAN)))


def fen_to_wan_text(fen: Fen) -> str:
    """万元 as an exact decimal string without exponent or trailing zeros (the form of JSON).

    >>> fen_to_wan_text(35_000 * FEN_PER_WAN), fen_to_wan_text(500_000)
    ('35000', '0.5')
    """
    return fen_to_text(fen, FEN_PER_WAN)


def fen_to_text(fen: Fen | None, unit: int) -> str:
    """An amount to its last digit in a unit of so many 分; "" for None.

    >>> fen_to_text(12_345 * FEN_PER_WAN, FEN_PER_YI), fen_to_text(None, FEN_PER_YI)
    ('1.2345', '')
    """
    if fen is None:
        return ""
    whole, rest = divmod(abs(fen), unit)
    text = f"{whole}.{rest:0{len(str(unit)) - 1}d}".rstrip("0").rstrip(".")
    return f"-{text}" if fen < 0 else text


def show_yi(fen: Fen | None, places: int = 2) -> str:
    """亿元 with ``places`` decimals and thousands separators, rounded half up; "—" for None."""
    return DASH if fen is None else _grouped(fen, FEN_PER_YI, places)


def show_wan(fen: Fen | None) -> str:
    """万元 with thousands separators and at most two decimals; "—" for None.

    >>> show_wan(2_080 * FEN_PER_WAN)
    '2,080'
    """
    return DASH if fen is None else _trimmed(_grouped(fen, FEN_PER_WAN, 2))


def show_amount(fen: Fen | None) -> str:
    """An amount with its unit, as an office writes it: 5.20 亿元, 2,080 万元, 800 元."""
    if fen is None:
        return DASH
    english = language() == "en"
    if abs(fen) < (_FEN_PER_MILLION if english else FEN_PER_WAN):
        return _("CNY {amount}").format(amount=_trimmed(_grouped(fen, FEN_PER_YUAN, 2)))
    if english:
        millions = _trimmed(_grouped(fen, _FEN_PER_MILLION, 2))
        return _("CNY {amount} million").format(amount=millions)
    if abs(fen) < FEN_PER_YI:
        return _("CNY {amount} × 10 thousand").format(amount=show_wan(fen))
    return _("CNY {amount} × 100 million").format(amount=show_yi(fen))


def parse_amount(
    cell: object,
    unit: str | None,
    *,
    zero_is_unknown: bool = False,
    allow_negative: bool = False,
) -> AmountReading:
    """Read an amount; ``unit`` is the column's or caption's: 亿元, 万元, 元 or None.

    ``zero_is_unknown``: 0 stands for "not known yet" (projects in talks). ``allow_negative``: a
    correction (冲减) is possible; otherwise a negative amount is suspicious and left null.
    Raises ValueError for another unit.

    >>> parse_amount("约2亿", "万元").fen == 2 * FEN_PER_YI
    True
    """
    if unit is not None and unit not in _COLUMN_UNITS:
        raise ValueError(f"not a unit of money: {unit!r}")
    reading = _read(cell, None if unit is None else _COLUMN_UNITS[unit])
    if reading.fen == 0 and zero_is_unknown:
        return replace(reading, fen=None, flags=reading.flags | {"unknown"})
    if reading.fen is not None and reading.fen < 0 and not allow_negative:
        return _suspicious(reading, "amount-negative")
    return reading


def _read(cell: object, column: Decimal | None) -> AmountReading:
    number = decimal_of(cell)
    if number is not None:
        return _in_fen(_Value(number), column, _Parts())
    if is_blank(cell):
        return AmountReading()
    if not isinstance(cell, str):
        return AmountReading(problem="amount-unreadable")
    if is_error_cell(cell):
        return AmountReading(problem="error-cell")
    if is_unknown(cell):
        return AmountReading(flags=frozenset({"unknown"}))
    return _from_text(cell, column)


def _from_text(cell: str, column: Decimal | None) -> AmountReading:
    folded = _BLANK_THOUSANDS.sub(lambda found: found[0].replace(" ", ""), fold(cell))
    if _JOINED.search(folded):
        # Two numbers side by side: joining or choosing would invent an amount.
        return AmountReading(problem="amount-unreadable")
    parts = _parts(folded.replace(" ", ""))
    value = _total(parts)
    if _WIDE.search(cell):
        parts.notes.append("width-folded")
    if value is None:
        return AmountReading(
            flags=frozenset(parts.flags), notes=tuple(parts.notes), problem="amount-unreadable"
        )
    return _in_fen(value, column, parts)


def _parts(body: str) -> _Parts:
    parts = _Parts()
    if _NEGATIVE.fullmatch(body):
        body = "-" + body.replace("(", "").replace(")", "")
    asides: list[str] = []

    def aside(match: re.Match[str]) -> str:
        # A bracket may hold nothing but the unit: 3000（万元）.
        inner = match[1]
        if _CURRENCY.sub("", _RENMINBI.sub("", inner)).lower() in ("", *_CELL_UNITS):
            return inner
        asides.append(inner)
        return ""

    main = _BRACKET.sub(aside, body)
    for position, clause in enumerate(part for part in _CLAUSE.split(main) if part):
        _sort_clause(clause, parts, first=position == 0)
    for inner in asides:
        _sort_aside(inner, parts)
    return parts


def _sort_clause(clause: str, parts: _Parts, *, first: bool) -> None:
    phase = _PHASE.fullmatch(clause)
    if phase is not None:
        parts.flags.add("phases")
        parts.phases.append(phase[1])
    elif _FIXED.search(clause) and (not first or clause.startswith("其中")):
        parts.fixed = clause
    elif not first and (_PART.match(clause) or not _COUNTED.search(clause)):
        _sort_aside(clause, parts)
    else:
        parts.totals.append(clause)


def _sort_aside(inner: str, parts: _Parts) -> None:
    fixed = _FIXED.search(inner)
    if fixed is not None:
        end = re.search(r"[,;、。](?![0-9]{3}(?![0-9]))", inner[fixed.start() :])
        parts.fixed = inner[fixed.start() :][: end.start() if end else None]
    elif "期" in inner:
        parts.flags.add("phases")
    elif not _APPROX.sub("", inner):
        parts.flags.add("approx")
    else:
        parts.notes.append("bracket-text")


def _total(parts: _Parts) -> _Value | None:
    totals = parts.totals
    if len(totals) > 1:
        totals = [clause for clause in totals if _TOTAL.match(clause)]
    if len(totals) == 1:
        return _value(totals[0])
    return _sum([_value(phase) for phase in parts.phases]) if not parts.totals else None


def _sum(values: list[_Value | None]) -> _Value | None:
    known = [value for value in values if value is not None]
    if not known or len(known) < len(values) or len({value.currency for value in known}) > 1:
        return None
    scales = {value.scale for value in known}
    if None in scales and len(scales) > 2:
        return None
    scale = next(iter(scales - {None}), None)
    known = [_scaled(value, scale) for value in known]
    ranged = any(value.high is not None for value in known)
    return replace(
        known[0],
        low=sum((value.low for value in known), Decimal(0)),
        high=sum((value.high or value.low for value in known), Decimal(0)) if ranged else None,
        marks=frozenset().union(*(value.marks for value in known)),
    )


def _scaled(value: _Value, scale: Decimal | None) -> _Value:
    """Give a bare number the unit that stands once for several: 1.2-1.5亿, 一期2，二期3亿."""
    if scale is None or value.scale is not None:
        return value
    high = None if value.high is None else EXACT.multiply(value.high, scale)
    return replace(value, low=EXACT.multiply(value.low, scale), high=high, scale=scale)


def _value(text: str) -> _Value | None:
    """One amount or range with its approximations, labels and currency taken off."""
    marks: set[str] = set()
    body = _APPROX.sub("", text)
    if body != text:
        marks.add("approx")
    found = _CURRENCY.search(body)
    currency = found.lastgroup if found else None
    body = _RENMINBI.sub("", _CURRENCY.sub("", body))
    label = _LABEL.match(body)
    body = body[label.end() if label else 0 :].replace("个", "").rstrip("整正")
    value = _single(body) or _range(body)
    if value is None:
        return None
    if currency is not None:
        value = replace(value, scale=value.scale or _YUAN, currency=currency)
    return replace(value, marks=value.marks | marks)


def _range(body: str) -> _Value | None:
    ends = _RANGE.fullmatch(body)
    if ends is None:
        return None
    low, high = _single(ends[1]), _single(ends[2])
    if low is None or high is None:
        return None
    low = _scaled(low, high.scale)
    if high.scale is None and low.scale is not None:
        return None
    return replace(low, high=high.low, marks=low.marks | high.marks | {"range"})


def _single(body: str) -> _Value | None:
    match = _SINGLE.fullmatch(body)
    if match is not None:
        sign, digits, unit = match.groups()
        number = _Value(Decimal(sign + digits.replace(",", "")))
        return _scaled(number, None if unit is None else _CELL_UNITS[unit.lower()])
    numeral = parse_numeral(body)
    if numeral is None:
        return None
    marks = frozenset({"numeral"}) if _CHINESE.search(body) else frozenset[str]()
    unit_at = _EXPLICIT.search(body)
    return _Value(
        numeral,
        scale=_CELL_UNITS[_SAME_UNIT.get(unit_at[0], unit_at[0])] if unit_at else None,
        marks=marks,
    )


def _in_fen(value: _Value, column: Decimal | None, parts: _Parts) -> AmountReading:
    flags = frozenset(parts.flags) | (value.marks & {"approx", "range"})
    notes = (*(("unit-in-cell",) if value.scale else ()), *sorted(value.marks & {"numeral"}))
    base = AmountReading(flags=flags, notes=(*notes, *parts.notes))
    if value.currency is not None:
        return replace(
            base,
            flags=flags | {"currency"},
            currency=value.currency,
            currency_amount=value.low,
        )
    factor = _YUAN if value.scale else column
    if factor is None and (value.low or value.high):
        return replace(base, problem="unit-missing")
    low = _fen(value.low, factor or _YUAN)
    high = None if value.high is None else _fen(value.high, factor or _YUAN)
    if max(abs(low), abs(high or 0)) > LARGEST or (high is not None and high < low):
        return _suspicious(base, "amount-suspicious")
    return _with_fixed(replace(base, fen=low, high_fen=high), value.scale or column, parts.fixed)


def _with_fixed(base: AmountReading, unit: Decimal | None, clause: str | None) -> AmountReading:
    if clause is None:
        return base
    fixed = _value(clause)
    if fixed is None or fixed.currency is not None or (fixed.scale or unit) is None:
        return replace(base, notes=(*base.notes, "bracket-text"))
    yuan = _scaled(fixed, unit).low
    return replace(base, fixed_fen=_fen(yuan, _YUAN), flags=base.flags | {"fixed_in_cell"})


def _suspicious(reading: AmountReading, problem: str) -> AmountReading:
    return replace(
        reading, fen=None, high_fen=None, flags=reading.flags | {"suspicious"}, problem=problem
    )


def _fen(value: Decimal, factor: Decimal) -> Fen:
    return _whole(EXACT.multiply(value, EXACT.multiply(factor, Decimal(FEN_PER_YUAN))))


def _whole(value: Decimal) -> int:
    return int(value.to_integral_value(rounding=ROUND_HALF_UP))


def _grouped(fen: Fen, unit: int, places: int) -> str:
    exact = _HALF_UP.divide(Decimal(fen), Decimal(unit))
    rounded = exact.quantize(Decimal(1).scaleb(-places), context=_HALF_UP)
    # Adding zero turns the -0.00 of a small negative into 0.00.
    return f"{EXACT.add(rounded, Decimal(0)):,f}"


def _trimmed(text: str) -> str:
    return text.rstrip("0").rstrip(".") if "." in text else text
