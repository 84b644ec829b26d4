"""``reviews``: joint reviews of projects: listed, convened, answered."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.cli.common import day, emit, json_option, opened, say, table
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse

    from invest_crm.services.reviews.acts import Condition
    from invest_crm.services.today import Today
    from invest_crm.services.work import App

WHAT = ("list", "convene", "answer")
VERDICTS = ("AGREE", "CONDITION", "REFUSE")


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "what", choices=WHAT, nargs="?", default="list", help=_("list, convene a round, answer")
    )
    parser.add_argument("--project", metavar="ID", help=_("a project by id or name"))
    parser.add_argument(
        "--departments", metavar="A,B", help=_("who is asked (default: the usual ones)")
    )
    parser.add_argument("--by", default="", help=_("who convenes"))
    parser.add_argument("--on", metavar="DATE", type=day, help=_("the day (default: today)"))
    parser.add_argument("--department", help=_("whose opinion it is"))
    told = _("what it says: {verdicts}").format(verdicts=", ".join(VERDICTS))
    parser.add_argument("--verdict", choices=VERDICTS, help=told)
    parser.add_argument("--person", default="", help=_("who answered"))
    parser.add_argument("--reason", default="", help=_("why, or a remark"))
    parser.add_argument(
        "--condition",
        action="append",
        default=[],
        metavar="TEXT@WHO@DATE",
        help=_("what must be done, by whom, by when; may be repeated"),
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    doers = {"list": _list, "convene": _convene, "answer": _answer}
    with opened(args) as app:
        return doers[args.what](app, args)


def _list(app: App, args: argparse.Namespace) -> int:
    from invest_crm.services.reviews.shapes import list_reviews

    project = _project(app, args.project) if args.project else None
    found: list[dict[str, Any]] = app.read(list_reviews, project)
    if args.json:
        emit({"reviews": found})
    elif not found:
        say(_("Nothing here yet."))
    else:
        table(
            [
                [item["name"], str(item["round"]), item["asked_on"], item["outcome_label"],
                 f"{_given(item)}/{len(item['opinions'])}"]
                for item in found
            ]
        )  # fmt: skip
    return 0


def _given(item: dict[str, Any]) -> int:
    return sum(one["verdict"] is not None for one in item["opinions"])


def _convene(app: App, args: argparse.Namespace) -> int:
    from invest_crm.domain.reviews import REVIEWERS
    from invest_crm.services.reviews.acts import Convene, convene

    asked = tuple(args.departments.split(",")) if args.departments else tuple(REVIEWERS)
    project = _project(app, args.project or "")
    command = Convene(project, asked, args.on or app.today, args.by)
    made = app.write(convene, command)
    return _told(args, {"id": made.value, "change_set": made.changes.change_set_id})


def _answer(app: App, args: argparse.Namespace) -> int:
    from invest_crm.domain.reviews import Verdict
    from invest_crm.services.reviews.acts import Answer, answer

    if args.verdict is None or args.department is None:
        args.parser.error(_("say whose opinion it is and what it is"))
    opinion = _opinion_of(app, args)
    conditions = tuple(map(_condition, args.condition))
    command = Answer(
        opinion, Verdict(args.verdict), args.person, args.on or app.today, args.reason, conditions
    )
    made = app.write(answer, command)
    return _told(args, {"id": opinion, "change_set": made.changes.change_set_id})


def _opinion_of(app: App, args: argparse.Namespace) -> str:
    """The opinion of a department in the latest round of a project."""
    from invest_crm.errors import UserError
    from invest_crm.services.reviews.shapes import list_reviews

    found: list[dict[str, Any]] = app.read(list_reviews, _project(app, args.project or ""))
    asked = found[0]["opinions"] if found else []
    for one in asked:
        if args.department in (one["id"], one["department"], one["department_label"]):
            return str(one["id"])
    raise UserError(
        "opinion-unknown",
        _("“{name}” is not asked in the latest round.").format(name=args.department),
        safe=_("Nothing was changed."),
        todo=_("Asked are: {names}.").format(
            names=_(", ").join(one["department_label"] for one in asked)
        ),
    )


def _project(app: App, name: str) -> str:
    from invest_crm.services.projects.find import found_project

    return app.read(found_project, name).id


def _condition(text: str) -> Condition:
    from invest_crm.services.reviews.acts import Condition

    what, who, when = (*text.split("@"), "", "")[:3]
    return Condition(what.strip(), who.strip(), day(when.strip()) if when.strip() else None)


def _told(args: argparse.Namespace, said: dict[str, Any]) -> int:
    if args.json:
        emit(said)
    else:
        say(_("Done."))
    return 0


def opinion_rows(found: Today) -> list[list[str]]:
    """The opinions that are awaited, for ``due``."""
    return [
        ["", one.asked.isoformat(), str(one.days), one.department, one.project]
        for one in found.opinions
    ]


def opinion_items(found: Today) -> list[dict[str, Any]]:
    """The same for ``due --json``."""
    return [
        {
            "id": one.id,
            "project": one.project_id,
            "name": one.project,
            "department": one.department,
            "asked_on": one.asked.isoformat(),
            "working_days": one.days,
            "overdue": one.late,
        }
        for one in found.opinions
    ]
