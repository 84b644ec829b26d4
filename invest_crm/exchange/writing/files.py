"""Putting a file in its place whole or not at all.

Everything is written beside the target, flushed to the disk and renamed over it; a full disk, a
vanished folder or a target open elsewhere leaves the old file as it was and says what to do. It
knows nothing of what is written.
"""

from __future__ import annotations

import errno
import os
import re
import secrets
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from invest_crm.errors import UserError
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Iterator

_FULL = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_HELD = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY, errno.ETXTBSY})
_NAMED_BADLY = frozenset({errno.ENAMETOOLONG, errno.EINVAL, errno.EILSEQ})
_DEVICE = re.compile(r"(?:con|prn|aux|nul|com[0-9]|lpt[0-9])(?:\..*)?", re.IGNORECASE)
_FORBIDDEN = re.compile(r'[<>:"|?*\x00-\x1f]|[. ]$')

_REASONS = {
    "disk-full": (N_("The disk is full."), N_("Free some space or choose another disk.")),
    "folder-missing": (
        N_("There is no such folder and none can be made there."),
        N_("Choose another folder."),
    ),
    "file-held": (
        N_("The file cannot be written: it is open in another program or write-protected."),
        N_("Close it there, or choose another file name."),
    ),
    "file-name": (
        N_("This file name cannot be used on every computer."),
        N_("Choose a shorter name without special characters."),
    ),
    "file-is-folder": (
        N_("There is a folder with this name."),
        N_("Choose another file name."),
    ),
    "write-failed": (
        N_("The disk refused to write."),
        N_("Check the disk and the network drive, then try again."),
    ),
}


@contextmanager
def replacing(target: str | Path) -> Iterator[BinaryIO]:
    """A handle whose contents take the place of ``target`` when the block ends well.

    A folder that is missing is made.

    Raises UserError (``disk-full``, ``folder-missing``, ``file-held``, ``file-name``,
    ``file-is-folder``, ``write-failed``); then, as after any other exception, the former file is
    untouched and nothing half written remains.
    """
    path = Path(target).expanduser()
    if _DEVICE.fullmatch(path.name) or _FORBIDDEN.search(path.name):
        raise _refused("file-name")
    try:
        path = path.resolve()
        path.parent.mkdir(parents=True, exist_ok=True)
        if path.is_dir():
            raise _refused("file-is-folder")
        # A short name of our own: a long target name must not become too long by a suffix.
        scratch = path.with_name(f".{secrets.token_hex(8)}.part")
        with _removing(scratch):
            with scratch.open("xb") as handle:
                yield handle
                handle.flush()
                os.fsync(handle.fileno())
            scratch.replace(path)
    except OSError as error:
        raise _refused(_code(error)) from error


@contextmanager
def _removing(scratch: Path) -> Iterator[None]:
    try:
        yield
    finally:
        scratch.unlink(missing_ok=True)


def _code(error: OSError) -> str:
    if error.errno in _FULL:
        return "disk-full"
    if error.errno in {errno.ENOENT, errno.ENOTDIR, errno.EEXIST}:
        return "folder-missing"
    if error.errno in _HELD:
        return "file-held"
    if error.errno in _NAMED_BADLY:
        return "file-name"
    return "write-failed"


def _refused(code: str) -> UserError:
    what, todo = _REASONS[code]
    return UserError(
        code,
        _(what),
        safe=_("Nothing was written; a file of that name is as it was."),
        todo=_(todo),
    )
