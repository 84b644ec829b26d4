"""The user's own options and the state of their window, in one small JSON file.

A damaged or foreign file means defaults, never a failed start; the database is not touched.
"""

from __future__ import annotations

import json
import os
import threading
from typing import Any

from invest_crm.paths import user_data_dir
from invest_crm.settings.options import BY_KEY

_FILE = "settings.json"
_ONE_AT_A_TIME = threading.Lock()


def read(key: str) -> str:
    """An option's value, its default where nothing valid is stored."""
    option = BY_KEY[key]
    value = _stored().get(key, option.default)
    allowed = [choice for choice, _label in option.choices]
    return value if isinstance(value, str) and (not allowed or value in allowed) else option.default


def write(key: str, value: str) -> None:
    """Keep an option's value."""
    _keep(BY_KEY[key].key, value)


def read_state(name: str) -> Any:
    """Remembered state of the window (sizes, columns), None if there is none."""
    return _stored().get(f"state.{name}")


def write_state(name: str, value: Any) -> None:
    """Remember state of the window."""
    _keep(f"state.{name}", value)


def sizes() -> dict[str, int]:
    """How many letters each remembered thing takes."""
    return {key: len(json.dumps(value, ensure_ascii=False)) for key, value in _stored().items()}


def _stored() -> dict[str, Any]:
    try:
        stored = json.loads((user_data_dir() / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return {}
    return stored if isinstance(stored, dict) else {}


def _keep(key: str, value: Any) -> None:
    """From any thread; another program that writes at the same time never leaves half a file."""
    with _ONE_AT_A_TIME:
        folder = user_data_dir()
        folder.mkdir(parents=True, exist_ok=True)
        scratch = folder / f"{_FILE}.{os.getpid()}.new"
        scratch.touch(mode=0o600)  # half-typed forms stand in it, nobody else reads them
        values = {**_stored(), key: value}
        scratch.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
        scratch.replace(folder / _FILE)
