"""A part of the tab of review and agreements: a title with a chip, buttons, whatever it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import Chip
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.table_mini import MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import label
from invest_crm.ui.records.tabs import empty_layout

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence


class Section(QWidget):
    """Filled anew by ``begin`` and what is added after it."""

    def __init__(self, title: str) -> None:
        super().__init__()
        self._title = label(title, "strong")
        self._chip = Chip()
        self._note = label("", "hint", wrap=True)
        self._flow = FlowLayout(gap=theme.GAP_SMALL)
        self._content = QVBoxLayout()
        self._content.setSpacing(theme.GAP_SMALL)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_SMALL)
        head.addWidget(self._title)
        head.addWidget(self._chip)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addLayout(self._flow)
        column.addLayout(self._content)

    def begin(self, note: str, chip: str = "", tone: str = "talk") -> None:
        """Empty it; ``note`` is the sentence below the title."""
        empty_layout(self._content)
        self._chip.set(chip, tone)
        self._note.setText(note)
        self._note.setVisible(bool(note))

    def note(self) -> str:
        """The sentence below the title."""
        return self._note.text()

    def add_button(self, words: str, do: Callable[[], object], role: str = "") -> QPushButton:
        """A button of the part; shown or hidden by whoever owns it."""
        button = QPushButton(words)
        if role:
            theme.set_role(button, role)
        button.clicked.connect(lambda _on=False: do())
        self._flow.addWidget(button)
        return button

    def add_words(self, text: str, role: str = "") -> None:
        """A line of words."""
        self._content.addWidget(label(text, role, wrap=True))

    def add_table(
        self,
        name: str,
        columns: Sequence[MiniColumn],
        rows: Sequence[MiniRow],
        opened: Callable[[str], object],
    ) -> None:
        """A small table whose rows open something."""
        table = TableMini(columns, rows, name=name)
        table.row_clicked.connect(opened)
        table.setFixedHeight(table.sizeHint().height())
        self._content.addWidget(table)
