"""Masks for personal data (domain rule: phones 138****5678, ids 330***********1234).

One function per kind, used below every view and export. Each keeps the length class, shows no more
than the stated characters and changes nothing when applied twice. Knows nothing of roles.
"""

from __future__ import annotations

from invest_crm.domain.patterns import pattern

STAR = "*"

_SEPARATORS = " -()（）+"
_MOBILE = pattern(r"(?:86)?(1[0-9*]{10})")
_PLAIN_MOBILE = pattern(r"1[0-9]{10}")
_LANDLINE = pattern(r"-*(0(?:10|2[0-9]|[3-9][0-9]{2}))-*([0-9*]{7,8})(?:-+([0-9*]+))?-*")
_TO_HYPHEN = str.maketrans(dict.fromkeys(_SEPARATORS, "-"))
_DOMAIN = pattern(r"[A-Za-z0-9.-]+")
_ID_LENGTHS = (15, 18)
_ID_IN_TEXT = pattern(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
_PHONE_IN_TEXT = pattern(r"(?<![0-9.])(?:1[3-9][0-9]{9}|0[1-9][0-9]{1,2}-?[0-9]{7,8})(?![0-9])")


def mask_phone(phone: str) -> str:
    """One number with its middle hidden; separators stay.

    A mobile number keeps 3 + 4 digits, a landline its area code and what follows the first four
    digits (3 or 4), an extension nothing, anything else its last two of at least seven.

    >>> mask_phone("13812345678"), mask_phone("0350-1234042"), mask_phone("0350-1234042-801")
    ('138****5678', '0350-****042', '0350-****042-***')
    """
    if _PLAIN_MOBILE.fullmatch(phone):
        return f"{phone[:3]}{STAR * 4}{phone[7:]}"
    text = phone.strip()
    places = [index for index, char in enumerate(text) if char not in _SEPARATORS]
    shown = _shown("".join(text[index] for index in places), text.translate(_TO_HYPHEN))
    visible = {place for place, show in zip(places, shown, strict=True) if show}
    return "".join(
        char if char in _SEPARATORS or index in visible else STAR for index, char in enumerate(text)
    )


def _shown(digits: str, hyphened: str) -> list[bool]:
    """For each character that is no separator whether it may be seen."""
    mobile = _MOBILE.fullmatch(digits)
    if mobile is not None:
        return [True] * (mobile.start(1) + 3) + [False] * 4 + [True] * 4
    landline = _LANDLINE.fullmatch(hyphened)
    if landline is not None:
        area, local, extension = map(len, landline.groups(""))
        return [True] * area + [False] * 4 + [True] * (local - 4) + [False] * extension
    return _last_two(len(digits))


def _last_two(length: int) -> list[bool]:
    visible = 2 if length >= 7 else 0
    return [False] * (length - visible) + [True] * visible


def mask_email(address: str) -> str:
    """The first letter and the domain; nothing of a one-letter box or of a text without ``@``.

    >>> mask_email("wang.qiang@example.com")
    'w***@example.com'
    """
    box, at, domain = address.strip().rpartition("@")
    if not at:
        return STAR * len(domain)
    first = box[0] if len(box) > 1 and box[0] != STAR else ""
    return f"{first}***@{domain if _DOMAIN.fullmatch(domain) else STAR * 3}"


def mask_id(number: str) -> str:
    """An identity number with its first three and last four characters, other documents two.

    >>> mask_id("330102199001011234")
    '330***********1234'
    """
    text = number.strip()
    if len(text) in _ID_LENGTHS:
        return text[:3] + STAR * (len(text) - 7) + text[-4:]
    shown = _last_two(len(text))
    return "".join(char if show else STAR for char, show in zip(text, shown, strict=True))


def mask_numbers(text: str) -> str:
    """A sentence with the telephone and identity numbers in it masked; amounts and dates stay.

    >>> mask_numbers("王总13812345678，约5月20日")
    '王总138****5678，约5月20日'
    """
    hidden = _ID_IN_TEXT.sub(lambda found: mask_id(found[0]), text)
    return _PHONE_IN_TEXT.sub(lambda found: mask_phone(found[0]), hidden)
