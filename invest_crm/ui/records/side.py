"""The place at the right of a list: the record panel, or the form while something is edited."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QStackedWidget

from invest_crm.ui.records.editor import RecordEditor
from invest_crm.ui.records.occasion import Occasion

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

_PASSING = (RecordEditor, Occasion)
"""Parts that are made for one occasion."""


class Side(QStackedWidget):
    """Shows one part at a time."""

    def show_part(self, part: QWidget) -> None:
        """Put a part in front; what was made for one occasion is thrown away."""
        before = self.currentWidget()
        if self.indexOf(part) < 0:
            self.addWidget(part)
        self.setCurrentWidget(part)
        if isinstance(before, _PASSING) and before is not part:
            self.removeWidget(before)
            before.deleteLater()

    def part(self) -> QWidget | None:
        """What is in front."""
        return self.currentWidget()

    def busy(self) -> bool:
        """Whether something in front is to be finished before the panel comes back."""
        return isinstance(self.currentWidget(), _PASSING)

    def editor(self) -> RecordEditor | None:
        """The form in front, if one is."""
        part = self.currentWidget()
        return part if isinstance(part, RecordEditor) else None
