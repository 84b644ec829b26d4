"""``five-ones``: who is in charge of how much, what projects lack, who hands over to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from invest_crm.cli.common import day, emit, json_option, opened, say, table
from invest_crm.errors import UserError
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    import argparse

    from invest_crm.services.work import App, View

WHAT = ("people", "units", "forces", "lacking", "names", "handed", "take", "hand")
_KINDS = {"people": "PERSON", "units": "UNIT", "forces": "FORCE"}
_HEADS = {
    "name": N_("Name"),
    "post": N_("Post"),
    "projects": N_("Projects"),
    "investment": N_("Investment (10,000 yuan)"),
    "late": N_("Late"),
    "active_until": N_("In office until"),
}


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "what",
        choices=WHAT,
        nargs="?",
        default="people",
        help=_("people, units, forces with their load; lacking: projects without one of the five;"
               " names found in projects; take them; hand over; handed: hand-overs so far"),
    )  # fmt: skip
    parser.add_argument("--from", dest="giver", metavar="NAME", help=_("who hands over"))
    parser.add_argument("--to", dest="taker", metavar="NAME", help=_("who takes over"))
    parser.add_argument("--on", metavar="DATE", type=day, help=_("the day (default: today)"))
    parser.add_argument("--reason", default="", help=_("why"))
    parser.add_argument("--preview", action="store_true", help=_("only show what would change"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    doers = {"take": _take, "hand": _hand}
    with opened(args) as app:
        if args.what in doers:
            return doers[args.what](app, args)
        found = app.read(_found, args.what)
    if args.json:
        emit({args.what: found})
    elif not found:
        say(_("Nothing here yet."))
    else:
        table(_rows(args.what, found))
    return 0


def _found(view: View, what: str) -> list[dict[str, Any]]:
    from invest_crm.domain.five_ones import Kind
    from invest_crm.services.five_ones import shapes
    from invest_crm.services.five_ones.naming import offered_names

    if what in _KINDS:
        return shapes.list_responsible(view, Kind(_KINDS[what]))
    if what == "lacking":
        return shapes.list_lacking(view)
    if what == "handed":
        return shapes.list_handed_over(view)
    return [
        {"kind": one.kind.value, "name": one.name, "post": one.post or None, "times": one.times}
        for one in offered_names(view)
    ]


def _rows(what: str, found: list[dict[str, Any]]) -> list[list[str]]:
    if what in _KINDS:
        rows = [[str(item[key] if item[key] is not None else "—") for key in _HEADS]
                for item in found]  # fmt: skip
        return [[_(word) for word in _HEADS.values()], *rows]
    if what == "lacking":
        return [[item["id"], item["name"], "、".join(item["lacks"])] for item in found]
    if what == "handed":
        return [
            [item["id"], item["on"], item["from"], item["to"], str(len(item["roles"]))]
            for item in found
        ]
    return [[item["name"], item["post"] or "—", str(item["times"])] for item in found]


def _take(app: App, args: argparse.Namespace) -> int:
    from invest_crm.domain.five_ones import Kind
    from invest_crm.services.five_ones.naming import TakeNames, offered_names, take_names

    offers = tuple(one for one in app.read(offered_names) if one.kind is not Kind.FORCE)
    made = app.write(take_names, TakeNames(offers)).value or ()
    if args.json:
        emit({"taken": len(made)})
    else:
        n = len(made)
        say(ngettext("{n} name taken.", "{n} names taken.", n).format(n=n))
    return 0


def _hand(app: App, args: argparse.Namespace) -> int:
    from invest_crm.services.five_ones.handing import (
        HandOverAll,
        hand_all_over,
        roles_to_hand,
    )

    giver, taker = (app.read(_named, name or "") for name in (args.giver, args.taker))
    roles = app.read(roles_to_hand, giver, taker)
    made = None
    if not args.preview:
        command = HandOverAll(giver, taker, args.on or app.today, args.reason)
        made = app.write(hand_all_over, command).value
    if args.json:
        shaped = [
            {
                "role": role.role.value,
                "project": role.project_id or None,
                "subject": role.subject,
                "before": role.before,
                "after": role.after,
            }
            for role in roles
        ]
        emit({"id": made, "roles": shaped})
        return 0
    if roles:
        table([[role.role.label, role.subject, role.before, role.after] for role in roles])
    if made is not None:
        say(_("Handed over; the list: report hand-over --record {id}").format(id=made))
    return 0


def _named(view: View, name: str) -> str:
    """The id of the record of that name or id. UserError ``responsible-unknown``."""
    from invest_crm.services.five_ones.records import key_of, load_all

    records = load_all(view)
    found = [one.id for one in records if one.id == name or key_of(one["name"]) == key_of(name)]
    if len(found) != 1:
        raise UserError(
            "responsible-unknown",
            _("“{name}” is no single record.").format(name=name),
            safe=_("Nothing was changed."),
            todo=_("Name one of those “five-ones” lists, or give the id."),
        )
    return found[0]
