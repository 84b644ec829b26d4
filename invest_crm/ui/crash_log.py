"""The program's own log: what it met and how long it took, in a small file that keeps itself small.

Nothing of the person's work stands in it (``safe_text``): it may be sent as it is. Where it cannot
be written (no folder, full disk) the program works without it.
"""

from __future__ import annotations

import logging
import logging.handlers
import sys
from typing import TYPE_CHECKING

from invest_crm import __version__
from invest_crm.paths import log_path
from invest_crm.safe_text import SafeFormatter, Word

if TYPE_CHECKING:
    from pathlib import Path

_LOG = logging.getLogger("invest_crm.window")
_BYTES, _FILES = 512 * 1024, 2


class _Quiet(logging.handlers.RotatingFileHandler):
    """A log that cannot be written is no reason to disturb anybody."""

    def handleError(self, record: logging.LogRecord) -> None:
        """Nothing: there is nowhere to say it."""


def begin() -> Path | None:
    """Write the log from now on; returns where, None if it cannot be written."""
    path = log_path()
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        handler = _Quiet(path, maxBytes=_BYTES, backupCount=_FILES, encoding="utf-8")
    except OSError:
        return None
    handler.setFormatter(SafeFormatter())
    logger = logging.getLogger("invest_crm")
    logger.addHandler(handler)
    logger.setLevel(logging.INFO)
    _LOG.info("started %s on %s", Word(__version__), Word(sys.platform))
    return path


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
