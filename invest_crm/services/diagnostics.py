"""The diagnostic bundle: what somebody far away needs to help, and nothing of anybody's work.

Made by naming what goes in: versions, numbers, codes, choices from fixed lists. Names, telephones,
amounts, passwords and file names are never asked for; ``safe_text.scrubbed`` is the net below that.
Every part is made by itself, so that a database that does not open costs one part, not the bundle.
"""

from __future__ import annotations

import json
import platform
import re
import shutil
import sqlite3
import sys
import time
import zipfile
from importlib import metadata as packages
from pathlib import Path
from typing import TYPE_CHECKING, Final

from msgspec import Struct, field
from sqlalchemy import func, select, text

from invest_crm import __version__
from invest_crm.db import upgrade
from invest_crm.db.engine import APPLICATION_ID, database_url
from invest_crm.db.schema import whole
from invest_crm.domain import clock
from invest_crm.errors import UserError
from invest_crm.paths import log_path, user_data_dir
from invest_crm.safe_text import scrubbed, told
from invest_crm.services import upkeep
from invest_crm.settings import user
from invest_crm.settings.options import OPTIONS
from invest_crm.words import _, language

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from invest_crm.services.work import App, View

_LIBRARIES: Final = (
    *("alembic", "pandas", "psycopg", "pypdfium2", "PySide6-Essentials", "python-calamine"),
    *("python-docx", "rapidfuzz", "reportlab", "SQLAlchemy", "XlsxWriter"),
)
_LOG_LINES: Final = 500
_STATE_NAME: Final = re.compile(r"state\.[a-z_]+(\.[a-z_]+)?")
_HEADER: Final = 100


class Bundle(Struct, frozen=True):
    """The files of a bundle by name, in the order they are shown."""

    files: Mapping[str, str]


class _Made(Struct):
    """The parts made so far, and how long each took (ms)."""

    parts: dict[str, object] = field(default_factory=dict)
    took: dict[str, float] = field(default_factory=dict)

    def add(self, name: str, make: Callable[[], object]) -> None:
        """One part; where it cannot be made, why not."""
        began = time.perf_counter()
        try:
            self.parts[name] = make()
        except UserError as error:
            self.parts[name] = {"not available": error.code}
        except Exception as error:  # noqa: BLE001 - something is wrong, that is why this is made
            self.parts[name] = {"not available": told(error).splitlines()}
        self.took[name] = round((time.perf_counter() - began) * 1000, 1)


def collect(where: str, opened: Callable[[], App], window: Mapping[str, object]) -> Bundle:
    """Make every part. ``where`` is the database's address, ``opened`` gives it or raises,
    ``window`` is what only the window knows (screens, fonts); empty without one."""
    made = _Made()
    made.add("program", _program)
    made.add("database-file", lambda: _file(where))
    made.add("database", lambda: opened().read(_database))
    made.add("counts", lambda: opened().read(_counts))
    made.add("checks", lambda: opened().read(_checks))
    made.add("settings", _settings)
    if window:
        made.add("window", lambda: dict(window))
    made.add("log", _log)
    log = made.parts.pop("log")
    files = {"README.txt": _about()}
    files |= {f"{name}.json": scrubbed(_json(part)) for name, part in made.parts.items()}
    files["timings.json"] = _json(made.took)
    files["log.txt"] = log if isinstance(log, str) else scrubbed(_json(log))
    return Bundle(files)


def write_bundle(bundle: Bundle, target: Path) -> Path:
    """The bundle as one zip; returns where it lies. UserError if it cannot be written there."""
    from invest_crm.exchange.writing.files import replacing

    stamp = clock.at_bureau(clock.now()).timetuple()[:6]
    with replacing(target) as handle, zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in bundle.files.items():
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content.encode("utf-8"))
    return target


def bundle_name() -> str:
    """A file name for a bundle made now: nothing in it says whose it is."""
    return f"invest-crm-diagnose-{clock.at_bureau(clock.now()):%Y%m%d-%H%M}.zip"


def _about() -> str:
    return "\n".join(
        [
            _("Diagnostic bundle of the investment projects program"),
            "",
            _("In it: versions, numbers of records, checks, settings, screens, the log."),
            _("Not in it: names, telephones, amounts, texts, passwords, names of your files."),
            _("Nothing was sent anywhere. You decide to whom you give this file."),
            "",
        ]
    )


