"""Forms: a label and an editor per line, what is wrong said beside the field, never in a dialog.

Editors are plain lines of text with a validator ``text -> (value, problem)``; what a date or an
amount may look like is the validator's business (domain parsers), not the form's.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

from PySide6.QtCore import QObject, Qt, Signal
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
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    Validator = Callable[[str], tuple[Any, str]]

Kind = Literal["text", "multiline", "choice", "date", "money"]


@dataclass(frozen=True, slots=True)
class Field:
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
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.GAP)
        grid.setVerticalSpacing(theme.GAP_SMALL)
        grid.setColumnStretch(1, 1)
        for row, line in enumerate(self._lines.values()):
            title = label(line.title, "label")
            title.setBuddy(line.editor)
            title.setFixedHeight(theme.current().px(theme.CONTROL))
            grid.addWidget(title, row, 0, Qt.AlignmentFlag.AlignTop)
            grid.addLayout(line.box, row, 1, 1, 1 if line.unit else 2)
            if line.unit:
                unit = label(line.unit, "label")
                unit.setFixedHeight(theme.current().px(theme.CONTROL))
                grid.addWidget(unit, row, 2, Qt.AlignmentFlag.AlignTop)
            line.edited.connect(self.changed)
            line.entered.connect(self.submitted)

    def set_texts(self, texts: Mapping[str, str]) -> None:
        """Fill editors (a choice by its id); what is filled counts as unchanged."""
        for key, text in texts.items():
            self._lines[key].set_text(text)

    def retype(self, texts: Mapping[str, str]) -> None:
        """Put texts in as if a person had typed them (a draft); what differs counts as changed."""
        for key, text in texts.items():
            self._lines[key].type_text(text)

    def texts(self) -> dict[str, str]:
        """What stands in the editors, as typed (for a draft)."""
        return {key: line.text() for key, line in self._lines.items()}

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


class _Line(QObject):
    """One field with its editor and the words below it."""

    edited = Signal(str)
    entered = Signal()

    def __init__(self, field: Field, parent: QWidget) -> None:
        super().__init__(parent)
        self._field = field
        self._filled = ""
        self.unit = field.unit
        self.title = f"{field.title} *" if field.required else field.title
        self.editor = self._make_editor()
        self.editor.setAccessibleName(field.title)
        self._problem: QLabel = label("", "problem", wrap=True)
        self._problem.hide()
        self._note: QLabel = label("", "hint", wrap=True)
        self._note.hide()
        self.box = QVBoxLayout()
        self.box.setSpacing(2)
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
        self._filled = self.text()
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

    def note_text(self) -> str:
        """The quiet words below."""
        return self._note.text()

    def touched(self) -> bool:
        """Whether it was changed since it was filled."""
        return self.text() != self._filled

    def examine(self) -> tuple[Any, str]:
        """The value and what is wrong with it."""
        text = self.text()
        if not text.strip():
            return None, _("Please fill in") if self._field.required else ""
        return self._field.check(text) if self._field.check else (text, "")

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
        if self.editor.property("problem") != bool(problem):
            self.editor.setProperty("problem", bool(problem))
            self.editor.style().unpolish(self.editor)
            self.editor.style().polish(self.editor)

    def _make_editor(self) -> QLineEdit | QPlainTextEdit | Choice:
        field = self._field
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
        if self._field.note is None:
            return
        words, doubtful = self._field.note(self.text()) if self.text().strip() else ("", False)
        self._note.setText(words)
        self._note.setVisible(bool(words))
        theme.set_role(self._note, "doubt" if doubtful else "hint")

    def _edited(self) -> None:
        if self._problem.text():
            self.check()
        self._show_note()
        self.edited.emit(self._field.key)
