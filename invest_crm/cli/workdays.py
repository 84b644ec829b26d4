"""``workdays``: the date N working days after a date (negative: before)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import day, emit, json_option, number, opened, say, tell
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("date", type=day, metavar="DATE", help=_("the day to count from"))
    parser.add_argument("n", type=number, metavar="N", help=_("working days; negative counts back"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.domain.workdays import assumed_notice, load_calendar
    from invest_crm.services.calendar import calendar_in_force

    try:
        with opened(args) as app:
            calendar = app.read(calendar_in_force)
    except UserError as error:
        if error.code != "database-missing":
            raise
        calendar = load_calendar()
    try:
        found = calendar.add_workdays(args.date, args.n)
    except OverflowError as error:
        raise UserError(
            "day-out-of-range", _("That many working days lead beyond the calendar.")
        ) from error
    if args.json:
        emit({"date": found.day.isoformat(), "assumed_years": sorted(found.assumed_years)})
    else:
        say(found.day.isoformat())
        if found.assumed_years:
            tell(assumed_notice(found.assumed_years))
    return 0
