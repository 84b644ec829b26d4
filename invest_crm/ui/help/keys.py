"""The keys of a page as one sheet, made from its commands: nothing is listed twice by hand."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from msgspec import Struct

from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Sequence

    from invest_crm.ui.commands.command import Command

_CELLS: Final = ("cells.", "copy")
"""How the ids of commands on selected rows and cells begin."""
_NAMES: Final = {"Return": "Enter", "Left": "←", "Right": "→", "Up": "↑", "Down": "↓"}


class Keys(Struct, frozen=True):
    """A heading and its lines: the keys as they are written on the keyboard, what they do."""

    title: str
    lines: tuple[tuple[str, str], ...]


def sheet(page: Sequence[Command], window: Sequence[Command]) -> list[Keys]:
    """The groups of a page: its own, those of rows and cells, those that work everywhere."""
    keyed = [command for command in page if command.keys]
    cells = [command for command in keyed if command.id.startswith(_CELLS)]
    own = [command for command in keyed if not command.id.startswith(_CELLS)]
    general = [command for command in window if command.keys and command.place == "everywhere"]
    visits = [command for command in window if command.keys and command.place == "pages"]
    everywhere = [*map(_line, general)]
    if visits:
        first, last = written(visits[0].keys[0]), written(visits[-1].keys[0])
        everywhere.append((f"{first} … {last}", _("Go to a page")))
    groups = [
        Keys(_("On this page"), tuple(map(_line, own))),
        Keys(_("Rows and cells"), tuple(map(_line, cells))),
        Keys(_("Everywhere"), tuple(everywhere)),
    ]
    return [group for group in groups if group.lines]


def written(keys: str) -> str:
    """A shortcut as it is written on the keyboard and in the manual.

    >>> written("Ctrl+Return"), written("Alt+Left")
    ('Ctrl+Enter', 'Alt+←')
    """
    *held, key = keys.rsplit("+", 1) if len(keys) > 1 else [keys]
    return "+".join([*held, _NAMES.get(key, key)])


def _line(command: Command) -> tuple[str, str]:
    return "   ".join(written(keys) for keys in command.keys), command.words().rstrip("…")
