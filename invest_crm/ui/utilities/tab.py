"""The tab 要素 of a project's panel: what it needs phase by phase, its applications."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import label
from invest_crm.ui.utilities import jobs
from invest_crm.ui.utilities.desk import UtilityDesk
from invest_crm.ui.utilities.words import (
    TONES,
    outlook_words,
    park_words,
    phase_words,
    sheet_words,
    time_words,
)
from invest_crm.words import _

if TYPE_CHECKING:
    from PySide6.QtGui import QShowEvent

    from invest_crm.services.utilities.cases import CaseLine
    from invest_crm.services.utilities.needs import NeedPhase
    from invest_crm.services.utilities.panel import ProjectUtilities
    from invest_crm.ui.context import Context
    from invest_crm.ui.records.page import RecordsPage


class UtilitiesTab(QWidget):
    """Needs and applications, and the ways to enter more."""

    def __init__(self, page: RecordsPage, context: Context) -> None:
        super().__init__()
        self._context, self._project = context, ""
        self.found: ProjectUtilities | None = None
        self.desk = UtilityDesk(page, context, page.forms.show_occasion)
        self.short = label("", "problem", wrap=True)
        self.phases = TableMini(
            (MiniColumn(_("Phase"), 1, least=80), MiniColumn(_("When needed"), 0, least=150)),
            name=_("Need sheet"),
        )
        self.phases.row_clicked.connect(self._edit)
        self._sheet = label("", "hint", wrap=True)
        self._none = label(_("Nobody asked yet what the project needs."), "hint", wrap=True)
        self.need = QPushButton(_("Add a phase…"))
        self.need.clicked.connect(lambda _on=False: self._new())
        self.cases = TableMini(
            (
                MiniColumn(_("Connection"), 2, least=110),
                MiniColumn(_("State"), 0, least=92),
                MiniColumn(_("Time left"), 1.4, least=96),
            ),
            name=_("Applications"),
        )
        self.cases.row_clicked.connect(self._step)
        self.apply = QPushButton(_("Apply for a connection…"))
        self.apply.clicked.connect(lambda _on=False: self._apply())
        page.add_writing(self.need, self.apply)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        left = Qt.AlignmentFlag.AlignLeft
        column.addWidget(self.short)
        column.addWidget(label(_("Need sheet"), "strong"))
        for part in (self.phases, self._sheet, self._none):
            column.addWidget(part)
        column.addWidget(self.need, 0, left)
        column.addWidget(label(_("Applications"), "strong"))
        column.addWidget(self.cases)
        column.addWidget(self.apply, 0, left)

    def show_record(self, project: str) -> None:
        """Ask for a project's utilities once somebody looks at them."""
        self._project = project
        if self.isVisible():
            self._load()

    def showEvent(self, event: QShowEvent) -> None:
        """Qt: somebody looks."""
        self._load()
        super().showEvent(event)

    def _load(self) -> None:
        project = self._project
        if project:
            self._context.read(
                self, lambda app: jobs.of_project(app, project), self._show, key="utilities"
            )

    def _show(self, found: ProjectUtilities | None) -> None:
        if found is None or found.id != self._project:
            return
        self.found = found
        words = [
            f"{park_words(one.park)} {one.utility.label}: {outlook_words(one)}"
            for one in found.short
        ]
        self.short.setText("\n".join(words))
        self.short.setVisible(bool(found.short))
        _fill(self.phases, [_phase_row(one) for one in found.phases])
        sheets = [sheet_words(one.values) for one in found.phases]
        self._sheet.setText("\n".join(sheets))
        self._sheet.setVisible(bool(sheets))
        self._none.setVisible(not found.phases)
        _fill(self.cases, [_case_row(one) for one in found.cases])

    def _new(self) -> None:
        if self.found is not None:
            self.desk.need(self.found.id, self.found.name)

    def _edit(self, phase: str) -> None:
        if self.found is not None:
            one = next(one for one in self.found.phases if one.id == phase)
            self.desk.need(self.found.id, self.found.name, one)

    def _apply(self) -> None:
        if self.found is not None:
            self.desk.apply(self.found.id, self.found.name)

    def _step(self, case: str) -> None:
        if self.found is not None:
            self.desk.step(next((one for one in self.found.cases if one.id == case), None))


def _fill(table: TableMini, rows: list[MiniRow]) -> None:
    table.set_rows(rows)
    table.setFixedHeight(table.sizeHint().height())
    table.setVisible(bool(rows))


def _phase_row(one: NeedPhase) -> MiniRow:
    return MiniRow(one.id, (one.phase or _("one phase"), phase_words(one)))


def _case_row(line: CaseLine) -> MiniRow:
    words, tone = time_words(line)
    state = MiniCell(line.course.state.label, TONES[line.course.state])
    return MiniRow(line.id, (line.procedure.name, state, MiniCell(words, tone, chip=False)))
