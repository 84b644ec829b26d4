"""``demo``: fill an empty database with demonstration data, or write a demonstration ledger."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from invest_crm.cli.common import emit, json_option, number, opened, say
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--seed", metavar="N", type=number, default=1, help=_("another number, other data")
    )
    parser.add_argument(
        "--projects", metavar="N", type=number, default=60, help=_("how many projects")
    )
    parser.add_argument("--firms", metavar="N", type=number, default=120, help=_("how many firms"))
    parser.add_argument(
        "--ledger",
        metavar="FILE",
        type=Path,
        help=_("write a demonstration ledger (.xlsx) instead; no database is touched"),
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    return _ledger(args) if args.ledger else _fill(args)


def _ledger(args: argparse.Namespace) -> int:
    from invest_crm.services.demo.ledger import write_demo_ledger

    written = write_demo_ledger(args.ledger, args.seed)
    if args.json:
        emit({"path": str(args.ledger), "rows": written})
    else:
        say(
            ngettext(
                "Written: {path} ({n} project)", "Written: {path} ({n} projects)", written
            ).format(path=args.ledger, n=written)
        )
    return 0


def _fill(args: argparse.Namespace) -> int:
    from invest_crm.services.demo.fill import FillDemo, fill
    from invest_crm.services.reference import load_reference

    with opened(args, create=True) as app:
        app.write(load_reference, None)
        filled = app.write(fill, FillDemo(args.seed, args.projects, args.firms)).value
    if filled is None:
        return 1
    if args.json:
        emit({"seed": args.seed, **asdict(filled)})
        return 0
    say(_("Demonstration data written. They are invented and marked; undo removes them."))
    say(
        _(
            "{projects} projects, {firms} firms, {contacts} contacts, {monthly} monthly rows,"
            " {requests} requests, {targets} annual targets, {parcels} parcels and plants."
        ).format(**asdict(filled))
    )
    return 0
