"""设置: sections in one calm column, with their names at the left to jump to."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from invest_crm.ui import file_dialogs, operations, theme
from invest_crm.ui.archive.export import ask_export
from invest_crm.ui.commands.command import Command
from invest_crm.ui.kit.page import Page, State
from invest_crm.ui.kit.refusing import refuse
from invest_crm.ui.operations import Progress
from invest_crm.ui.preferences import jobs
from invest_crm.ui.preferences.about import AboutSection
from invest_crm.ui.preferences.calendar import CalendarSection
from invest_crm.ui.preferences.calibre import CalibreSection
from invest_crm.ui.preferences.county import CountySection
from invest_crm.ui.preferences.machine import MachineSection
from invest_crm.ui.preferences.safety import SafetySection
from invest_crm.ui.preferences.targets import TargetsSection
from invest_crm.words import N_, _

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from PySide6.QtGui import QResizeEvent

    from invest_crm.domain.workdays import DayKind
    from invest_crm.errors import UserError
    from invest_crm.services.backups import BackupLine
    from invest_crm.ui.context import Context
    from invest_crm.ui.preferences.jobs import Checked, Settings
    from invest_crm.ui.preferences.section import Section

_WIDTH = 860
_STACKED_BELOW = 560
"""Below this width the names of options stand above them."""
_WITH_NAMES = 880
"""From this width on the names of the sections stand at the left."""


class PreferencesPage(Page):
    """The settings page. ``language_changed(code)``: the window must be made anew in it."""

    topics: ClassVar[frozenset[str]] = frozenset({"settings", "figures", "calendar"})

    language_changed = Signal(str)

    def __init__(self, context: Context) -> None:
        super().__init__(_("Settings"))
        self._context = context
        self._target_year: int | None = None
        self._calendar_year: int | None = None
        self.machine = MachineSection()
        self.county = CountySection()
        self.calibre = CalibreSection()
        self.targets = TargetsSection()
        self.calendar = CalendarSection()
        self.safety = SafetySection()
        self.about = AboutSection()
        self._area = QScrollArea()
        self._names = QWidget()
        self._build()
        self._connect()
        self.refresh()

    def commands(self) -> list[Command]:
        """Databases, backup and checks."""
        safety = self.safety
        return [
            Command("database.open", N_("Open another database…"), self._ask_open, "database"),
            Command("database.new", N_("New database…"), self._ask_new, "add"),
            Command("backup", N_("Back up now"), safety.backup.click, "safe",
                    enabled=self._backup_reason),
            Command("export.all", N_("Export everything…"), self._export, "export"),
            Command("check", N_("Check the database now"), safety.check.click, "database"),
        ]  # fmt: skip

    def sections(self) -> tuple[Section, ...]:
        """The sections from top to bottom."""
        return (
            self.machine, self.county, self.calibre, self.targets, self.calendar, self.safety,
            self.about,
        )  # fmt: skip

    def refresh(self) -> None:
        """Ask for everything again; what is being typed stays."""
        self.machine.show_choices()
        self._context.read(
            self,
            lambda app: jobs.load(app, self._target_year, self._calendar_year),
            self._show_settings,
            key="settings",
        )

    def show_section(self, section: Section) -> None:
        """Scroll a section to the top."""
        self._area.verticalScrollBar().setValue(section.y())

    def _backup_reason(self) -> str:
        enabled = self.safety.backup.isEnabled()
        return "" if enabled else _("The server's administrator backs it up.")

    def _show_place(self, name: str, option: str) -> None:
        """A link to a section by name, and to an option in it: its control gets the focus."""
        section: Section = getattr(self, name)
        self.show_section(section)
        control = section.control(option)
        if control is not None:
            control.setFocus(Qt.FocusReason.ShortcutFocusReason)

    def open_database(self, path: str | Path) -> None:
        """Work in another database; a file that is none is refused and nothing changes."""
        self._try_open(Path(path), create=False)

    def new_database(self, path: str | Path) -> None:
        """Make an empty database and work in it."""
        self._try_open(Path(path), create=True)

    def state(self) -> State:
        """How far it is scrolled."""
        return {"scroll": self._area.verticalScrollBar().value()}

    def restore(self, state: State) -> None:
        """Scroll back, or to the ``section`` and ``option`` of a link."""
        if state.get("section"):
            name, option = str(state["section"]), str(state.get("option", ""))
            # On its first showing the page is laid out after this.
            QTimer.singleShot(0, self, lambda: self._show_place(name, option))
            return
        self._area.verticalScrollBar().setValue(int(state.get("scroll", 0)))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Qt: the names at the left need room."""
        super().resizeEvent(event)
        self._names.setVisible(self.width() >= theme.current().px(_WITH_NAMES))
        for section in self.sections():
            section.set_stacked(stacked=self.width() < theme.current().px(_STACKED_BELOW))

    def _build(self) -> None:
        holder = QWidget()
        theme.set_role(holder, "clear")
        column = QVBoxLayout(holder)
        column.setContentsMargins(0, 0, theme.GAP_SMALL, theme.GAP)
        column.setSpacing(theme.GAP)
        names = QVBoxLayout(self._names)
        names.setContentsMargins(0, 0, 0, 0)
        names.setSpacing(theme.px(2))
        for section in self.sections():
            column.addWidget(section)
            names.addWidget(self._name(section))
        column.addStretch(1)
        names.addStretch(1)
        holder.setMaximumWidth(theme.current().px(_WIDTH))
        self._area.setWidget(holder)
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        row = QHBoxLayout()
        row.setSpacing(theme.MARGIN)
        row.addWidget(self._names)
        row.addWidget(self._area, 1)
        self.body.addLayout(row, 1)

    def _name(self, section: Section) -> QPushButton:
        button = QPushButton(section.accessibleName())
        theme.set_role(button, "link")
        button.setStyleSheet("text-align: left;")
        button.clicked.connect(lambda _on=False: self.show_section(section))
        return button

    def _connect(self) -> None:
        self._context.switched.connect(self._switched)
        self.machine.language_changed.connect(self.language_changed)
        self.county.save_asked.connect(self._save_options)
        self.calibre.use_asked.connect(self._use_calibre)
        self.calibre.add_asked.connect(self._add_calibre)
        self.targets.save_asked.connect(self._save_targets)
        self.targets.year_asked.connect(self._take_target_year)
        self.calendar.set_asked.connect(self._set_day)
        self.calendar.year_asked.connect(self._take_calendar_year)
        self.about.bundle_asked.connect(lambda: self.open_page.emit("diagnostics", {}))
        self.safety.open_asked.connect(self._ask_open)
        self.safety.new_asked.connect(self._ask_new)
        self.safety.backup_asked.connect(self._back_up)
        self.safety.check_asked.connect(self._check)
        self.safety.export_asked.connect(self._export)

    def show_refusal(self) -> None:
        """What belongs to the database; what belongs to this machine stays."""
        super().show_refusal()
        for section in (self.county, self.calibre, self.targets, self.calendar):
            refuse(section, self.why_not_write())

    def _show_settings(self, settings: Settings) -> None:
        self.county.show_options(settings.options)
        self.calibre.show_versions(settings.calibres)
        self.targets.show_targets(settings.target_year, settings.today.year, settings.targets)
        self.calendar.show_days(settings.days, settings.today)
        self.safety.show_settings(settings)

    def _save_options(self, values: Mapping[str, str]) -> None:
        self._context.write(self, lambda app: jobs.set_options(app, values))

    def _use_calibre(self, calibre_id: str) -> None:
        self._save_options({"calibre": calibre_id})

    def _add_calibre(self, name: str, texts: Mapping[str, str]) -> None:
        self._context.write(self, lambda app: jobs.add_calibre(app, name, texts))

    def _save_targets(self, year: int, values: Mapping[str, int | None]) -> None:
        self._context.write(self, lambda app: jobs.set_targets(app, year, values))

    def _set_day(self, day: date, kind: DayKind | None) -> None:
        self._context.write(self, lambda app: jobs.set_day(app, day, kind))

    def _take_target_year(self, year: int) -> None:
        self._target_year = year
        self.refresh()

    def _take_calendar_year(self, year: int) -> None:
        self._calendar_year = year
        self.refresh()

    def _back_up(self) -> None:
        self.safety.backup.setEnabled(False)

        def finish(line: BackupLine) -> None:
            self.safety.backup.setEnabled(True)
            self.notify(_("Backed up and verified: {file}").format(file=line.path.name), "done")
            self.refresh()

        def fail(error: UserError) -> None:
            self.safety.backup.setEnabled(True)
            self.show_error(error)

        operations.run_query(
            self,
            lambda: jobs.back_up(self._context.app),
            finish,
            on_error=fail,
            progress=Progress(_("Back up now"), stoppable=False),
        )

    def _check(self) -> None:
        self.safety.say_checking()
        operations.run_query(
            self,
            lambda: jobs.check(self._context.app),
            self._checked,
            key="check",
            progress=Progress(_("Checking…"), stoppable=False),
        )

    def _export(self) -> None:
        ask_export(self, self._context)

    def _checked(self, checks: list[Checked]) -> None:
        self.safety.show_checks(checks)

    def _ask_open(self) -> None:
        title = _("Open another database")
        name = file_dialogs.ask_file(self, title, _("Databases (*.db)"))
        if name:
            self.open_database(name)

    def _ask_new(self) -> None:
        kinds = _("Databases (*.db)")
        name = file_dialogs.ask_target(self, _("New database"), "invest_crm.db", kinds)
        if name:
            self.new_database(name)

    def _try_open(self, path: Path, *, create: bool) -> None:
        operations.run_query(
            self, lambda: jobs.try_open(path, create=create), self._context.switch, key="open"
        )

    def _switched(self) -> None:
        self._target_year = self._calendar_year = None
        self.refresh()
