"""Photos as a camera writes them: a small JPEG with day and place in its Exif part."""

from __future__ import annotations

import struct

from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage


def plain() -> bytes:
    """A small JPEG that says nothing of itself."""
    image = QImage(16, 12, QImage.Format.Format_RGB32)
    image.fill(0x88AA66)
    buffer = QBuffer()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    image.save(buffer, "JPG")  # type: ignore[call-overload]  # the stubs want bytes for the format
    return bytes(buffer.data().data())


def photo(on: str = "", place: tuple[float, float] | None = None, order: str = "<") -> bytes:
    """A small JPEG. ``on``: ``2025:08:05 10:11:12``; ``place``: degrees north and east."""
    if not on and place is None:
        return plain()
    block = _exif(on, place, order)
    data = plain()
    return data[:2] + b"\xff\xe1" + struct.pack(">H", len(block) + 2) + block + data[2:]


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
