"""Identity of records: UUIDv7 text, so that copies made apart can be merged.

Version 7 begins with the time (RFC 9562, 5.7): ids made later sort later, which keeps indexes
compact. Within one process they are strictly increasing.
"""

from __future__ import annotations

import re
import secrets
import threading
import time
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_VARIANT = bytes(0x80 | byte & 0x3F for byte in range(256))
"""What the first byte behind the time becomes: its two highest bits name the variant."""
_NOISE = re.compile("(.{4})(.{12})")
_WITHIN = 1 << 12  # ids of one millisecond

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A new UUIDv7 in its usual text form, greater than every one made before in this process."""
    return new_ids(1)[0]


def new_ids(count: int) -> list[str]:
    """Several new ids, each greater than the one before: a lock and random bytes for all at once.

    >>> first, second = new_ids(2)
    >>> first < second
    True
    """
    global _last  # noqa: PLW0603 - the counter that makes ids increase within one process
    with _lock:
        # 48 bits of milliseconds, then 12 bits that count up within the millisecond.
        first = max(time.time_ns() // 1_000_000 * _WITHIN, _last + 1)
        _last = first + max(count, 1) - 1
    noise = bytearray(secrets.token_bytes(8 * count))
    noise[::8] = noise[::8].translate(_VARIANT)
    return [
        f"{stem}-{start}-{rest}"
        for stem, (start, rest) in zip(
            _stems(first, first + count), _NOISE.findall(noise.hex()), strict=True
        )
    ]


def _stems(first: int, end: int) -> Iterator[str]:
    """Time, version and count of the ids from ``first`` to before ``end``."""
    while first < end:
        moment, start = divmod(first, _WITHIN)
        counts = range(start, min(_WITHIN, start + end - first))
        yield from map(f"{moment >> 16:08x}-{moment & 0xFFFF:04x}-7%03x".__mod__, counts)
        first += len(counts)
