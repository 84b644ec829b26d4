"""``cannot``: the investor cannot provide yet what a gate asks for; ask again on a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import day, emit, json_option, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse

    from invest_crm.services.work import App, Outcome


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("project", metavar="PROJECT", help=_("id, project code or name"))
    parser.add_argument(
        "need", metavar="NEED", help=_("what is missing: an id that “move --dry-run” lists")
    )
    parser.add_argument("--who", metavar="NAME", help=_("who said so"))
    parser.add_argument("--again", type=day, metavar="DATE", help=_("the day to ask again"))
    parser.add_argument(
        "--withdraw", action="store_true", help=_("the answer does not stand any more")
    )
    parser.add_argument("--said-on", type=day, metavar="DATE", help=_("when it was said (today)"))
    parser.add_argument("--note", default="", help=_("what else was said"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.projects.find import found_project

    if not args.withdraw and not (args.who and args.again):
        args.parser.error(_("say who said so (--who) and when to ask again (--again)"))
    with opened(args) as app:
        project = app.read(found_project, args.project)
        outcome = (
            _withdraw(app, args, project.id) if args.withdraw else _note(app, args, project.id)
        )
    if args.json:
        emit({"id": outcome.value, "change_set": outcome.changes.change_set_id})
    elif args.withdraw:
        say(_("Withdrawn; the gate asks for it again."))
    else:
        say(_("Noted; it is asked again on {day}.").format(day=args.again))
    return 0


def _note(app: App, args: argparse.Namespace, project: str) -> Outcome[str]:
    from invest_crm.services.projects.answers import CannotProvide, cannot_provide

    said = args.said_on or app.today
    command = CannotProvide(project, args.need, args.who, said, args.again, args.note)
    return app.write(cannot_provide, command)


def _withdraw(app: App, args: argparse.Namespace, project: str) -> Outcome[None]:
    from invest_crm.services.projects.answers import WithdrawAnswer, withdraw_answer

    return app.write(withdraw_answer, WithdrawAnswer(project, args.need))
