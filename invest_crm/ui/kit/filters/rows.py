"""The parts a filter is built of: a condition on one line, a group in a frame."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QPushButton, QToolButton, QVBoxLayout, QWidget

from invest_crm.domain.condition_words import op_word
from invest_crm.domain.conditions import MAX_DEPTH, OF_KIND, Condition, Group, Op
from invest_crm.ui import icons, theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.filters.editors import editor_for, shape_of
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable

    from invest_crm.domain.conditions import Field
    from invest_crm.ui.kit.filters.editors import Editor, Ground

_FIELD_WIDTH: Final = 180
_OP_WIDTH: Final = 112
_EMPTY: Final = (Group("all"), Group("any"))


class ConditionRow(QWidget):
    """Field, comparison, value; what is wrong stands beside it."""

    changed = Signal()
    removed = Signal()

    def __init__(self, ground: Ground, condition: Condition | None = None) -> None:
        super().__init__()
        self._ground = ground
        named = [(field.key, field.label) for field in ground.fields.values()]
        self._field = Choice(named, name=_("Field to filter by"))
        self._field.setMaximumWidth(theme.px(_FIELD_WIDTH))
        self._field.setMaxVisibleItems(18)
        self._op = Choice((), name=_("Comparison"))
        self._op.setMinimumWidth(theme.px(_OP_WIDTH))
        self._problem = label("", "problem")
        self._problem.hide()
        self._flow = QWidget()
        theme.set_role(self._flow, "clear")
        parts = FlowLayout(self._flow)
        for part in (self._field, self._op):
            parts.addWidget(part)
        self._parts = parts
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(self._flow, 1)
        self._remove = close_button(_("Remove this condition"), self.removed.emit)
        row.addWidget(self._remove, 0, Qt.AlignmentFlag.AlignTop)
        if condition is not None:
            self._field.set_current(condition.field)
        self._fill_ops()
        if condition is not None:
            self._op.set_current(condition.op)
        self._shape, self._editor = self._make_editor()
        if condition is not None:
            self._editor.fill(condition.values)
        self._field.currentIndexChanged.connect(lambda _place: self._other_field())
        self._op.currentIndexChanged.connect(lambda _place: self._other_op())

    def condition(self) -> Condition | None:
        """The condition; None while it is not complete and valid. Shows what is wrong."""
        values, problem = self._editor.read()
        self._problem.setText(problem)
        self._problem.setVisible(bool(problem))
        self._editor.setAccessibleDescription(problem)
        if values is None:
            return None
        return Condition(self._field.current(), Op(self._op.current()), values)

    def problem(self) -> str:
        """What is wrong with the value, in words."""
        return self._problem.text()

    def focus(self) -> None:
        """Put the cursor into the value, or the field where there is none."""
        target = next(iter(_reachable(self._editor)), self._field)
        target.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def chain(self) -> list[QWidget]:
        """What the Tab key comes to, in the order seen."""
        return [self._field, self._op, *_reachable(self._editor), self._remove]

    def _current_field(self) -> Field:
        return self._ground.fields[self._field.current()]

    def _fill_ops(self) -> None:
        field = self._current_field()
        beside = (Op.BEFORE_FIELD, Op.AFTER_FIELD)
        alone = not self._ground.others(field)
        before = self._op.current()
        self._op.blockSignals(True)  # noqa: FBT003 - Qt's signature
        self._op.clear()
        for op in OF_KIND[field.kind]:
            if not (alone and op in beside):
                self._op.addItem(op_word(op, field.kind), op.value)
        self._op.set_current(before)
        self._op.blockSignals(False)  # noqa: FBT003 - Qt's signature

    def _make_editor(self) -> tuple[str, Editor]:
        field, op = self._current_field(), Op(self._op.current())
        editor = editor_for(field, op, self._ground)
        editor.changed.connect(self.changed)
        self._parts.addWidget(editor)
        self._parts.addWidget(self._problem)
        editor.show()
        return shape_of(field, op), editor

    def _other_field(self) -> None:
        self._fill_ops()
        self._other_op()

    def _other_op(self) -> None:
        field, op = self._current_field(), Op(self._op.current())
        if shape_of(field, op) != self._shape:
            for part in (self._editor, self._problem):
                self._parts.removeWidget(part)
            self._editor.hide()
            self._editor.deleteLater()
            self._shape, self._editor = self._make_editor()
        self.changed.emit()


class GroupBox(QFrame):
    """Conditions and groups of which all, or any one, must hold; three levels deep at most.

    ``head`` joins and adds; that of the outermost group is put where its owner likes.
    """

    changed = Signal()
    removed = Signal()

    def __init__(self, ground: Ground, group: Group, level: int = 1) -> None:
        super().__init__()
        self._ground, self._level = ground, level
        self._rows: list[ConditionRow | GroupBox] = []
        words = (("all", _("All of these")), ("any", _("Any of these")))
        self._how = Segmented(words, group.how, name=_("How the conditions are joined"))
        self._how.changed.connect(lambda _how: self.changed.emit())
        self._column = QVBoxLayout(self)
        self._column.setSpacing(theme.GAP_SMALL)
        inner = theme.margins(10, 8, 8, 8) if level > 1 else theme.margins(0, 0, 0, 0)
        self._column.setContentsMargins(inner)
        theme.set_role(self, "card" if level > 1 else "clear")
        self.setAccessibleName(_("Group of conditions"))
        self.head = self._make_head()
        if level > 1:
            self._column.addWidget(self.head)
        for part in group.parts:
            if isinstance(part, Group):
                self._put(GroupBox(ground, part, level + 1))
            else:
                self._put(ConditionRow(ground, part))

    def group(self) -> Group:
        """What is complete of it; groups of which nothing is are left out."""
        parts = [
            row.condition() if isinstance(row, ConditionRow) else row.group() for row in self._rows
        ]
        kept = [part for part in parts if part is not None and part not in _EMPTY]
        any_of = bool(kept) and self._how.current() == "any"
        return Group("any" if any_of else "all", tuple(kept))

    def rows(self) -> list[ConditionRow | GroupBox]:
        """Its conditions and groups."""
        return list(self._rows)

    def add_condition(self) -> ConditionRow:
        """One more condition, to be filled in."""
        row = ConditionRow(self._ground)
        self._put(row)
        return row

    def add_group(self) -> None:
        """One more group with a condition to be filled in."""
        other = Group("any" if self._how.current() == "all" else "all")
        box = GroupBox(self._ground, other, self._level + 1)
        self._put(box)
        box.add_condition().focus()
        self.changed.emit()

    def chain(self) -> list[QWidget]:
        """What the Tab key comes to, in the order seen."""
        return [*_reachable(self.head), *(part for row in self._rows for part in row.chain())]

    def focus_last(self) -> None:
        """Put the cursor into the last condition."""
        if self._rows:
            last = self._rows[-1]
            last.focus() if isinstance(last, ConditionRow) else last.focus_last()

    def _make_head(self) -> QWidget:
        parts = QWidget()
        theme.set_role(parts, "clear")
        flow = FlowLayout(parts)
        flow.addWidget(self._how)
        flow.addWidget(_link(_("Add condition"), self._add_condition))
        if self._level < MAX_DEPTH:
            flow.addWidget(_link(_("Add group"), self.add_group))
        if self._level == 1:
            return parts
        head = QWidget()
        theme.set_role(head, "clear")
        row = QHBoxLayout(head)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(parts, 1)
        remove = close_button(_("Remove this group"), self.removed.emit)
        row.addWidget(remove, 0, Qt.AlignmentFlag.AlignTop)
        return head

    def _add_condition(self) -> None:
        self.add_condition().focus()
        self.changed.emit()

    def _put(self, row: ConditionRow | GroupBox) -> None:
        row.changed.connect(self.changed)
        row.removed.connect(lambda: self._drop(row))
        self._rows.append(row)
        self._column.addWidget(row)
        row.show()

    def _drop(self, row: ConditionRow | GroupBox) -> None:
        self._rows.remove(row)
        self._column.removeWidget(row)
        row.hide()
        row.deleteLater()
        if self._rows:
            self.focus_last()
        else:
            self._how.setFocus()
        self.changed.emit()


def close_button(words: str, do: Callable[[], object]) -> QToolButton:
    """A cross that says what it takes away."""
    button = QToolButton()
    button.setIcon(icons.icon("close"))
    button.setToolTip(words)
    button.setAccessibleName(words)
    button.clicked.connect(lambda _on=False: do())
    return button


def _link(words: str, do: Callable[[], object]) -> QPushButton:
    button = QPushButton(words)
    button.setIcon(icons.icon("add", "accent"))
    theme.set_role(button, "link")
    button.clicked.connect(lambda _on=False: do())
    return button


def _reachable(whole: QWidget) -> list[QWidget]:
    """What the Tab key comes to in it, without the lists that drop down in windows of their own."""
    parts = [part for part in whole.findChildren(QWidget) if part.window() is whole.window()]
    return [p for p in parts if p.focusPolicy() != Qt.FocusPolicy.NoFocus and not p.isHidden()]
