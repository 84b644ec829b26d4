"""The user's own options and the state of their window, in one small JSON file.

A damaged or foreign file means defaults, never a failed start; the database is not touched. What
a disk refuses is kept in memory, told once, and written with whatever can be written next.
"""

from __future__ import annotations

import json
import os
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from invest_crm.paths import user_data_dir
from invest_crm.settings.options import BY_KEY

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

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


def on_refusal(tell: Callable[[OSError], object] | None) -> None:
    """``tell`` is called, from any thread, when the disk first refuses to keep something.

    Not again before something could be written. None: nobody is told.
    """
    _Refused.tell = tell


def sizes() -> dict[str, int]:
    """How many letters each remembered thing takes."""
    return {key: len(json.dumps(value, ensure_ascii=False)) for key, value in _stored().items()}


class _Refused:
    """What could not be written, by the folder it belongs to."""

    values: dict[Path, dict[str, Any]] = {}  # noqa: RUF012 - one per process on purpose
    tell: Callable[[OSError], object] | None = None


def _stored() -> dict[str, Any]:
    folder = user_data_dir()
    try:
        stored = json.loads((folder / _FILE).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        stored = None
    return {**(stored if isinstance(stored, dict) else {}), **_Refused.values.get(folder, {})}


def _keep(key: str, value: Any) -> None:
    """From any thread; another program that writes at the same time never leaves half a file."""
    folder = user_data_dir()
    refusal: OSError | None = None
    with _ONE_AT_A_TIME:
        try:
            _write(folder, {**_stored(), key: value})
            _Refused.values.pop(folder, None)
        except OSError as error:
            refusal = None if folder in _Refused.values else error
            _Refused.values.setdefault(folder, {})[key] = value
    if refusal is not None and _Refused.tell is not None:
        _Refused.tell(refusal)


def _write(folder: Path, values: dict[str, Any]) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    scratch = folder / f"{_FILE}.{os.getpid()}.new"
    try:
        scratch.touch(mode=0o600)  # half-typed forms stand in it, nobody else reads them
        scratch.write_text(json.dumps(values, ensure_ascii=False, indent=1), encoding="utf-8")
        scratch.replace(folder / _FILE)
    except OSError:
        with suppress(OSError):
            scratch.unlink()
        raise
