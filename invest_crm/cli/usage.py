"""argparse in the language in force: its own sentences, and help set by the width of Chinese.

argparse asks the names ``_`` and ``ngettext`` of its module for its sentences, at the moment it
says them; here those names are given this program's catalogues. Its line breaking counts letters
and breaks at blanks, which Chinese has none of; the formatter counts columns of the terminal.
"""

from __future__ import annotations

import argparse
from typing import Any

from invest_crm import words
from invest_crm.words import N_, ngettext

SAID_BY_ARGPARSE = (
    N_("usage: "),
    N_("positional arguments"),
    N_("options"),
    N_("show this help message and exit"),
    N_("%(prog)s: error: %(message)s\n"),
    N_("argument %(argument_name)s: %(message)s"),
    N_("unrecognized arguments: %s"),
    N_("the following arguments are required: %s"),
    N_("one of the arguments %s is required"),
    N_("not allowed with argument %s"),
    N_("ignored explicit argument %r"),
    N_("expected one argument"),
    N_("expected at most one argument"),
    N_("expected at least one argument"),
    N_("ambiguous option: %(option)s could match %(matches)s"),
    N_("invalid choice: %(value)r (choose from %(choices)s)"),
)
"""What a user of these commands can meet, word for word as argparse has it."""

_MODULE = vars(argparse)


def use_own_words() -> None:
    """Make argparse speak the language in force, whenever it says something."""
    _MODULE.update(_=words._, ngettext=ngettext)


class Formatter(argparse.HelpFormatter):
    """Lines broken by the columns they take."""

    def _split_lines(self, text: str, width: int) -> list[str]:
        from invest_crm.cli.columns import wrap

        return wrap(text, width)

    def _fill_text(self, text: str, width: int, indent: str) -> str:
        return "\n".join(indent + line for line in self._split_lines(text, width - len(indent)))


class Parser(argparse.ArgumentParser):
    """A parser in the language in force; so are those of its subcommands."""

    def __init__(self, **options: Any) -> None:
        use_own_words()
        super().__init__(formatter_class=Formatter, **options)
