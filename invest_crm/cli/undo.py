"""``undo``: reverse this actor's last ChangeSet, or a named one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import asdict

from invest_crm.cli.common import emit, json_option, opened, say
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--change-set", metavar="ID", help=_("which change (default: your last)"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.undo import undo

    with opened(args) as app:
        undone = app.write(undo, args.change_set).value
    if undone is None:
        return 1
    if args.json:
        emit(
            {
                "undone": undone.change_set_id,
                "what": undone.what,
                "reversed": undone.reversed,
                "conflicts": [asdict(item) for item in undone.conflicts],
                "kept": [asdict(item) for item in undone.kept],
            }
        )
        return 0
    say(
        ngettext(
            "Undone: {what} ({n} record)", "Undone: {what} ({n} records)", undone.reversed
        ).format(what=undone.what, n=undone.reversed)
    )
    for item in undone.conflicts:
        say(
            _("Kept as it is: {table} {field} was changed since by {who}.").format(
                table=item.table, field=item.field, who=item.changed_by or "—"
            )
        )
    if undone.kept:
        say(
            ngettext(
                "{n} record stays: it was edited or referred to since.",
                "{n} records stay: they were edited or referred to since.",
                len(undone.kept),
            ).format(n=len(undone.kept))
        )
    return 0
