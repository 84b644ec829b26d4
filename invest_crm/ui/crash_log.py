"""The program's own log: what it met and how long it took, in a small file that keeps itself small.

Nothing of the person's work stands in it (``safe_text``): it may be sent as it is. Where it cannot
be written (no folder, full disk) the program works without it.
"""

from __future__ import annotations

import logging
import sys
from contextlib import suppress
from pathlib import Path

from invest_crm import __version__
from invest_crm.paths import log_path
from invest_crm.safe_text import SafeFormatter, Word

_LOG = logging.getLogger("invest_crm.window")
_BYTES, _FILES = 512 * 1024, 2


class _Quiet(logging.FileHandler):
    """A log that cannot be written is no reason to disturb anybody; a long one is begun anew.

    The library's own turning handler loads sockets and queues, which the first window would wait
    for.
    """

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line, at the end of a full file into the next one."""
        if self.stream is not None and self.stream.tell() > _BYTES:
            self.close()
            with suppress(OSError):
                _turn(Path(self.baseFilename))
        super().emit(record)

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: there is nowhere to say it."""


def begin() -> Path | None:
    """Write the log from now on; returns where, None if it cannot be written."""
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _Quiet(path, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(SafeFormatter())
    logger = logging.getLogger("invest_crm")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    _LOG.info("started %s on %s", Word(__version__), Word(sys.platform))
    return path


def _turn(path: Path) -> None:
    """The former files move one place on, the oldest goes."""
    for number in range(_FILES - 1, -1, -1):
        former = path.with_name(f"{path.name}.{number}") if number else path
        if former.exists():
            former.replace(path.with_name(f"{path.name}.{number + 1}"))


def end() -> None:
    """The window was closed: nothing more is written."""
    _LOG.info("closed")
    logger = logging.getLogger("invest_crm")
    for handler in [item for item in logger.handlers if isinstance(item, _Quiet)]:
        logger.removeHandler(handler)
        handler.close()


def note_refusal(code: str) -> None:
    """A failure was told to the person: its code."""
    _LOG.info("told %s", Word(code))
