"""JSON and JSON Lines in UTF-8, exactly: what is read back equals what was written.

A text with half a surrogate pair cannot be UTF-8; its line is written with escapes instead.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, BinaryIO

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

_whole = json.JSONEncoder(ensure_ascii=False, separators=(",", ":"), allow_nan=False).encode
_escaped = json.JSONEncoder(ensure_ascii=True, separators=(",", ":"), allow_nan=False).encode
_BLOCK = 2000


def write_lines(handle: BinaryIO, items: Iterable[object]) -> int:
    """One JSON document per line; returns how many."""
    count = 0
    block: list[bytes] = []
    for count, item in enumerate(items, 1):  # noqa: B007 - the last number is the answer
        block.append(encode(item))
        if len(block) >= _BLOCK:
            handle.write(b"\n".join(block) + b"\n")
            block.clear()
    if block:
        handle.write(b"\n".join(block) + b"\n")
    return count


def write_lists(handle: BinaryIO, lists: Mapping[str, Iterable[object]]) -> dict[str, int]:
    """One document ``{"projects": […], …}``, an item per line; returns the counts."""
    counts = {}
    handle.write(b"{")
    for place, (name, items) in enumerate(lists.items()):
        handle.write((b",\n" if place else b"\n") + encode(name) + b": [")
        count = 0
        for count, item in enumerate(items, 1):
            handle.write((b",\n " if count > 1 else b"\n ") + encode(item))
        handle.write(b"\n]" if count else b"]")
        counts[name] = count
    handle.write(b"\n}\n")
    return counts


def encode(item: object) -> bytes:
    """One compact JSON document.

    >>> encode({"名": "𠮷"}).decode()
    '{"名":"𠮷"}'
    """
    try:
        return _whole(item).encode()
    except UnicodeEncodeError:
        return _escaped(item).encode()
