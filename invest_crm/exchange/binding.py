"""Files of strangers bound into one PDF by child processes, one for each file.

A child that ends badly, takes too long or answers nonsense means that its file is not bound, with
the reason; the others are.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

from invest_crm.exchange.media import PDF
from invest_crm.exchange.one_order import ask

if TYPE_CHECKING:
    from collections.abc import Sequence

Why = Literal["", "kind", "encrypted", "damaged", "pages", "memory", "lost"]
"""Why a file is not bound; empty: it is."""
BINDABLE: Final = frozenset({PDF, "image/jpeg", "image/png"})
_SECONDS: Final = 120.0
_FLAG: Final = "--bind-child"


class Leaf(Struct, frozen=True):
    """One file as A4 pages, or why it is none. ``turned``: which pages lie on their side."""

    data: bytes = b""
    turned: tuple[bool, ...] = ()
    why: Why = ""

    @property
    def pages(self) -> int:
        """How many pages."""
        return len(self.turned)


def leaf(data: bytes, media_type: str) -> Leaf:
    """A file as A4 pages; pictures upright, forms flattened, nothing that acts."""
    if media_type not in BINDABLE:
        return Leaf(why="kind")
    said, made = ask(_FLAG, {"do": "pages", "media_type": media_type}, data, _SECONDS)
    if "pages" in said and made.startswith(b"%PDF"):
        return Leaf(made, tuple(map(bool, said["turned"])))
    why = said.get("error")
    return Leaf(why=why if why in ("encrypted", "pages", "memory") else "damaged")


def bind(
    over: bytes, parts: Sequence[bytes], outline: Sequence[tuple[str, int]], title: str, author: str
) -> bytes | None:
    """Parts in their order under a sheet of numbers for every page (``over``), with bookmarks
    (title, page from 0). None if it cannot be done.
    """
    order = {
        "do": "bind",
        "sizes": [len(over), *map(len, parts)],
        "outline": list(outline),
        "title": title,
        "author": author,
    }
    said, made = ask(_FLAG, order, b"".join((over, *parts)), _SECONDS)
    return made if "pages" in said and made.startswith(b"%PDF") else None
