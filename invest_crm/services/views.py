"""Saved views of lists: mine, shared and locked ones, the pins on them, and the ready-made ones.

A view of one's own is seen by nobody else. A shared one may be changed by everyone, a locked one
by its owner alone; only the owner says which of the three it is.
"""

from __future__ import annotations

import json
from importlib import import_module
from typing import TYPE_CHECKING, Any

from msgspec import Struct
from sqlalchemy import or_, select

from invest_crm.db.schema.views import saved_view, view_pin
from invest_crm.domain.ready_views import BY_ID, READY
from invest_crm.domain.views import Access, ViewForm, form_json, form_of, without_lost
from invest_crm.errors import UserError
from invest_crm.services.listing import Listing, ListQuery, list_ids
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from sqlalchemy import Row, Select

    from invest_crm.services.work import View, Work

LISTS: Mapping[str, tuple[str, str]] = {
    "projects": ("invest_crm.services.projects.grid", "PROJECTS"),
    "firms": ("invest_crm.services.firm_grid", "FIRMS"),
    "requests": ("invest_crm.services.request_grid", "REQUESTS"),
    "parcels": ("invest_crm.services.parcel_grid", "PARCELS"),
    "months": ("invest_crm.services.money.month_grid", "MONTHS"),
    "commitments": ("invest_crm.services.agreements.grid", "COMMITMENTS"),
    "five_ones": ("invest_crm.services.five_ones.grid", "RESPONSIBLE"),
    "approvals": ("invest_crm.services.approvals.grid", "approvals_today"),
    "statistics": ("invest_crm.services.statistics.grid", "projects_today"),
    "stat_firms": ("invest_crm.services.statistics.grid", "firms_today"),
}
"""Every list that has views, by the id of its page: where its ``Listing`` is, or what makes it."""

_EVERY_LIST = frozenset({"ids", "trash"})
_ACTIONS = {Access.MINE: "view.keep", Access.SHARED: "view.share", Access.LOCKED: "view.lock"}


def listing_of(view: View, name: str) -> Listing:
    """A list by its name; loaded when it is asked for, because no page shows them all."""
    module, attribute = LISTS[name]
    found: Listing | Callable[[View], Listing] = getattr(import_module(module), attribute)
    return found if isinstance(found, Listing) else found(view)


class ViewInfo(Struct, frozen=True):
    """One view as its user sees it.

    ``owner``: empty for a ready-made one; ``pin``: its place among the pinned, None if it is not;
    ``changes``: whether this user may change it; ``version``: to be given back when saving.
    """

    id: str
    list: str
    name: str
    owner: str
    access: Access
    pin: int | None
    own: bool
    changes: bool
    version: int
    form: ViewForm

    @property
    def ready(self) -> bool:
        """Whether it came with the program."""
        return not self.owner


class Opened(Struct, frozen=True):
    """A view as it can be shown today; ``lost``: words for what its list no longer has."""

    info: ViewInfo
    form: ViewForm
    lost: tuple[str, ...]


class NewView(Struct, frozen=True):
    """A view to be saved under a name nobody else sees in this list."""

    list: str
    name: str
    form: ViewForm
    access: Access = Access.MINE


class ChangeView(Struct, frozen=True):
    """What a view is to hold from now on; ``version`` as it was when it was opened."""

    id: str
    form: ViewForm
    version: int


class RenameView(Struct, frozen=True):
    """Another name for a view."""

    id: str
    name: str


class SetAccess(Struct, frozen=True):
    """Who is to see and change a view."""

    id: str
    access: Access


class PinView(Struct, frozen=True):
    """Pin a view (at the end, or before another pinned one), or take its pin away."""

    id: str
    on: bool = True
    before: str = ""


# ---- reading -----------------------------------------------------------------------------------


