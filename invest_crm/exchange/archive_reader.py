"""A full export read back: is it one, is it whole, is it unharmed; then its parts, one by one.

The file may come from anywhere. Nothing is ever unpacked to a path it names: parts are read by the
names the manifest lists, under the sizes it declares, and every byte is hashed before anything is
taken from it. What the tables mean is not known here.
"""

from __future__ import annotations

import hashlib
import json
import re
import zipfile
import zlib
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any, Protocol

from msgspec import Struct

from invest_crm.errors import UserError
from invest_crm.exchange.writing.archive import FORMAT, FORMAT_VERSION, MANIFEST
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

_CHUNK = 1024 * 1024
_MOST_MANIFEST = 64 * 1024 * 1024
_MOST_ENTRIES = 1_000_000
_MOST_LINE = 64 * 1024 * 1024
_RATIO, _RATIO_FROM = 250, 1024 * 1024
_SAFE = re.compile(r"[A-Za-z0-9_\-]+(?:[./][A-Za-z0-9_\-]+)*")
_SYMLINK = 0o120000
_FAULTS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, ValueError)


class Progress(Protocol):
    """What a long reading tells its caller and asks of it."""

    def report(self, fraction: float, text: str) -> None:
        """Say how far it is (0 to 1)."""

    def cancelled(self) -> bool:
        """Whether the caller wants it to stop."""
        ...


class Item(Struct, frozen=True):
    """A part as the manifest declares it."""

    name: str
    records: int
    bytes: int
    sha256: str


@contextmanager
def opened_archive(path: Path) -> Iterator[Archive]:
    """Open a full export and look at its outside.

    UserError ``file-missing``, ``archive-foreign``, ``archive-newer``, ``archive-unsafe``,
    ``archive-incomplete``, ``archive-altered``.
    """
    try:
        pack = zipfile.ZipFile(path)
    except FileNotFoundError as error:
        raise refuse("file-missing") from error
    except _FAULTS as error:
        raise refuse("archive-foreign") from error
    with pack:
        yield Archive(pack, path.stat().st_size)


class Archive:
    """An export whose list of contents is sound; ``verify`` makes sure of the contents."""

    def __init__(self, pack: zipfile.ZipFile, size: int) -> None:
        self._pack = pack
        self._entries = _checked_entries(pack, size)
        self.manifest = _manifest(pack, self._entries)
        self.items = _items(self.manifest)
        if self.items.keys() - self._entries.keys():
            raise refuse("archive-incomplete")
        if self._entries.keys() - self.items.keys() - {MANIFEST}:
            raise refuse("archive-altered")
        for item in self.items.values():
            if self._entries[item.name].file_size != item.bytes:
                raise refuse("archive-altered")

    def fact(self, name: str, kind: type) -> Any:
        """A fact of the manifest. UserError ``archive-altered`` if it is not of that type."""
        value = self.manifest.get(name)
        if not isinstance(value, kind):
            raise refuse("archive-altered")
        return value

    def verify(self, progress: Progress) -> None:
        """Read every part and compare its hash. UserError ``archive-altered``, ``cancelled``."""
        whole = sum(item.bytes for item in self.items.values()) or 1
        done = 0
        for item in self.items.values():
            digest = hashlib.sha256()
            with self.opened(item.name) as handle:
                while data := _read(lambda handle=handle: handle.read(_CHUNK)):  # type: ignore[misc]
                    digest.update(data)
                    done += len(data)
                    progress.report(done / whole, item.name)
                    if progress.cancelled():
                        raise refuse("cancelled")
            if digest.hexdigest() != item.sha256:
                raise refuse("archive-altered")

    @contextmanager
    def opened(self, name: str) -> Iterator[IO[bytes]]:
        """A handle on a part. UserError ``archive-incomplete`` if there is none of that name."""
        entry = self._entries.get(name)
        if entry is None:
            raise refuse("archive-incomplete")
        with _read(lambda: self._pack.open(entry)) as handle:
            yield handle

    def rows(self, name: str) -> Iterator[dict[str, Any]]:
        """The JSON documents of a part, line by line; as many as the manifest says."""
        count = 0
        with self.opened(name) as handle:
            while line := _read(lambda: handle.readline(_MOST_LINE)):
                try:
                    row = json.loads(line)
                except (ValueError, RecursionError) as error:
                    raise refuse("archive-altered") from error
                if not isinstance(row, dict):
                    raise refuse("archive-altered")
                count += 1
                yield row
        if count != self.items[name].records:
            raise refuse("archive-altered")


