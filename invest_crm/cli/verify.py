"""``verify``: recompute the chain of the change log."""

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
    """Do it; exit status 1 if the chain is broken."""
    from invest_crm.services.upkeep import verify

    with opened(args) as app:
        finding = app.read(verify)
    if args.json:
        emit(asdict(finding))
    elif finding.ok:
        say(_("The change log is unbroken: {n} entries.").format(n=finding.detail))
    else:
        say(_("The change log does not fit from entry {n} on.").format(n=finding.detail))
    return 0 if finding.ok else 1
