"""Taking in a full export on the import page: what it holds, one button, what came in."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from invest_crm.domain.clock import at_bureau
from invest_crm.ui import operations, theme
from invest_crm.ui.archive import jobs
from invest_crm.ui.kit.card import Card
from invest_crm.ui.kit.text import label
from invest_crm.ui.ledger.done import BusyView, DoneView
from invest_crm.ui.operations import Progress
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from invest_crm.errors import UserError
    from invest_crm.services.archive_import import Imported
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import Page

_WIDTH = 560
_SHOWN = {
    "project": N_("Projects"),
    "firm": N_("Firms"),
    "contact": N_("Contacts"),
    "monthly_report": N_("Monthly figures"),
    "service_request": N_("Requests"),
    "parcel": N_("Land and plants"),
    "commitment": N_("Promises of both sides"),
    "responsible": N_("People and units in charge"),
    "interaction": N_("Visits and calls"),
    "task": N_("Tasks"),
    "attachment": N_("Attachments"),
    "saved_view": N_("Saved views"),
    "change_set": N_("Entries of the change log"),
}


class ArchiveStep(QStackedWidget):
    """``failed(error)``, ``again_asked``: the page decides where to go."""

    failed = Signal(object)
    again_asked = Signal()

    def __init__(self, context: Context) -> None:
        super().__init__()
        self._context = context
        self._path: Path | None = None
        self._writing = False
        self.busy = BusyView()
        self.facts = _Facts()
        self.done = DoneView()
        for part in (self.busy, self.facts, self.done):
            self.addWidget(part)
        self.facts.take.clicked.connect(lambda _on=False: self.take())
        self.facts.other.clicked.connect(lambda _on=False: self.again_asked.emit())
        self.done.again_asked.connect(self.again_asked)

    def join(
        self, page: Page, failed: Callable[[UserError], object], again: Callable[[], object]
    ) -> None:
        """Be a step of a page: what it does when this failed, or another file is wanted."""
        self.failed.connect(failed)
        self.again_asked.connect(again)
        self.done.look_asked.connect(lambda: page.open_page.emit("board", {}))

    def took(self, path: Path) -> bool:
        """Take a file that is offered as a full export (ledgers are never zips by name)."""
        if path.suffix.lower() != ".zip":
            return False
        self.begin(path)
        return True

    def is_writing(self) -> bool:
        """Whether an export is being taken in."""
        return self._writing

    def begin(self, path: Path) -> None:
        """Look into a file and show what it holds; nothing is written."""
        self._path = path
        progress = Progress(_("Checking {file}").format(file=path.name))
        self._wait(progress)
        operations.run_query(
            self,
            lambda: jobs.look_into(self._context.app, path, progress),
            self._show,
            on_error=self._refused,
            key="look",
            progress=progress,
        )

    def take(self) -> None:
        """Take it in."""
        path = self._path
        if path is None or self._writing:
            return
        self._writing = True
        progress = Progress(_("Importing {file}").format(file=path.name))
        self._wait(progress)
        operations.run_write(
            self,
            lambda: jobs.take_in(self._context.app, path, progress),
            self._finished,
            on_error=self._refused,
            progress=progress,
        )

    def _wait(self, progress: Progress) -> None:
        self.busy.begin(progress.title, progress)
        self.setCurrentWidget(self.busy)

    def _show(self, found: Imported) -> None:
        self.busy.end()
        if self._path is not None:
            self.facts.show_export(self._path.name, found)
        self.setCurrentWidget(self.facts)
        self.facts.take.setFocus()

    def _finished(self, found: Imported) -> None:
        self._writing = False
        self.busy.end()
        text = _("{records} records and {files} attachments, all of them checked.").format(
            records=f"{sum(found.records.values()):,}", files=f"{found.files:,}"
        )
        self.done.show_done(
            _("Everything was taken in"), text, _("View the board"), undoable=False, rejects=False
        )
        self.setCurrentWidget(self.done)

    def _refused(self, error: UserError) -> None:
        self._writing = False
        self.busy.end()
        self.failed.emit(error)


class _Facts(QWidget):
    """What an export holds, and the button that takes it in."""

    def __init__(self) -> None:
        super().__init__()
        self._title = label("", "heading", wrap=True)
        self._made = label("", "label", wrap=True)
        self._counts = QGridLayout()
        self._counts.setHorizontalSpacing(theme.GAP)
        self._counts.setVerticalSpacing(theme.GAP_TINY)
        self._counts.setColumnStretch(0, 1)
        self.take = QPushButton(_("Take everything in"))
        theme.set_role(self.take, "primary")
        self.other = QPushButton(_("Another file"))
        card = Card(_("Full export"))
        card.setMaximumWidth(theme.current().px(_WIDTH))
        card.add(self._title)
        card.add(self._made)
        card.body.addSpacing(theme.GAP_SMALL)
        card.body.addLayout(self._counts)
        card.body.addSpacing(theme.GAP_SMALL)
        card.add(
            label(
                _(
                    "Every table, the whole change log and all attachments come back as they"
                    " were. It happens whole or not at all."
                ),
                "note",
                wrap=True,
            )
        )
        row = QHBoxLayout()
        row.setSpacing(theme.GAP_SMALL)
        row.addStretch(1)
        row.addWidget(self.other)
        row.addWidget(self.take)
        card.body.addLayout(row)
        column = QVBoxLayout(self)
        column.addStretch(1)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(card, 100)
        across.addStretch(1)
        column.addLayout(across)
        column.addStretch(2)

    def show_export(self, name: str, found: Imported) -> None:
        """Name, origin and counts."""
        self._title.setText(name)
        made = at_bureau(datetime.fromisoformat(found.made_at)) if found.made_at else None
        when = f"{made:%Y-%m-%d %H:%M}" if made is not None else "—"
        self._made.setText(
            _("Exported on {when} by {who}; all checksums fit.").format(
                when=when, who=found.made_by
            )
        )
        while (item := self._counts.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.deleteLater()
        rows = [(words, found.records.get(name, 0)) for name, words in _SHOWN.items()]
        for place, (words, number) in enumerate(row for row in rows if row[1]):
            self._counts.addWidget(label(_(words), "label"), place, 0)
            shown = label(f"{number:,}", "strong")
            self._counts.addWidget(shown, place, 1, Qt.AlignmentFlag.AlignRight)
