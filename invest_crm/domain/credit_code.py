"""Unified social credit codes (统一社会信用代码).

Domain rule: GB 32100-2015 with the inner check of GB 11714. A failed check warns and never
blocks: at least one genuinely issued code fails it. Knows nothing of firms.
"""

from __future__ import annotations

import re

from msgspec import Struct

from invest_crm.domain.text import squeeze

LENGTH = 18
_ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_FORM = re.compile(f"[{_ALPHABET}]{{{LENGTH}}}")
_DIGITS = bytes.maketrans(_ALPHABET.encode(), b"0123456789abcdefghijklmnopqrstu")
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
    if code[17] != _outer_check(code[:17]):
        return "check-digit"
    if code[16] != _inner_check(code[8:16]):
        return "inner-check-digit"
    return None


def _outer_check(body: str) -> str:
    """The weights are the powers of 3 modulo 31, and so are those of 34: the weighed sum is what
    the characters, read backwards, write in base 34."""
    return _ALPHABET[-int(body.encode().translate(_DIGITS)[::-1], 34) % 31]


def _inner_check(body: str) -> str:
    """The weights are 2 to the powers 8 to 1 modulo 11, and 35 is 2 modulo 11; in this check
    letters count as digits do in base 36."""
    return "0123456789X"[-2 * int(body, 35) % 11]
