"""Cleaning of people's text before it meets a page: what has no shape must not reach a document.

Names and remarks come from spreadsheets and chat windows with control characters, direction
overrides and zero-width marks in them. They are taken out here, once, for every format.
Markup is *not* touched: ``<b>`` is four characters to print. Knows no format.
"""

from __future__ import annotations

import re
import unicodedata

_ODD = re.compile(
    "[\x00-\x1f\x7f-\x9f\xa0\xad\u061c\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f"
    "\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff9-\uffff\U000e0000-\U000e0fff]"
)
_BREAKS = "\n\u2028\u2029\x0b\x0c\x85"


def plain(text: str) -> str:
    """``text`` on one line, without control, direction and zero-width characters.

    >>> plain("甲\\n乙\\u202e丙\\x00")
    '甲 乙丙'
    """
    return " ".join(lines(text))


def lines(text: str) -> list[str]:
    """The non-empty lines of ``text``, each cleaned (a cell may keep its line breaks).

    >>> lines("一期\\r\\n二期")
    ['一期', '二期']
    """
    if not _ODD.search(text):
        return [text.strip()] if text.strip() else []
    cleaned = _ODD.sub(_replacement, text.replace("\r\n", "\n").replace("\r", "\n"))
    return [part for part in (line.strip() for line in cleaned.split("\n")) if part]


def _replacement(found: re.Match[str]) -> str:
    char = found.group()
    if char in _BREAKS:
        return "\n"
    if char == "\t" or unicodedata.category(char) == "Zs":
        return " "
    if "\ud800" <= char <= "\udfff":
        return "\ufffd"  # half a character: shown, because something was there
    return ""
