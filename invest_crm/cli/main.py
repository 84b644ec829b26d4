"""The command line's door: arguments in, one command module called, exit status out.

Exit status: 0 done, 1 refused or failed with one clear message, 2 wrong usage. A command module
has ``NAME``, ``add(parser)`` and ``run(args)``; it is imported only when it is called, so that
no command pays for another's libraries.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple

from invest_crm import __version__, words
from invest_crm.cli.usage import Parser
from invest_crm.errors import Remedy, UserError
from invest_crm.words import N_, _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence


class Command(NamedTuple):
    """A subcommand: the module that does it and the one line that explains it."""

    name: str
    module: str
    help: str


COMMANDS = (
    Command("gui", "gui", N_("open the window (the default)")),
    Command("init", "init", N_("create or upgrade the database and load reference data")),
    Command("demo", "demo", N_("fill an empty database with demonstration data")),
    Command("import", "import_ledger", N_("read a ledger")),
    Command("undo", "undo", N_("reverse your last change, or a named one")),
    Command("export", "export", N_("write records to a file")),
    Command("projects", "projects", N_("list projects")),
    Command(
        "list",
        "list_records",
        N_("list the records of one kind: firms, visits, approvals and others"),
    ),
    Command("log", "log_line", N_("note a visit, call or meeting in one line")),
    Command("move", "move", N_("enter a stage through its gate, or say what is missing for it")),
    Command("confirm", "confirm", N_("confirm or refuse a stage as the second person")),
    Command("cannot", "cannot", N_("note what the investor cannot provide yet")),
    Command("state", "state", N_("pause, end or lose a project, or let it go on")),
    Command("views", "views", N_("list the saved and ready-made views")),
    Command("figures", "figures", N_("every leader figure as of a day")),
    Command("explain", "explain", N_("definition of a figure and the projects behind it")),
    Command("due", "due", N_("what is due, overdue or silent")),
    Command(
        "schedule", "schedule", N_("the latest dates of a project that still meet a target day")
    ),
    Command("reviews", "reviews", N_("joint reviews: list, convene, answer")),
    Command("commitments", "commitments", N_("promises of both sides and what became of them")),
    Command("five-ones", "five_ones", N_("who is in charge of how much, and handing over")),
    Command("workdays", "workdays", N_("the date a number of working days after a date")),
    Command("map", "chain_map", N_("draw a chain map")),
    Command("report", "report", N_("write a document")),
    Command("settings", "settings", N_("read or change the settings of the database")),
    Command(
        "calibre",
        "calibre",
        N_("the definitions of the figures: list the versions, make a new one"),
    ),
    Command("files", "files", N_("what the store of attachments holds and what is missing")),
    Command("check", "check", N_("check the database")),
    Command("backup", "backup", N_("make a verified backup")),
    Command("restore", "restore", N_("put a backup in place of the database")),
    Command("verify", "verify", N_("verify the chain of the change log")),
    Command("screenshot", "screenshot", N_("picture of one page of the window")),
    Command("self-test", "self_test", N_("test this installation")),
)
_ASKS = frozenset({"-h", "--help", "--version"})


def run(argv: Sequence[str]) -> int:
    """Run one command; returns the exit status. Bugs are not caught here."""
    _speak(_language(argv))
    given = _with_default(argv)
    parser, chosen = _parser(given)
    args = parser.parse_args(given)
    words.use(args.lang)
    try:
        status = int(import_module(f"invest_crm.cli.{chosen[args.command].module}").run(args))
        if sys.stdout is not None:  # a window without a console has none
            sys.stdout.flush()
    except UserError as error:
        _report(error)
        return 1
    except KeyboardInterrupt:
        print(_("Stopped; nothing half done remains."), file=sys.stderr)
        return 1
    except BrokenPipeError:  # whoever reads (head, less) has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    return status


def _language(argv: Sequence[str]) -> str:
    """The language asked for, known before the help texts are made."""
    for place, word in enumerate(argv):
        if word == "--lang" and place + 1 < len(argv):
            return argv[place + 1]
        if word.startswith("--lang="):
            return word.partition("=")[2]
    return words.DEFAULT_LANGUAGE


def _speak(code: str) -> None:
    words.use(code if code in words.LANGUAGES else words.DEFAULT_LANGUAGE)
    for stream in (sys.stdout, sys.stderr):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="backslashreplace")


def _parser(argv: Sequence[str]) -> tuple[argparse.ArgumentParser, dict[str, Command]]:
    parser = Parser(prog="invest-crm", description=_("Investment-promotion projects of a county."))
    parser.add_argument(
        "--version",
        action="version",
        version=f"invest-crm {__version__}",
        help=_("say which version this is and exit"),
    )
    parser.add_argument("--db", metavar="PATH_OR_URL", help=_("database file or server address"))
    parser.add_argument(
        "--lang",
        choices=words.LANGUAGES,
        default=words.DEFAULT_LANGUAGE,
        help=_("language of texts (default: Chinese)"),
    )
    parser.add_argument("--actor", help=_("who is working (default: the login name)"))
    parser.add_argument(
        "--without-backup",
        action="store_true",
        help=_("go on where the backup before a large change or an upgrade fails"),
    )
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND")
    chosen = {command.name: command for command in _possible(argv)}
    for command in chosen.values():
        sub = subparsers.add_parser(command.name, help=_(command.help), description=_(command.help))
        sub.set_defaults(parser=sub)
        if command.name in argv:
            import_module(f"invest_crm.cli.{command.module}").add(sub)
    return parser, chosen


def _possible(argv: Sequence[str]) -> Sequence[Command]:
    """The command that is called: declaring all takes a tenth of the window's start."""
    called = [command for command in COMMANDS if command.name == _first_word(argv)]
    return COMMANDS if _ASKS.intersection(argv) or not called else called


def _with_default(argv: Sequence[str]) -> list[str]:
    """No command means the window."""
    if _first_word(argv) is not None or _ASKS.intersection(argv):
        return list(argv)
    return [*argv, "gui"]


def _first_word(argv: Sequence[str]) -> str | None:
    """The first word that is neither an option nor the value of one of the program's own."""
    value = False
    for word in argv:
        if value:
            value = False
        elif word in {"--db", "--lang", "--actor"}:
            value = True
        elif not word.startswith("-"):
            return word
    return None


def _report(error: UserError) -> None:
    for line in (error.what, error.safe, error.todo):
        if line:
            print(line, file=sys.stderr)
    if Remedy.WITHOUT_BACKUP in error.remedies:
        print(_("With “--without-backup” before the command it goes on."), file=sys.stderr)
