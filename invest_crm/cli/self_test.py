"""``self-test``: is this installation whole? Run on every packaged program."""

from __future__ import annotations

import os
import pkgutil
import sys
from importlib import import_module
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

import invest_crm
from invest_crm.cli.common import emit, json_option, say
from invest_crm.settings.recent import default_database
from invest_crm.words import N_, _

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from invest_crm.services.self_test import Result

_READ_AS_FILES = "invest_crm.db.migrations"
"""Alembic reads the migrations from their files."""


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument(
        "--journeys",
        action="store_true",
        help=_("also do the main jobs once, on invented data in a scratch folder"),
    )
    parser.add_argument(
        "--start",
        action="store_true",
        help=_("only open the window and say when it stands and when its rows do"),
    )
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it; exit status 1 if any part fails."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    where = args.db or default_database()
    with TemporaryDirectory() as home:
        # The person's own window, columns and last database stay as they are.
        os.environ["INVEST_CRM_HOME"] = home
        if args.start:
            return _start(where)
        results = list(_checks(journeys=args.journeys))
    good = all(result.ok for result in results)
    if args.json:
        emit({"ok": good, "checks": [{"check": r.name, "ok": r.ok, "detail": r.detail}
                                     for r in results]})  # fmt: skip
    else:
        for result in results:
            verdict = _("ok") if result.ok else _("FAILED")
            say(f"{verdict}  {_(result.name)}  {result.detail}".rstrip())
    return 0 if good else 1


def _checks(*, journeys: bool) -> Iterator[Result]:
    from invest_crm.services.self_test import attempt, check_parts
    from invest_crm.ui.self_test import check_window

    yield attempt(N_("program"), _every_module)
    yield attempt(N_("environment"), _environment)
    yield from check_parts()
    yield from check_window()
    if journeys:
        from invest_crm.services.self_journeys import check_journeys
        from invest_crm.ui.self_journeys import check_window_journeys

        yield from check_journeys()
        yield from check_window_journeys()


def _every_module() -> str:
    """Import everything the program consists of: what was left out of a package shows here."""
    found = 0
    for module in pkgutil.walk_packages(invest_crm.__path__, "invest_crm."):
        if not module.name.startswith(_READ_AS_FILES):
            import_module(module.name)
            found += 1
    return f"{found} modules"


def _environment() -> str:
    """What the program starts (an office program, say) must not load the package's libraries."""
    package = getattr(sys, "_MEIPASS", "")
    if package and package in os.environ.get("LD_LIBRARY_PATH", ""):
        raise RuntimeError("LD_LIBRARY_PATH points into the package")
    return sys.platform


def _start(where: str) -> int:
    from invest_crm.ui.self_start import tell_start

    tell_start(where, "projects", lambda word: print(word, flush=True))
    return 0