def views_of(view: View, list_name: str = "") -> list[ViewInfo]:
    """The views this user sees, of one list or of all.

    The pinned first in their order, then mine, shared ones and the ready-made, by name within.
    """
    pins = _pins(view)
    rows = view.rows(_visible(view).order_by(saved_view.c.name, saved_view.c.id))
    found = [_info(row, view.app.actor, pins) for row in rows]
    found.sort(key=lambda info: not info.own)
    found += [_ready(item, pins) for item in BY_ID]
    wanted = [info for info in found if not list_name or info.list == list_name]
    return sorted(wanted, key=lambda info: len(pins) if info.pin is None else info.pin)


def find_view(view: View, name: str, list_name: str = "") -> ViewInfo:
    """A view by its id or its exact name. UserError ``view-unknown``."""
    there = views_of(view, list_name)
    by_id = [info for info in there if info.id == name]
    named = sorted((info for info in there if info.name == name), key=lambda info: not info.own)
    if not by_id and not named:
        raise UserError(
            "view-unknown",
            _("There is no view “{name}”.").format(name=name),
            safe=_("Nothing was changed."),
            todo=_("Views: {names}").format(names=_(", ").join(info.name for info in there)),
        )
    return (by_id or named)[0]


def open_view(view: View, view_id: str) -> Opened:
    """A view with what its list still has. UserError ``view-unknown``."""
    info = find_view(view, view_id)
    listing = listing_of(view, info.list)
    form, lost = without_lost(
        info.form,
        listing.fields(view),
        _EVERY_LIST | listing.filters,
        listing.columns.keys() | listing.sorts.keys(),
    )
    return Opened(info, form, lost)


def ids_of(view: View, view_id: str) -> list[str]:
    """The records a view shows, in its order. UserError ``view-unknown``."""
    opened = open_view(view, view_id)
    form = opened.form
    query = ListQuery(form.text, dict(form.filters), form.where, form.sort)
    return list_ids(view, listing_of(view, opened.info.list), query)


def others_using(view: View, view_id: str) -> list[str]:
    """Who else has pinned a view, by name."""
    pinned = select(view_pin.c.actor).where(
        view_pin.c.view == view_id, view_pin.c.actor != view.app.actor
    )
    return sorted(set(view.values(pinned)))


# ---- writing -----------------------------------------------------------------------------------


def save_view(work: Work, command: NewView) -> str:
    """Save a new view; returns its id. UserError for no name or one that is taken."""
    name = _free_name(work, command.list, command.name)
    work.name("view.save", name=name)
    return work.insert(
        saved_view,
        list=command.list,
        name=name,
        owner=work.actor,
        access=command.access.value,
        form=_stored(command.form),
    )


def change_view(work: Work, command: ChangeView) -> None:
    """Keep what a view holds now. UserError if it is locked, gone, or was changed meanwhile."""
    row = _changeable(work, command.id)
    if row.row_version != command.version:
        raise UserError(
            "view-changed",
            _("Somebody changed the view “{name}” meanwhile.").format(name=row.name),
            safe=_("Nothing was changed."),
            todo=_("Save yours under another name, or revert to see theirs."),
        )
    work.name("view.change", name=row.name)
    work.update(saved_view, row.id, form=_stored(command.form))


def rename_view(work: Work, command: RenameView) -> None:
    """Give a view another name. UserError if it may not be changed or the name is taken."""
    row = _changeable(work, command.id)
    name = _free_name(work, row.list, command.name, but=row.id)
    work.name("view.rename", name=name)
    work.update(saved_view, row.id, name=name)


def set_access(work: Work, command: SetAccess) -> None:
    """Say who sees and who changes a view. UserError ``view-not-own`` for one of somebody else."""
    row = _changeable(work, command.id)
    if row.owner != work.actor:
        raise UserError(
            "view-not-own",
            _("Only {owner}, who made this view, can do that.").format(owner=row.owner),
            safe=_("Nothing was changed."),
            todo=_("Save it under another name: that one is yours."),
        )
    work.name(_ACTIONS[command.access], name=row.name)
    work.update(saved_view, row.id, access=command.access.value)


