"""Forms: a label and an editor per line, what is wrong said beside the field, never in a dialog.

The label stands beside the editor, above it where both have no room side by side.

Editors are plain lines of text with a validator ``text -> (value, problem)``; what a date or an
amount may look like is the validator's business (domain parsers), not the form's. Further widgets
(a choice between two values) can be put below a field.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal

from msgspec import Struct
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QFontMetrics, QTextCursor
from PySide6.QtWidgets import (
    QGridLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from PySide6.QtGui import QResizeEvent

    Validator = Callable[[str], tuple[Any, str]]

_TITLE = 92
_ROWS = 3
"""Rows of the grid for a field: its name where it stands above, the editor, what is put below."""
_EDITOR = 150
"""Below this width (px at text scale 1) of the editors the names stand above them."""
_ANY_WIDTH = 16777215
"""Qt's own largest width."""

Kind = Literal["text", "multiline", "choice", "date", "money"]


class Field(Struct, frozen=True):
    """One line of a form: ``hint`` is the placeholder, ``unit`` stands behind the editor.

    ``choices`` are (id, words); ``check`` turns the text into a value or says what is wrong.
    ``note`` says quietly what the text means, and whether that is doubtful; it blocks nothing.
    """

    key: str
    title: str
    kind: Kind = "text"
    hint: str = ""
    unit: str = ""
    required: bool = False
    choices: tuple[tuple[str, str], ...] = ()
    check: Validator | None = None
    note: Callable[[str], tuple[str, bool]] | None = None


