"""The window's part of the installation test: every icon, the fonts, both themes, one picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtGui import QFontDatabase

from invest_crm import words
from invest_crm.services.self_test import Result, attempt
from invest_crm.ui import icons, theme
from invest_crm.ui.app import make_application
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.words import N_

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from invest_crm.ui.theme import Mode

_PICTURES: Mapping[Mode, str] = {
    "light": N_("picture (light)"),
    "dark": N_("picture (dark)"),
}


def check_window() -> Iterator[Result]:
    """Try what only the window uses."""
    application = make_application(words.language(), "light")
    yield attempt(N_("window fonts"), _families)
    yield attempt(N_("icons"), _icons)
    for mode, name in _PICTURES.items():
        theme.current().apply(mode)
        yield attempt(name, _picture)
    application.processEvents()


def _families() -> str:
    found = [name for name in QFontDatabase.families() if "Noto Sans SC" in name]
    if not found:
        raise RuntimeError("the bundled font was not loaded")
    return found[0]


def _icons() -> str:
    for role in icons.roles():
        if icons.icon(role).pixmap(16, 16).isNull():
            raise RuntimeError(f"icon {role} is missing")
    return str(len(icons.roles()))


def _picture() -> str:
    widget = EmptyState("projects", "𠮷祥如意", "invest-crm")
    widget.resize(480, 320)
    picture = widget.grab().toImage()
    colours = {picture.pixelColor(x, 200).rgb() for x in range(picture.width())}
    widget.deleteLater()
    return f"{len(colours)} colours"
