"""``commitments``: promises of both sides: listed, and what became of them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.cli.common import day, emit, json_option, offered_file, opened, say, table
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse

    from invest_crm.services.today import Today

STATES = ("OPEN", "KEPT", "BROKEN", "WAIVED")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("id", nargs="?", metavar="ID", help=_("a promise whose state is to be set"))
    parser.add_argument("--project", metavar="ID", help=_("a project by id or name"))
    parser.add_argument("--state", choices=STATES, help=_("what became of the promise"))
    parser.add_argument("--on", metavar="DATE", type=day, help=_("the day (default: today)"))
    parser.add_argument("--note", default="", help=_("evidence or reason"))
    parser.add_argument(
        "--evidence",
        metavar="[KIND=]FILE",
        action="append",
        default=[],
        help=_("a paper with its kind, else told by its name; may be repeated"),
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.domain.commitments import State
    from invest_crm.services.agreements.outcomes import SetCommitment, set_with_files
    from invest_crm.services.agreements.panel import list_commitments
    from invest_crm.services.projects.find import found_project

    if bool(args.id) != bool(args.state) or (args.evidence and not args.id):
        args.parser.error(_("name a promise and its state"))
    with opened(args) as app:
        if args.id:
            on = args.on or app.today
            command = SetCommitment((args.id,), State(args.state), on, args.note)
            set_with_files(app, command, [offered_file(text) for text in args.evidence])
        project = app.read(found_project, args.project).id if args.project else None
        found: list[dict[str, Any]] = app.read(list_commitments, project)
    if args.json:
        emit({"commitments": found})
    elif not found:
        say(_("Nothing here yet."))
    else:
        table(
            [
                [item["id"], item["side_label"], item["kind_label"], item["project"],
                 item["due_on"] or "—", item["standing_label"], "!" if item["warnings"] else ""]
                for item in found
            ]
        )  # fmt: skip
    return 0


def promise_rows(found: Today) -> list[list[str]]:
    """The promises that are due, for ``due``."""
    return [
        ["", one.day.isoformat(), str(one.left), one.person, one.project, one.what]
        for one in found.promises
    ]


def promise_items(found: Today) -> list[dict[str, Any]]:
    """The same for ``due --json``."""
    return [
        {
            "id": one.id,
            "project": one.project_id,
            "name": one.project,
            "side": "GOVERNMENT" if one.government else "FIRM",
            "what": one.what,
            "day": one.day.isoformat(),
            "days_left": one.left,
        }
        for one in found.promises
    ]
