"""A section of the settings: a card with rows of name, control and an explanation."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.text import label

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.ui.kit.form import Form

_NAMES = 130


class Section(Card):
    """``add_row(name, control, help)`` sets them in the same columns in every section."""

    def __init__(self, title: str, note: str = "") -> None:
        super().__init__(title, note, loose=True)
        self._rows: list[tuple[QWidget, QWidget, QWidget | None]] = []
        self._stacked = False
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(theme.GAP)
        self._grid.setVerticalSpacing(theme.GAP_SMALL)
        self._grid.setColumnMinimumWidth(0, theme.current().px(_NAMES))
        self._grid.setColumnStretch(1, 1)
        self.body.addLayout(self._grid)

    def control(self, option: str) -> QWidget | None:  # noqa: ARG002 - for subclasses
        """What an option is set with, None if it is not set here."""
        return None

    def add_row(self, name: str, control: QWidget, explanation: str = "") -> None:
        """One line; the explanation stands below the control."""
        title = label(name, "label")
        title.setBuddy(control)
        title.setMinimumHeight(theme.current().px(theme.CONTROL))
        told = label(explanation, "hint", wrap=True) if explanation else None
        self._rows.append((title, control, told))
        self._put(len(self._rows) - 1)

    def set_stacked(self, *, stacked: bool) -> None:
        """The names above the controls, where both have no room side by side."""
        if stacked == self._stacked:
            return
        self._stacked = stacked
        self._grid.setColumnMinimumWidth(0, 0 if stacked else theme.current().px(_NAMES))
        for place in range(len(self._rows)):
            self._put(place)

    def _put(self, place: int) -> None:
        title, control, told = self._rows[place]
        row, column, span = (3 * place + 1, 0, 2) if self._stacked else (3 * place, 1, 1)
        self._grid.addWidget(title, 3 * place, 0, 1, span, Qt.AlignmentFlag.AlignTop)
        self._grid.addWidget(control, row, column, 1, span)
        if told is not None:
            self._grid.addWidget(told, 3 * place + 2, column, 1, span)


def align(form: Form, width: int = 0) -> Form:
    """Give a form the columns of the sections; ``width`` keeps short numbers in short boxes."""
    grid = form.layout()
    if isinstance(grid, QGridLayout):
        grid.setColumnMinimumWidth(0, theme.current().px(_NAMES))
    if width:
        form.setMaximumWidth(theme.current().px(width))
    return form


def buttons(*parts: QWidget) -> QWidget:
    """Buttons side by side, at the left; in more lines where they need the width."""
    holder = QWidget()
    theme.set_role(holder, "clear")
    flow = FlowLayout(holder)
    for part in parts:
        flow.addWidget(part)
    return holder


def captioned(text: str, part: QWidget) -> QWidget:
    """A part below the words it belongs to."""
    words = label(text, wrap=True)
    words.setMinimumHeight(theme.current().px(theme.CONTROL))
    holder = QWidget()
    theme.set_role(holder, "clear")
    column = QVBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.GAP_TINY)
    column.addWidget(words)
    column.addWidget(part, 0, Qt.AlignmentFlag.AlignLeft)
    return holder


def button(text: str, do: Callable[[], object], *, primary: bool = False) -> QPushButton:
    """A button that calls ``do``."""
    made = QPushButton(text)
    if primary:
        theme.set_role(made, "primary")
    made.clicked.connect(lambda _on=False: do())
    return made
