"""One field of the selected row: what was understood, where it comes from, and correcting it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.text import NOTHING, Span, SpanLabel, label
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.ledger.preview_rows import CellView, FieldView

_NAME_WIDTH = 92
_LINK_PAD = 4


class FieldLine(QWidget):
    """``typed(column, text)`` at every key, ``entered(column, text or None)`` when done (None:
    as the file has it), ``left`` with Enter, ``keep_asked(field, keep)``."""

    typed = Signal(int, str)
    entered = Signal(int, object)
    left = Signal()
    keep_asked = Signal(str, bool)

    def __init__(self) -> None:
        super().__init__()
        self._field: FieldView | None = None
        self._name = label("", "note", wrap=True)
        self._name.setFixedWidth(theme.current().px(_NAME_WIDTH))
        self._value = SpanLabel()
        self._value.setToolTip(_("Double-click, or F2 in the table: correct this cell"))
        self._cells: list[_CellEdit] = []
        self._keep: QPushButton | None = None
        self._column = QVBoxLayout()
        self._column.setSpacing(theme.GAP_TINY)
        self._column.addWidget(self._value)
        self._column.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.margins(0, 4, 0, 4))
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self._name, 0, Qt.AlignmentFlag.AlignTop)
        row.addLayout(self._column, 1)

    def leave(self, *, take: bool) -> None:
        """Another row comes: what was typed and not taken yet is taken now, or given up."""
        for edit in self._cells:
            edit.leave(take=take)

    def show_field(self, name: str, field: FieldView, *, kept: bool, fresh: bool) -> None:
        """Show a field; ``kept`` for a column kept as text, ``fresh`` for another row."""
        self._field = field
        self._name.setText(name)
        self._value.set_spans(_spans(field, text_column=kept))
        open_ = {edit.column for edit in self._cells if edit.isVisibleTo(self)} - {-1}
        wanted = [
            cell
            for cell in field.cells
            if cell.doubtful or cell.was is not None or (cell.column in open_ and not fresh)
        ]
        self._show_cells(name, wanted, fresh=fresh)
        self._show_keep(field)

    def correct(self, letter: str | None = None) -> bool:
        """Open an editor for the cell and go into it; False if the field has no cell."""
        field = self._field
        if field is None or not field.cells:
            return False
        if not any(edit.isVisibleTo(self) for edit in self._cells):
            self._show_cells(self._name.text(), list(field.cells), fresh=True)
        self._cells[0].begin(letter)
        return True

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: correct the cell."""
        self.correct()

    def show_tried(self, column: int, field: FieldView | None) -> None:
        """Say what the text being typed would mean."""
        for edit in self._cells:
            if edit.column == column:
                edit.show_tried(field)

    def key(self) -> str:
        """The field shown."""
        return self._field.key if self._field is not None else ""

    def editors(self) -> dict[int, QLineEdit]:
        """The editors in sight by column (for tests)."""
        return {edit.column: edit.line for edit in self._cells if edit.isVisibleTo(self)}

    def keep_button(self) -> QPushButton | None:
        """The button that keeps the stored value (for tests)."""
        return self._keep

    def plain(self) -> str:
        """Its words."""
        tried = " ".join(edit.plain() for edit in self._cells if edit.isVisibleTo(self))
        return f"{self._name.text()} {self._value.plain()} {tried}".rstrip()

    def _show_cells(self, name: str, cells: list[CellView], *, fresh: bool) -> None:
        while len(self._cells) < len(cells):
            edit = _CellEdit()
            edit.typed.connect(self.typed)
            edit.entered.connect(self.entered)
            edit.line.returnPressed.connect(self.left)
            self._column.insertWidget(1 + len(self._cells), edit)
            self._cells.append(edit)
        for place, edit in enumerate(self._cells):
            if place < len(cells):
                edit.show_cell(cells[place], name, fresh=fresh)
            edit.setVisible(place < len(cells))

    def _show_keep(self, field: FieldView) -> None:
        offered = field.before is not None or bool(field.presumed)
        if self._keep is None:
            if not offered:
                return
            self._keep = QPushButton()
            theme.set_role(self._keep, "link")
            self._keep.clicked.connect(lambda _on=False: self._asked())
            self._column.insertLayout(self._column.count() - 1, flush(self._keep))
        self._keep.setVisible(offered)
        self._keep.setText(_keep_words(field))

    def _asked(self) -> None:
        if self._field is not None:
            self.keep_asked.emit(self._field.key, not self._field.kept)


