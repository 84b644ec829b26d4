"""``restore``: put a verified backup in place of the database; the present one is kept.

What would be lost is printed before anything is replaced.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from msgspec.structs import asdict

from invest_crm.cli.common import emit, json_option, say, table
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    import argparse

    from invest_crm.services.restoring import Prospect

_SHOWN = 20
"""So many of the lost changes are printed; ``--json`` has them all."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the backup"))
    parser.add_argument(
        "--compare", action="store_true", help=_("only say what would change, restore nothing")
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.restoring import prospect, restore_backup
    from invest_crm.settings.recent import default_database

    target = args.db or default_database()
    found = prospect(args.file, target)
    if not args.json:
        _tell(found)
    if args.compare:
        if args.json:
            emit(_differences(found))
        return 0
    manifest, kept = restore_backup(args.file, target)
    if args.json:
        kept_at = str(kept) if kept else None
        emit({"kept": kept_at, **asdict(manifest), "differences": _differences(found)})
    else:
        say(_("Restored and checked."))
        if manifest.lost:
            say(
                ngettext(
                    "{n} attachment is not in this backup.",
                    "{n} attachments are not in this backup.",
                    manifest.lost,
                ).format(n=manifest.lost)
            )
        if kept:
            say(_("The former database is kept as {path}").format(path=kept))
        say(_("Automatic backups pause until you confirm: backup --confirm, or in the window."))
    return 0


def _differences(found: Prospect) -> dict[str, Any]:
    """The differences as JSON."""
    return {
        "related": found.related,
        "readable": found.readable,
        "lost": found.lost_count,
        "gained": found.gained_count,
        "lost_changes": [asdict(line) for line in found.lost],
        "gained_changes": [asdict(line) for line in found.gained],
        "kinds": [asdict(line) for line in found.kinds],
    }


def _tell(found: Prospect) -> None:
    from invest_crm.services.restoring import headline, kind_words

    say(headline(found))
    for kind in found.kinds:
        say(f"  {kind_words(kind)}")
    if found.lost:
        rows = [(line.at, line.actor, line.what) for line in found.lost[:_SHOWN]]
        table([(_("When"), _("Done by"), _("What")), *rows])
    if found.lost_count > _SHOWN:
        say(_("… and {n} more").format(n=found.lost_count - _SHOWN))
