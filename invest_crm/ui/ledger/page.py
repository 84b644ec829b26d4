"""导入台账: three calm steps on one page, without a dialog in between.

Choose a file; look at what was understood; write it in one transaction that can be undone. The
page knows the services only inside jobs; a plan of 100,000 rows stays in memory and is shown row
by row.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from msgspec.structs import replace
from PySide6.QtWidgets import QStackedWidget, QWidget

from invest_crm.domain.ledger_words import kind_word
from invest_crm.ui import file_dialogs, operations
from invest_crm.ui.archive.step import ArchiveStep
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.page import Page, State
from invest_crm.ui.ledger import jobs
from invest_crm.ui.ledger.check import CheckView
from invest_crm.ui.ledger.choose import ChooseView
from invest_crm.ui.ledger.desk import RowDesk
from invest_crm.ui.ledger.done import BusyView, DoneView, look_at, look_words
from invest_crm.ui.ledger.row_panel import RowPanel
from invest_crm.ui.ledger.template_desk import TemplateDesk
from invest_crm.ui.ledger.words import counts_words, rows_words
from invest_crm.ui.operations import Progress
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import date

    from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent

    from invest_crm.errors import UserError
    from invest_crm.services.ledger.apply import ImportLine
    from invest_crm.services.ledger.plan import Plan
    from invest_crm.services.ledger.preview import Preview, ReadAs
    from invest_crm.services.undo import Undone
    from invest_crm.services.work import App, Outcome
    from invest_crm.ui.context import Context

_SHEETS = "*.xlsx *.xlsm *.xls *.ods *.csv *.zip"
_PANEL_FROM = 820
"""Below this width the rows need the whole page; the panel goes."""


class LedgerPage(Page):
    """The import page; takes ``{"file": path}`` as its state."""

    topics: ClassVar[frozenset[str]] = frozenset({"imports", "projects", "firms", "chains"})

    def __init__(self, context: Context) -> None:
        super().__init__(_("Import ledger"))
        self._context = context
        self._applied: tuple[str, Plan] | None = None
        self._writing = False
        self.templates = TemplateDesk(self, context)
        self.choose = ChooseView(self.templates.button(_("Blank template…")))
        self.check = CheckView()
        self.done = DoneView()
        self.busy = BusyView()
        self.archive = ArchiveStep(context)
        self.panel = RowPanel()
        self.desk = RowDesk(context, self.check, self.panel)
        self._steps = QStackedWidget()
        for step in (self.choose, self.check, self.done, self.busy, self.archive):
            self._steps.addWidget(step)
        self.body.addWidget(self._steps, 1)
        self.set_side(self.panel)
        self.panel.hide()
        self._another = self.add_command(self.commands()[0])
        self._another.hide()
        self.add_writing(self.choose.drop.button, self.done.undo)
        self.setAcceptDrops(True)
        self._connect()
        self.refresh()

    def commands(self) -> list[Command]:
        """Files in and out, and the import that is looked at."""
        rejects, read = _("No row was left out."), _("No ledger has been read yet.")
        return [
            Command("ledger.file", N_("Choose a file…"), self.ask_file, "import", ("Ctrl+O",),
                    writes=True),
            Command("ledger.apply", N_("Import what is shown"), self.apply, "import",
                    ("Ctrl+Return",), enabled=lambda: "" if self.step() is self.check else read,
                    writes=True),
            Command("ledger.rejects", N_("Save the rows not written"), self._ask_rejects, "export",
                    enabled=lambda: "" if self._shown or self._applied else rejects),
            Command("ledger.again", N_("Another ledger"), self._start_over, "refresh",
                    enabled=lambda: read if self.step() is self.choose else ""),
        ]  # fmt: skip

    @property
    def _shown(self) -> Preview | None:
        """What is looked at, if anything."""
        return self.desk.shown

    def step(self) -> QWidget | None:
        """The step shown."""
        return self._steps.currentWidget()

    def open_file(self, path: str | Path) -> None:
        """Read a file and show what was understood; nothing is written."""
        if self._writing or self.archive.is_writing():
            return
        path = Path(path)
        if self.archive.took(path):
            self.clear_notices()
            self._go(self.archive)
            return
        self._read(
            _("Reading {file}").format(file=path.name),
            lambda app, progress: jobs.open_and_preview(app, path, progress),
        )

    def ask_file(self) -> None:
        """The system's dialog for a file."""
        kinds = _("Ledgers ({patterns})").format(patterns=_SHEETS)
        name = file_dialogs.ask_file(self, _("Choose a ledger"), kinds)
        if name:
            self.open_file(name)

    def apply(self) -> None:
        """Write what is shown; a file that was changed meanwhile is shown anew instead."""
        shown = self._shown
        if shown is None or self._writing:
            return
        progress = Progress(_("Importing {file}").format(file=shown.reading.file))
        self._writing = True
        self._wait(progress.title, progress)

        def looked(fresh: Preview | None) -> None:
            if fresh is None:
                self._write(shown, progress)
            else:
                self._changed_meanwhile(fresh)

        operations.run_query(
            self,
            lambda: jobs.looked_again(self._context.app, shown, progress),
            looked,
            on_error=self._failed,
            key="read",
            progress=progress,
        )

    def save_rejects(self, path: str | Path) -> None:
        """Write the rows that were not imported into a spreadsheet of their own."""
        if self._shown is not None:
            plan = self._shown.plan
        elif self._applied is not None:
            _id, plan = self._applied
        else:
            return
        target = Path(path)
        operations.run_query(
            self,
            lambda: jobs.save_rejects(plan, target),
            lambda n: self.notify(
                _("{rows} saved to {file}").format(rows=rows_words(n), file=target.name), "done"
            ),
        )

    def undo_import(self, change_set_id: str) -> None:
        """Take back an import, the present one or an earlier one."""
        self._context.write(
            self,
            lambda app: jobs.undo(app, change_set_id),
            lambda outcome: self._undone(change_set_id, outcome),
        )

    def refresh(self) -> None:
        """Ask for the earlier imports again, and compare what is shown with what is stored."""
        self._context.read(self, jobs.recent, self._show_recent, key="recent")
        if self.step() is self.check:
            self.desk.compare()

    def state(self) -> State:
        """The file that is looked at."""
        if self._shown is not None and self.step() is self.check:
            return {"file": str(self._shown.opened.path)}
        return {}

    def restore(self, state: State) -> None:
        """Open the file of a link, unless it is on the table already."""
        file = state.get("file")
        if file and not (self._shown is not None and str(self._shown.opened.path) == file):
            self.open_file(file)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Qt: a file comes over the page."""
        if not (self._writing or self.why_not_write()) and _dropped(event):
            event.acceptProposedAction()
            self.choose.drop.set_hot(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Qt: it leaves again."""
        super().dragLeaveEvent(event)
        self.choose.drop.set_hot(False)

    def dropEvent(self, event: QDropEvent) -> None:
        """Qt: it is dropped."""
        self.choose.drop.set_hot(False)
        name = _dropped(event)
        if name:
            event.acceptProposedAction()
            self.open_file(name)

    def _connect(self) -> None:
        self.archive.join(self, self._failed, self._start_over)
        self._context.switched.connect(self._start_over)
        self.choose.file_asked.connect(self.ask_file)
        self.choose.undo_asked.connect(self.undo_import)
        self.check.facts.sheet_chosen.connect(lambda name: self._again(sheet=name, kind=None))
        self.check.facts.kind_chosen.connect(lambda kind: self._again(kind=kind))
        self.check.facts.as_of_chosen.connect(self._as_of)
        self.check.mapping.changed.connect(self._remap)
        self.check.row_chosen.connect(self._show_row)
        self.desk.changed.connect(self._show_again)
        self.desk.failed.connect(self.show_error)
        self.check.tab_shown.connect(self._place_panel)
        self.check.apply_asked.connect(self.apply)
        self.check.rejects_asked.connect(self._ask_rejects)
        self.check.other_asked.connect(self._start_over)
        self.done.again_asked.connect(self._start_over)
        self.done.look_asked.connect(self._look)
        self.done.undo_asked.connect(self._undo_present)
        self.done.rejects_asked.connect(self._ask_rejects)

    # ---- reading ---------------------------------------------------------------------------

    def _read(self, words: str, job: Callable[[App, Progress], Preview]) -> None:
        progress = Progress(words)
        self._wait(words, progress)
        operations.run_query(
            self,
            lambda: job(self._context.app, progress),
            self._show_preview,
            on_error=self._failed,
            key="read",
            progress=progress,
        )

    def _again(self, *, sheet: str | None = None, kind: str | None = None) -> None:
        """Read the open file as another sheet or kind; the columns are recognised anew."""
        if self._shown is not None:
            how = self._shown.how
            self._reread(replace(how, sheet=sheet or how.sheet, kind=kind, columns=None))

    def _as_of(self, day: date) -> None:
        if self._shown is not None:
            self._reread(replace(self._shown.how, as_of=day))

    def _remap(self, path: str, key: str | None, role: str, unit: str | None) -> None:
        shown = self._shown
        if shown is not None:
            columns = jobs.remapped(shown, path, key, role, unit)
            kind, sheet = shown.reading.kind, shown.reading.sheet.name
            self._reread(replace(shown.how, sheet=sheet, kind=kind, columns=columns))

    def _reread(self, how: ReadAs) -> None:
        shown = self._shown
        if shown is not None:
            self._read(
                _("Reading {file}").format(file=shown.reading.file),
                lambda app, progress: jobs.preview(app, shown, how, progress),
            )

    def _show_preview(self, shown: Preview) -> None:
        self._end_wait()
        self.clear_notices()
        self._put(shown)
        for notice in shown.reading.notices:
            self.notify(notice.message, "warning" if notice.code in _GRAVE else "info")
        self._go(self.check)
        if self.check.grid is not None:
            self.check.grid.setFocus()

    def _put(self, shown: Preview) -> None:
        self.panel.forget()
        self.desk.shown = shown
        self.check.set_comparing(comparing=False)
        self._show_again()
        self.set_note(shown.reading.file)

    def _show_again(self) -> None:
        """The same ledger in another state: the row that is looked at stays."""
        shown = self._shown
        if shown is not None:
            self.check.show_preview(shown, jobs.kinds(), jobs.units())
            self._show_row(self.check.current_place())

    def _show_row(self, place: int) -> None:
        shown = self._shown
        if shown is not None:
            row = jobs.row_view(shown, place) if place >= 0 else None
            self.panel.show_row(place, row, shown.reading.kind)

    # ---- writing ---------------------------------------------------------------------------

    def _write(self, shown: Preview, progress: Progress) -> None:
        def finish(outcome: Outcome[Plan]) -> None:
            self._end_wait()
            self._finished(outcome)

        self._context.write(
            self,
            lambda app: jobs.apply(app, shown, progress),
            finish,
            on_error=self._failed,
            progress=progress,
        )

    def _changed_meanwhile(self, fresh: Preview) -> None:
        self._show_preview(fresh)
        self.notify(
            _(
                "The file was changed after it was read, so nothing was imported. It has been"
                " read again; look it over and import then."
            ),
            "warning",
        )

    def _finished(self, outcome: Outcome[Plan]) -> None:
        plan = outcome.value
        if plan is None:
            return
        self._applied = (outcome.changes.change_set_id or "", plan)
        self._tell_done()
        self._forget()
        self._go(self.done)
        self.done.again.setFocus()

    def _tell_done(self) -> None:
        if self._applied is None:
            return
        change_set_id, plan = self._applied
        tally = plan.tally()
        written, left = tally.written, tally.unwritten
        text = [_("{file}: {counts}.").format(file=plan.reading.file, counts=counts_words(written))]
        if left.total():
            text.append(_("Not written: {counts}.").format(counts=counts_words(left)))
        kind = plan.reading.kind
        self.done.show_done(
            _("{kind}: {rows} imported").format(
                kind=kind_word(kind), rows=rows_words(written.total())
            ),
            "\n".join(text),
            look_words(kind),
            undoable=bool(change_set_id),
            rejects=bool(left.total()),
        )

    def _show_recent(self, lines: Sequence[ImportLine]) -> None:
        """The earlier imports; the present one may have been undone or redone from elsewhere."""
        self.choose.set_recent(lines, self.why_not_write())
        present = self._applied[0] if self._applied is not None else None
        undone = next((line.undone for line in lines if line.change_set_id == present), None)
        if undone is None or undone == self.done.undone:
            return
        if undone:
            self.done.show_undone(_("Nothing of it is left in the database."))
        else:
            self._tell_done()

    def _undo_present(self) -> None:
        if self._applied is not None:
            self.undo_import(self._applied[0])

    def _undone(self, change_set_id: str, outcome: Outcome[Undone]) -> None:
        undone = outcome.value
        if undone is None:
            return
        text = ngettext(
            "{n} record taken back.", "{n} records taken back.", undone.reversed
        ).format(n=f"{undone.reversed:,}")
        kept = len(undone.conflicts) + len(undone.kept)
        if kept:
            text += " " + ngettext(
                "{n} was changed since and stays.", "{n} were changed since and stay.", kept
            ).format(n=f"{kept:,}")
        present = self._applied is not None and self._applied[0] == change_set_id
        if present and self.step() is self.done:
            self.done.show_undone(text)
        else:
            self.notify(text, "done")

    def _look(self) -> None:
        if self._applied is not None:
            self.open_page.emit(*look_at(self._applied[1]))

    # ---- steps -----------------------------------------------------------------------------

    def _go(self, step: QWidget) -> None:
        self._steps.setCurrentWidget(step)
        self._another.setVisible(step in (self.check, self.done))
        self._place_panel()
        if step is not self.check:
            self.set_note("")

    def _place_panel(self) -> None:
        """The panel belongs to the rows and needs room beside them."""
        rows = self.step() is self.check and self.check.shows_rows()
        self.panel.setVisible(rows and self.width() >= _PANEL_FROM)

    def _wait(self, words: str, progress: Progress) -> None:
        self.clear_notices()
        self.busy.begin(words, progress)
        self._go(self.busy)

    def _end_wait(self) -> None:
        self._writing = False
        self.busy.end()

    def _failed(self, error: UserError) -> None:
        """A refusal in place: the step before is shown again, nothing was written."""
        if self._writing:
            error.again = self.apply
        self._end_wait()
        if self._shown is not None:
            self.check.facts.stay(self._shown)
        self._go(self.check if self._shown is not None else self.choose)
        if error.code == "cancelled":
            self.notify(_("Stopped. Nothing was written."))
        else:
            self.show_error(error)

    def _start_over(self) -> None:
        if self._writing:
            return
        self.clear_notices()
        self._applied = None
        self._forget()
        self._go(self.choose)
        self.refresh()
        self.choose.drop.button.setFocus()

    def _forget(self) -> None:
        self.desk.shown = None
        self.check.clear()
        self.panel.forget()

    def _ask_rejects(self) -> None:
        plan = self._shown.plan if self._shown else self._applied[1] if self._applied else None
        if plan is None:
            return
        stem = Path(plan.reading.file).stem
        suggested = _("{name} rows not written").format(name=stem) + ".xlsx"
        self._ask_target(suggested, self.save_rejects)

    def _ask_target(self, suggested: str, do: Callable[[str], object]) -> None:
        kinds = _("Spreadsheet (*.xlsx)")
        name = file_dialogs.ask_target(self, _("Save as"), suggested, kinds)
        if name:
            do(name)


_GRAVE = frozenset({"as-of-from-file", "hidden-rows", "macros", "file-unsaved-formulas"})
"""Notices that ask for a look before importing."""


def _dropped(event: QDropEvent) -> str:
    """The first local file of a drop."""
    urls = event.mimeData().urls()
    return urls[0].toLocalFile() if urls else ""
