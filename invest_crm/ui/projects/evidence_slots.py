"""One slot for each kind of paper a gate asks for: a file is dropped, pasted or chosen right there.

What is dropped beside the slots goes to the one its name tells. Nothing is stored here: the form
hands the files over together with its fields.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QFileDialog, QFrame, QPushButton, QVBoxLayout, QWidget

from invest_crm.domain.evidence import OTHER, likeliest
from invest_crm.ui import theme
from invest_crm.ui.attachments.taking import clipboard, offers_files, source_words, sources_of
from invest_crm.ui.kit.chip import PillButton
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.text import label
from invest_crm.words import _

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from invest_crm.domain.gates import Need
    from invest_crm.ui.attachments.taking import Source

Brought = tuple[str, "Source"]
"""A file with the code of its kind of evidence."""


class EvidenceSlots(QWidget):
    """``changed``: other files wait. ``notes``: what is said below a slot, by the need's id."""

    changed = Signal()

    def __init__(self, needs: Sequence[Need], notes: Mapping[str, str]) -> None:
        super().__init__()
        self.setAcceptDrops(True)
        self.slots = [_Slot(need, notes.get(need.id, "")) for need in needs]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP_SMALL)
        for slot in self.slots:
            slot.changed.connect(self.changed)
            column.addWidget(slot)

    def brought(self) -> list[Brought]:
        """What waits to be saved."""
        return [(slot.kind_of(source), source) for slot in self.slots for source in slot.sources]

    def missing(self) -> list[_Slot]:
        """The slots that must have a file and have none."""
        return [slot for slot in self.slots if slot.need.required and not slot.sources]

    def check(self) -> bool:
        """Say beside each slot that is empty that it must not be; True if none is."""
        for slot in self.slots:
            slot.show_problem(on=slot in self.missing())
        return not self.missing()

    def take(self, sources: Sequence[Source]) -> None:
        """Give files to the slots their names tell; others go to the first that is empty."""
        for source in sources:
            self._slot_for(source).take([source])

    def paste(self) -> bool:
        """Take what the clipboard holds: one file into the slot one stands in, several where their
        names tell. False if there is no file.
        """
        sources = sources_of(clipboard())
        if not sources or not self.slots:
            return False
        here = next((slot for slot in self.slots if slot.isAncestorOf(self.focus_part())), None)
        if here is not None and len(sources) == 1:
            here.take(sources)
        else:
            self.take(sources)
        return True

    def focus_part(self) -> QWidget:
        """Where the keyboard is."""
        return self.window().focusWidget() or self

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: files are welcome."""
        if offers_files(event.mimeData()):
            event.acceptProposedAction()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Qt: here too."""
        if offers_files(event.mimeData()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: into the slot under the mouse, else where the name tells."""
        event.acceptProposedAction()
        sources = sources_of(event.mimeData())
        at = self.childAt(event.position().toPoint())
        here = next((s for s in self.slots if at is s or (at and s.isAncestorOf(at))), None)
        if here is not None and len(sources) == 1:
            here.take(sources)
        else:
            self.take(sources)

    def _slot_for(self, source: Source) -> _Slot:
        wanted = [code for slot in self.slots for code in slot.need.papers]
        told = likeliest(source_words(source), wanted)
        named = (slot for slot in self.slots if told in slot.need.papers)
        empty = (slot for slot in self.slots if not slot.sources)
        return next(named, None) or next(empty, self.slots[0])


class _Slot(QFrame):
    """One kind of paper: its name, a button, and the files that wait for it."""

    changed = Signal()

    def __init__(self, need: Need, note: str) -> None:
        super().__init__()
        self.need = need
        self.sources: list[Source] = []
        theme.set_role(self, "card")
        title = f"{need.label} *" if need.required else need.label
        self.choose = QPushButton(_("Choose file…"))
        self.choose.setAccessibleName(_("Choose file: {kind}").format(kind=need.label))
        self.choose.setToolTip(_("Or drop a file here, or paste with Ctrl+V"))
        self.choose.clicked.connect(lambda _on=False: self._ask())
        self._chips = FlowLayout(gap=theme.px(6))
        self._note = label(note, "doubt", wrap=True)
        self._problem = label("", "problem", wrap=True)
        self._problem.hide()
        words = label(title, wrap=True)
        words.setBuddy(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.margins(10, 6, 8, 6))
        column.setSpacing(theme.px(4))
        column.addWidget(words)
        column.addWidget(self.choose, 0, Qt.AlignmentFlag.AlignLeft)
        column.addLayout(self._chips)
        column.addWidget(self._note)
        self._note.setVisible(bool(note))
        column.addWidget(self._problem)

    def take(self, sources: Sequence[Source]) -> None:
        """Let files wait here."""
        self.sources += sources
        self._show()

    def kind_of(self, source: Source) -> str:
        """The kind a file here is: the one its name tells of those that will do, else the first."""
        told = likeliest(source_words(source), self.need.papers)
        return told if told in self.need.papers else next(iter(self.need.papers), OTHER)

    def show_problem(self, *, on: bool) -> None:
        """Say that a file must be here, or no longer."""
        self._problem.setText(_("Attach the file, or say why it goes on without") if on else "")
        self._problem.setVisible(on)
        self.choose.setAccessibleDescription(self._problem.text())

    def _ask(self) -> None:
        names, _filter = QFileDialog.getOpenFileNames(self, self.need.label)
        self.take([Path(name) for name in names])
        self.choose.setFocus()

    def _show(self) -> None:
        self._chips.clear()
        for source in self.sources:
            icon = "picture" if isinstance(source, QImage) else "attach"
            chip = PillButton(source_words(source), removable=True, icon=icon, small=True)
            chip.removed.connect(lambda source=source: self._drop(source))
            self._chips.addWidget(chip)
        if self.sources:
            self.show_problem(on=False)
        self.updateGeometry()
        self.changed.emit()

    def _drop(self, source: Source) -> None:
        self.sources = [one for one in self.sources if one is not source]
        self._show()
