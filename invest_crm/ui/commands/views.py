"""Saved views of every list in the palette, and links to them or to records (``crm://…``)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.domain.matching import match
from invest_crm.errors import UserError
from invest_crm.ui.commands.provider import Entry, Provider
from invest_crm.ui.views.places import place_of, state_of_view, views_of
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Mapping, Sequence

    from invest_crm.ui.context import Context

    Go = Callable[[str, dict[str, Any]], object]

_HEAD = "view:"


class Views(Provider):
    """``lists``: the pages with views and their titles; ``go(page, state)`` shows a view."""

    def __init__(self, lists: Mapping[str, str], context: Context, go: Go) -> None:
        super().__init__(_("Views"))
        self._lists, self._context, self._go = lists, context, go

    def find(self, text: str) -> Sequence[Entry]:
        """The views whose names answer."""
        return [entry for entry in self._all() if match(entry.title, text)]

    def recall(self, keys: Sequence[str]) -> Sequence[Entry]:
        """Views by their keys, ``view:<id>``."""
        wanted = {key for key in keys if key.startswith(_HEAD)}
        return [entry for entry in self._all() if entry.key in wanted] if wanted else ()

    def _all(self) -> list[Entry]:
        return [self._entry(*view) for view in views_of(self._context.app)]

    def _entry(self, view: str, name: str, page: str) -> Entry:
        return Entry(
            key=f"{_HEAD}{view}",
            title=name,
            do=lambda: self._go(page, state_of_view(view)),
            icon="grid",
            note=self._lists.get(page, ""),
            recent=True,
        )


class Links(Provider):
    """A link that was copied into the line; ``pages`` are those there are."""

    def __init__(self, pages: Collection[str], context: Context, go: Go) -> None:
        super().__init__(_("Link"))
        self._pages, self._context, self._go = pages, context, go

    def find(self, text: str) -> Sequence[Entry]:
        """Where the link leads, or why it leads nowhere."""
        title = _("Open the link")
        try:
            place = place_of(self._context.app, text)
        except UserError as error:
            return [Entry("link", title, lambda: None, "link", reason=str(error))]
        if place is None or place[0] not in self._pages:
            return ()
        page, state = place
        return [Entry("link", title, lambda: self._go(page, state), "link", note=text)]
