"""``gui``: open the window."""

from __future__ import annotations

import gc
from typing import TYPE_CHECKING

from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--page", help=_("page to show first"))


def run(args: argparse.Namespace) -> int:
    """Do it; returns when the window is closed."""
    # What a start makes stays: looking for garbage among it costs a tenth of the time.
    # ``run_window`` puts the search back.
    gc.disable()
    from invest_crm.ui.app import run_window

    return run_window(args.db, args.actor, getattr(args, "page", None), args.lang)
