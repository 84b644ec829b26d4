"""A promise in the record panel: its clause, what warns of it, what became of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.commitments import Fair, State
from invest_crm.domain.money import show_amount
from invest_crm.ui import theme
from invest_crm.ui.attachments.place import TAB as FILES_TAB
from invest_crm.ui.commitments.words import (
    day_words,
    fair_words,
    kind_words,
    side_words,
    state_words,
    title_of,
    warning_words,
)
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.record_panel import Record
from invest_crm.ui.kit.text import NOTHING, Span, label
from invest_crm.ui.records.tabs import empty_layout
from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from invest_crm.services.agreements.commitments import CommitmentRecord
    from invest_crm.services.agreements.panel import CommitmentPanel

DETAILS_TAB, HISTORY_TAB = "details", "history"
_DETAILS = ("wording", "amount", "ratio", "trigger", "basis", "person")
ACTS = {
    State.KEPT: N_("Kept…"),
    State.BROKEN: N_("Broken…"),
    State.WAIVED: N_("Waived…"),
    State.OPEN: N_("Open again…"),
}


def panel_record(panel: CommitmentPanel) -> Record:
    """What the panel shows of a promise."""
    record, year = panel.record, panel.today.year
    words, tone = state_words(record, panel.today)
    warned = warning_words(record.warned())
    return Record(
        id=record.id,
        title=_("{side}: {kind}").format(side=side_words(record), kind=kind_words(record)),
        subtitle=record["project"],
        state=_("trash") if record.archived_at else words,
        state_tone="talk" if record.archived_at else tone,
        facts=(
            (title_of("due_on"), day_words(record["due_on"], year) or NOTHING),
            (title_of("fair"), fair_words(record)),
        ),
        callout=_callout(panel, warned),
        callout_tone="bad" if record["fair"] != Fair.PASSED else "talk",
        tabs=(
            (DETAILS_TAB, _("Details")),
            (FILES_TAB, pgettext("tab", "Files")),
            (HISTORY_TAB, _("History")),
        ),
    )


def detail_pairs(record: CommitmentRecord) -> list[tuple[str, str]]:
    """The fields that are filled."""
    amount = record["amount"]
    shown = {"amount": "" if amount is None else show_amount(amount)}
    return [(title_of(key), shown.get(key, record[key] or "")) for key in _DETAILS]


class DetailsTab(QWidget):
    """The clause, what can be done, what became of it. ``asked(state)``, ``project_asked(id)``."""

    asked = Signal(str)
    project_asked = Signal(str)
    edit_asked = Signal()

    def __init__(self, facts: QWidget) -> None:
        super().__init__()
        self._project = ""
        self.buttons = {state: QPushButton(_(words)) for state, words in ACTS.items()}
        theme.set_role(self.buttons[State.KEPT], "primary")
        for state, button in self.buttons.items():
            button.clicked.connect(lambda _on=False, state=state: self.asked.emit(state.value))
        self.edit = QPushButton(_("Edit"))
        self.edit.clicked.connect(lambda _on=False: self.edit_asked.emit())
        self.project = QPushButton(_("Open the project"))
        self.project.clicked.connect(lambda _on=False: self.project_asked.emit(self._project))
        self._lines = QVBoxLayout()
        self._lines.setSpacing(theme.GAP_TINY)
        flow = FlowLayout(gap=theme.GAP_SMALL)
        for part in (*self.buttons.values(), self.edit, self.project):
            flow.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addWidget(facts)
        column.addLayout(flow)
        column.addLayout(self._lines)
        column.addStretch(1)

    def show_commitment(self, panel: CommitmentPanel) -> None:
        """The buttons that make sense, and what happened."""
        self._project = panel.record["project_id"]
        open_ = panel.record["state"] == State.OPEN
        for state, button in self.buttons.items():
            button.setVisible(open_ != (state is State.OPEN))
        empty_layout(self._lines)
        for fact in panel.facts:
            said = [
                day_words(fact.on.isoformat(), panel.today.year),
                fact.state.label,
                "" if fact.amount is None else show_amount(fact.amount),
                fact.note,
                fact.recorded_by,
            ]
            words = pgettext("between words", ", ").join(filter(None, said))
            self._lines.addWidget(label(words, wrap=True))


def _callout(panel: CommitmentPanel, warned: str) -> tuple[Span, ...]:
    if not warned:
        return ()
    if panel.record["fair"] == Fair.PASSED:
        return (Span(_("Reviewed; the opinion is attached.")),)
    rest = (
        _("\nThe opinion is attached: the review can be marked as passed.")
        if panel.opinion
        else _(
            "\nAttach the opinion of the review here or to the project before marking it as passed."
        )
    )
    return (Span(_("Fair competition: {why}.").format(why=warned), strong=True), Span(rest))
