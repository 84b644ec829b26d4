"""Codes of where a record comes from; any other text was typed by a person."""

from __future__ import annotations

from typing import Final

DEMO: Final = "demo"
HAND: Final = "hand"
_LEDGER: Final = "ledger:"
_SHOWN: Final = 16


def ledger_source(sha256: str) -> str:
    """The code of a ledger file with this hash.

    >>> ledger_source("b0b3246bcf85ce1c" + 48 * "0")
    'ledger:b0b3246bcf85ce1c'
    """
    return f"{_LEDGER}{sha256[:_SHOWN]}"


def is_code(text: str) -> bool:
    """Whether a stored source is a code and no words.

    >>> is_code("demo"), is_code("展会")
    (True, False)
    """
    return text in {DEMO, HAND} or text.startswith(_LEDGER)
