"""The panel above a list with its colour rules: a tone, a name, a condition each, in order."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.colour_rules import MAX_RULES, TONES, ColourRule, tone_word
from invest_crm.domain.condition_words import sentence
from invest_crm.ui import icons, theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.ui.kit.filters.builder import FilterBuilder
from invest_crm.ui.kit.filters.rows import close_button
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.scroll import FittedRows
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.ui.kit.wrap_row import WrapRow
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtGui import QKeyEvent

    from invest_crm.domain.conditions import Group
    from invest_crm.ui.kit.filters.editors import Ground

_BAR, _HIGH = 4, 20
_SHARE = 45
"""Percent of the window that the rules may take before they scroll."""


class ColourPanel(QFrame):
    """``changed(rules)`` at every step; ``closed`` on Esc or the cross."""

    changed = Signal(object)
    closed = Signal()

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "card")
        self.setAccessibleName(_("Colour rules"))
        self._ground: Ground | None = None
        self._rules: list[ColourRule] = []
        self._open = -1
        self._lines: list[RuleLine] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(theme.GAP_TINY)
        self.add = QPushButton(_("Add a rule"))
        theme.set_role(self.add, "link")
        self.add.clicked.connect(lambda _on=False: self._append())
        self.builder = FilterBuilder(_("Mark the records for which"))
        self.builder.changed.connect(self._take_where)
        self.builder.closed.connect(self._shut)
        self.builder.hide()
        held = QWidget()
        theme.set_role(held, "clear")
        column = QVBoxLayout(held)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(self._head())
        column.addLayout(self._rows)
        column.addWidget(self.builder)
        rows = FittedRows(_SHARE)
        rows.hold(held)
        row = QHBoxLayout(self)
        row.setContentsMargins(theme.margins(12, 8, 8, 8))
        row.setSpacing(theme.GAP_SMALL)
        row.addWidget(rows, 1)
        close = close_button(_("Close and keep the rules (Esc)"), self.closed.emit)
        row.addWidget(close, 0, Qt.AlignmentFlag.AlignTop)

    def load(self, ground: Ground, rules: Sequence[ColourRule]) -> None:
        """Show rules; with none, a first one to begin with."""
        if self._ground is not None and list(rules) == self._rules and self._ground == ground:
            return
        self._ground, self._rules = ground, list(rules)
        self._open = -1
        self._fill()

    def begin(self) -> None:
        """Begin with a rule where there is none, on the first otherwise."""
        if not self._rules:
            self._append()
        elif self._lines:
            self._lines[0].name.setFocus()

    def lines(self) -> Sequence[RuleLine]:
        """The rules shown, in order."""
        return self._lines

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Qt: Esc closes and keeps."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _head(self) -> FlowLayout:
        row = FlowLayout()
        row.addWidget(label(_("Colour rules"), "strong"))
        row.addWidget(self.add)
        row.addWidget(label(_("The first rule that a record fulfils marks it."), "note", wrap=True))
        return row

    def _fill(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            before = item.widget()
            if before is not None:
                before.hide()
                before.deleteLater()
        self._lines = [self._line(place, rule) for place, rule in enumerate(self._rules)]
        self.add.setEnabled(len(self._rules) < MAX_RULES)
        self._show_builder()

    def _line(self, place: int, rule: ColourRule) -> RuleLine:
        fields = self._ground.fields if self._ground is not None else {}
        words = sentence(rule.where, fields) or _("no condition yet")
        line = RuleLine(rule, words, first=place == 0, last=place == len(self._rules) - 1)
        line.altered.connect(partial(self._alter, place))
        line.condition.clicked.connect(lambda _on=False: self._turn(place))
        line.moved.connect(lambda by: self._move(place, by))
        line.removed.connect(lambda: self._remove(place))
        self._rows.addWidget(line)
        line.show()
        return line

    def _alter(self, place: int, name: str, tone: str) -> None:
        self._rules[place] = replace(self._rules[place], name=name, tone=tone)
        self.changed.emit(tuple(self._rules))

    def _append(self) -> None:
        used = {rule.tone for rule in self._rules}
        tone = next((one for one in TONES if one not in used), next(iter(TONES)))
        name = _("Rule {n}").format(n=len(self._rules) + 1)
        self._rules.append(ColourRule(name, tone))
        self._open = len(self._rules) - 1
        self._fill()
        self.changed.emit(tuple(self._rules))
        self.builder.begin()

    def _move(self, place: int, by: int) -> None:
        rules = self._rules
        rules[place], rules[place + by] = rules[place + by], rules[place]
        self._open = -1
        self._fill()
        self.changed.emit(tuple(rules))

    def _remove(self, place: int) -> None:
        del self._rules[place]
        self._open = -1
        self._fill()
        self.changed.emit(tuple(self._rules))

    def _turn(self, place: int) -> None:
        """Show the condition of a rule, or hide it."""
        self.builder.apply()
        self._open = -1 if self._open == place else place
        self._show_builder()
        if self._open >= 0:
            self.builder.begin()

    def _shut(self) -> None:
        place, self._open = self._open, -1
        self._show_builder()
        if 0 <= place < len(self._lines):
            self._lines[place].condition.setFocus()

    def _show_builder(self) -> None:
        self.builder.setVisible(self._open >= 0)
        if self._open >= 0 and self._ground is not None:
            self.builder.load(self._ground, self._rules[self._open].where)
        for place, line in enumerate(self._lines):
            line.condition.setChecked(place == self._open)

    def _take_where(self, where: Group) -> None:
        if not 0 <= self._open < len(self._rules) or self._ground is None:
            return
        self._rules[self._open] = replace(self._rules[self._open], where=where)
        words = sentence(where, self._ground.fields) or _("no condition yet")
        self._lines[self._open].words.set_text(words)
        self.changed.emit(tuple(self._rules))


class RuleLine(QWidget):
    """One rule; ``altered(name, tone)``, ``moved(by)`` and ``removed``."""

    altered = Signal(str, str)
    moved = Signal(int)
    removed = Signal()

    def __init__(self, rule: ColourRule, words: str, *, first: bool, last: bool) -> None:
        super().__init__()
        self._bar = _Bar(rule.tone)
        self.tone = Choice([(tone, tone_word(tone)) for tone in TONES], name=_("Colour"))
        self.tone.narrow(12)
        self.tone.set_current(rule.tone)
        self.name = QLineEdit(rule.name)
        self.name.setAccessibleName(_("Name of the rule"))
        self.name.setPlaceholderText(_("Name of the rule"))
        self.name.setFixedWidth(theme.px(150))
        self.words = ElidedLabel(words, size=theme.NOTE, color="ink_2")
        self.condition = QPushButton(_("Condition…"))
        self.condition.setCheckable(True)
        tools = (
            self.condition,
            _arrow(_("Earlier"), "arrow_up", lambda: self.moved.emit(-1), enabled=not first),
            _arrow(_("Later"), "arrow_down", lambda: self.moved.emit(1), enabled=not last),
            close_button(_("Remove this rule"), self.removed.emit),
        )
        row = WrapRow(theme.GAP_SMALL)
        row.add(_side_by_side(self._bar, self.tone, self.name), 0)
        row.add(self.words)
        row.add(_side_by_side(*tools), 0)
        self.setLayout(row)
        self.tone.activated.connect(lambda _place: self._tell())
        self.name.textEdited.connect(lambda _text: self._tell())

    def _tell(self) -> None:
        self._bar.set_tone(self.tone.current())
        self.altered.emit(self.name.text().strip() or _("Rule"), self.tone.current())


class _Bar(QWidget):
    """The bar as it stands in the list."""

    def __init__(self, tone: str) -> None:
        super().__init__()
        self._tone = tone
        self.setFixedSize(QSize(theme.px(_BAR), theme.px(_HIGH)))

    def set_tone(self, tone: str) -> None:
        """Another tone."""
        self._tone = tone
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature
        """Qt: draw."""
        rect = QRect(0, 0, self.width(), self.height())
        QPainter(self).fillRect(rect, theme.current().color(self._tone))


def _side_by_side(*parts: QWidget) -> QWidget:
    holder = QWidget()
    row = QHBoxLayout(holder)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(theme.GAP_SMALL)
    for part in parts:
        row.addWidget(part)
    return holder


def _arrow(words: str, icon: str, do: Callable[[], object], *, enabled: bool) -> QWidget:
    button = close_button(words, do)
    button.setIcon(icons.icon(icon))
    button.setEnabled(enabled)
    return button
