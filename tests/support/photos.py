"""Photos as a camera writes them: a small JPEG with day and place in its Exif part."""

from __future__ import annotations

import struct

_PLAIN = bytes.fromhex(
    "ffd8ffe000104a46494600010100000100010000ffdb004300080606070605080707070909080a0c140d0c0b0b0c1912"
    "130f141d1a1f1e1d1a1c1c20242e2720222c231c1c2837292c30313434341f27393d38323c2e333432ffc0000b080001"
    "000101011100ffc4001f0000010501010101010100000000000000000102030405060708090a0bffc400b51000020103"
    "03020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c11552d1f024336272"
    "82090a161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475"
    "767778797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9"
    "cad2d3d4d5d6d7d8d9dae1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f00fbd3ffd9"
)


def photo(on: str = "", place: tuple[float, float] | None = None, order: str = "<") -> bytes:
    """A JPEG of one point. ``on``: ``2025:08:05 10:11:12``; ``place``: degrees north and east."""
    if not on and place is None:
        return _PLAIN
    block = _exif(on, place, order)
    return _PLAIN[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + _PLAIN[2:]


def _exif(on: str, place: tuple[float, float] | None, order: str) -> bytes:
    text = on.encode() + b"\0"
    start = 8 + 2 + 12 * 2 + 4
    detail = start
    words = detail + 2 + 12 + 4
    gps = words + len(text)
    numbers = gps + 2 + 12 * 4 + 4
    first = struct.pack(f"{order}H", 2)
    first += struct.pack(f"{order}HHII", 0x8769, 4, 1, detail)
    first += struct.pack(f"{order}HHII", 0x8825, 4, 1, gps) + bytes(4)
    body = struct.pack(f"{order}HHHII", 1, 0x9003, 2, len(text), words) + bytes(4) + text
    north, east = place or (0.0, 0.0)
    body += struct.pack(f"{order}H", 4)
    body += struct.pack(f"{order}HHI4s", 1, 2, 2, b"N\0" if north >= 0 else b"S\0")
    body += struct.pack(f"{order}HHII", 2, 5, 3, numbers)
    body += struct.pack(f"{order}HHI4s", 3, 2, 2, b"E\0" if east >= 0 else b"W\0")
    body += struct.pack(f"{order}HHII", 4, 5, 3, numbers + 24) + bytes(4)
    for degrees in (abs(north), abs(east)):
        body += struct.pack(f"{order}6I", round(degrees * 100_000), 100_000, 0, 1, 0, 1)
    sign = b"II" if order == "<" else b"MM"
    return b"Exif\0\0" + sign + struct.pack(f"{order}HI", 42, 8) + first + body
