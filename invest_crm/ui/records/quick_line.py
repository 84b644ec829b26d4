"""The line on which a visit is noted: one types, sees below what was understood, presses Enter.

What is typed and not yet entered is kept for each record in the person's own file, so that it is
there again after the window was closed or killed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from invest_crm.domain.quick_entry import Corrections, Subject
from invest_crm.settings import user
from invest_crm.ui import theme
from invest_crm.ui.attachments.taking import offered_of
from invest_crm.ui.attachments.waiting import WaitingFiles
from invest_crm.ui.kit.chip import MISSING, PillButton
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.kit.search_edit import SearchEdit
from invest_crm.ui.kit.text import label
from invest_crm.ui.noting import KEYS, NOTE
from invest_crm.ui.operations import Progress, tell_fault
from invest_crm.ui.records.entry_chips import chips_of
from invest_crm.words import _

if TYPE_CHECKING:
    from datetime import date

    from invest_crm.errors import UserError
    from invest_crm.services.interactions import Recorded
    from invest_crm.services.quick_entry import Understood
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context
    from invest_crm.ui.records.entry_chips import ChipSpec

_THINK_MS, _KEEP_MS = 120, 1000
_DRAFTS = "notes"
_MOST_DRAFTS = 20

Answer = tuple["Understood", "date", list[str]]


class QuickLine(QWidget):
    """``entered()`` after a line was taken; ``left()`` when Esc is pressed."""

    entered = Signal()
    left = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._here: Subject | None = None
        self._corrected = ""
        self._writing = False
        self._given = Corrections()
        self._drafts: dict[str, str] = _stored()
        self.line = SearchEdit(_("Day, what with whom, @people, next step"), KEYS, icon="edit")
        self.line.setAccessibleName(_(NOTE))
        self.line.setMinimumHeight(self.line.sizeHint().height())
        self.line.textEdited.connect(lambda _text: self._typed())
        self.line.returnPressed.connect(self.enter)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        self.files = WaitingFiles(self.line)
        self.files.changed.connect(self._problem.hide)
        self._chips = FlowLayout(gap=theme.px(6))
        self._think, self._keep = _clock(self, _THINK_MS), _clock(self, _KEEP_MS)
        self._think.timeout.connect(self._ask)
        self._keep.timeout.connect(self.keep)
        escape = QShortcut(QKeySequence("Esc"), self)
        escape.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        escape.activated.connect(self._leave)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(6))
        across = QHBoxLayout()
        across.setSpacing(theme.GAP_TINY)
        across.addWidget(self.line, 1)
        across.addWidget(self.files.button)
        across.addStrut(max(part.sizeHint().height() for part in (self.line, self.files.button)))
        column.addLayout(across)
        column.addLayout(self._chips)
        column.addWidget(self.files)
        column.addWidget(self._problem)
        context.switched.connect(self._take_refusal)
        self._take_refusal()
        if self._drafts.get(""):
            self._start(self._drafts[""])

    def set_here(self, here: Subject) -> None:
        """The record one stands on; what was typed for it before is in the line again."""
        if self._key() != here.id:
            self.keep()
            self._corrected = ""
            self._here = here
            self.files.show_key(here.id)
            self._start(self._drafts.get(here.id, ""))
        self._here = here

    def correct(self, interaction_id: str, line: str, given: Corrections) -> None:
        """Take up an interaction that was noted wrongly; Enter corrects it, Esc leaves it."""
        self.keep()
        self._corrected = interaction_id
        self._start(line, given)
        self.begin()

    def chips(self) -> list[PillButton]:
        """What was understood, as shown."""
        items = [self._chips.itemAt(place) for place in range(self._chips.count())]
        widgets = [item.widget() for item in items if item is not None]
        return [widget for widget in widgets if isinstance(widget, PillButton)]

    def problem(self) -> str:
        """Why the line was not taken, empty if it was."""
        return self._problem.text() if self._problem.isVisibleTo(self) else ""

    def begin(self) -> None:
        """Put the cursor into the line."""
        self.line.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def enter(self) -> None:
        """Take the line: an interaction with its next step and files, undone as one."""
        line, key, corrected = self.line.text(), self._key(), self._corrected
        asked, sources = (line, self._here, self._given), self.files.sources()
        if not line.strip() and sources:
            self._tell(_("Say in the line what the files are about."))
        if not line.strip() or self._writing:
            return
        self._writing = True

        def job(app: App) -> Outcome[Recorded]:
            from invest_crm.services.quick_entry import LogLine, enter_line

            return enter_line(app, LogLine(*asked), offered_of(app, sources), corrected)

        def done(_outcome: Outcome[Recorded]) -> None:
            self._writing = False
            if not corrected:
                self._store(key, "")
            self.files.entered(key, sources)
            if self._key() == key and self.line.text() == line:
                self._corrected = ""
                self._start(self._drafts.get(key, ""))
            self.entered.emit()

        progress = Progress(_("Adding files")) if sources else None
        self._context.write(self, job, done, on_error=self._refused, progress=progress)

    def decide(self, given: Corrections) -> None:
        """What whoever types decided by hand."""
        self._given = given
        self._ask()

    def keep(self) -> None:
        """Keep what is typed for the record in the person's file."""
        self._keep.stop()
        if not self._corrected:
            self._store(self._key(), self.line.text())

    def _store(self, key: str, text: str) -> None:
        """Keep one record's line, empty for none; the lines of others may have changed since."""
        text = text if text.strip() else ""
        if self._drafts.get(key, "") == text:
            return
        drafts = _stored()
        drafts.pop(key, None)
        if text:
            drafts[key] = text
        self._drafts = dict(list(drafts.items())[-_MOST_DRAFTS:])
        user.write_state(_DRAFTS, self._drafts)

    def _key(self) -> str:
        """Under what the half-typed line of the record is kept; empty where one stands on none."""
        return "" if self._here is None else self._here.id

    def _leave(self) -> None:
        """Esc: out of a correction, else out of the line."""
        if self._corrected:
            self._corrected = ""
            self._start(self._drafts.get(self._key(), ""))
        else:
            self.left.emit()

    def _start(self, text: str, given: Corrections | None = None) -> None:
        self._given = given or Corrections()
        self.line.setText(text)
        self._chips.clear()
        self._problem.hide()
        if text:
            self._ask()

    def _typed(self) -> None:
        self._writing = False
        self._problem.hide()
        self._think.start()
        self._keep.start()

    def _ask(self) -> None:
        line, here, given = self.line.text(), self._here, self._given
        if not line.strip():
            self._start(line)
            return

        def job(app: App) -> Answer:
            from invest_crm.services.quick_entry import LogLine, understand
            from invest_crm.services.tasks import people

            command = LogLine(line, here, given)
            return app.read(lambda view: (understand(view, command), view.today, people(view)))

        self._context.read(self, job, self._show, key="line")

    def _show(self, answer: Answer) -> None:
        found, today, people = answer
        if found.entry.line != self.line.text():
            return
        focused = [chip.text() for chip in self.chips() if chip.hasFocus()]
        self._chips.clear()
        for spec in chips_of(found, self._given, today, people):
            chip = self._chip(spec)
            self._chips.addWidget(chip)
            if focused == [spec.words]:
                chip.setFocus()
        self.updateGeometry()

    def _chip(self, spec: ChipSpec) -> PillButton:
        chip = PillButton(
            spec.words,
            checked=not spec.presumed and not spec.missing,
            removable=spec.without is not None,
            tone=MISSING if spec.missing else "",
            interactive=bool(spec.choices) or spec.without is not None,
            small=True,
        )
        chip.clicked.connect(lambda: self._offer(chip, spec))
        if spec.without is not None:
            without = spec.without
            chip.removed.connect(lambda: self.decide(without))
        return chip

    def _offer(self, chip: PillButton, spec: ChipSpec) -> None:
        """One choice is taken at once, several are offered."""
        if len(spec.choices) == 1:
            self.decide(spec.choices[0][1])
            return
        menu = self.menu(spec)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if spec.choices:
            menu.popup(chip.mapToGlobal(chip.rect().bottomLeft()))

    def menu(self, spec: ChipSpec) -> QMenu:
        """What a chip offers."""
        menu = QMenu(self)
        for words, given in spec.choices:
            menu.addAction(words).triggered.connect(
                lambda _on=False, given=given: self.decide(given)
            )
        return menu

    def _take_refusal(self) -> None:
        for part in (self.line, self.files.button):
            refuse(part, self._context.why_not_write())

    def _tell(self, words: str) -> None:
        self._problem.setText(words)
        self._problem.show()

    def _refused(self, error: UserError) -> None:
        self._writing = False
        self._tell(str(error))
        tell_fault(error, self.enter)


def _clock(owner: QWidget, milliseconds: int) -> QTimer:
    made = QTimer(owner)
    made.setSingleShot(True)
    made.setInterval(milliseconds)
    return made


def _stored() -> dict[str, Any]:
    found = user.read_state(_DRAFTS)
    return found if isinstance(found, dict) else {}