class Form(QWidget):
    """``changed(key)`` at every edit; ``values`` gives what the validators made of the texts."""

    changed = Signal(str)
    submitted = Signal()

    def __init__(self, fields: Sequence[Field]) -> None:
        super().__init__()
        self._lines = {field.key: _Line(field, self) for field in fields}
        self._stacked = False
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(theme.GAP_SMALL)
        grid.setColumnStretch(1, 1)
        self._grid = grid
        self._places = [_Place(line) for line in self._lines.values()]
        for place in self._places:
            place.title.setBuddy(place.line.editor)
            place.line.edited.connect(self.changed)
            place.line.entered.connect(self.submitted)
        grid.setRowStretch(_ROWS * len(self._lines), 1)
        self._arrange()
        self._fit_titles()

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Fill editors (a choice by its id); what is filled counts as unchanged."""
        for key, text in texts.items():
            self._lines[key].set_text(text)

    def retype(self, texts: Mapping[str, str]) -> None:
        """Put texts in as if a person had typed them (a draft); what differs counts as changed."""
        for key, text in texts.items():
            self._lines[key].type_text(text)

    def take_over(self, key: str, text: str, check: Validator | None) -> None:
        """Fill a field with another stored text; ``check`` reads it from now on."""
        self._lines[key].check_text = check
        self._lines[key].set_text(text)

    def rebase(self, key: str, text: str) -> None:
        """What is stored became ``text``; what stands in the field stays and differs from it."""
        self._lines[key].rebase(text)

    def replace(self, key: str, text: str, check: Validator | None) -> None:
        """Put another text in as if typed (the field's own undo brings the former one back)."""
        self._lines[key].replace_text(text, check)

    def read_by(self, key: str) -> Validator | None:
        """What turns the text of a field into its value."""
        return self._lines[key].check_text

    def words(self, key: str, text: str) -> str:
        """A text as a person reads it in the field: the words of a choice, the unit behind."""
        return self._lines[key].words(text)

    def title(self, key: str) -> str:
        """The word for a field."""
        return self._lines[key].field.title

    def put_below(self, key: str, widget: QWidget) -> None:
        """Put a widget below a field, over its whole width and that of its unit."""
        row = list(self._lines).index(key)
        self._places[row].below = widget
        self._put_below(row)

    def texts(self) -> dict[str, str]:
        """What stands in the editors, as typed (for a draft)."""
        return {key: line.text() for key, line in self._lines.items()}

    def filled(self, key: str) -> str:
        """What stood in a field before it was changed."""
        return self._lines[key].filled

    def touched(self) -> list[str]:
        """The keys that were changed since they were filled."""
        return [key for key, line in self._lines.items() if line.touched()]

    def check(self) -> bool:
        """Validate all, show every problem, put the cursor into the first; True if none."""
        wrong = [line for line in self._lines.values() if line.check()]
        if wrong:
            wrong[0].editor.setFocus(Qt.FocusReason.OtherFocusReason)
        return not wrong

    def problems(self) -> dict[str, str]:
        """What is wrong now, by key, without showing it."""
        found = {key: line.examine()[1] for key, line in self._lines.items()}
        return {key: problem for key, problem in found.items() if problem}

    def set_problem(self, key: str, problem: str) -> None:
        """Show what a service found wrong with a field."""
        self._lines[key].show_problem(problem)

    def values(self) -> dict[str, Any]:
        """The values of all fields; meaningful after ``check`` said True."""
        return {key: line.examine()[0] for key, line in self._lines.items()}

    def editor(self, key: str) -> QWidget:
        """The editor of a field."""
        return self._lines[key].editor

    def note(self, key: str) -> str:
        """The quiet words below a field, empty for none."""
        return self._lines[key].note_text()

    def minimumSizeHint(self) -> QSize:
        """Qt: any width will do, the names go above the fields."""
        return QSize(theme.px(_TITLE), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: names stand beside the fields, in a narrow form above them."""
        super().resizeEvent(event)
        self._fit_titles()

    def _fit_titles(self) -> None:
        """As the longest title needs, up to a third of the form."""
        metrics = QFontMetrics(theme.current().font(theme.BODY))
        titles = (metrics.horizontalAdvance(one.line.title) for one in self._places)
        longest = max(titles, default=0) + 1
        width = min(longest, max(self.width() // 3, theme.px(_TITLE)))
        units = max((one.unit.sizeHint().width() for one in self._places if one.unit), default=0)
        stacked = self.width() < width + units + 2 * theme.GAP + theme.px(_EDITOR)
        if stacked != self._stacked:
            self._stacked = stacked
            self._arrange()
        for one in self._places:
            one.title.setMinimumWidth(0 if stacked else width)
            one.title.setMaximumWidth(_ANY_WIDTH if stacked else width)

    def _arrange(self) -> None:
        """Put every part where it stands: the name beside its field, or above it with the unit."""
        above = self._stacked
        column = 0 if above else 1
        top = Qt.AlignmentFlag.AlignTop
        self._grid.setVerticalSpacing(theme.GAP_TINY if above else theme.GAP_SMALL)
        for row, one in enumerate(self._places):
            at = _ROWS * row + 1
            one.title.setMinimumHeight(0 if above else theme.px(theme.CONTROL))
            one.title.setContentsMargins(0, theme.GAP_SMALL if above and row else 0, 0, 0)
            self._grid.removeItem(one.line.box)
            beside = one.unit is not None and not above
            one.title.setText(one.whole_title() if above else one.line.title)
            if above:
                self._grid.addWidget(one.title, at - 1, 0, 1, 3)
            else:
                self._grid.addWidget(one.title, at, 0, top)
            self._grid.addLayout(one.line.box, at, column, 1, 3 - column - int(beside))
            if one.unit:
                self._grid.addWidget(one.unit, at, 2, top)
                one.unit.setVisible(beside)
            self._put_below(row)
        self._grid.setColumnStretch(0, int(above))

    def _put_below(self, row: int) -> None:
        column = 0 if self._stacked else 1
        below = self._places[row].below
        if below is not None:
            self._grid.addWidget(below, _ROWS * row + 2, column, 1, 3 - column)


class _Place:
    """A field in its form: name, editor, unit, and the widget put below it."""

    def __init__(self, line: _Line) -> None:
        self.line = line
        self.title = _beside(line.title)
        self.unit = _beside(line.unit) if line.unit else None
        self.below: QWidget | None = None

    def whole_title(self) -> str:
        """The name with the unit."""
        title, unit = self.line.title, self.line.unit
        return _("{name} ({unit})").format(name=title, unit=unit) if unit else title


def _beside(text: str) -> QLabel:
    """Words at the height of the editor they belong to."""
    made = label(text, "label", wrap=True)
    made.setMinimumHeight(theme.px(theme.CONTROL))
    return made


class _Line(QObject):
    """One field with its editor and the words below it."""

    edited = Signal(str)
    entered = Signal()

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self.field = field
        self.check_text = field.check
        self.filled = ""
        self.unit = field.unit
        self.title = f"{field.title} *" if field.required else field.title
        self.editor = self._make_editor()
        self.editor.setAccessibleName(field.title)
        self._problem: QLabel = label("", "problem", wrap=True)
        self._problem.hide()
        self._note: QLabel = label("", "hint", wrap=True)
        self._note.hide()
        self.box = QVBoxLayout()
        self.box.setSpacing(theme.px(2))
        self.box.addWidget(self.editor)
        self.box.addWidget(self._problem)
        self.box.addWidget(self._note)

    def text(self) -> str:
        """As typed; the id of a choice."""
        if isinstance(self.editor, Choice):
            return self.editor.current()
        if isinstance(self.editor, QPlainTextEdit):
            return self.editor.toPlainText()
        return self.editor.text()

    def set_text(self, text: str) -> None:
        """Fill the editor."""
        self.type_text(text)
        self.filled = self.text()
        self.show_problem("")

    def type_text(self, text: str) -> None:
        """Put a text in and leave it a change."""
        if isinstance(self.editor, Choice):
            self.editor.set_current(text)
        elif isinstance(self.editor, QPlainTextEdit):
            self.editor.setPlainText(text)
        else:
            self.editor.setText(text)
        self._show_note()

    def rebase(self, text: str) -> None:
        """Another stored text; the editor keeps its own."""
        self.filled = text

    def replace_text(self, text: str, check: Validator | None) -> None:
        """As if typed over all that stands there."""
        self.check_text = check
        if isinstance(self.editor, Choice):
            self.editor.set_current(text)
        elif isinstance(self.editor, QPlainTextEdit):
            cursor = self.editor.textCursor()
            cursor.select(QTextCursor.SelectionType.Document)
            cursor.insertText(text)
        else:
            self.editor.selectAll()
            self.editor.insert(text)
        self.show_problem("")

    def words(self, text: str) -> str:
        """As read: the words of a choice, a bare number with the unit it is in."""
        if not text:
            return NOTHING
        if self.field.kind == "choice":
            return dict(self.field.choices).get(text, text)
        if not self.unit or not text[-1].isdigit():
            return text
        return _("{number} ({unit})").format(number=text, unit=self.unit)

    def note_text(self) -> str:
        """The quiet words below."""
        return self._note.text()

    def touched(self) -> bool:
        """Whether it was changed since it was filled."""
        return self.text() != self.filled

    def examine(self) -> tuple[Any, str]:
        """The value and what is wrong with it."""
        text = self.text()
        if not text.strip():
            return None, _("Please fill in") if self.field.required else ""
        return self.check_text(text) if self.check_text else (text, "")

    def check(self) -> str:
        """Examine and show; returns the problem."""
        problem = self.examine()[1]
        self.show_problem(problem)
        return problem

    def show_problem(self, problem: str) -> None:
        """Red frame and words, or neither."""
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self.editor.setAccessibleDescription(problem)
        theme.set_problem(self.editor, on=bool(problem))

    def _make_editor(self) -> QLineEdit | QPlainTextEdit | Choice:
        field = self.field
        if field.kind == "choice":
            combo = Choice((("", ""), *field.choices))
            combo.narrow()
            combo.currentIndexChanged.connect(lambda _index: self._edited())
            return combo
        if field.kind == "multiline":
            area = QPlainTextEdit()
            area.setPlaceholderText(field.hint)
            area.setTabChangesFocus(True)
            area.setFixedHeight(theme.current().px(76))
            area.textChanged.connect(self._edited)
            return area
        line = QLineEdit()
        line.setPlaceholderText(field.hint)
        if field.kind == "money":
            line.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        line.textEdited.connect(lambda _text: self._edited())
        line.editingFinished.connect(self.check)
        line.returnPressed.connect(self.entered)
        return line

    def _show_note(self) -> None:
        if self.field.note is None:
            return
        words, doubtful = self.field.note(self.text()) if self.text().strip() else ("", False)
        self._note.setText(words)
        self._note.setVisible(bool(words))
        theme.set_role(self._note, "doubt" if doubtful else "hint")

    def _edited(self) -> None:
        if self._problem.text():
            self.check()
        self._show_note()
        self.edited.emit(self.field.key)
