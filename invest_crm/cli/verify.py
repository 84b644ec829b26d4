"""``verify``: recompute the chain of the change log, or look backups through again."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from invest_crm.cli.common import emit, json_option, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--backup",
        metavar="FILE",
        nargs="+",
        type=Path,
        help=_("look these backups through instead of the database"),
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it; exit status 1 if the chain is broken or a backup is faulty."""
    if args.backup:
        return _verify_backups(args)
    from invest_crm.services.upkeep import verify

    with opened(args) as app:
        finding = app.read(verify)
    if args.json:
        emit(asdict(finding))
    elif finding.ok:
        say(_("The change log is unbroken: {n} entries.").format(n=finding.detail))
    else:
        say(_("The change log does not fit from entry {n} on.").format(n=finding.detail))
    return 0 if finding.ok else 1


def _verify_backups(args: argparse.Namespace) -> int:
    from invest_crm.services.backups import MARKS, verify_lines

    found = verify_lines(args.backup)
    if args.json:
        emit({"backups": [{"path": str(p), "mark": m, "fault": f} for p, m, f in found]})
    else:
        for path, mark, fault in found:
            say(f"{path}: {_(MARKS[mark])} {fault}".rstrip())
    return 0 if all(mark == "verified" for _path, mark, _fault in found) else 1
