"""The keys of a grid: Excel's, and those of an outline on the rows of groups."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, Qt

if TYPE_CHECKING:
    from PySide6.QtGui import QKeyEvent

    from invest_crm.ui.kit.grid.model import GridModel
    from invest_crm.ui.kit.grid.view import GridView

_CTRL = Qt.KeyboardModifier.ControlModifier
_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_FILLS = {Qt.Key.Key_D: "down", Qt.Key.Key_R: "right"}
TODAY = "今天"
"""What the readers of dates understand as the day at the bureau."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TURNS = (Qt.Key.Key_Left, Qt.Key.Key_Right)
_JUMPS = {
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
}


class ViewKeys:
    """Belongs to a view, which signals what is asked for."""

    def __init__(self, view: GridView, model: GridModel) -> None:
        self._view, self._model = view, model

    def take(self, event: QKeyEvent) -> bool:
        """Do what a key asks for; False for a key that is none of these."""
        keys = (self._key_group, self._key_command, self._key_move, self._key_edit)
        return any(key(event) for key in keys)

    def _key_group(self, event: QKeyEvent) -> bool:
        """The keys of an outline: Space, Enter and the arrows beside a group's name."""
        index, key, held = self._view.currentIndex(), event.key(), event.modifiers()
        group = self._model.group_at(index.row()) if index.isValid() else None
        first = bool(self._model.groups()) and index.column() == self._view.shown_columns()[0]
        if key in _ENTER and held & _CTRL and group is not None:
            self._view.lead_asked.emit(index.row())
        elif held & (_CTRL | _SHIFT | _ALT):
            return False
        elif group is None:
            if not first or key != Qt.Key.Key_Left:
                return False
            self._view.up_asked.emit(index.row())
        elif key in _ENTER or key == Qt.Key.Key_Space:
            self._view.turn_asked.emit(index.row())
        elif first and key in _TURNS:
            opened = self._view.group_painter.is_open(group.node.path)
            if opened != (key == Qt.Key.Key_Right):
                self._view.turn_asked.emit(index.row())
            elif not opened:
                self._view.up_asked.emit(index.row())
            else:
                return False
        else:
            return False
        return True

    def _key_command(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        control = bool(held & _CTRL)
        row, column = self._view.currentIndex().row(), self._view.currentIndex().column()
        if control and key == Qt.Key.Key_C:
            self._view.copy_asked.emit(bool(held & _SHIFT))
        elif key in _ENTER:
            (self._view.whole_asked if control else self._view.open_asked).emit(row)
        elif held & Qt.KeyboardModifier.AltModifier and key == Qt.Key.Key_Down:
            self._view.values_asked.emit()
        elif control and held & _SHIFT and key == Qt.Key.Key_L:
            self._view.only_asked.emit()
        elif (control and key == Qt.Key.Key_F) or event.text() == "/":
            self._view.filter_asked.emit()
        elif key == Qt.Key.Key_Escape:
            self._view.leave_filter_asked.emit()
        elif control and key == Qt.Key.Key_0:
            self._view.hide_asked.emit(column)
        elif key == Qt.Key.Key_Space and held & _SHIFT:
            self._select_line(QItemSelectionModel.SelectionFlag.Rows)
        elif key == Qt.Key.Key_Space and control:
            self._select_line(QItemSelectionModel.SelectionFlag.Columns)
        else:
            return False
        return True

    def _key_edit(self, event: QKeyEvent) -> bool:
        """The keys by which cells are written; a letter begins to type over the cell."""
        key, held, text = event.key(), event.modifiers(), event.text()
        control = bool(held & _CTRL)
        if control and key == Qt.Key.Key_V:
            self._view.paste_asked.emit(bool(held & _SHIFT))
        elif control and key in _FILLS:
            self._view.fill_asked.emit(_FILLS[Qt.Key(key)])
        elif control and key == Qt.Key.Key_Semicolon and self._on_date():
            self._view.edit_asked.emit(TODAY)
        elif key == Qt.Key.Key_F2:
            self._view.edit_asked.emit(None)
        elif key == Qt.Key.Key_Delete:
            self._view.clear_asked.emit()
        elif key == Qt.Key.Key_Backspace:
            self._view.edit_asked.emit("")
        elif text.strip() and text.isprintable() and not held & (_CTRL | _ALT):
            self._view.edit_asked.emit(text)
        else:
            return False
        return True

    def _key_move(self, event: QKeyEvent) -> bool:
        """Ctrl with an arrow jumps to the edge, with Shift it selects up to there."""
        step = _JUMPS.get(Qt.Key(event.key()))
        if step is None or not event.modifiers() & _CTRL or not self._view.currentIndex().isValid():
            return False
        down, across = step
        row, column = self._view.currentIndex().row(), self._view.currentIndex().column()
        if down:
            row = self._model.rowCount() - 1 if down > 0 else 0
        if across:
            shown = self._view.shown_columns()
            column = shown[-1 if across > 0 else 0]
        target = self._model.index(row, column)
        flag = QItemSelectionModel.SelectionFlag
        if event.modifiers() & _SHIFT:
            self._extend_to(target)
        else:
            self._view.selectionModel().setCurrentIndex(target, flag.ClearAndSelect)
        self._view.scrollTo(target)
        return True

    def _on_date(self) -> bool:
        column = self._view.currentIndex().column()
        return column >= 0 and self._model.columns()[column].kind == "date"

    def _extend_to(self, target: QModelIndex) -> None:
        flag = QItemSelectionModel.SelectionFlag
        start = self._view.currentIndex()
        top, bottom = sorted((start.row(), target.row()))
        left, right = sorted((start.column(), target.column()))
        block = QItemSelection(self._model.index(top, left), self._model.index(bottom, right))
        self._view.selectionModel().setCurrentIndex(target, flag.NoUpdate)
        self._view.selectionModel().select(block, flag.Select)

    def _select_line(self, flag: QItemSelectionModel.SelectionFlag) -> None:
        index = self._view.currentIndex()
        if index.isValid():
            add = QItemSelectionModel.SelectionFlag.ClearAndSelect
            self._view.selectionModel().select(index, add | flag)
