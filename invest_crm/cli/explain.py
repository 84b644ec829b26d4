"""``explain``: the definition of a figure and the projects behind it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, opened, say
from invest_crm.cli.figures import options, question
from invest_crm.words import _, ngettext

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("metric", metavar="METRIC", help=_("for example started.rate"))
    options(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.domain.money import show_wan
    from invest_crm.services.figure_shapes import explanation_json, show
    from invest_crm.services.figures import explain

    with opened(args) as app:
        found = app.read(lambda view: explain(view, args.metric, question(view, args)))
    if args.json:
        emit(explanation_json(found))
        return 0
    value, unit = show(found.figure)
    say(f"{found.figure.metric}  {value} {unit}".rstrip())
    say(found.figure.definition)
    for title, items in (
        (_("Numerator"), found.numerator),
        (_("Denominator"), found.denominator),
    ):
        say("")
        say(
            ngettext("{title}: {n} project", "{title}: {n} projects", len(items)).format(
                title=title, n=len(items)
            )
        )
        for _id, name, amount in items:
            say(f"  {name}  {show_wan(amount)}")
    return 0
