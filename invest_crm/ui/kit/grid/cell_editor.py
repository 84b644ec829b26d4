"""The editor over a cell: a line, a few lines or a list of words, with what is wrong below it.

Enter and Tab ask to save and move as in a spreadsheet, Esc gives up. What is typed while a cell is
being saved is kept for the cell after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QRect, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.text import label

if TYPE_CHECKING:
    from invest_crm.ui.kit.form import Field

_SHIFT = Qt.KeyboardModifier.ShiftModifier
_ALT = Qt.KeyboardModifier.AltModifier
_LEAST_WIDE = 132
_LINES_HIGH = 92
_STILL = (
    Qt.FocusReason.ActiveWindowFocusReason,
    Qt.FocusReason.PopupFocusReason,
    Qt.FocusReason.MenuBarFocusReason,
)
"""The keyboard comes back of itself: another window or a list of words was opened."""
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class CellEditor(QFrame):
    """``save_asked(down, right)`` with the step to make afterwards; ``left`` at Esc.

    ``away``: the keyboard went elsewhere.
    """

    save_asked = Signal(int, int)
    left = Signal()
    away = Signal()

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        theme.set_role(self, "popup")
        self._parent = parent
        self.field = field
        self.kept: list[QKeyEvent] = []
        self._pending = False
        self.line = self._make()
        self.line.setAccessibleName(field.title)
        self.line.installEventFilter(self)
        self.setFocusProxy(self.line)
        self._said: QLabel = label("", "problem", wrap=True)
        self._said.setContentsMargins(theme.margins(8, 2, 8, 4))
        self._said.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.line)
        column.addWidget(self._said)

    def text(self) -> str:
        """As typed; the words of a choice."""
        if isinstance(self.line, Choice):
            return self.line.currentText() if self.line.current() else ""
        if isinstance(self.line, QPlainTextEdit):
            return self.line.toPlainText()
        return self.line.text()

    def set_text(self, text: str) -> None:
        """Put a text in, the cursor behind it."""
        if isinstance(self.line, Choice):
            words = {word: choice for choice, word in self.field.choices}
            self.line.set_current(words.get(text, ""))
        elif isinstance(self.line, QPlainTextEdit):
            self.line.setPlainText(text)
            self.line.moveCursor(self.line.textCursor().MoveOperation.End)
        else:
            self.line.setText(text)
        self._tell_note()

    def type_first(self, letter: str) -> bool:
        """What was typed while there was no editor yet: True if it replaces what stands there.

        A letter that no word of a choice begins with replaces nothing.
        """
        if not isinstance(self.line, Choice):
            self.set_text(letter)
            return True
        place = self.line.findText(letter, Qt.MatchFlag.MatchStartsWith) if letter else 0
        if place >= 0:
            self.line.setCurrentIndex(place)
        if letter:
            self.line.showPopup()
        return place >= 0

    def problem(self) -> str:
        """What is said to be wrong, empty for nothing."""
        return self._said.text() if self._said.property("role") == "problem" else ""

    def show_problem(self, problem: str) -> None:
        """Red frame and words below, or neither."""
        theme.set_problem(self.line, on=bool(problem))
        self.line.setAccessibleDescription(problem)
        if problem:
            self._say(problem, "problem")
        else:
            self._tell_note()

    def set_pending(self, *, on: bool) -> None:
        """While the cell is being saved nothing in it can be changed."""
        self._pending = on

    def place(self, cell: QRect) -> None:
        """Over a cell, as much wider and higher as the words need, inside the list."""
        room = self._parent.rect()
        look = theme.current()
        least = look.px(_LEAST_WIDE)
        if self.field.kind == "multiline":
            least = look.px(2 * _LEAST_WIDE)
        width = min(max(cell.width(), least), room.width())
        self.line.setFixedHeight(self._height(cell.height()))
        self._said.setFixedWidth(width)
        height = self.line.height()
        if self._said.isVisibleTo(self):
            height += self._said.heightForWidth(width)
        x = max(min(cell.x(), room.right() + 1 - width), 0)
        y = cell.y()
        if y + height > room.bottom():
            y = max(cell.bottom() + 1 - height, 0)
        self.setGeometry(x, y, width, height)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Qt: the keys of a spreadsheet come before those of the line."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return self._key(event)
        if isinstance(event, QFocusEvent) and event.lostFocus() and event.reason() not in _STILL:
            self.away.emit()
        return False

    def sizeHint(self) -> QSize:
        """Qt: as placed."""
        return self.size()

    def _key(self, event: QKeyEvent) -> bool:
        key, held = event.key(), event.modifiers()
        if self._pending and key != Qt.Key.Key_Escape:
            self.kept.append(event.clone())
            return True
        back = -1 if held & _SHIFT else 1
        if key in _ENTER and held & _ALT and isinstance(self.line, QPlainTextEdit):
            self.line.insertPlainText("\n")
        elif key in _ENTER:
            self.save_asked.emit(back, 0)
        elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.save_asked.emit(0, -1 if key == Qt.Key.Key_Backtab else back)
        elif key == Qt.Key.Key_Escape:
            self.left.emit()
        else:
            return False
        return True

    def _height(self, row: int) -> int:
        if self.field.kind == "multiline":
            return max(theme.current().px(_LINES_HIGH), row)
        return max(row, theme.current().px(theme.CONTROL))

    def _make(self) -> QLineEdit | QPlainTextEdit | Choice:
        if self.field.kind == "choice":
            choices = [pair for pair in self.field.choices if pair[0]]
            made = Choice((("", "—"), *choices))
            made.narrow()
            made.activated.connect(lambda _place: self.save_asked.emit(0, 0))
            return made
        if self.field.kind == "multiline":
            area = QPlainTextEdit()
            area.textChanged.connect(self._typed)
            return area
        line = QLineEdit()
        line.setPlaceholderText(self.field.hint)
        if self.field.kind == "money":
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.textEdited.connect(lambda _text: self._typed())
        return line

    def _typed(self) -> None:
        theme.set_problem(self.line, on=False)
        self._tell_note()

    def _tell_note(self) -> None:
        """Below the line: what the text means, where that is not plain."""
        text = self.text()
        words = ""
        if self.field.note is not None and text.strip():
            words = self.field.note(text)[0]
        self._say(words, "hint")

    def _say(self, words: str, role: str) -> None:
        theme.set_role(self._said, role)
        self._said.setText(words)
        self._said.setVisible(bool(words))
        if self.isVisible():
            self.place(QRect(self.pos(), self.line.size()))
