"""``gui``: open the window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from invest_crm.words import _

if TYPE_CHECKING:
    import argparse


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--page", help=_("page to show first"))


def run(args: argparse.Namespace) -> int:
    """Do it; returns when the window is closed."""
    from invest_crm.ui.app import run_window

    return run_window(args.db, args.actor, getattr(args, "page", None), args.lang)
