"""The cutting child: texts of records on standard input, the words of the index on its output.

Each message is its length in four bytes and then MessagePack. It opens nothing and stores
nothing; it ends with its input.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, BinaryIO

import msgspec

from invest_crm.db.words import Fields, with_initials, words_of_many

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LENGTH = 4
_fields = msgspec.msgpack.Decoder(list[Fields])
_words = msgspec.msgpack.Decoder(list[str])


def main() -> int:
    """Answer until the input ends; returns the exit status."""
    out = sys.stdout.buffer
    for message in messages(sys.stdin.buffer):
        out.write(framed(list(cut(_fields.decode(message)))))
        out.flush()
    return 0


def cut(records: Iterable[Fields]) -> Iterator[str]:
    """The words of records, initials included."""
    return words_of_many(map(with_initials, records))


def messages(stream: BinaryIO) -> Iterator[bytes]:
    """The messages of a stream up to its end, or to one that was cut off."""
    while len(head := stream.read(LENGTH)) == LENGTH:
        size = int.from_bytes(head, "big")
        message = stream.read(size)
        if len(message) < size:
            return
        yield message


def framed(items: Sequence[Fields] | Sequence[str]) -> bytes:
    """A message with its length before it."""
    message = msgspec.msgpack.encode(items)
    return len(message).to_bytes(LENGTH, "big") + message


def answer(message: bytes) -> list[str]:
    """What an answer of the child says."""
    return _words.decode(message)


if __name__ == "__main__":
    sys.exit(main())
