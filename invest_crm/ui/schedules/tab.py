"""The schedule of a project in its panel: how it stands, what comes next, the way to the wall."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.departments import department_label
from invest_crm.maps.wall_words import day_words, task_state
from invest_crm.ui import theme
from invest_crm.ui.kit.chip import Chip
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import SpanLabel, label
from invest_crm.ui.schedules import jobs
from invest_crm.ui.schedules.words import TONES, standing
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.domain.schedule_plan import Row
    from invest_crm.services.schedules.wall import Schedules
    from invest_crm.ui.context import Context

NEXT = 6
"""So many tasks that come next are named."""


class ScheduleTab(QWidget):
    """``wanted(state)``: the wall is to be opened so."""

    wanted = Signal(object)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._project = ""
        self.light = Chip()
        self.standing = SpanLabel()
        self.table = TableMini(_columns(), name=_("Tasks that come next"))
        self._none = label(
            _("No schedule yet: give a target day, and the tasks are laid backwards from it."),
            "hint",
            wrap=True,
        )
        self.open = QPushButton(_("Show on the schedule wall"))
        self.open.clicked.connect(lambda _on=False: self.wanted.emit({"project": self._project}))
        self.make = QPushButton(_("Back-schedule…"))
        self.make.clicked.connect(
            lambda _on=False: self.wanted.emit({"make": [self._project], "project": ""})
        )
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self.light, 0, Qt.AlignmentFlag.AlignLeft)
        for part in (self.standing, self.table, self._none):
            column.addWidget(part)
        for button in (self.open, self.make):
            column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
        self._show_parts(known=False)
        self.make.hide()
        self._none.hide()

    def show_record(self, project: str) -> None:
        """Read the schedule of a project and show it."""
        self._project = project
        self._context.read(
            self, lambda app: jobs.load_one(app, project), self._arrived, key="schedule"
        )

    def _arrived(self, found: Schedules) -> None:
        entries = found.entries
        self._show_parts(known=bool(entries))
        if not entries:
            return
        seen = entries[0].outlook
        self.light.set(seen.light.label, TONES[seen.light])
        self.standing.set_spans(standing(seen, found.today))
        self.table.set_rows([_row(row, found.today) for row in seen.next_rows(NEXT)])
        self.table.setFixedHeight(self.table.sizeHint().height())

    def _show_parts(self, *, known: bool) -> None:
        parts: tuple[QWidget, ...] = (self.light, self.standing, self.table, self.open)
        others: tuple[QWidget, ...] = (self._none, self.make)
        for part in parts:
            part.setVisible(known)
        for part in others:
            part.setVisible(not known)


def _columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(pgettext("schedule", "Task"), 2, least=110),
        MiniColumn(_("Responsible"), 1.3, least=84),
        MiniColumn(_("At the latest"), 0, least=112),
    )


def _row(row: Row, today: date) -> MiniRow:
    """A task; its latest day in red where that is past or missed."""
    _words, role = task_state(row)
    latest = day_words(row.dated.latest_finish, today)
    due = MiniCell(latest, "bad" if role == "missing_ink" else "", chip=False)
    return MiniRow(row.task.id, (row.task.name, department_label(row.task.owner), due))
