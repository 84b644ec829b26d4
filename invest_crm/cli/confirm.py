"""``confirm``: the second person confirms a starred stage, or refuses it with a reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, json_option, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from invest_crm.domain.gates import confirmed_stages

    stages = sorted(confirmed_stages(), key=lambda stage: stage.rank)
    parser.add_argument("project", metavar="PROJECT", help=_("id, project code or name"))
    parser.add_argument(
        "stage",
        metavar="STAGE",
        choices=tuple(stages),
        help=_("one of {codes}").format(codes=" ".join(stages)),
    )
    parser.add_argument(
        "--refuse", metavar="REASON", default="", help=_("refuse it: the step is taken back")
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.domain.stages import Stage
    from invest_crm.services.projects.confirming import Decide, decide
    from invest_crm.services.projects.find import found_project

    stage = Stage(args.stage)
    with opened(args) as app:
        project = app.read(found_project, args.project)
        changes = app.write(decide, Decide(project.id, stage, args.refuse)).changes
    refused = bool(args.refuse.strip())
    if args.json:
        emit(
            {
                "project": {"id": project.id, "name": project["name"]},
                "stage": stage.value,
                "confirmed": not refused,
                "change_set": changes.change_set_id,
            }
        )
        return 0
    words = _("Refused: {stage} of {name}.") if refused else _("Confirmed: {stage} of {name}.")
    say(words.format(stage=stage.label, name=project["name"]))
    return 0
