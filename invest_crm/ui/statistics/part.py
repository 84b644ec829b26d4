"""The application of a project or firm in a panel: what to do, papers, findings, steps."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.above_size import CONSTRUCTION
from invest_crm.domain.money import show_amount
from invest_crm.domain.statistics.materials import threshold
from invest_crm.domain.statistics.revenue import Origin
from invest_crm.domain.statistics.state import StepKind
from invest_crm.services.statistics.lists import CONFIDENTIAL
from invest_crm.services.statistics.projects import ProjectLine
from invest_crm.ui import theme
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.table_mini import MiniCell, MiniColumn, MiniRow, TableMini
from invest_crm.ui.kit.text import NOTHING, label
from invest_crm.ui.records.tabs import PairsTab, empty_layout
from invest_crm.ui.statistics.acts import ACTS, possible
from invest_crm.ui.statistics.words import (
    ask_words,
    class_words,
    day_words,
    held_words,
    material_words,
    months_words,
    planned_words,
    revenue_words,
    share_words,
    stands_words,
    step_words,
    window_words,
)
from invest_crm.words import _

if TYPE_CHECKING:
    from invest_crm.services.statistics.acts import Line
    from invest_crm.services.statistics.firms import FirmLine

_STEPS = (StepKind.HANDED, StepKind.VISITED, StepKind.ACCEPTED)
"""The first of them that is possible is the next step."""


class StatPart(QWidget):
    """``asked(act)`` by a button, ``paper_asked(material)`` and ``entry_asked(id)`` by a row."""

    asked = Signal(str)
    paper_asked = Signal(str)
    entry_asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.buttons: dict[str, QPushButton] = {}
        flow = FlowLayout(gap=theme.GAP_SMALL)
        for act, title in ACTS.items():
            button = QPushButton(_(title))
            button.clicked.connect(lambda _on=False, act=act: self.asked.emit(str(act)))
            self.buttons[str(act)] = button
            flow.addWidget(button)
        self._pairs = PairsTab()
        self.papers = TableMini(_paper_columns(), name=_("Papers"))
        self.papers.row_clicked.connect(self.paper_asked)
        self.entries = TableMini(_entry_columns(), name=_("Revenue reported"))
        self.entries.row_clicked.connect(self.entry_asked)
        self._findings = QVBoxLayout()
        self._findings.setSpacing(theme.GAP_SMALL)
        self._steps = PairsTab()
        self._source = label("", "hint", wrap=True)
        self._secret = label(_(CONFIDENTIAL), "hint", wrap=True)
        self._heads = {
            name: label(text, "strong")
            for name, text in (
                ("papers", _("Papers")),
                ("findings", _("What will be sent back")),
                ("entries", _("Revenue reported")),
                ("steps", _("Steps")),
            )
        }
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addLayout(flow)
        column.addWidget(self._pairs)
        column.addWidget(self._heads["papers"])
        column.addWidget(self.papers)
        column.addWidget(self._source)
        column.addWidget(self._heads["findings"])
        column.addLayout(self._findings)
        for name, part in (("entries", self.entries), ("steps", self._steps)):
            column.addWidget(self._heads[name])
            column.addWidget(part, 0, Qt.AlignmentFlag.AlignTop)
            if name == "entries":
                column.addWidget(self._secret)

    def show_line(self, line: Line) -> None:
        """Another application."""
        can = possible(line)
        first = next((act for act in _STEPS if act in can), "")
        for act, button in self.buttons.items():
            button.setVisible(act in can)
            theme.set_role(button, "primary" if act == first else "")
        mine = isinstance(line, ProjectLine)
        pairs = _project_pairs(line) if isinstance(line, ProjectLine) else _firm_pairs(line)
        self._pairs.show_pairs(pairs)
        _fill(self.papers, [_paper_row(line, one.code) for one in line.checklist.materials])
        told = _("{name}, edition {version}; ★ is on every published list. Source: {source}.")
        self._source.setText(
            told.format(
                name=line.checklist.label,
                version=line.checklist.version,
                source=line.checklist.source,
            )
        )
        self._show_findings(line)
        entries = [] if isinstance(line, ProjectLine) else _entry_rows(line)
        _fill(self.entries, entries)
        for part in (self._heads["entries"], self.entries, self._secret):
            part.setVisible(bool(entries))
        self._secret.setVisible(not mine)
        steps = [(day_words(step.on, line.seen), step_words(step)) for step in line.steps]
        self._steps.show_pairs(steps)
        self._heads["steps"].setVisible(bool(steps))

    def findings(self) -> list[str]:
        """What the cross-checks found, as it can be read."""
        found = []
        for place in range(self._findings.count()):
            widget = self._findings.itemAt(place).widget()  # type: ignore[union-attr]
            found.append(widget.accessibleName())  # type: ignore[union-attr]
        return found

    def _show_findings(self, line: Line) -> None:
        empty_layout(self._findings)
        doubts = () if isinstance(line, ProjectLine) else line.doubts
        told = [(one.text, one.todo, one.blocks) for one in line.findings]
        told += [(text, _("Ask the firm which of them holds."), True) for text in doubts]
        self._heads["findings"].setVisible(bool(told))
        for text, todo, blocks in told:
            words = f"{text}\n{todo}"
            part = label(words, "problem" if blocks else "hint", wrap=True)
            part.setAccessibleName(words)
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
            self._findings.addWidget(part)


def _fill(table: TableMini, rows: list[MiniRow]) -> None:
    table.set_rows(rows)
    table.setFixedHeight(table.sizeHint().height())


def _project_pairs(line: ProjectLine) -> list[tuple[str, str]]:
    kind = line.checklist.label
    least = show_amount(threshold())
    planned = planned_words(line)
    if line.planned is None:
        planned = _(
            "{amount}; not typed from the filing yet, which alone decides ({least})"
        ).format(amount=planned, least=least)
    return [
        (_("Standing"), stands_words(line)),
        (_("Now with"), held_words(line)),
        (_("Planned total"), planned),
        (_("Kind"), _("{kind} (presumed)").format(kind=kind) if line.presumed else kind),
        (_("Form"), line.checklist.form),
        (_("Next round"), "" if line.stands == "in" else _round(line)),
        (_("Month of entry"), line.month),
        (_("Statistical code"), line.code),
        (_("Returned because"), line.course.reason),
        (_("Row of this month"), _("not there yet") if line.unreported else ""),
    ]


def _round(line: ProjectLine) -> str:
    found = line.round
    return _("papers complete by {complete}, hand-over by {hand}, result by {result}").format(
        complete=day_words(found.complete, line.seen),
        hand=day_words(found.hand, line.seen),
        result=day_words(found.result, line.seen),
    )


def _firm_pairs(line: FirmLine) -> list[tuple[str, str]]:
    limit = NOTHING if line.threshold is None else show_amount(line.threshold)
    if line.kind is not None and line.threshold is None:
        limit = _("none: every such firm belongs in")
    builder = line.kind is not None and line.kind.id == CONSTRUCTION
    told = {True: _("yes"), False: _("no"), None: _("not known")}
    new = {True: _("yes"), False: _("no"), None: _("not known; type the founding on the licence")}
    never = line.standing == "never"
    return [
        (_("Standing"), stands_words(line)),
        (_("Why"), _("By its industry it can never be a unit above size.") if never else ""),
        (_("Class"), class_words(line)),
        (_("Threshold a year"), limit),
        (_("Revenue reported"), _revenue(line)),
        (_("Now with"), held_words(line)),
        (_("Window"), "" if line.window is None else window_words(line)),
        (_("Newly opened"), "" if line.window is None else new[line.new]),
        (_("Qualification"), told[line.qualified] if builder else ""),
        (_("Month of entry"), line.course.month),
        (_("Returned because"), line.course.reason),
    ]


def _revenue(line: FirmLine) -> str:
    parts = (revenue_words(line), months_words(line), share_words(line))
    return " · ".join(filter(None, parts))


def _paper_columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Paper of the list"), 2, least=100),
        MiniColumn(_("State"), 0, least=84),
        MiniColumn(_("On it"), 1, least=90, rank=1),
    )


def _paper_row(line: Line, code: str) -> MiniRow:
    one = next(item for item in line.checklist.materials if item.code == code)
    words, tone = material_words(line, one)
    name = f"★ {one.label}" if one.required else one.label
    chip = bool(tone)
    return MiniRow(code, (name, MiniCell(words, tone, chip=chip), _on_it(line, code, one.kinds)))


def _on_it(line: Line, code: str, kinds: tuple[str, ...]) -> str:
    """What was typed of a paper, the most telling first; else when it is asked for again."""
    paper = next((line.papers[kind] for kind in kinds if kind in line.papers), None)
    if paper is None:
        return ask_words(line, code)
    parts = (
        "" if paper.amount is None else show_amount(paper.amount),
        "" if paper.on is None else day_words(paper.on, line.seen),
        paper.number,
        f"{paper.first}–{paper.last}" if paper.first else "",
        paper.name,
    )
    return " · ".join(filter(None, parts))


def _entry_columns() -> tuple[MiniColumn, ...]:
    return (
        MiniColumn(_("Months covered"), 1, least=110),
        MiniColumn(_("Revenue"), 0, right=True, least=90),
        MiniColumn(_("Where it is from"), 1, least=80, rank=1),
    )


def _entry_rows(line: FirmLine) -> list[MiniRow]:
    found = sorted(line.entries, key=lambda one: (one.first, one.last), reverse=True)
    return [
        MiniRow(one.id, (one.period, show_amount(one.amount), Origin(one.origin).label))
        for one in found
    ]
