"""The viewport of a scrolling part, made by us."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QAbstractScrollArea, QWidget

if TYPE_CHECKING:
    from PySide6.QtGui import QPalette


def give_viewport(area: QAbstractScrollArea, ground: QPalette.ColorRole) -> QWidget:
    """Put a viewport in, with the ground that Qt gives its own.

    The first time Qt is asked for a widget of its own making, the binding sets up every widget
    class there is to find out which it is; the first rows would wait 25 ms for that.
    """
    made = QWidget()
    made.setBackgroundRole(ground)
    area.setViewport(made)
    return made
