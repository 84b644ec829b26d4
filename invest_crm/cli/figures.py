"""``figures``: every leader figure for the projects signed in a period, as of a day."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import day, emit, json_option, opened, point, say, table, tell
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse

    from invest_crm.services.figures import Question
    from invest_crm.services.work import View


def options(parser: argparse.ArgumentParser) -> None:
    """The options that ``figures`` and ``explain`` share."""
    parser.add_argument("--as-of", metavar="DATE", type=day, help=_("as things stood on this day"))
    parser.add_argument(
        "--known-at", metavar="TIMESTAMP", type=point, help=_("only what had been recorded by then")
    )
    parser.add_argument(
        "--from", dest="start", metavar="DATE", type=day, help=_("signed from this day on")
    )
    parser.add_argument(
        "--to", dest="end", metavar="DATE", type=day, help=_("signed until this day")
    )
    json_option(parser)


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--by", choices=("chain", "leader", "unit", "township", "park", "tier"), help=_("group by")
    )
    options(parser)


def question(view: View, args: argparse.Namespace) -> Question:
    """What the arguments ask: as things stood at the end of the period, or as they stand today."""
    from invest_crm.services.figures import Question

    if args.as_of and args.as_of > view.today:
        tell(_("{day} is still to come: what is known today is counted.").format(day=args.as_of))
    return Question(
        as_of=args.as_of or min(args.end or view.today, view.today),
        start=args.start,
        end=args.end,
        known_at=args.known_at,
        by=getattr(args, "by", None),
    )


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.figure_shapes import figures_json, show
    from invest_crm.services.figures import figures

    with opened(args) as app:
        found = app.read(lambda view: figures(view, question(view, args)))
    if args.json:
        emit(figures_json(found))
        return 0
    say(_("As of {day}, calibre {name}").format(
        day=found.question.as_of, name=found.question.calibre.label
    ))  # fmt: skip
    table([[item.metric, *show(item)] for item in found.figures], right=frozenset({1}))
    for group in found.groups:
        say("")
        say(group.label)
        table([[item.metric, *show(item)] for item in group.figures], right=frozenset({1}))
    return 0
