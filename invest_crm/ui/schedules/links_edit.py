"""What a task waits for, a line each: the other task, the kind of link, the days between."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QPushButton, QToolButton, QVBoxLayout, QWidget

from invest_crm.domain.day_line import Unit
from invest_crm.domain.schedule import Link, LinkKind
from invest_crm.ui import icons, theme
from invest_crm.ui.kit.choice import Choice
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.domain.schedule_plan import Plan

_LETTERS = 9


class LinksEdit(QWidget):
    """Lines that can be changed, taken away and added."""

    def __init__(self, plan: Plan, task: str) -> None:
        super().__init__()
        self._task = task
        self._before = {(link.before, link.kind, link.lag, link.unit) for link in plan.before(task)}
        self._names = [(item.id, item.name) for item in plan.tasks if item.id != task]
        self._lines: list[_Line] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(theme.GAP_TINY)
        self.more = QPushButton(_("One more"))
        self.more.setIcon(icons.icon("add"))
        self.more.setToolTip(_("One more task this one waits for"))
        self.more.clicked.connect(lambda _on=False: self.add(None))
        row = QHBoxLayout()
        row.addWidget(self.more)
        row.addStretch(1)
        self._column.addLayout(row)
        for link in plan.before(task):
            self.add(link)

    def add(self, link: Link | None) -> None:
        """A further line."""
        line = _Line(self._names, link)
        line.away.clicked.connect(lambda _on=False: self._remove(line))
        self._lines.append(line)
        self._column.insertWidget(self._column.count() - 1, line)

    def links(self) -> tuple[Link, ...]:
        """What is wanted; lines that name no task are left out."""
        found = (line.link(self._task) for line in self._lines)
        return tuple(link for link in found if link is not None)

    def changed(self) -> bool:
        """Whether anything is other than it was."""
        return {(one.before, one.kind, one.lag, one.unit) for one in self.links()} != self._before

    def _remove(self, line: _Line) -> None:
        self._lines.remove(line)
        line.hide()
        line.deleteLater()


class _Line(QWidget):
    """One link: after which task, how, how many days between."""

    def __init__(self, names: list[tuple[str, str]], link: Link | None) -> None:
        super().__init__()
        self._unit = link.unit if link is not None else Unit.WORK
        self.other = Choice((("", ""), *names), name=_("Task it waits for"))
        self.other.narrow(_LETTERS)
        self.kind = Choice(
            (
                (LinkKind.FS.value, _("after its end")),
                (LinkKind.SS.value, _("after its beginning")),
                (LinkKind.FF.value, _("ends after its end")),
            ),
            name=_("Kind of link"),
        )
        self.kind.narrow(_LETTERS)
        self.lag = QLineEdit("" if link is None or not link.lag else str(link.lag))
        self.lag.setPlaceholderText(_("+ days"))
        self.lag.setAccessibleName(_("Days between"))
        self.lag.setToolTip(_("Days between; empty for none"))
        self.lag.setFixedWidth(theme.px(66))
        self.away = QToolButton()
        self.away.setIcon(icons.icon("close", "ink_3"))
        self.away.setToolTip(_("Take this link away"))
        self.away.setAccessibleName(_("Take this link away"))
        if link is not None:
            self.other.set_current(link.before)
            self.kind.set_current(link.kind.value)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.GAP_TINY)
        row.addWidget(self.other, 3)
        row.addWidget(self.kind, 2)
        row.addWidget(self.lag)
        row.addWidget(self.away)

    def link(self, task: str) -> Link | None:
        """What the line says, None where it names no task."""
        before, lag = self.other.current(), self.lag.text().strip()
        if not before:
            return None
        days = int(lag) if lag.isascii() and lag.isdecimal() else 0
        return Link(before, task, LinkKind(self.kind.current()), days, self._unit)
