"""``files``: what the store of attachments holds, what is missing, what nobody names."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, json_option, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--sweep",
        action="store_true",
        help=_("remove what no attachment and no log names"),
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it. Status 1 if the content of an attachment is missing."""
    from invest_crm.services.attachments import facts, sweep_files

    with opened(args) as app:
        swept = app.write(sweep_files, None).value if args.sweep else 0
        found = app.read(facts)
    if args.json:
        lost = [{"id": line.id, "sha256": line.sha256, "place": line.place} for line in found.lost]
        emit(
            {
                "attachments": found.rows,
                "contents": found.contents,
                "bytes": found.bytes,
                "lost": lost,
                "unnamed": found.idle,
                "removed": swept,
            }
        )
        return 1 if found.lost else 0
    say(
        _("{rows} attachments, {contents} contents, {bytes} bytes").format(
            rows=found.rows, contents=found.contents, bytes=f"{found.bytes:,}"
        )
    )
    if args.sweep:
        say(_("Removed: {n}").format(n=swept))
    elif found.idle:
        say(_("Contents that nobody names: {n}").format(n=found.idle))
    for line in found.lost:
        say(_("Missing: {place}").format(place=line.place))
    return 1 if found.lost else 0
