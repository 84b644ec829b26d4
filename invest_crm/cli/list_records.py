"""``list``: firms, monthly rows, requests, contacts, visits, tasks, approvals, land or plants."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.approvals import KIND, approval_options, asked, read_approvals
from invest_crm.cli.common import emit, json_option, opened, say, table
from invest_crm.cli.grouping import group_option, tell_groups
from invest_crm.cli.statistics import KINDS as STATISTICS
from invest_crm.cli.statistics import LISTS as STATISTICS_LISTS
from invest_crm.cli.statistics import list_statistics, statistics_options
from invest_crm.cli.views import in_view, view_option
from invest_crm.errors import UserError
from invest_crm.words import N_, _

if TYPE_CHECKING:
    import argparse

    from invest_crm.services.work import App

KINDS = (
    *("firms", "monthly", "requests", "contacts", "interactions", "tasks", KIND),
    *("parcels", "plants", "utilities", *STATISTICS),
)

COLUMNS = {
    "firms": ("name", "credit_code", "region", "business", "registered_capital", "legal_person"),
    "monthly": (
        *("name", "month", "completed_month", "completed_year", "funds_month", "funds_year"),
        "progress_text",
    ),
    "requests": ("firm", "kind", "content", "received_on", "due_on", "unit", "closed"),
    "contacts": ("name", "post", "phone", "firm", "project"),
    "interactions": ("held_on", "kind_label", "subject", "ours", "theirs", "text"),
    "tasks": ("text", "assignee", "due_on", "state_label"),
    KIND: (
        *("project_name", "name", "state_label", "department_label", "accepted_on", "due_on"),
        "days_left",
    ),
    "parcels": (
        *("number", "name", "park", "area_mu", "use", "status_label", "utilities_ready"),
        *("agreed_start_on", "alarm_label", "unit"),
    ),
    "utilities": (
        *("project_name", "procedure_label", "state_label", "step", "applied_on", "due_on"),
        *("days_left", "person"),
    ),
    "plants": (
        *("number", "name", "park", "floor_area", "height", "load", "crane", "status_label"),
        *("rent", "unit"),
    ),
}
"""What the table shows; everything else is in ``--json``."""

MONEY = frozenset(
    {"registered_capital", "completed_month", "completed_year", "funds_month", "funds_year"}
)
HEADINGS = {
    "held_on": N_("Day"),
    "kind_label": N_("Kind"),
    "subject": N_("With whom"),
    "ours": N_("Our side"),
    "theirs": N_("Their side"),
    "text": N_("Content"),
    "assignee": N_("Who does it"),
    "due_on": N_("Due by"),
    "state_label": N_("State"),
    "project_name": N_("Project"),
    "name": N_("Approval"),
    "department_label": N_("Handled by"),
    "accepted_on": N_("Accepted on"),
    "days_left": N_("Days left"),
    "status_label": N_("Status"),
    "alarm_label": N_("Alarm"),
    "procedure_label": N_("Connection"),
    "step": N_("Next step"),
    "applied_on": N_("Applied on"),
    "person": N_("Who looks after it"),
    "utilities_ready": N_("Utilities connected"),
}
_NO_LEDGER = frozenset({"interactions", "tasks", "utilities", KIND})
_PLACES = {"parcels": "LAND", "plants": "PLANT"}
_VIEWED = frozenset({"firms", "requests", KIND, *STATISTICS_LISTS})


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    told = _("what to list: {kinds}").format(kinds=_(", ").join(KINDS))
    parser.add_argument("kind", choices=KINDS, metavar="KIND", help=told)
    parser.add_argument("--reveal", action="store_true", help=_("show phone numbers (logged)"))
    view_option(parser)
    group_option(parser)
    approval_options(parser)
    statistics_options(parser)
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    if args.view and args.kind not in _VIEWED:
        raise UserError(
            "no-views",
            _("This list has no views."),
            todo=_(
                "Use it with “projects”, or “list” of firms, requests, approvals, stat-projects,"
                " stat-firms."
            ),
        )
    if args.group_by and args.kind not in _VIEWED:
        raise UserError(
            "no-groups",
            _("This list cannot be grouped."),
            todo=_(
                "Use it with “projects”, or “list” of firms, requests, approvals, stat-projects,"
                " stat-firms."
            ),
        )
    if args.kind in STATISTICS:
        with opened(args) as app:
            list_statistics(args, app)
        return 0
    narrowed = asked(args)
    with opened(args) as app:
        if args.kind == KIND:
            found = read_approvals(app, narrowed)
        else:
            found = _read(app, args.kind, reveal=args.reveal)
        if args.view:
            found = in_view(app, args.view, args.kind, found)
        if args.group_by:
            tell_groups(app, args.kind, found, args.group_by, json=args.json)
            return 0
    if args.json:
        emit({args.kind: found})
    elif not found:
        say(_("Nothing here yet."))
    else:
        _print(args.kind, found)
    return 0


def _read(app: App, kind: str, *, reveal: bool) -> list[dict[str, object]]:
    from invest_crm.services import firms, interactions, lists, parcel_shapes, tasks
    from invest_crm.services.access import AccessNote, note_access

    if reveal:
        app.write(note_access, AccessNote("list", kind))
    if kind in _PLACES:
        return app.read(parcel_shapes.list_parcels, _PLACES[kind])
    if kind == "firms":
        return app.read(firms.list_firms, reveal=reveal)
    if kind == "contacts":
        return app.read(lists.list_contacts, reveal=reveal)
    if kind == "utilities":
        from invest_crm.services.utilities.shapes import list_utilities

        return app.read(list_utilities)
    if kind == "interactions":
        return app.read(interactions.list_interactions, reveal=reveal)
    if kind == "tasks":
        return app.read(tasks.list_tasks, reveal=reveal)
    return app.read(lists.list_monthly if kind == "monthly" else lists.list_requests)


def _print(kind: str, found: list[dict[str, object]]) -> None:
    keys = COLUMNS[kind]
    right = frozenset(place for place, key in enumerate(keys) if key in MONEY or key == "days_left")
    rows = [[_cell(item[key]) for key in keys] for item in found]
    if MONEY & set(keys):
        say(_("Amounts in 10,000 yuan"))
    table([[_heading(kind, key) for key in keys], *rows], right=right)


def _heading(kind: str, key: str) -> str:
    from invest_crm.domain.ledger_words import field_word

    if kind in _NO_LEDGER or key.endswith("_label") or key == "utilities_ready":
        return _(HEADINGS[key])
    return field_word("parcels" if kind in _PLACES else kind, key)


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, dict):  # a date with its precision
        value = value["value"]
    if isinstance(value, list):
        value = _(", ").join(map(str, value))
    return "—" if value in (None, "") else str(value)
