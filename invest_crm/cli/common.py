"""What every command needs: the open database, JSON on standard output, dates from arguments."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path
from shutil import get_terminal_size
from typing import TYPE_CHECKING

from invest_crm.cli.columns import columns_of, fitting, shortened
from invest_crm.errors import UserError
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from invest_crm.services.attachment_intake import Offered
    from invest_crm.services.work import App

_WIDTH = 120
"""Columns of a table that goes to a file or another program."""


def offered_file(text: str) -> Offered:
    """A file to be added, written ``[KIND=]FILE``."""
    from invest_crm.services.attachment_intake import Offered

    kind, equals, path = text.partition("=")
    if not equals or not kind.isupper():
        kind, path = "", text
    return Offered(Path(path).name, Path(path), kind)


@contextmanager
def opened(args: argparse.Namespace, *, create: bool = False) -> Iterator[App]:
    """The application on the database the arguments name; closed at the end."""
    from invest_crm.services.opening import open_app
    from invest_crm.services.precaution import waive
    from invest_crm.services.reference import load_reference
    from invest_crm.services.safeguards import compare_head, stand_guard, words_of
    from invest_crm.settings.recent import default_database

    waive((lambda error: tell(str(error))) if args.without_backup else None)
    app = open_app(args.db or default_database(), actor=args.actor, create=create)
    try:
        if create:
            app.write(load_reference, None)
        missing = words_of(app.read(compare_head))
        if missing:
            tell(missing)
        stand_guard(app)
        yield app
    finally:
        app.database.close()


def emit(document: object) -> None:
    """Print one JSON document; nothing else may go to standard output in that case."""
    json.dump(document, sys.stdout, ensure_ascii=False, indent=1)
    sys.stdout.write("\n")


def say(text: str) -> None:
    """A line for people, on standard output."""
    print(text)


def tell(text: str) -> None:
    """A message beside the result, on standard error."""
    print(text, file=sys.stderr)


def day(text: str) -> date:
    """An argument ``YYYY-MM-DD``."""
    with suppress(ValueError):
        found = date.fromisoformat(text)
        if found.isoformat() == text:
            return found
    raise argparse.ArgumentTypeError(
        _("“{text}” is not a date; write YYYY-MM-DD").format(text=text)
    )


def point(text: str) -> str | None:
    """An argument that is a point in time, as the log writes it."""
    from invest_crm.services.figures import moment

    try:
        return moment(text)
    except UserError as error:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a point in time; write 2025-08-31 or 2025-08-31T18:00").format(
                text=text
            )
        ) from error


def number(text: str) -> int:
    """An argument that is a whole number."""
    try:
        return int(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a whole number").format(text=text)
        ) from error


def json_option(parser: argparse.ArgumentParser) -> None:
    """``--json``: exactly one JSON document on standard output."""
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def table(
    rows: Sequence[Sequence[str]], *, right: frozenset[int] = frozenset(), whole: bool = False
) -> None:
    """Print aligned columns, as wide as the terminal at most; ``whole``: however wide they are.

    The columns at the places in ``right`` hold numbers: set to the right and never cut.
    """
    widths = [max(map(columns_of, column)) for column in zip(*rows, strict=True)]
    if not whole:
        widths = fitting(widths, right, get_terminal_size((_WIDTH, 0)).columns)
    for row in rows:
        cells = [
            _pad(shortened(cell, width), width, right=place in right)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def _pad(text: str, width: int, *, right: bool) -> str:
    gap = " " * (width - columns_of(text))
    return gap + text if right else text + gap
