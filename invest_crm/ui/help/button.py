"""The question mark of the top bar."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QToolButton

from invest_crm.ui import icons
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable


def help_button(do: Callable[[], object]) -> QToolButton:
    """Opens and closes the help for the page."""
    button = QToolButton()
    button.setProperty("command", "help")
    button.setIcon(icons.icon("help"))
    button.setIconSize(icons.size(18))
    button.setToolTip(_("Help for this page (F1)"))
    button.setAccessibleName(_("Help for this page"))
    button.clicked.connect(lambda _on=False: do())
    return button
