"""The one store of files: content named by its SHA-256, whole or not there.

An embedded database keeps them beside itself in ``<database>.files/sha256/ab/cdef…``, written to a
scratch file in the same folder, flushed, and renamed; a server keeps them in chunks in ``blob``.
``stage`` copies and hashes outside any transaction, ``keep`` puts the staged file in its place in
the writer's transaction and before the row that names it: whoever holds the writer's lock sees
either both or a file that nobody names, which ``sweep`` removes. It knows nothing of names.
"""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import tempfile
from contextlib import contextmanager, suppress
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from msgspec import Struct
from sqlalchemy import delete, func, select

from invest_crm.db.bulk import chunks
from invest_crm.db.schema.attachments import blob
from invest_crm.domain import clock
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlalchemy import Connection

    from invest_crm.db.engine import Database

CHUNK = 1024 * 1024
_DAY_S = 24 * 3600
_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_HASH = re.compile(r"[0-9a-f]{64}")


class Staged(Struct):
    """Content on its way into the store. ``new``: keeping it added a file."""

    path: Path
    sha256: str
    size: int
    new: bool = False


class FileStore(Protocol):
    """Where the bytes of attachments are."""

    def place(self, sha256: str) -> str:
        """Where a file is, or should be, in words for a person."""

    def stage(self, source: BinaryIO, most: int) -> _Staging:
        """A context in which ``source`` is copied and hashed; its scratch file goes at the end.

        UserError ``file-too-big`` beyond ``most`` bytes, ``disk-full``, ``store-failed``.
        """
        ...

    def keep(self, connection: Connection, staged: Staged) -> None:
        """Put a staged file in its place (once); in the writer's transaction."""

    def opened(self, connection: Connection, sha256: str) -> BinaryIO:
        """A handle on the content. UserError ``file-lost`` if it is not there."""
        ...

    def present(self, connection: Connection, hashes: Iterable[str]) -> frozenset[str]:
        """Which of these are there."""
        ...

    def stored(self, connection: Connection) -> frozenset[str]:
        """Every file that is there."""
        ...

    def remove(self, connection: Connection, sha256: str) -> None:
        """Take a file away; in the writer's transaction."""

    def tidy(self) -> None:
        """Remove scratch files that a killed program left behind."""


def store_of(database: Database) -> FileStore:
    """The store that belongs to a database."""
    if database.path is None:
        return BlobStore()
    return FolderStore(database.path.with_name(database.path.name + ".files"))


def sweep(store: FileStore, connection: Connection, named: frozenset[str]) -> list[str]:
    """Remove the files that nothing names; returns them. In the writer's transaction."""
    store.tidy()
    idle = sorted(store.stored(connection) - named)
    for sha256 in idle:
        store.remove(connection, sha256)
    return idle


class FolderStore:
    """Files beside an embedded database."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def place(self, sha256: str) -> str:
        """The path."""
        return str(self._path(sha256))

    def stage(self, source: BinaryIO, most: int) -> _Staging:
        """Copy into the store's own folder, so that renaming it is one step."""
        return _Staging(self.root / "incoming", source, most)

    def keep(self, connection: Connection, staged: Staged) -> None:  # noqa: ARG002 - the protocol
        """Rename it into its place; a damaged file in that place gives way."""
        target = self._path(staged.sha256)
        with _told():
            if target.exists():
                if _digest(target) == staged.sha256:
                    return
                target.chmod(0o600)
            target.parent.mkdir(parents=True, exist_ok=True)
            staged.path.chmod(0o444)
            staged.path.replace(target)
            _sync_folder(target.parent)
        staged.new = True

    def opened(self, connection: Connection, sha256: str) -> BinaryIO:  # noqa: ARG002 - the protocol
        """The file, for reading."""
        try:
            return self._path(sha256).open("rb")
        except OSError as error:
            raise lost() from error

    def present(
        self,
        connection: Connection,  # noqa: ARG002 - the protocol
        hashes: Iterable[str],
    ) -> frozenset[str]:
        """Those whose file exists."""
        return frozenset(one for one in hashes if self._path(one).is_file())

    def stored(self, connection: Connection) -> frozenset[str]:  # noqa: ARG002 - the protocol
        """Every file whose place is that of a hash."""
        names = (
            path.parent.name + path.name for path in (self.root / "sha256").glob("*/*")
        )  # a folder that is not there has none
        return frozenset(name for name in names if _HASH.fullmatch(name))

    def remove(self, connection: Connection, sha256: str) -> None:  # noqa: ARG002 - the protocol
        """Delete the file."""
        with _told():
            path = self._path(sha256)
            with suppress(FileNotFoundError):
                path.chmod(0o600)  # Windows deletes no read-only file
            path.unlink(missing_ok=True)

    def tidy(self) -> None:
        """Scratch files older than a day belong to nobody."""
        before = clock.now().timestamp() - _DAY_S
        for path in (self.root / "incoming").glob("*.part"):
            with suppress(OSError):
                if path.stat().st_mtime < before:
                    path.unlink()

    def _path(self, sha256: str) -> Path:
        if not _HASH.fullmatch(sha256):
            raise lost()
        return self.root / "sha256" / sha256[:2] / sha256[2:]


