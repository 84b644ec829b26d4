"""How files are put into words: size, kind, when they were added."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from invest_crm.domain.clock import at_bureau
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.attachments import AttachmentLine

_KILO = 1024
_RUN = 8
_ICONS = (
    ("image/", "picture"),
    ("application/x-executable", "attention"),
    ("application/vnd.ms-office.macros", "attention"),
    ("application/vnd.ms-excel", "spreadsheet"),
    ("application/vnd.oasis.opendocument.spreadsheet", "spreadsheet"),
    ("application/vnd.openxmlformats-officedocument.spreadsheetml", "spreadsheet"),
    ("application/vnd.openxmlformats-officedocument.presentationml", "reports"),
    ("application/vnd.ms-powerpoint", "reports"),
    ("application/zip", "archive"),
    ("application/vnd.rar", "archive"),
    ("application/x-7z-compressed", "archive"),
)


def size_words(size: int) -> str:
    """A number of bytes as file managers write it.

    >>> size_words(900), size_words(12_300), size_words(5_000_000)
    ('900 B', '12 KB', '4.8 MB')
    """
    if size < _KILO:
        return f"{size} B"
    if size < _KILO * _KILO:
        return f"{size / _KILO:.0f} KB"
    return f"{size / _KILO / _KILO:.1f} MB"


def icon_of(media_type: str) -> str:
    """The icon of a kind of file."""
    return next((icon for start, icon in _ICONS if media_type.startswith(start)), "document")


def added_words(line: AttachmentLine) -> str:
    """How large, who, when; of a visit's file which visit, whose day tells enough."""
    if line.origin:
        return f"{line.origin} · {size_words(line.size)} · {line.added_by}"
    moment = at_bureau(datetime.fromisoformat(line.added_at))
    return f"{size_words(line.size)} · {line.added_by} · {moment:%Y-%m-%d %H:%M}"


def total_words(lines: Sequence[AttachmentLine]) -> str:
    """How many files are attached, and how much all their versions take."""
    here = [line for line in lines if not line.archived]
    number = len({line.series for line in here})
    if not number:
        return ""
    words = ngettext("{n} file", "{n} files", number).format(n=number)
    return f"{words} · {size_words(sum(line.size for line in here))}"


def breakable(place: str) -> str:
    """A path that may be broken at any eighth sign: a label breaks no long word by itself.

    >>> breakable("/abcdefghij").split("\\u200b")
    ['/abcdefg', 'hij']
    """
    return "\u200b".join(place[start : start + _RUN] for start in range(0, len(place), _RUN))


def version_words(line: AttachmentLine) -> str:
    """Which version of a file it is."""
    return _("Version {n}").format(n=line.version)
