"""The backups that lie in a folder, read from the manifests written beside them."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from invest_crm.paths import user_data_dir

if TYPE_CHECKING:
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class BackupLine:
    """One verified backup: where, when (UTC), how large in bytes, how many projects and firms."""

    path: Path
    made_at: str
    size: int
    projects: int
    firms: int


def backup_folder() -> Path:
    """Where backups are kept unless another folder is named."""
    return user_data_dir() / "backups"


def list_backups(folder: Path | None = None, limit: int = 5) -> list[BackupLine]:
    """The newest backups; what has no readable manifest or no file is not one."""
    where = folder or backup_folder()
    found = []
    for manifest in sorted(where.glob("*.backup.db.json"), reverse=True):
        line = _read(manifest)
        if line is not None:
            found.append(line)
    found.sort(key=lambda line: line.made_at, reverse=True)
    return found[:limit]


def _read(manifest: Path) -> BackupLine | None:
    path = manifest.with_suffix("")
    try:
        stored = json.loads(manifest.read_text(encoding="utf-8"))
        records = stored["records"]
        return BackupLine(
            path,
            str(stored["made_at"]),
            path.stat().st_size,
            int(records.get("project", 0)),
            int(records.get("firm", 0)),
        )
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None
