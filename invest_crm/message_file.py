"""One compiled catalogue (GNU ``.mo``), asked where it lies.

The standard library's reader decodes every sentence of a catalogue before the first is said:
that is a tenth of the window's start, and a sentence never shown stays in memory twice. Here the
file's own table gives each sentence's place, and a sentence is decoded when it is asked for.
The format is in the GNU gettext manual, "The Format of GNU MO Files".
"""

from __future__ import annotations

import gettext
from array import array
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

_HEAD = 7
"""Words of the head: magic, revision, count, place of the keys, place of the sentences, …"""
_MAGIC = 0x950412DE
_CONTEXT = b"\x04"
_NEXT = b"\0"


class MessageFile:
    """The sentences of one file; ``None`` for one it does not have. Raises ValueError if the
    file is no ``.mo`` of this kind of machine (they are made beside their ``.po``)."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def sentence(self, message: str, context: str | None = None) -> str | None:
        """The translation of a message, where the English alone is not clear with its context."""
        key = message.encode()
        found = self._found(key if context is None else context.encode() + _CONTEXT + key)
        return None if found is None else found.decode()

    def counted(self, one: str, many: str, n: int) -> str | None:
        """The form of a sentence for ``n`` things."""
        found = self._found(one.encode() + _NEXT + many.encode())
        return None if found is None else found.split(_NEXT)[self._form(n)].decode()

    def _found(self, key: bytes) -> bytes | None:
        number = self._places.get(key)
        if number is None:
            return None
        long, at = self._sentences[2 * number : 2 * number + 2]
        return self._data[at : at + long]

    @cached_property
    def _data(self) -> bytes:
        return self._path.read_bytes()

    @cached_property
    def _words(self) -> array[int]:
        """The file's tables: everything before the first text, as 32-bit words."""
        head = array("I", self._data[: 4 * _HEAD])
        if head.itemsize != 4 or head[0] != _MAGIC:
            raise ValueError(f"{self._path.name} is no message file")
        return array("I", self._data[: head[4] + 8 * head[2]])

    @cached_property
    def _sentences(self) -> array[int]:
        """Length and place of each sentence, one after the other."""
        return self._table(self._words[4])

    @cached_property
    def _places(self) -> dict[bytes, int]:
        """Which sentence each key has; the first key is empty, its sentence the head's fields."""
        data, keys = self._data, self._table(self._words[3])
        ends = zip(keys[1::2], keys[::2], strict=True)
        return {data[at : at + long]: number for number, (at, long) in enumerate(ends)}

    def _table(self, at: int) -> array[int]:
        return self._words[at // 4 : at // 4 + 2 * self._words[2]]

    @cached_property
    def _form(self) -> Callable[[int], int]:
        """Which of the forms a number takes, as the file's head says."""
        head = (self._found(b"") or b"").decode()
        for line in head.splitlines():
            name, _colon, rule = line.partition(":")
            if name == "Plural-Forms":
                return gettext.c2py(rule.partition("plural=")[2].rstrip("; "))
        return lambda n: int(n != 1)