def _read(do: Callable[[], Any]) -> Any:
    """Reading may find at any byte that the zip is damaged."""
    try:
        return do()
    except (*_FAULTS, NotImplementedError) as error:
        raise refuse("archive-altered") from error


def _checked_entries(pack: zipfile.ZipFile, size: int) -> dict[str, zipfile.ZipInfo]:
    entries = pack.infolist()
    whole = sum(entry.file_size for entry in entries)
    if len(entries) > _MOST_ENTRIES or whole > _RATIO_FROM * 16 + _RATIO * size:
        raise refuse("archive-unsafe")
    found: dict[str, zipfile.ZipInfo] = {}
    for entry in entries:
        if _is_unsafe(entry) or entry.filename.casefold() in found:
            raise refuse("archive-unsafe")
        found[entry.filename.casefold()] = entry
    return {entry.filename: entry for entry in entries}


def _is_unsafe(entry: zipfile.ZipInfo) -> bool:
    """A name that leads out, a link, a password, or a size out of all proportion."""
    bomb = entry.file_size > _RATIO_FROM and entry.file_size > _RATIO * entry.compress_size
    link = (entry.external_attr >> 16) & 0o170000 == _SYMLINK
    return bomb or link or bool(entry.flag_bits & 1) or not _SAFE.fullmatch(entry.filename)


def _manifest(pack: zipfile.ZipFile, entries: dict[str, zipfile.ZipInfo]) -> dict[str, Any]:
    entry = entries.get(MANIFEST)
    if entry is None:
        raise refuse("archive-foreign")
    if entry.file_size > _MOST_MANIFEST:
        raise refuse("archive-unsafe")
    try:
        found = json.loads(_read(lambda: pack.read(entry)))
    except (ValueError, RecursionError) as error:
        raise refuse("archive-altered") from error
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise refuse("archive-foreign")
    version = found.get("format_version")
    if not isinstance(version, int):
        raise refuse("archive-altered")
    if version > FORMAT_VERSION:
        raise refuse("archive-newer")
    return found


def _items(manifest: dict[str, Any]) -> dict[str, Item]:
    try:
        items = [
            Item(str(one["name"]), int(one["records"]), int(one["bytes"]), str(one["sha256"]))
            for one in manifest["files"]
        ]
    except (KeyError, TypeError, ValueError) as error:
        raise refuse("archive-altered") from error
    return {item.name: item for item in items}


def refuse(code: str) -> UserError:
    """The refusal of a code: what was found, that nothing was changed, what to do."""
    what, todo = _WORDS[code]()
    return UserError(code, what, safe=_("Nothing was imported."), todo=todo)


def _again() -> str:
    return _("Take the original file, or have it exported again.")


_WORDS: dict[str, Callable[[], tuple[str, str]]] = {
    "file-missing": lambda: (
        _("The file cannot be opened."),
        _("Check that it still exists and that no other program has locked it."),
    ),
    "archive-foreign": lambda: (
        _("This zip is not a full export of this program."),
        _("A full export is made with “Export everything”. Unpack a ledger first, then import it."),
    ),
    "archive-newer": lambda: (
        _("This export was made by a newer version of the program."),
        _("Install the newer version of the program, then import it."),
    ),
    "archive-unsafe": lambda: (
        _("This zip is built in a way that could do harm, and was not unpacked."),
        _again(),
    ),
    "archive-incomplete": lambda: (
        _("Parts of this export are missing."),
        _again(),
    ),
    "archive-altered": lambda: (
        _("This export is damaged or was altered: its checksums do not fit."),
        _again(),
    ),
    "cancelled": lambda: (_("Reading was cancelled."), ""),
}
