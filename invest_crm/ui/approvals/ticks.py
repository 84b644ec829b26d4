"""Statements of which any may hold: a box before words that take as many lines as they need."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QLabel, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.text import label

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from PySide6.QtGui import QMouseEvent


class Ticks(QWidget):
    """``words`` by key under a title; the keys of those that hold are ``checked()``."""

    def __init__(self, title: str, words: Mapping[str, str], chosen: Collection[str]) -> None:
        super().__init__()
        self.boxes: dict[str, QCheckBox] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP_SMALL)
        grid.setVerticalSpacing(theme.GAP_TINY)
        grid.setColumnStretch(1, 1)
        grid.addWidget(label(title, "label", wrap=True), 0, 0, 1, 2)
        for place, (key, text) in enumerate(words.items(), start=1):
            box = QCheckBox()
            box.setAccessibleName(text)
            box.setChecked(key in chosen)
            self.boxes[key] = box
            grid.addWidget(box, place, 0, Qt.AlignmentFlag.AlignTop)
            grid.addWidget(_Words(text, box), place, 1)

    def checked(self) -> tuple[str, ...]:
        """The keys of what holds, in their order."""
        return tuple(key for key, box in self.boxes.items() if box.isChecked())


class _Words(QLabel):
    """Words beside a box; a click on them is one on the box."""

    def __init__(self, text: str, box: QCheckBox) -> None:
        super().__init__(text)
        self.setWordWrap(True)
        self._box = box

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Qt: as if the box had been clicked."""
        self._box.click()
        event.accept()
