"""What is written beside every backup: what it holds, why it was made, whether it was proven.

A backup without a readable manifest is one that nobody has checked. The manifest is written whole
or not at all, like the backup itself.
"""

from __future__ import annotations

import json
import os
from contextlib import suppress
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from msgspec import Struct, field
from msgspec.structs import asdict

if TYPE_CHECKING:
    from pathlib import Path

SUFFIX = ".backup.db"
KEPT = "-before-restore-"
"""In the name of a database that a backup took the place of."""


class Manifest(Struct, frozen=True):
    """What a backup holds: counts by table, the log's head, the file's own hash (SHA-256).

    ``reason``: ``manual``, ``auto``, ``import``, ``bulk``, ``upgrade`` or ``confirmed``.
    ``database``: the id of the first entry of the log, the same in every copy of one database.
    ``fault``: what a later look found wrong (``log-chain``, ``altered``, ``damaged``), empty for
    a backup that is proven; ``files``: some of its attachments are gone. ``checked_at``: when it
    was last looked through (UTC, ISO 8601). ``files``: the attachments in it, hash to size in
    bytes; ``lost``: how many the database named that were not there to be copied.
    """

    file: str
    made_at: str
    schema: int
    records: dict[str, int]
    log_seq: int
    log_head: str
    sha256: str
    bytes: int
    reason: str = "manual"
    program: str = ""
    database: str = ""
    fault: str = ""
    checked_at: str = ""
    files: dict[str, int] = field(default_factory=dict)
    lost: int = 0

    @property
    def rows(self) -> int:
        """Records of all tables together."""
        return sum(self.records.values())


_NAMES = frozenset(item.name for item in fields(Manifest))


def beside(backup: Path) -> Path:
    """Where the manifest of a backup lies."""
    return backup.with_name(backup.name + ".json")


def read_manifest(backup: Path) -> Manifest | None:
    """The manifest of a backup; None where there is none that can be read."""
    try:
        stored = json.loads(beside(backup).read_text(encoding="utf-8"))
        return Manifest(**{name: value for name, value in stored.items() if name in _NAMES})
    except (OSError, ValueError, TypeError, AttributeError):
        return None


def write_manifest(backup: Path, manifest: Manifest) -> None:
    """Write the manifest of a backup. OSError as of the disk; the former one then stands."""
    replace_json(beside(backup), asdict(manifest))


def replace_json(target: Path, value: Any) -> None:
    """Write a small JSON file whole or not at all. OSError as of the disk."""
    scratch = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        with scratch.open("w", encoding="utf-8") as handle:
            json.dump(value, handle, ensure_ascii=False, indent=1)
            handle.flush()
            os.fsync(handle.fileno())
        scratch.replace(target)
    except OSError:
        with suppress(OSError):
            scratch.unlink()
        raise
