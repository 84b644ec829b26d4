"""``views``: the saved and ready-made views of the lists."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, json_option, opened, table
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse

    from invest_crm.services.views import ViewInfo
    from invest_crm.services.work import App


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.views import views_of

    with opened(args) as app:
        found = app.read(views_of)
    if args.json:
        emit({"views": [_shape(info) for info in found]})
        return 0
    head = [_("List"), _("View"), _("Who sees it"), _("Owner")]
    rows = [
        [info.list, info.name, _("Ready-made") if info.ready else info.access.label, info.owner]
        for info in found
    ]
    table([head, *rows])
    return 0


def view_option(parser: argparse.ArgumentParser) -> None:
    """``--view``: the records of a view, in its order."""
    parser.add_argument(
        "--view", metavar="NAME", help=_("the records of a view, in its order; see “views”")
    )


def in_view(
    app: App, name: str, list_name: str, found: list[dict[str, object]]
) -> list[dict[str, object]]:
    """Those of some records that a view shows, in its order. UserError for an unknown view."""
    from invest_crm.services.views import find_view, ids_of

    view_id = app.read(find_view, name, list_name).id
    by_id = {str(item["id"]): item for item in found}
    return [by_id[item] for item in app.read(ids_of, view_id) if item in by_id]


def _shape(info: ViewInfo) -> dict[str, object]:
    from invest_crm.domain.links import Link
    from invest_crm.domain.views import form_json

    return {
        "id": info.id,
        "list": info.list,
        "name": info.name,
        "owner": info.owner or None,
        "access": None if info.ready else info.access.value,
        "pinned": info.pin is not None,
        "link": str(Link("view", info.id)),
        "form": form_json(info.form),
    }
