"""Links to a place in the program, written and read in one place: ``crm://projects/<id>``.

They stand in notes and in what people send each other, and are pasted into the search.
"""

from __future__ import annotations

import re
from typing import Literal, cast

from msgspec import Struct

Kind = Literal[
    "view", "projects", "firms", "requests", "parcels", "five_ones", "commitments", "approvals"
]

_KINDS = "view|projects|firms|requests|parcels|five_ones|commitments|approvals"
_LINK = re.compile(rf"crm://({_KINDS})/([A-Za-z0-9._-]*[A-Za-z0-9])")


class Link(Struct, frozen=True):
    """A saved view, a project, a firm, a request, a parcel, who is in charge, an approval, by id.

    >>> str(Link("view", "projects.silent"))
    'crm://view/projects.silent'
    """

    kind: Kind
    id: str

    def __str__(self) -> str:
        """How it is written."""
        return f"crm://{self.kind}/{self.id}"


def parse_link(text: str) -> Link | None:
    """The link a text consists of, None if it is none.

    >>> parse_link(" crm://firms/0192-ab ")
    Link(kind='firms', id='0192-ab')
    """
    found = _LINK.fullmatch(text.strip())
    return _link(found) if found else None


def links_in(text: str) -> tuple[Link, ...]:
    """Every link that stands in a text, in order.

    >>> [link.id for link in links_in("见 crm://view/a-1。再看 crm://projects/b。")]
    ['a-1', 'b']
    """
    return tuple(map(_link, _LINK.finditer(text)))


def _link(found: re.Match[str]) -> Link:
    return Link(cast("Kind", found[1]), found[2])
