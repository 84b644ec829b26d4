"""Numbers as ledgers write them: Chinese numerals, mixed forms, floats with binary noise.

Pure arithmetic on text. It must not know what is counted (money, area, days): a trailing 元整
is accepted only because financial numerals are written with it.
"""

from __future__ import annotations

from decimal import Context, Decimal

from invest_crm.domain.patterns import pattern
from invest_crm.domain.text import squeeze

EXACT = Context(prec=60)
"""Wide enough that no ledger number is rounded before the caller rounds it."""

CHINESE_DIGITS = "〇零○一二两三四五六七八九壹贰貳叁參肆伍陆陸柒捌玖"

_DIGITS = {
    **dict.fromkeys("〇零○", 0),
    **dict.fromkeys("一壹", 1),
    **dict.fromkeys("二两贰貳", 2),
    **dict.fromkeys("三叁參", 3),
    **dict.fromkeys("四肆", 4),
    **dict.fromkeys("五伍", 5),
    **dict.fromkeys("六陆陸", 6),
    **dict.fromkeys("七柒", 7),
    **dict.fromkeys("八捌", 8),
    **dict.fromkeys("九玖", 9),
}
_SAME = str.maketrans("拾佰仟萬億圆圓零○", "十百千万亿元元〇〇")
_LONGEST = 60
_PLACES = ((8, "亿"), (4, "万"))

_DIGIT = f"[{CHINESE_DIGITS}]"
_ARABIC = r"[0-9]{1,3}(?:,[0-9]{3})+(?:\.[0-9]+)?|[0-9]+(?:\.[0-9]+)?"
_D = rf"(?:{_ARABIC}|{_DIGIT})"
_SECTION = pattern(rf"〇?(?:({_D})千)?〇?(?:({_D})百)?〇?(?:({_D})?(十))?〇?({_D})?")
_ARABIC_ONLY = pattern(rf"(?:{_ARABIC})")
_POSITIONAL = pattern(rf"({_DIGIT}{{2,}})")
_POINT = pattern(rf"(.*?)点({_DIGIT}+)([万亿]*)")
_CENTS = pattern(rf"(?:({_DIGIT})角)?〇?(?:({_DIGIT})分)?")


def decimal_of(cell: object) -> Decimal | None:
    """The exact number in a numeric cell; None for text, booleans, NaN and infinities.

    Floats are read at fifteen significant digits, as spreadsheets show them, so that binary
    noise disappears.

    >>> decimal_of(0.1 + 0.2)
    Decimal('0.3')
    """
    if isinstance(cell, bool):
        return None
    if isinstance(cell, float):
        cell = Decimal(f"{cell:.15g}")
    if isinstance(cell, int):
        return Decimal(cell)
    if isinstance(cell, Decimal) and cell.is_finite():
        return cell
    return None


def parse_numeral(text: str) -> Decimal | None:
    """The number a Chinese, Arabic or mixed numeral stands for; None when it is not one.

    >>> parse_numeral("贰亿元整")
    Decimal('200000000')
    >>> parse_numeral("1亿2000万")
    Decimal('120000000')
    >>> parse_numeral("一百零二")
    Decimal('102')
    """
    body = squeeze(text).translate(_SAME).replace("廿", "二十").replace("卅", "三十")
    if not body or len(body) > _LONGEST:
        return None
    yuan, mark, cents = body.rstrip("整正").partition("元")
    whole = _whole(yuan)
    if whole is None or not mark:
        return None if mark or body != yuan else whole
    part = _CENTS.fullmatch(cents)
    if part is None:
        return None
    tenths, hundredths = (_DIGITS.get(group or "〇", 0) for group in part.groups())
    return whole + Decimal(tenths * 10 + hundredths) / 100 if tenths + hundredths else whole


def _whole(body: str) -> Decimal | None:
    pointed = _POINT.fullmatch(body)
    if pointed is not None:
        left = _whole(pointed[1])
        if left is None or left != left.to_integral_value():
            return None
        power = sum(4 if unit == "万" else 8 for unit in pointed[3])
        return EXACT.scaleb(Decimal(f"{left:f}.{_positional(pointed[2])}"), power)
    if _POSITIONAL.fullmatch(body):
        return Decimal(_positional(body))
    return _split(body, _PLACES)


def _positional(digits: str) -> str:
    return "".join(str(_DIGITS[digit]) for digit in digits)


def _split(body: str, places: tuple[tuple[int, str], ...]) -> Decimal | None:
    """Read the part before and after the largest unit, as speech does."""
    if not places:
        return _section(body)
    (power, unit), smaller = places[0], places[1:]
    left, mark, right = body.rpartition(unit)
    if not mark:
        return _split(body, smaller)
    high = _split(left, smaller)
    low = _tail(right, power) if right else Decimal(0)
    low = _split(right, smaller) if low is None else low
    if high is None or low is None:
        return None
    return EXACT.add(EXACT.scaleb(high, power), low)


def _tail(right: str, power: int) -> Decimal | None:
    """A lone digit after a unit counts the next lower place: 一万五 is 15 000."""
    if len(right) == 1 and right in _DIGITS:
        return Decimal(_DIGITS[right]).scaleb(power - 1)
    return None


def _section(body: str) -> Decimal | None:
    if _ARABIC_ONLY.fullmatch(body):
        return Decimal(body.replace(",", ""))
    match = _SECTION.fullmatch(body)
    if match is None or not body.strip("〇"):
        return Decimal(0) if body == "〇" else None
    thousands, hundreds, tens, ten, ones = match.groups()
    total = _digit(thousands) * 1000 + _digit(hundreds) * 100 + _digit(ones)
    if ten:
        total += (_digit(tens) if tens else 1) * 10
    elif ones in _DIGITS and "〇" not in body:
        # 一百二 is 120 and 三千五 is 3500: the lone digit counts the next lower place.
        total += _digit(ones) * (9 if hundreds else 99 if thousands else 0)
    return total


def _digit(text: str | None) -> Decimal:
    if text is None:
        return Decimal(0)
    if text in _DIGITS:
        return Decimal(_DIGITS[text])
    return Decimal(text.replace(",", ""))
