"""What the views of a list ask of the services, in the background."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from invest_crm.domain.views import Access, ViewForm
    from invest_crm.services.views import Opened, ViewInfo
    from invest_crm.services.work import App, Outcome


def infos(app: App, list_name: str) -> list[ViewInfo]:
    """The views of a list."""
    from invest_crm.services.views import views_of

    return app.read(views_of, list_name)


def opened(app: App, view_id: str) -> Opened:
    """A view as it can be shown."""
    from invest_crm.services.views import open_view

    return app.read(open_view, view_id)


def others(app: App, view_id: str) -> list[str]:
    """Who else uses a view."""
    from invest_crm.services.views import others_using

    return app.read(others_using, view_id)


def save_new(app: App, list_name: str, name: str, form: ViewForm, access: Access) -> Outcome[str]:
    """Save a new view; its id."""
    from invest_crm.services.views import NewView, save_view

    return app.write(save_view, NewView(list_name, name, form, access))


def change(app: App, view_id: str, form: ViewForm, version: int) -> Outcome[None]:
    """Keep what a view holds now."""
    from invest_crm.services.views import ChangeView, change_view

    return app.write(change_view, ChangeView(view_id, form, version))


def rename(app: App, view_id: str, name: str) -> Outcome[None]:
    """Another name."""
    from invest_crm.services.views import RenameView, rename_view

    return app.write(rename_view, RenameView(view_id, name))


def set_access(app: App, view_id: str, access: Access) -> Outcome[None]:
    """Who sees and changes it."""
    from invest_crm.services.views import SetAccess
    from invest_crm.services.views import set_access as write

    return app.write(write, SetAccess(view_id, access))


def pin(app: App, view_id: str, before: str, *, on: bool) -> Outcome[None]:
    """Pin it, before another pinned one if named, or take the pin away."""
    from invest_crm.services.views import PinView, pin_view

    return app.write(pin_view, PinView(view_id, on, before))


def delete(app: App, view_id: str) -> Outcome[None]:
    """Delete it."""
    from invest_crm.services.views import delete_view

    return app.write(delete_view, view_id)
