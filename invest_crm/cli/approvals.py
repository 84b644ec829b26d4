"""What ``list approvals`` can be narrowed by, and how ``due`` tells of approvals."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from invest_crm.services.approvals.lists import AskApprovals
    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.services.work import App

KIND = "approvals"
_ONLY = ("running", "late", "due", "ready", "gap")
_OPTIONS = ("project", "department", "state", "only", "person", "item")


def approval_options(parser: argparse.ArgumentParser) -> None:
    """Declare what approvals are narrowed by."""
    group = parser.add_argument_group(_("approvals"))
    group.add_argument("--project", metavar="PROJECT", help=_("id, project code or name"))
    group.add_argument("--department", metavar="NAME", help=_("who holds them: a code or name"))
    states = _("granted, accepted, gap, stopped and so on")
    group.add_argument("--state", metavar="STATE", help=states)
    only = _("running, late, due soon, may begin now, accepted with gaps")
    group.add_argument("--only", choices=_ONLY, help=only)
    group.add_argument("--person", metavar="NAME", help=_("who does it: the clerk or agent"))
    group.add_argument("--item", metavar="ITEM", help=_("an item: its code or usual name"))


def asked(args: argparse.Namespace) -> dict[str, str]:
    """What was asked for. UserError ``not-approvals`` beside another kind of list."""
    found = {name: str(getattr(args, name)) for name in _OPTIONS if getattr(args, name)}
    if found and args.kind != KIND:
        raise UserError(
            "not-approvals",
            _("This list cannot be narrowed so."),
            todo=_("Only “list approvals” takes these options."),
        )
    return found


def read_approvals(app: App, wanted: dict[str, str]) -> list[dict[str, object]]:
    """The approvals asked for. UserErrors ``project-unknown``, ``state-unknown``."""
    from invest_crm.domain.approvals.state import State
    from invest_crm.services.approvals.lists import AskApprovals, list_approvals
    from invest_crm.services.projects.find import found_project

    if wanted.get("state", State.GRANTED) not in set(State):
        raise UserError(
            "state-unknown",
            _("There is no state “{name}”.").format(name=wanted["state"]),
            todo=_("There are: {names}.").format(names=_(", ").join(State)),
        )
    if "project" in wanted:
        wanted = {**wanted, "project": app.read(found_project, wanted["project"]).id}
    _renew(app)
    question: AskApprovals = AskApprovals(**wanted)
    return app.read(lambda view: list_approvals(view, question))


def _renew(app: App) -> None:
    """What views and groups are asked in was computed with what this program ships."""
    from invest_crm.services.approvals.grid import are_current, keep_current

    if not app.read(are_current):
        app.write(keep_current, None)


def due_rows(lines: Sequence[ApprovalLine]) -> list[list[str]]:
    """Approvals that press, as rows of ``due``."""
    from invest_crm.domain.departments import department_label

    return [
        [
            "",
            line.due.day.isoformat() if line.due else "",
            str(line.due.left) if line.due else "",
            department_label(line.department),
            line.project,
            line.name,
        ]
        for line in lines
    ]


def due_items(lines: Sequence[ApprovalLine]) -> list[dict[str, Any]]:
    """Approvals that press, as ``due --json`` has them."""
    from invest_crm.services.approvals.lists import as_json

    return [as_json(line) for line in lines]
