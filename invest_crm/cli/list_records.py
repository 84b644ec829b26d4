"""``list``: firms, monthly rows, requests or contacts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, json_option, opened, say, table
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse

    from invest_crm.services.work import App

KINDS = ("firms", "monthly", "requests", "contacts")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("kind", choices=KINDS, help=_("what to list"))
    parser.add_argument("--reveal", action="store_true", help=_("show phone numbers (logged)"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    with opened(args) as app:
        found = _read(app, args.kind, reveal=args.reveal)
    if args.json:
        emit({args.kind: found})
    elif not found:
        say(_("Nothing here yet."))
    else:
        keys = [key for key in found[0] if key not in {"id", "extra", "nodes", "contacts"}][:7]
        table([keys, *[[_cell(item[key]) for key in keys] for item in found]])
    return 0


def _read(app: App, kind: str, *, reveal: bool) -> list[dict[str, object]]:
    from invest_crm.services import firms, lists
    from invest_crm.services.access import AccessNote, note_access

    if reveal:
        app.write(note_access, AccessNote("list", kind))
    if kind == "firms":
        return app.read(firms.list_firms, reveal=reveal)
    if kind == "contacts":
        return app.read(lists.list_contacts, reveal=reveal)
    return app.read(lists.list_monthly if kind == "monthly" else lists.list_requests)


def _cell(value: object) -> str:
    return "—" if value is None else str(value)
