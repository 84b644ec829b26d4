"""The row that is selected: what becomes of it, and for every field what the file says, what it
means and what is stored; a cell that was not understood is corrected here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from invest_crm.domain.ledger_words import field_word
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import Chip
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.ui.ledger.decide import DecideBox
from invest_crm.ui.ledger.field_line import FieldLine
from invest_crm.ui.ledger.words import TONES, action_word
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.ledger.preview_rows import FieldView, RowView


class RowPanel(QFrame):
    """Follows the selection; the widgets are kept from row to row.

    ``write_chosen``, ``means_chosen`` and ``keep_asked`` decide about the row; ``cell_typed`` and
    ``cell_entered`` correct a cell of it. All name the row by its place first. ``left`` with Enter.
    """

    write_chosen = Signal(int, bool)
    means_chosen = Signal(int, str)
    keep_asked = Signal(int, str, bool)
    cell_typed = Signal(int, int, str)
    cell_entered = Signal(int, int, object)
    left = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "side")
        self.setAccessibleName(_("Row"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self._title = label("", "heading", wrap=True)
        self._chip = Chip()
        self._note = label("", "note")
        self._remarks = label("", "problem", wrap=True)
        self._place = -1
        self.decide = DecideBox()
        self.decide.write_chosen.connect(lambda on: self.write_chosen.emit(self._place, on))
        self.decide.means_chosen.connect(lambda what: self.means_chosen.emit(self._place, what))
        self._lines: list[FieldLine] = []
        self._holder = QWidget()
        theme.set_role(self._holder, "clear")
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(theme.margins(0, 4, 4, 8))
        self._column.setSpacing(0)
        self._column.addWidget(self.decide)
        self._column.addStretch(1)
        self._area = area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setAccessibleName(_("Fields of the row"))
        area.setWidget(self._holder)
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_SMALL)
        head.addWidget(self._title, 1)
        head.addWidget(self._chip, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.MARGIN, theme.GAP, theme.GAP, theme.GAP)
        column.setSpacing(theme.GAP_TINY)
        column.addLayout(head)
        column.addWidget(self._note)
        column.addWidget(self._remarks)
        column.addWidget(area, 1)
        self.show_row(-1, None, "projects")

    def show_row(self, place: int, row: RowView | None, kind: str) -> None:
        """Show the row at a place, or say what belongs here; an open editor of it stays open."""
        fresh = place != self._place
        if fresh:
            self._leave(take=True)
        self._place = place
        self.decide.show_row(row)
        self._chip.setVisible(row is not None)
        if row is None:
            self._title.setText("")
            self._note.setText(_("Select a row to see how each cell was understood."))
            self._remarks.hide()
            self._fill(0)
            return
        self._title.setText(row.name or NOTHING)
        self._chip.set(action_word(row.action), TONES[row.action])
        self._note.setText(_("Row {n} of the file").format(n=row.row))
        self._remarks.setText("\n".join(row.remarks))
        self._remarks.setVisible(bool(row.remarks))
        shown = [(field_word(kind, field.key), field) for field in row.fields]
        shown += [(field.key.rpartition("/")[2], field) for field in row.extra]
        self._fill(len(shown))
        first_extra = len(row.fields)
        for at, (name, field) in enumerate(shown):
            self._lines[at].show_field(name, field, kept=at >= first_extra, fresh=fresh)

    def forget(self) -> None:
        """Show nothing; what was being typed is given up."""
        self._leave(take=False)
        self.show_row(-1, None, "projects")

    def correct(self, key: str, letter: str | None = None) -> bool:
        """Open the editor of a field and go into it; without one, the first that is open.

        ``letter``: typed over what stands there.
        """
        lines = [line for line in self._lines if line.isVisibleTo(self)]
        line = self.line(key) or next((line for line in lines if line.editors()), None)
        if line is None or not line.correct(letter):
            return False
        self._area.ensureWidgetVisible(line)
        return True

    def show_tried(self, column: int, field: FieldView | None) -> None:
        """Say what a text being typed would mean."""
        for line in self._lines:
            line.show_tried(column, field)

    def line(self, key: str) -> FieldLine | None:
        """The line of a field, None if the row has none."""
        lines = (line for line in self._lines if line.isVisibleTo(self))
        return next((line for line in lines if line.key() == key), None)

    def plain(self) -> str:
        """Everything it says (for tests)."""
        lines = [line.plain() for line in self._lines if line.isVisibleTo(self)]
        head = (self._title.text(), self._note.text(), self._remarks.text(), self.decide.plain())
        return "\n".join([*head, *lines])

    def sizeHint(self) -> QSize:
        """Qt: the width of a panel."""
        return QSize(theme.current().px(theme.PANEL_WIDTH), 500)

    def minimumSizeHint(self) -> QSize:
        """Qt: narrower in a small window."""
        return QSize(theme.current().px(280), 200)

    def _leave(self, *, take: bool) -> None:
        for line in self._lines:
            line.leave(take=take)

    def _fill(self, count: int) -> None:
        while len(self._lines) < count:
            line = FieldLine()
            line.typed.connect(lambda at, text: self.cell_typed.emit(self._place, at, text))
            line.entered.connect(lambda at, text: self.cell_entered.emit(self._place, at, text))
            line.left.connect(self.left)
            line.keep_asked.connect(lambda key, on: self.keep_asked.emit(self._place, key, on))
            self._column.insertWidget(1 + len(self._lines), line)
            self._lines.append(line)
        for place, line in enumerate(self._lines):
            line.setVisible(place < count)
