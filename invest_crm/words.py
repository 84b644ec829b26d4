"""One mechanism of translation for window, documents and command line: standard gettext.

Message ids are English. Each room (``domain``, ``ui``, …) has its own catalogue
``resources/locale/<language>/LC_MESSAGES/<room>.po`` compiled to ``.mo``; they are chained here,
so that a sentence is found whichever room it was written in. Strings are translated when they
are *used*: a table declared at import marks its strings with ``N_`` and the reader calls ``_``.
"""

from __future__ import annotations

import gettext
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING

from invest_crm.message_file import MessageFile
from invest_crm.paths import resource_root

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

DEFAULT_LANGUAGE = "zh_CN"
LANGUAGES = ("zh_CN", "en")
_FIRST = "ui"
"""The room that the first window speaks from."""


class _State:
    """The language in force; one per process, because one person uses the program."""

    language: str = "en"
    translations: gettext.NullTranslations = gettext.NullTranslations()
    said: dict[str, str] = {}  # noqa: RUF012 - replaced whole with the language


def use(language: str) -> None:
    """Switch every later translation to ``language`` (``zh_CN`` or ``en``).

    Raises ValueError for a language the program does not have.
    """
    if language not in LANGUAGES:
        raise ValueError(f"unknown language {language!r}; one of {', '.join(LANGUAGES)}")
    _State.language = language
    _State.translations = _load(language)
    _State.said = {}


def language() -> str:
    """The code of the language in force."""
    return _State.language


@contextmanager
def using(code: str) -> Iterator[None]:
    """Use another language for a block (a bulletin in Chinese from an English window)."""
    before = _State.language
    use(code)
    try:
        yield
    finally:
        use(before)


@cache
def _load(code: str) -> gettext.NullTranslations:
    folder = resource_root() / "locale" / code / "LC_MESSAGES"
    paths = sorted(folder.glob("*.mo"), key=lambda path: (path.stem != _FIRST, path.stem))
    return _Rooms([MessageFile(path) for path in paths])


class _Rooms(gettext.NullTranslations):
    """The catalogues of the rooms, asked one after another; what none has stays English."""

    def __init__(self, rooms: Sequence[MessageFile]) -> None:
        super().__init__()
        self._rooms = rooms

    def gettext(self, message: str) -> str:
        """As the standard says."""
        return self._first(lambda room: room.sentence(message), message)

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        """As the standard says."""
        english = msgid1 if n == 1 else msgid2
        return self._first(lambda room: room.counted(msgid1, msgid2, n), english)

    def pgettext(self, context: str, message: str) -> str:
        """As the standard says."""
        return self._first(lambda room: room.sentence(message, context), message)

    def _first(self, ask: Callable[[MessageFile], str | None], otherwise: str) -> str:
        return next((said for room in self._rooms if (said := ask(room)) is not None), otherwise)


def said_in(code: str, message: str) -> str:
    """The sentence in a language, whichever is in force: ledgers are Chinese for every reader."""
    return _load(code).gettext(message) if code != "en" else message


def _(message: str) -> str:
    """The sentence in the language in force; the catalogues of all rooms are asked once for it."""
    said = _State.said
    if message not in said:
        said[message] = _State.translations.gettext(message)
    return said[message]


def in_language(code: str, message: str) -> str:
    """The sentence in a language, whatever is in force (people look for either)."""
    return _load(code).gettext(message)


def ngettext(one: str, many: str, n: int) -> str:
    """The sentence for ``n`` things."""
    return _State.translations.ngettext(one, many, n)


def pgettext(context: str, message: str) -> str:
    """The sentence where one English word has several Chinese ones (``context`` says which)."""
    return _State.translations.pgettext(context, message)


def N_(message: str) -> str:  # noqa: N802 - the customary name of gettext's marker
    """Mark a string for the catalogues without translating it yet."""
    return message
