"""``import``: read a ledger, show what was understood, apply it; or take back a full export."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from invest_crm.cli.common import day, emit, json_option, opened, say, table, tell
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse

    from invest_crm.services.ledger.plan import Plan

KINDS = (
    *("projects", "firms", "contacts", "monthly", "requests", "parcels", "approvals", "revenue"),
)


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "file",
        metavar="FILE",
        type=Path,
        help=_("the ledger: .xlsx, .xls, .ods or .csv; or a full export: .zip"),
    )
    parser.add_argument("--sheet", metavar="NAME", help=_("which sheet (default: recognised)"))
    parser.add_argument("--kind", choices=KINDS, help=_("what the rows are (default: recognised)"))
    parser.add_argument("--as-of", metavar="DATE", type=day, help=_("cut-off if the file has none"))
    parser.add_argument("--profile", metavar="NAME", help=_("a remembered mapping"))
    parser.add_argument("--dry-run", action="store_true", help=_("show, write nothing"))
    parser.add_argument(
        "--accept-suspicious", action="store_true", help=_("write suspicious rows as well")
    )
    parser.add_argument(
        "--rejects",
        metavar="OUT.xlsx",
        type=Path,
        help=_("write the rows not imported to this file, with the reason"),
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.ledger.apply import save_rejects
    from invest_crm.services.ledger.decisions import Decisions
    from invest_crm.services.ledger.imports import (
        ImportLedger,
        apply_ledger,
        plan_ledger,
        read_ledger,
        report_json,
    )

    if args.file.suffix.lower() == ".zip":
        return _take_export(args)
    command = ImportLedger(args.file, args.sheet, args.kind, args.as_of, args.profile)
    change_set = None
    with opened(args, create=not args.dry_run) as app:
        reading = read_ledger(app, command)
        if args.dry_run:
            decisions = Decisions(suspicious=args.accept_suspicious)
            plan = app.read(plan_ledger, reading, decisions)
        else:
            outcome = apply_ledger(app, reading, accept_suspicious=args.accept_suspicious)
            if outcome.value is None:
                raise RuntimeError("the import returned no plan")
            plan, change_set = outcome.value, outcome.changes.change_set_id
    if args.rejects and save_rejects(plan, args.rejects):
        tell(_("Rows not imported, with the reason: {path}").format(path=args.rejects))
    if args.json:
        emit(report_json(plan, change_set))
    else:
        _print(plan, dry=args.dry_run)
    return 0


def _take_export(args: argparse.Namespace) -> int:
    """A full export into an empty database, or with ``--dry-run`` only what it would bring."""
    from invest_crm.services.archive_import import import_archive, look_into

    with opened(args, create=not args.dry_run) as app:
        found = (look_into if args.dry_run else import_archive)(app, args.file)
    if args.json:
        emit(
            {
                "file": args.file.name,
                "records": found.records,
                "files": found.files,
                "made_at": found.made_at,
                "made_by": found.made_by,
                "written": not args.dry_run,
            }
        )
        return 0
    table([[name, f"{number:,}"] for name, number in found.records.items()], right=frozenset({1}))
    say(_("Attachments: {n}").format(n=f"{found.files:,}"))
    say(_("Nothing was written.") if args.dry_run else _("Everything was taken in and checked."))
    return 0


def _print(plan: Plan, *, dry: bool) -> None:
    from invest_crm.domain.ledger_words import field_word, kind_word

    reading = plan.reading
    say(reading.title)
    say(
        _("Sheet {sheet}, {kind}, as of {day}, unit {unit}").format(
            sheet=reading.sheet.name,
            kind=kind_word(reading.kind),
            day=reading.as_of,
            unit=reading.unit or "—",
        )
    )
    table(
        [
            [str(item["column"]), field_word(reading.kind, str(item["field"])), item["unit"] or ""]
            for item in reading.mapped
        ]
    )
    words = {
        "new": _("new"),
        "changed": _("changed"),
        "same": _("same"),
        "suspicious": _("suspicious"),
        "rejected": _("rejected"),
    }
    say("  ".join(f"{word} {plan.counts[action]}" for action, word in words.items()))
    for total in reading.totals:
        if not total.agrees:
            say(
                _("Row {row}, {column}: stated {stated}, computed {computed}").format(
                    row=total.row,
                    column=total.column,
                    stated=total.stated,
                    computed=total.computed,
                )
            )
    for notice in reading.notices:
        say(notice.message)
    for problem in plan.problems():
        say(f"{problem.row}  {problem.column}  {problem.message}")
    if dry:
        say(_("Nothing was written."))
