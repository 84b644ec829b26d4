"""Regular expressions that are compiled when they are first used.

Reading cells needs a hundred of them, showing a list none: compiled at import they would be a
tenth of the time until the first rows are seen. It must not know what is matched.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any, cast

if TYPE_CHECKING:
    from collections.abc import Callable

_METHODS = ("match", "fullmatch", "search", "sub", "split", "findall", "finditer")


class _Later:
    """Looks like a compiled pattern; after the first use its methods are those of one."""

    __slots__ = ("_make", *_METHODS)

    def __init__(self, make: Callable[[], re.Pattern[str]]) -> None:
        self._make = make

    def __getattr__(self, name: str) -> Any:
        # Called only while the slot is still empty.
        compiled = self._make()
        if name not in _METHODS:
            return getattr(compiled, name)
        for method in _METHODS:
            object.__setattr__(self, method, getattr(compiled, method))
        return getattr(compiled, name)


def pattern(text: str, flags: int = 0) -> re.Pattern[str]:
    """``re.compile`` put off until something is matched. A wrong expression fails only then.

    >>> digits = pattern(r"[0-9]+")
    >>> digits.findall("3 of 12"), digits.pattern
    (['3', '12'], '[0-9]+')
    """
    return cast("re.Pattern[str]", _Later(lambda: re.compile(text, flags)))
