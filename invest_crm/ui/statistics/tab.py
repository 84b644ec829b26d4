"""The statistics of one record in the panel of its page: a project's tab, a firm's tab."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.text import label
from invest_crm.ui.statistics import jobs
from invest_crm.ui.statistics.acts import READS
from invest_crm.ui.statistics.desk import StatDesk
from invest_crm.ui.statistics.part import StatPart
from invest_crm.ui.statistics.words import stands_words
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from invest_crm.services.statistics.acts import Line
    from invest_crm.ui.context import Context
    from invest_crm.ui.records.page import RecordsPage

TAB = "statistics"


class StatTab(QWidget):
    """The application of the record shown, and the way to the list."""

    def __init__(self, page: RecordsPage, context: Context, subject: str) -> None:
        super().__init__()
        self._page, self._context, self._subject = page, context, subject
        self._record = ""
        self.desk = StatDesk(page, context, page.forms.show_occasion)
        self.part = StatPart()
        self._head = label("", "strong", wrap=True)
        self.open = QPushButton(_("Open in the list"))
        self.open.clicked.connect(lambda _on=False: self._open())
        writing = [one for act, one in self.part.buttons.items() if act not in READS]
        page.add_writing(*writing)
        self.part.asked.connect(lambda act: self.desk.act(subject, act, [self._record]))
        self.part.paper_asked.connect(lambda code: self.desk.paper(subject, self._record, code))
        self.part.entry_asked.connect(lambda one: self.desk.void_entry(self._record, one))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self._head)
        column.addWidget(self.part)
        column.addWidget(self.open, 0, Qt.AlignmentFlag.AlignLeft)
        self.part.hide()

    def show_record(self, record: str) -> None:
        """Ask for the application of another record once somebody looks at it."""
        self._record = record
        if self.isVisible():
            self._load()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks."""
        self._load()
        super().showEvent(event)

    def heading(self) -> str:
        """The sentence above."""
        return self._head.text()

    def _load(self) -> None:
        record, subject = self._record, self._subject
        if record:
            self._context.read(
                self, lambda app: jobs.one(app, subject, record), self._show, key="statistics"
            )

    def _show(self, line: Line | None) -> None:
        self.part.setVisible(line is not None)
        if line is None:
            self._head.setText("")
            return
        self._head.setText(
            _("{stands}; {state}").format(stands=stands_words(line), state=line.course.state.label)
        )
        self.part.show_line(line)

    def _open(self) -> None:
        self._page.open_page.emit(jobs.PAGES[self._subject], {"open": self._record})
