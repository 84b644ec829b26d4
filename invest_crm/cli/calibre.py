"""``calibre``: the versions of the definitions of the figures; a new one from the one in force.

``settings calibre ID`` puts another version in force.
"""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, json_option, number, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.calibres import Version


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    from invest_crm.domain.calibre_words import NAMES

    parser.add_argument(
        "--new", metavar="NAME", help=_("make a version like the one in force and put it in force")
    )
    parser.add_argument(
        "--set",
        metavar="KEY=VALUE",
        type=_choice,
        action="append",
        default=[],
        help=_("what is different in it; keys: {keys}").format(keys=", ".join(NAMES)),
    )
    parser.add_argument(
        "--year", metavar="N", type=number, help=_("the year it is for (default: this year)")
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.calibres import NewCalibre, add_calibre, list_calibres

    if args.set and not args.new:
        args.parser.error(_("a version is never changed; name the new one: --new NAME"))
    with opened(args) as app:
        if args.new:
            year = args.year or app.read(lambda view: view.today).year
            app.write(add_calibre, NewCalibre(args.new, year, dict(args.set)))
        found = app.read(list_calibres)
    if args.json:
        emit({"calibres": [_shape(version) for version in found]})
    else:
        for version in found:
            _print(version)
    return 0


def _shape(version: Version) -> dict[str, object]:
    from invest_crm.domain.calibre_words import typed

    return {
        "id": version.calibre.id,
        "name": version.calibre.label,
        "year": version.year,
        "in_force": version.in_force,
        **typed(version.calibre),
    }


def _print(version: Version) -> None:
    from invest_crm.domain.calibre_words import calibre_lines

    mark = _("in force") if version.in_force else ""
    say(f"{version.calibre.id}  {version.calibre.label}  {mark}".rstrip())
    for line in calibre_lines(version.calibre):
        say(f"  {line.key or '—'}  {_('{name}: {text}').format(name=line.name, text=line.text)}")


def _choice(text: str) -> tuple[str, str]:
    from invest_crm.domain.calibre_words import NAMES, read_choice

    key, equals, value = text.partition("=")
    if not equals or key not in NAMES:
        raise argparse.ArgumentTypeError(
            _("“{text}” is no choice; write KEY=VALUE with one of: {keys}").format(
                text=text, keys=", ".join(NAMES)
            )
        )
    try:
        read_choice(key, value)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{key}: {error}") from error
    return key, value
