"""The catalogue in force: the shipped items with the bureau's own over them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec
from msgspec import Struct
from msgspec.structs import replace
from sqlalchemy import select

from invest_crm.db import in_force
from invest_crm.db.schema.approvals import approval_item
from invest_crm.domain.approvals.items import Item, circle, shipped
from invest_crm.domain.approvals.rules import CONDITIONS
from invest_crm.errors import UserError
from invest_crm.services.conflicts import Place, last_writer
from invest_crm.services.refusals import unsaved
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.services.work import View, Work

_LONGEST = 400
"""Days beyond which a limit is a slip of the pen."""


class SaveItem(Struct, frozen=True):
    """An item as it is to be from now on; ``seen``: as it was read, None for a new one."""

    item: Item
    seen: Item | None = None


class CatalogueLine(Struct, frozen=True):
    """An item in force; ``own``: changed or added here, ``shipped``: the program brings one."""

    item: Item
    own: bool
    shipped: bool


def items_in_force(view: View) -> dict[str, Item]:
    """Every item by code in the order of the path, retired ones too."""
    return in_force.items_in_force(view.connection)


def own_items(view: View) -> dict[str, Item]:
    """What the bureau changed or added, by code."""
    return in_force.own_items(view.connection)


def catalogue(view: View) -> list[CatalogueLine]:
    """Every item with where it comes from."""
    own = own_items(view)
    return [
        CatalogueLine(item, code in own, code in shipped())
        for code, item in items_in_force(view).items()
    ]


def save_item(work: Work, command: SaveItem) -> str:
    """Change or add an item; returns its code.

    UserErrors: ``item-name``, ``item-code`` (empty or taken), ``item-days``, ``item-needs`` (no
    such item, or a circle), ``item-changed`` where somebody else changed it meanwhile.
    """
    item, present = command.item, items_in_force(work)
    _refuse_changed(work, command, present.get(item.code))
    _refuse_wrong(item, present)
    work.name("approval.item", item=item.name)
    _store(work, item)
    return item.code


def retire_item(work: Work, code: str) -> None:
    """An item is no longer taken into new paths, or is taken again."""
    item = items_in_force(work)[code]
    action = "approval.item.revive" if item.retired else "approval.item.retire"
    work.name(action, item=item.name)
    _store(work, replace(item, retired=not item.retired))


def reset_item(work: Work, code: str) -> None:
    """Back to the item as it is shipped. UserError ``item-own`` where none is."""
    if code not in shipped():
        raise UserError(
            "item-own",
            _("The bureau added this item itself; there is nothing to go back to."),
            safe=_("Nothing was changed."),
            todo=_("Retire it if it is no longer handled."),
        )
    work.name("approval.item.reset", item=shipped()[code].name)
    if work.first(select(approval_item.c.id).where(approval_item.c.id == code)) is not None:
        work.delete(approval_item, code)


def _store(work: Work, item: Item) -> None:
    text = msgspec.json.encode(item).decode()
    if work.first(select(approval_item.c.id).where(approval_item.c.id == item.code)) is None:
        work.insert(approval_item, id=item.code, item=text)
    else:
        work.update(approval_item, item.code, item=text)


def _refuse_changed(work: Work, command: SaveItem, present: Item | None) -> None:
    if command.seen is None and present is not None:
        raise unsaved("item-code", _("The code {code} is taken.").format(code=command.item.code))
    if command.seen is None or present is None or present == command.seen:
        return
    writer = last_writer(work, Place((command.item.code,)))
    who = writer.actor if writer is not None else _("somebody else")
    raise UserError(
        "item-changed",
        _("{who} changed this item meanwhile.").format(who=who),
        safe=_("Nothing was overwritten; what you typed is kept."),
        todo=_("Open the item again and enter your change in its present form."),
    )


def _refuse_wrong(item: Item, present: dict[str, Item]) -> None:
    if not item.zh.strip():
        raise unsaved("item-name", _("The item has no name."))
    if not item.code.strip():
        raise unsaved("item-code", _("The item has no code."))
    for limit in (item.legal, item.promise):
        if limit is not None and not 0 <= limit.days <= _LONGEST:
            raise unsaved("item-days", _("A limit is between 0 and {n} days.").format(n=_LONGEST))
    unknown = [code for code in item.needs if code not in present or code == item.code]
    unknown += [name for name in item.when if name not in CONDITIONS]
    if unknown:
        names = pgettext("between words", ", ").join(unknown)
        raise unsaved("item-needs", _("There is no item {codes}.").format(codes=names))
    if circle({**present, item.code: item}):
        raise unsaved("item-needs", _("The items would wait for each other in a circle."))
