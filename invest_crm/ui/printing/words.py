"""What is said of the pages of a preview."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    from invest_crm.services.printing import Printed

_SMALL = 6.0
"""Points: type below that is hard to read on paper."""


def fitting_words(printed: Printed) -> str:
    """How many pages, at which scale, what a person should know before printing."""
    n = len(printed.sizes)
    words = [ngettext("{n} page", "{n} pages", n).format(n=n)]
    if n < printed.total:
        words[0] = ngettext("{n} of {total} page", "{n} of {total} pages", printed.total).format(
            n=n, total=printed.total
        )
    if not printed.coloured:
        words.append(_("scale {percent}%").format(percent=printed.percent))
    if printed.sides > 1:
        words.append(_("{n} pages across").format(n=printed.sides))
    if not printed.fits:
        words.append(_("too much for one page"))
    if 0 < printed.type_size < _SMALL:
        words.append(_("small type, {size} pt").format(size=f"{printed.type_size:.1f}"))
    if printed.missing:
        words.append(_("no font for {letters}").format(letters="".join(printed.missing[:5])))
    return " · ".join(words)


def page_words(printed: Printed, place: int) -> str:
    """Which page is looked at."""
    if not printed.sizes:
        return ""
    return _("{place} / {n}").format(place=place + 1, n=len(printed.sizes))
