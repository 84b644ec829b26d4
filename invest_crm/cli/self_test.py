"""``self-test``: is this installation whole? Run on every packaged program."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from invest_crm.cli.common import emit, json_option, say
from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    json_option(parser)


def run(args: argparse.Namespace) -> int:
    """Do it; exit status 1 if any part fails."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from invest_crm.services.self_test import check_parts
    from invest_crm.ui.self_test import check_window

    results = [*check_parts(), *check_window()]
    good = all(result.ok for result in results)
    if args.json:
        emit({"ok": good, "checks": [{"check": r.name, "ok": r.ok, "detail": r.detail}
                                     for r in results]})  # fmt: skip
    else:
        for result in results:
            verdict = _("ok") if result.ok else _("FAILED")
            say(f"{verdict}  {_(result.name)}  {result.detail}".rstrip())
    return 0 if good else 1
