"""``state``: pause, stall, end or lose a project, or let it go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import day, emit, json_option, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from invest_crm.domain.hold_ups import HOLD_UPS
    from invest_crm.domain.stages import SideState

    parser.add_argument("project", metavar="PROJECT", help=_("id, project code or name"))
    parser.add_argument(
        "state",
        metavar="STATE",
        choices=tuple(SideState),
        help=_("one of {codes}").format(codes=" ".join(SideState)),
    )
    parser.add_argument("--on", type=day, metavar="DATE", help=_("from this day (today)"))
    parser.add_argument(
        "--until", type=day, metavar="DATE", help=_("the day a pause ends; it needs one")
    )
    parser.add_argument(
        "--because",
        metavar="CODE",
        action="append",
        default=[],
        choices=tuple(HOLD_UPS),
        help=_("a reason of the list, needed for an end; may be repeated: {codes}").format(
            codes=" ".join(HOLD_UPS)
        ),
    )
    parser.add_argument("--reason", default="", help=_("the reason in words"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.domain.stages import SideState
    from invest_crm.services.projects.facts import SetSideState, set_side_state
    from invest_crm.services.projects.find import found_project

    state = SideState(args.state)
    with opened(args) as app:
        project = app.read(found_project, args.project)
        on, because = args.on or app.today, tuple(args.because)
        command = SetSideState(project.id, state, on, args.reason, args.until, because)
        changes = app.write(set_side_state, command).changes
    if args.json:
        emit(
            {
                "project": {"id": project.id, "name": project["name"]},
                "state": state.value,
                "state_label": state.label,
                "change_set": changes.change_set_id,
            }
        )
    else:
        say(_("{name}: {state}.").format(name=project["name"], state=state.label))
    return 0
