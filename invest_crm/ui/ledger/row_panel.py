"""The row that is selected: for every field what the file says, what it means, what is stored."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from invest_crm.domain.ledger_words import field_word
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import Chip
from invest_crm.ui.kit.text import NOTHING, Span, SpanLabel, label
from invest_crm.ui.ledger.words import TONES, action_word
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.ledger.preview_rows import FieldView, RowView

_NAME_WIDTH = 92


class RowPanel(QFrame):
    """Follows the selection; the widgets are kept from row to row."""

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "side")
        self.setAccessibleName(_("Row"))
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Expanding)
        self._title = label("", "heading", wrap=True)
        self._chip = Chip()
        self._note = label("", "note")
        self._remarks = label("", "problem", wrap=True)
        self._lines: list[_FieldLine] = []
        self._holder = QWidget()
        theme.set_role(self._holder, "clear")
        self._column = QVBoxLayout(self._holder)
        self._column.setContentsMargins(0, 4, 4, 8)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        area = QScrollArea()
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
        self.show_row(None, "projects")

    def show_row(self, row: RowView | None, kind: str) -> None:
        """Show one row, or say what belongs here."""
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
        for place, (name, field) in enumerate(shown):
            self._lines[place].show_field(name, field, kept=place >= first_extra)

    def plain(self) -> str:
        """Everything it says (for tests)."""
        lines = [line.plain() for line in self._lines if line.isVisibleTo(self)]
        return "\n".join([self._title.text(), self._note.text(), self._remarks.text(), *lines])

    def sizeHint(self) -> QSize:
        """Qt: the width of a panel."""
        return QSize(theme.current().px(theme.PANEL_WIDTH), 500)

    def minimumSizeHint(self) -> QSize:
        """Qt: narrower in a small window."""
        return QSize(theme.current().px(280), 200)

    def _fill(self, count: int) -> None:
        while len(self._lines) < count:
            line = _FieldLine()
            self._column.insertWidget(len(self._lines), line)
            self._lines.append(line)
        for place, line in enumerate(self._lines):
            line.setVisible(place < count)


class _FieldLine(QWidget):
    """One field: its name, what was understood, and below it where that comes from."""

    def __init__(self) -> None:
        super().__init__()
        self._name = label("", "note", wrap=True)
        self._name.setFixedWidth(theme.current().px(_NAME_WIDTH))
        self._value = SpanLabel()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 4, 0, 4)
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._value, 1, Qt.AlignmentFlag.AlignTop)

    def show_field(self, name: str, field: FieldView, *, kept: bool) -> None:
        """Show a field; ``kept`` for a column kept as text."""
        self._name.setText(name)
        spans = [Span(field.understood or NOTHING, "" if field.understood else "ink_3")]
        if field.before is not None:
            stored = _("Stored now: {text}").format(text=field.before or NOTHING)
            spans.append(Span("\n" + stored, "accent"))
        if kept:
            spans.append(Span("\n" + _("kept as text"), "ink_3"))
        elif field.original not in ("", field.understood):
            text = _("In the file: {text}").format(text=field.original)
            spans.append(Span("\n" + text, "ink_3"))
        if field.problem:
            spans.append(Span("\n" + field.problem, "slow_ink" if field.taken else "bad_ink"))
        self._value.set_spans(spans)

    def plain(self) -> str:
        """Its words."""
        return f"{self._name.text()} {self._value.plain()}"
