"""Putting a finished file in its place: whole or not at all, and the old one safe until then."""

from __future__ import annotations

import errno
import os
import re
import tempfile
from contextlib import suppress
from pathlib import Path

from invest_crm.errors import UserError
from invest_crm.words import _

_RESERVED = re.compile(r"(?i)^(con|prn|aux|nul|com[1-9]|lpt[1-9])(\..*)?$")
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]|[. ]$')
_FULL = {errno.ENOSPC, errno.EDQUOT}
_BUSY = {errno.EACCES, errno.EPERM, errno.EBUSY, errno.ETXTBSY}


def write_whole(path: Path, data: bytes) -> None:
    """Write ``data`` to ``path`` through a temporary file in the same folder.

    Raises UserError (``bad-file-name``, ``no-such-folder``, ``disk-full``, ``target-busy``,
    ``target-unwritable``); the file that was there is then untouched.
    """
    check_target(path)
    temporary: Path | None = None
    try:
        handle, name = tempfile.mkstemp(prefix=".", suffix=".part", dir=path.parent)
        temporary = Path(name)
        with os.fdopen(handle, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.chmod(0o644)
        temporary.replace(path)
    except OSError as error:
        if temporary is not None:
            with suppress(OSError):
                temporary.unlink()
        raise _refusal(path, error) from error


def check_target(path: Path) -> None:
    """Make the folder; refuse a name that Windows cannot hold and a folder as target.

    Names are checked on every system: the file is going to be sent to one with Windows.
    """
    if _RESERVED.match(path.name) or _FORBIDDEN.search(path.name):
        raise UserError(
            "bad-file-name",
            _("“{name}” cannot be the name of a file.").format(name=path.name),
            safe=_("Nothing was written."),
            todo=_("Choose another name."),
        )
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise UserError(
            "no-such-folder",
            _("There is no folder “{folder}” and it cannot be made.").format(folder=path.parent),
            safe=_("Nothing was written."),
            todo=_("Choose another folder."),
        ) from error
    if path.is_dir():
        raise UserError(
            "target-unwritable",
            _("“{name}” is a folder.").format(name=path.name),
            safe=_("Nothing was written."),
            todo=_("Choose another name."),
        )


def another_name(path: Path) -> Path:
    """The first free name of the kind “通报 (2).pdf”."""
    number = 2
    while (other := path.with_name(f"{path.stem} ({number}){path.suffix}")).exists():
        number += 1
    return other


def _refusal(path: Path, error: OSError) -> UserError:
    safe = (
        _("The file that was there is unchanged.") if path.exists() else _("Nothing was written.")
    )
    if error.errno in _FULL:
        return UserError(
            "disk-full",
            _("The disk is full: “{name}” could not be written.").format(name=path.name),
            safe=safe,
            todo=_("Free some space or choose another disk."),
        )
    if error.errno in _BUSY and path.exists():
        return UserError(
            "target-busy",
            _("“{name}” is open in another program or write-protected.").format(name=path.name),
            safe=safe,
            todo=_("Close it there, or save as “{other}”.").format(other=another_name(path).name),
        )
    return UserError(
        "target-unwritable",
        _("“{name}” could not be written: {reason}.").format(
            name=path.name, reason=error.strerror or type(error).__name__
        ),
        safe=safe,
        todo=_("Choose another folder or name."),
    )
