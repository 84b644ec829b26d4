"""``cannot``: the investor cannot provide yet what a gate asks for; ask again on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import day, emit, json_option, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("project", metavar="PROJECT", help=_("id, project code or name"))
    parser.add_argument(
        "need", metavar="NEED", help=_("what is missing: an id that “move --dry-run” lists")
    )
    parser.add_argument("--who", required=True, metavar="NAME", help=_("who said so"))
    parser.add_argument(
        "--again", required=True, type=day, metavar="DATE", help=_("the day to ask again")
    )
    parser.add_argument("--said-on", type=day, metavar="DATE", help=_("when it was said (today)"))
    parser.add_argument("--note", default="", help=_("what else was said"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.projects.answers import CannotProvide, cannot_provide
    from invest_crm.services.projects.find import found_project

    with opened(args) as app:
        project = app.read(found_project, args.project)
        said = args.said_on or app.today
        command = CannotProvide(project.id, args.need, args.who, said, args.again, args.note)
        outcome = app.write(cannot_provide, command)
    if args.json:
        emit({"id": outcome.value, "change_set": outcome.changes.change_set_id})
    else:
        say(_("Noted; it is asked again on {day}.").format(day=args.again))
    return 0
