"""Settings as commands: each choice of this machine at once, everything else in its place."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Final

from invest_crm.settings import user
from invest_crm.settings.options import OPTIONS, Option
from invest_crm.ui.commands.command import Command
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable

SECTIONS: Final = {
    "machine": N_("This machine"),
    "county": N_("Our unit"),
    "calibre": N_("Calibre"),
    "targets": N_("Annual targets"),
    "calendar": N_("Calendar"),
    "safety": N_("Data and safety"),
    "about": N_("About"),
}
"""The sections of the settings page by name."""

_HOMES: Final = {"ui": "machine", "county": "county"}
_ICONS: Final = {"ui.theme": "light", "ui.language": "language", "dark": "dark"}


def settings_commands(
    show: Callable[[str, str], object], take: Callable[[str, str], object]
) -> list[Command]:
    """``show(section, option)`` opens a setting in its place, ``take(option, value)`` sets it."""
    commands = [_section(name, title, partial(show, name, "")) for name, title in SECTIONS.items()]
    for option in OPTIONS:
        home = _HOMES.get(option.key.partition(".")[0])
        if home is None:
            continue
        commands.append(_option(option, partial(show, home, option.key)))
        if option.store == "user":
            commands += [
                _choice(option, value, label, partial(take, option.key, value))
                for value, label in option.choices
            ]
    return commands


def own_name(value: str, label: str) -> str:
    """A language is called by its own name, whatever the window speaks."""
    return {"zh_CN": "中文", "en": "English"}.get(value, label)


def _section(name: str, title: str, do: Callable[[], object]) -> Command:
    return Command(
        f"settings:{name}", N_("Settings"), do, "settings", value=title, place="settings"
    )


def _option(option: Option, do: Callable[[], object]) -> Command:
    return Command(
        f"option:{option.key}",
        option.label_id,
        do,
        _ICONS.get(option.key, "settings"),
        keywords=option.help_id,
        place="settings",
        quiet=True,
    )


def _choice(option: Option, value: str, label: str, do: Callable[[], object]) -> Command:
    def reason() -> str:
        return _("It is set so.") if user.read(option.key) == value else ""

    return Command(
        f"option:{option.key}={value}",
        option.label_id,
        do,
        _ICONS.get(value, _ICONS.get(option.key, "settings")),
        value=own_name(value, label),
        enabled=reason,
        place="settings",
        quiet=True,
    )
