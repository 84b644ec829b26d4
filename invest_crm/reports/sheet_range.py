"""Which pages of a print are wanted, as a person writes it."""

from __future__ import annotations

import re

from invest_crm.errors import UserError
from invest_crm.words import _

_RANGE = re.compile(r"(\d{1,5})(?:\s*[-–—~至到]\s*(\d{1,5})?)?")
_BETWEEN = re.compile(r"[,，、;；\s]+")


def chosen_pages(text: str, total: int) -> list[int]:
    """The page numbers of "1-3, 5", in order and once each; all for an empty text.

    An open end ("4-") reaches the last page, pages beyond it are left out. UserError
    ``page-range`` for what is no range, and where no page is left.

    >>> chosen_pages("5，1-2", 4), chosen_pages("3-", 4)
    ([1, 2], [3, 4])
    """
    parts = [part for part in _BETWEEN.split(re.sub(r"\s*([-–—~至到])\s*", r"\1", text)) if part]
    if not parts:
        return list(range(1, total + 1))
    wanted: set[int] = set()
    for part in parts:
        found = _RANGE.fullmatch(part)
        if found is None:
            raise _no_range(text)
        first = int(found[1])
        is_open = found[2] is None and found[0] != found[1]
        last = total if is_open else int(found[2] or first)
        wanted.update(range(max(first, 1), min(last, total) + 1))
    if not wanted:
        raise _no_range(text, total)
    return sorted(wanted)


def _no_range(text: str, total: int = 0) -> UserError:
    what = (
        _("There is no page “{text}”: there are {n}.").format(text=text.strip(), n=total)
        if total
        else _("“{text}” names no pages.").format(text=text.strip())
    )
    return UserError(
        "page-range",
        what,
        safe=_("Nothing was printed."),
        todo=_("Write the pages like 1-3, 5; leave the field empty for all."),
    )
