"""备份: what backups there are, whether they are proven, and the way back to any of them."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog

from invest_crm.settings import user
from invest_crm.ui import operations
from invest_crm.ui.backups import jobs
from invest_crm.ui.backups.keeper import TOPIC
from invest_crm.ui.backups.panel import ACTIONS, DETAILS_TAB, BackupTab, panel_record
from invest_crm.ui.backups.restore_panel import RestorePanel
from invest_crm.ui.backups.source import BackupSource
from invest_crm.ui.backups.strip import SECOND, BackupStrip
from invest_crm.ui.backups.words import drill_words
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.empty_state import EmptyState
from invest_crm.ui.kit.grid.grid import DataGrid
from invest_crm.ui.kit.page import Page
from invest_crm.ui.kit.record_panel import RecordPanel
from invest_crm.ui.operations import Progress
from invest_crm.ui.records.side import Side
from invest_crm.words import N_, _, ngettext

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from PySide6.QtWidgets import QMenu

    from invest_crm.services.backups import BackupLine, Drill, Mark
    from invest_crm.ui.backups.jobs import Foreseen
    from invest_crm.ui.context import Context
    from invest_crm.ui.kit.page import State

_SECOND: Final = N_("second place, other disk, USB")
_DRILL: Final = N_("restore drill, restore on trial, prove the backup")


class BackupsPage(Page):
    """The list of backups with a panel beside it."""

    topics: ClassVar[frozenset[str]] = frozenset({TOPIC})

    def __init__(self, context: Context) -> None:
        super().__init__(_("Backups"))
        self._context = context
        self._previews: list[object] = []
        self.source = BackupSource(context)
        self.strip = BackupStrip()
        self.strip.hide()
        self.grid = DataGrid(self.source, name=_("Backups"), empty=self._nothing_yet())
        self.panel = RecordPanel()
        self.tab = BackupTab()
        self.panel.add_tab_page(DETAILS_TAB, self.tab)
        self.side = Side()
        self.side.show_part(self.panel)
        self.side.hide()
        self.set_side(self.side, "backups")
        self.body.addWidget(self.strip)
        self.body.addWidget(self.grid, 1)
        self.add_command(self.commands()[0], primary=True)
        self._connect()

    def commands(self) -> list[Command]:
        """A backup now, and everything that can be done with the one that is shown."""
        deeds: dict[str, Callable[[], object]] = {
            "backup.restore": self._foresee,
            "backup.preview": self._preview,
            "backup.verify": self.verify_chosen,
            "backup.copy": self._ask_copy,
            "backup.folder": self._open_folder,
        }
        second = Command("backup.second", N_("Choose the second place…"), self._ask_second, "disk",
                         keywords=_SECOND, enabled=self._why_not)  # fmt: skip
        return [
            Command("backup", N_("Back up now"), self.back_up, "safe",
                    enabled=self._why_not),
            *(Command(name, title, deeds[name], icon, enabled=self._why_not_one)
              for name, title, icon in ACTIONS),
            second,
            Command("backup.drill", N_("Drill now"), self.drill, "safe", keywords=_DRILL,
                    enabled=self._why_not),
            Command("backup.alone", N_("No second copy"), lambda: self.use_second(""), "disk",
                    keywords=_SECOND, enabled=self._why_no_second),
            Command("backup.usual", N_("Backups before large changes to the usual place"),
                    self.use_usual, "disk", enabled=self._why_usual),
        ]  # fmt: skip

    def refresh(self) -> None:
        """Read the manifests again."""
        self.grid.refresh()

    def state(self) -> State:
        """The list as it is."""
        return {"grid": self.grid.state()}

    def restore(self, state: State) -> None:
        """Take up a state."""
        if isinstance(state.get("grid"), dict):
            self.grid.restore(state["grid"])

    def menu(self) -> QMenu:
        """The menu of the list."""
        return self.grid.menu()

    def back_up(self) -> None:
        """Make a backup by hand."""
        self._work(
            lambda: jobs.back_up(self._context.app),
            lambda name: self._done(_("Backed up and verified: {file}").format(file=name)),
            _("Back up now"),
        )

    def verify_chosen(self) -> None:
        """Look the chosen backups through again."""
        paths = [Path(one) for one in self.grid.selected_ids() or [self._line_id()]]
        self._work(lambda: jobs.verify(paths), self._verified, _("Verifying…"))

    def drill(self) -> None:
        """Restore the newest backup on trial and say how it went."""
        self._work(lambda: jobs.drill(self._context.app), self._drilled, _("Restore drill"))

    def restore_chosen(self, line: BackupLine) -> None:
        """Put a backup in the place of the database and open it."""
        path, context = line.path, self._context
        operations.run_write(
            self,
            lambda: jobs.restore(context, path),
            lambda _kept: context.switch(context.where),
            on_error=self._restore_refused,
            progress=Progress(_("Restoring…"), stoppable=False),
        )

    def use_second(self, folder: str) -> None:
        """Keep the second copy in a folder; empty for none."""
        user.write(SECOND, folder)
        if folder:
            self.copy_second()
        else:
            self._told_everybody()

    def use_usual(self) -> None:
        """Backups before what is risky go to the usual place again."""
        self._work(
            lambda: jobs.use_usual(self._context.app),
            lambda _nothing: self._told_everybody(),
            _("Backups"),
        )

    def copy_second(self) -> None:
        """Copy the newest backup to the second place now."""
        self._work(
            lambda: jobs.copy_second(self._context.app),
            lambda path: self._done(
                _("Copied and compared: {path}").format(path=path)
                if path is not None
                else _("There is no verified backup to copy yet.")
            ),
            _("Copying…"),
        )

    def copy_chosen(self, folder: Path) -> None:
        """Copy the backup that is shown to a folder."""
        line = self.line()
        if line is not None:
            self._work(
                lambda: jobs.copy_to(line.path, folder),
                lambda path: self._done(_("Copied and compared: {path}").format(path=path)),
                _("Copying…"),
            )

    def line(self) -> BackupLine | None:
        """The backup that is shown."""
        return self.source.line(self._line_id())

    # ---- inside --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.tab.asked.connect(self.run)
        self.grid.current_changed.connect(self._follow)
        self.grid.loaded.connect(self._loaded)
        self.grid.counted.connect(self._say_count)
        self.grid.selection_said.connect(self.selection_said)
        self.grid.menu_asked.connect(self._fill_menu)
        self.grid.activated.connect(lambda _one: self.run("backup.restore"))
        self.strip.changed.connect(self._told_everybody)
        self.strip.folder_asked.connect(lambda: self.run("backup.second"))
        self.strip.copy_asked.connect(self.copy_second)
        self.strip.drill_asked.connect(self.drill)
        self.strip.usual_asked.connect(self.use_usual)
        self._context.switched.connect(self.refresh)

    def _nothing_yet(self) -> EmptyState:
        return EmptyState(
            "safe",
            _("No backup yet"),
            _("A backup is made by itself while you work. Each is opened and checked first."),
            action=_("Back up now"),
            do=lambda: self.run("backup"),
        )

    def _why_not(self) -> str:
        if self._context.preview:
            return _("This window only shows a backup.")
        server = self.source.standing is not None and self.source.standing.server
        return _("The server's administrator backs it up.") if server else ""

    def _why_not_one(self) -> str:
        return self._why_not() or ("" if self.line() else _("Select a backup."))

    def _why_no_second(self) -> str:
        return "" if user.read(SECOND) else _("There is no second place.")

    def _why_usual(self) -> str:
        now = self.source.standing
        return "" if now is not None and now.precaution else _("They go to the usual place.")

    def _line_id(self) -> str:
        record = self.panel.record()
        return self.grid.current_id() or (record.id if record is not None else "")

    def _loaded(self) -> None:
        now = self.source.standing
        if now is not None:
            self.strip.show_standing(now)
            self.strip.setVisible(bool(now.lines))  # nothing to set in a list that is empty
            if now.server:
                self.notify(_("A database on a server is backed up by its administrator."))
        if not self.grid.current_id() and self.grid.model.rowCount():
            self.grid.select_id(self.grid.model.id_at(0))
        self._follow(self._line_id())

    def _say_count(self, shown: int, total: int) -> None:
        whole = ngettext("{n} backup", "{n} backups", total)
        part = ngettext("{n} of {total} backup", "{n} of {total} backups", total)
        words = whole if shown == total else part
        self.set_note(words.format(n=shown, total=total))

    def _follow(self, record: str) -> None:
        line = self.source.line(record)
        if self.side.busy():
            return
        self.side.setVisible(line is not None)
        if line is not None:
            self.panel.set_record(panel_record(line))
            self.tab.show_line(line)

    def _fill_menu(self, menu: QMenu, ids: list[str]) -> None:
        if not ids:
            return
        offered = {name for name, _title, _icon in ACTIONS}
        for command in self.commands():
            if command.id in offered:
                menu.addAction(command.words()).triggered.connect(
                    lambda _on=False, name=command.id: self.run(name)
                )

    def _foresee(self) -> None:
        line, where = self.line(), self._context.where
        if line is None:
            return
        self._work(
            lambda: jobs.foresee(line.path, where),
            lambda found: self._offer(line, found),
            _("Comparing…"),
            key="foresee",
        )

    def _offer(self, line: BackupLine, found: Foreseen) -> None:
        panel = RestorePanel(line, found)
        panel.agreed.connect(lambda: self._agreed(panel))
        panel.closed.connect(self._leave)
        self.side.show_part(panel)
        self.side.show()
        panel.begin()

    def _agreed(self, panel: RestorePanel) -> None:
        panel.button.setEnabled(False)
        self.restore_chosen(panel.line)
        self._leave()

    def _leave(self) -> None:
        self.side.show_part(self.panel)
        self._follow(self._line_id())

    def _restore_refused(self, error: object) -> None:
        self.notify(str(error), "error")

    def _preview(self) -> None:
        from invest_crm.ui.backups.preview import open_window

        line = self.line()
        if line is not None:
            open_window(line, self._context)

    def _verified(self, found: Sequence[tuple[Path, Mark, str]]) -> None:
        bad = [f"{path.name}: {fault}" for path, mark, fault in found if mark != "verified"]
        for text in bad:
            self.notify(text, "error")
        if not bad:
            words = ngettext(
                "{n} backup verified: whole and unaltered.",
                "{n} backups verified: whole and unaltered.",
                len(found),
            )
            self.notify(words.format(n=len(found)), "done", topic="done")
        self._told_everybody()

    def _drilled(self, done: Drill) -> None:
        if done.fault:
            self.notify(drill_words(done), "error")
            self._told_everybody()
        else:
            self._done(drill_words(done))

    def _ask_copy(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Save a copy of the backup to"))
        if folder:
            self.copy_chosen(Path(folder))

    def _ask_second(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, _("Second place for backups"))
        if folder:
            self.use_second(folder)

    def _open_folder(self) -> None:
        line = self.line()
        if line is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(line.path.parent)))

    def _work(
        self,
        job: Callable[[], operations.T],
        done: Callable[[operations.T], object],
        title: str,
        *,
        key: str | None = None,
    ) -> None:
        operations.run_query(
            self,
            job,
            done,
            on_error=self.show_error,
            key=key,
            progress=Progress(title, stoppable=False),
        )

    def _done(self, text: str) -> None:
        self.notify(text, "done", topic="done")
        self._told_everybody()

    def _told_everybody(self) -> None:
        """The list and the status line look again."""
        self._context.changed.emit(frozenset({TOPIC}))