def _program() -> dict[str, object]:
    return {
        "invest-crm": __version__,
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "system": platform.system(),
        "release": platform.release(),
        "machine": platform.machine(),
        "packaged": bool(getattr(sys, "frozen", False)),
        "language": language(),
        "made": f"{clock.at_bureau(clock.now()):%Y-%m-%d %H:%M}",
        "libraries": {name: _version(name) for name in _LIBRARIES},
    }


def _version(name: str) -> str:
    try:
        return packages.version(name)
    except packages.PackageNotFoundError:
        return "-"


def _file(where: str) -> dict[str, object]:
    url = database_url(where)
    if url.get_backend_name() != "sqlite" or not url.database:
        return {"kind": "server", "on this machine": url.host in {None, "localhost", "127.0.0.1"}}
    path = Path(url.database)
    return {"kind": "file", **_place(path), **_size(path), **_header(path)}


def _place(path: Path) -> dict[str, object]:
    """Where a file lies, without a name of the user's in it."""
    home, own = Path.home(), user_data_dir()
    inside = next(
        (
            name
            for name, root in (("user folder", own), ("home", home))
            if path.is_relative_to(root)
        ),
        "elsewhere",
    )
    usual = path.name == "invest_crm.db"
    return {"place": inside, "folders deep": len(path.parents), "usual name": usual}


def _size(path: Path) -> dict[str, object]:
    sizes = {
        "bytes" + end: beside.stat().st_size
        for end in ("", "-wal", "-journal")
        if (beside := path.with_name(path.name + end)).exists()
    }
    free = shutil.disk_usage(path.parent).free if path.parent.exists() else None
    return {"there": path.exists(), **sizes, "bytes free": free}


def _header(path: Path) -> dict[str, object]:
    """What the first page says, read past the engine: it may not open."""
    if not path.is_file():
        return {}
    with path.open("rb") as handle:
        head = handle.read(_HEADER)

    def number(at: int, length: int = 4) -> int:
        return int.from_bytes(head[at : at + length], "big")

    return {
        "begins as SQLite": head.startswith(b"SQLite format 3\0"),
        "of this program": number(68) == APPLICATION_ID,
        "schema in the file": number(60),
        "schema of the program": upgrade.HEAD,
        "page size": number(16, 2),
        "pages": number(28),
        "write-ahead log": head[18:20] == b"\x02\x02",
    }


def _database(view: View) -> dict[str, object]:
    connection = view.connection
    known = {"engine": connection.dialect.name, "read only": view.app.database.refusal is not None}
    known["revision"] = connection.scalar(text("SELECT version_num FROM alembic_version")) or "-"
    if connection.dialect.name == "sqlite":
        for pragma in ("journal_mode", "synchronous", "foreign_keys", "freelist_count"):
            known[pragma] = connection.exec_driver_sql(f"PRAGMA {pragma}").scalar()
    else:
        known["server"] = connection.scalar(text("SHOW server_version_num"))
        known["encoding"] = connection.scalar(text("SHOW server_encoding"))
    return known


def _counts(view: View) -> dict[str, int]:
    return {
        table.name: view.connection.scalar(select(func.count()).select_from(table)) or 0
        for table in whole().sorted_tables
    }


def _checks(view: View) -> list[dict[str, object]]:
    return [
        {"check": item.check, "ok": item.ok, "detail": item.detail} for item in upkeep.check(view)
    ]


def _settings() -> dict[str, object]:
    """Choices from fixed lists as they are; of everything else only how much there is."""
    options = {item.key: user.read(item.key) for item in OPTIONS if item.store == "user"}
    choices = {item.key for item in OPTIONS if item.choices}
    return {
        "options": {key: value for key, value in options.items() if key in choices},
        "remembered (letters)": {
            name: size for name, size in user.sizes().items() if _STATE_NAME.fullmatch(name)
        },
    }


def _log() -> str:
    lines: list[str] = []
    for number in (2, 1, 0):
        path = log_path()
        path = path.with_name(f"{path.name}.{number}") if number else path
        if path.exists():
            lines += path.read_text(encoding="utf-8", errors="replace").splitlines()
    return "\n".join(scrubbed(line) for line in lines[-_LOG_LINES:]) + "\n"


def _json(part: object) -> str:
    return json.dumps(part, ensure_ascii=False, indent=1) + "\n"
