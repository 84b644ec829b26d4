"""Which other programs hold a lock on a file, so that a message can name them.

Linux tells in ``/proc/locks``. Elsewhere nobody is named: asking would need rights the program
does not have.
"""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

_LOCKS = Path("/proc/locks")
_SIDE_FILES = ("", "-wal", "-shm")


def holders(path: Path) -> list[str]:
    """The names of other processes with a lock on the file or a file beside it; often none."""
    wanted = {inode for end in _SIDE_FILES if (inode := _inode(Path(f"{path}{end}")))}
    found: dict[str, None] = {}
    with suppress(OSError):
        for line in _LOCKS.read_text(encoding="ascii").splitlines():
            process, inode = _of(line)
            if inode in wanted and process not in (0, os.getpid()):
                found[_name(process)] = None
    return [name for name in found if name]


def _inode(path: Path) -> int:
    try:
        return path.stat().st_ino
    except OSError:
        return 0


def _of(line: str) -> tuple[int, int]:
    """Process and inode of one line: ``1: POSIX  ADVISORY  WRITE 412 08:01:1234 0 EOF``."""
    words = line.split()
    place = next((word for word in words if word.count(":") == 2), "")
    if not place:
        return 0, 0
    process = words[words.index(place) - 1]
    return (int(process) if process.isdigit() else 0), int(place.rpartition(":")[2])


def _name(process: int) -> str:
    with suppress(OSError):
        return Path(f"/proc/{process}/comm").read_text(encoding="utf-8").strip()
    return ""
