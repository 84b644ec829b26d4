"""Records of one kind in the palette: found in the database, opened on their page."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct

from invest_crm.ui.commands.provider import Entry, Provider
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from invest_crm.services.search import Found
    from invest_crm.services.work import App
    from invest_crm.ui.context import Context


class Kind(Struct, frozen=True):
    """``name`` as the index calls it, the page of its list, and the icon."""

    name: str
    page: str
    icon: str


class Records(Provider):
    """``go(page, state)`` shows a record of a kind; Ctrl+Enter opens its form."""

    def __init__(
        self,
        title: str,
        kind: Kind,
        context: Context,
        go: Callable[[str, dict[str, Any]], object],
    ) -> None:
        super().__init__(title)
        self._kind, self._context, self._go = kind, context, go

    def find(self, text: str) -> Sequence[Entry]:
        """The best records, and the whole list where there are more."""
        from invest_crm.services.search import find

        kind = self._kind.name
        found = self._context.app.read(lambda view: find(view, kind, text))
        entries = [self._entry(record) for record in found.records]
        return [*entries, self._all(text)] if found.more else entries

    def recall(self, keys: Sequence[str]) -> Sequence[Entry]:
        """Records by their keys, ``project:<id>``."""
        head = f"{self._kind.name}:"
        ids = [key.removeprefix(head) for key in keys if key.startswith(head)]
        if not ids:
            return ()

        def read(app: App) -> dict[str, Found]:
            from invest_crm.services.search import named

            return app.read(lambda view: named(view, self._kind.name, ids))

        return [self._entry(record) for record in read(self._context.app).values()]

    def _entry(self, record: Found) -> Entry:
        return Entry(
            key=f"{self._kind.name}:{record.id}",
            title=record.title,
            do=lambda: self._go(self._kind.page, {"open": record.id}),
            icon=self._kind.icon,
            note=record.note,
            edit=lambda: self._go(self._kind.page, {"open": record.id, "edit": True}),
            recent=True,
        )

    def _all(self, text: str) -> Entry:
        return Entry(
            key=f"all:{self._kind.name}",
            title=_("All with “{text}” in the list").format(text=text),
            do=lambda: self._go(self._kind.page, {"text": text}),
            icon="filter",
            tail=True,
        )
