"""Typing into the cells of a grid: one editor at a time, saved before the cursor moves on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QObject, QPersistentModelIndex, QTimer
from PySide6.QtWidgets import QApplication, QToolTip

from invest_crm.ui.kit.grid.cell_editor import CellEditor

if TYPE_CHECKING:
    from PySide6.QtGui import QInputMethodEvent, QKeyEvent

    from invest_crm.ui.kit.grid.cells import CellWriter, Texts
    from invest_crm.ui.kit.grid.grid import DataGrid


class Editing(QObject):
    """Belongs to a grid; does nothing until a ``CellWriter`` is set."""

    def __init__(self, grid: DataGrid) -> None:
        super().__init__(grid)
        self._grid, self._view, self._model = grid, grid.view, grid.model
        self.cells: CellWriter | None = None
        self._editor: CellEditor | None = None
        self._record = self._key = ""
        self._index = QPersistentModelIndex()
        self._before: str | None = None
        self._wanted: tuple[int, int] | None = None
        self._tabbed_from = -1
        view = self._view
        view.edit_asked.connect(self.begin)
        view.typist = self._compose
        view.verticalScrollBar().valueChanged.connect(self._place)
        view.horizontalScrollBar().valueChanged.connect(self._place)
        view.header().sectionResized.connect(lambda *_args: self._place())

    def open(self) -> bool:
        """Whether a cell is being typed; the rows must stay where they are meanwhile."""
        return self._editor is not None

    def editor(self) -> CellEditor | None:
        """The editor over the cell that is typed."""
        return self._editor

    def begin(self, letter: str | None = None, *, focus: bool = True) -> bool:
        """Edit the current cell; ``letter`` was typed in place of all that stands there."""
        index = self._view.currentIndex()
        if self.cells is None or not index.isValid() or self._editor is not None:
            return False
        if not self._model.is_record(index.row()):
            return False
        key = self._model.columns()[index.column()].key
        field = self.cells.field(key)
        if field is None:
            self.say_why_not(key)
            return False
        self._view.scrollTo(index)
        self._index = QPersistentModelIndex(index)
        self._record, self._key = self._model.id_at(index.row()), key
        self._before, self._wanted = None, None
        editor = self._editor = CellEditor(field, self._view.viewport())
        editor.save_asked.connect(self._save)
        editor.left.connect(self.leave)
        editor.away.connect(self._away)
        self._place()
        editor.show()
        if letter is not None and not editor.type_first(letter):
            letter = None
        if focus:
            editor.setFocus()
        own = self._record
        self.cells.texts([own], [key], lambda texts: self._read(own, key, texts, letter))
        return True

    def leave(self) -> None:
        """Give up what was typed."""
        self._close()
        self._view.setFocus()

    def say_why_not(self, key: str) -> None:
        """Tell beside the cell why it cannot be typed."""
        if self.cells is not None:
            self.say(self.cells.why_not(key))

    def say(self, words: str) -> None:
        """Tell beside the current cell why nothing is written."""
        rect = self._view.visualRect(self._view.currentIndex())
        place = self._view.viewport().mapToGlobal(rect.bottomLeft())
        QToolTip.showText(place, words, self._view.viewport())

    def _read(self, record: str, key: str, texts: Texts, letter: str | None) -> None:
        """The stored text is here: show it unless something was typed over it."""
        editor = self._editor
        if editor is None or (record, key) != (self._record, self._key):
            return
        self._before = texts.get(record, {}).get(key, "")
        if letter is None:
            editor.set_text(self._before)
            self._place()
        if self._wanted is not None:
            self._save(*self._wanted)

    def _save(self, down: int, right: int) -> None:
        editor, cells = self._editor, self.cells
        if editor is None or cells is None:
            return
        self._wanted = (down, right)
        editor.set_pending(on=True)
        if self._before is None:
            return
        if editor.text() == self._before:
            self._done("")
        else:
            cells.write(self._record, self._key, editor.text(), self._done)

    def _done(self, problem: str) -> None:
        editor, wanted = self._editor, self._wanted
        if editor is None or wanted is None:
            return
        editor.set_pending(on=False)
        self._wanted = None
        if problem:
            editor.show_problem(problem)
            editor.kept.clear()
            editor.setFocus()
            self._place()
            return
        kept, had_keys = editor.kept, editor.line.hasFocus()
        self._close()
        if had_keys:
            self._view.setFocus()
        self._move(*wanted)
        for event in kept:
            _again(self, event)

    def _move(self, down: int, right: int) -> None:
        """As a spreadsheet does: Enter goes back to the column where Tab began."""
        if right and self._tabbed_from < 0:
            self._tabbed_from = self._index.column()
        if not (down or right) or not self._index.isValid():
            self._tabbed_from = -1 if not right else self._tabbed_from
            return
        column = self._index.column()
        if down and self._tabbed_from >= 0:
            column, self._tabbed_from = self._tabbed_from, -1
        if right:
            shown = self._view.shown_columns()
            place = shown.index(column) + right
            column = shown[min(max(place, 0), len(shown) - 1)]
        row = self._index.row() + down
        while down and 0 <= row < self._model.rowCount() and not self._model.is_record(row):
            row += 1 if down > 0 else -1
        row = row if self._model.is_record(row) else self._index.row()
        target = self._model.index(row, column)
        self._view.go_to(target)

    def _away(self) -> None:
        """The keyboard went elsewhere: what was typed is saved, unless it is wrong."""
        if self._editor is not None and self._wanted is None:
            self._save(0, 0)

    def _close(self) -> None:
        editor, self._editor = self._editor, None
        if editor is not None:
            editor.hide()
            editor.deleteLater()
            self._grid.take_up_waiting()

    def _place(self) -> None:
        if self._editor is not None:
            self._editor.place(self._view.visualRect(self._index))

    def _compose(self, event: QInputMethodEvent) -> bool:
        """The first key of a Chinese word opens the editor and must not be lost.

        The keyboard stays with the list until the word is chosen: to move it would break the word
        off; until then the editor is handed what the input method says.
        """
        if self._editor is None:
            if not event.preeditString() and not event.commitString():
                return False
            if self._on_choice():
                return self.begin(event.commitString() or None)
            if not self.begin("", focus=False):
                return False
        editor = self._editor
        if editor is None:
            return False
        QCoreApplication.sendEvent(editor.line, event)
        if event.commitString() or not event.preeditString():
            editor.setFocus()
        return True

    def _on_choice(self) -> bool:
        """A choice takes no letters: it opens, and a word that is chosen at once finds its line."""
        index = self._view.currentIndex()
        if self.cells is None or not index.isValid():
            return False
        field = self.cells.field(self._model.columns()[index.column()].key)
        return field is not None and field.kind == "choice"


def _again(owner: QObject, event: QKeyEvent) -> None:
    """Press a key once more, on whatever has the keyboard by then."""

    def press() -> None:
        target = QApplication.focusWidget()
        if target is not None:
            QCoreApplication.sendEvent(target, event)

    QTimer.singleShot(0, owner, press)
