"""The view a page shows, and how it is remembered from one start to the next.

The whole view is remembered, not only its id: the first rows a person sees after a start are
those of the view, before the database was asked what it holds today.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from msgspec import Struct
from msgspec.structs import replace

from invest_crm.domain.conditions import to_json
from invest_crm.domain.ready_views import BY_ID
from invest_crm.domain.views import ViewForm, form_json, form_of

if TYPE_CHECKING:
    from invest_crm.domain.ready_views import ReadyView
    from invest_crm.services.views import ViewInfo


class Shown(Struct, frozen=True):
    """A view on a page: ``form`` as it is shown, ``stored`` as it is kept.

    ``changes``: whether this person may change it; ``version``: to be given back when saving.
    """

    id: str
    name: str
    form: ViewForm
    stored: ViewForm
    changes: bool = False
    version: int = 0

    @property
    def lost(self) -> bool:
        """Whether something of it could not be shown."""
        return self.form != self.stored

    def where(self) -> dict[str, Any]:
        """Its conditions as the state of a grid has them."""
        return to_json(self.form.where)

    def told_by(self, info: ViewInfo) -> Shown:
        """The same view with its present name and rights.

        Where somebody changed it meanwhile the version stays that of what is seen here.
        """
        version = info.version if info.form == self.stored else self.version
        return replace(self, name=info.name, changes=info.changes, version=version)


def shown_ready(ready: ReadyView) -> Shown:
    """A ready-made view."""
    return Shown(ready.id, ready.label, ready.form, ready.form)


def shown_of(info: ViewInfo, form: ViewForm | None = None) -> Shown:
    """A view of the database; ``form``: what of it can be shown, where that was looked at."""
    form = info.form if form is None else form
    return Shown(info.id, info.name, form, info.form, info.changes, info.version)


def kept(shown: Shown) -> dict[str, Any]:
    """What is remembered of a view."""
    return {"id": shown.id, "name": shown.name, "form": form_json(shown.stored)}


def remembered(state: Any, list_name: str) -> Shown | None:
    """The view that was remembered; None where nothing was, or nothing one can read."""
    try:
        view_id, name, form = str(state["id"]), str(state["name"]), form_of(state["form"])
    except (KeyError, TypeError, ValueError):
        return None
    if view_id in BY_ID:
        return shown_ready(BY_ID[view_id]) if view_id.startswith(f"{list_name}.") else None
    return Shown(view_id, name, form, form)