class _CellEdit(QWidget):
    """The text of one cell: typed anew, read at once, taken with Enter or when leaving it."""

    typed = Signal(int, str)
    entered = Signal(int, object)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self.column = -1
        self._cell: CellView | None = None
        self._sent: str | None = None
        self.line = QLineEdit()
        self.line.setMinimumWidth(theme.current().px(60))
        self.line.textEdited.connect(lambda text: self.typed.emit(self.column, text))
        self.line.editingFinished.connect(self._finished)
        self.line.installEventFilter(self)
        self._tried = label("", "hint", wrap=True)
        self._tried.hide()
        self.restore = QPushButton(_("As the file has it"))
        theme.set_role(self.restore, "link")
        self.restore.clicked.connect(lambda _on=False: self._send(None))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addWidget(self.line)
        column.addWidget(self._tried)
        column.addLayout(flush(self.restore))

    def show_cell(self, cell: CellView, name: str, *, fresh: bool) -> None:
        """Show a cell; what is being typed into the same one stays."""
        same = not fresh and self.column == cell.column
        typing = same and self.line.hasFocus() and self._changed()
        self._cell, self.column = cell, cell.column
        self.line.setAccessibleName(_("Correct {name}").format(name=name))
        self.line.setPlaceholderText(cell.heading)
        self.line.setToolTip(_("Another text for this cell; Enter takes it, Esc gives it up"))
        self.restore.setVisible(cell.was is not None)
        if not typing:
            self._sent = None
            self.line.setText(cell.text)
            self._tried.hide()

    def leave(self, *, take: bool) -> None:
        """Take the typed text or give it up; then it belongs to no cell any more."""
        if take:
            self._finished()
        self._cell = None

    def begin(self, letter: str | None) -> None:
        """Go into it; a letter that was typed already takes the place of what stands there."""
        self.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.line.selectAll()
        if letter is not None:
            self.line.insert(letter)
            self.typed.emit(self.column, letter)

    def show_tried(self, field: FieldView | None) -> None:
        """Say what the text means, or what is wrong with it."""
        if self._cell is None or self.line.text() == self._cell.text:
            return
        problem = field.problem if field is not None else ""
        text = field.understood if field is not None else ""
        words = problem or _("Reads as: {text}").format(text=text or NOTHING)
        theme.set_role(self._tried, "problem" if problem else "hint")
        self._tried.setText(words)
        self._tried.show()

    def plain(self) -> str:
        """What is said below it."""
        return self._tried.text() if self._tried.isVisibleTo(self) else ""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Qt: Escape gives the typed text up."""
        if (
            isinstance(event, QKeyEvent)
            and event.type() == QEvent.Type.KeyPress
            and event.key() == Qt.Key.Key_Escape
            and self._changed()
        ):
            self.line.setText(self._cell.text if self._cell is not None else "")
            self._tried.hide()
            return True
        return super().eventFilter(watched, event)

    def _changed(self) -> bool:
        """Whether something stands there that was neither read nor handed on yet."""
        return self._cell is not None and self.line.text() not in (self._cell.text, self._sent)

    def _finished(self) -> None:
        if self._changed():
            text = self.line.text()
            was = self._cell.was if self._cell is not None else None
            self._send(None if text == was else text)

    def _send(self, text: str | None) -> None:
        self._sent = self.line.text()
        self.entered.emit(self.column, text)


def _keep_words(field: FieldView) -> str:
    if field.presumed:
        return _("Put it on this link") if field.kept else _("Put it on no link")
    return _("Take the ledger's value") if field.kept else _("Keep the stored value")


def flush(button: QPushButton) -> QHBoxLayout:
    """A link whose words begin where the text above it does."""
    row = QHBoxLayout()
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(0)
    row.addSpacing(-_LINK_PAD)
    row.addWidget(button)
    row.addStretch(1)
    return row


def _spans(field: FieldView, *, text_column: bool) -> list[Span]:
    """What is understood, stored and written in the file."""
    understood = field.understood or NOTHING
    if field.presumed:
        return _presumed(field)
    if field.kept and field.before is not None:
        spans = [Span(field.before or NOTHING)]
        spans.append(Span("\n" + _("The stored value stays"), "accent"))
        spans.append(Span("\n" + _("In the ledger: {text}").format(text=understood), "ink_3"))
    else:
        spans = [Span(understood, "" if field.understood else "ink_3")]
        if field.before is not None:
            stored = _("Stored now: {text}").format(text=field.before or NOTHING)
            spans.append(Span("\n" + stored, "accent"))
    was = " · ".join(cell.was or NOTHING for cell in field.cells if cell.was is not None)
    if was:
        spans.append(Span("\n" + _("Corrected; in the file: {text}").format(text=was), "accent"))
    elif text_column:
        spans.append(Span("\n" + _("kept as text"), "ink_3"))
    elif field.original not in ("", field.understood):
        text = _("In the file: {text}").format(text=field.original)
        spans.append(Span("\n" + text, "ink_3"))
    if field.problem:
        spans.append(Span("\n" + field.problem, "slow_ink" if field.taken else "bad_ink"))
    return spans


def _presumed(field: FieldView) -> list[Span]:
    """A place on a chain that was read from words, or that it is left out."""
    if field.kept:
        return [Span(_("On no link"), "ink_3")]
    told = _("presumed from: {field}").format(field=field.presumed)
    return [Span(field.understood), Span("\n" + told, "slow_ink")]
