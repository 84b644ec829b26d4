"""``report``: write a document."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from invest_crm.cli.common import day, opened, say, table, tell
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("name", metavar="NAME", nargs="?", help=_("which document; see --list"))
    parser.add_argument(
        "--out", metavar="FILE", type=Path, help=_("file to write; the suffix chooses the format")
    )
    parser.add_argument("--as-of", metavar="DATE", type=day, help=_("as things stood on this day"))
    parser.add_argument(
        "--from", dest="start", metavar="DATE", type=day, help=_("signed from this day on")
    )
    parser.add_argument("--project", metavar="ID", help=_("the project the document is about"))
    parser.add_argument("--firm", metavar="ID", help=_("the firm the document is about"))
    about = _("the hand-over or review the document is about")
    parser.add_argument("--record", metavar="ID", help=about)
    parser.add_argument("--list", action="store_true", help=_("list the reports"))


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.documents import MakeReport, make_report, report_names
    from invest_crm.services.options import unset_county

    if args.list or not args.name:
        table([[name, title, " ".join(formats)] for name, title, formats in report_names()])
        return 0
    if args.out is None:
        args.parser.error(_("say where the document goes: --out FILE"))
    with opened(args) as app:
        command = MakeReport(
            args.name,
            args.out,
            args.as_of,
            args.start,
            args.project,
            args.firm,
            record=args.record,
        )
        made = app.read(make_report, command)
        notice = app.read(unset_county)
    if notice:
        tell(notice)
    if made.missing:
        tell(_("No font has these characters: {chars}").format(chars=" ".join(made.missing)))
    say(_("Written: {path}").format(path=made.path))
    return 0
