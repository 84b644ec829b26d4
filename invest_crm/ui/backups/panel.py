"""A backup in the panel: what it holds, whether it is proven, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from invest_crm.ui import theme
from invest_crm.ui.backups.words import moment_words, sentence_of, size_words, state_of
from invest_crm.ui.kit.flow_layout import FlowLayout
from invest_crm.ui.kit.record_panel import Record
from invest_crm.ui.kit.text import NOTHING, ElidedLabel, Span
from invest_crm.ui.records.tabs import PairsTab
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from invest_crm.services.backups import BackupLine

DETAILS_TAB: Final = "details"
ACTIONS: Final = (
    ("backup.restore", N_("Restore…"), "restore"),
    ("backup.preview", N_("Open read-only"), "visible"),
    ("backup.verify", N_("Verify"), "safe"),
    ("backup.copy", N_("Save a copy to…"), "save"),
    ("backup.folder", N_("Open the folder"), "open_external"),
)
"""The commands of a backup: id, title, icon."""


class BackupTab(QWidget):
    """The facts with the actions above them; ``asked(command id)``."""

    asked = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._facts = PairsTab()
        self._place = ElidedLabel(size=theme.NOTE, color="ink_2")
        flow = FlowLayout(gap=theme.GAP_SMALL)
        for name, title, _icon in ACTIONS:
            button = QPushButton(_(title))
            button.setProperty("command", name)
            if name == "backup.restore":
                theme.set_role(button, "primary")
            button.clicked.connect(lambda _on=False, name=name: self.asked.emit(name))
            flow.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.GAP)
        column.addLayout(flow)
        column.addWidget(self._facts)
        column.addWidget(self._place)

    def show_line(self, line: BackupLine) -> None:
        """Show another backup."""
        from invest_crm.services.backups import REASONS

        self._facts.show_pairs(
            [
                (_("Reason"), _(REASONS[line.reason])),
                (_("File size"), _("{n} MB").format(n=size_words(line.size))),
                (_("Attachments"), _files(line)),
                (_("Last save in it"), f"#{line.seq}" if line.seq else ""),
                (_("Last verified"), moment_words(line.checked_at)),
                (_("Program version"), line.program),
            ]
        )
        self._place.set_text(str(line.path))


def _files(line: BackupLine) -> str:
    if line.lost:
        return _("{n}, {lost} were missing").format(n=line.files, lost=line.lost)
    return f"{line.files:,}" if line.files else ""


def panel_record(line: BackupLine) -> Record:
    """What the panel shows of a backup."""
    state, tone = state_of(line)
    sentence, grave = sentence_of(line)
    counted = line.records > 0
    return Record(
        id=str(line.path),
        title=_("Backup of {time}").format(time=moment_words(line.made_at)),
        state=state,
        state_tone=tone,
        facts=(
            (_("Projects"), f"{line.projects:,}" if counted else NOTHING),
            (_("Firms"), f"{line.firms:,}" if counted else NOTHING),
            (_("Records"), f"{line.records:,}" if counted else NOTHING),
        ),
        callout=(Span(sentence),) if sentence else (),
        callout_tone=grave or "talk",
        tabs=((DETAILS_TAB, _("Details")),),
    )
