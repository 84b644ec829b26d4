"""A project's month in the record panel: the report, its sums, corrections, evidence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.month_reports import Subject
from invest_crm.ui import theme
from invest_crm.ui.attachments.acts import FileActs
from invest_crm.ui.attachments.file_chip import FileChip
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.record_panel import Record
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import Span, label
from invest_crm.ui.money.words import (
    day_words,
    month_words,
    signed_wan,
    state_words,
    title_of,
    wan,
    warning_words,
)
from invest_crm.ui.records.tabs import PairsTab
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.services.money.reports import MonthFacts
    from invest_crm.ui.context import Context
    from invest_crm.ui.money.jobs import Shown

REPORT_TAB, HISTORY_TAB = "report", "history"
_TEXTS = ("progress_text", "problem_text", "plan_text", "filled_by", "checked_by")


def panel_record(facts: MonthFacts, today: date) -> Record:
    """What the panel shows of a line."""
    record = facts.record
    state, tone = state_words(record.values)
    where = facts.owner.unit
    return Record(
        id=record.id,
        title=facts.owner.name,
        subtitle=" · ".join(filter(None, (month_words(record["month"]), where))),
        state=state,
        state_tone=tone,
        facts=(
            (_("Invested, 10,000 yuan"), wan(record["completed_month"])),
            (_("Funds in place, 10,000 yuan"), wan(record["funds_month"])),
            (_("Report by"), day_words(facts.due, today)),
        ),
        callout=_callout(facts),
        callout_tone="slow",
        tabs=((REPORT_TAB, _("Report")), (HISTORY_TAB, _("History"))),
    )


class ReportTab(QWidget):
    """The sums, what was written, corrections and evidence of a month.

    ``correct_asked``, ``project_asked(id)``, ``evidence_asked``; ``void_asked(correction id)``.
    """

    correct_asked = Signal()
    void_asked = Signal(str)
    evidence_asked = Signal()
    project_asked = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context, self._project = context, ""
        self.sums = TableMini(_sum_columns(), name=_("Sums"))
        self._gap = label("", "hint", wrap=True)
        self.texts = PairsTab()
        self.corrections = TableMini(_correction_columns(), name=_("Corrections"))
        self.corrections.row_clicked.connect(self.void_asked)
        self._none = label(_("No correction."), "hint")
        self._files = FlowLayout(gap=theme.GAP_SMALL)
        self._no_file = label(
            _("No paper yet: bank transfers, invoices, signed progress sheets."), "hint", wrap=True
        )
        self.acts = FileActs(self, context)
        self.correct = QPushButton(_("Correct…"))
        self.attach = QPushButton(_("Attach…"))
        self.open = QPushButton(_("Open the project"))
        self.correct.clicked.connect(lambda _on=False: self.correct_asked.emit())
        self.attach.clicked.connect(lambda _on=False: self.evidence_asked.emit())
        self.open.clicked.connect(lambda _on=False: self.project_asked.emit(self._project))
        flow = FlowLayout(gap=theme.GAP_SMALL)
        for button in (self.correct, self.attach, self.open):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self.sums)
        column.addWidget(self._gap)
        column.addLayout(flow)
        column.addWidget(self.texts)
        for title, parts in (
            (_("Corrections"), (self.corrections, self._none)),
            (_("Evidence"), (self._no_file,)),
        ):
            column.addWidget(label(title, "strong"))
            for part in parts:
                column.addWidget(part)
        column.addLayout(self._files)
        column.setAlignment(Qt.AlignmentFlag.AlignTop)

    def show_month(self, shown: Shown, today: date) -> None:
        """Another line."""
        facts = shown.facts
        self._project = facts.owner.id
        _fill(self.sums, [_sum_row(facts, subject) for subject in Subject])
        gap = _gap_words(facts)
        self._gap.setText(gap)
        self._gap.setVisible(bool(gap))
        self.texts.show_pairs([(title_of(key), facts.record[key] or "") for key in _TEXTS])
        _fill(self.corrections, _correction_rows(facts, today))
        self.corrections.setVisible(bool(facts.corrections))
        self._none.setVisible(not facts.corrections)
        self._files.clear()
        for line in shown.evidence:
            chip = FileChip(line, self._context)
            chip.acted.connect(self.acts.act)
            self._files.addWidget(chip)
        self._no_file.setVisible(not shown.evidence)


def _fill(table: TableMini, rows: list[MiniRow]) -> None:
    table.set_rows(rows)
    table.setFixedHeight(table.sizeHint().height())


def _sum_columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("10,000 yuan"), 1.6, least=72),
        MiniColumn(_("This month"), 1, right=True, least=56),
        MiniColumn(_("This year"), 1, right=True, least=56),
        MiniColumn(_("In all"), 1, right=True, least=56),
    )


def _correction_columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Reason"), 2, least=90),
        MiniColumn(_("Invested"), 1, right=True, least=60),
        MiniColumn(_("Funds"), 1, right=True, least=60),
        MiniColumn(_("By, on"), 0, least=110),
    )


def _sum_row(facts: MonthFacts, subject: Subject) -> MiniRow:
    sums = facts.sums[subject]
    return MiniRow("", (subject.label, *map(wan, (sums.month, sums.year, sums.total))))


def _correction_rows(facts: MonthFacts, today: date) -> list[MiniRow]:
    return [
        MiniRow(
            one.id,
            (
                one.reason,
                MiniCell(signed_wan(one.completed), "", chip=False),
                MiniCell(signed_wan(one.funds), "", chip=False),
                f"{one.by} {day_words(one.on, today)}",
            ),
        )
        for one in facts.corrections
    ]


def _gap_words(facts: MonthFacts) -> str:
    """What ledgers stated as cumulative, and how far that is from the sum of the months."""
    said = []
    for subject, sums in facts.sums.items():
        for stated, gap, words in (
            (sums.stated_total, sums.total_gap, _("since the start")),
            (sums.stated_year, sums.year_gap, _("in the year")),
        ):
            if stated is None or not gap:
                continue
            told = _("{subject}: the ledger of {month} states {amount} {scope}, {gap} against the"
                     " sum of the months kept here.")  # fmt: skip
            said.append(
                told.format(
                    subject=subject.label,
                    month=month_words(sums.stated_in),
                    scope=words,
                    amount=wan(stated),
                    gap=signed_wan(gap),
                )
            )
    return "\n".join(said)


def _callout(facts: MonthFacts) -> tuple[Span, ...]:
    """The warnings in words, each with what it comes from."""
    lines = [warning_words(one) for one in facts.warnings]
    if facts.closed is not None:
        lines.append(
            _("Closed by {person}, {day}: corrections only.").format(
                person=facts.closed.by, day=facts.closed.at
            )
        )
    return (Span("\n".join(lines) or ""),) if lines else ()
