"""``export``: write a list, or everything, to a file."""

from __future__ import annotations

import argparse
from datetime import date
from pathlib import Path

from invest_crm.cli.common import emit, json_option, opened, say, tell
from invest_crm.words import _

KINDS = (
    *("projects", "firms", "monthly", "requests", "contacts", "parcels", "approvals", "pivot"),
    "revenue",
    "all",
    "template",
)
LEDGERS = (
    *("projects", "firms", "contacts", "monthly", "requests", "parcels", "approvals", "revenue"),
)


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("kind", choices=KINDS, metavar="KIND|all", help=", ".join(KINDS))
    parser.add_argument(
        "--kind", dest="ledger", choices=LEDGERS, help=_("what a blank template is for")
    )
    parser.add_argument(
        "--out",
        metavar="FILE",
        type=Path,
        required=True,
        help=_("file to write: .xlsx, .csv, .json, or .zip for everything"),
    )
    parser.add_argument(
        "--month",
        type=month,
        metavar="YYYY-MM",
        help=_("with “monthly”: that month in the layout of the county (.xlsx)"),
    )
    parser.add_argument("--unit", choices=("亿元", "万元"), default="亿元", help=_("money unit"))
    parser.add_argument("--reveal", action="store_true", help=_("show phone numbers (logged)"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.access import AccessNote, note_access
    from invest_crm.services.export import export_records
    from invest_crm.services.options import unset_county
    from invest_crm.services.statistics.lists import CONFIDENTIAL

    if args.kind == "template":
        return _template(args)
    with opened(args) as app:
        if args.reveal or args.kind in {"all", "revenue"}:
            app.write(note_access, AccessNote("export", args.kind))
        done = app.read(
            export_records,
            args.kind,
            args.out,
            reveal=args.reveal,
            unit=args.unit,
            month=args.month or "",
        )
        notice = app.read(unset_county) if _names_county(args) else ""
    if notice:
        tell(notice)
    if args.json:
        emit({"path": str(done.path), "counts": done.counts, "private": done.private})
        return 0
    counts = _(", ").join(f"{name} {number}" for name, number in done.counts.items())
    say(_("Written: {path} ({counts})").format(path=done.path, counts=counts))
    if args.kind == "revenue":
        tell(_(CONFIDENTIAL))
    elif done.private:
        tell(_("This file holds personal data that are not masked; keep it safe."))
    return 0


def month(text: str) -> str:
    """A month written ``2025-08``."""
    try:
        return date.fromisoformat(f"{text}-01").isoformat()[:7]
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("write a month like 2025-08")) from error


def _template(args: argparse.Namespace) -> int:
    """A blank workbook to fill in and import."""
    from invest_crm.services.templates import save_template

    if args.ledger is None or args.out.suffix.lower() != ".xlsx":
        args.parser.error(_("write: export template --kind KIND --out FILE.xlsx"))
    with opened(args) as app:
        path = app.read(save_template, args.ledger, args.out)
    if args.json:
        emit({"path": str(path), "kind": args.ledger})
    else:
        say(_("Written: {path}").format(path=path))
    return 0


def _names_county(args: argparse.Namespace) -> bool:
    """Whether the file holds the project ledger, whose title names the county."""
    return args.kind in {"projects", "all"} and args.out.suffix.lower() in {".xlsx", ".zip"}
