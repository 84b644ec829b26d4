"""``check``: the integrity of the database."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from msgspec.structs import asdict

from invest_crm.cli.common import emit, json_option, opened, say, tell
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    json_option(parser)
    parser.add_argument(
        "--bundle",
        metavar="ZIP",
        type=Path,
        help=_("also write a diagnostic bundle, without anybody's data"),
    )


def run(args: argparse.Namespace) -> int:
    """Do it; exit status 1 if anything is wrong."""
    from invest_crm.services.upkeep import CHECKS, check

    if args.bundle is not None:
        _write_bundle(args)
    with opened(args) as app:
        findings = app.read(check)
    good = all(finding.ok for finding in findings)
    if args.json:
        emit({"ok": good, "checks": [asdict(finding) for finding in findings]})
    else:
        for finding in findings:
            verdict = _("ok") if finding.ok else _("FAILED")
            say(f"{_(CHECKS[finding.check])}: {verdict} {finding.detail}".rstrip())
    return 0 if good else 1


def _write_bundle(args: argparse.Namespace) -> None:
    """Before the checks: it is wanted most where the database does not open."""
    from contextlib import ExitStack
    from functools import cache

    from invest_crm.services.diagnostics import collect, write_bundle
    from invest_crm.settings.recent import default_database

    with ExitStack() as stack:
        app = cache(lambda: stack.enter_context(opened(args)))
        bundle = collect(args.db or default_database(), app, {})
        path = write_bundle(bundle, args.bundle)
    tell(_("Written: {path}").format(path=path))
