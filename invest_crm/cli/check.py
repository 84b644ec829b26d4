"""``check``: the integrity of the database."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, json_option, opened, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it; exit status 1 if anything is wrong."""
    from invest_crm.services.upkeep import CHECKS, check

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
