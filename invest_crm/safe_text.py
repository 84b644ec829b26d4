"""Text that may leave the machine: the program's log and the diagnostic bundle are written by this.

No personal data, password or file name gets in, by construction: of an exception only its type,
its places in the program and its codes are told, never its message; of the arguments of a log line
only counts and words marked ``Word``. ``scrubbed`` is the net below that.
"""

from __future__ import annotations

import logging
import re
import traceback
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator

HIDDEN: Final = "…"
_PACKAGE: Final = Path(__file__).resolve().parent
_CODES: Final = ("code", "sqlite_errorname", "sqlstate", "errno")
_CODE: Final = re.compile(r"[A-Za-z0-9_-]{1,40}")
_COUNTS: Final = 10_000_000
_DEPTH: Final = 10
_FRAMES: Final = 40


class Word(str):
    """A word of the program itself (a code, a check, a version), never of a person or a file."""

    __slots__ = ()


@cache
def _personal() -> re.Pattern[str]:
    """What nobody may see; compiled when there is something to log, not before the window."""
    return re.compile(
        r"[^\s\x00-\x7f·…—→]+"  # Chinese words: names, places, firms
        r"|[\w.+-]+@[\w-]+(?:\.[\w-]+)+"  # mail addresses
        r"|\w+://\S+"  # addresses of servers, with their passwords
        r"|(?<![\w.-])(?:\+?86[- ]?)?1\d{2}[- ]?\d{4}[- ]?\d{4}(?!\d)"  # mobile telephones
        r"|(?<![\w.-])0\d{2,3}-\d{7,8}(?!\d)"  # telephones
        r"|(?<![\w-])\d{15,18}[\dXx]?(?![\w-])"  # identity cards, credit codes in digits
        r"|(?:[A-Za-z]:)?[\\/](?:[^\s\\/:]+[\\/])+[^\s\\/:,]*"  # paths
    )


def scrubbed(text: str) -> str:
    """The text without whatever looks like a name, a telephone, an address or a path.

    >>> scrubbed("reads 3 rows of 王建国 13800007300 in /home/wang/招商.db")
    'reads 3 rows of … … in …'
    """
    return _personal().sub(HIDDEN, text)


def told(error: BaseException) -> str:
    """An exception with what caused it: types, codes and places, no message and no value."""
    return "\n".join(_chain(error))


class SafeFormatter(logging.Formatter):
    """Lines of the program's log: time, level, logger, the words of the program."""

    def __init__(self) -> None:
        super().__init__("%(asctime)s %(levelname)s %(name)s: %(message)s")

    def format(self, record: logging.LogRecord) -> str:
        """One line, and the places of an exception below it."""
        head = f"{self.formatTime(record)} {record.levelname} {record.name}: {_message(record)}"
        error = record.exc_info[1] if record.exc_info else None
        return head if error is None else f"{head}\n{told(error)}"


def _message(record: logging.LogRecord) -> str:
    if not isinstance(record.args, tuple):
        return scrubbed(str(record.msg)) if not record.args else HIDDEN
    safe = tuple(value if _is_safe(value) else HIDDEN for value in record.args)
    try:
        return scrubbed(str(record.msg) % safe if safe else str(record.msg))
    except (TypeError, ValueError):
        return HIDDEN


def _is_safe(value: object) -> bool:
    """Words of the program, and numbers that count something: no telephone and no amount."""
    return isinstance(value, Word) or (isinstance(value, int | float) and abs(value) < _COUNTS)


def _chain(error: BaseException | None) -> Iterator[str]:
    """From the exception to what caused it, each with its places, the innermost last."""
    seen: set[int] = set()
    word = ""
    while error is not None and id(error) not in seen and len(seen) < _DEPTH:
        seen.add(id(error))
        yield word + _name(error)
        for frame in traceback.extract_tb(error.__traceback__)[-_FRAMES:]:
            yield f"  {_place(frame.filename)}:{frame.lineno} {frame.name}"
        cause = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
        origin = getattr(error, "orig", None)
        error = cause or (origin if isinstance(origin, BaseException) else None)
        word = "because of "


def _name(error: BaseException) -> str:
    kind = type(error)
    codes = [
        f"{key}={value}"
        for key in _CODES
        if isinstance(value := getattr(error, key, None), str | int)
        and _CODE.fullmatch(str(value))
        and (key != "code" or _is_ours(kind))
    ]
    return " ".join([f"{kind.__module__}.{kind.__qualname__}", *codes])


def _is_ours(kind: type[BaseException]) -> bool:
    """Only our own codes are words of the program; others may say anything."""
    return kind.__module__.partition(".")[0] == __package__


def _place(filename: str) -> str:
    """A file of the program by its place in it, any other by its last two names."""
    path = Path(filename)
    if path.is_relative_to(_PACKAGE):
        return path.relative_to(_PACKAGE.parent).as_posix()
    return "/".join(path.parts[-2:]) if "site-packages" in path.parts else path.name
