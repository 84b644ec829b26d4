"""Open tasks as rows with what can be done with them in place; for any panel or card.

An action that needs words (result, day, person, reason) asks for them in a line below its row:
Enter carries it out, Esc leaves it. Nothing is asked in a window of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import (
    QCompleter,
    QHBoxLayout,
    QLineEdit,
    QMenu,
    QPushButton,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from invest_crm.domain.interactions import Urgency
from invest_crm.domain.partial_date import PartialDate, show
from invest_crm.ui import icons, theme
from invest_crm.ui.kit.chip import Chip, PillButton
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.kit.text import ElidedLabel, label
from invest_crm.ui.operations import background, tell_fault
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.ui.records.task_jobs import DONE, DROP, HAND_OVER, POSTPONE, SNOOZE, carry_out
from invest_crm.words import _, ngettext, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.errors import UserError
    from invest_crm.services.tasks import TaskLine
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context

_TONES = {Urgency.OVERDUE: "bad", Urgency.SOON: "slow"}


def due_words(line: TaskLine, day: date) -> str:
    """When a task is due, seen from a day."""
    if line.due is None:
        return _("no due day")
    when = show(PartialDate(line.due.isoformat(), "day", ""), year=day.year)
    days = (line.due - day).days
    if days < 0:
        return ngettext("{date}, {n} day late", "{date}, {n} days late", -days).format(
            date=when, n=-days
        )
    if days == 0:
        return pgettext("due", "today")
    return ngettext("{date}, in {n} day", "{date}, in {n} days", days).format(date=when, n=days)


class TaskList(QWidget):
    """Rows of tasks. ``opened(page, id)``: the record of one; ``names``: say whose tasks."""

    opened = Signal(str, str)

    def __init__(self, context: Context, *, names: bool = False) -> None:
        super().__init__()
        self._context, self._names = context, names
        self._people: tuple[str, ...] = ()
        self._rows: list[TaskRow] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP_SMALL)

    def rows(self) -> list[TaskRow]:
        """The rows, top to bottom."""
        return list(self._rows)

    def show_tasks(self, lines: Sequence[TaskLine], day: date, people: Sequence[str] = ()) -> None:
        """Show other tasks; a line half typed below a task that is still there stays."""
        asked = {row.line.id: row.asked() for row in self._rows if row.asked() is not None}
        empty_layout(self._column)
        self._people = tuple(people)
        reason = self._context.why_not_write()
        self._rows = [TaskRow(line, day, names=self._names, refusal=reason) for line in lines]
        for row in self._rows:
            row.acted.connect(self._act)
            row.opened.connect(self.opened)
            row.set_people(self._people)
            self._column.addWidget(row)
            before = asked.get(row.line.id)
            if before is not None:
                row.ask(*before)

    def _act(self, row: TaskRow, action: str, words: str) -> None:
        task_id = row.line.id

        def job(app: App) -> Outcome[object]:
            return carry_out(app, action, task_id, words)

        def refused(error: UserError) -> None:
            if row not in self._rows:
                background().user_error.emit(error)
                return
            if words:
                row.ask(action, words)
            row.show_problem(error)
            tell_fault(error)

        row.stop_asking()
        self._context.write(self, job, on_error=refused)


class TaskRow(QWidget):
    """One task: its words, when it is due, whose it is, and what can be done with it."""

    acted = Signal(object, str, str)
    opened = Signal(str, str)

    def __init__(self, line: TaskLine, day: date, *, names: bool, refusal: str = "") -> None:
        super().__init__()
        self.line, self._refusal = line, refusal
        self.setAccessibleName(line.text)
        self._people: tuple[str, ...] = ()
        self._ask: _Ask | None = None
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.px(2))
        head = QHBoxLayout()
        head.setSpacing(theme.GAP_SMALL)
        head.addWidget(label(line.text, wrap=True), 1)
        tone = _TONES.get(line.urgency, "plain") if line.urgency else "plain"
        head.addWidget(Chip(due_words(line, day), tone), 0, Qt.AlignmentFlag.AlignTop)
        self._column.addLayout(head)
        self._column.addLayout(self._foot(names=names))
        self._column.addWidget(self._problem)

    def set_people(self, people: Sequence[str]) -> None:
        """Whom a hand-over offers."""
        self._people = tuple(people)

    def asked(self) -> tuple[str, str] | None:
        """The action whose words are being typed, and the words; None if none is."""
        return None if self._ask is None else (self._ask.action, self._ask.text())

    def act(self, action: str) -> None:
        """Begin an action (as its button does)."""
        self.ask(action, "")

    def ask(self, action: str, words: str) -> None:
        """Ask for the words of an action in a line below."""
        self.stop_asking()
        self._problem.hide()
        self._ask = _Ask(action, self._people if action == HAND_OVER else ())
        self._ask.set_text(words)
        self._ask.given.connect(lambda text: self.acted.emit(self, action, text))
        self._ask.left.connect(self.stop_asking)
        self._column.insertWidget(2, self._ask)
        self._ask.begin()

    def answer(self, words: str) -> None:
        """Type the words and press Enter."""
        if self._ask is not None:
            self._ask.set_text(words)
            self._ask.give()

    def stop_asking(self) -> None:
        """Put the line away."""
        if self._ask is not None:
            self._ask.hide()
            self._ask.deleteLater()
            self._ask = None

    def show_problem(self, error: UserError) -> None:
        """Why nothing was done."""
        self._problem.setText(str(error))
        self._problem.show()

    def _foot(self, *, names: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(theme.px(1))
        words = [self.line.assignee]
        if names and self.line.subject:
            words.insert(0, self.line.subject)
        row.addWidget(ElidedLabel(" · ".join(words), size=theme.NOTE, color="ink_3"), 1)
        text = self.line.text
        for action, icon, said in (
            (DONE, "check", _("Done: {task}")),
            (POSTPONE, "date", _("Postpone: {task}")),
            (HAND_OVER, "person", _("Hand over: {task}")),
        ):
            button = tool(icon, said.format(task=text))
            button.clicked.connect(lambda _on=False, action=action: self.act(action))
            refuse(button, self._refusal)
            row.addWidget(button)
        more = tool("more", _("More about: {task}").format(task=text))
        more.clicked.connect(lambda _on=False: self._show_menu(more))
        row.addWidget(more)
        row.addStrut(more.sizeHint().height())
        return row

    def menu(self) -> QMenu:
        """What else can be done."""
        menu = QMenu(self)
        for words, day in ((_("Remind me tomorrow"), "+1"), (_("Remind me in a week"), "+7")):
            menu.addAction(words).triggered.connect(
                lambda _on=False, day=day: self.acted.emit(self, SNOOZE, day)
            )
        menu.addAction(_("Drop the task")).triggered.connect(lambda _on=False: self.act(DROP))
        menu.setToolTipsVisible(True)
        for action in menu.actions():
            action.setEnabled(not self._refusal)
            action.setToolTip(self._refusal)
        page = "projects" if self.line.project_id else "firms"
        record = self.line.project_id or self.line.firm_id
        if record:
            menu.addAction(_("Open the record")).triggered.connect(
                lambda _on=False: self.opened.emit(page, record)
            )
        return menu

    def _show_menu(self, button: QToolButton) -> None:
        menu = self.menu()
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(button.mapToGlobal(button.rect().bottomLeft()))


class _Ask(QWidget):
    """One line for the words of an action, with the words most often meant as buttons."""

    given = Signal(str)
    left = Signal()

    def __init__(self, action: str, people: Sequence[str]) -> None:
        super().__init__()
        self.action = action
        hint, button, offers = _questions(action)
        self._line = QLineEdit()
        self._line.setPlaceholderText(hint)
        self._line.setAccessibleName(hint)
        self._line.returnPressed.connect(self.give)
        if people:
            completer = QCompleter(list(people), self._line)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            self._line.setCompleter(completer)
        do = QPushButton(button)
        do.clicked.connect(lambda _on=False: self.give())
        leave = QShortcut(QKeySequence("Esc"), self)
        leave.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        leave.activated.connect(self.left)
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_TINY)
        row.addWidget(self._line, 1)
        row.addWidget(do)
        row.addStrut(max(part.sizeHint().height() for part in (self._line, do)))
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(0, 2, 0, 4))
        column.setSpacing(theme.GAP_TINY)
        column.addLayout(row)
        if offers:
            flow = FlowLayout(gap=theme.px(6))
            for words, meaning in offers:
                pill = PillButton(words)
                pill.clicked.connect(lambda meaning=meaning: self.given.emit(meaning))
                flow.addWidget(pill)
            column.addLayout(flow)

    def text(self) -> str:
        """What was typed."""
        return self._line.text()

    def set_text(self, text: str) -> None:
        """Type something else."""
        self._line.setText(text)

    def begin(self) -> None:
        """The cursor into the line."""
        self._line.setFocus()

    def give(self) -> None:
        """Carry out with what stands in the line."""
        if self.text().strip() or self.action in {DONE, DROP}:
            self.given.emit(self.text())


def _questions(action: str) -> tuple[str, str, tuple[tuple[str, str], ...]]:
    """What the line asks, the word of its button, and what it offers (words, meaning)."""
    if action == DONE:
        return _("What came of it (may stay empty)"), _("Done"), ()
    if action == DROP:
        return _("Why it is dropped (may stay empty)"), _("Drop"), ()
    if action == HAND_OVER:
        return _("Who takes it over"), _("Hand over"), ()
    offers = (
        (_("Tomorrow"), "+1"),
        (_("In 3 days"), "+3"),
        (_("Friday next week"), "下周五"),
        (_("End of the month"), "月底"),
    )
    return _("To which day, e.g. 5/20 or +7"), _("Postpone"), offers


def tool(icon: str, words: str) -> QToolButton:
    """A small button with an icon that says what it does."""
    button = QToolButton()
    button.setIcon(icons.icon(icon, "ink_3"))
    button.setIconSize(icons.size(15))
    button.setToolTip(words)
    button.setAccessibleName(words)
    return button