def pin_view(work: Work, command: PinView) -> None:
    """Pin a view for this user, put its pin elsewhere, or take it away."""
    info = find_view(work, command.id)
    rows = work.rows(_own_pins(work))
    there = [row.view for row in rows]
    order = [item for item in there if item != info.id]
    if command.on:
        place = order.index(command.before) if command.before in order else len(order)
        order.insert(place, info.id)
    moved = info.id in there and command.on
    word = "view.order" if moved else "view.pin" if command.on else "view.unpin"
    work.name(word, name=info.name)
    work.delete(view_pin, *(row.id for row in rows if row.view not in order))
    places = {row.id: {"position": order.index(row.view)} for row in rows if row.view in order}
    work.update_many(view_pin, places)
    if command.on and not moved:
        work.insert(view_pin, view=info.id, actor=work.actor, position=order.index(info.id))


def delete_view(work: Work, view_id: str) -> None:
    """Delete a view with everyone's pins on it. UserError if it may not be changed."""
    row = _changeable(work, view_id)
    work.name("view.delete", name=row.name)
    work.delete(view_pin, *work.values(select(view_pin.c.id).where(view_pin.c.view == row.id)))
    work.delete(saved_view, row.id)


# ---- inside ------------------------------------------------------------------------------------


def _visible(view: View) -> Select[Any]:
    mine = saved_view.c.owner == view.app.actor
    return select(saved_view).where(or_(mine, saved_view.c.access != Access.MINE.value))


def _own_pins(view: View) -> Select[Any]:
    query = select(view_pin).where(view_pin.c.actor == view.app.actor)
    return query.order_by(view_pin.c.position, view_pin.c.id)


def _pins(view: View) -> dict[str, int]:
    """The place of each view this user has pinned."""
    return {row.view: place for place, row in enumerate(view.rows(_own_pins(view)))}


def _info(row: Row[Any], actor: str, pins: Mapping[str, int]) -> ViewInfo:
    own, access = row.owner == actor, Access(row.access)
    return ViewInfo(
        id=row.id,
        list=row.list,
        name=row.name,
        owner=row.owner,
        access=access,
        pin=pins.get(row.id),
        own=own,
        changes=own or access is Access.SHARED,
        version=row.row_version,
        form=_form(row.form),
    )


def _ready(view_id: str, pins: Mapping[str, int]) -> ViewInfo:
    ready = BY_ID[view_id]
    return ViewInfo(
        id=ready.id,
        list=next(name for name, group in READY.items() if ready in group),
        name=ready.label,
        owner="",
        access=Access.LOCKED,
        pin=pins.get(ready.id),
        own=False,
        changes=False,
        version=0,
        form=ready.form,
    )


def _form(stored: str | None) -> ViewForm:
    """What is stored; a view nobody can read any more shows everything."""
    try:
        return form_of(json.loads(stored or "{}"))
    except ValueError:
        return ViewForm()


def _stored(form: ViewForm) -> str:
    return json.dumps(form_json(form), ensure_ascii=False, sort_keys=True)


def _changeable(work: Work, view_id: str) -> Row[Any]:
    """The stored row of a view this user may change. UserError otherwise."""
    info = find_view(work, view_id)
    if not info.changes:
        raise UserError(
            "view-locked",
            _("The view “{name}” is locked.").format(name=info.name),
            safe=_("Nothing was changed."),
            todo=_("Save it under another name: that one is yours."),
        )
    row = work.first(select(saved_view).where(saved_view.c.id == view_id))
    if row is None:
        raise KeyError(view_id)
    return row


def _free_name(work: Work, list_name: str, name: str, but: str = "") -> str:
    """The name without blanks around it. UserError for none, or one this list already has."""
    wanted = " ".join(name.split())
    if not wanted:
        raise UserError(
            "view-nameless",
            _("The view needs a name."),
            safe=_("Nothing was changed."),
            todo=_("Write what it shows, for example: signed, not started."),
        )
    taken = {info.name for info in views_of(work, list_name) if info.id != but}
    if wanted in taken:
        raise UserError(
            "view-name-taken",
            _("There is a view “{name}” already.").format(name=wanted),
            safe=_("Nothing was changed."),
            todo=_("Choose another name."),
        )
    return wanted
