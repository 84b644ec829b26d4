"""What a program or library for Linux asks of others, read from the file itself.

Only what is needed here of the format: 64 bits, little end first, as on every machine PySide6 is
made for. Fields are named as in elf(5).
"""

from __future__ import annotations

import re
import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

MAGIC = b"\x7fELF\x02\x01"
PT_LOAD, PT_DYNAMIC = 1, 2
DT_NEEDED, DT_STRTAB, DT_VERNEED, DT_VERNEEDNUM = 1, 5, 0x6FFFFFFE, 0x6FFFFFFF
GLIBC = re.compile(r"GLIBC_(\d+)\.(\d+)")


class Needed(NamedTuple):
    """Names of libraries, and the newest version of the C library whose symbols are used."""

    libraries: frozenset[str]
    libc: tuple[int, int]


class _Segment(NamedTuple):
    kind: int
    offset: int
    address: int
    size: int


def is_elf(path: Path) -> bool:
    """Whether a file is a program or library of the kind read here."""
    with path.open("rb") as file:
        return file.read(len(MAGIC)) == MAGIC


def needed(path: Path) -> Needed:
    """What the file asks for; nothing if it is linked statically."""
    data = path.read_bytes()
    segments = list(_segments(data))
    dynamic = [pair for part in segments if part.kind == PT_DYNAMIC for pair in _pairs(data, part)]
    single = dict(dynamic)
    if DT_STRTAB not in single:
        return Needed(frozenset(), (0, 0))
    texts = _place(segments, single[DT_STRTAB])
    libraries = frozenset(_text(data, texts + at) for tag, at in dynamic if tag == DT_NEEDED)
    versions = []
    if DT_VERNEED in single:
        first = _place(segments, single[DT_VERNEED])
        names = _versions(data, first, texts, single[DT_VERNEEDNUM])
        versions = [(int(m[1]), int(m[2])) for m in map(GLIBC.fullmatch, names) if m]
    return Needed(libraries, max(versions, default=(0, 0)))


def _segments(data: bytes) -> Iterator[_Segment]:
    (start,) = struct.unpack_from("<Q", data, 32)
    size, count = struct.unpack_from("<HH", data, 54)
    for number in range(count):
        kind, _flags, offset, address, _physical, length = struct.unpack_from(
            "<IIQQQQ", data, start + number * size
        )
        yield _Segment(kind, offset, address, length)


def _pairs(data: bytes, segment: _Segment) -> list[tuple[int, int]]:
    return list(struct.iter_unpack("<QQ", data[segment.offset : segment.offset + segment.size]))


def _place(segments: list[_Segment], address: int) -> int:
    """Where in the file an address of the loaded program lies."""
    for item in segments:
        if item.kind == PT_LOAD and item.address <= address < item.address + item.size:
            return address - item.address + item.offset
    raise ValueError(f"no segment holds address {address:#x}")


def _text(data: bytes, at: int) -> str:
    return data[at : data.index(b"\0", at)].decode()


def _versions(data: bytes, at: int, texts: int, count: int) -> Iterator[str]:
    """The names of all versions asked of all libraries."""
    for _library in range(count):
        _version, entries, _file, first, following = struct.unpack_from("<HHIII", data, at)
        entry = at + first
        for _entry in range(entries):
            _hash, _flags, _other, name, after = struct.unpack_from("<IHHII", data, entry)
            yield _text(data, texts + name)
            entry += after
        at += following
