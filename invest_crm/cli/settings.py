"""``settings``: read the settings kept in the database, or give one a new value."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, json_option, opened, table
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse

_SET_BY_THE_PROGRAM = frozenset({"demo"})


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("key", nargs="?", metavar="KEY", help=_("one setting; without it, all"))
    parser.add_argument("value", nargs="?", metavar="VALUE", help=_("its new value"))
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it."""
    from invest_crm.services.options import SetOption, options, set_option
    from invest_crm.settings.options import BY_KEY

    with opened(args) as app:
        if args.key is not None and args.value is not None:
            _refuse_unknown(args.key, set(app.read(options)) - _SET_BY_THE_PROGRAM)
            app.write(set_option, SetOption(args.key, args.value))
        known = app.read(options)
    if args.key is not None:
        _refuse_unknown(args.key, set(known))
        known = {args.key: known[args.key]}
    if args.json:
        emit({"settings": known})
    else:
        table([[key, BY_KEY[key].label, value] for key, value in known.items()], whole=True)
    return 0


def _refuse_unknown(key: str, known: set[str]) -> None:
    if key not in known:
        raise UserError(
            "setting-unknown",
            _("There is no setting “{key}” that can be used here.").format(key=key),
            safe=_("Nothing was changed."),
            todo=_("There are: {keys}.").format(keys=", ".join(sorted(known))),
        )
