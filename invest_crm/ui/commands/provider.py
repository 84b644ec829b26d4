"""What the palette offers comes from providers: commands, pages, records, settings, views.

A provider has one heading. What it holds in memory it hands over when the palette is opened
(``entries``); what lies in the database it looks up in the background (``find``, ``recall``).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QAction
    from PySide6.QtWidgets import QMenu

    from invest_crm.ui.commands.command import Command


class Entry(Struct, frozen=True):
    """One line of the palette.

    ``key`` is the same in every session (``page:board``, ``firm:<id>``). ``note`` stands after the
    title, ``keys`` or the ``reason`` why it cannot be done at the right; ``also`` are texts it is
    found by but does not show. ``edit`` is done by Ctrl+Enter. ``recent``: a place one can come
    back to, listed by Ctrl+E. ``tail``: stands below whatever its provider found. ``quiet``: not
    listed before something is typed.
    """

    key: str
    title: str
    do: Callable[[], object]
    icon: str = ""
    note: str = ""
    keys: str = ""
    reason: str = ""
    also: tuple[str, ...] = ()
    edit: Callable[[], object] | None = None
    recent: bool = False
    tail: bool = False
    quiet: bool = False


class Provider:
    """Offers entries under one heading; a subclass fills what it has."""

    def __init__(self, title: str) -> None:
        self.title = title

    def entries(self) -> Sequence[Entry]:
        """What it holds in memory, asked when the palette opens."""
        return ()

    def find(self, text: str) -> Sequence[Entry]:  # noqa: ARG002 - for subclasses
        """What the database holds for a text, the best first; off the main thread."""
        return ()

    def recall(self, keys: Sequence[str]) -> Sequence[Entry]:  # noqa: ARG002 - for subclasses
        """The entries of these keys that are its own and still there; off the main thread."""
        return ()


class Commands(Provider):
    """Commands as entries: pages are places to come back to."""

    def __init__(self, title: str, commands: Callable[[], Sequence[Command]]) -> None:
        super().__init__(title)
        self._commands = commands

    def entries(self) -> Sequence[Entry]:
        """The commands of the moment."""
        return [_entry(command) for command in self._commands()]


class MenuActions(Provider):
    """What a context menu offers, without what is a command already.

    The menu is kept until ``forget``, because its actions do the work.
    """

    def __init__(self, title: str, menu: QMenu, commands: Sequence[Command]) -> None:
        super().__init__(title)
        self._menu = menu
        self._known = {text for item in commands for text in (item.words(), item.label())}

    def entries(self) -> Sequence[Entry]:
        """The actions, their keys after a tab."""
        return [
            _menu_entry(action)
            for action in self._menu.actions()
            if action.text() and action.text() not in self._known
        ]

    def forget(self) -> None:
        """The menu is not needed any more."""
        self._menu.deleteLater()


def _menu_entry(action: QAction) -> Entry:
    title, _tab, keys = action.text().partition("\t")
    reason = "" if action.isEnabled() else _("Not possible here.")
    return Entry(f"menu:{title}", title, action.trigger, keys=keys, reason=reason, quiet=True)


def _entry(command: Command) -> Entry:
    return Entry(
        key=command.id,
        title=command.words(),
        do=command.do,
        icon=command.icon,
        note=command.about,
        keys=command.shown_keys(),
        reason=command.enabled(),
        also=command.also(),
        recent=command.place == "pages",
        quiet=command.quiet,
    )
