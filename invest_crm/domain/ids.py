"""Identity of records: UUIDv7 text, so that copies made apart can be merged.

Version 7 begins with the time (RFC 9562, 5.7): ids made later sort later, which keeps indexes
compact. Within one process they are strictly increasing.
"""

from __future__ import annotations

import re
import secrets
import threading
import time

_VARIANT = {digit: "89ab"[int(digit, 16) & 3] for digit in "0123456789abcdef"}
_PARTS = re.compile("." * 16)

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
        first = max((time.time_ns() // 1_000_000) << 12, _last + 1)
        _last = first + max(count, 1) - 1
    noise = secrets.token_bytes(8 * count).hex()
    return [
        # the time and version, the count, the variant (its two bits take four values), noise
        f"{head[:8]}-{head[8:12]}-7{head[12:]}-{_VARIANT[part[0]]}{part[1:4]}-{part[4:]}"
        for head, part in zip(
            map("%015x".__mod__, range(first, first + count)),
            _PARTS.findall(noise),
            strict=True,
        )
    ]
