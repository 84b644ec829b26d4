"""Unified social credit codes (统一社会信用代码).

Domain rule: GB 32100-2015 with the inner check of GB 11714. A failed check warns and never
blocks: at least one genuinely issued code fails it. Knows nothing of firms.
"""

from __future__ import annotations

from dataclasses import dataclass

from invest_crm.domain.text import squeeze

LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_INNER_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_TYPED_BY_MISTAKE = str.maketrans("OI", "01")


@dataclass(frozen=True, slots=True)
class CreditCheck:
    """A cleaned code and what is wrong with it.

    ``reason`` is ``length``, ``alphabet``, ``check-digit`` or ``inner-check-digit``; ``hint`` is a
    valid code that differs only by O typed for 0 or I for 1.
    """

    code: str
    valid: bool
    reason: str | None = None
    hint: str | None = None


def check_credit_code(text: str) -> CreditCheck:
    """Clean (upper case, half width, no spaces or hyphens) and verify both check characters.

    >>> check_credit_code(" 91141082ma0tert08k").valid
    True
    >>> check_credit_code("9114IO82MA0TERT08K").hint
    '91141082MA0TERT08K'
    """
    code = squeeze(text).upper().replace("-", "")
    reason = _fault(code)
    if reason is None:
        return CreditCheck(code, valid=True)
    mended = code.translate(_TYPED_BY_MISTAKE)
    hint = mended if mended != code and _fault(mended) is None else None
    return CreditCheck(code, valid=False, reason=reason, hint=hint)


def _fault(code: str) -> str | None:
    if len(code) != LENGTH:
        return "length"
    if any(char not in _ALPHABET for char in code):
        return "alphabet"
    total = sum(
        _ALPHABET.index(char) * weight for char, weight in zip(code, _WEIGHTS, strict=False)
    )
    if code[17] != _ALPHABET[-total % 31]:
        return "check-digit"
    if code[16] != _inner_check(code[8:16]):
        return "inner-check-digit"
    return None


def _inner_check(body: str) -> str:
    values = map(_INNER_ALPHABET.index, body)
    total = sum(value * weight for value, weight in zip(values, _INNER_WEIGHTS, strict=True))
    return "0123456789X"[-total % 11]
