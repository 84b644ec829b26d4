"""Above the path of a project: steps that wait for a second person, and what the next stage lacks.

Everything that is missing is a link: a field opens in the form, a paper where its file is dropped.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLayout, QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.kit.text import label
from invest_crm.ui.projects.gate_words import answer_line, missing_words, step_words
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.domain.gates import Need
    from invest_crm.services.projects.confirming import Confirmation
    from invest_crm.services.projects.missing import Lacking
    from invest_crm.services.projects.panel import ProjectPanel


class GateView(QWidget):
    """``field_asked(key)``, ``paper_asked(need id)``: a link was followed; ``move_asked``.

    ``cannot_asked``: the investor cannot provide something; ``answer_withdrawn(need id)``.
    ``confirmed(stage)``, ``refusal_asked(stage)``: the second person decides.
    """

    field_asked = Signal(str)
    paper_asked = Signal(str)
    cannot_asked = Signal()
    answer_withdrawn = Signal(str)
    move_asked = Signal()
    confirmed = Signal(str)
    refusal_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        theme.set_role(self, "clear")
        self._year = 0
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(theme.margins(0, 0, 0, 10))
        self._column.setSpacing(theme.px(6))
        self.hide()

    def show_panel(self, panel: ProjectPanel, refusal: str) -> None:
        """What waits and what is missing; ``refusal``: why nothing can be changed."""
        empty_layout(self._column)
        self._year = panel.today.year
        for stage, step in panel.steps.items():
            self._add_step(step, may=stage in panel.mine, refusal=refusal)
        quiet = panel.side is not None or panel.record.archived_at is not None
        if not quiet and panel.lacking.stage is not None:
            self._add_lacking(panel.lacking, refusal)
        self.setVisible(self._column.count() > 0)

    def links(self) -> list[PillButton]:
        """What is missing, as shown."""
        return self.findChildren(PillButton)

    def _add_step(self, step: Confirmation, *, may: bool, refusal: str) -> None:
        words = step_words(step, self._year)
        if not words:
            return
        self._column.addWidget(label(words, "problem" if step.reason else "doubt", wrap=True))
        if not may:
            return
        stage = step.stage.value
        confirm = QPushButton(_("Confirm “{stage}”").format(stage=step.stage.label))
        confirm.clicked.connect(lambda _on=False: self.confirmed.emit(stage))
        back = QPushButton(_("Refuse…"))
        back.clicked.connect(lambda _on=False: self.refusal_asked.emit(stage))
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_SMALL)
        for button in (confirm, back):
            refuse(button, refusal)
            row.addWidget(button)
        row.addStretch(1)
        self._add_row(row)

    def _add_lacking(self, lacking: Lacking, refusal: str) -> None:
        stage = lacking.stage
        if stage is None:
            return
        move = QPushButton(pgettext("stage", "Go on…"))
        theme.set_role(move, "link")
        move.setToolTip(_("Move to “{stage}”").format(stage=stage.label))
        move.clicked.connect(lambda _on=False: self.move_asked.emit())
        refuse(move, refusal)
        head = QHBoxLayout()
        head.addWidget(label(missing_words(lacking), "strong", wrap=True), 1)
        head.addWidget(move, 0, Qt.AlignmentFlag.AlignTop)
        self._add_row(head)
        if not lacking.required:
            return
        flow = FlowLayout(gap=theme.px(6))
        for need in lacking.required:
            flow.addWidget(self._link(need, refusal))
        self._add_row(flow)
        for need in lacking.required:
            if need.id in lacking.answers:
                said = answer_line(need, lacking.answers[need.id], self._year)
                self._add_answer(need.id, said, refusal)
        cannot = QPushButton(_("The investor cannot provide it yet…"))
        theme.set_role(cannot, "link")
        cannot.clicked.connect(lambda _on=False: self.cannot_asked.emit())
        refuse(cannot, refusal)
        self._column.addWidget(cannot, 0, Qt.AlignmentFlag.AlignLeft)

    def _add_answer(self, need: str, said: str, refusal: str) -> None:
        withdraw = QPushButton(_("Withdraw"))
        theme.set_role(withdraw, "link")
        withdraw.setAccessibleName(f"{withdraw.text()}: {said}")
        withdraw.clicked.connect(lambda _on=False: self.answer_withdrawn.emit(need))
        refuse(withdraw, refusal)
        row = QHBoxLayout()
        row.addWidget(label(said, "hint", wrap=True), 1)
        row.addWidget(withdraw, 0, Qt.AlignmentFlag.AlignTop)
        self._add_row(row)

    def _link(self, need: Need, refusal: str) -> PillButton:
        icon = "attach" if need.papers else "edit"
        pill = PillButton(need.label, icon=icon, small=True, interactive=not refusal)
        tip = _("Attach the file") if need.papers else _("Fill in the field")
        pill.tell(f"{tip}: {need.label}")
        pill.clicked.connect(lambda: self._follow(need))
        return pill

    def _follow(self, need: Need) -> None:
        if need.papers:
            self.paper_asked.emit(need.id)
        else:
            self.field_asked.emit(need.keys[0])

    def _add_row(self, row: QLayout) -> None:
        """A line of widgets in a widget of its own, so that it can be thrown away whole."""
        holder = QWidget()
        theme.set_role(holder, "clear")
        row.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(row)
        self._column.addWidget(holder)
