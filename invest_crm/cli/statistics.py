"""``list stat-projects``, ``stat-firms``, ``revenue``; how ``due`` tells of the statistics."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.cli.common import emit, say, table, tell
from invest_crm.cli.grouping import tell_groups
from invest_crm.cli.views import in_view
from invest_crm.errors import UserError
from invest_crm.words import N_, _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from invest_crm.services.statistics.due import StatDue
    from invest_crm.services.work import App

PROJECTS, FIRMS, REVENUE = "stat-projects", "stat-firms", "revenue"
KINDS = (PROJECTS, FIRMS, REVENUE)
LISTS = {PROJECTS: "statistics", FIRMS: "stat_firms"}
"""The lists that have views and groups, by the page that shows them."""
_ONLY = {
    PROJECTS: ("due", "late", "handed", "returned", "in", "unreported", "unfiled"),
    FIRMS: ("should", "watch", "handed", "returned", "registered", "unreported", "never"),
    REVENUE: (),
}
_COLUMNS = {
    PROJECTS: (
        *("name", "stands_label", "planned", "started_on", "days", "missing_label"),
        *("state_label", "holder_label", "held_days", "next_hand_over"),
    ),
    FIRMS: (
        *("name", "class_label", "stands_label", "threshold", "revenue", "missing_label"),
        *("state_label", "holder_label", "held_days", "window_closes"),
    ),
    REVENUE: ("name", "from", "to", "amount", "origin", "recorded_by"),
}
_NUMBERS = frozenset({"planned", "days", "held_days", "threshold", "revenue", "amount"})
_HEADINGS = {
    "name": N_("Name"),
    "stands_label": N_("Standing"),
    "planned": N_("Planned total"),
    "started_on": N_("Started on"),
    "days": N_("Days since the start"),
    "missing_label": N_("Missing papers"),
    "state_label": N_("State"),
    "holder_label": N_("Now with"),
    "held_days": N_("Days held"),
    "next_hand_over": N_("Next hand-over"),
    "class_label": N_("Class"),
    "threshold": N_("Threshold"),
    "revenue": N_("Revenue reported"),
    "window_closes": N_("Window until"),
    "from": N_("From"),
    "to": N_("To"),
    "amount": N_("Revenue"),
    "origin": N_("Where it is from"),
    "recorded_by": N_("Typed by"),
}
_MATTERS = {
    "entry": N_("papers are to be complete"),
    "returned": N_("returned"),
    "monthly": N_("no row of this month"),
    "firm": N_("window closes"),
    "ask": N_("ask again"),
}


def statistics_options(parser: argparse.ArgumentParser) -> None:
    """Declare what the lists of the statistics are narrowed by."""
    group = parser.add_argument_group(_("statistics"))
    told = _("due, late, returned, in and so on; of firms should, watch, registered, never")
    group.add_argument("--stands", metavar="WHICH", help=told)


def list_statistics(args: argparse.Namespace, app: App) -> None:
    """Print a list. UserError ``statistics-only`` for what the list cannot be narrowed to."""
    from invest_crm.services.statistics.lists import (
        CONFIDENTIAL,
        list_firms,
        list_projects,
        list_revenue,
    )

    kind, only = args.kind, args.stands or ""
    if only and only not in _ONLY[kind]:
        raise UserError(
            "statistics-only",
            _("This list cannot be narrowed so."),
            todo=_("There are: {names}.").format(names=_(", ").join(_ONLY[kind]) or "—"),
        )
    if kind == REVENUE:
        found = app.read(list_revenue)
    else:
        found = app.read(list_projects if kind == PROJECTS else list_firms, only)
    if args.view:
        found = in_view(app, args.view, LISTS[kind], found)
    if args.group_by:
        tell_groups(app, LISTS[kind], found, args.group_by, json=args.json)
        return
    secret = kind != PROJECTS
    if args.json:
        emit({kind: found, **({"notice": _(CONFIDENTIAL)} if secret else {})})
        return
    if not found:
        say(_("Nothing here yet."))
        return
    keys = _COLUMNS[kind]
    say(_("Amounts in 10,000 yuan"))
    rows = [["—" if one[key] in (None, "") else str(one[key]) for key in keys] for one in found]
    right = frozenset(place for place, key in enumerate(keys) if key in _NUMBERS)
    table([[_(_HEADINGS[key]) for key in keys], *rows], right=right)
    if secret:
        tell(_(CONFIDENTIAL))


def due_rows(found: Sequence[StatDue]) -> list[list[str]]:
    """What presses, as rows of ``due``."""
    return [
        ["", one.day.isoformat() if one.day else "", _(_MATTERS[one.matter]), one.who, one.name,
         one.what]
        for one in found
    ]  # fmt: skip


def due_items(found: Sequence[StatDue]) -> list[dict[str, Any]]:
    """What presses, as ``due --json`` has it."""
    from invest_crm.services.statistics.due import due_json

    return [due_json(one) for one in found]
