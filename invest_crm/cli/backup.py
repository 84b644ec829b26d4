"""``backup``: a copy that has been opened and checked; the list of those there are."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from invest_crm.cli.common import emit, json_option, opened, say, table
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from invest_crm.services.backups import BackupLine

_MEGA = 1024 * 1024


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--to", metavar="DIR", type=Path, help=_("folder for the backup"))
    parser.add_argument(
        "--list", action="store_true", help=_("list the backups of this database, make none")
    )
    parser.add_argument(
        "--confirm",
        action="store_true",
        help=_("what was restored is right: back it up, then automatic backups go on"),
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.backups import file_of, make_backup, standing
    from invest_crm.services.restoring import confirm

    with opened(args) as app:
        if args.list:
            file_of(app)
            return _show(standing(app).lines, as_json=args.json)
        if args.confirm:
            manifest, path = confirm(app)
        else:
            manifest, path = make_backup(app, args.to)
    if args.json:
        emit({"path": str(path), **asdict(manifest)})
    elif manifest.fault:
        say(_("Backed up, but the change log does not fit: {path}").format(path=path))
    else:
        say(_("Backup verified: {path}").format(path=path))
    return 0


def _show(lines: Sequence[BackupLine], *, as_json: bool) -> int:
    from invest_crm.services.backups import MARKS, REASONS, made_words

    if as_json:
        emit({"backups": [{**asdict(line), "path": str(line.path)} for line in lines]})
        return 0
    if not lines:
        say(_("No backup yet."))
        return 0
    heads = (_("Made"), _("Reason"), _("Records"), "MB", _("State"), _("File"))
    rows = [
        (
            made_words(line),
            _(REASONS[line.reason]),
            f"{line.records:,}" if line.records else "",
            f"{line.size / _MEGA:.1f}",
            _(MARKS[line.mark]),
            str(line.path),
        )
        for line in lines
    ]
    table([heads, *rows], right=frozenset({2, 3}), whole=True)
    return 0
