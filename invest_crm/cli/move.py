"""``move``: enter a stage through its gate, with fields and evidence; or say what is missing."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from invest_crm.cli.common import day, emit, json_option, offered_file, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.projects.gates import Gate
    from invest_crm.services.work import Outcome


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from invest_crm.domain.stages import Stage

    parser.add_argument("project", metavar="PROJECT", help=_("id, project code or name"))
    parser.add_argument(
        "stage",
        metavar="STAGE",
        choices=tuple(Stage),
        help=_("one of {codes}").format(codes=" ".join(Stage)),
    )
    parser.add_argument("--on", type=day, metavar="DATE", help=_("the day it was reached (today)"))
    parser.add_argument(
        "--set",
        metavar="FIELD=VALUE",
        type=_pair,
        action="append",
        default=[],
        help=_("a field that the gate asks for; may be repeated"),
    )
    parser.add_argument(
        "--evidence",
        metavar="[KIND=]FILE",
        action="append",
        default=[],
        help=_("a paper with its kind, else told by its name; may be repeated"),
    )
    parser.add_argument("--reason", default="", help=_("why it goes on without what is missing"))
    parser.add_argument("--ask", default="", metavar="NAME", help=_("who is to confirm it"))
    parser.add_argument(
        "--dry-run", action="store_true", help=_("only say what is missing; change nothing")
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.domain.stages import Stage
    from invest_crm.services.projects.find import found_project
    from invest_crm.services.projects.gates import gate
    from invest_crm.services.projects.moving import MoveProject, move_with_files
    from invest_crm.services.projects.worded import read_values

    stage = Stage(args.stage)
    with opened(args) as app:
        project = app.read(found_project, args.project)
        found = app.read(gate, project.id, stage)
        outcome: Outcome[None] | None = None
        if not args.dry_run:
            values = read_values(args.set, app.today)
            on = args.on or app.today
            command = MoveProject(project.id, stage, on, values, args.reason, ask=args.ask)
            outcome = move_with_files(app, command, [offered_file(text) for text in args.evidence])
    if args.json:
        emit(_json(found, outcome))
    elif outcome is None:
        _tell(found)
    else:
        words = _("{name} has entered “{stage}”.")
        say(words.format(name=found.record["name"], stage=stage.label))
        if found.confirmed:
            say(_("A second person is to confirm it."))
    return 0


def _tell(found: Gate) -> None:
    stage = found.stage.label
    if found.is_open:
        say(_("Nothing is missing for “{stage}”.").format(stage=stage))
    for need in found.missing:
        mark = "★" if need.required else " "
        answer = found.answers.get(need.id)
        words = _("cannot be provided yet ({person}), ask again on {day}")
        note = words.format(person=answer.said_by, day=answer.ask_on) if answer else ""
        say(f"{mark} {need.id}  {need.label}  {note}".rstrip())


def _json(found: Gate, outcome: Outcome[None] | None) -> dict[str, Any]:
    return {
        "project": {"id": found.record.id, "name": found.record["name"]},
        "stage": found.stage.value,
        "stage_label": found.stage.label,
        "moved": outcome is not None,
        "to_be_confirmed": found.confirmed,
        "missing": [
            {
                "id": need.id,
                "label": need.label,
                "fields": list(need.keys),
                "evidence": list(need.papers),
                "required": need.required,
                "ask_again_on": answer.ask_on.isoformat() if answer else None,
            }
            for need in found.missing
            for answer in [found.answers.get(need.id)]
        ],
        "change_set": outcome.changes.change_set_id if outcome else None,
    }


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not equals:
        raise argparse.ArgumentTypeError(_("“{text}” is not FIELD=VALUE").format(text=text))
    return name, value
