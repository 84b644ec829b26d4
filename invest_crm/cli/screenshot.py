"""``screenshot``: a picture of one page of the window, rendered without a display."""

from __future__ import annotations

import argparse
import os
from pathlib import Path
from tempfile import TemporaryDirectory

from invest_crm.cli.common import say
from invest_crm.words import _


def add(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("page", metavar="PAGE", nargs="?", help=_("which page; see --list"))
    parser.add_argument("--out", metavar="PNG", type=Path, help=_("picture to write"))
    parser.add_argument("--size", default="1440x900", type=_size, help=_("size of the window"))
    parser.add_argument(
        "--theme", choices=("light", "dark"), default="light", help=_("light or dark")
    )
    parser.add_argument("--scale", type=_scale, default=1.0, help=_("text scale"))
    parser.add_argument("--list", action="store_true", help=_("list the pages"))


def run(args: argparse.Namespace) -> int:
    """Do it."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from invest_crm.settings.recent import default_database
    from invest_crm.ui.picture import page_names, take_picture

    if args.list or not args.page:
        for name in page_names():
            say(name)
        return 0
    if args.out is None:
        args.parser.error(_("say where the picture goes: --out FILE.png"))
    where = args.db or default_database()
    with TemporaryDirectory() as home:
        # The person's own window, columns and last database stay as they are.
        os.environ["INVEST_CRM_HOME"] = home
        take_picture(where, args.page, args.out, size=args.size, theme=args.theme, scale=args.scale)
    say(_("Written: {path}").format(path=args.out))
    return 0


def _size(text: str) -> tuple[int, int]:
    width, _cross, height = text.partition("x")
    if not (width.isdecimal() and height.isdecimal()):
        raise argparse.ArgumentTypeError(_("write a size like 1440x900"))
    return int(width), int(height)


def _scale(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(_("write a number like 1.25")) from error
