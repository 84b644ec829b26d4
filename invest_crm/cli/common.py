"""What every command needs: the open database, JSON on standard output, dates from arguments."""

from __future__ import annotations

import argparse
import json
import sys
from contextlib import contextmanager
from datetime import date
from typing import TYPE_CHECKING

from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Iterator

    from invest_crm.services.work import App


@contextmanager
def opened(args: argparse.Namespace, *, create: bool = False) -> Iterator[App]:
    """The application on the database the arguments name; closed at the end."""
    from invest_crm.services.opening import open_app
    from invest_crm.services.reference import load_reference
    from invest_crm.settings.recent import default_database

    app = open_app(args.db or default_database(), actor=args.actor, create=create)
    try:
        if create:
            app.write(load_reference, None)
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
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(
            _("“{text}” is not a date; write YYYY-MM-DD").format(text=text)
        ) from error


def json_option(parser: argparse.ArgumentParser) -> None:
    """``--json``: exactly one JSON document on standard output."""
    parser.add_argument("--json", action="store_true", help=_("print one JSON document"))


def table(rows: list[list[str]], *, right: frozenset[int] = frozenset()) -> None:
    """Print aligned columns; Chinese characters count as two."""
    widths = [max(_width(row[place]) for row in rows) for place in range(len(rows[0]))]
    for row in rows:
        cells = [
            _pad(cell, width, right=place in right)
            for place, (cell, width) in enumerate(zip(row, widths, strict=True))
        ]
        print("  ".join(cells).rstrip())


def _width(text: str) -> int:
    from unicodedata import east_asian_width

    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _pad(text: str, width: int, *, right: bool) -> str:
    gap = " " * (width - _width(text))
    return gap + text if right else text + gap
