"""What is remembered of a database outside of it, in the folder of the person at this machine.

``head``: the number and hash of the last entry of the log that was saved from here. A file whose
log was cut, replaced by an older copy or separated from its write-ahead log looks whole to every
check of its own; only this tells. ``paused``: a backup was restored and nobody has looked yet.
``copied``: when a backup was last copied to the second place. ``drill``: how the last restore drill
went. ``precaution``: the folder chosen for backups before what is risky.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct
from msgspec.structs import asdict

from invest_crm.db.manifest import replace_json
from invest_crm.paths import user_data_dir

if TYPE_CHECKING:
    from pathlib import Path

Name = Literal["head", "paused", "copied", "drill", "precaution"]


class Head(Struct, frozen=True):
    """The last entry of a log: which database (id of its first entry), number, hash, moment."""

    database: str
    seq: int
    hash: str
    at: str


def recall(database: Path, name: Name) -> Any:
    """What was kept under a name for a database file; None for nothing."""
    try:
        stored = json.loads(_place(database, name).read_text(encoding="utf-8"))
        return stored["value"]
    except (OSError, ValueError, KeyError, TypeError):
        return None


def keep(database: Path, name: Name, value: Any) -> None:
    """Keep something for a database file. That it cannot be kept stops nobody's work."""
    _put(_place(database, name), database, value)


def forget(database: Path, name: Name) -> None:
    """Keep it no longer."""
    with suppress(OSError):
        _place(database, name).unlink()


def recall_head(database: Path, identity: str = "") -> Head | None:
    """The last entry that was saved from here into a database file.

    ``identity`` (id of the first entry): a file that nothing was saved into under this path is
    known by it.
    """
    for place in (_place(database, "head"), *([_by_identity(identity)] if identity else ())):
        try:
            return Head(**json.loads(place.read_text(encoding="utf-8"))["value"])
        except (OSError, ValueError, KeyError, TypeError):
            continue
    return None


def keep_head(database: Path, head: Head) -> None:
    """Remember the last entry of a log, for its file and for its identity."""
    keep(database, "head", asdict(head))
    _put(_by_identity(head.database), database, asdict(head))


def _put(place: Path, database: Path, value: Any) -> None:
    with suppress(OSError):
        place.parent.mkdir(parents=True, exist_ok=True)
        replace_json(place, {"path": str(database), "value": value})


def _by_identity(identity: str) -> Path:
    key = hashlib.sha256(identity.encode()).hexdigest()[:24]
    return user_data_dir() / "watch" / f"{key}.identity.json"


def _place(database: Path, name: Name) -> Path:
    key = hashlib.sha256(str(database.resolve()).encode()).hexdigest()[:24]
    return user_data_dir() / "watch" / f"{key}.{name}.json"
