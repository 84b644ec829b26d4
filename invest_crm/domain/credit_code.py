"""Unified social credit codes (统一社会信用代码).

Domain rule: GB 32100-2015 with the inner check of GB 11714. A failed check warns and never
blocks: at least one genuinely issued code fails it. Knows nothing of firms.
"""

from __future__ import annotations

import re
from operator import mul

from msgspec import Struct

from invest_crm.domain.text import squeeze

LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORM = re.compile(f"[{_ALPHABET}]{{{LENGTH}}}")
_VALUES = bytes.maketrans(_ALPHABET.encode(), bytes(range(len(_ALPHABET))))
_WEIGHTS = (1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28)
_INNER_ALPHABET = b"0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_INNER_VALUES = bytes.maketrans(_INNER_ALPHABET, bytes(range(len(_INNER_ALPHABET))))
_INNER_WEIGHTS = (3, 7, 9, 10, 5, 8, 4, 2)
_TYPED_BY_MISTAKE = str.maketrans("OI", "01")


class CreditCheck(Struct, frozen=True):
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
    code = clean_credit_code(text)
    reason = _fault(code)
    if reason is None:
        return CreditCheck(code, valid=True)
    mended = code.translate(_TYPED_BY_MISTAKE)
    hint = mended if mended != code and _fault(mended) is None else None
    return CreditCheck(code, valid=False, reason=reason, hint=hint)


def clean_credit_code(text: str) -> str:
    """The code in upper case and half width, without spaces and hyphens; nothing is verified."""
    plain = text.isascii() and text.isalnum()
    return text.upper() if plain else squeeze(text).upper().replace("-", "")


def _fault(code: str) -> str | None:
    if not _FORM.fullmatch(code):
        return "length" if len(code) != LENGTH else "alphabet"
    letters = code.encode()
    total = sum(map(mul, letters.translate(_VALUES), _WEIGHTS))
    if code[17] != _ALPHABET[-total % 31]:
        return "check-digit"
    if code[16] != _inner_check(letters[8:16]):
        return "inner-check-digit"
    return None


def _inner_check(body: bytes) -> str:
    total = sum(map(mul, body.translate(_INNER_VALUES), _INNER_WEIGHTS))
    return "0123456789X"[-total % 11]
