"""When and where a photo was taken, as the camera wrote it into the file (Exif in JPEG).

A few fields at known offsets are read, nothing is followed more than once and nothing is computed
from a length the file claims beyond what is there, so this needs no process of its own. What is
odd counts as not written. Format: Exif 2.32 (CIPA DC-008), TIFF 6.0.
"""

from __future__ import annotations

import struct
from datetime import date
from typing import Final

from msgspec import Struct

_JPEG, _APP1, _SCAN = b"\xff\xd8", 0xE1, 0xDA
_MARK: Final = b"Exif\x00\x00"
_MOST_SEGMENTS, _MOST_FIELDS = 64, 256
_SIZES = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8}
"""Bytes of a value: byte, ASCII, short, long, rational."""
_EXIF, _GPS, _TAKEN, _CHANGED = 0x8769, 0x8825, 0x9003, 0x0132
_SOUTH, _LATITUDE, _WEST, _LONGITUDE = 1, 2, 3, 4
_MOST_NORTH, _MOST_EAST = 90, 180


class Taken(Struct, frozen=True):
    """``on``: the day (ISO text); ``at``: latitude and longitude in degrees; empty if not there."""

    on: str = ""
    at: str = ""


def taken(data: bytes) -> Taken:
    """What a photo says of itself; nothing for any other file."""
    block = _block(data)
    if block is None:
        return Taken()
    try:
        tiff = _Tiff(block)
        first = tiff.fields(tiff.long(4))
        detail = tiff.fields(tiff.long_of(first, _EXIF)) if _EXIF in first else {}
        place = tiff.fields(tiff.long_of(first, _GPS)) if _GPS in first else {}
        said = tiff.text_of(detail, _TAKEN) or tiff.text_of(first, _CHANGED)
        return Taken(_day(said), tiff.place_of(place))
    except (struct.error, ValueError, ZeroDivisionError):
        return Taken()


def _block(data: bytes) -> bytes | None:
    """The Exif part of a JPEG file."""
    if data[:2] != _JPEG:
        return None
    place = 2
    for _segment in range(_MOST_SEGMENTS):
        head = data[place : place + 4]
        if len(head) < 4 or head[0] != 0xFF or head[1] == _SCAN:
            return None
        size = int.from_bytes(head[2:], "big")
        body = data[place + 4 : place + 2 + size]
        if head[1] == _APP1 and body.startswith(_MARK):
            return body[len(_MARK) :]
        place += 2 + max(size, 2)
    return None


class _Tiff:
    """The fields of a TIFF block; ValueError and struct.error where it is not one."""

    def __init__(self, block: bytes) -> None:
        if block[:2] not in (b"II", b"MM"):
            raise ValueError("no byte order")
        self._block = block
        self._order = "<" if block[:2] == b"II" else ">"

    def long(self, place: int) -> int:
        """Four bytes."""
        return int(struct.unpack_from(f"{self._order}I", self._block, place)[0])

    def fields(self, place: int) -> dict[int, tuple[int, int, int]]:
        """Kind, count and place of the value of every field of a directory, by its number."""
        (count,) = struct.unpack_from(f"{self._order}H", self._block, place)
        found = {}
        for index in range(min(count, _MOST_FIELDS)):
            start = place + 2 + 12 * index
            tag, kind, many = struct.unpack_from(f"{self._order}HHI", self._block, start)
            size = _SIZES.get(kind, 0) * many
            found[tag] = (kind, many, start + 8 if size <= 4 else self.long(start + 8))
        return found

    def long_of(self, fields: dict[int, tuple[int, int, int]], tag: int) -> int:
        """A number of four bytes."""
        return self.long(fields[tag][2])

    def text_of(self, fields: dict[int, tuple[int, int, int]], tag: int) -> str:
        """A text, empty where the field is missing."""
        kind, many, place = fields.get(tag, (0, 0, 0))
        if kind != 2:
            return ""
        raw = self._block[place : place + many]
        return raw.split(b"\x00")[0].decode("ascii", "replace").strip()

    def place_of(self, fields: dict[int, tuple[int, int, int]]) -> str:
        """Latitude and longitude with five places, about a metre; empty where not written."""
        if _LATITUDE not in fields or _LONGITUDE not in fields:
            return ""
        north = self._degrees(fields, _LATITUDE)
        east = self._degrees(fields, _LONGITUDE)
        if self.text_of(fields, _SOUTH).upper() == "S":
            north = -north
        if self.text_of(fields, _WEST).upper() == "W":
            east = -east
        if abs(north) > _MOST_NORTH or abs(east) > _MOST_EAST or (not north and not east):
            return ""
        return f"{north:.5f},{east:.5f}"

    def _degrees(self, fields: dict[int, tuple[int, int, int]], tag: int) -> float:
        kind, many, place = fields[tag]
        if kind != 5 or many != 3:
            raise ValueError("no degrees")
        numbers = struct.unpack_from(f"{self._order}6I", self._block, place)
        degrees, minutes, seconds = (numbers[index] / numbers[index + 1] for index in (0, 2, 4))
        return float(degrees + minutes / 60 + seconds / 3600)


def _day(text: str) -> str:
    """The day of ``2025:08:05 10:11:12``; empty where it is none."""
    try:
        return date.fromisoformat(text[:10].replace(":", "-")).isoformat()
    except ValueError:
        return ""
