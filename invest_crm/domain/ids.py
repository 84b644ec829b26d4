"""Identity of records: UUIDv7 text, so that copies made apart can be merged.

Version 7 begins with the time (RFC 9562, 5.7): ids made later sort later, which keeps indexes
compact. Within one process they are strictly increasing.
"""

from __future__ import annotations

import secrets
import threading
import time

_lock = threading.Lock()
_last = 0


def new_id() -> str:
    """A new UUIDv7 in its usual text form, greater than every one made before in this process."""
    global _last  # noqa: PLW0603 - the counter that makes ids increase within one process
    with _lock:
        # 48 bits of milliseconds, then 12 bits that count up within the millisecond.
        stamp = max((time.time_ns() // 1_000_000) << 12, _last + 1)
        _last = stamp
    tail = secrets.randbits(62)
    number = (stamp >> 12) << 80 | 0x7 << 76 | (stamp & 0xFFF) << 64 | 0b10 << 62 | tail
    text = f"{number:032x}"
    return f"{text[:8]}-{text[8:12]}-{text[12:16]}-{text[16:20]}-{text[20:]}"