class BlobStore:
    """Files in chunks in a table of a server."""

    def place(self, sha256: str) -> str:
        """The table and the key."""
        return _("table “blob”, {key}").format(key=sha256)

    def stage(self, source: BinaryIO, most: int) -> _Staging:
        """Copy into a private scratch folder of this machine."""
        return _Staging(None, source, most)

    def keep(self, connection: Connection, staged: Staged) -> None:
        """Write its chunks unless they are there."""
        if self.present(connection, [staged.sha256]):
            return
        with staged.path.open("rb") as source:
            position = 0
            while (data := source.read(CHUNK)) or not position:  # an empty file has one chunk too
                row = {"sha256": staged.sha256, "position": position, "data": data}
                connection.execute(blob.insert(), row)
                position += 1
        staged.new = True

    def opened(self, connection: Connection, sha256: str) -> BinaryIO:
        """The content in memory: files are limited in size."""
        query = select(blob.c.data).where(blob.c.sha256 == sha256).order_by(blob.c.position)
        parts = connection.scalars(query).all()
        if not parts:
            raise lost()
        return BytesIO(b"".join(parts))

    def present(self, connection: Connection, hashes: Iterable[str]) -> frozenset[str]:
        """Those that have a first chunk."""
        found: set[str] = set()
        for part in chunks(list(hashes)):
            query = select(blob.c.sha256).where(blob.c.sha256.in_(part), blob.c.position == 0)
            found.update(connection.scalars(query))
        return frozenset(found)

    def stored(self, connection: Connection) -> frozenset[str]:
        """Every key."""
        return frozenset(connection.scalars(select(func.distinct(blob.c.sha256))))

    def remove(self, connection: Connection, sha256: str) -> None:
        """Delete its chunks."""
        connection.execute(delete(blob).where(blob.c.sha256 == sha256))

    def tidy(self) -> None:
        """Its scratch files are the system's to tidy."""


class _Staging:
    """Copies a source to a scratch file and hashes it; the scratch file is gone afterwards."""

    def __init__(self, folder: Path | None, source: BinaryIO, most: int) -> None:
        self._folder, self._source, self._most = folder, source, most
        self._path: Path | None = None

    def __enter__(self) -> Staged:
        try:
            with _told():
                return self._copy()
        except BaseException:
            self._clear()
            raise

    def __exit__(self, *_rest: object) -> None:
        self._clear()

    def _copy(self) -> Staged:
        folder = self._folder or Path(tempfile.gettempdir())
        folder.mkdir(parents=True, exist_ok=True)
        self._path = folder / f"{secrets.token_hex(16)}.part"
        digest, size = hashlib.sha256(), 0
        descriptor = os.open(self._path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "wb") as out:
            while data := self._source.read(CHUNK):
                size += len(data)
                if size > self._most:
                    raise too_big(self._most)
                digest.update(data)
                out.write(data)
            out.flush()
            os.fsync(out.fileno())
        return Staged(self._path, digest.hexdigest(), size)

    def _clear(self) -> None:
        if self._path is not None:
            self._path.unlink(missing_ok=True)


@contextmanager
def _told() -> Iterator[None]:
    """The disk's refusals in words."""
    try:
        yield
    except OSError as error:
        full = error.errno in _FULL
        raise UserError(
            "disk-full" if full else "store-failed",
            _("The disk is full.") if full else _("The file could not be kept: the disk refused."),
            safe=_("What was saved before is safe; this change was not saved."),
            todo=_("Free some space on this disk, then try again.")
            if full
            else _("Check the disk and the rights to the folder of the database, then try again."),
        ) from error


def _digest(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make a rename last; systems that cannot open folders do so by themselves."""
    with suppress(PermissionError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def lost() -> UserError:
    """The row is there, the file is not."""
    return UserError(
        "file-lost",
        _("The content of this attachment is not where it should be."),
        safe=_("Nothing was changed; what is known of it is still there."),
        todo=_("Add the same file again, or bring its folder back from a copy."),
    )


def too_big(most: int) -> UserError:
    """More than the store takes."""
    return UserError(
        "file-too-big",
        _("The file is larger than {n} MB.").format(n=most // (1024 * 1024)),
        safe=_("Nothing was changed."),
        todo=_("Make it smaller, or keep it elsewhere and note where."),
    )
