"""Where files live: the one module that finds ``resources/`` and the user's folders.

``resources/`` is found in a checkout, in an installed wheel (mapped to
``invest_crm/_resources``) and beside a frozen program. Nothing else builds such a path.
"""

from __future__ import annotations

import os
import sys
from functools import cache
from pathlib import Path


@cache
def resource_root() -> Path:
    """The folder that holds fonts, icons, reference data, locale and docs."""
    frozen = getattr(sys, "_MEIPASS", None)
    package = Path(__file__).resolve().parent
    candidates = (
        Path(frozen) / "resources" if frozen else None,
        package / "_resources",
        package.parent / "resources",
    )
    for folder in candidates:
        if folder is not None and folder.is_dir():
            return folder
    raise FileNotFoundError("resources folder is missing from this installation")


def resource(name: str) -> Path:
    """The path of one resource, given relative to ``resources/``.

    Raises ValueError for a name that leaves the folder, FileNotFoundError if it is absent.
    """
    relative = Path(name)
    if relative.is_absolute() or ".." in relative.parts:
        raise ValueError(f"not a resource name: {name!r}")
    path = resource_root() / relative
    if not path.exists():
        raise FileNotFoundError(f"resource not found: {name}")
    return path


def user_data_dir() -> Path:
    """The user's data folder (databases, backups); ``INVEST_CRM_HOME`` overrides it."""
    override = os.environ.get("INVEST_CRM_HOME")
    if override:
        return Path(override)
    import platformdirs

    return Path(platformdirs.user_data_dir("invest-crm", appauthor=False))


def log_path() -> Path:
    """The program's own log, in the user's folder."""
    return user_data_dir() / "logs" / "invest-crm.log"
