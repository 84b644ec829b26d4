"""``restore``: put a verified backup in place of the database; the present one is kept."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, json_option, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("file", metavar="FILE", type=Path, help=_("the backup"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.upkeep import restore_backup
    from invest_crm.settings.recent import default_database

    manifest, kept = restore_backup(args.file, args.db or default_database())
    if args.json:
        emit({"kept": str(kept) if kept else None, **asdict(manifest)})
    else:
        say(_("Restored and checked."))
        if kept:
            say(_("The former database is kept as {path}").format(path=kept))
    return 0
