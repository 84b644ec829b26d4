"""``backup``: a copy that has been opened and checked."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, json_option, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--to", metavar="DIR", type=Path, help=_("folder for the backup"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.upkeep import make_backup

    with opened(args) as app:
        manifest, path = make_backup(app, args.to)
    if args.json:
        emit({"path": str(path), **asdict(manifest)})
    else:
        say(_("Backup verified: {path}").format(path=path))
    return 0
