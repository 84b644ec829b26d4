"""The approvals of a project in its panel: its path in stages, what is open, how to go on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.text import label
from invest_crm.words import _, pgettext

if TYPE_CHECKING:
    from invest_crm.domain.approvals.items import ItemStage
    from invest_crm.services.approvals.reading import ApprovalLine
    from invest_crm.ui.approvals.jobs import Path
    from invest_crm.ui.context import Context
    from invest_crm.ui.records.page import RecordsPage


class ApprovalsTab(QWidget):
    """The path with a heading for each stage, and the buttons that belong to it."""

    def __init__(self, page: RecordsPage, context: Context) -> None:
        super().__init__()
        from invest_crm.ui.approvals.desk import ApprovalDesk

        self._page, self._context = page, context
        self._project, self._name = "", ""
        self.desk = ApprovalDesk(page, context, page.forms.show_occasion)
        self.open = QPushButton(_("Set up approvals"))
        theme.set_role(self.open, "primary")
        self.follow = QPushButton(_("Bring in step"))
        self.follow.setToolTip(_("Adds what the project needs by now; what has begun stays."))
        self.case = QPushButton(_("Data…"))
        self.add = QPushButton(_("Add an item…"))
        self.all = QPushButton(_("Open in the list"))
        for button, do in (
            (self.open, lambda: self.desk.open_path(self._project)),
            (self.follow, lambda: self.desk.open_path(self._project)),
            (self.case, lambda: self.desk.edit_case(self._project, self._name)),
            (self.add, lambda: self.desk.add_item(self._project, self._name)),
            (self.all, self._open_all),
        ):
            button.clicked.connect(lambda _on=False, do=do: do())
        page.add_writing(self.open, self.follow, self.case, self.add)
        self._lines: tuple[ApprovalLine, ...] = ()
        self._head = label("", "strong", wrap=True)
        self._open_ones = label("", "hint", wrap=True)
        self._help = label("", "hint", wrap=True)
        self._stages = QVBoxLayout()
        self._stages.setSpacing(theme.GAP_SMALL)
        flow = FlowLayout(gap=theme.GAP_SMALL)
        for button in (self.open, self.follow, self.case, self.add, self.all):
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        column.addWidget(self._head)
        column.addLayout(flow)
        column.addWidget(self._open_ones)
        column.addWidget(self._help)
        column.addLayout(self._stages)

    def show_record(self, project: str, name: str) -> None:
        """Ask for the approvals of another project."""
        from invest_crm.ui.approvals import jobs

        self._project, self._name = project, name
        if project:
            self._context.read(self, lambda app: jobs.path(app, project), self._show, key="path")

    def heading(self) -> str:
        """The sentence above the path."""
        return self._head.text()

    def doubts(self) -> str:
        """What cannot be told yet, and what is only presumed; empty for neither."""
        return self._open_ones.text()

    def _show(self, path: Path) -> None:
        from invest_crm.ui.records.tabs import empty_layout

        self._lines = path.lines
        any_line = bool(path.lines)
        self.open.setVisible(not any_line)
        for part in (self.follow, self.add, self.all):
            part.setVisible(any_line)
        self._head.setText(_summary(path.lines))
        doubts = _doubts(path)
        self._open_ones.setText(doubts)
        self._open_ones.setVisible(bool(doubts))
        helped = _help_words(path)
        self._help.setText(helped)
        self._help.setVisible(bool(helped))
        empty_layout(self._stages)
        for stage, lines in _by_stage(path.lines).items():
            self._add_stage(stage, lines, path)

    def _add_stage(self, stage: ItemStage, lines: list[ApprovalLine], path: Path) -> None:
        from invest_crm.ui.approvals.panel import path_steps
        from invest_crm.ui.kit.path_view import PathView

        done = sum(line.course.decided is not None for line in lines)
        title = _("{stage} ({done}/{all})").format(stage=stage.label, done=done, all=len(lines))
        self._stages.addWidget(label(title, "label"))
        view = PathView(path_steps(lines, path.today), name=stage.label)
        view.clicked.connect(self._open_one)
        self._stages.addWidget(view, 0, Qt.AlignmentFlag.AlignTop)

    def _open_one(self, approval: str) -> None:
        self._page.open_page.emit("approvals", {"open": approval})

    def _open_all(self) -> None:
        ids = [line.id for line in self._lines]
        self._page.open_page.emit("approvals", {"ids": ids, "reason": self._name})


def _by_stage(lines: tuple[ApprovalLine, ...]) -> dict[ItemStage, list[ApprovalLine]]:
    found: dict[ItemStage, list[ApprovalLine]] = {}
    for line in lines:
        found.setdefault(line.stage, []).append(line)
    return found


def _summary(lines: tuple[ApprovalLine, ...]) -> str:
    """How many are done, in hand, overdue and may begin."""
    if not lines:
        return _("No approvals are set up for this project yet.")
    done = sum(line.course.decided is not None for line in lines)
    parts = [_("{done} of {all} decided").format(done=done, all=len(lines))]
    counts = (
        (sum(line.state.running for line in lines), _("{n} in hand")),
        (sum(line.late for line in lines), _("{n} overdue")),
        (sum(line.may_begin for line in lines), _("{n} may begin")),
    )
    parts += [words.format(n=n) for n, words in counts if n]
    return pgettext("between words", ", ").join(parts)


def _doubts(path: Path) -> str:
    """What cannot be told yet, and what is only presumed."""
    said = []
    if path.undecided:
        names = pgettext("between words", ", ").join(path.undecided)
        said.append(_("Cannot be told yet, complete the data: {items}.").format(items=names))
    if path.presumed is not None:
        words = _("Presumed from the industry: {kind}; confirm it in the data.")
        said.append(words.format(kind=path.presumed.label))
    return "\n".join(said)


def _help_words(path: Path) -> str:
    """Who helps from both bureaus, and which of the six steps was the last."""
    from invest_crm.services.approvals.cases import HELP_STEPS, case_word
    from invest_crm.ui.approvals.words import day_words

    between = pgettext("between words", ", ")
    agents = [path.case[key] for key in ("our_agent", "their_agent") if path.case[key]]
    done = [key for key in HELP_STEPS if path.case[key] is not None]
    if not agents and not done:
        return ""
    said = _("Helped by {agents}").format(agents=between.join(agents) or "—")
    if not done:
        return said
    last = done[-1]
    step = _("step {n} of 6, {step} on {day}").format(
        n=HELP_STEPS.index(last) + 1,
        step=case_word(last),
        day=day_words(path.case[last], path.today),
    )
    return f"{said} · {step}"
