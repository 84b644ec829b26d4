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

from invest_crm.paths import resource_root

if TYPE_CHECKING:
    from collections.abc import Iterator

DEFAULT_LANGUAGE = "zh_CN"
LANGUAGES = ("zh_CN", "en")


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
    merged = gettext.NullTranslations()
    folder = resource_root() / "locale" / code / "LC_MESSAGES"
    for path in sorted(folder.glob("*.mo")):
        with path.open("rb") as handle:
            catalogue = gettext.GNUTranslations(handle)
        catalogue.add_fallback(merged)
        merged = catalogue
    return merged


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
