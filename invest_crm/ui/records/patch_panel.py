"""Beside the list, before it is done: what a paste or fill would write, and what is wrong."""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.kit.segmented import Segmented
from invest_crm.ui.kit.text import label, shortened
from invest_crm.ui.records.occasion import Occasion
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Iterable

    from PySide6.QtWidgets import QLabel

    from invest_crm.ui.records.proposal import Proposal, Wrong

_TITLES = {
    "paste": N_("Paste"),
    "fill": N_("Fill"),
    "clear": N_("Clear cells"),
    "bulk": N_("Change records"),
}
_SHOWN = 40
_PAUSE_MS = 250


class PatchPanel(Occasion):
    """``looked_again(patch)`` when a text was corrected; ``accepted(proposal)``."""

    looked_again = Signal(object)
    accepted = Signal(object)

    def __init__(self, proposal: Proposal) -> None:
        super().__init__(_(_TITLES[proposal.patch.how]))
        self._proposal = proposal
        self._patch = proposal.patch
        self._lines: dict[tuple[int, str], _WrongLine] = {}
        self._looking = self._agreed = False
        self._facts: QLabel = label("", "label", wrap=True)
        self._left: QLabel = label("", "hint", wrap=True)
        self._wrong_head: QLabel = label("", "strong", wrap=True)
        self._list = QVBoxLayout()
        self._list.setSpacing(theme.GAP)
        self._clock = QTimer(self)
        self._clock.setSingleShot(True)
        self._clock.setInterval(_PAUSE_MS)
        self._clock.timeout.connect(lambda: self.looked_again.emit(self._patch))
        self._build()
        self.agreed.connect(self.accept)
        self.show_proposal(proposal)

    def begin(self) -> None:
        """Put the cursor where something is to be done."""
        self._go_on(0)

    def proposal(self) -> Proposal:
        """What would be written now."""
        return self._proposal

    def show_proposal(self, proposal: Proposal) -> None:
        """What it comes to now; a line that was corrected stays and says so."""
        self._proposal, self._patch = proposal, proposal.patch
        wrong = {(item.row, item.key): item for item in proposal.wrong}
        for place, item in list(wrong.items())[:_SHOWN]:
            if place not in self._lines:
                self._add_line(item)
        for place, line in self._lines.items():
            line.show_problem(wrong[place].problem if place in wrong else "")
        self._say()
        self._looking = False
        if self._agreed:
            self._agreed = False
            if not proposal.wrong:
                self.accept()

    def _say(self) -> None:
        found = self._proposal
        self._facts.setText("\n".join(_facts(found)))
        left = found.patch.left
        self._left.setText(
            _("Not written here: {columns}").format(columns=_(", ").join(left)) if left else ""
        )
        self._left.setVisible(bool(left))
        n = len(found.wrong)
        words = ngettext("{n} text is not understood:", "{n} texts are not understood:", n)
        if n > _SHOWN:
            words += " " + _("(the first {shown})").format(shown=_SHOWN)
        self._wrong_head.setText(words.format(n=n) if n else "")
        self._wrong_head.setVisible(bool(n))
        self.button.setText(_button_words(found))
        self.button.setEnabled(bool(found.cells or found.new))

    def _build(self) -> None:
        if self._patch.how == "paste" and self._patch.order:
            self.body.addWidget(self._switch())
        for part in (self._facts, self._left, self._wrong_head):
            self.body.addWidget(part)
        self.body.addLayout(self._list)
        self._list.addStretch(1)
        self.body.addStretch(1)

    def _switch(self) -> Segmented:
        """Over the cells from the current one on, or as new records."""
        patch = self._patch
        choices = (("over", _("Over the cells")), ("new", _("As new records")))
        switch = Segmented(choices, name=_("How to paste"))

        def choose(choice: str) -> None:
            order = patch.order if choice == "over" else ()
            self._forget_lines()
            self.looked_again.emit(replace(self._patch, order=order))

        switch.changed.connect(choose)
        return switch

    def accept(self) -> None:
        """Write what can be written; what is still being looked at is waited for."""
        if self._looking:
            self._agreed = True
            if self._clock.isActive():
                self._clock.stop()
                self.looked_again.emit(self._patch)
        elif self.button.isEnabled():
            self.accepted.emit(self._proposal)

    def _add_line(self, wrong: Wrong) -> None:
        line = _WrongLine(wrong)
        line.edited.connect(lambda text: self._corrected(wrong.row, wrong.key, text))
        place = len(self._lines)
        line.line.returnPressed.connect(lambda: self._go_on(place + 1))
        self._lines[wrong.row, wrong.key] = line
        self._list.insertWidget(self._list.count() - 1, line)

    def _go_on(self, place: int) -> None:
        """To the text at a place, all of it selected; past the last one to the button."""
        lines = list(self._lines.values())[place : place + 1]
        for line in lines:
            line.line.setFocus()
            line.line.selectAll()
        if not lines:
            self.button.setFocus()

    def _corrected(self, row: int, key: str, text: str) -> None:
        rows = list(self._patch.rows)
        rows[row] = {**rows[row], key: text}
        self._patch = replace(self._patch, rows=tuple(rows))
        self._looking, self._agreed = True, False
        self._clock.start()

    def _forget_lines(self) -> None:
        for line in self._lines.values():
            line.deleteLater()
        self._lines.clear()


class _WrongLine(QWidget):
    """One text that is wrong: where it stands, the text to correct, and why."""

    edited = Signal(str)

    def __init__(self, wrong: Wrong) -> None:
        super().__init__()
        row = _("Row {n}").format(n=wrong.row + 1)
        where = " · ".join(filter(None, (row, shortened(wrong.name), wrong.title)))
        self.line = QLineEdit(wrong.text)
        self.line.setAccessibleName(where)
        self.line.textEdited.connect(self.edited)
        self._problem: QLabel = label("", "problem", wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.px(2))
        for part in (label(where, "label", wrap=True), self.line, self._problem):
            column.addWidget(part)

    def show_problem(self, problem: str) -> None:
        """What is wrong with it still; a good sign for nothing."""
        theme.set_problem(self.line, on=bool(problem))
        theme.set_role(self._problem, "problem" if problem else "hint")
        self._problem.setText(problem or _("Understood."))
        self.line.setAccessibleDescription(self._problem.text())


def _facts(found: Proposal) -> Iterable[str]:
    if found.cells:
        words = ngettext("{n} cell is written", "{n} cells are written", found.cells)
        said = words.format(n=f"{found.cells:,}")
        if found.over:
            said += _(", {n} of them lose another text").format(n=f"{found.over:,}")
        yield said
    if found.new:
        words = ngettext("{n} new record", "{n} new records", len(found.new))
        yield words.format(n=f"{len(found.new):,}")
    if found.same:
        words = ngettext(
            "{n} cell is the same already", "{n} cells are the same already", found.same
        )
        yield words.format(n=f"{found.same:,}")
    if not (found.cells or found.new):
        yield _("Nothing can be written yet.")


def _button_words(found: Proposal) -> str:
    if found.wrong and (found.cells or found.new):
        return _("Leave {n} out, write the rest").format(n=len(found.wrong))
    if found.new and not found.cells:
        return ngettext("Add {n} record", "Add {n} records", len(found.new)).format(
            n=f"{len(found.new):,}"
        )
    return _("Write")
