"""``projects``: list projects with all their fields."""

from __future__ import annotations

import argparse

from invest_crm.cli.common import day, emit, json_option, opened, say, table
from invest_crm.cli.grouping import group_option, tell_groups
from invest_crm.cli.views import in_view, view_option
from invest_crm.words import _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--where",
        metavar="FIELD=VALUE",
        type=_condition,
        action="append",
        default=[],
        help=_("only these, for example chain=live-pigs; may be repeated"),
    )
    view_option(parser)
    group_option(parser)
    parser.add_argument("--as-of", metavar="DATE", type=day, help=_("as things stood on this day"))
    parser.add_argument("--reveal", action="store_true", help=_("show phone numbers (logged)"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.access import AccessNote, note_access
    from invest_crm.services.projects.listing import list_projects

    if args.group_by and args.as_of:
        args.parser.error(_("--group-by adds up what is known today; leave out --as-of"))
    with opened(args) as app:
        if args.reveal:
            app.write(note_access, AccessNote("list", "projects"))
        found = app.read(list_projects, args.where, as_of=args.as_of, reveal=args.reveal)
        if args.view:
            found = in_view(app, args.view, "projects", found)
        if args.group_by:
            tell_groups(app, "projects", found, args.group_by, json=args.json)
            return 0
    if args.json:
        emit({"projects": found})
        return 0
    if not found:
        say(_("No projects."))
        return 0
    head = [_("Project"), _("Investor"), _("Stage"), _("Total investment (10,000 yuan)")]
    rows = [
        [str(item["name"]), str(item["investor"] or "—"), str(item["stage_label"]),
         str(item["total_investment"] or "—")]
        for item in found
    ]  # fmt: skip
    table([head, *rows], right=frozenset({3}))
    return 0


def _condition(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a condition; write FIELD=VALUE").format(text=text)
        )
    return name, value
