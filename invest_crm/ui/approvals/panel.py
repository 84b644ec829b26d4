"""An approval in the record panel: the clock in words, what can be done, its steps and papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.approvals.state import State, StepKind
from invest_crm.domain.departments import department_label
from invest_crm.ui import theme
from invest_crm.ui.approvals.words import (
    clock_pairs,
    day_words,
    due_tone,
    due_words,
    holder_words,
    state_tone,
    state_words,
    time_words,
    waits_words,
)
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.path_view import Step
from invest_crm.ui.kit.record_panel import PATH_TAB, Record
from invest_crm.ui.kit.text import NOTHING, Span, label
from invest_crm.ui.records.tabs import PairsTab
from invest_crm.words import N_, _, pgettext

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from invest_crm.domain.approvals.gaps import Paper
    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.ui.approvals.jobs import Shown

ACTS_TAB, HISTORY_TAB = "details", "history"
PAPERS, HAND, BACK = "papers", "hand", "back"
"""What can be done beside steps."""

ACTS: Final = {
    StepKind.ACCEPTED: N_("Accept…"),
    StepKind.GAP_ACCEPTED: N_("Accept with gaps…"),
    StepKind.PROMISED: N_("Grant on promise…"),
    StepKind.GRANTED: N_("Grant…"),
    StepKind.RESUMED: N_("Clock goes on…"),
    PAPERS: N_("Papers handed in…"),
    StepKind.STOPPED: N_("Stop the clock…"),
    StepKind.NOTICED: N_("Notice sent…"),
    StepKind.CHECK_PASSED: N_("Check passed…"),
    StepKind.CHECK_FAILED: N_("Check failed…"),
    StepKind.EXTENDED: N_("Extend the start…"),
    StepKind.REPAIRED: N_("Credit repaired…"),
    StepKind.REFUSED: N_("Refuse…"),
    StepKind.ENDED: N_("End the procedure…"),
    StepKind.NOT_NEEDED: N_("Not needed…"),
    HAND: N_("Who holds it…"),
    BACK: N_("Take back the latest step…"),
}
"""Everything that can be done, in the order of the buttons."""
_PRIMARY = frozenset({StepKind.ACCEPTED, StepKind.GRANTED, StepKind.RESUMED})


def possible(line: ApprovalLine) -> set[str]:
    """What can be done with an approval as it stands."""
    acts: set[str] = {kind.value for kind in line.course.allows(at_once=line.item.at_once)}
    if line.item.at_once and StepKind.GRANTED in acts:
        acts -= {StepKind.ACCEPTED, StepKind.GAP_ACCEPTED, StepKind.PROMISED}
    if not line.broken:
        acts.discard(StepKind.NOTICED)
    rule = line.item.validity
    if rule is None or line.course.extensions >= rule.extensions:
        acts.discard(StepKind.EXTENDED)
    return acts | {HAND} | ({PAPERS} if line.missing else set()) | ({BACK} if line.steps else set())


def panel_record(shown: Shown) -> Record:
    """What the panel shows of an approval."""
    line, today = shown.line, shown.today
    return Record(
        id=line.id,
        title=line.name,
        subtitle=line.project,
        state=state_words(line),
        state_tone=state_tone(line.state),
        facts=(
            (_("Accepted on"), day_words(line.course.began, today)),
            (_("Due day"), day_words(line.due.day if line.due else None, today)),
            (_("Held, days"), NOTHING if line.held is None else str(line.held)),
        ),
        callout=_callout(line),
        callout_tone=due_tone(line.due) or state_tone(line.state),
        tabs=(
            (ACTS_TAB, _("Details")),
            (PATH_TAB, _("Path of the project")),
            (HISTORY_TAB, _("History")),
        ),
        steps=path_steps(shown.path, today),
    )


def path_steps(lines: Sequence[ApprovalLine], today: date) -> tuple[Step, ...]:
    """The approvals of a project as steps: done, doing, waiting, late, each with words."""
    return tuple(_step(line, today) for line in lines)


def _step(line: ApprovalLine, today: date) -> Step:
    if line.state in (State.GRANTED, State.NOT_NEEDED):
        right = state_words(line)
        if line.state is State.GRANTED:
            right = day_words(line.course.decided, today)
        sub = due_words(line.due) if line.due is not None else ""
        return Step(line.name, "late" if line.late else "done", right, sub, line.id)
    if line.state.running:
        sub = " · ".join(filter(None, (holder_words(line), waits_words(line))))
        return Step(line.name, "late" if line.late else "doing", time_words(line), sub, line.id)
    if line.state in (State.REFUSED, State.ENDED):
        return Step(line.name, "late", state_words(line), line.course.note, line.id)
    state = "waiting" if line.may_begin else "todo"
    right = _("may begin") if line.may_begin else ""
    sub = waits_words(line) if line.waits else department_label(line.department)
    return Step(line.name, state, right, sub, line.id)  # type: ignore[arg-type]


class ActsTab(QWidget):
    """What can be done, the clocks, papers and steps. ``asked(act)``; the others by name."""

    asked = Signal(str)
    edit_asked = Signal()
    project_asked = Signal()
    notice_asked = Signal()

    def __init__(self, pairs: PairsTab) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        flow = FlowLayout(gap=theme.GAP_SMALL)
        for act, title in ACTS.items():
            button = QPushButton(_(title))
            if act in _PRIMARY:
                theme.set_role(button, "primary")
            button.clicked.connect(lambda _on=False, act=act: self.asked.emit(str(act)))
            self.buttons[str(act)] = button
            flow.addWidget(button)
        self.project = QPushButton(_("Open the project"))
        self.project.clicked.connect(lambda _on=False: self.project_asked.emit())
        self.notice = QPushButton(_("Copy the notice"))
        self.notice.clicked.connect(lambda _on=False: self.notice_asked.emit())
        self.edit = QPushButton(_("Edit"))
        self.edit.clicked.connect(lambda _on=False: self.edit_asked.emit())
        for button in (self.edit, self.notice, self.project):
            flow.addWidget(button)
        self._pairs = pairs
        self._papers = PairsTab()
        self._steps = PairsTab()
        self._titles = (label(_("Papers"), "strong"), label(_("Steps"), "strong"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(flow)
        column.addWidget(self._pairs)
        for heading, part in zip(self._titles, (self._papers, self._steps), strict=True):
            column.addWidget(heading)
            column.addWidget(part)

    def show_approval(self, shown: Shown) -> None:
        """Another approval."""
        line, today = shown.line, shown.today
        can = possible(line)
        for act, button in self.buttons.items():
            button.setVisible(act in can)
        self.notice.setVisible(bool(line.missing))
        self._pairs.show_pairs(detail_pairs(shown))
        self._papers.show_pairs(paper_pairs(line, today))
        self._steps.show_pairs(step_pairs(line, today))
        self._titles[0].setVisible(bool(line.papers))
        self._titles[1].setVisible(bool(line.steps))


def detail_pairs(shown: Shown) -> list[tuple[str, str]]:
    """Who handles it, its clocks, what it needs first, what was noted."""
    line = shown.line
    needs = pgettext("between words", ", ").join(line.waits)
    return [
        (_("Handled by"), holder_words(line)),
        (_("Stage"), line.stage.label),
        *clock_pairs(line, shown.today),
        (_("Needs first"), needs),
        (_("Reason or note"), line.course.note),
        (_("Note"), shown.note),
    ]


def paper_pairs(line: ApprovalLine, today: date) -> list[tuple[str, str]]:
    """The papers of an acceptance with gaps."""
    return [(paper.name, _paper(paper, today)) for paper in line.papers]


def step_pairs(line: ApprovalLine, today: date) -> list[tuple[str, str]]:
    """What happened, by day."""
    return [
        (
            day_words(step.on, today),
            " · ".join(filter(None, (step.kind.label, step.note, step.by))),
        )
        for step in line.steps
    ]


def _paper(paper: Paper, today: date) -> str:
    if not paper.missing:
        return _("received {day}").format(day=day_words(paper.received_on, today))
    words = _("promised by {day}") if not paper.late(today) else _("promised by {day}, overdue")
    return words.format(day=day_words(paper.promised_by, today))


def _callout(line: ApprovalLine) -> tuple[Span, ...]:
    """The sentence that matters: time, who, what is missing or waited for."""
    words = time_words(line)
    if line.state.running:
        tail = _("; with {holder} for {n} working days").format(
            holder=holder_words(line) or NOTHING, n=line.held or 0
        )
        more = waits_words(line)
        return Span(words, strong=True), Span(tail), Span(f"; {more}" if more else "")
    if line.state is State.NOT_BEGUN:
        return (Span(waits_words(line), strong=line.may_begin),)
    return (Span(words, strong=True),) if line.due is not None else ()
