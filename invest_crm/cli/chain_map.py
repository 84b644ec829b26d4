"""``map``: draw a chain map as PDF, SVG, PNG, HTML or JSON."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from invest_crm.cli.common import day, opened, say, tell
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse

PAPERS = ("A4", "A3", "A2", "A1", "A0")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("chain", metavar="CHAIN", help=_("id or name, for example live-pigs"))
    parser.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        required=True,
        help=_("file to write: .pdf, .svg, .png, .html or .json"),
    )
    parser.add_argument("--paper", choices=PAPERS, default="A3", help=_("paper size (default: A3)"))
    parser.add_argument("--as-of", metavar="DATE", type=day, help=_("as things stood on this day"))


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.chains.atlas import export_chain_map
    from invest_crm.services.options import unset_county

    with opened(args) as app:
        app.read(
            lambda view: export_chain_map(
                view, args.chain, args.out, args.paper, args.as_of or view.today
            )
        )
        notice = app.read(unset_county)
    if notice:
        tell(notice)
    say(_("Written: {path}").format(path=args.out))
    return 0
