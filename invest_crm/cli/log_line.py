"""``log``: note a visit, call or meeting in one line, as in the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, json_option, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse

    from invest_crm.services.interactions import Recorded
    from invest_crm.services.quick_entry import LogLine, Understood
    from invest_crm.services.work import App, Outcome


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "line",
        metavar="LINE",
        help=_("day, what was done with whom, @people, next step with its day"),
    )
    about = parser.add_mutually_exclusive_group()
    about.add_argument("--project", metavar="ID", help=_("the project it was about"))
    about.add_argument("--firm", metavar="ID", help=_("the firm it was about"))
    parser.add_argument(
        "--dry-run", action="store_true", help=_("say what it means, write nothing")
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.quick_entry import understand

    with opened(args) as app:
        command = _command(args)
        found = app.read(understand, command)
        made = None if args.dry_run else _write(app, command)
    if args.json:
        emit({**_shape(found), **_written(made)})
        return 0
    _tell(found)
    if made is not None:
        say(_("Noted."))
    return 0


def _command(args: argparse.Namespace) -> LogLine:
    from invest_crm.domain.quick_entry import FIRM, PROJECT, Subject
    from invest_crm.services.quick_entry import LogLine

    here = None
    if args.project or args.firm:
        here = Subject(PROJECT if args.project else FIRM, args.project or args.firm, "")
    return LogLine(args.line, here)


def _tell(found: Understood) -> None:
    """What the line means, in a few lines."""
    subjects = [item.name for item in (found.firm, found.project) if item is not None]
    if not found.entry.only_task:
        say(" ".join([str(found.held.value), found.kind.label, *subjects]))
        say(found.entry.text)
    people = (*found.ours, *found.theirs)
    if people:
        say(_(", ").join(people))
    if found.has_next:
        due = "—" if found.due is None else found.due.isoformat()
        said = _("Next: {task}, {date}, {person}")
        say(said.format(task=found.next_text, date=due, person=found.assignee))


def _write(app: App, command: LogLine) -> Outcome[Recorded]:
    from invest_crm.services.quick_entry import log_line

    return app.write(log_line, command)


def _written(made: Outcome[Recorded] | None) -> dict[str, object]:
    """The ids of what was written; null for a dry run."""
    value = None if made is None else made.value
    return {
        "interaction": None if value is None else value.interaction_id or None,
        "task": None if value is None else value.task_id or None,
        "change_set": None if made is None else made.changes.change_set_id,
    }


def _shape(found: Understood) -> dict[str, object]:
    """What the line means, with the keys of ``list interactions`` and ``list tasks``."""
    contact = not found.entry.only_task
    return {
        "kind": found.kind.value if contact else None,
        "held_on": found.held.value if contact else None,
        "text": found.entry.text,
        "firm": found.firm.id if found.firm else None,
        "project": found.project.id if found.project else None,
        "unsure": [item.name for item in found.unsure],
        "ours": list(found.ours),
        "theirs": list(found.theirs),
        "next": found.next_text or None,
        "due_on": found.due.isoformat() if found.due else None,
        "assignee": found.assignee if found.has_next else None,
    }
