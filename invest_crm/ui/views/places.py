"""Views and links as places to go to: what the search and notes offer and open.

``views_of`` and ``place_of`` ask the database and run off the main thread.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from invest_crm.domain.links import Link, parse_link
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.services.work import App
    from invest_crm.ui.kit.page import Page, State

VIEW = "as_view"
"""The key of a page's state that names the view shown."""


def views_of(app: App) -> list[tuple[str, str, str]]:
    """Every view this person sees as (id, name, page), the pinned first."""
    from invest_crm.services.views import views_of as read

    return [(info.id, info.name, info.list) for info in app.read(read)]


def state_of_view(view_id: str) -> State:
    """The state to give the page of a view, so that it shows it."""
    return {VIEW: view_id}


def place_of(app: App, text: str) -> tuple[str, State] | None:
    """The page and its state that a ``crm://`` link leads to; None for any other text.

    UserError ``view-unknown`` for a view that is gone or of somebody else.
    """
    link = parse_link(text)
    if link is None:
        return None
    if link.kind != "view":
        return link.kind, {"open": link.id}
    from invest_crm.services.views import find_view

    return app.read(find_view, link.id).list, state_of_view(link.id)


def copy_links(page: Page, links: Sequence[Link]) -> None:
    """Put links on the clipboard, one a line, and say so."""
    text = "\n".join(map(str, links))
    QGuiApplication.clipboard().setText(text)
    said = text if len(links) == 1 else _("{n} links").format(n=len(links))
    page.said.emit(_("Copied: {text}").format(text=said), None)
